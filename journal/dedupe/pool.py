"""All versions known: those remembered, those in the journal, those that come in."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.family import Version
from journal.dedupe.known import Arrival, Known, clock
from journal.dedupe.memory import Seen
from journal.dedupe.order import in_order
from journal.dedupe.texts import Texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from journal.dedupe.memory import Family, Memory
    from journal.dedupe.model import Export
    from journal.entry import Entry

    Moment = tuple[dt.date | None, dt.time | None]

FOUND = "the journal"
"""The name of the export that a journal counts as when nothing is remembered yet."""

_NONE: frozenset[int] = frozenset()


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
    _faces: dict[int, Known | dict[Moment, Known]] = field(default_factory=dict)
    _sets: dict[tuple[frozenset[int], int], frozenset[int]] = field(default_factory=dict)

    def find(self, date: dt.date | None, time: dt.time | None, face: int) -> Known | None:
        """Return the version with this date, this clock time and this face."""
        found = self._faces.get(face)
        if isinstance(found, dict):
            return found.get((date, clock(time)))
        return found if found and _moment(found.version) == (date, clock(time)) else None

    def add(self, known: Known) -> Known:
        """Add a version."""
        self.versions.append(known)
        moment, face = _moment(known.version), known.version.face
        found = self._faces.get(face)
        if found is None or (isinstance(found, Known) and _moment(found.version) == moment):
            self._faces[face] = known
        else:
            several = found if isinstance(found, dict) else {_moment(found.version): found}
            several[moment] = known
            self._faces[face] = several
        return known

    def drop(self, unwanted: set[Known]) -> None:
        """Forget versions."""
        self.versions = [known for known in self.versions if known not in unwanted]
        for known in unwanted:
            moment, face = _moment(known.version), known.version.face
            found = self._faces.get(face)
            if isinstance(found, dict):
                found.pop(moment, None)
            elif found and _moment(found.version) == moment:
                del self._faces[face]

    def read_once(self, entry: Entry) -> int:
        """Return the number of the text of an entry; `link` asks for it several times."""
        number = self.read.get(id(entry))
        return self.texts.add(entry.body) if number is None else number

    def close(self) -> None:
        """Let go of what only the gathering of versions needs; none can be found after it."""
        self._faces.clear()
        self.read.clear()
        self.texts.close()

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
        self,
        entry: Entry,
        face: int,
        *,
        place: int,
        fits: bool,
        time: dt.time | None,
        text: int,
    ) -> Known:
        """Take in an entry of an export; `time` is its own, or that of a twin in this export."""
        known = self.find(entry.date, time, face)
        if known is None:
            known = self.add(self.make(entry, face, place=place, fits=fits, time=time, text=text))
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
        text: int = -1,
    ) -> Known:
        """Make a version of an entry, which came from no export if `place` is negative.

        `text` is the number of its text where that is known already.
        """
        if text < 0:
            text = self.read_once(entry)
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
            time=entry.time or time,
        )
        return Known(version, text, exports, entry, maker=entry)


def gather(exports: Sequence[Export], existing: Sequence[Entry], memory: Memory) -> Pool:
    """Bring everything known together."""
    from journal.dedupe.link import link

    pool = Pool(list(memory.exports))
    pool.keys.update((seen.key, place) for place, seen in enumerate(pool.exports))
    for number, family in enumerate(memory.families):
        _recall(pool, number, family)
    if memory.exports or memory.families:
        strangers = link(pool, memory, existing)
        _fill(pool)
        for entry, face in strangers:
            if pool.find(entry.date, entry.time, face) is None:
                known = pool.add(pool.make(entry, face, hand="entry"))
                known.entry = entry
    elif existing:
        _import(pool, FOUND, existing, found=True)
    for export in exports:
        _import(pool, export.name, export.entries)
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


def _import(pool: Pool, name: str, entries: Sequence[Entry], *, found: bool = False) -> None:
    faces: list[int] = []
    numbers: Iterable[int] = repeat(-1)
    if found:
        numbers = array("l")
    for entry in entries:
        body = entry.body
        faces.append(fingerprint.face(entry.title, body))
        if isinstance(numbers, array):
            numbers.append(pool.texts.add(body))
    pairs = zip(entries, faces, strict=True)
    key = fingerprint.digest(
        " ".join(f"{entry.date}{entry.time or ''}/{face:x}" for entry, face in pairs)
    )
    pairs = zip(reversed(entries), reversed(faces), strict=True)
    times = {(entry.date, face): entry.time for entry, face in pairs if entry.time}
    fits, reach = in_order([entry.date for entry in entries])
    place = pool.keys.setdefault(key, len(pool.exports))
    if not found:
        pool.coming.add(place)
    if place == len(pool.exports):
        pool.exports.append(Seen(name, reach, key))
    first: dict[Known, Entry] = {}
    for entry, face, number, fit in zip(entries, faces, numbers, fits):  # noqa: B905 - endless
        time = entry.time or times.get((entry.date, face)) if times else entry.time
        known = pool.see(entry, face, place=place, fits=fit, time=time, text=number)
        if found:
            known.entry = known.entry or entry
            continue
        pool.arrivals.append(Arrival(entry, known, first.get(known), place))
        first.setdefault(known, entry)
        known.incoming = known.incoming or entry


def _moment(version: Version) -> Moment:
    return version.date, clock(version.time)


def _earlier(one: int | None, other: int | None) -> bool:
    return one is not None and (other is None or one < other)
