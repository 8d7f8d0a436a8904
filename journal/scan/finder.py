"""Substrings of bytes: by StringZilla where it is installed and pays, else by `bytes.find`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Find = Callable[[bytes, bytes, int], int]

_WORTH = 3_000_000
"""Bytes of a file from which on the import of StringZilla is made up for."""


class Finder:
    """How to look for bytes in a file of some size.

    `find` and `find_uncased` return an offset or -1; the second ignores the
    case of ASCII letters in a needle of lower-case ones, and may find more.
    """

    __slots__ = ("find", "find_uncased", "is_fast")

    def __init__(self, size: int) -> None:
        """Choose."""
        self.is_fast = False
        self.find: Find = bytes.find
        self.find_uncased: Find | None = None
        if size >= _WORTH and sys.byteorder == "little":
            try:
                import stringzilla  # type: ignore[import-not-found,unused-ignore]
            except ImportError:
                return
            self.is_fast = True
            self.find = stringzilla.find
            self.find_uncased = stringzilla.utf8_uncased_search

    def all(self, data: bytes, needle: bytes, *, uncased: bool = False) -> Iterator[int]:
        """Yield the offsets of a needle, one at least in each line that has it."""
        find = self.find
        if uncased:
            if self.find_uncased:
                find = self.find_uncased
            else:
                data = data.lower()
        at = find(data, needle, 0)
        while at >= 0:
            yield at
            at = find(data, needle, at + 1)
