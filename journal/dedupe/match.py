"""Which versions are one entry.

A function of the set of versions: all pairs that may be one entry are put in
order, the surest first, and joined unless an export holds both sides. No
export repeats an entry in other words, so two texts of one export are two
entries. `ENOUGH` to `CONTAINED` come from pairs of versions in public diaries,
the others from invented ones (`tests/benchmarks/dedupe.py`); `same_day` tells
how far each may move.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journal.dedupe.alike import Likeness
from journal.dedupe.clusters import Cluster, Clusters
from journal.dedupe.groups import Groups
from journal.dedupe.kin import Kin
from journal.dedupe.same_day import SURE, key, same_day, same_title
from journal.dedupe.slips import moved, shift, slip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal.dedupe.known import Known
    from journal.dedupe.pool import Pool
    from journal.dedupe.slips import Shift

DATES = 4
"""A shingle under more dates than this is boilerplate: two entries, each with one slip."""

A_SIDE = 2
"""A shingle in more entries of one export than this is boilerplate."""

ENOUGH, SOME = 100, 40
"""Letters that make a text its own on another day; the same with a title of its own."""

RARE = 20
"""Rare shingles in common that are no accident."""

OWN = 0.25
"""The share of a text's shingles that must be rare, else it is taken for boilerplate."""

SIMILAR = 0.15
"""Jaccard of rare shingles with the same date and title; twice that with another title."""

NEARLY, VERY = 0.70, 0.85
"""Jaccard of all shingles on a date that is a slip of the pen; on any date."""

CONTAINED = 0.60
"""Containment that makes one text a part of the other."""

ALIKE, PARTLY = 0.18, 0.45
"""Exact Jaccard and containment, rare or not, above what two texts of one language share by
chance: at most 0.16 and 0.30 in invented ones."""

OVERLAP = 0.80
"""Containment that is worth a note where two entries stay two."""


class Match:
    """The clusters, and what else was seen on the way."""

    def __init__(self, pool: Pool) -> None:
        """Sort the versions into clusters."""
        self._pool = pool
        self._groups = Groups(pool.versions, len(pool.texts.keys))
        self.clusters = Clusters(pool.versions)
        self.likeness = Likeness(self._groups)
        self._sizes = Counter(place for known in pool.versions for place in known.exports)
        self._overlaps = pool.texts.overlaps(self._is_rare, self._order)
        self._kin = Kin(pool.versions, pool.texts.sizes, at_least=SOME)
        self.overlap: dict[int, int] = {}
        self._join_remembered()
        self._join_same_letters()
        self._join_moved()
        self._join_similar()
        self._join_shifted()

    def _is_rare(self, numbers: list[int]) -> bool:
        groups = self._groups
        if len(numbers) == 2 and groups.are_single(numbers):
            return True
        # Most shingles of several texts are boilerplate, and of those the dates tell at once.
        dates: set[object] = {*map(groups.days.__getitem__, numbers)}
        if len(dates) > DATES:
            return False
        counts: dict[int, int] = {}
        for number in numbers:
            for known in groups[number]:
                dates.add(known.version.date or known)
                if len(dates) > DATES:
                    return False
                for place in known.exports:
                    counts[place] = counts.get(place, 0) + 1
                    if counts[place] > A_SIDE:
                        return False
        return True

    def _order(self, number: int) -> tuple[int, int]:
        return self._pool.texts.sizes[number], self._pool.texts.keys[number]

    def _join_remembered(self) -> None:
        """Keep together what cannot be compared again: texts unknown, texts rewritten by hand."""
        families: dict[int, list[Known]] = {}
        seen = bytearray(1 + max((known.family for known in self._pool.versions), default=-1))
        for known in self._pool.versions:
            if known.family >= 0:
                seen[known.family] = min(seen[known.family] + 1, 2)
        for known in self._pool.versions:
            if known.family >= 0 and seen[known.family] > 1:
                families.setdefault(known.family, []).append(known)
        for members in families.values():
            for known in members:
                rewritten = known.by_hand and known.version.hand == "text"
                if rewritten or not self._pool.texts.sampled[known.text]:
                    others = [other for other in members if other is not known]
                    same = (o for o in others if o.version.face == known.version.after)
                    self.clusters.join(known, next(same, others[0]))

    def _join_same_letters(self) -> None:
        for _, group in self._groups.several():
            days: dict[object, list[Known]] = {}
            for known in group:
                days.setdefault(known.version.date, []).append(known)
            for members in days.values():
                if len(members) > 1:
                    members.sort(key=key)
                    for fits in (_same_heading, same_title, _same_day):
                        self._join_each(members, fits)

    def _join_each(self, members: list[Known], fits: Callable[[Known, Known], bool]) -> None:
        heads: list[Known] = []
        for known in members:
            wanted = (head for head in heads if fits(head, known))
            if not any(self.clusters.join(head, known) for head in wanted):
                heads.append(known)

    def _join_moved(self) -> None:
        for number, group in self._groups.several():
            dated = [known for known in group if known.version.date and not known.version.apart]
            if len({known.version.date for known in dated}) < 2 or not self._unique(dated):
                continue
            dated.sort(key=key)
            size = self._pool.texts.sizes[number]
            own = size >= ENOUGH and self._overlaps.own(number) >= OWN
            for i, known in enumerate(dated):
                for other in dated[:i]:
                    if own or (size >= SOME and self._kin.share_title(known, other)):
                        self.clusters.join(other, known)

    def _unique(self, group: list[Known]) -> bool:
        dates: dict[int, set[object]] = {}
        for known in group:
            for place in known.exports:
                dates.setdefault(place, set()).add((known.version.date, known.version.time))
        alone = {
            known.version.date
            for known in group
            if all(self._sizes[place] == 1 for place in known.exports)
        }
        return len(alone) < DATES and all(len(found) == 1 for found in dates.values())

    def _join_similar(self) -> None:
        edges = [*self._similar()]
        sure = {(one, other) for score, one, other in edges if score >= SURE}

        def may_join(one: Known, other: Known) -> bool:
            left, right = self.clusters.part(one), self.clusters.part(other)
            known = (one, other) in sure or (other, one) in sure
            return not known and left is not right and left.exports.isdisjoint(right.exports)

        edges += same_day(self._pool.versions, self.likeness, may_join)
        edges.sort(key=lambda edge: (-edge[0], key(edge[1]), key(edge[2])))
        for _, one, other in edges:
            self.clusters.join(one, other)

    def _similar(self) -> Iterator[tuple[float, Known, Known]]:
        for one, other in self._overlaps:
            shared, jaccard, containment = self._overlaps.measure(one, other)
            if containment >= OVERLAP:
                self.overlap.setdefault(one, other)
                self.overlap.setdefault(other, one)
            if jaccard < SIMILAR and containment < CONTAINED:
                continue
            pairs = [(a, b) for a in self._groups[one] for b in self._groups[other]]
            same = [(a, b) for a, b in pairs if a.version.date == b.version.date]
            for a, b in same or pairs:
                if a.version.apart or b.version.apart:
                    continue
                bonus = self._judge(a, b, shared, jaccard, containment)
                if bonus is not None:
                    a, b = (a, b) if key(a) < key(b) else (b, a)
                    yield (jaccard + containment) / 2 + bonus, a, b

    def _judge(
        self, one: Known, other: Known, shared: int, jaccard: float, containment: float
    ) -> float | None:
        """Apply rules 4 and 6; return what the dates and titles add to the score."""
        here, there = one.version.date, other.version.date
        if here == there:
            exact, part = self._alike(one, other)
            if exact < ALIKE and part < PARTLY:
                return None
            if same_title(one, other):
                return 0.2
            enough = shared >= RARE and (jaccard >= 2 * SIMILAR or containment >= CONTAINED)
            return 0.1 if enough else None
        sizes = self._pool.texts.sizes
        if here is None or there is None or shared < RARE:
            return None
        if min(sizes[one.text], sizes[other.text]) < ENOUGH or not self._kin.related(one, other):
            return None
        near = slip(here, there)
        if (here - there).days % 7 == 0 and near not in {"year", "swap"}:
            # Two issues of something weekly are as alike as two versions of one.
            return None
        titled = self._kin.share_title(one, other)
        if (near == "day" and not titled) or (
            near in {"day", "digit"} and (_has_tasks(one) or _has_tasks(other))
        ):
            # What is not done today is copied to tomorrow.
            return None
        least = VERY if near == "far" else 2 * SIMILAR if titled else NEARLY
        return 0.0 if self._alike(one, other)[0] >= least else None

    def _alike(self, one: Known, other: Known) -> tuple[float, float]:
        """Return Jaccard and containment of two texts exactly, rare or not."""
        if not self.likeness.can_compare(one) or not self.likeness.can_compare(other):
            return 1.0, 1.0
        return self.likeness.overlap(one, other)

    def _join_shifted(self) -> None:
        """Join short texts too, between exports of which all else differs by one shift."""
        wanted: dict[tuple[int, int], list[tuple[Shift, Known, Known]]] = {}
        for _, group in self._groups.several():
            if len(group) <= 16 and len(set(map(self.clusters.part, group))) > 1:
                for x, y, by, one, other in self._shifted_pairs(group):
                    wanted.setdefault((x, y), []).append((by, one, other))
        seen = self._pool.exports
        chosen = sorted(wanted, key=lambda pair: (seen[pair[0]].key, seen[pair[1]].key))[:64]
        parts = self.clusters.each() if chosen else []
        clusters = [part for part in parts if isinstance(part, Cluster)]
        common = {pair: self._kin.common_shift(pair, clusters) for pair in chosen}
        for pair in chosen:
            found = [(one, other) for by, one, other in wanted[pair] if by == common[pair]]
            for one, other in sorted(found, key=lambda each: (key(each[0]), key(each[1]))):
                self.clusters.join(one, other)

    def _shifted_pairs(self, group: list[Known]) -> Iterator[tuple[int, int, Shift, Known, Known]]:
        for one in group:
            for other in group:
                here, there = one.version.date, other.version.date
                if not here or not there or here >= there:
                    continue
                by = shift(here, there)
                if moved(here, by) != there:
                    continue
                for x in one.exports:
                    for y in other.exports:
                        if x != y:
                            yield x, y, by, one, other


def _same_heading(one: Known, other: Known) -> bool:
    return one.version.time == other.version.time and same_title(one, other)


def _same_day(_one: Known, _other: Known) -> bool:
    return True


def _has_tasks(known: Known) -> bool:
    body = known.body or ""
    return body.count("- [ ]") + body.count("- [x]") > 2
