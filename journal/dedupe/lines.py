"""Families as lines of JSON: how one is written and read, and many that are held as their lines."""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from json.encoder import encode_basestring_ascii as quote
from typing import TYPE_CHECKING, Any, overload

from journal.dedupe.family import Family, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.dedupe.memory import Seen


class Lines(Sequence[Family]):
    """Families that are read from their lines each time one is asked for.

    `data` is the text form of a whole memory, with the `exports` that it names.
    """

    __slots__ = ("_starts", "data", "exports")

    def __init__(
        self, exports: tuple[Seen, ...], lead: Iterable[str], lines: Iterable[str]
    ) -> None:
        """Write the lines behind those of the lead."""
        self.exports = exports
        written = ["".join(lead).encode(), *(line.encode() for line in lines)]
        self._starts = array("Q", accumulate(map(len, written)))
        self.data = b"".join(written)

    def __len__(self) -> int:
        """Return the number of families."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> Family: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Family, ...]: ...

    def __getitem__(self, index: int | slice) -> Family | tuple[Family, ...]:
        """Read one family, or several."""
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        place = range(len(self))[index]
        start, stop = self._starts[place : place + 2]
        return read_family(json.loads(self.data[start:stop]))

    def __iter__(self) -> Iterator[Family]:
        """Read one family after the other."""
        for start, stop in pairwise(self._starts):
            yield read_family(json.loads(self.data[start:stop]))

    def __eq__(self, other: object) -> bool:
        """Tell whether these are the same families, however they are held."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def write_family(family: Family) -> str:
    """Return the line of a family, ASCII, with its line ending."""
    fixed = ',"fixed":true' if family.fixed else ""
    labels = f',"labels":[{",".join(map(quote, family.labels))}]' if family.labels else ""
    versions = ",".join([_write_version(version, family) for version in family.versions])
    return (
        f'{{"date":{_day(family.date)}{_time(family.time) if family.time else ""}'
        f',"title":{quote(family.title)}{fixed}{labels},"versions":[{versions}]}}\n'
    )


def _write_version(version: Version, family: Family) -> str:
    """Return a version; what it shares with its family is not said again."""
    parts = []
    if version.date != family.date:
        parts.append(f'"date":{_day(version.date)}')
    if version.time != family.time:
        parts.append(_time(version.time)[1:])
    if version.title != family.title:
        parts.append(f'"title":{quote(version.title)}')
    parts.append(
        f'"face":"{version.face:x}","letters":"{version.letters:x}","size":{version.size}'
        f',"from":[{",".join(map(str, version.exports))}]'
    )
    if not version.fits:
        parts.append('"fits":false')
    if version.weekday is not None:
        parts.append(f'"weekday":{version.weekday}')
    if version.body is not None:
        parts.append(f'"body":{quote(version.body)}')
    if version.after:
        parts.append(f'"after":"{version.after:x}"')
    if version.hand:
        parts.append(f'"hand":{quote(version.hand)}')
    if version.pin:
        parts.append('"pin":true')
    if version.apart:
        parts.append('"apart":true')
    if version.kept:
        parts.append(f'"kept":{quote(version.kept)}')
    if version.source:
        parts.append(f'"source":{quote(version.source)}')
    return f"{{{','.join(parts)}}}"


def _day(date: dt.date | None) -> str:
    return f'"{date.isoformat()}"' if date else "null"


def _time(time: dt.time | None) -> str:
    return f',"time":"{time.isoformat()}"' if time else ',"time":null'


def read_family(value: dict[str, Any]) -> Family:
    """Return the family that a line says. Raises what a broken one leads to."""
    date = dt.date.fromisoformat(value["date"]) if value["date"] else None
    time = dt.time.fromisoformat(value["time"]) if "time" in value else None
    labels = tuple(map(str, value.get("labels", ())))
    fixed = value.get("fixed", False) is True
    family = Family(date, str(value["title"]), (), fixed, time, labels)
    family.versions = tuple(_read_version(each, family) for each in value["versions"])
    if not family.versions:
        raise ValueError("a family without versions")
    return family


def _read_version(value: dict[str, Any], family: Family) -> Version:
    date, time = family.date, family.time
    if "date" in value:
        date = dt.date.fromisoformat(value["date"]) if value["date"] else None
    if "time" in value:
        time = dt.time.fromisoformat(value["time"]) if value["time"] else None
    body = value.get("body")
    weekday = value.get("weekday")
    return Version(
        date,
        str(value.get("title", family.title)),
        int(value["face"], 16),
        int(value["letters"], 16),
        int(value["size"]),
        _places(tuple(value["from"])),
        fits=value.get("fits", True) is True,
        weekday=None if weekday is None else int(weekday),
        body=None if body is None else str(body),
        hand=str(value.get("hand", "")),
        pin=value.get("pin", False) is True,
        apart=value.get("apart", False) is True,
        kept=str(value.get("kept", "")),
        source=str(value.get("source", "")),
        time=time,
        after=int(value.get("after", "0"), 16),
    )


@lru_cache(1 << 10)
def _places(values: tuple[Any, ...]) -> tuple[int, ...]:
    """Return places of exports; equal ones are one object."""
    return tuple(map(int, values))
