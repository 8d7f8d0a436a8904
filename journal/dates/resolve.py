"""From what the words say to the days they name.

The keys of a bag, all with whole numbers:
`year month day quarter half week` count as in a calendar, `third` the ten days of a
month that Chinese calls 旬, `weekday` from Monday (1), `weekend` is there or not;
`days weeks months quarters years` step from the current one, so `months=-1` is last
month; `shift_…` step from today and keep the day where they can; `span_…` are that
much time up to today; `named` is a month by its English name, beside which a bare
`number` is a day (`1、2月` is not 1 February).
`now`, and for the clock `hour minute second pm part`.
"""

from __future__ import annotations

import datetime as dt

from journal.dates.clock import CLOCK, NOON, clock_time
from journal.dates.period import Period
from journal.dates.reading import Reading
from journal.dates.spans import around, shift_months

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from journal.dates.reading import Context

Bag = dict[str, int]

_STEPS = (("years", 12, ""), ("months", 1, "month"), ("quarters", 3, "quarter"))


def resolve(bag: Bag, context: Context) -> Reading | None:
    """Return what the bag names, or None where its parts do not fit together.

    Raises ValueError or OverflowError for a day that the calendar does not have.
    """
    if set(bag) in ({"now"}, {"shift_minutes"}):
        then = context.now + dt.timedelta(minutes=bag.get("shift_minutes", 0))
        return Reading(around(then.date(), "day"), then.time().replace(microsecond=0))
    days = {key: value for key, value in bag.items() if key not in CLOCK}
    clock = {key: value for key, value in bag.items() if key in CLOCK}
    period = _period_of(days or {"days": 0}, context)
    if period is None or (clock and period.grain != "day"):
        return None
    if days and (not clock or (len(clock) == 1 and clock.get("part", NOON) != NOON)):
        return Reading(period, loose=days.keys() == {"day"})
    timed = clock_time(clock)
    if timed is None:
        return None
    then = dt.datetime.combine(period.start + dt.timedelta(timed[0]), timed[1])
    step = {(): 1, ("weekday",): 7}.get(tuple(days), 0)
    while step and then > context.now:
        then -= dt.timedelta(step)
    return Reading(around(then.date(), "day"), then.time())


def _period_of(bag: Bag, context: Context) -> Period | None:
    """Return the period of a bag without clock keys; raises as `resolve` does."""
    merged = _absolute(bag, context.today)
    if merged is None:
        return None
    keys = " ".join(sorted(merged))
    if keys in _READERS:
        return _READERS[keys](merged, context)
    if "weekday" not in merged:
        return None
    named = _period_of({key: merged[key] for key in merged if key != "weekday"}, context)
    if named is None or named.grain != "day":
        return None
    if named.start.isoweekday() != merged["weekday"]:
        raise ValueError("another weekday")
    return named


def _absolute(bag: Bag, today: dt.date) -> Bag | None:
    """Put years and months in the place of steps from the current ones."""
    merged = dict(bag)
    if "named" in bag:
        for key, known in (("named", "month"), ("number", "day")):
            if key in merged and known not in merged:
                merged[known] = merged.pop(key)
    for key, length, named in _STEPS:
        if key not in merged:
            continue
        then = shift_months(today.replace(day=1), merged.pop(key) * length)
        parts = {"year": then.year}
        if named:
            parts[named] = (then.month - 1) // length + 1
        if parts.keys() & merged.keys():
            return None
        merged |= parts
    return merged


def _in_year(bag: Bag, context: Context) -> Period:
    year = bag["year"]
    if "day" in bag:
        return around(dt.date(year, bag["month"], bag["day"]), "day")
    if "week" in bag:
        return around(dt.date.fromisocalendar(year, bag["week"], 1), "week")
    if "third" in bag:
        month = around(dt.date(year, bag["month"], 1), "month")
        start = month.start + dt.timedelta(10 * bag["third"] - 10)
        end = month.end if bag["third"] == 3 else start + dt.timedelta(9)
        return Period(start, end, "range")
    for grain, length in (("month", 1), ("quarter", 3), ("half", 6)):
        if grain in bag:
            return around(dt.date(year, bag[grain] * length - length + 1, 1), grain)
    return around(dt.date(year, 1, 1), "year")


def _latest(bag: Bag, context: Context) -> Period:
    """Return the latest that has begun: 29 February may be eight years back."""
    for year in range(context.today.year + 1, context.today.year - 9, -1):
        try:
            period = _in_year({**bag, "year": year}, context)
        except (ValueError, OverflowError):
            continue
        if period.start <= context.today:
            return period
    raise ValueError("no such day in any year")


def _latest_day(bag: Bag, context: Context) -> Period:
    """Return the latest month's day that has begun; no two months in a row lack one."""
    for back in range(3):
        month = shift_months(context.today.replace(day=1), -back)
        try:
            day = month.replace(day=bag["day"])
        except ValueError:
            continue
        if day <= context.today:
            return around(day, "day")
    raise ValueError("no such day in any month")


def _week(bag: Bag, context: Context) -> Period:
    """Return the week that is `weeks` from this one, or a day or the weekend of it."""
    base = context.today + dt.timedelta(7 * bag["weeks"])
    if "days" in bag:
        return around(base + dt.timedelta(bag["days"]), "day")
    if "weekend" in bag:
        monday = around(base, "week").start
        return Period(monday + dt.timedelta(5), monday + dt.timedelta(6), "range")
    week = around(base, "week", week_start=context.week_start)
    if "weekday" in bag:
        offset = (bag["weekday"] - 1 - context.week_start) % 7
        return around(week.start + dt.timedelta(offset), "day")
    return week


def _weekday(bag: Bag, context: Context) -> Period:
    back = (context.today.isoweekday() - bag["weekday"]) % 7
    return around(context.today - dt.timedelta(back), "day")


def _weekend(bag: Bag, context: Context) -> Period:
    begun = context.today.weekday() >= 5
    return _week({"weekend": 0, "weeks": 0 if begun else -1}, context)


def _near(bag: Bag, context: Context) -> Period:
    """Return a day near today, or the same day of another month or year."""
    day = context.today + dt.timedelta(bag["days"])
    year, month = bag.get("year", day.year), bag.get("month", day.month)
    return around(shift_months(day, (year - day.year) * 12 + month - day.month), "day")


def _shift(bag: Bag, context: Context) -> Period:
    start = context.today + dt.timedelta(bag.get("days", 0))
    months = bag.get("shift_months", 0) + 12 * bag.get("shift_years", 0)
    if abs(bag.get("shift_years", 0)) >= 1000:
        raise ValueError("a year, not a number of years")
    days = bag.get("shift_days", 0) + 7 * bag.get("shift_weeks", 0)
    return around(shift_months(start, months) + dt.timedelta(days), "day")


def _shifted_weekday(bag: Bag, context: Context) -> Period:
    return _week({"weeks": bag["shift_weeks"], "weekday": bag["weekday"]}, context)


def _span(bag: Bag, context: Context) -> Period:
    months, days = bag.get("span_months", 0), bag.get("span_days", 0)
    if months + days < 1:
        raise ValueError("no time at all")
    start = shift_months(context.today, -months) - dt.timedelta(days)
    return Period(start + dt.timedelta(1), context.today, "range")


_READERS: dict[str, Callable[[Bag, Context], Period]] = {
    **dict.fromkeys(("year", "month year", "day month year"), _in_year),
    **dict.fromkeys(("month third year", "quarter year", "half year", "week year"), _in_year),
    **dict.fromkeys(("month", "day month", "month third", "quarter", "half", "week"), _latest),
    **dict.fromkeys(("weeks", "weekday weeks", "weekend weeks", "days weeks"), _week),
    **dict.fromkeys(("days", "days year", "days month year"), _near),
    **dict.fromkeys(("shift_days", "shift_weeks", "shift_months", "shift_years"), _shift),
    **dict.fromkeys(("shift_months shift_years", "shift_days shift_months"), _shift),
    **dict.fromkeys(("days shift_weeks", "days shift_months", "days shift_years"), _shift),
    **dict.fromkeys(("span_days", "span_months"), _span),
    "shift_weeks weekday": _shifted_weekday,
    "weekday": _weekday,
    "weekend": _weekend,
    "day": _latest_day,
}
