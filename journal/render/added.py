"""The receipt of an entry that was added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.render.cells import cells, cut
from journal.render.lines import styled
from journal.visible import visible

if TYPE_CHECKING:
    from journal.entry import Entry
    from journal.render.console import Screen


def show_added(entry: Entry, screen: Screen) -> None:
    """Show day, title and id of a new entry, and below them where it stands."""
    theme = screen.theme
    day = "undated" if entry.date is None else entry.date.isoformat()
    room = screen.width - cells(day) - len(entry.id) - 4
    title = cut(visible(entry.title, keep=""), room, mark=theme.ellipsis)
    place = cut(visible(str(entry.source), keep=""), screen.width, mark=theme.ellipsis, end=True)
    first = styled((day, theme.date), ("  ", theme.plain), (title, theme.title))
    screen.show(
        [first.append_text(styled((f"  {entry.id}", theme.quiet))), styled((place, theme.quiet))]
    )
