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

    Place = tuple[dt.date | None, dt.time | None, int]

FOUND = "the journal"
"""The name of the export that a journal counts as when nothing is remembered yet."""

_NONE: frozenset[int] = frozenset()


@dataclass(slots=True, eq=False)
class Known:
    """A version while an import is planned.

    `text` is its number in `Texts`; `holder` is an entry with that text, or the
    text itself where no entry has it, None where it is not at hand; `family` the
    remembered family it was in, or -1; `entry` the entry of the journal that
    shows it; `incoming` the first entry that brings it now. `fixed` is a date set
    by hand, or asked for.
    """

    version: Version
    text: int
    exports: frozenset[int]
    holder: Entry | str | None = None
    family: int = -1
    entry: Entry | None = None
    incoming: Entry | None = None
    fixed: dt.date | None = None

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


@dataclass(slots=True, eq=False)
class Pool:
    """Everything that a plan is a function of; `shown` are the versions the journal shows.

    `coming` are the places of the exports that are being imported, among all known.
    `read` has the numbers of texts by the `id()` of entries that need not be read again.
    """

    exports: list[Seen]
    keys: dict[int, int] = field(default_factory=dict)
    versions: list[Known] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    shown: dict[int, Known] = field(default_factory=dict)
    labels: dict[int, frozenset[str]] = field(default_factory=dict)
    coming: set[int] = field(default_factory=set)
    read: dict[int, int] = field(default_factory=dict)
    _places: dict[Place, Known] = field(default_factory=dict)
    _sets: dict[tuple[frozenset[int], int], frozenset[int]] = field(default_factory=dict)

    def find(self, date: dt.date | None, time: dt.time | None, face: int) -> Known | None:
        """Return the version with this date, this clock time and this face."""
        return self._places.get((date, clock(time), face))

    def add(self, known: Known) -> Known:
        """Add a version."""
        self.versions.append(known)
        self._places[_place(known.version)] = known
        return known

    def drop(self, unwanted: set[Known]) -> None:
        """Forget versions."""
        self.versions = [known for known in self.versions if known not in unwanted]
        for known in unwanted:
            self._places.pop(_place(known.version), None)

    def read_once(self, entry: Entry) -> int:
        """Return the number of the text of an entry, which is asked for several times."""
        number = self.read.get(id(entry))
        if number is None:
            number = self.read[id(entry)] = self.texts.add(entry.body)
        return number

    def close(self) -> None:
        """Let go of what only the gathering of versions needs; none can be found after it."""
        self._places.clear()
        self.read.clear()

    def labels_of(self, members: Iterable[Known]) -> frozenset[str]:
        """Return the labels of the families that these versions are of."""
        if not self.labels:
            return frozenset()
        families = {known.family for known in members}
        return frozenset().union(*(self.labels.get(number, ()) for number in families))

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

    def see(
        self, entry: Entry, face: int, *, place: int, fits: bool, time: dt.time | None
    ) -> Known:
        """Take in an entry of an export; `time` is its own, or that of a twin in this export."""
        known = self.find(entry.date, time, face)
        if known is None:
            known = self.add(self.make(entry, face, place=place, fits=fits, time=time))
        else:
            old = known.version
            weekday = entry.weekday if _earlier(entry.weekday, old.weekday) else old.weekday
            time = max(time, old.time) if time and old.time else old.time
            if (fits or old.fits, weekday, time) != (old.fits, old.weekday, old.time):
                known.version = replace(old, fits=fits or old.fits, weekday=weekday, time=time)
        if known.holder is None:
            self.texts.add(entry.body)
            known.holder = entry
        known.exports = self.with_export(known.exports, place)
        return known

    def make(
        self,
        entry: Entry,
        face: int,
        *,
        place: int = -1,
        fits: bool = True,
        hand: str = "",
        time: dt.time | None = None,
    ) -> Known:
        """Make a version of an entry, which came from no export if `place` is negative."""
        text = self.read.get(id(entry), -1)
        if text < 0:
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
            time=entry.time or time,
        )
        return Known(version, text, exports, entry)


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
            if pool.find(entry.date, entry.time, face) is None:
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
    pool.close()
    return pool


def _recall(pool: Pool, number: int, family: Family) -> None:
    if family.labels:
        pool.labels[number] = frozenset(family.labels)
    for version in family.versions:
        if pool.find(version.date, version.time, version.face):
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
        if not shown or known.holder is not None or (body := shown.body) is None:
            continue
        if fingerprint.face(known.version.title, body) == known.version.face:
            pool.texts.add(body)
            known.holder = shown.holder


def _import(
    pool: Pool, name: str, entries: Iterable[tuple[Entry, int]], *, found: bool = False
) -> None:
    entries = list(entries)
    key = fingerprint.digest(
        " ".join(f"{entry.date}{entry.time or ''}/{face:x}" for entry, face in entries)
    )
    times = {(entry.date, face): entry.time for entry, face in entries[::-1] if entry.time}
    fits, reach = in_order([entry.date for entry, _ in entries])
    place = pool.keys.setdefault(key, len(pool.exports))
    if not found:
        pool.coming.add(place)
    if place == len(pool.exports):
        pool.exports.append(Seen(name, reach, key))
    first: dict[Known, Entry] = {}
    for (entry, face), fit in zip(entries, fits, strict=True):
        time = entry.time or times.get((entry.date, face))
        known = pool.see(entry, face, place=place, fits=fit, time=time)
        if found:
            known.entry = known.entry or entry
            continue
        pool.arrivals.append(Arrival(entry, known, first.get(known), place))
        first.setdefault(known, entry)
        known.incoming = known.incoming or entry


def clock(time: dt.time | None) -> dt.time | None:
    """Return a clock time to the minute: headings do not tell the seconds of a header."""
    return time.replace(second=0, microsecond=0) if time else None


def _place(version: Version) -> Place:
    return version.date, clock(version.time), version.face


def _earlier(one: int | None, other: int | None) -> bool:
    return one is not None and (other is None or one < other)
