"""Measure text in terminal cells, and cut it to fit; never less than a terminal takes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where the width is more than the sum of the characters, or less.
_SPECIAL = re.compile(r"[\u200d\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_FLAG = re.compile(r"[\U0001f1e6-\U0001f1ff]{2}")
_PICTURE = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_VARIATION = "\ufe0f"
_JOINER = "\u200d"
_SKINS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
# Wide alone (a half flag, a skin tone), or wide in newer Unicode versions than Rich's.
_WIDE = re.compile(
    r"[\U00018cd6-\U0001b2ff\U0001f1ae\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U0001f6d9"
    r"\U0001f7da\U0001fa8b-\U0001fa8d\U0001facc\U0001fadd\U0001faeb\U0001faf9-\U0001faff]"
)


@lru_cache(maxsize=8192)
def char_cells(char: str) -> int:
    """Return the cells that one character takes alone: 0, 1 or 2."""
    return 2 if _WIDE.match(char) else get_character_cell_size(char)


def cells(text: str) -> int:
    """Return the cells that `text` takes on one line."""
    if text.isascii():
        return len(text)
    if _SPECIAL.search(text) is None:
        return sum(map(char_cells, text))
    return sum(size for _, _, size in clusters(text))


def clusters(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and cells of each group of characters that stands in one place."""
    at, length = 0, len(text)
    while at < length:
        start = at
        size = char_cells(text[at])
        at = at + 2 if _FLAG.match(text, at) else at + 1
        while at < length:
            char = text[at]
            if char == _JOINER and at + 1 < length and _PICTURE.match(text, at + 1):
                at += 2
            elif char == _VARIATION:
                size, at = 2, at + 1
            elif char_cells(char) == 0 or (char in _SKINS and _takes_skin(text[start])):
                at += 1
            else:
                break
        yield start, at, size


def _takes_skin(char: str) -> bool:
    """Tell whether a skin tone after the character is part of it."""
    return char not in _SKINS and _PICTURE.match(char) is not None


def cut(text: str, width: int, *, mark: str = "…", end: bool = False) -> str:
    """Return `text` as it is if it fits, else its beginning and `mark`, or `mark` and its end."""
    if cells(text) <= width:
        return text
    room = width - cells(mark)
    if room < 0:
        return head(text, width)
    return mark + tail(text, room) if end else head(text, room) + mark


def head(text: str, width: int) -> str:
    """Return the longest beginning of `text` that takes at most `width` cells."""
    taken = end = 0
    if _SPECIAL.search(text) is None:
        for end, size in enumerate(map(char_cells, text)):
            taken += size
            if taken > width:
                return text[:end]
        return text
    for _, stop, size in clusters(text):
        taken += size
        if taken > width:
            break
        end = stop
    return text[:end]


def tail(text: str, width: int) -> str:
    """Return the longest end of `text` that takes at most `width` cells."""
    surplus = cells(text) - width
    for start, _, size in clusters(text):
        if surplus <= 0:
            return text[start:]
        surplus -= size
    return ""
