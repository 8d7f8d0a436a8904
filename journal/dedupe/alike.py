"""How alike two texts are, exactly; for the few pairs where it matters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from journal.dedupe.groups import Groups
    from journal.dedupe.known import Known

# A text is compared with several others in a row.
_AT_HAND = 8


@lru_cache(_AT_HAND)
def letters(body: str) -> str:
    """Return the letters of a body."""
    return _units(body).replace("\n", "")


@lru_cache(_AT_HAND)
def _units(body: str) -> str:
    return fingerprint.units(body)


@lru_cache(_AT_HAND)
def shingles(body: str) -> set[str]:
    """Return all stretches of five letters in a body."""
    return fingerprint.shingles(letters(body))


class Likeness:
    """How alike versions are; each pair of texts is compared once.

    A version whose own text is not at hand is compared by another of the same letters.
    """

    def __init__(self, groups: Groups) -> None:
        """Begin with no pair."""
        self._groups = groups
        self._overlaps: dict[tuple[int, int], tuple[float, float]] = {}
        self._holds: dict[tuple[int, int], bool] = {}

    def body(self, known: Known) -> str | None:
        """Return a text with the letters of a version, None where there is none at hand."""
        group = self._groups[known.text]
        return next((each.body for each in reversed(group) if each.holder is not None), None)

    def can_compare(self, known: Known) -> bool:
        """Tell whether there is such a text."""
        return any(each.holder is not None for each in self._groups[known.text])

    def similarity(self, one: Known, other: Known) -> float:
        """Return the share of shingles that two texts have in common; 1.0 for the same letters."""
        return 1.0 if one.text == other.text else self.overlap(one, other)[0]

    def overlap(self, one: Known, other: Known) -> tuple[float, float]:
        """Return the Jaccard of the shingles of two texts, and the containment of the shorter."""
        pair = (one.text, other.text) if one.text < other.text else (other.text, one.text)
        found = self._overlaps.get(pair)
        if found is None:
            left, right = shingles(self.body(one) or ""), shingles(self.body(other) or "")
            shared = len(left & right)
            union = len(left) + len(right) - shared
            found = shared / (union or 1), shared / (min(len(left), len(right)) or 1)
            self._overlaps[pair] = found
        return found

    def holds(self, large: Known, small: Known) -> bool:
        """Tell whether a text has all that another says, stretch by stretch."""
        pair = large.text, small.text
        found = self._holds.get(pair)
        if found is None:
            text = _units(self.body(large) or "")
            parts = _units(self.body(small) or "").split("\n")
            found = self._holds[pair] = all(part in text for part in parts)
        return found
