"""What differs between two texts, word by word: Chinese by character, Latin by word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from rich.text import Text

from journal.render.lines import styled, wrap
from journal.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style

    from journal.render.theme import Theme

    Kind = Literal["same", "gone", "come"]
    Part = tuple[Kind, str]

LARGEST = 1_000_000
"""Pairs of words above which two stretches are only shown, one after the other."""

_MOST = 100_000
_MARGIN = "  "
# Letters and digits of an alphabet; blanks; any other single sign, which most of Chinese is.
_WORD = re.compile(r"[^\W\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+|[ \t]+|.", re.DOTALL)
_SPLIT = re.compile(r"(?<=\n)")


def diff_lines(old: str, new: str, theme: Theme, width: int) -> Iterator[Text]:
    """Yield lines that show both texts in one, none wider than `width` cells.

    What is only in the old text is struck out, what is only in the new one
    stands out; without colours they are `[-…-]` and `{+…+}`. Of what is the
    same only the lines beside a change are shown.
    """
    shown = 0
    rows = list(_rows(_parts(visible(old), visible(new))))
    changed = [place for place, row in enumerate(rows) if any(kind != "same" for kind, _ in row)]
    wanted = sorted({near for at in changed for near in (at - 1, at, at + 1)})
    for place in (place for place in wanted if 0 <= place < len(rows)):
        if place > shown:
            yield from _skipped(place - shown, theme)
        yield from _set_in(_paint(rows[place], theme), width)
        shown = place + 1
    if len(rows) > shown:
        yield from _skipped(len(rows) - shown, theme)


def _set_in(line: Text, width: int) -> Iterator[Text]:
    """Yield a line wrapped and set in by two blanks."""
    for row in wrap(line, width - len(_MARGIN)):
        yield Text(_MARGIN if row.plain else "").append_text(row)


def _skipped(count: int, theme: Theme) -> Iterator[Text]:
    words = "1 line the same" if count == 1 else f"{count:,} lines the same"
    yield styled((f"{_MARGIN}{theme.ellipsis} {words}", theme.quiet))


def _paint(row: Sequence[Part], theme: Theme) -> Text:
    """Return one line with its changes in colour, or marked."""
    from rich.style import Style

    styles: dict[Kind, Style] = {
        "same": theme.plain,
        "gone": theme.warning + Style(bold=False, strike=True),
        "come": theme.good + Style(bold=True),
    }
    marks = {"gone": ("[-", "-]"), "come": ("{+", "+}")}
    line = Text()
    for kind, words in row:
        before, after = marks.get(kind, ("", "")) if theme.marked and words else ("", "")
        line.append(f"{before}{words}{after}".expandtabs(4), styles[kind])
    return line


def _rows(parts: Iterator[Part]) -> Iterator[list[Part]]:
    """Yield the parts of each line; a line ending that only one text has ends a line too."""
    row: list[Part] = []
    for kind, text in parts:
        *ended, rest = text.split("\n")
        for piece in ended:
            yield [*row, (kind, piece)] if piece or not row else row
            row = []
        if rest:
            row.append((kind, rest))
    if row:
        yield row


def _parts(old: str, new: str) -> Iterator[Part]:
    """Yield stretches that are the same, gone or come: by lines first, then by words."""
    for before, after in _changes(_SPLIT.split(old), _SPLIT.split(new)):
        if before == after:
            yield "same", "".join(before)
        else:
            words = (_WORD.findall("".join(side)) for side in (before, after))
            yield from _words(*words)


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    """Yield what differs between two stretches of words, without islands of one word."""
    gone: list[str] = []
    come: list[str] = []

    def flush() -> Iterator[Part]:
        if gone:
            yield "gone", "".join(gone)
        if come:
            yield "come", "".join(come)
        gone.clear()
        come.clear()

    changes = list(_changes(old, new))
    for place, (before, after) in enumerate(changes):
        island = 0 < place < len(changes) - 1 and len(before) < 2 and before != ["\n"]
        if before == after and not island:
            yield from flush()
            yield "same", "".join(before)
        else:
            gone += before
            come += after
    yield from flush()


def _changes(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield stretches of both sides that belong together; equal ones are the same."""
    start = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield old[:start], new[:start]
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) * len(after) > LARGEST or len(before) + len(after) > _MOST:
        yield before, after
    elif before or after:
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for _, i, k, j, m in matcher.get_opcodes():
            yield before[i:k], after[j:m]
    if end:
        yield old[len(old) - end :], new[len(new) - end :]
