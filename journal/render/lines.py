"""Styled text divided into lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Span, Text

from journal.render.cells import cells
from journal.render.wrap import break_points
from journal.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style


def one_line(text: str) -> str:
    """Return a title, a tag or a path as it stands on one line."""
    return visible(text.replace("\t", " "), keep="")


def styled(*parts: tuple[str, Style]) -> Text:
    """Return one line of text from words and their styles."""
    spans: list[Span] = []
    at = 0
    for words, style in parts:
        end = at + len(words)
        if words and style:
            spans.append(Span(at, end, style))
        at = end
    return Text("".join([words for words, _ in parts]), spans=spans)


def flow(parts: Sequence[Text], separator: Text, width: int) -> list[Text]:
    """Set parts side by side, on as few lines as hold them whole."""
    lines: list[Text] = []
    for part in parts:
        longer = lines and lines[-1] + separator + part
        if longer and cells(longer.plain) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return [row for line in lines for row in wrap(line, width)]


def wrap(text: Text, width: int) -> list[Text]:
    """Divide one line of text into lines of at most `width` cells, without trailing blanks."""
    points = break_points(text.plain, width)
    lines = list(text.divide(points)) if points else [text]
    for line in lines:
        line.rstrip()
    return lines
