"""What a search found: each entry's line, and the places in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Span, Text

from journal.counting import count
from journal.render.brief import title_line
from journal.render.cells import cells, head, tail
from journal.render.lines import one_line, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.entry import Entry
    from journal.render.console import Screen
    from journal.render.theme import Theme

    Excerpt = tuple[int, str, Sequence[tuple[int, int]]]

_EXCERPTS = 3


def show_matches(
    results: Sequence[tuple[Entry, Sequence[Excerpt]]],
    screen: Screen,
    *,
    counts: Sequence[int] | None = None,
) -> None:
    """Show entries with up to three excerpts each, and the counts of all at the end.

    An excerpt is the number of a line, its text, and the spans of the matches in
    it; without spans it is context. `counts` has the matches of each entry where
    the excerpts are only some of them.
    """
    screen.show(match_lines(results, screen.theme, screen.width, counts))


def match_lines(
    results: Sequence[tuple[Entry, Sequence[Excerpt]]],
    theme: Theme,
    width: int,
    counts: Sequence[int] | None = None,
) -> Iterator[Text]:
    """Yield the lines of what was found, none wider than `width` cells."""
    if counts is None:
        counts = [sum(len(spans) for _, _, spans in excerpts) for _, excerpts in results]
    for (entry, excerpts), found in zip(results, counts, strict=True):
        note = f" {theme.dot} {found}" if found > 1 else ""
        yield title_line(entry, theme, width, note)
        shown = _first(excerpts)
        digits = max((len(str(line)) for line, _, _ in shown), default=0)
        for number, text, spans in shown:
            mark = f"  {number:>{digits}}  "
            excerpt = _excerpt(text, spans, theme, width - len(mark))
            yield styled((mark, theme.quiet)).append_text(excerpt)
        yield Text()
    yield styled(
        (count(len(results), "entry", "entries"), theme.heading),
        (f" {theme.dot} {count(sum(counts), 'match', 'matches')}", theme.quiet),
    )


def _first(excerpts: Sequence[Excerpt]) -> Sequence[Excerpt]:
    """Return the excerpts up to the third that has a match, and the context after it."""
    matched = [number for number, (_, _, spans) in enumerate(excerpts) if spans]
    return excerpts[: matched[_EXCERPTS]] if len(matched) > _EXCERPTS else excerpts


def _excerpt(text: str, spans: Sequence[tuple[int, int]], theme: Theme, width: int) -> Text:
    """Return the part of a line around its first match, matches highlighted."""
    pieces: list[str] = []
    marked: list[tuple[int, int]] = []
    length = at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if end <= start:
            continue
        between, match = one_line(text[at:start]), one_line(text[start:end])
        begin = length + len(between)
        length = begin + len(match)
        pieces += (between, match)
        marked.append((begin, length))
        at = end
    plain = "".join((*pieces, one_line(text[at:])))
    start, end = _around(plain, *(marked or [(0, 0)])[0], theme.ellipsis, width)
    lead, trail = theme.ellipsis if start else "", theme.ellipsis if end < len(plain) else ""
    shift = len(lead) - start
    shown = [
        Span(max(begin, start) + shift, min(stop, end) + shift, theme.match)
        for begin, stop in marked
        if max(begin, start) < min(stop, end)
    ]
    return Text(f"{lead}{plain[start:end]}{trail}", spans=shown)


def _around(plain: str, first: int, last: int, mark: str, width: int) -> tuple[int, int]:
    """Return what to show of a line, in `width` cells with marks, around its first match."""
    if cells(plain) <= width:
        return 0, len(plain)
    match = cells(plain[first:last])
    before = min(cells(plain[:first]), max(0, (width - match) // 3))
    start = 0
    if cells(plain[:first]) > before:
        start = first - len(tail(plain[:first], max(0, before - cells(mark))))
    room = width - (cells(mark) if start else 0)
    end = start + len(head(plain[start:], room))
    if end < len(plain):
        end = start + len(head(plain[start:], room - cells(mark)))
    return start, end
