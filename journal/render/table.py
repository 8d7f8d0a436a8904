"""Tables whose columns line up by cells, and become lists where the screen is too narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.cells import cells
from journal.render.lines import styled, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.render.theme import Theme

_NARROWEST = 6


def table_lines(
    rows: Sequence[Sequence[Text]], aligns: Sequence[str], theme: Theme, width: int
) -> Iterator[Text]:
    """Yield the lines of a table; its first row is the heading.

    `aligns` has `left`, `right` or `center` for each column.
    """
    widths = _column_widths(rows, width - 3 * (len(aligns) - 1))
    if not widths:
        yield from _as_list(rows, theme)
        return
    for number, row in enumerate(rows):
        yield from _row_lines(row, widths, aligns, theme)
        if number == 0:
            joint = f"{theme.rule}{theme.cross}{theme.rule}"
            yield styled((joint.join(theme.rule * size for size in widths), theme.quiet))


def _column_widths(rows: Sequence[Sequence[Text]], room: int) -> list[int]:
    """Return the cells of each column, wide ones sharing what the others leave; or nothing."""
    wanted = [
        max(cells(line) for cell in column for line in cell.plain.split("\n")) or 1
        for column in zip(*rows, strict=True)
    ]
    widths = [0] * len(wanted)
    for left, column in zip(
        range(len(wanted), 0, -1), sorted(range(len(wanted)), key=wanted.__getitem__), strict=True
    ):
        widths[column] = min(wanted[column], room // left)
        room -= widths[column]
    fits = all(got == want or got >= _NARROWEST for got, want in zip(widths, wanted, strict=True))
    return widths if fits and min(widths) > 0 else []


def _row_lines(
    row: Sequence[Text], widths: Sequence[int], aligns: Sequence[str], theme: Theme
) -> Iterator[Text]:
    """Yield the lines of one row, its cells wrapped side by side."""
    columns = [
        [part for line in cell.split("\n", allow_blank=True) for part in wrap(line, size)]
        for cell, size in zip(row, widths, strict=True)
    ]
    for index in range(max(map(len, columns))):
        line = Text()
        for number, (column, size) in enumerate(zip(columns, widths, strict=True)):
            part = column[index] if index < len(column) else Text()
            space = size - cells(part.plain)
            before = {"right": space, "center": space // 2}.get(aligns[number], 0)
            if number:
                line.append(f" {theme.column} ", theme.quiet)
            line.append(" " * before).append_text(part).append(" " * (space - before))
        line.rstrip()
        yield line


def _as_list(rows: Sequence[Sequence[Text]], theme: Theme) -> Iterator[Text]:
    """Yield the table as one line a cell, each after the heading of its column."""
    for number, row in enumerate(rows[1:] or rows):
        if number:
            yield Text()
        for name, cell in zip(rows[0], row, strict=True):
            if name.plain and len(rows) > 1:
                yield Text.assemble((name.plain, theme.heading), ": ", cell)
            else:
                yield cell
