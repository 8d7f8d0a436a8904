"""Bytes that every text with a word in it must have."""

from __future__ import annotations

from journal.search.folding import fold, fold_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal.query.clauses import Query
    from journal.scan.finder import Finder
    from journal.search.terms import Words

_HAN = ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\U00020000", "\U0003ffff")
# Where the characters stand that fold to Han characters.
_ODD = (
    *((0x2E80, 0x2FDF), (0x3190, 0x319F), (0x3220, 0x33FF), (0xF900, 0xFAFF)),
    *((0x1F200, 0x1F2FF), (0x2F800, 0x2FA1F)),
)
# These stand among the marks of everyday Chinese.
_CROWDED = "〸〹〺"
# How characters begin that fold to ASCII letters and digits, but for full-width A to Z, 0 to 9.
_HEADS = (
    *(
        b"\xc2",
        b"\xc3",
        b"\xc4",
        b"\xc5",
        b"\xc7",
        b"\xca",
        b"\xcb",
        b"\xe1",
        b"\xe2\x81",
        b"\xe2\x82",
        b"\xe2\x84",
        b"\xe2\x85",
        b"\xe2\x86",
    ),
    *(b"\xe2\x91", b"\xe2\x92", b"\xe2\x93", b"\xe2\xb1", b"\xe3\x89", b"\xe3\x8a", b"\xe3\x8b"),
    *(
        b"\xe3\x8d",
        b"\xe3\x8e",
        b"\xe3\x8f",
        b"\xea\x9f",
        b"\xef\xac",
        b"\xef\xbd",
        b"\xf0\x90\x9e",
    ),
    *(b"\xf0\x9c\xb3", b"\xf0\x9d", b"\xf0\x9f\x84", b"\xf0\x9f\x85", b"\xf0\x9f\x86"),
    b"\xf0\x9f\xaf",
)
_WIDE = 0xFEE0
"""What lies between an ASCII character and its full-width form."""


class Needle:
    """What to look for so as to miss no text that `words` match; more may be found.

    `literal` is the bytes of the longest piece of them that a text can only
    spell as it stands, but for the case of ASCII letters, or with one of the
    `odd` characters, which begin with one of the `heads`. `literal` is empty where
    there is no such piece, and every text must be looked at.
    """

    __slots__ = ("_fold", "_letters", "heads", "literal", "uncased")

    def __init__(self, words: Words) -> None:
        """Work out the bytes."""
        self._fold: Callable[[str], str] = fold_width if words.case_sensitive else fold
        pieces = (run for piece in self._fold(words.text).split() for run in _runs(piece))
        piece = max(pieces, key=lambda run: len(run.encode()), default="")
        self._letters = frozenset(piece)
        self.literal = piece.encode()
        self.uncased = not words.case_sensitive and any("a" <= char <= "z" for char in piece)
        self.heads = tuple(sorted(self._odd_heads()))

    def places(self, data: bytes, finder: Finder) -> Iterator[int]:
        """Yield offsets of which at least one stands in every text that the words match."""
        yield from finder.all(data, self.literal, uncased=self.uncased)
        for head in self.heads if finder.is_fast else self._leads(data):
            for at in finder.all(data, head):
                if data.startswith(self.heads, at) and self._is_odd(data[at : at + 4]):
                    yield at

    def _leads(self, data: bytes) -> Iterator[bytes]:
        """Yield the first bytes of odd characters that are there: `find` is good at one byte."""
        for lead in {head[:1] for head in self.heads}:
            if lead in data:
                found = {lead + rest[:3] for rest in data.split(lead)[1:]}
                if any(one.startswith(self.heads) and self._is_odd(one) for one in found):
                    yield lead

    def _is_odd(self, data: bytes) -> bool:
        """Tell whether the character at the beginning of some bytes folds to one of ours."""
        char = data.decode("utf-8", "ignore")[:1]
        return not self._letters.isdisjoint(self._fold(char))

    def _odd_heads(self) -> set[bytes]:
        """Return how the characters begin that fold to one of ours."""
        narrow = {char for char in self._letters if char.isascii()}
        heads = {*_HEADS} if narrow else set()
        wide = {chr(ord(char.upper()) + _WIDE) for char in narrow}
        heads.update(map(str.encode, wide))
        from journal.scan.han import ODD

        if not any(char in ODD for char in self._letters - narrow):
            return heads
        heads.update(map(str.encode, _CROWDED))
        for first, last in _ODD:
            # 64 characters have all but the last of their bytes in common.
            for begin in range(first & ~63, last + 1, 64):
                block = "\n".join(map(chr, range(max(begin, first), min(begin + 63, last) + 1)))
                if not self._letters.isdisjoint(self._fold(block)):
                    heads.add(chr(begin).encode()[:-1])
        return heads


def needles_of(query: Query) -> list[Needle] | None:
    """Return what every entry that a query means has one of; None where nothing is known."""
    from journal.search.terms import Words

    for group in query.groups:
        words = [clause for clause in group if isinstance(clause, Words)]
        needles = [Needle(one) for one in words]
        if len(words) == len(group) and all(needle.literal for needle in needles):
            return needles
    return None


def _runs(piece: str) -> Iterator[str]:
    """Yield the longest stretches of ASCII letters, digits and Han characters."""
    start = 0
    for at, char in enumerate(f"{piece} "):
        if not (char.isascii() and char.isalnum()) and not _is_han(char):
            if start < at:
                yield piece[start:at]
            start = at + 1


def _is_han(char: str) -> bool:
    return any(first <= char <= last for first, last in _HAN)
