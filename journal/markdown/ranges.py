"""Spans of days in headings: `1/12-13`, `2023.04.02-04.05`, `2023-04-02/2023-04-05`.

An entry has the date of the first day. What follows that day, the mark between
them included, belongs to the title, so that nothing of it is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.dates.stamp import LEAP, make_date

if TYPE_CHECKING:
    from journal.dates.stamp import Stamp

_REST = re.compile(
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
