"""A file of which only the headings are held: what stands below one is read when asked for."""

from __future__ import annotations

import datetime as dt
from array import array
from itertools import pairwise
from operator import attrgetter

from journal.diary.ids import entry_id
from journal.entry import Entry, Source
from journal.markdown.document import Document, newline_of, style_of
from journal.markdown.heading import read_top
from journal.markdown.inline import tags as inline_tags
from journal.markdown.lines import trim
from journal.markdown.place import is_newest_first
from journal.markdown.plain import plain_title
from journal.markdown.section import read_below
from journal.scan.form import DAY, UnsureError
from journal.scan.scanning import scan_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from journal.entry import Entry as _Base
    from journal.markdown.blocks import Heading
    from journal.markdown.form import Style
    from journal.markdown.heading import Head
    from journal.scan.survey import Survey
else:
    _Base = object

_TRAILING = b" \t\r\n"
_SAMPLE = 20
_rest = attrgetter("time", "meta", "header", "weekday", "level", "shift")


class File:
    """The bytes of a file, and the offset and the line of each of its entries.

    `ordinals` are those of its entries, 0 where there is none, once they are counted.
    """

    __slots__ = ("data", "journal", "lines", "ordinals", "path", "starts")

    def __init__(
        self, data: bytes, path: str, journal: str, starts: Iterable[int], lines: Iterable[int]
    ) -> None:
        """Keep them; the end of the file is added to the offsets."""
        self.data = data
        self.path = path
        self.journal = journal
        self.starts = array("Q", [*starts, len(data)])
        self.lines = array("Q", lines)
        self.ordinals: Mapping[int, int] | None = None


class Standing(_Base):
    """An entry that holds its heading, and reads all else from its file's bytes each time.

    It is equal to the entry that the parser makes, and one with changes is such an entry.
    It inherits nothing, for it would hold a place for every field, and there are many of them.
    """

    if not TYPE_CHECKING:
        __slots__ = ("_file", "_id", "_index", "_rest", "date", "title")
        __match_args__ = Entry.__match_args__
        __dataclass_fields__ = Entry.__dataclass_fields__
        __eq__, __hash__, __repr__ = Entry.__eq__, Entry.__hash__, Entry.__repr__
        starred, draft = Entry.starred, Entry.draft
        time, meta, header, weekday, level, shift = (
            property(lambda self, at=at: self._rest[at]) for at in range(6)
        )

    def __init__(
        self,
        file: File,
        index: int,
        date: dt.date | None,
        title: str,
        rest: tuple[Any, ...],
        id: str = "",
    ) -> None:
        """Take what the heading says, and the id if it is known already.

        `rest` is time, meta, header, weekday, level and shift; equal ones are best one object.
        """
        self._file = file
        self._index = index
        self.date = date  # type: ignore[misc]
        self.title = title  # type: ignore[misc]
        self._rest = rest
        self._id = id

    @property  # type: ignore[misc]
    def __class__(self) -> type[Entry]:  # type: ignore[override]
        """Return the class that it stands for, which is what makes a copy with changes."""
        return Entry

    @property
    def body(self) -> str:
        """Return the text as the parser reads it."""
        data = self._section
        if b"\\" in data or b"\r" in data or b"<!--" in data:
            return self._read().body
        return trim(data[data.find(b"\n") + 1 or len(data) :].decode("utf-8", "surrogateescape"))

    @property
    def id(self) -> str:
        """Return its id, "" before the entries of its file are counted."""
        ordinals = self._file.ordinals
        if self._id or ordinals is None:
            return self._id
        return entry_id(self.date, self.title, ordinals.get(self._index, 0))

    @property
    def raw(self) -> str:
        """Return the exact slice of the file."""
        return self._section.decode("utf-8", "surrogateescape")

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags."""
        return self._read().tags if self.header else inline_tags(f"{self.title}\n{self.body}")

    @property
    def source(self) -> Source:
        """Return where it stands."""
        line = self._file.lines[self._index]
        end = line + self._section.rstrip(_TRAILING).count(b"\n")
        return Source(self._file.path, line, end, self._file.journal)

    def at(self, file: File, index: int) -> Standing:
        """Return the entry as it stands in another file, in which its section is the same."""
        return Standing(file, index, self.date, self.title, self._rest)

    def __replace__(self, **changes: Any) -> Entry:
        """Return an entry with some fields changed."""
        if changes.keys() == {"id"}:
            own = self._file, self._index, self.date, self.title, self._rest
            return Standing(*own, changes["id"])
        fields: dict[str, Any] = {name: getattr(self, name) for name in Entry.__match_args__}
        return Entry(**(fields | changes))

    @property
    def _section(self) -> bytes:
        starts = self._file.starts
        return self._file.data[starts[self._index] : starts[self._index + 1]]

    def _read(self) -> Entry:
        return _parsed(self.raw)


def count_equals(entries: Sequence[Entry], ordinals: Mapping[int, int]) -> bool:
    """Let the entries of a file have ids; False if they are not all of one, as it stands."""
    file = entries[0]._file if entries and type(entries[0]) is Standing else None
    if file is None or len(file.lines) != len(entries):
        return False
    if not all(type(entry) is Standing and entry._file is file for entry in entries):
        return False
    file.ordinals = ordinals
    return True


def put_text(document: Document, entry: Entry, text: str) -> tuple[bytes, list[str]] | None:
    """Return the bytes of a file with a text for a section, and the sections that it makes.

    They are of the same day, and no other section changes. None where that is
    not so, or where only the full parse can tell.
    """
    lines = [one.source.line for one in document.entries]
    index = lines.index(entry.source.line)
    stands = document.entries[index]
    if not isinstance(stands, Standing):
        return None
    file = stands._file
    start, stop = file.starts[index : index + 2]
    try:
        piece = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return None
    data = b"".join([memoryview(file.data)[:start], piece, memoryview(file.data)[stop:]])
    found = survey_of(data, file.path)
    if found is None or found.level != document.style.level:
        return None
    starts, end = found.starts, len(found) - len(lines) + index + 1
    behind = [one + len(data) - len(file.data) for one in file.starts[index + 1 : -1]]
    if end <= index or starts[: index + 1] != file.starts[: index + 1].tolist():
        return None
    bounds = [*starts[index:end], start + len(piece)]
    parts = [data[one:other].decode("utf-8", "surrogateescape") for one, other in pairwise(bounds)]
    days = {_head(part)[1].date for part in parts}
    return (data, parts) if starts[end:] == behind and days <= {entry.date} else None


def survey_of(data: bytes, path: str) -> Survey | None:
    """Return the survey of a file, None where only the full parse can tell what its entries are."""
    try:
        survey = scan_bytes(data, path)
    except UnsureError:
        return None
    return None if survey.is_open else survey


def read_standing(data: bytes, path: str, *, journal: str) -> Document | None:
    """Return the document that `parse` makes of these bytes, its entries standing in them.

    None where only the full parse can tell what they are.
    """
    survey = survey_of(data, path)
    if survey is None:
        return None
    starts = survey.starts
    preamble = data[: starts[0]]
    file = File(data, path, journal, starts, _lines(data, starts))
    days: dict[bytes, dt.date] = {}
    entries = []
    mark = survey.level + 1
    plain: tuple[Any, ...] = (None, {}, "", None, survey.level, None)
    for index, (day, (start, stop)) in enumerate(
        zip(survey.days, pairwise(file.starts), strict=True)
    ):
        end = data.find(b"\n", start, stop)
        line = data[start : end if end >= 0 else stop].decode("utf-8", "surrogateescape")
        text = line[mark:].strip(" \t\r")
        title = plain_title(text[DAY:]) if text[-1] != "#" else None
        if title is None or data.find(b"<!--", start, stop) >= 0:
            read = _parsed(data[start:stop].decode("utf-8", "surrogateescape"))
            entries.append(Standing(file, index, read.date, read.title, _rest(read)))
            continue
        date = days.get(day)
        if date is None:
            date = days[day] = dt.date(int(day[:4]), int(day[5:7]), int(day[8:]))
        entries.append(Standing(file, index, date, title, plain))
    return Document(
        preamble=preamble.decode("utf-8", "surrogateescape"),
        entries=tuple(entries),
        style=_style(data, entries, survey.level),
        newest_first=is_newest_first([entry.date for entry in entries]),
        path=path,
    )


def _parsed(raw: str) -> Entry:
    """Return an entry whose heading is not plain, or which may have a header."""
    heading, head = _head(raw)
    return read_below(raw, heading.end, head, Source(""), level=heading.level)


def _head(raw: str) -> tuple[Heading, Head]:
    heading, head = read_top(raw)
    assert head is not None  # noqa: S101 - the survey saw its day
    return heading, head


def _lines(data: bytes, starts: Sequence[int]) -> list[int]:
    lines = [1 + data.count(b"\n", 0, starts[0])]
    for start, stop in pairwise(starts):
        lines.append(lines[-1] + data.count(b"\n", start, stop))
    return lines


def _style(data: bytes, entries: Sequence[Entry], level: int) -> Style:
    crlf = data.count(b"\r\n")
    newline = newline_of(crlf, data.count(b"\n") - crlf, 0)
    sample = [entry.raw for entry in [*entries[:_SAMPLE], *entries[_SAMPLE:][-_SAMPLE:]]]
    heads = [_head(raw) for raw in sample]
    pairs = [(raw, heading) for raw, (heading, _) in zip(sample, heads, strict=True)]
    return style_of(pairs, [head for _, head in heads], level, newline)
