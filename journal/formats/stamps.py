"""Whole dates as other programs write them: nothing before, nothing after but a clock time."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from journal.dates.stamp import DATE, NARROW, TIME, make_date, read_date, read_time

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL = re.compile(rf"(?:[a-z]{{3,9}}\.?,? )?@?{DATE}(?:[ t,]+{TIME})?z?")
_SLASHED = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})(?:[ t,]+{TIME})?"
)
_NAMED = re.compile(
    rf"(?P<day>\d{{1,2}})\.? (?:de )?(?P<name>[^\W\d_]{{3,10}})\.? (?:de )?(?P<year>\d{{4}})"
    rf"(?: г\.)?(?:,? (?:um |à )?{TIME})?"
)
_KOREAN = re.compile(r"(\d{4})(?:년|\.) ?(\d{1,2})(?:월|\.) ?(\d{1,2})(?:일|\.(?= |\Z))")
_HALF = re.compile(
    r"(?:오전|上午|午前|(?P<late>오후|下午|午後)) ?(?P<clock>(?P<hour>\d{1,2})[:\d]+)"
)
_ZONE = re.compile(r" \((?:gmt|utc)(?:[+-][\d:]{1,5})?\)\Z")
_MONTHS = (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
"""Months in languages whose dates other programs write and headings do not have."""

_LATEST = _NOON = 12


def read_stamp(text: str, *, day_first: bool = True) -> tuple[dt.date, dt.time | None] | None:
    """Return the date and clock time that a text consists of, or None.

    `day_first` tells what `1/2/2023` is; 1 February if true. A zone is passed
    over: a diary keeps the clock on the wall.
    """
    folded = _ZONE.sub("", " ".join(text.translate(NARROW).lower().split()))
    folded = _HALF.sub(_with_half, _KOREAN.sub(r"\1-\2-\3", folded))
    match = _FULL.fullmatch(folded)
    if match:
        date = read_date(match).date
    elif match := _SLASHED.fullmatch(folded):
        first, second = int(match["a"]), int(match["b"])
        day, month = (first, second) if day_first else (second, first)
        date = make_date(int(match["year"]), month, day)
    elif match := _NAMED.fullmatch(folded):
        months = (year.split() for year in _MONTHS)
        found = [names.index(match["name"]) + 1 for names in months if match["name"] in names]
        date = make_date(int(match["year"]), found[0], int(match["day"])) if found else None
    if match is None or date is None:
        return None
    return date, (read_time(match) if match["h"] or match["hh"] else None)


def _with_half(match: re.Match[str]) -> str:
    """Return a clock time with `am` or `pm`, unless it counts to 24 all the same."""
    half = "pm" if match["late"] else "am"
    return f"{match['clock']} {half}" if 1 <= int(match["hour"]) <= _NOON else match["clock"]


def is_day_first(texts: Sequence[str]) -> bool | None:
    """Tell how `1/2/2023` is meant in stamps of one file, oldest first; None: nothing shows it."""
    slashed = [match for text in texts if (match := _SLASHED.match(text.lower().strip()))]
    if any(int(match["a"]) > _LATEST for match in slashed) or not slashed:
        return True
    if any(int(match["b"]) > _LATEST for match in slashed):
        return False
    rising: dict[bool, bool] = {}
    for day_first in (True, False):
        found = [read_stamp(text, day_first=day_first) for text in texts]
        days = [moment[0] for moment in found if moment]
        rising[day_first] = days == sorted(days)
    return None if rising[True] == rising[False] else rising[True]
