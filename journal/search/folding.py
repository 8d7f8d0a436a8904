"""Text without its differences of case, width and canonical form, and the way back."""

from __future__ import annotations

import unicodedata
from codecs import utf_16_le_encode
from unicodedata import category

from journal.normal import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from re import Pattern

_VARIANTS = ((0x2E80, 0x2FDF), (0x3000, 0x3000), (0xFF01, 0xFFEE))
"""Where Unicode has its Han radicals, the wide blank, and the wide and half-width forms."""

CJK = [
    ("\u1100", "\u11ff"),
    ("\u2e80", "\u9fff"),
    ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
]
"""First and last characters of the scripts written without blanks, and of Hangul."""

_MARKS = {"，": ",", "：": ":", "；": ";", "！": "!", "？": "?", "（": "(", "）": ")", "～": "~"}
"""The variants that most Chinese texts have."""

_PLAIN = (
    "\\0-\u00de\u00e0-\u012f\u2010-\u205e\u2190-\u27bf\u3000-\u3029\u3030-\u3098\u309b-\u30ff"
    "\u3400-\u9fff\uff01-\uff9d\U0001f300-\U0001f64f\U0001f680-\U0001faff\U00020000-\U0002a6df"
)
"""Characters that all fold to one of their own, whatever stands beside them.

None folds to a Han character but those themselves.
"""

_odd: dict[tuple[str, Callable[[str], str]], bool] = {}
_joining: dict[str, bool] = {}
_narrow: dict[str, str] = {}
_compiled: list[Pattern[str]] = []


def fold(text: str) -> str:
    """Return `text` so that equal means equal but for case, width and canonical form.

    Folding changes the length of some texts (`ﬁ`, `ß`, `e` + U+0301).
    """
    if text.isascii():
        return text.lower()
    return normalize("NFC", fold_width(text).casefold())


def fold_width(text: str) -> str:
    """Return `text` without its differences of width and canonical form; case stays.

    A radical, which PDF files have for whole characters, counts as the character.
    """
    if text.isascii():
        return text
    for wide, narrow in _MARKS.items():
        text = text.replace(wide, narrow)
    if _has_variants(text):
        known = variants()
        for wide in known.keys() & set(text):
            text = text.replace(wide, known[wide])
    return normalize("NFC", text)


def variants() -> dict[str, str]:
    """Return the characters that are another one in all but width or purpose, and that one."""
    if not _narrow:
        chars = [chr(code) for first, last in _VARIANTS for code in range(first, last + 1)]
        # No character melts into the end of a line: all of them at once cost a tenth.
        narrow = unicodedata.normalize("NFKC", "\n".join(chars)).split("\n")
        _narrow.update(pair for pair in zip(chars, narrow, strict=True) if pair[0] != pair[1])
    return _narrow


def compose(text: str) -> str:
    """Return `text` in its canonical form; case and width stay."""
    return text if text.isascii() else normalize("NFC", text)


class Folded:
    """A folded text that knows where each of its characters comes from."""

    __slots__ = ("_ends", "_fold", "_original", "_starts", "text")

    def __init__(self, original: str, fold: Callable[[str], str] = fold) -> None:
        """Fold `original` with one of the three functions above."""
        self.text = fold(original)
        self._original = original
        self._fold = fold
        self._starts: Sequence[int] = ()
        self._ends: Sequence[int] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that `text[start:end]`, not empty, comes from.

        Offsets count code points. The span is widened to whole characters: a
        part of `ﬁ` comes from all of it.
        """
        if not self._starts:
            self._find_origins()
        return self._starts[start], self._ends[end - 1]

    def origins(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the origin of each of the spans that are not empty, the same once."""
        return list(dict.fromkeys(self.origin(start, end) for start, end in spans if start < end))

    def _find_origins(self) -> None:
        original, fold = self._original, self._fold
        self._starts = range(len(original))
        self._ends = range(1, len(original) + 1)
        odd = [at for at in _find_strange(original) if _is_odd(original[at], fold)]
        if not odd:
            return
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end in _clusters(original, odd):
            starts += range(done, start)
            ends += range(done + 1, start + 1)
            length = len(fold(original[start:end]))
            starts += [start] * length
            ends += [end] * length
            done = end
        self._starts = starts + list(range(done, len(original)))
        self._ends = ends + list(range(done + 1, len(original) + 1))


def find_spans(
    pieces: Sequence[str], text: str, form: Callable[[str], str], *, whole_words: bool = False
) -> list[tuple[int, int]]:
    """Return where the `pieces` stand in `text`, in its code points, left to right.

    They are what is between the blanks of a needle that `form` has folded. A
    needle of nothing but blanks is nowhere.
    """
    if not pieces:
        return []
    if not _strange().search(text):
        same = text if all(map(_is_han, pieces)) else form(text)
        return list(find_pieces(pieces, same, whole_words=whole_words))
    folded = Folded(text, form)
    return folded.origins(find_pieces(pieces, folded.text, whole_words=whole_words))


def find_pieces(
    pieces: Sequence[str], folded: str, *, whole_words: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield where the `pieces` follow each other in `folded`, with blanks between them.

    Any run of blanks is as good, one line break included, so that a phrase is
    found in hard-wrapped text too. With `whole_words` neither end may cut a word
    of a script that has blanks between its words; Chinese, Japanese and Korean
    have no such ends.
    """
    first, *rest = pieces
    start = folded.find(first)
    while start >= 0:
        end: int | None = start + len(first)
        for piece in rest:
            end = _end_of_next(piece, folded, end) if end is not None else None
        if end is None or (whole_words and _cuts_word(folded, start, end)):
            start = folded.find(first, start + 1)
        else:
            yield start, end
            start = folded.find(first, end)


def stands_in(piece: str, text: str) -> bool:
    """Tell whether `text`, as it is, has a `piece` that it must have when folded too.

    False says nothing. A `piece` is folded already, and ends where the next
    character does not melt into it.
    """
    start = text.find(piece)
    end = start + len(piece)
    return start >= 0 and not _joins(piece[0]) and (end == len(text) or not _joins(text[end]))


def in_word(char: str) -> bool:
    """Tell whether `char` is part of a word that ends at a blank or a mark."""
    return (char.isalnum() or char == "_" or category(char)[0] == "M") and not _is_cjk(char)


def _end_of_next(piece: str, folded: str, start: int) -> int | None:
    at = start
    while at < len(folded) and folded[at].isspace():
        at += 1
    blanks = folded[start:at]
    if not blanks or blanks.count("\n") > 1 or not folded.startswith(piece, at):
        return None
    return at + len(piece)


def _cuts_word(folded: str, start: int, end: int) -> bool:
    return _inside_word(folded, start) or _inside_word(folded, end)


def _inside_word(folded: str, at: int) -> bool:
    return 0 < at < len(folded) and in_word(folded[at - 1]) and in_word(folded[at])


def _is_han(piece: str) -> bool:
    return min(piece) >= "\u3400" and max(piece) <= "\u9fff"


def _is_cjk(char: str) -> bool:
    return any(first <= char <= last for first, last in CJK)


def _has_variants(text: str) -> bool:
    """Tell whether `text` may have one of the variants; it has none where this says so."""
    # Of two bytes of UTF-16 the second tells the block: faster than to look at each character.
    rows = utf_16_le_encode(text, "surrogatepass")[0][1::2]
    return b"\xff" in rows or b"\x2e" in rows or b"\x2f" in rows or "\u3000" in text


def _find_strange(text: str) -> list[int]:
    """Return the places of the characters that are not plain."""
    if text.isascii():
        return []
    return [match.start() for match in _strange().finditer(text)]


def _strange() -> Pattern[str]:
    """Return the expression for a character that is not plain."""
    if not _compiled:
        import re

        _compiled.append(re.compile(f"[^{_PLAIN}]"))
    return _compiled[0]


def _clusters(text: str, odd: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans around `odd` characters, from left to right, that fold each for itself."""
    done = 0
    for at in odd:
        if at < done:
            continue
        start = max(at - 1, 0) if _joins(text[at]) else at
        done = at + 1
        while done < len(text) and _joins(text[done]):
            done += 1
        yield start, done


def _is_odd(char: str, fold: Callable[[str], str]) -> bool:
    """Tell whether `char` may fold to anything but one character of its own."""
    key = char, fold
    if key not in _odd:
        _odd[key] = _joins(char) or len(fold(char)) != 1
    return _odd[key]


def _joins(char: str) -> bool:
    """Tell whether `char` may melt into the one before it (marks, dakuten, Hangul jamo).

    Every character that Unicode's canonical compositions have in second place is
    a mark or a jamo vowel or final, once width is folded away.
    """
    if char not in _joining:
        base = normalize("NFKD", char)[0]
        _joining[char] = category(base)[0] == "M" or "\u1160" <= base <= "\u11ff"
    return _joining[char]
