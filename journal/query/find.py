"""The entries that the words of a search mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.dates import parse_period
from journal.markdown.checking import check_words
from journal.query.grammar import parse_query
from journal.query.order import arrange

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from journal.entry import Entry


def find_entries(entries: Iterable[Entry], words: Sequence[str], now: dt.datetime) -> list[Entry]:
    """Return those of `entries` that a query means, the newest first.

    Each of `words` is read as an argument of `journal search`, days in words as
    seen from `now`. Raises UsageError for a query that cannot be understood.
    """
    check_words(words, now)
    query = parse_query(words, parse=lambda text: parse_period(text, now))
    return arrange(entry for entry in entries if query.matches(entry))
