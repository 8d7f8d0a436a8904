"""Bytes that every text with a word in it must have."""

from __future__ import annotations

import unicodedata

from journal.search.folding import fold, fold_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal.query.clauses import Clause, Query
    from journal.scan.finder import Finder
    from journal.search.words import Words

_HAN = ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\U00020000", "\U0003ffff")
_SAME = (0x2E80, 0x2FDF), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D)
"""Where Unicode has Han radicals, and characters that are other ones in all but their number."""
_WIDE = ((0xFF10, 0xFF5A),)
"""Where it has wide digits and letters."""
_ESCAPES = b"\\u", b"\\U", b"\\x", b"\\\n", b"\\\r"
"""What the headers of a text have for a letter, or for nothing between two of them."""
_CASED = "ßİŉſǰẖẗẘẙẚẞ\u212aﬀﬁﬂﬃﬄﬅﬆ"
"""The characters beyond ASCII with ASCII letters in their full case folding."""


class Needle:
    """What to look for so as to miss no text that `words` match; more may be found.

    `literal` is the bytes of the longest piece of them that a text can only
    spell as it stands, but for the case of ASCII letters, or with a character
    that folds to a letter of it. `literal` is empty where there is no such piece,
    and every text must be looked at. What is `escaped` may be spelt in YAML, TOML
    or JSON as well.
    """

    __slots__ = ("_cased", "_escaped", "_form", "_letters", "_odd", "literal", "uncased")

    def __init__(self, words: Words, *, escaped: bool = False) -> None:
        """Work out the bytes."""
        form = fold_width if words.case_sensitive else fold
        pieces = (run for piece in form(words.text).split() for run in _runs(piece))
        piece = max(pieces, key=lambda run: len(run.encode()), default="")
        self._escaped = escaped
        self._form = form
        self._letters = letters = frozenset(piece)
        self.literal = piece.encode()
        self.uncased = not words.case_sensitive and any("a" <= char <= "z" for char in piece)
        self._cased: list[bytes] | None = None
        self._odd = _other_forms(letters, case_sensitive=words.case_sensitive)

    def places(self, data: bytes, finder: Finder) -> Iterator[int]:
        """Yield offsets of which at least one stands in every text that the words match."""
        yield from finder.all(data, self.literal, uncased=self.uncased)
        yield from finder.chars(data, self.odd(finder))
        for escape in _ESCAPES if self._escaped else ():
            yield from finder.all(data, escape)

    def odd(self, finder: Finder) -> list[bytes]:
        """Return the characters beyond ASCII that are a letter of the literal in another form."""
        if self.uncased and finder.find_uncased:
            return self._odd  # what looks without case by itself folds the others, too
        if self._cased is None:
            self._cased = _that_fold(_CASED, self._letters, self._form)
        return [*self._odd, *self._cased]


def needles_of(query: Query) -> list[Needle] | None:
    """Return what every entry that a query means has one of; None where nothing is known."""
    for group in query.groups:
        needles = [_needle_of(clause) for clause in group]
        if all(needle and needle.literal for needle in needles):
            return [needle for needle in needles if needle]
    return None


def _needle_of(clause: Clause) -> Needle | None:
    """Return what every entry has that a clause means; None where that is not known."""
    from journal.query.clauses import Tagged
    from journal.search.words import Words

    if isinstance(clause, Words):
        return Needle(clause)
    # A number has many spellings.
    if not isinstance(clause, Tagged) or any(map(str.isdigit, clause.tag)):
        return None
    return Needle(Words(clause.tag), escaped=True)


def _that_fold(chars: str, letters: frozenset[str], form: Callable[[str], str]) -> list[bytes]:
    """Return the characters with one of the letters in what they fold to."""
    folded = form("\n".join(chars)).split("\n")
    found = zip(chars, folded, strict=True)
    return [char.encode() for char, text in found if not letters.isdisjoint(text)]


def _other_forms(letters: frozenset[str], *, case_sensitive: bool) -> list[bytes]:
    """Return the characters that are one of the letters in all but width, purpose or number."""
    ranges = _WIDE if all(map(str.isascii, letters)) else _WIDE + _SAME
    chars = "".join([chr(code) for first, last in ranges for code in range(first, last + 1)])
    # Each of them is one character, and stays one: both strings run side by side.
    normal = unicodedata.normalize("NFKC", chars)
    if not case_sensitive:
        normal = normal.lower()
    return [
        chars[at].encode()
        for letter in letters
        if letter in normal
        for at, char in enumerate(normal)
        if char == letter
    ]


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
