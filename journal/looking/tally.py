"""Entries and words counted: by tag, by span of time, in streaks and gaps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from journal.dates import Period, around
from journal.markdown.inline import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from journal.entry import Entry

KINDS = ("day", "week", "month", "year", "weekday", "tag", "hour")
"""What entries can be counted by."""

WHOLE = ""
"""No kind: all that there is."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries and words there are under a name, on how many days, and from when to when.

    The name is "" for what has none: no date, no tag, no hour.
    """

    name: str
    entries: int = 0
    words: int = 0
    days: int = 0
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row: how many, the first and the last of them."""

    days: int = 0
    first: dt.date | None = None
    last: dt.date | None = None


def words_of(entry: Entry) -> int:
    """Return the words of the body."""
    return count_words(entry.body)


def tally_by(
    entries: Iterable[Entry],
    kind: str,
    *,
    week_start: int = 0,
    words: Callable[[Entry], int] = words_of,
) -> list[Tally]:
    """Count entries by one of `KINDS`, in the order of time; tags by number, then name.

    Weeks and weekdays begin at `week_start` (0 is Monday). What has no name
    (undated, without tags or hour) comes last. `words` tells those of an entry.
    """
    return tallies(entries, (kind,), week_start=week_start, words=words)[0]


def tallies(
    entries: Iterable[Entry],
    kinds: Sequence[str],
    *,
    week_start: int = 0,
    words: Callable[[Entry], int] = words_of,
) -> list[list[Tally]]:
    """Count entries by several kinds at once, as `tally_by` does; by `WHOLE` all of them together.

    No entry is kept.
    """
    counts: list[dict[str, _Count]] = [{} for _ in kinds]
    for entry in entries:
        number = words(entry)
        for kind, groups in zip(kinds, counts, strict=True):
            for name in _NAMES[kind](entry, week_start):
                if name not in groups:
                    groups[name] = _Count()
                groups[name].add(entry.date, number)
    found = ([one.tally(name) for name, one in groups.items()] for groups in counts)
    return [_ordered(rows, kind, week_start) for rows, kind in zip(found, kinds, strict=True)]


class _Count:
    """What was counted so far under one name."""

    __slots__ = ("days", "entries", "words")

    def __init__(self) -> None:
        self.entries = self.words = 0
        self.days: set[dt.date] = set()

    def add(self, day: dt.date | None, words: int) -> None:
        """Count one more entry."""
        self.entries += 1
        self.words += words
        if day is not None:
            self.days.add(day)

    def tally(self, name: str) -> Tally:
        """Return what was counted."""
        first, last = min(self.days, default=None), max(self.days, default=None)
        return Tally(name, self.entries, self.words, len(self.days), first, last)


def _ordered(rows: list[Tally], kind: str, week_start: int) -> list[Tally]:
    if kind == "tag":
        return sorted(rows, key=lambda one: (not one.name, -one.entries, one.name))
    if kind == "weekday":
        order = [*WEEKDAYS[week_start:], *WEEKDAYS[:week_start], ""]
        return sorted(rows, key=lambda one: order.index(one.name))
    if kind == "hour":
        return sorted(rows, key=lambda one: (not one.name, one.name))
    return sorted(rows, key=lambda one: (one.first or dt.date.max, not one.name))


def streaks(days: Iterable[dt.date]) -> list[Run]:
    """Return the runs of days without a gap, the oldest first."""
    runs: list[Run] = []
    for day in sorted(set(days)):
        last = runs[-1] if runs else Run()
        if last.last and (day - last.last).days == 1:
            runs[-1] = Run(last.days + 1, last.first, day)
        else:
            runs.append(Run(1, day, day))
    return runs


def current(runs: Sequence[Run], today: dt.date) -> Run:
    """Return the streak that goes on: it reaches today, or yesterday while today is not over."""
    for run in reversed(runs):
        if run.last and 0 <= (today - run.last).days <= 1:
            return run
        if run.first and run.last and run.first <= today < run.last:
            return Run((today - run.first).days + 1, run.first, today)
    return Run()


def longest(runs: Iterable[Run]) -> Run:
    """Return the longest of some runs, the latest of equals; an empty one of none."""
    return max(runs, key=lambda run: (run.days, run.last or dt.date.min), default=Run())


def gaps(runs: Sequence[Run]) -> list[Run]:
    """Return the days without an entry between streaks."""
    found: list[Run] = []
    for before, after in pairwise(runs):
        if before.last and after.first:
            first, last = before.last + dt.timedelta(1), after.first - dt.timedelta(1)
            found.append(Run((last - first).days + 1, first, last))
    return found


def week_of(day: dt.date, week_start: int = 0) -> Period:
    """Return the week of a day; the day alone where the calendar ends in that week."""
    try:
        return around(day, "week", week_start=week_start)
    except OverflowError:
        return Period(day, day, "day")


def _by_date(write: Callable[[dt.date, int], str]) -> Callable[[Entry, int], Sequence[str]]:
    """Return what names an entry by its date."""
    return lambda entry, week_start: [write(entry.date, week_start) if entry.date else ""]


_NAMES: dict[str, Callable[[Entry, int], Sequence[str]]] = {
    WHOLE: lambda entry, _: [""],
    "day": _by_date(lambda day, _: day.isoformat()),
    "week": _by_date(lambda day, week_start: str(week_of(day, week_start))),
    "month": _by_date(lambda day, _: day.isoformat()[:7]),
    "year": _by_date(lambda day, _: day.isoformat()[:4]),
    "weekday": _by_date(lambda day, _: WEEKDAYS[day.weekday()]),
    "tag": lambda entry, _: entry.tags or [""],
    "hour": lambda entry, _: [f"{entry.time:%H}" if entry.time else ""],
}
