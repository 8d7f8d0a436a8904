"""Queries of words alone, read without the grammar."""

from __future__ import annotations

from journal.search.terms import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = frozenset('"\0:：')


def plain_words(
    words: Sequence[str], *, case_sensitive: bool = False, whole_words: bool = False
) -> list[Words] | None:
    """Return what to look for, all of it; None for words that have marks or blanks in them."""
    for word in words:
        if word == "OR" or word[:1] in ("", "-") or not _MARKS.isdisjoint(word):
            return None
        if word.split() != [word]:
            return None
    return [Words(word, case_sensitive, whole_words) for word in words] or None
