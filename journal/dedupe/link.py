"""Finding the entries of the journal again among the families remembered.

Date, title and text may each have been changed by hand since. What was
changed is taken as the newest of all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from journal.dedupe.memory import Memory
    from journal.dedupe.pool import Pool
    from journal.entry import Entry

    Faced = tuple[Entry, int]


def link(pool: Pool, memory: Memory, existing: Sequence[Entry]) -> list[Faced]:
    """Tie the families of the memory to entries; return the entries that no family has.

    Each entry is returned with its face. Most sure first: the text and the
    date as they were left; the text of any version; its letters; a date and a
    title that are not blank.
    """
    places = {
        (family.date, family.versions[0].face): number
        for number, family in enumerate(memory.families)
    }
    left: list[Faced] = []
    for entry in existing:
        face = fingerprint.face(entry.title, entry.body)
        number = places.pop((entry.date, face), None)
        if number is None:
            left.append((entry, face))
        else:
            _show(pool, memory, number, entry, face)
    if left and places:
        left = _link_changed(pool, memory, left, sorted(places.values()))
    stale = {
        known
        for known in pool.versions
        if known.version.hand and not known.exports and known.entry is None
    }
    if stale:
        pool.drop(stale)
    return left


def _link_changed(pool: Pool, memory: Memory, left: list[Faced], numbers: list[int]) -> list[Faced]:
    def faces(number: int) -> Iterable[Hashable]:
        return (version.face for version in memory.families[number].versions)

    def keys(number: int) -> Iterable[Hashable]:
        return (version.letters for version in memory.families[number].versions)

    def place(number: int) -> Iterable[Hashable]:
        family = memory.families[number]
        key = fingerprint.title_key(family.title)
        return [(family.date, key)] if key else []

    def own_letters(entry: Entry, _face: int) -> Hashable:
        return pool.texts.keys[pool.texts.add(entry.body)]

    def own_place(entry: Entry, _face: int) -> Hashable:
        return entry.date, fingerprint.title_key(entry.title)

    def own_face(_entry: Entry, face: int) -> Hashable:
        return face

    ways: list[
        tuple[Callable[[int], Iterable[Hashable]], Callable[[Entry, int], Hashable], bool]
    ] = [(faces, own_face, True), (faces, own_face, False)]
    ways += [(keys, own_letters, True), (keys, own_letters, False), (place, own_place, True)]
    taken: set[int] = set()
    for names, name, same_date in ways:
        candidates: dict[Hashable, list[int]] = {}
        for number in numbers:
            if number not in taken:
                for each in set(names(number)):
                    candidates.setdefault(each, []).append(number)
        rest: list[Faced] = []
        for entry, face in left:
            fitting = (
                number
                for number in candidates.get(name(entry, face), ())
                if number not in taken and (not same_date or entry.date in _dates(memory, number))
            )
            number = next(fitting, -1)
            if number < 0:
                rest.append((entry, face))
            else:
                taken.add(number)
                _show(pool, memory, number, entry, face)
        left = rest
    return left


def _show(pool: Pool, memory: Memory, number: int, entry: Entry, face: int) -> None:
    """Note that a family is what an entry of the journal shows."""
    family = memory.families[number]
    same = [version for version in family.versions if version.face == face]
    if same:
        version = next((each for each in same if each.date == entry.date), same[0])
        known = pool.find(version.date, version.face)
    else:
        known = pool.find(entry.date, face)
    if known is None or known.family != number or known.entry is not None:
        known = pool.add(pool.make(entry, face, hand=True))
        known.family = number
        for version in family.versions:
            other = pool.find(version.date, version.face)
            if other and other.version.pin:
                other.version = replace(other.version, pin=False)
    pool.texts.add(entry.body)
    known.body = entry.body
    known.entry = entry
    if entry.date not in _dates(memory, number) or (family.fixed and entry.date == family.date):
        known.fixed = entry.date
    pool.shown[number] = known


def _dates(memory: Memory, number: int) -> set[object]:
    family = memory.families[number]
    return {version.date for version in family.versions}
