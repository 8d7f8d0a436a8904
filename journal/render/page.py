"""Lines below each other, with the margins of quotes and lists beside them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.cells import cells
from journal.render.lines import wrap
from journal.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style

    from journal.render.theme import Theme


@dataclass(slots=True)
class Margin:
    """What stands left of some lines: `mark` before the first of them, `rest` after it."""

    mark: str
    rest: str
    style: Style

    def __len__(self) -> int:
        """Return the cells it takes."""
        return max(cells(self.mark), cells(self.rest))


class Page:
    """Lines of at most `width` cells, blocks parted by one blank line."""

    def __init__(self, theme: Theme, width: int) -> None:
        """Begin an empty page."""
        self.lines: list[Text] = []
        self.gap = False
        self._theme = theme
        self._width = width
        self._margins: list[Margin] = []

    @property
    def room(self) -> int:
        """Return the cells that the margins leave, which is half of them at least."""
        return self._width - sum(map(len, self._shown()))

    @contextmanager
    def margin(self, mark: str, rest: str, style: Style | None = None) -> Iterator[Margin]:
        """Set a margin beside the lines put while the context lasts."""
        yield self.open(mark, rest, style)
        self.close()

    def open(self, mark: str, rest: str, style: Style | None = None) -> Margin:
        """Set a margin until `close`."""
        self._part()
        margin = Margin(mark, rest, style or self._theme.quiet)
        self._margins.append(margin)
        return margin

    def close(self) -> None:
        """Take the innermost margin away; one whose mark is still due gets its line."""
        if self._margins[-1].mark != self._margins[-1].rest:
            self.put(Text())
        self._margins.pop()

    def put(self, text: Text) -> None:
        """Write text below what is there, each of its lines wrapped to the room."""
        for line in text.split("\n", allow_blank=True):
            for part in wrap(line, self.room):
                self._emit(part)

    def _emit(self, line: Text) -> None:
        """Write one line that fits."""
        self._part()
        self.lines.append(self._beside(line, first=True))
        for margin in self._margins:
            margin.mark = margin.rest

    def _part(self) -> None:
        """Write the blank line that may be due before a block."""
        if self.gap and self.lines:
            self.lines.append(self._beside(Text(), first=False))
        self.gap = False

    def _beside(self, line: Text, *, first: bool) -> Text:
        """Return the line with its margins."""
        whole = Text()
        for margin in self._shown():
            mark = margin.mark if first else margin.rest
            whole.append(mark, margin.style if mark.strip(" ") else None)
        whole.append_text(line)
        whole.rstrip()
        return whole

    def _shown(self) -> list[Margin]:
        """Return the innermost margins, as many as take half the width."""
        room = self._width // 2
        shown: list[Margin] = []
        for margin in reversed(self._margins):
            room -= len(margin)
            if room < 0:
                break
            shown.insert(0, margin)
        return shown
