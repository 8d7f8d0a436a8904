"""Three texts merged line by line; the same whichever side is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Lines = list[str]
    Region = tuple[Lines, Lines, Lines]
    Change = tuple[int, int, Lines]

MOST = 4_000_000
"""Lines of one text times those of the other above which they count as wholly different."""

_MARKS = ("<<<<<<< ours", "=======", ">>>>>>> theirs")


def merge_texts(base: str, one: str, other: str) -> str | None:
    """Return the text with the changes of both sides; None where they overlap.

    What both put in at the same place is kept, one after the other.
    """
    merged: Lines = []
    for region in _regions(*map(_split, (base, one, other))):
        settled = _settle(region)
        if settled is None:
            return None
        merged += settled
    return "\n".join(merged)


def merge_with_marks(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    """Do what `merge_texts` does; put conflict markers around changes that overlap.

    Tell whether there are any.
    """
    merged: Lines = []
    clash = False
    for region in _regions(*map(_split, (base, ours, theirs))):
        settled = _settle(region)
        if settled is None:
            clash = True
            settled = [_MARKS[0], *region[1], _MARKS[1], *region[2], _MARKS[2]]
        merged += settled
    return "\n".join(merged), clash


def _split(text: str) -> Lines:
    """Return the lines of a text; an empty one has none, so that all in another is put in."""
    return text.split("\n") if text else []


def _regions(base: Lines, one: Lines, other: Lines) -> Iterator[Region]:
    """Cut three texts at the lines that are the same in all of them."""
    here, there = _matches(base, one), _matches(base, other)
    i = j = k = 0
    for at, line in enumerate(base):
        if at not in here or at not in there:
            continue
        if (i, j, k) != (at, here[at], there[at]):
            yield base[i:at], one[j : here[at]], other[k : there[at]]
        yield [line], [line], [line]
        i, j, k = at + 1, here[at] + 1, there[at] + 1
    yield base[i:], one[j:], other[k:]


def _settle(region: Region) -> Lines | None:
    """Return what a region becomes; None where both sides changed the same lines."""
    base, one, other = region
    if one in (base, other):
        return other
    if other == base:
        return one
    left, right = _changes(base, one), _changes(base, other)
    merged: Lines = []
    position = 0
    while left or right:
        if left and right and left[0][:2] == right[0][:2]:
            (start, end, ours), (_, _, theirs) = left.pop(0), right.pop(0)
            if ours != theirs and start != end:
                return None
            lines = ours if ours == theirs else _both(ours, theirs)
        elif left and right and _overlap(left[0], right[0]):
            return None
        else:
            first = left if not right or (left and left[0][:2] < right[0][:2]) else right
            start, end, lines = first.pop(0)
        merged += [*base[position:start], *lines]
        position = end
    return merged + base[position:]


def _overlap(one: Change, other: Change) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1]) or any(
        start < at < end for (start, end, _), (at, _, _) in ((one, other), (other, one))
    )


def _both(one: Lines, other: Lines) -> Lines:
    """Return what two sides put in at one place: what is the same once, then both."""
    apart = any(not line.strip(" \t\r") for line in (one[0], one[-1], other[0], other[-1]))
    head = _common(one, other)
    start, one, other = one[:head], one[head:], other[head:]
    tail = _common(one[::-1], other[::-1])
    end = one[len(one) - tail :]
    pieces = sorted((one[: len(one) - tail], other[: len(other) - tail]))
    first, second = pieces
    if apart and first and first[-1].strip(" \t\r") and second[0].strip(" \t\r"):
        second = ["", *second]
    return [*start, *first, *second, *end]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines are the same from the beginning on."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _changes(base: Lines, side: Lines) -> list[Change]:
    """Return the changes that make a side of the base, in order."""
    from difflib import SequenceMatcher

    if len(base) * len(side) > MOST:
        return [(0, len(base), side)]
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [(i, j, side[k:end]) for kind, i, j, k, end in codes if kind != "equal"]


def _matches(base: Lines, side: Lines) -> dict[int, int]:
    """Return the lines of a side by those of the base that they are."""
    from difflib import SequenceMatcher

    head = _common(base, side)
    tail = _common(base[head:][::-1], side[head:][::-1])
    found = {at: at for at in range(head)}
    ends = len(base) - tail, len(side) - tail
    found |= {ends[0] + at: ends[1] + at for at in range(tail)}
    left, right = base[head : ends[0]], side[head : ends[1]]
    if left and right and len(left) * len(right) <= MOST:
        blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        for i, j, size in blocks:
            found |= {head + i + at: head + j + at for at in range(size)}
    return found
