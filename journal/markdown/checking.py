"""What a program hands to the library: another kind of value is told in one sentence."""

from __future__ import annotations

import datetime as dt

from journal.entry import Entry
from journal.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_YEAR, _LAST_YEAR = 1000, 2999
"""The years that headings can name; see `journal.dates.stamp`."""

_PREFERENCES = (None, "newer", "existing", "incoming", "both")


def check_entry(entry: object) -> Entry:
    """Return an entry; raise UsageError for what is none, or has a field of another kind."""
    if not isinstance(entry, Entry):
        raise _wrong("an entry", "a journal.Entry", entry)
    # A datetime is a date for Python, and none to anybody else.
    if not isinstance(entry.date, dt.date | None) or isinstance(entry.date, dt.datetime):
        raise _wrong("the date of an entry", "a datetime.date", entry.date)
    if not isinstance(entry.time, dt.time | None):
        raise _wrong("the time of an entry", "a datetime.time", entry.time)
    for name in ("title", "body", "header", "raw"):
        value = getattr(entry, name)
        if not isinstance(value, str):
            raise _wrong(f"the {name} of an entry", "a str", value)
    if not isinstance(entry.tags, tuple | list):
        raise _wrong("the tags of an entry", "a tuple of str", entry.tags)
    for tag in entry.tags:
        if not isinstance(tag, str):
            raise _wrong("a tag", "a str", tag)
    _check_meta(entry.meta)
    return entry


def check_new(value: object) -> None:
    """Raise UsageError for what cannot be written as an entry."""
    entry = check_entry(value)
    if entry.date is None and not entry.raw:
        raise UsageError("an entry to write has a date, and this has none", todo="give it one")
    if entry.date:
        check_year(entry.date.year)


def check_year(year: int, where: str = "") -> None:
    """Raise UsageError for a year that no heading can name; `where` is what says it."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        todo = f"give one from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise UsageError(f"a diary cannot say the year {year}", where=where, todo=todo)


def check_path(path: object) -> str:
    """Return a path as text, which a str or a Path is. Raises UsageError for anything else."""
    made = getattr(type(path), "__fspath__", None)
    found = made(path) if made else path
    if not isinstance(found, str):
        raise _wrong("a path", "a str or a Path", found)
    return found


def check_words(words: Iterable[object], now: object) -> None:
    """Raise UsageError for words of a search that are no text, or a moment that is none."""
    for word in words:
        if not isinstance(word, str):
            raise _wrong("a word to search for", "a str", word)
    if not isinstance(now, dt.datetime | None):
        raise _wrong("the moment to count from", "a datetime.datetime", now)


def check_preference(prefer: object) -> None:
    """Raise UsageError for what says nothing of whose text is to stay."""
    if prefer not in _PREFERENCES:
        known = ", ".join(map(repr, _PREFERENCES[1:]))
        raise UsageError(f"prefer cannot be {prefer!r}", todo=f"one of: {known}, or None")


def _check_meta(meta: object) -> None:
    from collections.abc import Mapping

    if not isinstance(meta, Mapping):
        raise _wrong("the meta of an entry", "a mapping", meta)
    if not meta:
        return
    import json

    for key, value in meta.items():
        if not isinstance(key, str):
            raise _wrong("a key of meta", "a str", key)
        try:
            json.dumps(value)
        except (TypeError, ValueError, RecursionError):
            raise _wrong(f"what meta says of {key!r}", "a value of JSON", value) from None


def _wrong(what: str, wanted: str, value: object) -> UsageError:
    """Return the error for a value; what it is itself may be the text of an entry."""
    kind = "None" if value is None else type(value).__name__
    return UsageError(f"{kind} is given as {what}", todo=f"give {wanted}")
