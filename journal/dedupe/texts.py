"""The distinct texts of an import, and which of them share rare shingles."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from itertools import chain, compress, count, islice
from mmap import mmap
from operator import eq
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_NUMBER = 0xFFFFFFFF

BITS = 21
"""Bits of a text's number; with the 32 of a shingle they fill what a float holds exactly.

Two million texts: those beyond are recognised by their letters only. Floats,
because Python sorts them twice as fast as integers of that length.
"""

_SPAN = float(1 << BITS)

PARTS = 64
"""The sample is looked through in so many parts, to bound what a sorted copy needs."""

FRESH = 1 << 16
"""So many shingles are sorted and put away at once, or counted."""

FEW = 16
"""So many texts of a shingle mostly tell that it is common, however many there are."""

WINDOW = 4
"""Among many versions with one shingle, each is compared with so many that are next in size."""


class Texts:
    """Texts numbered by their letters, and a sample of the shingles of each."""

    def __init__(self) -> None:
        """Begin with no text."""
        self.keys: list[int] = []
        self.sizes = array("Q")
        self.sampled = bytearray()
        self._numbers: dict[int, int] = {}
        self._fresh = array("d")
        self._blocks: list[memoryview[float]] = []
        self._rare = array("L")

    def number(self, key: int, size: int) -> int:
        """Return the number of the text with these letters, whose body may be unknown."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.sizes.append(size)
            self.sampled.append(False)
            self._rare.append(0)
        return number

    def add(self, body: str) -> int:
        """Return the number of a body, sampled the first time it is seen."""
        text = fingerprint.letters(body)
        number = self.number(fingerprint.content_key(body, text), len(text))
        if not self.sampled[number]:
            self._sample(number, text)
        return number

    def close(self) -> None:
        """Let go of what only the numbering needs; no text comes after it."""
        self._numbers.clear()

    def _sample(self, number: int, text: str) -> None:
        self.sampled[number] = True
        if number >> BITS:
            return
        found = fingerprint.sample(text)
        self._rare[number] = len(found)
        self._fresh.extend([shingle * _SPAN + number for shingle in found])
        if len(self._fresh) > FRESH:
            self._put_away()

    def _put_away(self) -> None:
        """Sort the shingles that are new into a block of their own."""
        if self._fresh:
            packed = array("d", sorted(self._fresh))
            del self._fresh[:]
            # Memory from here goes back whole; what the heap had given stays with the process.
            block = memoryview(mmap(-1, len(packed) * packed.itemsize)).cast("d")
            block[:] = memoryview(packed)
            self._blocks.append(block)

    def overlaps(
        self, is_rare: Callable[[list[int]], bool], order: Callable[[int], tuple[int, int]]
    ) -> Overlaps:
        """Count the rare shingles that texts share; it can be asked once.

        `is_rare` is told texts that hold a shingle, and may be told some of
        them only: more never make it rare. `order` sorts texts where there are
        too many to compare each with each.
        """
        pairs = array("Q")
        often = array("L")
        common = array("L", [0]) * len(self.keys)
        for run in self._runs():
            if is_rare(run[:FEW]) and (len(run) <= FEW or is_rare(run)):
                pairs.extend(_pairs(run, order))
            else:
                often.extend(run)
                if len(often) > FRESH:
                    _count(often, common)
        _count(often, common)
        for number, times in enumerate(common):
            self._rare[number] -= times
        return Overlaps(self._rare, common, _repeated(pairs))

    def _runs(self) -> Iterator[list[int]]:
        """Yield the texts of each shingle that more than one text has; the sample is used up."""
        self._put_away()
        number = (1 << BITS) - 1
        ends = [0] * len(self._blocks)
        for part in range(PARTS):
            bound = (part + 1 << 32 + BITS) // PARTS
            starts, ends = ends, [bisect_left(block, bound) for block in self._blocks]
            spans = zip(self._blocks, starts, ends, strict=True)
            packed = [*map(int, sorted(chain.from_iterable(b[i:j].tolist() for b, i, j in spans)))]
            shingles = [each >> BITS for each in packed]
            start = end = 0
            for at in compress(count(), map(eq, shingles, islice(shingles, 1, None))):
                if at != end:
                    if end:
                        yield [each & number for each in packed[start : end + 1]]
                    start = at
                end = at + 1
            if end:
                yield [each & number for each in packed[start : end + 1]]
        self._blocks.clear()


class Overlaps:
    """How much texts have in common, as far as their samples tell."""

    def __init__(
        self, rare: Sequence[int], common: Sequence[int], shared: Mapping[int, int]
    ) -> None:
        """Keep the counts of rare and of common shingles, and of those that a pair shares.

        Of a pair that shares one only nothing is known.
        """
        self._rare = rare
        self._common = common
        self._shared = shared

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of texts that share at least two of the rare shingles sampled."""
        for pair in self._shared:
            yield pair >> 32, pair & _NUMBER

    def own(self, number: int) -> float:
        """Return the share of a text that is its own, not boilerplate."""
        rare, common = self._rare[number], self._common[number]
        return rare / (rare + common) if rare or common else 1.0

    def measure(self, one: int, other: int) -> tuple[int, float, float]:
        """Return how many rare shingles two texts share (about), their Jaccard, their containment.

        Containment is the share of the text with fewer rare shingles.
        """
        left, right = self._rare[one], self._rare[other]
        shared = self._shared.get(_pair(one, other), 0)
        if not shared:
            return 0, 0.0, 0.0
        jaccard, containment = shared / (left + right - shared), shared / min(left, right)
        return shared * fingerprint.RATE, jaccard, containment


def _count(often: array[int], common: array[int]) -> None:
    """Add to the counts of texts how often each was met, and forget that."""
    for number, times in Counter(often).items():
        common[number] += times
    del often[:]


def _repeated(pairs: array[int]) -> dict[int, int]:
    """Return the pairs that are there more than once, in order, and how often.

    Nearly all are there once: those are told by marks first, not by counts of their own.
    """
    size = 4 * len(pairs) + 1
    seen, again = bytearray(size), bytearray(size)
    for pair in pairs:
        if seen[pair % size]:
            again[pair % size] = 1
        seen[pair % size] = 1
    counts = Counter(pair for pair in pairs if again[pair % size])
    return {pair: times for pair, times in counts.items() if times > 1}


def _pair(one: int, other: int) -> int:
    return one << 32 | other if one < other else other << 32 | one


def _pairs(numbers: list[int], order: Callable[[int], tuple[int, int]]) -> Iterator[int]:
    if len(numbers) > 3 * WINDOW:
        numbers = sorted(numbers, key=order)
        reach = WINDOW
    else:
        reach = len(numbers)
    for i, one in enumerate(numbers):
        for other in numbers[i + 1 : i + 1 + reach]:
            yield _pair(one, other)
