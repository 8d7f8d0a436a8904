"""Variants as they are read: when, why, from where, and the text or what differs in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from journal.render.body import body_lines
from journal.render.cells import cut
from journal.render.diff import diff_lines
from journal.render.lines import one_line, styled, wrap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from journal.render.console import Screen
    from journal.render.theme import Theme


class Piece(NamedTuple):
    """One variant, in words; `shown` is the text that the journal has instead, where wanted."""

    id: str
    date: dt.date | None
    title: str
    body: str
    reason: str
    source: str
    kept: str
    shown: str | None = None


def show_variants(pieces: Iterable[Piece], screen: Screen) -> None:
    """Show variants one below the other; one with the text shown as what differs from it."""
    theme, width = screen.theme, screen.width

    def lines() -> Iterator[Text]:
        for number, piece in enumerate(pieces):
            if number:
                yield from (Text(), styled((theme.rule * width, theme.quiet)), Text())
            yield from _lines(piece, theme, width)

    screen.show(lines())


def _lines(piece: Piece, theme: Theme, width: int) -> Iterator[Text]:
    date = piece.date.isoformat() if piece.date else "undated"
    yield from wrap(
        styled((f"{date}  ", theme.date), (one_line(piece.title), theme.title)),
        width,
    )
    yield from wrap(
        styled((f"{piece.id}  ", theme.quiet), (one_line(piece.reason), theme.plain)), width
    )
    for mark, place in (("", piece.source), (f"{theme.arrow} ", piece.kept)):
        if place:
            yield styled((cut(f"{mark}{one_line(place)}", width, mark=theme.ellipsis), theme.quiet))
    if not piece.body:
        return
    yield Text()
    if piece.shown is None:
        yield from body_lines(piece.body, theme, width)
    else:
        yield from diff_lines(piece.shown, piece.body, theme, width)
