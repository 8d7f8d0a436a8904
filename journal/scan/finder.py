"""Substrings of bytes: by StringZilla where it is installed and pays, else by `bytes.find`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Find = Callable[[bytes, bytes, int], int]
    Split = Callable[[bytes, bytes], Sequence[bytes]]

_WORTH = 200_000
"""Bytes of a file from which on the import of StringZilla is made up for."""

_CROWDED = b"\xef\xbc"
"""How the marks of everyday Chinese begin."""

_HUGE = 8_000_000
"""Bytes of a file from which on the import of `re` is made up for."""


class Finder:
    """How to look for bytes in a file of some size.

    `find` and `find_uncased` return an offset or -1; the second ignores the
    case of ASCII letters in a needle of lower-case ones, and may find more.
    """

    __slots__ = ("_find_any", "_size", "find", "find_uncased", "is_fast", "split")

    def __init__(self, size: int) -> None:
        """Choose."""
        self._size = size
        self.is_fast = False
        self.find: Find = bytes.find
        self.split: Split = bytes.split
        self.find_uncased: Find | None = None
        self._find_any: Callable[[bytes, bytes], int] | None = None
        if size >= _WORTH and sys.byteorder == "little":
            try:
                import stringzilla  # type: ignore[import-not-found,unused-ignore]
            except ImportError:
                return
            self.is_fast = True
            self.find = stringzilla.find
            self.split = stringzilla.split
            self._find_any = stringzilla.find_first_of
            self.find_uncased = stringzilla.utf8_uncased_search

    def those_in(self, data: bytes, chars: bytes) -> frozenset[int]:
        """Return those of some bytes that are there."""
        if self._find_any and self._find_any(data, chars) < 0:
            return frozenset()
        return frozenset(byte for byte in chars if byte in data)

    def chars(self, data: bytes, chars: Sequence[bytes]) -> Iterator[int]:
        """Yield the offsets of some characters beyond ASCII, each in UTF-8."""
        if not self.is_fast:
            chars = [*self._seen(data, chars)]
        for head in {char[:-1] for char in chars}:
            own = [char for char in chars if char[:-1] == head]
            if head == _CROWDED or not own[2:]:
                for char in own:
                    yield from self.all(data, char)
            else:
                found = self.all(data, head)
                yield from (at for at in found if data[at : at + len(own[0])] in own)

    def _seen(self, data: bytes, chars: Sequence[bytes]) -> set[bytes]:
        """Return the characters that are there: `bytes.find` is quick with one byte only."""
        found: set[bytes] = set()
        for lead, length in {(char[:1], len(char)) for char in chars}:
            if lead not in data:
                continue
            own = {char for char in chars if char[:1] == lead}
            if self._size < _HUGE:
                found |= own & {lead + tail[: length - 1] for tail in data.split(lead)[1:]}
            else:
                import re

                found.update(re.findall(b"|".join(map(re.escape, sorted(own))), data))
        return found

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
