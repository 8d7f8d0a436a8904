"""Versions put together, one cluster an entry.

Clock times: two texts of one day that were written at two times are two
entries, unless they are long enough to be one whose clock was off. A version
whose export lost the times goes with the earliest that has its text. Titles:
the same few words, or none, under two titles of one day are two entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.known import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.dedupe.known import Known

_NONE: frozenset[str] = frozenset()


OFF = 100
"""Letters of a text that nobody writes twice a day; below, another clock time is another entry.

That of `match.ENOUGH`, and for the same reason.
"""


FEW = 20
"""Letters that stand under two titles of one day by accident; invented, as `5km` and `ok` are."""


class Cluster:
    """Versions that are one entry.

    `times` and `titles` are what tells short texts of one day apart. Those
    changed by hand do not count.
    """

    __slots__ = ("entry", "exports", "members", "size", "times", "titles")

    def __init__(self, known: Known) -> None:
        """Begin with one version."""
        self.members = [known]
        self.exports = known.exports
        self.entry = known if known.entry else None
        self.size = known.version.size
        self.times = self.titles = _NONE
        version = known.version
        if (version.time or version.size < FEW) and not (known.by_hand and version.hand == "text"):
            if time := clock(version.time):
                self.times = frozenset((str(time),))
            if version.size < FEW and (title := fingerprint.title_key(version.title)):
                self.titles = frozenset((title,))

    def add(self, other: Cluster) -> None:
        """Take the members of another."""
        self.members += other.members
        self.exports = self.exports | other.exports
        self.entry = self.entry or other.entry
        self.size = min(self.size, other.size)
        self.times = self.times | other.times
        self.titles = self.titles | other.titles

    def clashes(self, other: Cluster) -> bool:
        """Tell whether clock or titles say that these are two entries."""
        if min(self.size, other.size) >= OFF:
            return False
        return _differ(self.times, other.times) or _differ(self.titles, other.titles)


class Clusters:
    """The cluster of each version; each begins alone, and has none till it is needed."""

    def __init__(self, versions: Sequence[Known]) -> None:
        """Begin with each alone."""
        self._versions = versions
        self._of: dict[Known, Cluster] = {}

    def of(self, known: Known) -> Cluster:
        """Return the cluster of a version."""
        found = self._of.get(known)
        if found is None:
            found = self._of[known] = Cluster(known)
        return found

    def part(self, known: Known) -> Cluster | Known:
        """Return the cluster of a version, or itself where it is alone and has none yet."""
        return self._of.get(known, known)

    def each(self) -> list[Cluster | Known]:
        """Return each cluster once, in the order of the versions.

        One that nothing can change is told by its only version.
        """
        found = dict.fromkeys(
            known if known.stays and known not in self._of else self.of(known)
            for known in self._versions
        )
        return list(found)

    def join(self, one: Known, other: Known) -> bool:
        """Make one entry of two, unless an export or the journal has both, or they clash."""
        if not self.part(one).exports.isdisjoint(self.part(other).exports):
            return self.part(one) is self.part(other)
        left, right = self.of(one), self.of(other)
        if left is right:
            return True
        if left.entry and right.entry and _both_by_hand(left.entry, right.entry):
            return False
        if left.clashes(right):
            return False
        if len(left.members) < len(right.members):
            left, right = right, left
        left.add(right)
        for known in right.members:
            self._of[known] = left
        return True

    def split(self, cluster: Cluster, apart: list[Known]) -> None:
        """Make an entry of its own of some versions of a cluster."""
        for members in ([m for m in cluster.members if m not in apart], apart):
            new = Cluster(members[0])
            for known in members[1:]:
                new.add(Cluster(known))
            self._of.update(dict.fromkeys(members, new))


def _both_by_hand(one: Known, other: Known) -> bool:
    """Tell whether a person let both stand: wrote one of them, or changed both."""
    if one.by_hand and other.by_hand:
        return True
    return any(each.by_hand and each.version.hand == "entry" for each in (one, other))


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)
