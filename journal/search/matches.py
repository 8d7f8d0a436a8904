"""What a search found: entries, the places in their files, the order, the excerpts."""

from __future__ import annotations

from bisect import bisect_right
from math import log
from typing import TYPE_CHECKING

from journal.search.folding import fold
from journal.search.lines import locate
from journal.values import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from journal.entry import Entry
    from journal.search.lines import Line
    from journal.search.terms import Term

    Locate = Callable[[Entry], tuple[Line, list[Line]]]
    Spans = list[tuple[int, int]]

TITLE_WEIGHT = 2.0
"""What a word in the title counts for; in the body it counts for less than one."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of matched text: its line in the file, from 1, and its code points there."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found, and where its words stand, from top to bottom.

    Hits do not overlap; one over a line break is two. `counts` tells how often
    each term stands in the title and in the body; `score` is that of `rank`.
    """

    entry: Entry
    lines: tuple[Hit, ...]
    counts: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of the body to show, with what to highlight; none in a line of context."""

    line: int
    text: str
    spans: tuple[tuple[int, int], ...]


def find(terms: Sequence[Term], entry: Entry, *, locate: Locate = locate) -> Match:
    """Return where the `terms` stand in an `entry` that is known to match.

    Every term has the weight of any other in the score; `rank` knows better.
    """
    title, body = locate(entry)
    text = "\n".join(line.content for line in body)
    in_title = [term.spans(title.content) for term in terms]
    in_body = [[] if term.title_only else term.spans(text) for term in terms]
    lines = (*_hits([title], _join(in_title)), *_hits(body, _join(in_body)))
    counts = tuple(zip(map(len, in_title), map(len, in_body), strict=True))
    return Match(entry, lines, counts, _score(counts, [1.0] * len(counts)))


def highlight(terms: Iterable[Term], text: str) -> Spans:
    """Return the spans of `text` that any of the `terms` matches, joined where they overlap."""
    return _join(term.spans(text) for term in terms)


def rank(matches: Iterable[Match], having: Iterable[int], *, among: int) -> list[Match]:
    """Return `matches` with their scores, the best first; equals keep their order.

    The score is the sum over the terms of `rarity * (title + body)`: `title` is 2
    where the title has the term, else 0; `body` is n / (n + 1) for n times in the
    body; `rarity` is log(1 + N / (1 + n)) for n, which `having` tells for each
    term, of the N entries `among` which the search was made. So a title beats any
    number of mentions, and a rare word a common one. Give `matches` newest first,
    and recency decides between equals.
    """
    rarities = [log(1 + among / (1 + count)) for count in having]
    scored = [replace(match, score=_score(match.counts, rarities)) for match in matches]
    return sorted(scored, key=lambda match: -match.score)


def excerpts(
    match: Match, limit: int | None = 3, *, context: int = 0, locate: Locate = locate
) -> list[Excerpt]:
    """Return the lines of the body that say most of what was found, in their order.

    A line counts by its different words, then by its place. `context` adds so
    many lines before and after each; no line comes twice.
    """
    _, body = locate(match.entry)
    numbers = {line.number: at for at, line in enumerate(body)}
    hits: dict[int, list[Hit]] = {}
    for hit in match.lines:
        if hit.line in numbers:
            hits.setdefault(numbers[hit.line], []).append(hit)
    best = sorted(hits, key=lambda at: (-len({fold(hit.text) for hit in hits[at]}), at))[:limit]
    shown = {near for at in best for near in range(at - context, at + context + 1)}
    return [_excerpt(body[at], hits.get(at, [])) for at in range(len(body)) if at in shown]


def _excerpt(line: Line, hits: list[Hit]) -> Excerpt:
    return Excerpt(line.number, line.text, tuple((hit.start, hit.end) for hit in hits))


def _hits(lines: Sequence[Line], spans: Spans) -> Iterator[Hit]:
    """Yield the pieces of `spans`, offsets in the joined `lines`, line by line."""
    if not spans:
        return
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + line.end - line.start + 1)
    for start, end in spans:
        for at in range(bisect_right(begins, start) - 1, len(lines)):
            if begins[at] >= end:
                break
            line = lines[at]
            first = line.start + max(start - begins[at], 0)
            last = min(line.start + end - begins[at], line.end)
            if first < last:
                yield Hit(line.number, first, last, line.text[first:last])


def _join(found: Iterable[Spans]) -> Spans:
    joined: Spans = []
    for start, end in sorted(span for spans in found for span in spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _score(counts: Iterable[tuple[int, int]], weights: Iterable[float]) -> float:
    pairs = zip(counts, weights, strict=True)
    score = sum(
        weight * (TITLE_WEIGHT * (title > 0) + body / (body + 1)) for (title, body), weight in pairs
    )
    return round(score, 4)
