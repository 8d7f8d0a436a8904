"""Joplin's export "Markdown + front matter": a note a file, its moments in UTC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.dates.stamp import find_moment
from journal.formats import posts
from journal.formats.reading import Reading
from journal.formats.stamps import read_stamp
from journal.formats.zones import local_clock
from journal.frontmatter import header as front
from journal.values import replace

if TYPE_CHECKING:
    import datetime as dt

    from journal.formats.zones import WallClock

_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?Z"
_CREATED = re.compile(rf"^created: (?P<moment>{_MOMENT})[ \t]*$", re.MULTILINE)
_NUMBERED = re.compile(r"(?:^|[/\\])[0-9a-f]{32}\.md\Z")
_TYPED = re.compile(r"\ntype_: \d+\s*\Z")
_DATE = re.compile(r"^date[ \t]*:", re.MULTILINE)


def is_internal(text: str, path: str) -> bool:
    """Tell whether a file is one of Joplin's own, of which JEX and RAW consist."""
    return bool(_NUMBERED.search(path) and _TYPED.search(text[-40:]))


def looks_like(text: str) -> bool:
    """Tell whether a text is a note of Joplin: a header with `created` in UTC and no `date`."""
    header = front.find(text) if text.startswith(("---", "\ufeff---")) else None
    return bool(header and _CREATED.search(header.text) and not _DATE.search(header.text))


def read(text: str, path: str) -> Reading:
    """Read a note; its day is that of its title, if it is one, else when it was made.

    Joplin keeps UTC and no zone: the clock is that of this machine. Raises DataError.
    """
    header = front.find(text)
    found = _CREATED.search(header.text) if header else None
    made = local_clock(found["moment"]) if found else None
    day, time = _titled(header.text if header else "", made)
    (entry,) = posts.read(text, path, day=day).entries
    if made and not time and day in (None, made.date):
        counts = {"time in UTC, told by the clock of this machine": 1}
        return Reading((replace(entry, date=made.date, time=made.time),), counts=counts)
    return Reading((replace(entry, time=time) if day else entry,))


def _titled(header: str, made: WallClock | None) -> tuple[dt.date | None, dt.time | None]:
    """Return the day, and the time, that the title of a note is or begins with, as in a diary.

    Of `1/2/2023` and the like the order is that which is nearer to when it was made.
    """
    match = re.search(r"^title:[ \t]*(.*?)[ \t]*$", header, re.MULTILINE)
    title = match[1].strip("\"'") if match else ""
    stamps = (read_stamp(title, day_first=order) for order in (True, False))
    found = [stamp for stamp in stamps if stamp]
    if made:
        found.sort(key=lambda stamp: abs(stamp[0] - made.date))
    begun = find_moment(title)
    return found[0] if found else begun if begun and begun[0] else (None, None)
