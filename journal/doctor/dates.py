"""Dates that cannot be, and dates that something in the journal speaks against."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from journal.dates.stamp import find_date
from journal.dedupe.dates import NEAR
from journal.dedupe.order import in_order
from journal.dedupe.slips import moved
from journal.doctor.finding import Finding
from journal.fingerprint import links
from journal.markdown.form import write_weekday
from journal.markdown.inline import images, without_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.entry import Entry
    from journal.markdown.document import Document

# A picture by its name; of other links only the target's own date is known, not the day's.
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|hei[cf]|avif|bmp|tiff?|dng|mp4|mov|m4[av]|mp3|wav|ogg|webm)\Z",
    re.IGNORECASE,
)
# 20240307202659652: the day of a camera's clock, which runs on without a mark.
_CLOCK = re.compile(r"(?<!\d)((?:19|20)\d{6})[0-2]\d[0-5]\d\d*")
_APART = 180
_ROOM = 90
_FEW = 5


def check_dates(document: Document, today: dt.date) -> Iterator[Finding]:
    """Find days that do not exist, and days that names, weekday, order or calendar deny."""
    for entry in document.entries:
        if entry.date is None:
            yield _finding(
                "impossible-date",
                entry,
                "the heading names a day that does not exist",
                "put the date right; until then the entry is listed without one",
            )
            continue
        yield from _check_weekday(entry, entry.date)
        yield from _check_future(entry, entry.date, today)
        yield from _check_names(entry, entry.date, today)
    yield from _check_order(document.entries, newest_first=document.newest_first)


def _check_weekday(entry: Entry, date: dt.date) -> Iterator[Finding]:
    if entry.weekday is not None and entry.weekday != date.weekday():
        named, true = (write_weekday(day, "Monday") for day in (entry.weekday, date.weekday()))
        yield _finding(
            "weekday-against-date",
            entry,
            f"the heading says {named}, but {date} is a {true}",
            "find out which of the two is right, and change the other",
        )


def _check_future(entry: Entry, date: dt.date, today: dt.date) -> Iterator[Finding]:
    """Find dates to come; tomorrow is today somewhere on earth."""
    if (date - today).days > 1:
        yield Finding(
            "future-date",
            "note",
            entry.source.path,
            entry.source.line,
            f"the heading says {date}, a day that is yet to come",
            "change the date if that was not meant",
        )


def _check_names(entry: Entry, date: dt.date, today: dt.date) -> Iterator[Finding]:
    """Find entries whose pictures, by their names, are of another time.

    One picture from around the day (a month either way) speaks for the date, and
    older ones are ordinary: people show old pictures. Only pictures from after
    the entry are a problem, and those of the same season a year before a note.
    """
    named = _dated_names(entry, today)
    if not named or any(abs((day - date).days) <= NEAR for day, _ in named):
        return
    later = [(day, name) for day, name in named if day > date]
    last_year = [
        (day, name) for day, name in named if abs((date - day).days - 365) <= NEAR and day < date
    ]
    if later:
        day, name = min(later)
        what = f"the heading says {date}, but {name} in it was made later, on {day}"
    elif last_year:
        day, name = max(last_year)
        what = f"the heading says {date}, but {name} in it was made a year before, on {day}"
    else:
        return
    yield Finding(
        "date-against-images",
        "problem" if later else "note",
        entry.source.path,
        entry.source.line,
        what,
        "if that name is right, change the date in the heading",
    )


def _dated_names(entry: Entry, today: dt.date) -> list[tuple[dt.date, str]]:
    """Return day and name of each picture and recording that has a believable day in its name."""
    if not any(mark in entry.body for mark in ("](", "[[", "<")):
        return []
    targets = [*images(entry.body), *filter(_MEDIA.search, links(without_code(entry.body)))]
    names = dict.fromkeys(target.rstrip("/").rpartition("/")[2] for target in targets)
    dated = ((find_date(_CLOCK.sub(r"\1", name)), name) for name in names)
    return [(day, name) for day, name in dated if day and day.year > 1900 and day <= today]


def _check_order(entries: Sequence[Entry], *, newest_first: bool | None) -> Iterator[Finding]:
    """Find entries that stand out of order by about a year, as after New Year.

    The neighbours are those that are in order themselves, so several slips in a
    row are found; a file without an order has none.
    """
    dated = [(entry, entry.date) for entry in entries if entry.date]
    fits, _ = in_order([date for _, date in dated])
    found: list[tuple[Entry, dt.date, dt.date]] = []
    few = len(dated) < _FEW and all(fits)
    after = _next_fitting([date for _, date in dated], fits)
    before: dt.date | None = None
    for place, (entry, date) in enumerate(dated):
        later = after[place]
        if (few and before and later) or not fits[place]:
            right = _year_off(date, before, later, newest_first=newest_first)
            if right:
                found.append((entry, date, right))
        if fits[place]:
            before = date
    if few and len(found) > 1:
        return
    for entry, date, right in found:
        yield _finding(
            "out-of-order",
            entry,
            f"the heading says {date}, but the entries around it are of another year",
            f"if it was written on {right}, change the year",
        )


def _next_fitting(dates: Sequence[dt.date], fits: Sequence[bool]) -> list[dt.date | None]:
    """Return for each date the next one after it that is in order."""
    found: list[dt.date | None] = []
    following: dt.date | None = None
    for date, fit in zip(reversed(dates), reversed(fits), strict=True):
        found.append(following)
        if fit:
            following = date
    return found[::-1]


def _year_off(
    date: dt.date, before: dt.date | None, after: dt.date | None, *, newest_first: bool | None
) -> dt.date | None:
    """Return the date a year away that would be in order, if this one is far out of it."""
    known = [day for day in (before, after) if day]
    if not known or any(abs((date - day).days) < _APART for day in known):
        return None
    low, high = min(known).toordinal(), max(known).toordinal()
    if len(known) == 1:
        if newest_first is None:
            return None
        at_newest_end = (after is None) != newest_first
        low, high = (low, high + _ROOM) if at_newest_end else (low - _ROOM, high)
    if low <= date.toordinal() <= high:
        return None
    for years in (1, -1):
        right = moved(date, ("year", years))
        if right and low - NEAR <= right.toordinal() <= high + NEAR:
            return right
    return None


def _finding(kind: str, entry: Entry, what: str, todo: str) -> Finding:
    return Finding(kind, "problem", entry.source.path, entry.source.line, what, todo)
