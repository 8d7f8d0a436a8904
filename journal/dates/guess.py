"""Read the words of other languages by dateparser, and believe only what can be checked."""

from __future__ import annotations

import datetime as dt

from journal.dates.reading import Reading, shape
from journal.dates.spans import around, shift_months

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.dates.reading import Context

_LONGEST = 64
_OWN = ("en", "zh")
# Where dateparser counts from now, the answer keeps the fraction of the second.
_FRACTION = 987_654


def guess(text: str, context: Context) -> Reading | None:
    """Return what a folded text means in the other languages of the context, or None.

    English and Chinese are never guessed: `words.py` knows them, and dateparser
    takes `sun set` for a Sunday. It leaves out what it does not understand and
    reads `9 Uhr` as September, so every number must come back in its answer.
    """
    languages = [language for language in context.languages if not language.startswith(_OWN)]
    if not languages or not _worth_asking(text):
        return None
    base = context.now.replace(microsecond=_FRACTION)
    answer = _ask(text, languages, base, context.date_order)
    if answer is None:
        return None
    numbers = [int(run) for run in shape(text)[1]]
    read = _relative if answer[0].microsecond == _FRACTION else _absolute
    try:
        return read(*answer, numbers, context)
    except (ValueError, OverflowError):
        return None


def _relative(
    then: dt.datetime, grain: str, numbers: list[int], context: Context
) -> Reading | None:
    day = then.date()
    if not numbers and grain in ("week", "month", "year"):
        return Reading(around(day, grain, week_start=context.week_start))
    now = context.now.replace(microsecond=_FRACTION)
    if numbers and then not in _steps(now, numbers):
        return None
    time = then.time().replace(microsecond=0) if grain == "time" else None
    return Reading(around(day, "day"), time)


def _steps(base: dt.datetime, numbers: list[int]) -> list[dt.datetime]:
    """Return the moments that a number of minutes, hours … years away could mean."""
    if len(numbers) > 1:
        return []
    found = []
    for step in (numbers[0], -numbers[0]):
        found += [base + dt.timedelta(minutes=step * unit) for unit in (1, 60, 1440, 10080)]
        for months in (step, 12 * step):
            found.append(dt.datetime.combine(shift_months(base.date(), months), base.time()))
    return found


def _absolute(
    then: dt.datetime, grain: str, numbers: list[int], context: Context
) -> Reading | None:
    whole = grain in ("month", "year")
    named = [then.year] if whole else [then.year, then.day]
    if grain == "time":
        named += [then.hour, then.minute, then.second]
    for number in numbers:
        if number not in named:
            return None
        named.remove(number)
    day = then.date()
    if whole:
        return Reading(around(day, grain))
    if not numbers and (context.today - day).days == 7:
        day = context.today
    return Reading(around(day, "day"), then.time() if grain == "time" else None)


def _worth_asking(text: str) -> bool:
    words = "".join(char if char.isalpha() else " " for char in text).split()
    return (
        len(text) <= _LONGEST
        and text.isprintable()
        and any(len(word) > 1 or not word.isascii() for word in words)
    )


def _ask(
    text: str, languages: list[str], base: dt.datetime, date_order: str
) -> tuple[dt.datetime, str] | None:
    """Return dateparser's answer and its grain; any failure inside it is a None."""
    import warnings

    settings = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
        "RETURN_AS_TIMEZONE_AWARE": False,
        # A year in front would make 1931 of the 31 in "31 mai".
        "DATE_ORDER": date_order.replace("Y", "") + "Y",
    }
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from dateparser.date import DateDataParser

            data = DateDataParser(languages=languages, settings=settings).get_date_data(text)
    except Exception:
        return None
    return (data.date_obj, str(data.period)) if data.date_obj else None
