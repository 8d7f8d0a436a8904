"""The list: one line an entry, by months when it is long."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from journal.counting import count
from journal.render.cells import cells, cut
from journal.render.days import day_name
from journal.render.lines import one_line, styled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from journal.entry import Entry
    from journal.render.console import Screen
    from journal.render.theme import Theme

# Narrower than this, tags give way to the title.
_ROOM_FOR_TAGS = 60
_WORDS = 7
# Wider than this, the eye loses the line between a title and its words.
_WIDEST = 100


class _Columns(NamedTuple):
    """The cells of each column; the title has what is left."""

    day: int
    title: int
    tags: int


def show_list(
    rows: Sequence[Entry], screen: Screen, *, today: dt.date, words: Callable[[Entry], int]
) -> None:
    """Show one line an entry, in the order given; more than a screen of them by months."""
    screen.show(list_lines(rows, screen.theme, screen.width, screen.height, today, words))


def list_lines(
    rows: Sequence[Entry],
    theme: Theme,
    width: int,
    height: int,
    today: dt.date,
    words: Callable[[Entry], int],
) -> Iterator[Text]:
    """Yield the lines of the list, none wider than `width` cells."""
    columns = _columns(rows, width, today)
    if len(rows) < height:
        for row in rows:
            yield entry_line(row, theme, columns, today=today, words=words(row))
        return
    for number, (month, group) in enumerate(groupby(rows, _month)):
        if number:
            yield Text()
        entries = list(group)
        told = count(len(entries), "entry", "entries")
        yield styled((month, theme.title), (f" {theme.dot} {told}", theme.quiet))
        for row in entries:
            yield entry_line(row, theme, columns, today=today, words=words(row))


def entry_line(
    entry: Entry, theme: Theme, columns: _Columns, *, today: dt.date, words: int
) -> Text:
    """Return an entry as one line: date, day, title, tags and words."""
    day = _day(entry, today)
    if entry.date is None:
        date = "undated   ", theme.warning
    else:
        named = not columns.day and len(day) != 3
        date = day.ljust(10) if named else entry.date.isoformat(), theme.date
    title = cut(one_line(entry.title), columns.title, mark=theme.ellipsis)
    gap = columns.title - cells(title)
    tags = cut(tag_words(entry), columns.tags, mark=theme.ellipsis) if columns.tags else ""
    between = "  " if columns.tags else ""
    return styled(
        date,
        (f" {day.ljust(columns.day)}" if columns.day else "", theme.quiet),
        (f"  {title}{' ' * gap}{between}", theme.plain),
        (tags, theme.tag),
        (" " * (columns.tags - cells(tags)), theme.plain),
        (f"{words:>{_WORDS},}", theme.quiet),
    )


def tag_words(entry: Entry) -> str:
    """Return the tags of an entry as `#one #two`."""
    return " ".join(f"#{one_line(tag)}" for tag in entry.tags)


def _columns(rows: Sequence[Entry], width: int, today: dt.date) -> _Columns:
    """Share the width among the columns."""
    wide = width >= _ROOM_FOR_TAGS
    day = max((len(_day(row, today)) for row in rows), default=0) if wide else 0
    longest = max((cells(tag_words(row)) for row in rows), default=0) if wide else 0
    tags = min(longest, min(width, _WIDEST) // 4)
    left = min(width, _WIDEST) - 10 - 2 - _WORDS - (day and day + 1) - (tags and tags + 2)
    return _Columns(day, left, tags)


def _day(entry: Entry, today: dt.date) -> str:
    """Return the day of an entry by its name; nothing for an impossible one."""
    return day_name(entry.date, today) if entry.date else ""


def _month(entry: Entry) -> str:
    """Return the month of an entry, as `2023-04`."""
    return f"{entry.date:%Y-%m}" if entry.date else "undated"
