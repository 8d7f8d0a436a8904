"""All versions known: those remembered, those in the journal, those that come in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.memory import Seen, Version
from journal.dedupe.order import in_order
from journal.dedupe.texts import Texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from journal.dedupe.memory import Family, Memory
    from journal.dedupe.model import Export
    from journal.entry import Entry

FOUND = "the journal"
"""The name of the export that a journal counts as when nothing is remembered yet."""

_NONE: frozenset[int] = frozenset()


@dataclass(slots=True, eq=False)
class Known:
    """A version while an import is planned.

    `text` is its number in `Texts`; `family` the remembered family it was in,
    or -1; `entry` the entry of the journal that shows it; `incoming` the first
    entry that brings it now. `fixed` is a date set by hand, or asked for.
    """

    version: Version
    text: int
    exports: frozenset[int]
    body: str | None = None
    family: int = -1
    entry: Entry | None = None
    incoming: Entry | None = None
    fixed: dt.date | None = None

    @property
    def by_hand(self) -> bool:
        """Tell whether only the journal itself has this text."""
        return bool(self.version.hand) and not self.exports


@dataclass(slots=True, eq=False)
class Arrival:
    """An incoming entry, the version it is, and the entry of its export that it repeats."""

    entry: Entry
    known: Known
    repeats: Entry | None


@dataclass(slots=True, eq=False)
class Pool:
    """Everything that a plan is a function of; `shown` are the versions the journal shows."""

    exports: list[Seen]
    keys: dict[int, int] = field(default_factory=dict)
    versions: list[Known] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    shown: dict[int, Known] = field(default_factory=dict)
    _places: dict[tuple[dt.date | None, int], Known] = field(default_factory=dict)
    _sets: dict[tuple[frozenset[int], int], frozenset[int]] = field(default_factory=dict)

    def find(self, date: dt.date | None, face: int) -> Known | None:
        """Return the version with this date and this face."""
        return self._places.get((date, face))

    def add(self, known: Known) -> Known:
        """Add a version."""
        self.versions.append(known)
        self._places[known.version.date, known.version.face] = known
        return known

    def drop(self, unwanted: set[Known]) -> None:
        """Forget versions."""
        self.versions = [known for known in self.versions if known not in unwanted]
        for known in unwanted:
            self._places.pop((known.version.date, known.version.face), None)

    def with_export(self, exports: frozenset[int], place: int) -> frozenset[int]:
        """Return the set with one more; equal sets are one object."""
        if place in exports:
            return exports
        key = exports, place
        if key not in self._sets:
            # By way of a canonical set, else each order of adding has its own.
            grown = exports | {place}
            self._sets[key] = self._sets.setdefault((grown, -1), grown)
        return self._sets[key]

    def see(self, entry: Entry, face: int, *, place: int, fits: bool) -> Known:
        """Take in an entry of an export."""
        known = self.find(entry.date, face)
        if known is None:
            known = self.add(self.make(entry, face, place=place, fits=fits))
        elif (fits and not known.version.fits) or _earlier(entry.weekday, known.version.weekday):
            weekday = known.version.weekday
            known.version = replace(
                known.version,
                fits=fits or known.version.fits,
                weekday=entry.weekday if _earlier(entry.weekday, weekday) else weekday,
            )
        if known.body is None:
            self.texts.add(entry.body)
            known.body = entry.body
        known.exports = self.with_export(known.exports, place)
        return known

    def make(
        self, entry: Entry, face: int, *, place: int = -1, fits: bool = True, hand: str = ""
    ) -> Known:
        """Make a version of an entry, which came from no export if `place` is negative."""
        text = self.texts.add(entry.body)
        exports = _NONE if place < 0 else self.with_export(_NONE, place)
        version = Version(
            entry.date,
            entry.title,
            face,
            self.texts.keys[text],
            self.texts.sizes[text],
            () if place < 0 else (place,),
            fits=fits,
            weekday=entry.weekday,
            hand=hand,
            source=str(entry.source),
        )
        return Known(version, text, exports, entry.body)


def gather(exports: Sequence[Export], existing: Sequence[Entry], memory: Memory) -> Pool:
    """Bring everything known together."""
    from journal.dedupe.link import link

    pool = Pool(list(memory.exports))
    pool.keys.update((seen.key, place) for place, seen in enumerate(pool.exports))
    for number, family in enumerate(memory.families):
        _recall(pool, number, family)
    strangers = link(pool, memory, existing)
    _fill(pool)
    if memory.exports or memory.families:
        for entry, face in strangers:
            if pool.find(entry.date, face) is None:
                known = pool.add(pool.make(entry, face, hand="entry"))
                known.entry = entry
    elif strangers:
        _import(pool, FOUND, strangers, found=True)
    for export in exports:
        _import(
            pool,
            export.name,
            [(entry, fingerprint.face(entry.title, entry.body)) for entry in export.entries],
        )
    pool.texts.forget_bodies()
    return pool


def _recall(pool: Pool, number: int, family: Family) -> None:
    for version in family.versions:
        if pool.find(version.date, version.face):
            continue
        text = pool.texts.number(version.letters, version.size)
        if version.body is not None:
            pool.texts.add(version.body)
        exports = _NONE
        for place in version.exports:
            exports = pool.with_export(exports, place)
        pool.add(Known(version, text, exports, version.body, number))


def _fill(pool: Pool) -> None:
    """Give the versions back the text that they share with what the journal shows."""
    for known in pool.versions:
        shown = pool.shown.get(known.family)
        if not shown or shown.body is None or known.body is not None:
            continue
        if fingerprint.face(known.version.title, shown.body) == known.version.face:
            pool.texts.add(shown.body)
            known.body = shown.body


def _import(
    pool: Pool, name: str, entries: Iterable[tuple[Entry, int]], *, found: bool = False
) -> None:
    entries = list(entries)
    key = fingerprint.digest(" ".join(f"{entry.date}/{face:x}" for entry, face in entries))
    fits, reach = in_order([entry.date for entry, _ in entries])
    place = pool.keys.setdefault(key, len(pool.exports))
    if place == len(pool.exports):
        pool.exports.append(Seen(name, reach, key))
    first: dict[Known, Entry] = {}
    for (entry, face), fit in zip(entries, fits, strict=True):
        known = pool.see(entry, face, place=place, fits=fit)
        if found:
            known.entry = known.entry or entry
            continue
        pool.arrivals.append(Arrival(entry, known, first.get(known)))
        first.setdefault(known, entry)
        known.incoming = known.incoming or entry


def _earlier(one: int | None, other: int | None) -> bool:
    return one is not None and (other is None or one < other)
