"""Read a period, a moment, or the moment that a text begins with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from journal.dates.iso import read_iso
from journal.dates.period import Moment, Period
from journal.dates.reading import Context, Reading, fold, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 100


def parse_period(
    text: str,
    now: dt.datetime,
    *,
    week_start: int = 0,
    date_order: str = "YMD",
    languages: Sequence[str] = ("zh", "en"),
) -> Period:
    """Return the span of days that the words name, both ends included.

    `a..b`, `a..` and `..b` are ranges of periods. Words without a direction mean
    the past. Raises UsageError, which names the text.
    """
    context = Context(now, week_start=week_start, date_order=date_order, languages=languages)
    first, dots, last = text.partition("..")
    if not dots:
        return _read(text, context).period
    if not first.strip() and not last.strip():
        raise refusal(text, "has no end and no beginning")
    start = _read(first, context).period.start if first.strip() else dt.date.min
    end = _read(last, context).period.end if last.strip() else dt.date.max
    if start > end:
        raise refusal(text, "ends before it begins", "turn it round")
    return Period(start, end, "range")


def parse_moment(
    text: str,
    now: dt.datetime,
    *,
    week_start: int = 0,
    date_order: str = "YMD",
    languages: Sequence[str] = ("zh", "en"),
) -> Moment:
    """Return the day, and the clock time if any, that the words name.

    Raises UsageError, which names the text, also for more than a day.
    """
    context = Context(now, week_start=week_start, date_order=date_order, languages=languages)
    reading = _read(text, context)
    if reading.period.grain != "day":
        raise refusal(text, f"is more than a day ({reading.period})", "name one day")
    return _moment(reading, context)


def leading_moment(
    text: str,
    now: dt.datetime,
    *,
    week_start: int = 0,
    date_order: str = "YMD",
    languages: Sequence[str] = ("zh", "en"),
) -> tuple[Moment, str] | None:
    """Return the moment before a leading colon, and the text after it.

    None unless all of what stands before the colon is an exact date: `note: x`,
    `3: x` and `12:30 lunch` are free text.
    """
    context = Context(now, week_start=week_start, date_order=date_order, languages=languages)
    for at, char in enumerate(text[:_LONGEST]):
        if char == "\n":
            break
        if char not in ":：" or (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()):
            continue
        try:
            reading = _read_exactly(text[:at], context)
        except ValueError:
            reading = None
        if reading and reading.period.grain == "day" and not reading.loose:
            return _moment(reading, context), text[at + 1 :].lstrip()
    return None


def _read(text: str, context: Context) -> Reading:
    if len(text) > _LONGEST:
        raise refusal(text)
    reading = _read_exactly(text, context)
    if reading is None:
        raise refusal(text)
    return reading


def _read_exactly(text: str, context: Context) -> Reading | None:
    return read_iso(fold(text))


def _moment(reading: Reading, context: Context) -> Moment:
    day, time = reading.period.start, reading.time
    wall = context.now.replace(tzinfo=None)
    later = day > context.today or (
        day == context.today and time is not None and time > wall.time()
    )
    notes = [reading.note] if reading.note else []
    return Moment(day, time, reading.exact, "; ".join([*notes, *(["in the future"] * later)]))
