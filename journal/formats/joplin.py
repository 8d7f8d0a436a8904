"""Joplin's export "Markdown + front matter": a note a file, its moments in UTC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.formats import posts
from journal.formats.reading import Reading
from journal.formats.stamps import read_stamp
from journal.formats.zones import local_clock
from journal.frontmatter import header as front
from journal.values import replace

if TYPE_CHECKING:
    import datetime as dt

_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?Z"
_CREATED = re.compile(rf"^created: (?P<moment>{_MOMENT})[ \t]*$", re.MULTILINE)
_DATE = re.compile(r"^date[ \t]*:", re.MULTILINE)


def looks_like(text: str) -> bool:
    """Tell whether a text is a note of Joplin: a header with `created` in UTC and no `date`."""
    header = front.find(text) if text.startswith(("---", "\ufeff---")) else None
    return bool(header and _CREATED.search(header.text) and not _DATE.search(header.text))


def read(text: str, path: str) -> Reading:
    """Read a note; its day is that of its title, if it is one, else when it was made.

    Joplin keeps UTC and no zone: the clock is that of this machine. Raises DataError.
    """
    (entry,) = posts.read(text, path, day=_titled(text)).entries
    found = _CREATED.search(entry.header)
    if found is None or _titled(text):
        return Reading((entry,))
    moment = local_clock(found["moment"])
    if moment is None:
        return Reading((entry,))
    entry = replace(entry, date=moment.date, time=moment.time)
    return Reading((entry,), counts={"time in UTC, told by the clock of this machine": 1})


def _titled(text: str) -> dt.date | None:
    """Return the day that the title of a note is, as in a diary of a note a day."""
    header = front.find(text)
    match = re.search(r"^title:[ \t]*(.*?)[ \t]*$", header.text, re.MULTILINE) if header else None
    stamp = read_stamp(match[1].strip("\"'")) if match else None
    return stamp[0] if stamp else None
