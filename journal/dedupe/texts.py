"""The distinct texts of an import, and which of them share rare shingles."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain, compress, count, islice
from operator import ne
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NUMBER = 0xFFFFFFFF

PART = 1 << 19
"""The sample is sorted in pieces of about this size, to bound what a sorted copy needs."""

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
        self._bodies: dict[str, int] = {}
        self._shingles = array("Q")
        self._rare = [array("L") for _ in fingerprint.LEVELS]

    def number(self, key: int, size: int) -> int:
        """Return the number of the text with these letters, whose body may be unknown."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.sizes.append(size)
            self.sampled.append(False)
            for counts in self._rare:
                counts.append(0)
        return number

    def add(self, body: str) -> int:
        """Return the number of a body, sampled the first time it is seen."""
        number = self._bodies.get(body)
        if number is None:
            text = fingerprint.letters(body)
            number = self.number(fingerprint.content_key(body, text), len(text))
            self._bodies[body] = number
            if not self.sampled[number]:
                self._sample(number, text)
        return number

    def forget_bodies(self) -> None:
        """Let go of the bodies; what is asked from here on needs none."""
        self._bodies.clear()

    def _sample(self, number: int, text: str) -> None:
        self.sampled[number] = True
        found = fingerprint.sample(text)
        self._shingles.extend([shingle << 32 | number for shingle in found])
        if len(text) >= fingerprint.MIDDLE:
            self._rare[3][number] = fine = sum(shingle & 1 for shingle in found)
            self._rare[2][number] = len(found) - fine
        else:
            for shingle in found:
                self._rare[shingle & 3][number] += 1

    def overlaps(
        self, is_rare: Callable[[list[int]], bool], order: Callable[[int], tuple[int, int]]
    ) -> Overlaps:
        """Count the rare shingles that texts share.

        `is_rare` is told texts that hold a shingle, and may be told some of
        them only: more never make it rare. `order` sorts texts where there are
        too many to compare each with each.
        """
        shared: dict[int, int] = {}
        common: list[Counter[int]] = [Counter() for _ in fingerprint.LEVELS]
        number_of = _NUMBER.__and__
        for level, run in self._runs():
            few = list(map(number_of, run[:FEW]))
            if is_rare(few) and (len(run) <= FEW or is_rare(list(map(number_of, run)))):
                for pair in _pairs(list(map(number_of, run)), order):
                    shared[pair] = shared.get(pair, 0) + 1
            else:
                common[level].update(map(number_of, run))
        for counts, rare in zip(common, self._rare, strict=True):
            for number, times in counts.items():
                rare[number] -= times
        return Overlaps(self.sizes, self._rare, shared)

    def _runs(self) -> Iterator[tuple[int, list[int]]]:
        """Yield the level and the packed texts of each shingle that more than one text has."""
        parts = len(self._shingles) // PART + 1
        for part in range(parts):
            # The bits of the level, the lowest, are no hash.
            some: Iterable[int] = self._shingles
            if parts > 1:
                some = (packed for packed in some if (packed >> 34) % parts == part)
            some = sorted(some)
            found = [packed >> 32 for packed in some]
            ends = compress(count(1), map(ne, found, islice(found, 1, None)))
            start = 0
            for end in chain(ends, (len(some),)):
                if end - start > 1:
                    yield found[start] & 3, some[start:end]
                start = end


class Overlaps:
    """How much texts have in common, as far as their samples tell."""

    def __init__(self, sizes: array[int], totals: list[array[int]], shared: dict[int, int]) -> None:
        """Keep the counts of rare shingles, of each text by level and of each pair."""
        self._sizes = sizes
        self._rare = totals
        self._shared = shared

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of texts that share at least two of the rare shingles sampled."""
        for pair, times in self._shared.items():
            if times > 1:
                yield pair >> 32, pair & 0xFFFFFFFF

    def rare(self, number: int) -> int:
        """Return about how many shingles of a text are rare."""
        level = fingerprint.level(self._sizes[number])
        return self._count(number, level) * fingerprint.LEVELS[level]

    def _count(self, number: int, level: int) -> int:
        return sum(counts[number] for counts in self._rare[level:])

    def measure(self, one: int, other: int) -> tuple[int, float, float]:
        """Return how many rare shingles two texts share (about), their Jaccard, their containment.

        Containment is the share of the text with fewer rare shingles.
        """
        shared = self._shared.get(_pair(one, other), 0)
        level = fingerprint.level(max(self._sizes[one], self._sizes[other]))
        left, right = self._count(one, level), self._count(other, level)
        if not shared:
            return 0, 0.0, 0.0
        count = shared * fingerprint.LEVELS[level]
        return count, shared / (left + right - shared), shared / min(left, right)


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
