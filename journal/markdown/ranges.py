"""Spans of days in headings: `1/12-13`, `2023.04.02-04.05`, `Nov 12-14, 2023`.

An entry has the date of the first day. What follows that day, the mark between
them included, belongs to the title, so that nothing of it is lost.
"""

from __future__ import annotations

import re
from functools import cache

from journal.dates.stamp import LEAP, MONTHS, make_date, month_number
from journal.patterns import compile_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.dates.stamp import Stamp

_REST = compile_later(
    r"[ ]?(?P<join>--?|[–—~～/至到])[ ]?"
    r"(?:(?:(?P<y>[12]\d{3})[-./年])?(?P<m>\d{1,2})(?P<sep>[-./月]))?(?P<d>\d{1,2})[日号號]?"
    r"(?![\da-z%]|[-./:]\d)"
)


def range_end(folded: str, stamp: Stamp) -> int | None:
    """Return where the rest of a range ends whose first day is this stamp; None for no range.

    The last day must be a later one. After `2023-04-02` a hyphen needs a whole
    date behind it: `2023-04-02-16` is the stamp of a file.
    """
    match = _REST.match(folded, stamp.end)
    if match is None or stamp.date is None:
        return None
    if not match["y"] and (match["join"] == "/" or match["join"] == stamp.style == "-"):
        return None
    first = stamp.date
    year = int(match["y"] or first.year)
    month = int(match["m"] or first.month)
    last = make_date(year, month, int(match["d"]))
    if last is None or (stamp.lacks and year != LEAP):
        return None
    wraps = not match["y"] and bool(match["m"]) and first.month - month > 6  # 12.30-01.02
    return match.end() if last > first or wraps else None


def middle(folded: str) -> tuple[int, int] | None:
    """Return the span between the first day and the year of an English range; None for no range.

    The last day must be a later one of the same year.
    """
    if not any(month in folded for month in MONTHS):
        return None
    for pattern in _english():
        match = pattern.search(folded)
        if match is None:
            continue
        month = int(month_number(match["m"]))
        last = int(month_number(match["m2"])) if match["m2"] else month
        if (month, int(match["d"])) < (last, int(match["d2"])):
            return match.span("rest")
    return None


@cache
def _english() -> list[re.Pattern[str]]:
    month = rf"(?:{'|'.join(MONTHS)})[a-z]*"
    ordinal, year = "(?:st|nd|rd|th)?", r"[12]\d{3}(?!\d)"
    first, last = rf"(?P<d>\d{{1,2}}){ordinal}", rf"(?P<d2>\d{{1,2}}){ordinal}"
    join = "[ ]?(?:[-–—~]|to|through)[ ]?"
    patterns = (
        # Nov 12-14, 2023 and Nov 30 - Dec 2, 2023
        rf"(?P<m>{month})\.?[ ]{first}(?P<rest>{join}(?:(?P<m2>{month})\.?[ ])?{last})"
        rf"(?=,?[ ]{year})",
        # 12-14 Nov 2023
        rf"{first}(?P<rest>{join}{last})(?=[ ](?P<m>{month})(?P<m2>)\.?,?[ ]{year})",
        # 30 Nov - 2 Dec 2023
        rf"{first}[ ](?P<m>{month})\.?(?P<rest>{join}{last}[ ](?P<m2>{month})\.?)(?=,?[ ]{year})",
    )
    return [re.compile(rf"(?<!\w){pattern}") for pattern in patterns]
