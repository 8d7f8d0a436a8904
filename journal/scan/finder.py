"""Substrings of bytes: by StringZilla where it is installed and pays, else by `bytes.find`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    Find = Callable[[Any, bytes, int, int], int]
    Split = Callable[[bytes, bytes], Sequence[bytes]]

RARE = b"<\t\r\0"
"""Bytes that most stretches of a diary do not have, so that few have to be looked at for them."""

_WORTH = 200_000
"""Bytes of a file from which on the import of StringZilla is made up for, to look without case."""

_WITH_CASE = 12
"""How many times as many where `bytes.find` will do for what is looked for."""

_CAPITAL = b"\xef\xbc\xa1"
"""The first wide capital; the marks of everyday Chinese begin like those, too."""

_HUGE = 8_000_000
"""Bytes of a file from which on the import of `re` is made up for."""

_LIKE = (b"- =", b"`~", RARE, bytes(range(0xA1, 0xBB)))
_AS = {byte: alike[0] for alike in _LIKE for byte in alike} | dict.fromkeys(b"\n\xef\xbc")


class Finder:
    """How to look for bytes in a file of some size.

    `find`, `count` and `find_uncased` take the bounds in which to look; the last
    ignores the case of ASCII letters in a needle of lower-case ones, and may find
    more. Where `is_fast`, `kinds` has a byte for each of the data that `look_at`
    was told of: `-` for what may end a line under a heading, a blank, `-` or `=`;
    a backtick for the marks of fences; `<` for those of `RARE`.
    """

    __slots__ = (
        *("_data", "_size", "_table", "count", "find", "find_uncased"),
        *("is_fast", "kinds", "split", "translate"),
    )

    def __init__(self, size: int, *, uncased: bool = False) -> None:
        """Choose; `uncased` tells that letters will be looked for without their case."""
        self._data = b""
        self._size = size
        self.is_fast = False
        self.kinds = bytearray()
        self.find: Find = bytes.find
        self.count: Find = bytes.count
        self.split: Split = bytes.split
        self.translate: Callable[..., bytes] = bytes.translate
        self.find_uncased: Find | None = None
        if size >= _WORTH * (1 if uncased else _WITH_CASE) and sys.byteorder == "little":
            try:
                import stringzilla  # type: ignore[import-not-found,unused-ignore]
            except ImportError:
                return
            self.is_fast = True
            self.find = stringzilla.find
            self.count = stringzilla.count
            self.split = stringzilla.split
            self.find_uncased = stringzilla.utf8_uncased_search
            self.translate = stringzilla.translate
            kinds = {byte: kind or byte for byte, kind in _AS.items()}
            self._table = bytes(kinds.get(byte, 0) for byte in range(256))

    def look_at(self, data: bytes) -> frozenset[int]:
        """Make the kinds of some data; return the bytes of `RARE` that are there."""
        if self.is_fast:
            self._data = data
            if len(self.kinds) < len(data):
                self.kinds = bytearray(len(data))
            self.translate(data, self._table, out=self.kinds)
            if self.kinds.find(RARE[:1], 0, len(data)) < 0:
                return frozenset()
        return frozenset(byte for byte in RARE if byte in data)

    def forget(self) -> None:
        """Let go of the data that were looked at, of which a folder would hold as many as files."""
        self._data, self.kinds = b"", bytearray()

    def chars(self, data: bytes, chars: Sequence[bytes]) -> Iterator[int]:
        """Yield the offsets of some characters beyond ASCII, each in UTF-8."""
        if not self.is_fast:
            chars = [*self._seen(data, chars)]
        for head in {char[:-1] for char in chars}:
            own = [char for char in chars if char[:-1] == head]
            if head == _CAPITAL[:-1]:
                own = [*self._but_capitals(data, own)]
            if head == _CAPITAL[:-1] or not own[2:]:
                for char in own:
                    yield from self.all(data, char)
            else:
                found = self.all(data, head)
                yield from (at for at in found if data[at : at + len(own[0])] in own)

    def _but_capitals(self, data: bytes, chars: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the characters, without the wide capitals where there is none of all those."""
        seen = data is not self._data or self.find(self.kinds, _CAPITAL, 0, len(data)) >= 0
        yield from (char for char in chars if seen or char[-1] not in _LIKE[-1])

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
        return places(find, data, needle, len(data))


def places(find: Find, data: bytes | bytearray, needle: bytes, end: int) -> Iterator[int]:
    """Yield the offsets at which something is found before an end."""
    at = find(data, needle, 0, end)
    while at >= 0:
        yield at
        at = find(data, needle, at + 1, end)
