"""Finding the entries of the journal again among the families remembered.

Date, title and text may each have been changed by hand since. What was
changed is taken as the newest of all.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.known import clock

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from journal.dedupe.memory import Memory
    from journal.dedupe.pool import Pool
    from journal.entry import Entry

    Faced = tuple[Entry, int]


def link(pool: Pool, memory: Memory, existing: Sequence[Entry]) -> list[Faced]:
    """Tie the families of the memory to entries; return the entries that no family has.

    Each entry is returned with its face. Most sure first: text, date and clock
    time as they were left; the text of any version; its letters; a date and a
    title that are not blank; a date on which only one of each is left.
    """
    places = {
        (family.date, clock(family.time), family.versions[0].face): number
        for number, family in enumerate(memory.families)
    }
    left: list[Faced] = []
    for entry in existing:
        face = fingerprint.face(entry.title, entry.body)
        number = places.pop((entry.date, clock(entry.time), face), None)
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
    """Tie what was changed by hand, the surest way first."""

    def faces(number: int) -> set[Hashable]:
        return {version.face for version in memory.families[number].versions}

    def keys(number: int) -> set[Hashable]:
        return {version.letters for version in memory.families[number].versions}

    def heading(number: int) -> set[Hashable]:
        family = memory.families[number]
        key = fingerprint.title_key(family.title)
        return {(family.date, key)} if key else set()

    def own_face(found: Faced) -> Hashable:
        return found[1]

    def own_letters(found: Faced) -> Hashable:
        number = pool.read[id(found[0])] = pool.read_once(found[0])
        return pool.texts.keys[number]

    def own_heading(found: Faced) -> Hashable:
        return found[0].date, fingerprint.title_key(found[0].title)

    for names, name in ((faces, own_face), (keys, own_letters), (heading, own_heading)):
        for same_date in (True, False):
            rest: list[Faced] = []
            candidates: dict[Hashable, list[int]] = {}
            for number in reversed(numbers):
                dates = _dates(memory, number) if same_date else {None}
                for key in product(names(number), dates) if number not in pool.shown else ():
                    candidates.setdefault(key, []).append(number)
            for found in left:
                waiting = candidates.get((name(found), found[0].date if same_date else None), [])
                while waiting and waiting[-1] in pool.shown:
                    waiting.pop()
                if waiting:
                    _show(pool, memory, waiting.pop(), *found)
                else:
                    rest.append(found)
            left = rest
    return _link_untitled(pool, memory, left, numbers)


def _link_untitled(
    pool: Pool, memory: Memory, left: list[Faced], numbers: list[int]
) -> list[Faced]:
    """Tie entries without a title to what was left on their date, where there is one of each."""
    families: dict[object, list[int]] = {}
    entries: dict[object, list[Faced]] = {}
    for number in numbers:
        family = memory.families[number]
        if number not in pool.shown and not fingerprint.title_key(family.title):
            families.setdefault(family.date, []).append(number)
    for found in left:
        if not fingerprint.title_key(found[0].title):
            entries.setdefault(found[0].date, []).append(found)
    rest = {id(found[0]): found for found in left}
    for date, candidates in families.items():
        if date and len(candidates) == len(entries.get(date, ())) == 1:
            (found,) = entries[date]
            _show(pool, memory, candidates[0], *found)
            del rest[id(found[0])]
    return [*rest.values()]


def _show(pool: Pool, memory: Memory, number: int, entry: Entry, face: int) -> None:
    """Note that a family is what an entry of the journal shows."""
    family = memory.families[number]
    same = [version for version in family.versions if version.face == face]
    if same:
        time = clock(entry.time)
        version = min(same, key=lambda each: (each.date != entry.date, clock(each.time) != time))
        known = pool.find(version.date, version.time, version.face)
    else:
        known = pool.find(entry.date, entry.time, face)
    if known is None or known.family != number or known.entry is not None:
        known = pool.add(pool.make(entry, face, hand="text"))
        known.family = number
        last = family.versions[0]
        known.version = replace(known.version, after=last.after or last.face)
        for version in family.versions:
            other = pool.find(version.date, version.time, version.face)
            if other and other.version.pin:
                other.version = replace(other.version, pin=False)
    pool.texts.add(entry.body)
    known.holder = entry
    known.entry = entry
    if (
        entry.date not in _dates(memory, number)
        or clock(entry.time) != clock(family.time)
        or (family.fixed and entry.date == family.date)
    ):
        known.fixed = entry.date
    pool.shown[number] = known


def _dates(memory: Memory, number: int) -> set[object]:
    family = memory.families[number]
    return {version.date for version in family.versions}
