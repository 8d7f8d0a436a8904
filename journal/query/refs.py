"""Name entries by REF: an id or its beginning, a date, `last`."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from functools import cached_property

from journal.errors import NothingFoundError, UsageError
from journal.query.order import arrange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Protocol

    from journal.dates import Period
    from journal.entry import Entry

    Parse = Callable[[str], Period]

    class Named(Protocol):
        """What an entry goes by."""

        @property
        def id(self) -> str:
            """Return its id."""

        @property
        def date(self) -> dt.date | None:
            """Return its day."""


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
    places = find_among(refs, newest, lambda at: newest[at].source.journal, parse=parse)
    return [newest[at] for at in places]


def find_among(
    refs: Iterable[str],
    newest: Sequence[Named],
    journal: Callable[[int], str],
    *,
    parse: Parse | None = None,
) -> list[int]:
    """Return where those that `refs` name stand among entries that are given newest first.

    It is as in `find_refs`. `journal` returns the name of the journal of the entry there.
    """
    shelf = _Shelf(newest, journal)
    return list(dict.fromkeys(_find(ref.strip(), shelf, parse) for ref in refs))


class _Shelf:
    """Where entries stand, by what may name them: of many REFs each is found at once."""

    def __init__(self, newest: Sequence[Named], journal: Callable[[int], str]) -> None:
        self.newest = newest
        self._journal = journal

    @cached_property
    def _by_id(self) -> list[int]:
        return sorted(range(len(self.newest)), key=lambda at: self.newest[at].id)

    def alike(self, prefix: str) -> list[int]:
        """Return the places of the entries whose ids begin so, the newest first."""
        order, newest = self._by_id, self.newest
        first = last = bisect_left(order, prefix, key=lambda at: newest[at].id)
        while last < len(order) and newest[order[last]].id.startswith(prefix):
            last += 1
        return sorted(order[first:last])

    @cached_property
    def by_day(self) -> dict[dt.date | None, list[int]]:
        """Return the places by day, the earliest entry of each first."""
        found: dict[dt.date | None, list[int]] = {}
        for at in reversed(range(len(self.newest))):
            found.setdefault(self.newest[at].date, []).append(at)
        return found

    def name(self, at: int, alike: Sequence[int]) -> str:
        """Return the id and day of an entry, and its journal where one alike is in another."""
        several = len({self._journal(one) for one in alike}) > 1
        more = f", -j {self._journal(at)}" if several else ""
        return f"{self.newest[at].id} ({self.newest[at].date}{more})"


def _find(ref: str, shelf: _Shelf, parse: Parse | None) -> int:
    newest = shelf.newest
    if last := _LAST.fullmatch(ref):
        back = int(last[1] or 0)
        if back >= len(newest):
            raise NothingFoundError(f"there are only {len(newest)} entries", where=ref)
        return back
    if date := _DATE.fullmatch(ref):
        return _find_day(ref, _day_of(ref, date), date[5] or "", shelf)
    prefix = ref.lower()
    short = len(prefix) < SHORTEST
    found = [] if short else shelf.alike(prefix)
    if parse and not found and (spoken := _NUMBERED.fullmatch(ref)):
        day = _day_in_words(spoken[1], parse)
        if day:
            return _find_day(ref, day, spoken[2] or "", shelf)
    if short:
        todo = f"give {SHORTEST} characters of an id or more, a date, or last"
        raise UsageError("this is too short", where=ref or '""', todo=todo)
    found = [at for at in found if newest[at].id == prefix] or found
    return _only(ref, found, lambda place: shelf.name(found[place], found))


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


def _find_day(ref: str, day: dt.date, number: str, shelf: _Shelf) -> int:
    found = shelf.by_day.get(day, [])
    if number:
        found = found[max(int(number) - 1, 0) : int(number)]
    return _only(ref, found, lambda place: f"{day}#{place + 1} ({shelf.newest[found[place]].id})")


def _only(ref: str, found: Sequence[int], name: Callable[[int], str]) -> int:
    """Return the one that was found; `name` tells the first, second, ... of several apart."""
    if not found:
        shown = ref if len(ref) <= _SHOWN else f"{ref[:_SHOWN]}…"
        raise NothingFoundError("no entry has this id or date", where=shown)
    if len(found) > 1:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        names = ", ".join(map(name, range(len(found))[:_NAMED]))
        raise UsageError(
            f"this names {len(found)} entries", where=ref, todo=f"take one of {names}{more}"
        )
    return found[0]
