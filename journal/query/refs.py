"""Name entries by REF: an id or its beginning, a date, `last`."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from journal.errors import NothingFoundError, UsageError
from journal.query.order import arrange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from journal.dates import Period
    from journal.entry import Entry

    Parse = Callable[[str], Period]

SHORTEST = 4
"""Characters of an id that may stand for it."""

_DATE = re.compile(r"(\d{4})([-./])(\d\d?)\2(\d\d?)(?:#(\d{1,9}))?")
_NUMBERED = re.compile(r"([^#]+)(?:#(\d{1,9}))?")
_LAST = re.compile(r"last(?:~(\d{1,9}))?")
_NAMED = 5
_SHOWN = 40


def scope(refs: Iterable[str]) -> tuple[int, set[dt.date]]:
    """Return among how many of the newest entries, or on which days, the REFs are found.

    Nothing of either where that takes all entries.
    """
    named = [(_LAST.fullmatch(ref), _DATE.fullmatch(ref)) for ref in map(str.strip, refs)]
    if all(last for last, _ in named):
        return max((int(last[1] or 0) + 1 for last, _ in named if last), default=0), set()
    days = [date for _, date in named if date]
    whole = len(days) == len(named)
    return 0, {_day_of(day[0], day) for day in days} if whole else set()


def find_refs(
    refs: Iterable[str], entries: Sequence[Entry], *, parse: Parse | None = None
) -> list[Entry]:
    """Return the entries that `refs` name, in that order, each once.

    A REF is an id or a beginning of one (4 characters or more), a date that one
    entry has, `2023-04-02#2` (the second of that day, the earliest being the
    first), `last` (the newest) or `last~3` (the fourth newest). `last` is never
    an id. With `parse`, which reads a period, what is no id may be a day in words
    (`昨天`, `yesterday#2`). Raises NothingFoundError for a REF that names nothing,
    and UsageError for one that names several, with their ids and dates.
    """
    newest = arrange(entries)
    found = [_find(ref.strip(), newest, parse) for ref in refs]
    return list({id(entry): entry for entry in found}.values())


def _find(ref: str, newest: Sequence[Entry], parse: Parse | None) -> Entry:
    if last := _LAST.fullmatch(ref):
        back = int(last[1] or 0)
        if back >= len(newest):
            raise NothingFoundError(f"there are only {len(newest)} entries", where=ref)
        return newest[back]
    if date := _DATE.fullmatch(ref):
        return _find_day(ref, _day_of(ref, date), date[5] or "", newest)
    prefix = ref.lower()
    short = len(prefix) < SHORTEST
    found = [] if short else [entry for entry in newest if entry.id.startswith(prefix)]
    if parse and not found and (spoken := _NUMBERED.fullmatch(ref)):
        day = _day_in_words(spoken[1], parse)
        if day:
            return _find_day(ref, day, spoken[2] or "", newest)
    if short:
        todo = f"give {SHORTEST} characters of an id or more, a date, or last"
        raise UsageError("this is too short", where=ref or '""', todo=todo)
    found = [entry for entry in found if entry.id == prefix] or found
    return _only(ref, found, [f"{entry.id} ({_where(entry, found)})" for entry in found])


def _where(entry: Entry, found: Sequence[Entry]) -> str:
    """Return the day of an entry, and its journal where only that tells it from the others."""
    if len({one.source.journal for one in found}) < 2:
        return str(entry.date)
    return f"{entry.date}, -j {entry.source.journal}"


def _day_of(ref: str, parts: re.Match[str]) -> dt.date:
    try:
        return dt.date(int(parts[1]), int(parts[3]), int(parts[4]))
    except ValueError:
        raise UsageError("there is no such day", where=ref, todo="look at the date") from None


def _day_in_words(words: str, parse: Parse) -> dt.date | None:
    try:
        period = parse(words)
    except UsageError:
        return None
    if period.grain != "day":
        todo = "name one, as journal list --on shows them"
        raise UsageError("this is more than a day", where=words, todo=todo)
    return period.start


def _find_day(ref: str, day: dt.date, number: str, newest: Sequence[Entry]) -> Entry:
    found = [entry for entry in reversed(newest) if entry.date == day]
    if number:
        found = found[max(int(number) - 1, 0) : int(number)]
    return _only(ref, found, [f"{day}#{at} ({entry.id})" for at, entry in enumerate(found, 1)])


def _only(ref: str, found: list[Entry], names: list[str]) -> Entry:
    """Return the one entry that was found; `names` say how to tell several apart."""
    if not found:
        shown = ref if len(ref) <= _SHOWN else f"{ref[:_SHOWN]}…"
        raise NothingFoundError("no entry has this id or date", where=shown)
    if len(found) > 1:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        todo = f"take one of {', '.join(names[:_NAMED])}{more}"
        raise UsageError(f"this names {len(found)} entries", where=ref, todo=todo)
    return found[0]
