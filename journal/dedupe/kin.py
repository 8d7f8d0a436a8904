"""What exports have to do with one another."""

from __future__ import annotations

from array import array
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.slips import shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.dedupe.clusters import Cluster
    from journal.dedupe.known import Known
    from journal.dedupe.slips import Shift

VOTES = 3
"""Entries that must agree on a shift, and none disagree, before it is believed of short texts.

Two exports of one real diary agreed on four; from 2 to 6 the benchmark's figures stay.
"""


class Kin:
    """Which exports are of one diary, and which titles are used once in each."""

    def __init__(self, versions: Sequence[Known], sizes: Sequence[int], *, at_least: int) -> None:
        """Relate the exports that share a text of at least so many letters."""
        self._versions = versions
        self._heads: dict[int, int] = {}
        homes = array("l", [-1]) * len(sizes)
        for known in versions:
            if sizes[known.text] >= at_least:
                for place in known.exports:
                    home = homes[known.text]
                    if home < 0:
                        homes[known.text] = place
                    elif home != place:
                        self._heads[self._head(place)] = self._head(home)

    def related(self, one: Known, other: Known) -> bool:
        """Tell whether two versions come from exports of one diary."""
        return any(self._head(x) == self._head(y) for x in one.exports for y in other.exports)

    def share_title(self, one: Known, other: Known) -> bool:
        """Tell whether two versions have the same title, which each export has once."""
        key = fingerprint.title_key(one.version.title)
        return (
            bool(key)
            and key == fingerprint.title_key(other.version.title)
            and _rough(one) not in self._repeated
            and _rough(other) not in self._repeated
        )

    def common_shift(self, pair: tuple[int, int], clusters: list[Cluster]) -> Shift | None:
        """Return the shift by which all entries differ that two exports share."""
        votes: Counter[Shift] = Counter()
        for cluster in clusters:
            if len(cluster.members) > 1 and cluster.exports.issuperset(pair):
                dates = [
                    next(known.version.date for known in cluster.members if place in known.exports)
                    for place in pair
                ]
                if dates[0] and dates[1]:
                    votes[shift(dates[0], dates[1])] += 1
            elif cluster.exports.issuperset(pair):
                votes["day", 0] += 1
        if len(votes) != 1:
            return None
        ((by, count),) = votes.items()
        return by if count >= VOTES and by[1] else None

    @cached_property
    def _repeated(self) -> set[str]:
        counts: Counter[tuple[int, str]] = Counter()
        dates: dict[str, set[object]] = {}
        again: set[str] = set()
        seen: set[str] = set()
        for known in self._versions:
            title = _rough(known)
            (again if title in seen else seen).add(title)
        for known in self._versions:
            title = _rough(known)
            if title not in again:
                continue
            dates.setdefault(title, set()).add(known.version.date)
            for place in known.exports:
                counts[place, title] += 1
        often = {title for title, found in dates.items() if len(found) > 3}
        return often.union(title for (_, title), count in counts.items() if count > 1)

    def _head(self, place: int) -> int:
        heads = self._heads
        while (head := heads.setdefault(place, place)) != place:
            heads[place] = place = heads[head]
        return place


def _rough(known: Known) -> str:
    return "".join(known.version.title.split()).casefold()
