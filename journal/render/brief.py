"""Entries in short: a line of date and title, and the first lines of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.cells import cells, cut
from journal.render.days import WEEKDAYS
from journal.render.lines import one_line, styled
from journal.render.listing import tag_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.entry import Entry
    from journal.render.theme import Theme

_LINES = 3
# More than three lines of the widest terminal, and little to parse.
_ENOUGH = 2000
_MARGIN = "  "


def brief_lines(entry: Entry, theme: Theme, width: int) -> Iterator[Text]:
    """Yield an entry in few lines; pictures, blank lines and tags said above are left out."""
    from journal.render.body import body_lines

    title = title_line(entry, theme, width)
    yield title
    shown = 0
    for line in body_lines(entry.body[:_ENOUGH], theme, width - len(_MARGIN)):
        if not line.plain.strip(" \u3000") or line.plain.startswith(theme.picture):
            continue
        if set(line.plain.split()) <= set(tag_words(entry).split()) & set(title.plain.split()):
            continue
        if shown == _LINES:
            yield styled((_MARGIN + theme.ellipsis, theme.quiet))
            return
        yield Text(_MARGIN).append_text(line)
        shown += 1


def title_line(entry: Entry, theme: Theme, width: int, note: str = "") -> Text:
    """Return date, weekday, title, a note, and the tags where they fit."""
    if entry.date is None:
        day = [("undated", theme.warning)]
    else:
        weekday = f" {WEEKDAYS[entry.date.weekday()][:3]}"
        day = [(entry.date.isoformat(), theme.date), (weekday, theme.quiet)]
    room = width - sum(len(words) for words, _ in day) - 2 - cells(note)
    title = cut(one_line(entry.title), room, mark=theme.ellipsis)
    line = styled(*day, ("  ", theme.plain), (title, theme.heading), (note, theme.quiet))
    tags = tag_words(entry)
    if tags and cells(line.plain) + 2 + cells(tags) <= width:
        line.append("  ").append(tags, theme.tag)
    line.rstrip()
    return line
