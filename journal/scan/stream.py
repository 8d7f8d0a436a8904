"""The entries of a survey by day, each parsed when its turn comes."""

from __future__ import annotations

import datetime as dt
from _operator import itemgetter
from itertools import groupby

from journal.entry import Source
from journal.errors import ChangedOnDiskError
from journal.ids import make_id
from journal.markdown.blocks import outline
from journal.markdown.heading import parse_heading, plain_head
from journal.markdown.plain import plain_title
from journal.markdown.section import read_below
from journal.normal import normalize
from journal.scan.form import DAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from journal.entry import Entry
    from journal.markdown.heading import Head
    from journal.scan.survey import Survey

_BLOCK = 1 << 14


def stream(
    survey: Survey,
    wanted: Callable[[dt.date], bool] | None = None,
    *,
    oldest_first: bool = False,
    newest_first: bool = False,
) -> Iterator[Entry]:
    """Yield the entries of the days that are wanted, with their ids, in the order of `arrange`.

    No more of the file is held than one day. `newest_first` is for a file whose
    days do not say which way it runs. Raises ChangedOnDiskError where an entry
    is not there any more.
    """
    upwards = bool(survey.newest_first)
    counted_back = newest_first if survey.newest_first is None else upwards
    sections = _Sections(survey)
    order = _by_day(survey, oldest_first=oldest_first)
    for key, run in groupby(order, survey.days.__getitem__):
        day = dt.date(int(key[:4]), int(key[5:7]), int(key[8:]))
        if wanted is None or wanted(day):
            alike = sections.read(sorted(run), day, counted_back=counted_back)
            if upwards:
                alike.reverse()
            if alike[1:] and any(entry.time for entry in alike):
                alike = _by_clock(alike)
            yield from alike if oldest_first else alike[::-1]


def _by_day(survey: Survey, *, oldest_first: bool) -> Iterable[int]:
    """Return the numbers of the entries by day, with time or against it."""
    order = range(len(survey))
    if not survey.in_order:
        return sorted(order, key=survey.days.__getitem__, reverse=not oldest_first)
    return reversed(order) if bool(survey.newest_first) == oldest_first else order


def _by_clock(alike: Iterable[Entry]) -> list[Entry]:
    """Return the entries of a day by the time; one without it belongs to the one before it."""
    keyed: list[tuple[dt.time, Entry]] = []
    clock = dt.time.min
    for entry in alike:
        clock = entry.time or clock
        keyed.append((clock, entry))
    keyed.sort(key=itemgetter(0))
    return [entry for _, entry in keyed]


class _Sections:
    """The sections of a file, read and parsed."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._starts = [*survey.starts, survey.size]
        self._mark = "#" * survey.level
        self._block = b""
        self._begin = 0
        self._index, self._line, self._below = -2, 1, 1

    def read(self, run: Sequence[int], day: dt.date, *, counted_back: bool) -> list[Entry]:
        """Return the entries of one day; equal ones are counted from the oldest."""
        survey = self._survey
        key, iso = survey.days[run[0]].decode(), day.isoformat()
        seen: dict[str, int] = {}
        entries: list[Entry] = []
        for index in reversed(run) if counted_back else run:
            text = self._text(index)
            end, head = self._head(text, key, day)
            title = normalize("NFKC", head.title)
            ordinal = seen[title] = seen.get(title, -1) + 1
            id = make_id(iso, title, ordinal)
            source = self._source(index, text)
            entries.append(read_below(text, end, head, source, level=survey.level, id=id))
        return entries[::-1] if counted_back else entries

    def _text(self, index: int) -> str:
        """Return the text of an entry; the file is read by blocks."""
        start, end = self._starts[index], self._starts[index + 1]
        begin = self._begin
        if start < begin or end > begin + len(self._block):
            begin = self._begin = start // _BLOCK * _BLOCK
            self._block = self._survey.read(begin, max(end, begin + _BLOCK))
        return self._block[start - begin : end - begin].decode("utf-8", "surrogateescape")

    def _head(self, text: str, key: str, day: dt.date) -> tuple[int, Head]:
        """Return where the heading of an entry ends, and what it says."""
        end = text.find("\n")
        end = end - text.startswith("\r", end - 1) if end >= 0 else len(text)
        line = text[len(self._mark) : end].strip(" \t")
        if text.startswith(self._mark) and line.startswith(key):
            title = plain_title(line[DAY:]) if line[-1] != "#" else None
            if title is not None:
                return end, plain_head(day, line[4], title)
            head = parse_heading(outline(text[:end]).headings[0].text)
            if head is not None and head.date == day:
                return end, head
        where = self._survey.path
        raise ChangedOnDiskError("changed while it was read", where=where, todo="try again")

    def _source(self, index: int, text: str) -> Source:
        """Return where an entry stands; lines are counted on from the one before or after it."""
        count = text.count("\n")
        if index == self._index + 1:
            line = self._below
        elif index == self._index - 1:
            line = self._line - count
        else:
            line = 1 + self._survey.count_lines(self._starts[index])
        self._index, self._line, self._below = index, line, line + count
        last = line + count - text.count("\n", len(text.rstrip(" \t\r\n")))
        return Source(self._survey.path, line, last, self._survey.journal)
