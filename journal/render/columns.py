"""Rows of words in columns, each row wrapped where the screen is too narrow for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.render.cells import cells
from journal.render.lines import one_line, styled, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.render.console import Screen


def show_columns(rows: Sequence[Sequence[str]], screen: Screen) -> None:
    """Show rows; the first column is what each is about, the last needs no room of its own."""
    shown = [[one_line(word) for word in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    lines = []
    for row in shown:
        parts = [
            word + " " * (width - cells(word) + 2) for word, width in zip(row, widths, strict=True)
        ]
        styles = [screen.theme.title, *[screen.theme.plain] * (len(row) - 1)]
        line = styled(*zip(parts, styles, strict=True))
        line.rstrip()
        lines += wrap(line, screen.width)
    screen.show(lines)
