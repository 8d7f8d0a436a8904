"""Read a period, a moment, or the moment that a text begins with."""

from __future__ import annotations

import datetime as dt

from journal.dates.iso import read_iso
from journal.dates.period import Moment, Period
from journal.dates.reading import Context, Reading, fold, refusal
from journal.errors import UsageError

TYPE_CHECKING = False
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

    `a..b`, `a..` and `..b` are ranges of periods, and so are `a到b` and `a至b`.
    Words without a direction mean the past. Raises UsageError, which names the text.
    """
    context = Context(now, week_start, date_order, languages)
    first, dots, last = text.partition("..")
    if not dots:
        first, dots, last = _from_to(text)
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
    context = Context(now, week_start, date_order, languages)
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
    context = Context(now, week_start, date_order, languages)
    at = _first_colon(text)
    try:
        reading = _read_exactly(text[:at], context)[0] if at > 0 else None
    except UsageError:
        return None
    if reading is None or reading.loose or reading.period.grain != "day":
        return None
    return _moment(reading, context), text[at + 1 :].lstrip(" \t")


def _from_to(text: str) -> tuple[str, str, str]:
    """Return both ends of a range in Chinese words and the word between; else the text alone."""
    for word in "到至":
        first, found, last = map(str.strip, text.partition(word))
        if first and last:
            from journal.dates.chinese import complete

            return first, found, complete(first, last)
    return text, "", ""


def _first_colon(text: str) -> int:
    """Return where the first colon is that no clock time contains, or -1."""
    line = text[:_LONGEST].partition("\n")[0]
    for at, char in enumerate(line):
        inside = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if char in ":：" and not inside:
            return at
    return -1


def _read(text: str, context: Context) -> Reading:
    if len(text) > _LONGEST:
        raise refusal(text)
    reading, known = _read_exactly(text, context)
    if reading is None and not known:
        from journal.dates.guess import guess

        reading = guess(fold(text), context)
    if reading is None:
        raise refusal(text)
    return reading


def _read_exactly(text: str, context: Context) -> tuple[Reading | None, bool]:
    """Return the reading, and whether all the words of the text are known."""
    folded = fold(text)
    reading = read_iso(folded)
    if reading:
        return reading, True
    from journal.dates.words import read_words

    return read_words(folded, context)


def _moment(reading: Reading, context: Context) -> Moment:
    day, time = reading.period.start, reading.time
    tonight = day == context.today and time is not None and time > context.now.time()
    later = "in the future" if day > context.today or tonight else ""
    return Moment(day, time, reading.exact, "; ".join(filter(None, (reading.note, later))))
