"""How alike texts are that only one of two versions of a file has."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from typing import Any

    Score = tuple[float, float, int, int]
    """Jaccard, containment, letters of the shorter text, stretches in common."""

SHORT = 100
"""Letters below which two texts of one day are compared by stretches of two, not of five."""

COMMON = 8
"""A shingle in more entries than this tells nothing."""

MOST = 2_000_000
"""Letters of what is left above which only a sample of the shingles is looked at."""


class Alike:
    """How alike texts of two sides are."""

    def __init__(self, old: dict[int, str], new: dict[int, str]) -> None:
        """Take the letters of each text."""
        few = sum(map(len, old.values())) + sum(map(len, new.values())) < MOST
        parts: Callable[[str], Iterable[Hashable]] = (
            fingerprint.shingles if few else fingerprint.sample
        )
        self._texts = old, new
        self._old = {i: set(parts(text)) for i, text in old.items()}
        self._new = {j: set(parts(text)) for j, text in new.items()}
        self._having: dict[Hashable, list[int]] = {}
        for j, own in self._new.items():
            for part in own:
                self._having.setdefault(part, []).append(j)

    def candidates(self, i: int) -> set[int]:
        """Return the new texts that share something with an old one which few others have."""
        shared = (self._having.get(part, ()) for part in self._old[i])
        return {j for same in shared if len(same) <= COMMON for j in same}

    def measure(self, i: int, j: int, *, short: bool) -> Score:
        """Return how much two texts share; with `short`, short ones by stretches of two."""
        texts = self._texts[0][i], self._texts[1][j]
        size = min(map(len, texts))
        one: set[Any] = self._old[i]
        other: set[Any] = self._new[j]
        if short and size < SHORT:
            one, other = (set(pairwise(text)) for text in texts)
        shared = len(one & other)
        least = min(len(one), len(other)) or 1
        return shared / (len(one | other) or 1), shared / least, size, shared
