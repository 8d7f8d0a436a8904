"""Bytes that every text with a word in it must have."""

from __future__ import annotations

from journal.search.folding import fold, fold_width, variants

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal.query.clauses import Query
    from journal.scan.finder import Finder
    from journal.search.terms import Words

_HAN = ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\U00020000", "\U0003ffff")
_SAME = (0xF900, 0xFAD9), (0x2F800, 0x2FA1D)
"""Where Unicode has Han characters that are other ones in all but their number."""
_CASED = "ßİŉſǰẖẗẘẙẚẞ\u212aﬀﬁﬂﬃﬄﬅﬆ"
"""The characters beyond ASCII with ASCII letters in their full case folding."""


class Needle:
    """What to look for so as to miss no text that `words` match; more may be found.

    `literal` is the bytes of the longest piece of them that a text can only
    spell as it stands, but for the case of ASCII letters, or with a character
    that folds to a letter of it: one of `odd`, or with `uncased` one of `cased`.
    `literal` is empty where there is no such piece, and every text must be looked at.
    """

    __slots__ = ("cased", "literal", "odd", "uncased")

    def __init__(self, words: Words) -> None:
        """Work out the bytes."""
        form = fold_width if words.case_sensitive else fold
        pieces = (run for piece in form(words.text).split() for run in _runs(piece))
        piece = max(pieces, key=lambda run: len(run.encode()), default="")
        letters = frozenset(piece)
        self.literal = piece.encode()
        self.uncased = not words.case_sensitive and any("a" <= char <= "z" for char in piece)
        self.cased = _that_fold(_CASED, letters, form)
        self.odd = [
            wide.encode()
            for wide, narrow in variants().items()
            if not letters.isdisjoint(narrow if words.case_sensitive else narrow.casefold())
        ]
        if any(char > "z" for char in letters):
            same = "".join(chr(code) for first, last in _SAME for code in range(first, last + 1))
            self.odd += _that_fold(same, letters, form)

    def places(self, data: bytes, finder: Finder) -> Iterator[int]:
        """Yield offsets of which at least one stands in every text that the words match."""
        yield from finder.all(data, self.literal, uncased=self.uncased)
        # What looks without case by itself folds these too.
        cased = () if self.uncased and finder.find_uncased else self.cased
        yield from finder.chars(data, [*self.odd, *cased])


def needles_of(query: Query) -> list[Needle] | None:
    """Return what every entry that a query means has one of; None where nothing is known."""
    from journal.search.terms import Words

    for group in query.groups:
        words = [clause for clause in group if isinstance(clause, Words)]
        needles = [Needle(one) for one in words]
        if len(words) == len(group) and all(needle.literal for needle in needles):
            return needles
    return None


def _that_fold(chars: str, letters: frozenset[str], form: Callable[[str], str]) -> list[bytes]:
    """Return the characters with one of the letters in what they fold to."""
    folded = form("\n".join(chars)).split("\n")
    found = zip(chars, folded, strict=True)
    return [char.encode() for char, text in found if not letters.isdisjoint(text)]


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
