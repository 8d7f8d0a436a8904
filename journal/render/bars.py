"""Tables of numbers with a bar to each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from journal.render.cells import cells, cut
from journal.render.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style

    from journal.render.theme import Theme

_SHORTEST, _LONGEST = 6, 40


class Bar(NamedTuple):
    """One line: its name, what the bar measures, and the fields between the two."""

    name: str
    value: int
    fields: Sequence[str]


def bar_lines(
    rows: Sequence[Bar], head: Sequence[str], theme: Theme, width: int, *, style: Style
) -> Iterator[Text]:
    """Yield a line a row, below a quiet one with the names of the columns.

    `style` is that of the names. They give way to the numbers, and the bars go
    where there is no room for them.
    """
    columns = zip(head[1:], *(row.fields for row in rows), strict=True)
    sizes = [max(map(cells, column)) for column in columns]
    numbers = sum(sizes) + 2 * len(sizes)
    widest = max(cells(one_line(name)) for name in (head[0], *(row.name for row in rows)))
    label = max(1, min(widest, width - numbers))
    room = min(width - label - numbers - 2, _LONGEST)
    top = max((row.value for row in rows), default=0)
    yield _row(head[0], head[1:], theme, label, sizes, (theme.quiet, theme.quiet))
    for row in rows:
        line = _row(one_line(row.name), row.fields, theme, label, sizes, (style, theme.plain))
        if room >= _SHORTEST:
            line.append("  ").append(bar(row.value, top, room, theme), theme.good)
        line.rstrip()
        yield line


def bar(value: int, top: int, room: int, theme: Theme) -> str:
    """Return a bar of at most `room` cells, which `top` fills; more than nothing always shows."""
    if value <= 0 or top <= 0:
        return ""
    steps = len(theme.blocks) - 1
    full, rest = divmod(max(1, round(value * room * steps / top)), steps)
    return theme.blocks[-1] * full + (theme.blocks[rest] if rest else "")


def _row(
    name: str,
    fields: Sequence[str],
    theme: Theme,
    label: int,
    sizes: Sequence[int],
    styles: tuple[Style, Style],
) -> Text:
    shown = cut(name, label, mark=theme.ellipsis)
    line = Text().append(shown, styles[0]).append(" " * (label - cells(shown)))
    for field, size in zip(fields, sizes, strict=True):
        line.append("  ").append(field.rjust(size), styles[1])
    return line
