"""Commands that wrote: when, which, what to, and whether they are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from journal.render.cells import cells, cut
from journal.render.days import day_name
from journal.render.lines import one_line, styled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from rich.text import Text

    from journal.render.console import Screen
    from journal.render.theme import Theme

# Narrower than this, days give way, and of the time the year or the clock.
_ROOM_FOR_DAYS = 60
_COMMAND = 7


class Line(NamedTuple):
    """One command, in words: the day of its first entry, what else it was about, its state."""

    when: dt.datetime
    command: str
    day: str
    about: str
    state: str


def show_commands(lines: Iterable[Line], screen: Screen, *, today: dt.date) -> None:
    """Show commands, one line each."""
    screen.show(command_lines(lines, screen.theme, screen.width, today))


def command_lines(
    lines: Iterable[Line], theme: Theme, width: int, today: dt.date
) -> Iterator[Text]:
    """Yield commands as lines, none wider than `width` cells."""
    rows = list(lines)
    wide = width >= _ROOM_FOR_DAYS
    days = [day_name(row.when.date(), today) for row in rows] if wide else []
    column = max(map(len, days), default=0)
    command = max((len(row.command) for row in rows), default=0)
    for number, row in enumerate(rows):
        if wide:
            when = f"{row.when:%Y-%m-%d} ", f"{days[number].ljust(column)} {row.when:%H:%M}  "
        elif row.when.year == today.year:
            when = f"{row.when:%m-%d} ", f"{row.when:%H:%M}  "
        else:
            when = f"{row.when:%Y-%m-%d}   ", ""
        line = styled(
            (when[0], theme.date),
            (when[1], theme.quiet),
            (row.command.ljust(max(command, _COMMAND)), theme.title),
            (f"{row.day} " if wide and row.day else "", theme.date),
        )
        state = f"  {row.state}" if row.state else ""
        room = width - cells(line.plain) - cells(state)
        line.append(cut(one_line(row.about), room, mark=theme.ellipsis))
        yield line.append(state, theme.quiet)
