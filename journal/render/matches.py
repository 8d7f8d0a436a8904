"""What a search found: each entry's line, and the places in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

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
    line = Text()
    first = last = at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if end <= start:
            continue
        line.append(one_line(text[at:start]))
        begin = len(line)
        line.append(one_line(text[start:end]), theme.match)
        first, last = (begin, len(line)) if last == 0 else (first, last)
        at = end
    line.append(one_line(text[at:]))
    return _around(line, first, last, theme.ellipsis, width)


def _around(line: Text, first: int, last: int, mark: str, width: int) -> Text:
    """Cut a line to `width` cells around the match from `first` to `last`."""
    plain = line.plain
    if cells(plain) <= width:
        return line
    match = cells(plain[first:last])
    before = min(cells(plain[:first]), max(0, (width - match) // 3))
    if cells(plain[:first]) > before:
        start = first - len(tail(plain[:first], max(0, before - cells(mark))))
    else:
        start = 0
    lead = mark if start else ""
    room = width - cells(lead)
    kept = head(plain[start:], room)
    end = start + len(kept)
    trail = ""
    if end < len(plain):
        trail = mark
        end = start + len(head(plain[start:], room - cells(mark)))
    return Text(lead).append_text(line[start:end]).append(trail)
