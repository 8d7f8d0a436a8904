"""Break lines of Chinese and Latin text as a typesetter would."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from journal.render.cells import cells, char_cells, clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

# Kinsoku (JIS X 4051, GB/T 15834): what may not begin a line, and what may not end one.
_NO_START = frozenset(
    "，。、；：？！．,.;:?!\"'）》」』”’】〉…—～·・%％‰℃°′″)]}｝］〕〗〙〛〟｣»›／/\u3000"
    "々ゝゞヽヾーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
_NO_END = frozenset("\"'（《「『“‘【〈([{｛［〔〖〘〚〝｢«‹￥＄$#＃@")

_WIDE = (
    r"\u1100-\u11ff\u2e80-\u303f\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe19"
    r"\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00016fe0-\U0001b2ff\U0001f000-\U0001faff"
    r"\U00020000-\U0003ffff"
)
_MARKS = (
    r"\u0300-\u036f\u200d\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
)
_FLAG = r"[\U0001f1e6-\U0001f1ff]{2}"
# Blanks; one wide character with its marks (or an emoji joined of several); a Latin word.
_ATOM = rf"( +)|((?:{_FLAG}|[{_WIDE}])(?:\u200d.|[{_MARKS}])*)|[^ {_WIDE}]+"


def break_points(text: str, width: int) -> list[int]:
    """Return the offsets at which the one line `text` is divided to fit `width` cells.

    Blanks before a break hang over the margin: strip them. Words wider than a
    whole line are divided where they must be.
    """
    if len(text) * 2 <= width or cells(text) <= width:
        return []
    breaks: list[int] = []
    filled = 0
    for start, end, size, gap in _pieces(text):
        # What must be divided anyway may begin on a line that has room for half of a line.
        begins = size > width and filled + gap <= width // 2
        if filled and filled + gap + size > width and not begins:
            breaks.append(start)
            filled = gap = 0
        filled += gap
        if filled + size > width:
            breaks += [start + fold for fold in fold_points(text[start:end], width, taken=filled)]
            filled = cells(text[breaks[-1] : end]) if breaks else size
        else:
            filled += size
    return breaks


def fold_points(text: str, width: int, *, taken: int = 0) -> list[int]:
    """Return the offsets that divide `text` into full lines, wherever they fall.

    `taken` cells of the first line are in use already.
    """
    folds: list[int] = []
    line: list[tuple[int, int]] = []
    for start, _, size in clusters(text):
        if taken + size > width and taken:
            kept = _fold_before(text, line, start)
            folds.append(line[kept][0] if kept < len(line) else start)
            line = line[kept:]
            taken = sum(cluster for _, cluster in line)
        line.append((start, size))
        taken += size
    return folds


def _fold_before(text: str, line: list[tuple[int, int]], start: int) -> int:
    """Return how many clusters of `line` stay, so that the next line begins well.

    A path or an address is best divided behind a slash.
    """
    ends = [at for at, _ in line[1:]] + [start]
    for kept in range(len(line), max(len(line) - 12, 0), -1):
        if text[ends[kept - 1] - 1] == "/" != text[ends[kept - 1]]:
            return kept
    for kept in range(len(line), max(len(line) - 8, 0), -1):
        at = ends[kept - 1]
        if text[at] not in _NO_START and text[at - 1] not in _NO_END:
            return kept
    return len(line)


@lru_cache(maxsize=1)
def _atoms() -> re.Pattern[str]:
    """Return the pattern of what lines are made of; many a command shows none that is too long."""
    return re.compile(_ATOM, re.DOTALL)


def _pieces(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield start, end and cells of what may not be divided, and the blanks before it."""
    start = end = size = gap = blanks = 0
    wide = False
    for atom in _atoms().finditer(text):
        begin = atom.start()
        if atom[1]:
            blanks = len(atom[1])
            continue
        if blanks or begin == 0 or _may_part(text, begin, wide or bool(atom[2])):
            if end > start:
                yield start, end, size, gap
            start, size, gap, blanks = begin, 0, blanks, 0
        end, wide = atom.end(), bool(atom[2])
        size += cells(atom[0])
    if end > start:
        yield start, end, size, gap


def _may_part(text: str, at: int, wide: bool) -> bool:
    """Tell whether a line may end before `at`, where no blank stands."""
    return (
        wide
        and text[at] not in _NO_START
        and text[at - 1] not in _NO_END
        and char_cells(text[at]) > 0
    )
