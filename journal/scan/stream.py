"""The entries of a survey by day, each parsed when its turn comes."""

from __future__ import annotations

import datetime as dt
from _operator import itemgetter
from heapq import merge
from itertools import groupby

from journal.entry import Source
from journal.ids import make_id
from journal.markdown.heading import plain_head, read_top
from journal.markdown.plain import plain_title
from journal.markdown.section import read_below
from journal.normal import normalize
from journal.scan.form import UnsureError
from journal.scan.survey import changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from journal.entry import Entry
    from journal.markdown.heading import Head
    from journal.scan.survey import Survey

    Timed = tuple[dt.time | None, Entry | None]

_BLOCK = 1 << 14


def stream(
    surveys: Sequence[Survey],
    wanted: Callable[[dt.date], bool] | None = None,
    *,
    chosen: Mapping[Survey, bytes] | None = None,
    oldest_first: bool = False,
    newest_first: bool = False,
) -> Iterator[Entry]:
    """Return the entries of the days that are wanted, with their ids, in the order of `arrange`.

    The surveys are those of all files of a journal, by path. No more of them is
    held than one day. `chosen` has a byte for each entry, 0 for one that is not
    meant; without it all are. `newest_first` is for a single file whose days do not
    say which way it runs. Raises UnsureError at once where that matters and cannot
    be told, and later ChangedOnDiskError where an entry is not there any more.
    """
    if surveys[1:] and any(len(one) > 1 and one.newest_first is None for one in surveys):
        raise UnsureError
    files = [
        _Sections(survey, None if chosen is None else chosen[survey], newest_first=newest_first)
        for survey in surveys
    ]
    return _entries(files, wanted or (lambda _: True), oldest_first=oldest_first)


def _entries(
    files: Sequence[_Sections], wanted: Callable[[dt.date], bool], *, oldest_first: bool
) -> Iterator[Entry]:
    days = [file.days(oldest_first=oldest_first) for file in files]
    merged = merge(*days, key=itemgetter(0), reverse=not oldest_first) if days[1:] else days[0]
    for day, parts in groupby(merged, itemgetter(0)):
        if wanted(day):
            seen: dict[str, int] = {}
            alike = _by_clock([file.read(run, day, seen) for _, file, run in parts])
            yield from alike if oldest_first else reversed(alike)


def _by_clock(files: Iterable[Sequence[Timed]]) -> list[Entry]:
    """Return the entries of one day by the time; one without it belongs to that before it."""
    keyed: list[tuple[dt.time, Entry]] = []
    for alike in files:
        clock = dt.time.min
        for time, entry in alike:
            clock = time or clock
            if entry is not None:
                keyed.append((clock, entry))
    keyed.sort(key=itemgetter(0))
    return [entry for _, entry in keyed]


class _Sections:
    """The sections of a file, read and parsed."""

    def __init__(self, survey: Survey, chosen: bytes | None, *, newest_first: bool) -> None:
        self._survey = survey
        self._chosen = chosen
        self._upwards = bool(survey.newest_first)
        self._counted_back = newest_first if survey.newest_first is None else self._upwards
        self._starts = [*survey.starts, survey.size]
        self._block = b""
        self._begin = 0
        self._index, self._line, self._below = -2, 1, 1

    def days(self, *, oldest_first: bool) -> Iterator[tuple[dt.date, _Sections, list[int]]]:
        """Yield the days with the numbers of their entries, in time or against it."""
        keys = self._survey.days
        order: Iterable[int] = range(len(keys))
        if not self._survey.in_order:
            order = sorted(order, key=keys.__getitem__, reverse=not oldest_first)
        elif self._upwards == oldest_first:
            order = reversed(range(len(keys)))
        for key, run in groupby(order, keys.__getitem__):
            yield dt.date(int(key[:4]), int(key[5:7]), int(key[8:])), self, sorted(run)

    def read(self, run: Sequence[int], day: dt.date, seen: dict[str, int]) -> list[Timed]:
        """Return the entries of one day with their times, the oldest first.

        `seen` counts those called the same. None stands for one that is not meant.
        """
        survey, chosen = self._survey, self._chosen
        iso = day.isoformat()
        mark = f"{'#' * survey.level} {survey.days[run[0]].decode()}"
        entries: list[Timed] = []
        for index in reversed(run) if self._counted_back else run:
            text = self._text(index)
            end, head = self._head(text, mark, day)
            title = normalize("NFKC", head.title)
            ordinal = seen[title] = seen.get(title, -1) + 1
            id = make_id(iso, title, ordinal)
            is_meant = chosen is None or bool(chosen[index])
            if not is_meant and (head.time is None or "<!--" not in text):
                entries.append((head.time, None))
                continue
            source = self._source(index, text)
            entry = read_below(text, end, head, source, level=survey.level, id=id)
            entries.append((entry.time, entry if is_meant else None))
        return entries if self._counted_back == self._upwards else entries[::-1]

    def _text(self, index: int) -> str:
        """Return the text of an entry; the file is read by blocks."""
        start, end = self._starts[index], self._starts[index + 1]
        begin = self._begin
        if start < begin or end > begin + len(self._block):
            begin = self._begin = start // _BLOCK * _BLOCK
            self._block = self._survey.read(begin, max(end, begin + _BLOCK))
        return self._block[start - begin : end - begin].decode("utf-8", "surrogateescape")

    def _head(self, text: str, mark: str, day: dt.date) -> tuple[int, Head]:
        """Return where the heading of an entry ends, and what it says; it begins with the mark."""
        end = text.find("\n")
        end = end - text.startswith("\r", end - 1) if end >= 0 else len(text)
        if text.startswith(mark):
            rest = text[len(mark) : end]
            title = None if "#" in rest else plain_title(rest)
            if title is not None:
                return end, plain_head(day, mark[-3], title)
            head = read_top(text)[1]
            if head is not None and head.date == day:
                return end, head
        raise changed(self._survey.path)

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
