"""How one date came to be written for another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

Slip = Literal["year", "swap", "day", "digit", "far"]

Shift = tuple[Literal["year", "day"], int]
"""A distance between dates: whole years, or days where no whole year."""


def slip(one: dt.date, other: dt.date) -> Slip:
    """Name the slip of the pen between two dates; "far" is none."""
    if abs(one.year - other.year) == 1 and shift(one, other)[0] == "year":
        return "year"
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return "swap"
    if abs((one - other).days) == 1:
        return "day"
    pairs = zip(one.isoformat(), other.isoformat(), strict=True)
    return "digit" if sum(a != b for a, b in pairs) == 1 else "far"


def shift(start: dt.date, end: dt.date) -> Shift:
    """Return how far it is from one date to another."""
    leap = {(start.month, start.day), (end.month, end.day)} == {(2, 28), (2, 29)}
    if leap or (start.month, start.day) == (end.month, end.day):
        return "year", end.year - start.year
    return "day", (end - start).days


def moved(date: dt.date, by: Shift) -> dt.date | None:
    """Return the date so far away, or None where there is none such."""
    import datetime as dt

    kind, amount = by
    try:
        if kind == "day":
            return date + dt.timedelta(days=amount)
        if (date.month, date.day) == (2, 29):
            year = date.year + amount
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            return dt.date(year, 2, 29 if leap else 28)
        return date.replace(year=date.year + amount)
    except (ValueError, OverflowError):
        return None


def tell(start: dt.date, end: dt.date) -> str:
    """Say what differs between two dates, the first being the wrong one."""
    kind = slip(start, end)
    if kind == "year":
        return f"year {start.year} → {end.year}"
    names = {"swap": "day and month swapped", "day": "one day off", "digit": "one digit"}
    return f"{names.get(kind, 'date')} {start} → {end}"


def tell_shift(by: Shift) -> str:
    """Say how far an export is off, the shift being what it takes to put it right."""
    kind, amount = by
    words = {1: "one", 2: "two", 3: "three"}
    count = words.get(abs(amount), f"{abs(amount):,}")
    unit = kind if abs(amount) == 1 else kind + "s"
    return f"{count} {unit} {'early' if amount > 0 else 'late'}"
