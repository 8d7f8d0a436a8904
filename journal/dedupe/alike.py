"""How alike two bodies are, exactly; for the few pairs where it matters."""

from __future__ import annotations

from functools import lru_cache

from journal import fingerprint

# The same two bodies are asked about several times in a row.
_AT_HAND = 8


@lru_cache(_AT_HAND)
def letters(body: str) -> str:
    """Return the letters of a body."""
    return fingerprint.letters(body)


@lru_cache(_AT_HAND)
def _units(body: str) -> str:
    return fingerprint.units(body)


def same_letters(one: str, other: str) -> bool:
    """Tell whether two bodies say the same; without letters, whether they show the same."""
    left, right = letters(one), letters(other)
    if left or right:
        return left == right
    return fingerprint.content_key(one, left) == fingerprint.content_key(other, right)


def holds(large: str, small: str) -> bool:
    """Tell whether a body has all that another says, stretch by stretch."""
    text = _units(large)
    return all(unit in text for unit in _units(small).split("\n"))


def similarity(one: str, other: str) -> float:
    """Return the share of shingles that two bodies have in common, from 0 to 1."""
    return 1.0 if same_letters(one, other) else overlap(one, other)[0]


def overlap(one: str, other: str) -> tuple[float, float]:
    """Return the Jaccard of the shingles of two bodies, and the containment of the shorter."""
    left = fingerprint.shingles(letters(one))
    right = fingerprint.shingles(letters(other))
    shared = len(left & right)
    union = len(left) + len(right) - shared
    return shared / (union or 1), shared / (min(len(left), len(right)) or 1)
