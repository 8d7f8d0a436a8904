"""What is remembered of the exports seen, so that their order does not matter.

The text form is JSON Lines. The first line names the format; then come the
exports, then the families: an entry of the journal with all its versions. It
holds whole texts only of versions that the journal does not show.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, AnyStr

from journal.dedupe.family import Family as Family
from journal.dedupe.family import Version as Version
from journal.dedupe.lines import Lines, read_family, write_family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """An export that was imported: what it was called, how far it reaches, a hash of it."""

    name: str
    reach: dt.date | None
    key: int


@dataclass(frozen=True, slots=True)
class Memory:
    """All exports and families known; `damaged` are lines that could not be read."""

    exports: tuple[Seen, ...] = ()
    families: Sequence[Family] = ()
    damaged: tuple[int, ...] = field(default=(), compare=False)

    @classmethod
    def of_lines(cls, exports: tuple[Seen, ...], lines: Iterable[str]) -> Memory:
        """Return a memory of families that are written already."""
        return cls(exports, Lines(exports, _lead(exports), lines))

    def dumps(self) -> str:
        """Return the text form: JSON Lines, ASCII, ordered, with a final newline."""
        return self.encode().decode("ascii")

    def encode(self) -> bytes:
        """Return the text form as bytes, of which there is never a second copy."""
        families = self.families
        if not isinstance(families, Lines) or families.exports != self.exports:
            families = Lines(self.exports, _lead(self.exports), map(write_family, families))
        return families.data


def _lead(exports: Iterable[Seen]) -> Iterator[str]:
    """Yield the lines before the families."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    yield f'{{"journal-memory":{FORMAT}}}\n'
    for number, seen in enumerate(exports):
        reach = seen.reach.isoformat() if seen.reach else None
        line = {"export": number, "name": seen.name, "reach": reach, "key": f"{seen.key:x}"}
        yield encode(line) + "\n"


def loads(text: str | bytes) -> Memory:
    """Read the text form; a line that cannot be read is skipped and its number kept in `damaged`.

    Raises ValueError where the first line says that a later program wrote it.
    """
    exports: dict[int, Seen] = {}
    families: list[Family] = []
    damaged = []
    for number, line in _numbered(text):
        try:
            value = json.loads(line)
            if "journal-memory" in value:
                version = value["journal-memory"]
            elif "export" in value:
                version = FORMAT
                reach = dt.date.fromisoformat(value["reach"]) if value["reach"] else None
                exports[int(value["export"])] = Seen(
                    str(value["name"]), reach, int(value["key"], 16)
                )
            else:
                version = FORMAT
                families.append(read_family(value))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            damaged.append(number)
            continue
        if version != FORMAT:
            raise ValueError(f"memory format {version}")
    return _close_gaps(exports, families, tuple(damaged))


def _close_gaps(
    exports: dict[int, Seen], families: list[Family], damaged: tuple[int, ...]
) -> Memory:
    if list(exports) == list(range(len(exports))) and not damaged:
        return Memory(tuple(exports.values()), tuple(families))
    from dataclasses import replace

    place = {old: new for new, old in enumerate(exports)}
    mended = [
        replace(
            family,
            versions=tuple(
                replace(version, exports=tuple(place[x] for x in version.exports if x in place))
                for version in family.versions
            ),
        )
        for family in families
    ]
    return Memory(tuple(exports.values()), tuple(mended), damaged)


def _numbered(text: str | bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers."""
    if isinstance(text, str):
        lines = _cut(text, "\n")
    else:
        lines = (line.decode("utf-8", "replace") for line in _cut(text, b"\n"))
    return ((number, line) for number, line in enumerate(lines, 1) if line)


def _cut(text: AnyStr, mark: AnyStr) -> Iterator[AnyStr]:
    """Yield what stands between the marks, one piece at a time: all at once is a second copy."""
    start = 0
    while start < len(text):
        end = text.find(mark, start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1
