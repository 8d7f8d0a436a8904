"""The order in which entries are shown."""

from __future__ import annotations

import datetime as dt

from journal.errors import UsageError
from journal.markdown.place import is_newest_first
from journal.search.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol, TypeVar

    from journal.entry import Entry

    class Titled(Protocol):
        """What has a title: an entry, or where one stands."""

        @property
        def title(self) -> str:
            """Return it."""

    Some = TypeVar("Some", bound=Titled)

SORTS = ("date", "title", "words", "rank")


def arrange(entries: Iterable[Entry], *, sort: str = "date", reverse: bool = False) -> list[Entry]:
    """Return entries in the order asked for.

    `date` is newest first; `title` goes by letters and `words` from the longest,
    equals newest first; `rank` is `date`, since only a search has ranks.
    `reverse` turns the order round. Entries without a date stand last by date,
    either way. Entries of one file come in the file's order.
    """
    if sort not in SORTS:
        from difflib import get_close_matches

        close = get_close_matches(sort.lower(), SORTS, 1)
        todo = f"did you mean {close[0]}?" if close else f"known are {', '.join(SORTS)}"
        raise UsageError("there is no such order", where=sort, todo=todo)
    given = list(entries)
    oldest = sort_by_time(given)
    undated = [entry for entry in given if entry.date is None]
    if sort in ("title", "words"):
        from journal.markdown.inline import count_words

        newest = oldest[::-1] + undated
        return sort_by_text(newest, sort, lambda entry: count_words(entry.body), reverse=reverse)
    return (oldest if reverse else oldest[::-1]) + undated


def sort_by_text(
    newest: Iterable[Some], sort: str, words: Callable[[Some], int], *, reverse: bool
) -> list[Some]:
    """Return entries, given newest first, by `title` or `words` as `arrange` does."""
    if sort == "title":
        return sorted(newest, key=lambda entry: fold(entry.title), reverse=reverse)
    return sorted(newest, key=words, reverse=not reverse)


def sort_by_time(entries: Iterable[Entry]) -> list[Entry]:
    """Return the dated `entries`, the oldest first.

    Within a day the time decides; an entry without one belongs to the entry
    before it. Before means above, in a file whose days go up, and below in one
    whose days go down.
    """
    files: dict[str, list[Entry]] = {}
    for entry in entries:
        files.setdefault(entry.source.path, []).append(entry)
    keyed: list[tuple[dt.date, dt.time, int, Entry]] = []
    for file in files.values():
        times: dict[dt.date, dt.time] = {}
        upwards = is_newest_first([entry.date for entry in file])
        for entry in reversed(file) if upwards else file:
            if entry.date is None:
                continue
            if entry.time is not None:
                times[entry.date] = entry.time.replace(tzinfo=None)
            time = times.get(entry.date, dt.time.min)
            keyed.append((entry.date, time, len(keyed), entry))
    return [entry for *_, entry in sorted(keyed, key=lambda key: key[:3])]
