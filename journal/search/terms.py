"""What is looked for in a text: words and phrases, or regular expressions."""

from __future__ import annotations

import time

from journal.errors import UsageError
from journal.search.folding import (
    CJK,
    Folded,
    compose,
    find_pieces,
    find_spans,
    fold,
    fold_width,
    stands_in,
)
from journal.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias, TypeVar

    from journal.entry import Entry

    Term: TypeAlias = "Words | Pattern"
    Answer = TypeVar("Answer")

PATIENCE = 2.0
"""Seconds of computing that a pattern may take in all, beyond a share for each character."""

_SHARE = 1e-6
"""Seconds a character; some twenty times what a well-behaved pattern needs."""

_WORD = r"[^\W" + "".join(f"{first}-{last}" for first, last in CJK) + "]"
_WORD_EDGE = f"(?:(?<!{_WORD})|(?!{_WORD}))"


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or a phrase whose blanks match any blanks.

    It is a substring, ignoring width and canonical form always, and case
    unless `case_sensitive`; see `find_pieces` for `whole_words`. With
    `title_only` only titles are looked at.
    """

    text: str
    case_sensitive: bool = False
    whole_words: bool = False
    title_only: bool = False
    _pieces: list[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Fold the words once for all texts."""
        form = fold_width if self.case_sensitive else fold
        object.__setattr__(self, "_pieces", form(self.text).split())

    def matches(self, entry: Entry) -> bool:
        """Tell whether the title or the body of `entry` has the words."""
        title = entry.title
        if self._stands_in(title):
            return True
        body = "" if self.title_only else entry.body
        return self._stands_in(body) or self._folded_in(title) or self._folded_in(body)

    def found_in(self, text: str) -> bool:
        """Tell whether `text` has the words."""
        return self._stands_in(text) or self._folded_in(text)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the words stand in `text`, in its code points."""
        form = fold_width if self.case_sensitive else fold
        return find_spans(self._pieces, text, form, whole_words=self.whole_words)

    def _stands_in(self, text: str) -> bool:
        """Tell whether `text` has the words for sure, without folding it."""
        if len(self._pieces) != 1 or self.whole_words:
            return False
        piece = self._pieces[0]
        if stands_in(piece, text):
            return True
        return not self.case_sensitive and piece.islower() and stands_in(piece, text.lower())

    def _folded_in(self, text: str) -> bool:
        folded = fold_width(text) if self.case_sensitive else fold(text)
        return bool(self._pieces) and any(
            find_pieces(self._pieces, folded, whole_words=self.whole_words)
        )


class Pattern:
    """A regular expression of the `regex` package, as `-e` takes it.

    `^` and `$` are the ends of lines. Canonical form is ignored, case unless
    `case_sensitive`, width is not. Raises UsageError where the pattern is none,
    and from `matches`, `found_in` and `spans` where it takes too long.
    """

    __slots__ = ("_compiled", "_left", "source", "title_only")

    def __init__(
        self, source: str, *, case_sensitive: bool = False, whole_words: bool = False
    ) -> None:
        """Compile `source`."""
        self.source = source
        self.title_only = False
        self._left = PATIENCE
        self._compiled = _compile(source, case_sensitive=case_sensitive, whole_words=whole_words)

    def matches(self, entry: Entry) -> bool:
        """Tell whether the title or the body of `entry` has a match."""
        return self.found_in(entry.title) or self.found_in(entry.body)

    def found_in(self, text: str) -> bool:
        """Tell whether `text` has a match, an empty one included."""
        composed = compose(text)
        return self._run(lambda limit: bool(self._compiled.search(composed, timeout=limit)), text)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the matches stand in `text`, in its code points; none is empty."""
        folded = Folded(text, compose)

        def find(limit: float) -> list[tuple[int, int]]:
            return [match.span() for match in self._compiled.finditer(folded.text, timeout=limit)]

        return folded.origins(self._run(find, text))

    def _run(self, find: Callable[[float], Answer], text: str) -> Answer:
        """Call `find` with the seconds it may take."""
        # The clock changes no answer: it only ends a search with an error. That of
        # the process is also what `regex` counts by.
        begun = time.process_time()
        limit = self._left + _SHARE * len(text)
        try:
            answer = find(limit) if limit > 0 else None
        except (TimeoutError, MemoryError):
            answer = None
        self._left = min(PATIENCE, limit - (time.process_time() - begun))
        if answer is None or self._left <= 0:
            todo = "a repetition inside a repetition is the usual cause"
            raise UsageError("this pattern takes too long", where=self.source, todo=todo)
        return answer


def _compile(source: str, *, case_sensitive: bool, whole_words: bool) -> Any:
    import regex  # type: ignore[import-untyped]

    flags = regex.MULTILINE | (0 if case_sensitive else regex.IGNORECASE)
    pattern = compose(source)
    if not pattern:
        raise UsageError("the pattern is empty", todo="give at least one character")
    try:
        compiled = regex.compile(pattern, flags)
        if whole_words:
            compiled = regex.compile(f"{_WORD_EDGE}(?:{pattern}){_WORD_EDGE}", flags)
    except regex.error as error:
        where = "" if error.pos is None else f" at character {error.pos + 1}"
        raise UsageError(
            f"not a regular expression: {error.msg}{where}",
            where=source,
            todo="without -e it is searched as it stands",
        ) from None
    except (RecursionError, MemoryError):
        raise UsageError("this pattern is too big", todo="nest and repeat less") from None
    return compiled
