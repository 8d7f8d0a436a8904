"""The values of dates: a period, a moment, and what a text was read as."""

from __future__ import annotations

import datetime as dt


class Value:
    """Be equal by fields, and unchangeable.

    A dataclass in all but the import, which costs more than a bare interpreter.
    """

    __slots__ = ()

    def _fields(self) -> tuple[object, ...]:
        raise NotImplementedError

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse, always."""
        raise AttributeError(f"{type(self).__name__}.{name} cannot be set")

    def __eq__(self, other: object) -> bool:
        """Compare the fields."""
        return type(other) is type(self) and self._fields() == other._fields()

    def __hash__(self) -> int:
        """Hash the fields."""
        return hash(self._fields())

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Return what copies and pickles are made of."""
        return type(self), self._fields()

    def __repr__(self) -> str:
        """Return the call that makes this value."""
        return f"{type(self).__name__}{self._fields()!r}"


class Period(Value):
    """A span of days, both ends included.

    An open end is `date.min` or `date.max`. `grain` is "day", "week", "month",
    "quarter", "year", or "range" for a span that none of them names.
    """

    __slots__ = ("end", "grain", "start")
    start: dt.date
    end: dt.date
    grain: str

    def __init__(self, start: dt.date, end: dt.date, grain: str) -> None:
        """Keep the two days and the grain."""
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)
        object.__setattr__(self, "grain", grain)

    def _fields(self) -> tuple[object, ...]:
        return (self.start, self.end, self.grain)

    def __contains__(self, day: dt.date | None) -> bool:
        """Tell whether the day lies in the period; no day (None) never does."""
        return day is not None and self.start <= day <= self.end

    def __str__(self) -> str:
        """Return the ISO-like form, which `parse_period` reads as the same period."""
        first = self.start.isoformat()
        if self.grain == "day":
            return first
        if self.grain == "month":
            return first[:7]
        if self.grain == "year":
            return first[:4]
        if self.grain == "quarter":
            return f"{first[:4]}-Q{self.start.month // 3 + 1}"
        if self.grain == "week" and self.start.weekday() == 0:
            year, week, _ = self.start.isocalendar()
            return f"{year:04}-W{week:02}"
        first = "" if self.start == dt.date.min else first
        last = "" if self.end == dt.date.max else self.end.isoformat()
        return f"{first}..{last}"


class Moment(Value):
    """A day, and perhaps a clock time.

    `exact` is True for the ISO-like spellings and False where words were
    resolved, so that the caller can echo the day. `note` is "" or what the
    writer should hear: "in the future", "1/2/2023 read as 2023-02-01 …".
    """

    __slots__ = ("date", "exact", "note", "time")
    date: dt.date
    time: dt.time | None
    exact: bool
    note: str

    def __init__(self, date: dt.date, time: dt.time | None, exact: bool, note: str = "") -> None:
        """Keep the four parts."""
        object.__setattr__(self, "date", date)
        object.__setattr__(self, "time", time)
        object.__setattr__(self, "exact", exact)
        object.__setattr__(self, "note", note)

    def _fields(self) -> tuple[object, ...]:
        return (self.date, self.time, self.exact, self.note)
