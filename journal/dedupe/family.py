"""What is remembered of one entry of the journal: a family of versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


# Not frozen, and not changed once it is remembered: making one that is costs seven times as much.
@dataclass(slots=True)
class Version:
    """One form in which an entry was seen: a date, a clock time, a title and a text.

    `face` hashes title and text, `letters` the letters of the text, of which
    there are `size`. `exports` are places in `Memory.exports`. `fits` tells
    whether the date is in order with its neighbours in one of them.
    `body` is None where the journal shows it, under whatever title and date.
    `hand` tells what was written in the journal itself: "", "text" or the whole
    "entry". `pin` marks a text that was asked for, `apart` one that was asked to
    stay an entry of its own. `kept` tells what a variant was written for: "",
    "date" or "text". `after` is the face of what a text by hand took the place of.
    `source` is the `path:line` where it was first seen.
    """

    date: dt.date | None
    title: str
    face: int
    letters: int
    size: int
    exports: tuple[int, ...] = ()
    fits: bool = True
    weekday: int | None = None
    body: str | None = None
    hand: str = ""
    pin: bool = False
    apart: bool = False
    kept: str = ""
    source: str = ""
    time: dt.time | None = None
    after: int = 0


@dataclass(slots=True)
class Family:
    """An entry of the journal and its versions; the first has the text it shows.

    `fixed` tells that date or time were set by hand, or asked for. `labels` are
    the tags, each with `#`, the header keys that any version had, and a hash of
    each of their values, `=key=hash`: what was taken away by hand does not come
    back with the next export.
    """

    date: dt.date | None
    title: str
    versions: tuple[Version, ...]
    fixed: bool = False
    time: dt.time | None = None
    labels: tuple[str, ...] = ()
