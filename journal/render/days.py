"""Days as one speaks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_name(date: dt.date, today: dt.date) -> str:
    """Return today, yesterday, a weekday of the last seven days, or three letters of one."""
    age = (today - date).days
    if age in (0, 1):
        return ("today", "yesterday")[age]
    name = WEEKDAYS[date.weekday()]
    return name if 1 < age < 7 else name[:3]
