"""Text without its differences of case, width and canonical form, and the way back."""

from __future__ import annotations

from unicodedata import category

from journal.normal import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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

_odd: dict[tuple[str, Callable[[str], str]], bool] = {}
_joining: dict[str, bool] = {}
_narrow: dict[str, str] = {}


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
    known = variants()
    for wide in known.keys() & set(text):
        text = text.replace(wide, known[wide])
    return normalize("NFC", text)


def variants() -> dict[str, str]:
    """Return the characters that are another one in all but width or purpose, and that one."""
    if not _narrow:
        for first, last in _VARIANTS:
            for char in map(chr, range(first, last + 1)):
                narrow = normalize("NFKC", char)
                if narrow != char:
                    _narrow[char] = narrow
    return _narrow


def compose(text: str) -> str:
    """Return `text` in its canonical form; case and width stay."""
    return text if text.isascii() else normalize("NFC", text)


class Folded:
    """A folded text that knows where each of its characters comes from."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, original: str, fold: Callable[[str], str] = fold) -> None:
        """Fold `original` with one of the three functions above."""
        self.text = fold(original)
        self._starts: Sequence[int] = range(len(original))
        self._ends: Sequence[int] = range(1, len(original) + 1)
        odd = set() if original.isascii() else {c for c in set(original) if _is_odd(c, fold)}
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

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that `text[start:end]`, not empty, comes from.

        Offsets count code points. The span is widened to whole characters: a
        part of `ﬁ` comes from all of it.
        """
        return self._starts[start], self._ends[end - 1]

    def origins(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the origin of each of the spans that are not empty, the same once."""
        return list(dict.fromkeys(self.origin(start, end) for start, end in spans if start < end))


def find_spans(
    needle: str, text: str, *, case_sensitive: bool = False, whole_words: bool = False
) -> list[tuple[int, int]]:
    """Return where `needle` stands in `text`, in code points of `text`, left to right.

    Blanks in `needle` match any run of blanks, one line break included, so that a
    phrase is found in hard-wrapped text too. A needle of nothing but blanks is
    nowhere. With `whole_words` neither end may cut a word of a script that has
    blanks between its words; Chinese, Japanese and Korean have no such ends.
    """
    form = fold_width if case_sensitive else fold
    pieces = form(needle).split()
    if not pieces or pieces[0] not in form(text):
        return []
    folded = Folded(text, form)
    return folded.origins(find_pieces(pieces, folded.text, whole_words=whole_words))


def find_pieces(
    pieces: Sequence[str], folded: str, *, whole_words: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield where the `pieces` follow each other in `folded`, with blanks between them."""
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


def _is_cjk(char: str) -> bool:
    return any(first <= char <= last for first, last in CJK)


def _clusters(text: str, odd: set[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans around `odd` characters that fold each for itself."""
    done = 0
    for at, char in enumerate(text):
        if char not in odd or at < done:
            continue
        start = max(at - 1, 0) if _joins(char) else at
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
