"""Regular expressions that are looked for in a text."""

from __future__ import annotations

import time

from journal.errors import UsageError
from journal.search.folding import CJK, Folded, compose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias, TypeVar

    from journal.entry import Entry
    from journal.search.words import Words

    Term: TypeAlias = "Words | Pattern"
    Answer = TypeVar("Answer")

PATIENCE = 2.0
"""Seconds of computing that a pattern may take in all, beyond a share for each character."""

_SHARE = 1e-6
"""Seconds a character; some twenty times what a well-behaved pattern needs."""

_WORD = r"[^\W" + "".join(f"{first}-{last}" for first, last in CJK) + "]"
_WORD_EDGE = f"(?:(?<!{_WORD})|(?!{_WORD}))"


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
