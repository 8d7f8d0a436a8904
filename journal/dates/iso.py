"""Read ISO-like dates, weeks, quarters and clock times, without `re`."""

from __future__ import annotations

import datetime as dt

from journal.dates.period import Period
from journal.dates.reading import Reading, refusal, shape
from journal.dates.spans import around

_DAYS = ("9-9-9", "9.9.9", "9/9/9", "9年9月9日", "9年9月9号")
_MONTHS = ("9-9", "9.9", "9/9", "9年9月")
_QUARTERS = ("9-Q9", "9Q9")
_WEEKS = ("9-W9", "9W9")
_ZONES = ("", "Z", "+9", "-9", "+9:9", "-9:9")


def read_iso(text: str) -> Reading | None:
    """Return what a folded ISO-like text names, or None if it is not ISO-like.

    A year has four digits. Six digits are a month only where they can be nothing
    else: 202304, not 201211 (11 December 2020?). A time zone is dropped: the wall
    clock is kept. Raises UsageError for a day that the calendar does not have.
    """
    spaced = text.upper().replace("T", " ", 1).replace("日", "日 ", 1).replace("号", "号 ", 1)
    head, _, tail = spaced.partition(" ")
    period = _period(head)
    if period is None or not tail.strip():
        return Reading(period, exact=True) if period else None
    time = _time(tail.strip())
    return Reading(period, time, exact=True) if time and period.grain == "day" else None


def _period(text: str) -> Period | None:
    form, runs = shape(text)
    if form == "9":
        form, runs = _split_compact(runs[0])
    if not runs or len(runs[0]) != 4 or any(len(run) > 2 for run in runs[1:]):
        return None
    try:
        return _span(form, [int(run) for run in runs])
    except (ValueError, OverflowError):
        raise refusal(text, "is not in the calendar") from None


def _split_compact(digits: str) -> tuple[str, list[str]]:
    if len(digits) == 8:
        return "9-9-9", [digits[:4], digits[4:6], digits[6:]]
    if len(digits) == 6 and digits[:2] in ("19", "20") and not 1 <= int(digits[2:4]) <= 12:
        return "9-9", [digits[:4], digits[4:]]
    return "9", [digits]


def _span(form: str, numbers: list[int]) -> Period | None:
    """Return the span; raises ValueError or OverflowError if there is none."""
    year = numbers[0]
    if form in ("9", "9年"):
        return around(dt.date(year, 1, 1), "year")
    if form in _DAYS:
        return around(dt.date(year, numbers[1], numbers[2]), "day")
    if form in _MONTHS:
        return around(dt.date(year, numbers[1], 1), "month")
    if form in _QUARTERS:
        return around(dt.date(year, numbers[1] * 3 - 2, 1), "quarter")
    if form in _WEEKS:
        return around(dt.date.fromisocalendar(year, numbers[1], 1), "week")
    if form == "9-W9-9":
        return around(dt.date.fromisocalendar(year, numbers[1], numbers[2]), "day")
    return None


def _time(text: str) -> dt.time | None:
    cut = next((at for at, char in enumerate(text) if char in "Z+-"), len(text))
    clock, zone = text[:cut].rstrip(), text[cut:]
    form, runs = shape(clock)
    if shape(zone)[0] not in _ZONES or any(len(run) > 2 for run in runs[:3]):
        return None
    if form not in ("9:9", "9:9:9", "9:9:9.9"):
        return None
    hour, minute, second, fraction = [*runs, "0", "0"][:4]
    try:
        return dt.time(int(hour), int(minute), int(second), int(fraction[:6].ljust(6, "0")))
    except ValueError:
        return None
