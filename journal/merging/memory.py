"""What two copies of a journal remember of earlier imports, put together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from journal.dedupe.memory import Family, Memory, loads
from journal.merging.fields import three_way
from journal.merging.model import CannotMergeError, Merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.dedupe.memory import Seen, Version

    Place = tuple[object, object, int]


def merge_memories(base: str, ours: str, theirs: str, path: str = "") -> Merged:
    """Merge the memories of two copies: all exports, all versions, nothing forgotten.

    The result is the same whichever side is which. Raises CannotMergeError for
    what a later version wrote, and for lines that cannot be read.
    """
    decided = three_way(base, ours, theirs)
    if decided is not None:
        return Merged(decided)
    try:
        sides = loads(ours), loads(theirs)
    except ValueError as error:
        raise CannotMergeError(
            f"a later version of journal wrote this ({error})", where=path
        ) from None
    if any(side.damaged for side in sides):
        raise CannotMergeError("this memory has lines that cannot be read", where=path)
    exports = sorted(
        {_rank(seen): seen for side in sides for seen in side.exports}.values(), key=_rank
    )
    exports = list({seen.key: seen for seen in exports}.values())
    places = {seen.key: place for place, seen in enumerate(exports)}
    known = [
        [
            _renumbered(family, [places[seen.key] for seen in side.exports])
            for family in side.families
        ]
        for side in sides
    ]
    merged = sorted(_joined(*known), key=_order)
    return Merged(Memory(tuple(exports), tuple(merged)).dumps())


def _rank(seen: Seen) -> tuple[str, int, str]:
    return str(seen.reach or ""), seen.key, seen.name


def _renumbered(family: Family, places: Sequence[int]) -> Family:
    """Return a family whose versions name exports by their places in the merged memory."""
    versions = (
        replace(version, exports=tuple(sorted({places[one] for one in version.exports})))
        for version in family.versions
    )
    return replace(family, versions=tuple(versions))


def _joined(ours: Sequence[Family], theirs: Sequence[Family]) -> Iterator[Family]:
    """Yield the families of both sides, those that share a version as one, most shared first."""
    homes: dict[Place, list[int]] = {}
    for j, family in enumerate(theirs):
        for version in family.versions:
            homes.setdefault(_place(version), []).append(j)
    shared = Counter(
        (i, j)
        for i, family in enumerate(ours)
        for version in family.versions
        for j in homes.get(_place(version), ())
    )
    left, right = dict(enumerate(ours)), dict(enumerate(theirs))

    def rank(pair: tuple[int, int]) -> tuple[object, ...]:
        return -shared[pair], *sorted((_order(ours[pair[0]]), _order(theirs[pair[1]])))

    for i, j in sorted(shared, key=rank):
        if i in left and j in right:
            yield _merge([left.pop(i), right.pop(j)])
    yield from left.values()
    yield from right.values()


def _merge(group: list[Family]) -> Family:
    """Return one family of those that are one entry."""
    first, *others = sorted(group, key=_weight, reverse=True)
    versions: dict[Place, Version] = {_place(version): version for version in first.versions}
    for family in others:
        for version in family.versions:
            known = versions.get(_place(version))
            versions[_place(version)] = _both(known, version) if known else version
    fixed = any(family.fixed for family in group)
    shown, *rest = versions.values()
    rest.sort(key=lambda version: tuple(map(str, _place(version))))
    labels = tuple(sorted({label for family in group for label in family.labels}))
    return replace(first, versions=(shown, *rest), fixed=fixed, labels=labels)


def _both(one: Version, other: Version) -> Version:
    """Return a version with what two copies know of it."""
    pair = one, other
    return replace(
        one,
        exports=tuple(sorted({*one.exports, *other.exports})),
        fits=one.fits or other.fits,
        weekday=max((each.weekday for each in pair if each.weekday is not None), default=None),
        body=max((each.body for each in pair if each.body is not None), default=None),
        hand=max(one.hand, other.hand),
        pin=one.pin or other.pin,
        apart=one.apart or other.apart,
        kept=max(one.kept, other.kept),
        source=min(filter(None, (one.source, other.source)), default=""),
        after=max(one.after, other.after),
    )


def _place(version: Version) -> Place:
    return version.date, version.time, version.face


def _weight(family: Family) -> tuple[object, ...]:
    """Return what decides which text and date of two a merged family takes to be shown."""
    shown = family.versions[0]
    sure = family.fixed, shown.pin, shown.size, shown.face
    return *sure, *_order(family), *map(str, _place(shown))


def _order(family: Family) -> tuple[str, str, str, int]:
    return str(family.date), str(family.time or ""), family.title, family.versions[0].face
