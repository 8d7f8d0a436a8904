"""Which entries of one text are which of another: two versions of one file.

The order is that of dedupe: the surest first, text before date, one to one.
The bounds for texts alike are lower, for what is new in one version of a file
and what is gone from the one before are few, and a wrong pair loses nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.slips import slip
from journal.merging.alike import COMMON, Alike
from journal.merging.model import said, weight, when

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from journal.entry import Entry
    from journal.merging.alike import Score

    Key = Callable[[Entry], Hashable | None]

TITLED, NEAR, FAR = 0.30, 0.50, 0.70
"""Jaccard of two texts on two days: under a title of their own, a slip of the pen off, far off."""

SIMILAR, CONTAINED = 0.30, 0.60
"""Jaccard, or containment, of two texts of one day under two titles."""

HELD, MOSTLY = 0.85, 0.50
"""Containment of a text in one of another day: of a short one, and of one with `RARE` to share."""

WEEKLY = 0.93
"""Jaccard that two issues of something weekly reach in public diaries: a version has more."""

FEW = RARE = 12
"""Letters that a short text must have for that; stretches in common that are no accident."""


def pair(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """Return the places of new entries by the places of the old ones that they are."""
    pairs = Pairs(old, new)
    for key in (said, _heading_and_letters, _title_and_letters, _day_and_letters, _only_letters):
        pairs.take(key)
    pairs.take(_heading)
    pairs.take_alike()
    pairs.take(_untitled, alone=True)
    return pairs.found


def pair_additions(one: Sequence[Entry], other: Sequence[Entry]) -> dict[int, int]:
    """Return which additions of one side are the other's too: the same, form aside.

    On one day under one title, with a text that holds the other.
    """
    pairs = Pairs(one, other)
    pairs.take(said)
    pairs.take(lambda entry: (_heading_and_letters(entry), entry.header) if entry.body else None)
    days = pairs.group(pairs.new, _heading_and_time)
    holding = [
        (sorted((weight(one[i]), weight(other[j]))), i, j)
        for i in pairs.old
        for j in days.get(_heading_and_time(one[i]), ())
        if _holds_either(one[i], other[j])
    ]
    for _, i, j in sorted(holding, reverse=True):
        if i in pairs.old and j in pairs.new:
            pairs.join(i, j)
    return pairs.found


def holds(large: str, small: str) -> bool:
    """Tell whether each line of a text is in another, blank space aside."""
    lines = [*map(fingerprint.squeeze, large.split("\n"))]
    whole = "\n".join(lines)
    return all(
        line in (whole if fingerprint.letters(line) else lines)
        for line in map(fingerprint.squeeze, small.split("\n"))
        if line
    )


class Pairs:
    """What has been paired, and what is left of old and new."""

    def __init__(self, old: Sequence[Entry], new: Sequence[Entry]) -> None:
        """Begin with nothing paired."""
        self.entries = old, new
        self.old = dict.fromkeys(range(len(old)))
        self.new = dict.fromkeys(range(len(new)))
        self.found: dict[int, int] = {}

    def join(self, i: int, j: int) -> None:
        """Make a pair of an old and a new entry."""
        self.found[i] = j
        del self.old[i], self.new[j]

    def group(self, places: Iterable[int], key: Key) -> dict[Hashable, list[int]]:
        """Return these places of new entries by a key."""
        groups: dict[Hashable, list[int]] = {}
        for j in places:
            groups.setdefault(key(self.entries[1][j]), []).append(j)
        return groups

    def take(self, key: Key, *, alone: bool = False) -> None:
        """Pair what has the same key, in order; `alone`: only if one each is left of it."""
        if not self.old or not self.new:
            return
        groups = self.group(self.new, key)
        keys = {i: key(self.entries[0][i]) for i in self.old}
        counts = Counter(keys.values())
        for i, own in keys.items():
            same = groups.get(own, [])
            if own is not None and same and (not alone or counts[own] == 1 == len(same)):
                self.join(i, same.pop(0))

    def take_alike(self) -> None:
        """Pair texts that have much in common, those that have the most first."""
        if not self.old or not self.new:
            return
        olds, news = self.entries
        titles = [
            Counter(fingerprint.title_key(one.title) for one in side) for side in self.entries
        ]
        alike = Alike(
            {i: fingerprint.letters(olds[i].body) for i in self.old},
            {j: fingerprint.letters(news[j].body) for j in self.new},
        )
        days = self.group(self.new, lambda entry: entry.date)
        found = []
        for i in self.old:
            title = fingerprint.title_key(olds[i].title)
            own = bool(title) and max(side[title] for side in titles) == 1
            for j in {*days.get(olds[i].date, ())[:COMMON], *alike.candidates(i)}:
                same_title = own and title == fingerprint.title_key(news[j].title)
                score = alike.measure(i, j, short=olds[i].date == news[j].date)
                if _may_be(olds[i], news[j], score, own_title=same_title):
                    found.append((score[0] + score[1], -i, -j))
        for _, i, j in sorted(found, reverse=True):
            if -i in self.old and -j in self.new:
                self.join(-i, -j)


def _may_be(old: Entry, new: Entry, score: Score, *, own_title: bool) -> bool:
    """Tell whether two texts so much alike are versions of one, by their days and titles."""
    jaccard, containment, size, shared = score
    if old.date == new.date:
        return jaccard >= SIMILAR or containment >= CONTAINED
    holds = (containment >= HELD and size >= FEW) or (containment >= MOSTLY and shared >= RARE)
    if own_title:
        return jaccard >= TITLED or containment >= MOSTLY
    if old.date is None or new.date is None:
        return jaccard >= FAR or holds
    near = slip(old.date, new.date)
    if (old.date - new.date).days % 7 == 0 and near not in ("year", "swap"):
        return jaccard > WEEKLY
    return jaccard >= (FAR if near == "far" else NEAR) or holds


def _holds_either(one: Entry, other: Entry) -> bool:
    pair = one.body, other.body
    if one.header != other.header or min(len(fingerprint.letters(body)) for body in pair) < FEW:
        return False
    return holds(*pair) or holds(*pair[::-1])


def _content(entry: Entry) -> int | None:
    text = fingerprint.letters(entry.body)
    return fingerprint.content_key(entry.body, text) if entry.body else None


def _heading_and_letters(entry: Entry) -> Hashable | None:
    content = _content(entry)
    return None if content is None else (*when(entry), entry.title, content)


def _heading_and_time(entry: Entry) -> Hashable | None:
    return *when(entry), fingerprint.title_key(entry.title)


def _title_and_letters(entry: Entry) -> Hashable | None:
    title = fingerprint.title_key(entry.title)
    content = _content(entry)
    return (title, content) if title or content else None


def _day_and_letters(entry: Entry) -> Hashable | None:
    content = _content(entry)
    return None if content is None else (entry.date, content)


def _only_letters(entry: Entry) -> Hashable | None:
    return _content(entry)


def _heading(entry: Entry) -> Hashable | None:
    title = fingerprint.title_key(entry.title)
    return (entry.date, title) if title else None


def _untitled(entry: Entry) -> Hashable | None:
    return None if fingerprint.title_key(entry.title) else entry.date
