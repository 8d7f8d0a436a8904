"""A year of days: weeks by weekdays, five shades, months above."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.text import Text

from journal.dates.spans import days_in
from journal.render.days import WEEKDAYS
from journal.render.lines import styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from journal.render.theme import Theme

_LABEL = 4
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def heatmap_lines(
    words: Mapping[dt.date, int],
    year: int,
    theme: Theme,
    width: int,
    *,
    today: dt.date,
    week_start: int = 0,
) -> Iterator[Text]:
    """Yield the days of a year, shaded by their words; days to come are blank.

    It stands in one piece where that fits, else in halves, quarters or months.
    """
    cap = _cap([count for day, count in words.items() if day.year == year])
    known = {day.toordinal(): _level(count, cap) for day, count in words.items()}
    size, months = _layout(width)
    for first in range(1, 13, months):
        if first > 1:
            yield Text()
        start = dt.date(year, first, 1).toordinal()
        last = first + months - 1
        end = dt.date(year, last, days_in(year, last)).toordinal()
        # Day 1 of the calendar was a Monday.
        begin = start - (start - 1 - week_start) % 7
        weeks = range(begin, end + 1, 7)
        yield _month_line(range(first, last + 1), year, weeks, theme, size)
        for row in range(7):
            line = styled((WEEKDAYS[(week_start + row) % 7][:3].ljust(_LABEL), theme.quiet))
            for day in (week + row for week in weeks):
                level = known.get(day, 0 if day <= today.toordinal() else None)
                inside = start <= day <= end and level is not None
                sign = theme.shades[level or 0] if inside else " "
                line.append(sign * size, theme.good if level else theme.quiet)
            line.rstrip()
            yield line
    yield _legend(theme)


def _layout(width: int) -> tuple[int, int]:
    """Return the cells of a day, and how many months stand side by side."""
    for months, weeks in ((12, 54), (6, 28), (3, 15)):
        size = min(2, (width - _LABEL) // weeks)
        if size > 0:
            return size, months
    return 1, 1


def _cap(counts: Sequence[int]) -> int:
    """Return the words of a full day: what nine days of ten do not exceed."""
    return sorted(counts)[(len(counts) - 1) * 9 // 10] if counts else 1


def _level(words: int, cap: int) -> int:
    """Return the shade of a day that has an entry, from 1 to 4."""
    return max(1, min(4, -(-4 * words // max(cap, 1))))


def _month_line(months: Iterable[int], year: int, weeks: range, theme: Theme, size: int) -> Text:
    """Return the names of months, each over the week in which it begins."""
    line = Text(" " * _LABEL)
    for month in months:
        first = dt.date(year, month, 1).toordinal()
        at = _LABEL + (first - weeks[0]) // 7 * size
        line.append(" " * (at - len(line))).append(_MONTHS[month - 1], theme.date)
    return line


def _legend(theme: Theme) -> Text:
    """Return the line that tells how the shades go."""
    none, *some = theme.shades
    return styled(
        (" " * _LABEL + "less ", theme.quiet),
        (none, theme.quiet),
        ("".join(some), theme.good),
        (" more words", theme.quiet),
    )
