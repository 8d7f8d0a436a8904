"""A version while an import is planned, and an entry that comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from journal.dedupe.family import Version
    from journal.entry import Entry


@dataclass(slots=True, eq=False)
class Known:
    """A version while an import is planned.

    `text` is its number in `Texts`; `holder` is an entry with that text, or the
    text itself where no entry has it, None where it is not at hand; `family` the
    remembered family it was in, or -1; `entry` the entry of the journal that
    shows it; `incoming` the first entry that brings it now; `maker` the one that
    it was made of, unless it is remembered. `fixed` is a date set by hand, or
    asked for.
    """

    version: Version
    text: int
    exports: frozenset[int]
    holder: Entry | str | None = None
    family: int = -1
    entry: Entry | None = None
    incoming: Entry | None = None
    maker: Entry | None = None
    fixed: dt.date | None = None

    @property
    def source(self) -> str:
        """Return the `path:line` where it was first seen, "" where that is not known."""
        return str(self.maker.source) if self.maker else self.version.source

    @property
    def stays(self) -> bool:
        """Tell whether the journal shows it, nothing else of it comes, and all is as it was."""
        version, entry = self.version, self.entry
        return (
            entry is not None
            and self.incoming is None
            and self.fixed is None
            and len(self.exports) < 2
            and version.hand != "text"
            and version.date == entry.date
            and clock(version.time) == clock(entry.time)
        )

    @property
    def body(self) -> str | None:
        """Return its text, None where that is not at hand; an entry may have to read it."""
        holder = self.holder
        return holder if holder is None or isinstance(holder, str) else holder.body

    @property
    def by_hand(self) -> bool:
        """Tell whether only the journal itself has this text."""
        return bool(self.version.hand) and not self.exports


@dataclass(slots=True, eq=False)
class Arrival:
    """An incoming entry, the version it is, and the entry of its export that it repeats.

    `place` is that of its export.
    """

    entry: Entry
    known: Known
    repeats: Entry | None
    place: int


def clock(time: dt.time | None) -> dt.time | None:
    """Return a clock time to the minute: headings do not tell the seconds of a header."""
    return time.replace(second=0, microsecond=0) if time else None
