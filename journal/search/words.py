"""Words and phrases that are looked for in a text."""

from __future__ import annotations

from journal.search.folding import find_pieces, find_spans, fold, fold_width, stands_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.entry import Entry

_MARKS = frozenset('"\0:：')


class Words:
    """A word, or a phrase whose blanks match any blanks.

    It is a substring, ignoring width and canonical form always, and case
    unless `case_sensitive`; see `find_pieces` for `whole_words`. With
    `title_only` only titles are looked at.
    """

    __slots__ = ("_pieces", "case_sensitive", "text", "title_only", "whole_words")

    def __init__(
        self,
        text: str,
        case_sensitive: bool = False,
        whole_words: bool = False,
        title_only: bool = False,
    ) -> None:
        """Fold the words once for all texts."""
        self.text = text
        self.case_sensitive = case_sensitive
        self.whole_words = whole_words
        self.title_only = title_only
        form = fold_width if case_sensitive else fold
        self._pieces = form(text).split()

    def __repr__(self) -> str:
        """Show what is looked for."""
        return f"Words({self.text!r})"

    def __eq__(self, other: object) -> bool:
        """Tell whether the same is looked for in the same way."""
        return isinstance(other, Words) and self._key() == other._key()

    def __hash__(self) -> int:
        """Go by the same."""
        return hash(self._key())

    def _key(self) -> tuple[str, bool, bool, bool]:
        return self.text, self.case_sensitive, self.whole_words, self.title_only

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


def plain_words(
    words: Sequence[str], *, case_sensitive: bool = False, whole_words: bool = False
) -> list[Words] | None:
    """Return what to look for, all of it; None for words that only the grammar can read.

    Those have marks or blanks in them.
    """
    for word in words:
        if word == "OR" or word[:1] in ("", "-") or not _MARKS.isdisjoint(word):
            return None
        if word.split() != [word]:
            return None
    return [Words(word, case_sensitive, whole_words) for word in words] or None
