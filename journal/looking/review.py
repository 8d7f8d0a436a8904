"""Reviews: the period that one looks at, what it reads, and which weeks had none."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from journal.dates import Period, around
from journal.looking.lists import goals, plain, tasks
from journal.looking.tally import week_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.entry import Entry
    from journal.looking.lists import Item

GRAINS = ("week", "month", "quarter", "year")
"""The periods that a review can be of."""

TAG = "review"

_NAMED = re.compile(
    r"(?<!\d)\d{4}(?:-W\d\d|-Q(?P<quarter>\d)|-(?P<month>\d\d)(?![\d-])|(?P<year>)(?![\d.\-/年]))"
)
_WITHIN = {"quarter": (("week", "month"),), "year": (("quarter", "month"), ("week",))}


class Missed(NamedTuple):
    """The first days of weeks: those without a review, of how many, and whether one is due now."""

    days: list[dt.date]
    weeks: int
    due: bool


class Look(NamedTuple):
    """What one looks at in a review: entries in short, open tasks, and goals open and kept."""

    entries: list[Entry]
    tasks: list[Item]
    goals: list[Item]


def look(entries: Sequence[Entry], grain: str, days: Period) -> Look:
    """Return what a review of some days reads, of all entries, given oldest first.

    A week and a month show all their entries and open tasks, a quarter and a year
    the reviews written in them, or all entries where nobody has written one.
    Goals are those of all entries of these days.
    """
    inside = [entry for entry in entries if entry.date in days]
    later = [entry for entry in entries if entry.date and entry.date > days.end]
    aims = goals(inside, later=later)
    if grain in _WITHIN:
        return Look(_reviews_within(inside, grain) or inside, [], aims)
    aims_said = {aim.text for aim in aims}
    todo = [item for item in tasks(inside, later=later) if not item.done]
    return Look(inside, [item for item in todo if plain(item.text) not in aims_said], aims)


def period_of(grain: str, today: dt.date, *, week_start: int = 0) -> tuple[Period, Period]:
    """Return the period that a review is of when none is named, and the days that it reads.

    It is the one that goes on; on its first day the one that has just ended, and
    that day with it.
    """
    now = around(today, grain, week_start=week_start)
    if now.start != today:
        return now, now
    past = around(today - dt.timedelta(1), grain, week_start=week_start)
    return past, Period(past.start, today, "range")


def grain_of(entry: Entry) -> str:
    """Return what a review is of, by the period in its title; a week where it names none."""
    match = _NAMED.search(entry.title)
    parts = match.groupdict() if match else {}
    return next((grain for grain, part in parts.items() if part is not None), "week")


def reviews(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries tagged `review`, or with a tag nested in it, that have a date."""
    return [
        entry
        for entry in entries
        if entry.date and any(tag.split("/")[0].lower() == TAG for tag in entry.tags)
    ]


def _reviews_within(entries: Iterable[Entry], grain: str) -> list[Entry]:
    """Return the reviews that one of a quarter or a year reads.

    A quarter reads those of weeks and months, a year those of quarters and
    months, or of weeks where it has neither.
    """
    every = reviews(entries)
    for grains in _WITHIN[grain]:
        found = [entry for entry in every if grain_of(entry) in grains]
        if found:
            return found
    return []


def missed_weeks(entries: Sequence[Entry], today: dt.date, *, week_start: int = 0) -> Missed | None:
    """Return the first days of the weeks since the first weekly review in which none was written.

    This week is not missed before it is over, only due. None where there is no
    weekly review at all.
    """
    days = {entry.date for entry in reviews(entries) if grain_of(entry) == "week" and entry.date}
    kept = {week_of(day, week_start).start for day in days}
    this = week_of(today, week_start).start
    first = min(kept, default=None)
    if first is None:
        return None
    weeks = [first + dt.timedelta(at) for at in range(0, (this - first).days, 7)]
    missed = [day for day in weeks if day not in kept]
    return Missed(missed, len(weeks), this not in kept)
