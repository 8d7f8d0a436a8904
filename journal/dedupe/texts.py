"""The distinct texts of an import, and which of them share rare shingles."""

from __future__ import annotations

from array import array
from itertools import compress, count, islice
from operator import eq
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PART = 1 << 19
"""The sample is sorted in pieces of about this size, to bound what a sorted copy needs."""

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
        self._sampled = array("Q")
        self._totals = [array("L") for _ in range(3)]

    def number(self, key: int, size: int) -> int:
        """Return the number of the text with these letters, whose body may be unknown."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.sizes.append(size)
            self.sampled.append(False)
            for total in self._totals:
                total.append(0)
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
        self._sampled.extend([shingle << 32 | number for shingle in found])
        whole = len(text) >= fingerprint.MIDDLE
        levels = [] if whole else [shingle & 3 for shingle in found]
        for level, total in enumerate(self._totals):
            total[number] = len(found) if whole else sum(each >= level for each in levels)

    def overlaps(
        self, is_rare: Callable[[list[int]], bool], order: Callable[[int], object]
    ) -> Overlaps:
        """Count the rare shingles that texts share.

        `is_rare` is told the texts that hold a shingle; `order` sorts texts
        where there are too many to compare each with each.
        """
        shared: dict[int, int] = {}
        for level, numbers in self._runs():
            if is_rare(numbers):
                for pair in _pairs(numbers, order):
                    shared[pair] = shared.get(pair, 0) + 1
            else:
                for total in self._totals[: level + 1]:
                    for number in numbers:
                        total[number] -= 1
        return Overlaps(self.sizes, self._totals, shared)

    def _runs(self) -> Iterator[tuple[int, list[int]]]:
        """Yield each shingle's level and texts, where it has more than one."""
        parts = len(self._sampled) // PART + 1
        for part in range(parts):
            # The bits of the level, the lowest, are no hash.
            some = [x for x in self._sampled if (x >> 34) % parts == part]
            some.sort()
            shingles = [packed >> 32 for packed in some]
            twins = compress(count(1), map(eq, shingles, islice(shingles, 1, None)))
            end = 0
            run: list[int] = []
            for place in twins:
                if place != end:
                    if run:
                        yield shingles[end - 1] & 3, run
                    run = [some[place - 1] & 0xFFFFFFFF]
                run.append(some[place] & 0xFFFFFFFF)
                end = place + 1
            if run:
                yield shingles[end - 1] & 3, run


class Overlaps:
    """How much texts have in common, as far as their samples tell."""

    def __init__(self, sizes: array[int], totals: list[array[int]], shared: dict[int, int]) -> None:
        """Keep the counts of rare shingles, of each text by level and of each pair."""
        self._sizes = sizes
        self._rare = totals
        self._shared = shared

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of texts that share at least two of the rare shingles sampled."""
        for pair, count in self._shared.items():
            if count > 1:
                yield pair >> 32, pair & 0xFFFFFFFF

    def rare(self, number: int) -> int:
        """Return about how many shingles of a text are rare."""
        level = fingerprint.rate(self._sizes[number])
        return self._rare[level][number] << 2 * level

    def measure(self, one: int, other: int) -> tuple[int, float, float]:
        """Return how many rare shingles two texts share (about), their Jaccard, their containment.

        Containment is the share of the text with fewer rare shingles.
        """
        count = self._shared.get(_pair(one, other), 0)
        level = fingerprint.rate(max(self._sizes[one], self._sizes[other]))
        left, right = self._rare[level][one], self._rare[level][other]
        if not count:
            return 0, 0.0, 0.0
        return count << 2 * level, count / (left + right - count), count / min(left, right)


def _pair(one: int, other: int) -> int:
    return one << 32 | other if one < other else other << 32 | one


def _pairs(numbers: list[int], order: Callable[[int], object]) -> Iterator[int]:
    if len(numbers) > 3 * WINDOW:
        numbers = sorted(numbers, key=order)  # type: ignore[arg-type]
        reach = WINDOW
    else:
        reach = len(numbers)
    for i, one in enumerate(numbers):
        for other in numbers[i + 1 : i + 1 + reach]:
            yield _pair(one, other)
