"""Versions put together, one cluster an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.dedupe.pool import Known


class Cluster:
    """Versions that are one entry."""

    __slots__ = ("entry", "exports", "members")

    def __init__(self, known: Known) -> None:
        """Begin with one version."""
        self.members = [known]
        self.exports = known.exports
        self.entry = known if known.entry else None


class Clusters:
    """The cluster of each version; each begins alone."""

    def __init__(self, versions: Iterable[Known]) -> None:
        """Begin with clusters of one version."""
        self.of = {known: Cluster(known) for known in versions}

    def each(self) -> list[Cluster]:
        """Return each cluster once, in the order of the versions."""
        return list(dict.fromkeys(self.of.values()))

    def join(self, one: Known, other: Known) -> bool:
        """Make one entry of two, unless an export, or the journal by hand, has both."""
        left, right = self.of[one], self.of[other]
        if left is right:
            return True
        if not left.exports.isdisjoint(right.exports):
            return False
        if left.entry and right.entry and (left.entry.by_hand or right.entry.by_hand):
            return False
        if len(left.members) < len(right.members):
            left, right = right, left
        left.members += right.members
        left.exports = left.exports | right.exports
        left.entry = left.entry or right.entry
        for known in right.members:
            self.of[known] = left
        return True

    def split(self, cluster: Cluster, apart: list[Known]) -> None:
        """Make an entry of its own of some versions of a cluster."""
        for members in ([m for m in cluster.members if m not in apart], apart):
            new = Cluster(members[0])
            for known in members[1:]:
                new.members.append(known)
                new.exports = new.exports | known.exports
                new.entry = new.entry or (known if known.entry else None)
            self.of.update(dict.fromkeys(members, new))
