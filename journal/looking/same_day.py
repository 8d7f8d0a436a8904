"""The same day in other years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from journal.dates.stamp import make_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.entry import Entry

WIDEST = 182
"""The most days to look around; with more, a day would lie near that of two years."""


def same_day(entries: Iterable[Entry], day: dt.date, *, window: int = 0) -> dict[int, list[Entry]]:
    """Return the entries of this day of other years, by those years, the latest first.

    `window` is how many days around it count, too, also over the turn of a year.
    29 February and 28 February are the same day where one of the two years has
    no 29th.
    """
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.date is None:
            continue
        for year in (entry.date.year - 1, entry.date.year, entry.date.year + 1):
            if year != day.year and _distance(entry.date, day, year) <= window:
                found.setdefault(year, []).append(entry)
    return dict(sorted(found.items(), reverse=True))


def _distance(date: dt.date, day: dt.date, year: int) -> int:
    """Return how many days a date is from the same day of a year."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return WIDEST + 1
    same = make_date(year, day.month, day.day) or dt.date(year, 2, 28)
    distance = abs((date - same).days)
    leap_day = make_date(year, 2, 29)
    if leap_day and (day.month, day.day) == (2, 28) and not make_date(day.year, 2, 29):
        return min(distance, abs((date - leap_day).days))
    return distance
