"""What English phrases say of a date.

A phrase is written as `reading.shape` writes it, a number as `9`; its meaning is
a list of `key=value`, where `#` is the next of its numbers. `resolve.py` says
what the keys are.
"""

from __future__ import annotations

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {word: str(value) for value, word in enumerate(_NUMBERS.split(), start=1)}

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = {
    "monday": "mon",
    "tuesday": "tue tues",
    "wednesday": "wed",
    "thursday": "thu thur thurs",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
}
_DIRECTIONS = {"last": -1, "this": 0, "next": 1}
_STEPS = {
    "min": "minutes=#",
    "minute": "minutes=#",
    "hr": "minutes=60#",
    "hour": "minutes=60#",
    "day": "days=#",
    "week": "weeks=#",
    "fortnight": "weeks=2#",
    "month": "months=#",
    "quarter": "months=3#",
    "year": "years=#",
}
_SPANS = {
    "day": "days=#",
    "week": "days=7#",
    "month": "months=#",
    "quarter": "months=3#",
    "year": "months=12#",
}


_PHRASES = {
    **dict.fromkeys(("the", "of", "on", "at", "in"), ""),
    "now": "now=0",
    "today": "days=0",
    "this day": "days=0",
    "first of": "day=1",
    "yesterday": "days=-1",
    "day before yesterday": "days=-2",
    "tomorrow": "days=1",
    "day after tomorrow": "days=2",
    "weekend": "weekend=0",
    "week 9": "week=#",
    "w9": "week=#",
    "q9": "quarter=#",
    "at 9": "hour=#",
    "am": "pm=0",
    "pm": "pm=1",
    "9 o'clock": "hour=#",
    "9 in the": "hour=#",
    "half past 9": "hour=# minute=30",
    "quarter past 9": "hour=# minute=15",
    "noon": "hour=12",
    "midday": "hour=12",
    "midnight": "hour=0",
    "morning": "part=2",
    "afternoon": "part=4",
    "evening": "part=5",
    "night": "part=6",
    "this morning": "days=0 part=2",
    "this afternoon": "days=0 part=4",
    "this evening": "days=0 part=5",
    "tonight": "days=0 part=6",
    "last night": "days=-1 part=6",
    "half a year ago": "shift_months=-6",
    "half an hour ago": "shift_minutes=-30",
}


def english() -> dict[str, str]:
    """Return the meanings of the English phrases."""
    table = dict(_PHRASES)
    for ending in ("st", "nd", "rd", "th"):
        table["9" + ending] = "day=#"
        table[f"9{ending} quarter"] = "quarter=#"
    for clock, meaning in {
        "9": "hour=#",
        "9.9": "hour=# minute=#",
        "9:9": "hour=# minute=#",
        "9:9:9": "hour=# minute=# second=#",
    }.items():
        for half, word in enumerate(("am", "pm")):
            table[clock + word] = table[f"{clock} {word}"] = f"{meaning} pm={half}"
    return table | _names() | _directions() | _distances()


def _names() -> dict[str, str]:
    table: dict[str, str] = {"sept": "named=9"}
    for number, word in enumerate(("first", "second", "third", "fourth"), start=1):
        table[f"{word} quarter"] = f"quarter={number}"
    for number, name in enumerate(_MONTHS.split(), start=1):
        table[name] = table[name[:3]] = f"named={number}"
        table[f"this {name}"] = f"years=0 named={number}"
    for number, (name, short) in enumerate(_WEEKDAYS.items(), start=1):
        for word in (name, *short.split()):
            table[word] = f"weekday={number}"
            for direction, weeks in _DIRECTIONS.items():
                table[f"{direction} {word}"] = f"weeks={weeks} weekday={number}"
    return table


def _directions() -> dict[str, str]:
    table: dict[str, str] = {}
    for unit in ("week", "month", "quarter", "year"):
        for direction, step in _DIRECTIONS.items():
            table[f"{direction} {unit}"] = f"{unit}s={step}"
        table[f"previous {unit}"] = f"{unit}s=-1"
        table[f"current {unit}"] = f"{unit}s=0"
        table[f"{unit} before last"] = f"{unit}s=-2"
        table[f"{unit} after next"] = f"{unit}s=2"
    for direction, step in _DIRECTIONS.items():
        table[f"{direction} weekend"] = f"weeks={step} weekend=0"
    return table


def _distances() -> dict[str, str]:
    table: dict[str, str] = {}
    for unit, step in _STEPS.items():
        back, ahead = (f"shift_{step.replace('=', sign)}" for sign in ("=-", "="))
        for plural in (unit, unit + "s"):
            table[f"9 {plural} ago"] = back
            for phrase in (f"in 9 {plural}", f"9 {plural} from now", f"9 {plural} later"):
                table[phrase] = ahead
        for one in ("a", "an"):
            table[f"{one} {unit} ago"] = _one(back)
            table[f"in {one} {unit}"] = table[f"{one} {unit} from now"] = _one(ahead)
    for unit, span in _SPANS.items():
        for word in ("last", "past"):
            for plural in (unit, unit + "s"):
                table[f"{word} 9 {plural}"] = f"span_{span}"
        table[f"past {unit}"] = _one(f"span_{span}")
    return table


def _one(meaning: str) -> str:
    return meaning.replace("=#", "=1").replace("-#", "-1").replace("#", "")
