"""Days of the calendar, the spans around them, and steps between them."""

from __future__ import annotations

import datetime as dt

from journal.dates.period import Period

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def around(day: dt.date, grain: str, *, week_start: int = 0) -> Period:
    """Return the day, week, month, quarter, half (a range) or year that `day` lies in.

    `week_start` counts from Monday (0). Raises OverflowError for a week that the
    calendar does not hold in full.
    """
    if grain == "day":
        return Period(day, day, grain)
    if grain == "week":
        start = day - dt.timedelta((day.weekday() - week_start) % 7)
        return Period(start, start + dt.timedelta(6), grain)
    length = _MONTHS[grain]
    first = (day.month - 1) // length * length + 1
    last = first + length - 1
    end = dt.date(day.year, last, days_in(day.year, last))
    return Period(dt.date(day.year, first, 1), end, "range" if grain == "half" else grain)


def shift_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of another month, or that month's last day.

    Raises ValueError outside the years 1 to 9999.
    """
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    return dt.date(year, index + 1, min(day.day, days_in(year, index + 1)))


def days_in(year: int, month: int) -> int:
    """Return the number of days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
