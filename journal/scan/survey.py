"""Where the entries of a file stand, found without parsing them."""

from __future__ import annotations

import os
import stat
from _bisect import bisect_left, bisect_right

from journal.scan.checks import first_form, has_lone_cr, refuse_foreign, settle
from journal.scan.finder import Finder
from journal.scan.found import Found
from journal.scan.pieces import Pieces, UnsureError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from journal.entry import Entry
    from journal.scan.needles import Needle
    from journal.scan.pieces import Form

_CHUNK = 1 << 19
_SAMPLE = 1 << 14
_WHOLE = 1 << 17
_READ = os.O_RDONLY
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):
    _READ |= getattr(os, _flag, 0)


class Survey:
    """The entries of a file, in its order: `days` as the headings say, `starts` of their bytes.

    `newest_first` is None where the days do not say which way the file runs, and
    `in_order` tells that all of them do. `is_open` tells of a block that is
    never closed.
    """

    __slots__ = (
        *("days", "in_order", "is_open", "journal", "level", "newest_first", "path", "size"),
        *("source", "starts", "_lines"),
    )

    def __init__(self, path: str, journal: str, source: int | bytes, size: int) -> None:
        """Begin with nothing; the source is an open file, or what is in it."""
        self.path = path
        self.journal = journal
        self.level = 0
        self.size = size
        self.days: list[bytes] = []
        self.starts: list[int] = []
        self.newest_first: bool | None = None
        self.in_order = self.is_open = False
        self.source = source
        self._lines = [0]

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.starts)

    def text(self, index: int) -> str:
        """Return the section of an entry."""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.size
        return self.read(self.starts[index], end).decode("utf-8", "surrogateescape")

    def find(self, index: int) -> Found:
        """Return an entry of which only the heading is read."""
        start = self.starts[index]
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.size
        length = 256
        data = self.read(start, min(start + length, end))
        while b"\n" not in data and start + length < end:
            length *= 8
            data = self.read(start, min(start + length, end))
        line = data[: data.find(b"\n")] if b"\n" in data else data
        found = Found(self, index, line.decode("utf-8", "surrogateescape"))
        found.forget()
        return found

    def latest(self, count: int) -> list[int]:
        """Return the entries of the latest days, as many days as hold so many entries."""
        if count >= len(self.days):
            return list(range(len(self.days)))
        if self.in_order:
            last = self.days[count - 1 if self.newest_first else -count] if count else b"9"
            if self.newest_first:
                return list(range(self._behind(last)))
            return list(range(bisect_left(self.days, last), len(self.days)))
        lowest = sorted(self.days)[-count] if count else b"9"
        return [index for index, day in enumerate(self.days) if day >= lowest]

    def of_day(self, day: bytes) -> list[int]:
        """Return the entries of a day, in the order of the file."""
        if self.in_order and self.newest_first:
            first = bisect_left(range(len(self.days)), True, key=lambda at: self.days[at] <= day)
            return list(range(first, self._behind(day)))
        if self.in_order:
            return list(range(bisect_left(self.days, day), bisect_right(self.days, day)))
        return [at for at, one in enumerate(self.days) if one == day]

    def _behind(self, day: bytes) -> int:
        """Return where the entries before a day begin, in a file with the newest on top."""
        return bisect_left(range(len(self.days)), True, key=lambda at: self.days[at] < day)

    def parse(self, index: int, text: str, id: str) -> Entry:
        """Parse a section in full."""
        from journal.entry import Source
        from journal.markdown.blocks import outline
        from journal.markdown.heading import parse_heading
        from journal.markdown.lines import count_lines
        from journal.markdown.section import read_section
        from journal.values import replace

        heading = outline(text).headings[0]
        head = parse_heading(heading.text)
        assert head is not None  # noqa: S101 - the survey saw its day
        line = 1 + self.count_lines(self.starts[index])
        lines = count_lines(text.rstrip(" \t\r\n"), 0)
        entry = read_section(
            text, head, heading, Source(self.path, line, line + lines, self.journal)
        )
        return replace(entry, id=id)

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self.source, int):
            os.close(self.source)

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes between two offsets."""
        if isinstance(self.source, int):
            return os.pread(self.source, end - start, start)
        return self.source[start:end]

    def count_lines(self, end: int) -> int:
        """Return the number of lines before an offset."""
        while (known := (len(self._lines) - 1) * _CHUNK) + _CHUNK <= end:
            count = self.read(known, known + _CHUNK).count(b"\n")
            self._lines.append(self._lines[-1] + count)
        at = end // _CHUNK
        return self._lines[at] + self.read(at * _CHUNK, end).count(b"\n")


def scan_file(
    path: str,
    needles: Sequence[Needle] | None = None,
    wanted: Callable[[Any], bool] | None = None,
    *,
    journal: str = "",
) -> tuple[Survey, list[Found]] | None:
    """Return a survey of a file, and the entries with one of the needles that are wanted.

    With needles None, but not `wanted`, every entry is looked at; with neither
    none is. None where only the full parse can tell what the entries are.
    """
    if not hasattr(os, "pread"):
        return None
    try:
        file = os.open(path, _READ)
    except OSError:
        return None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise UnsureError
        made = Survey(path, journal, file, status.st_size)
        found = _Scan(made, needles, wanted).run()
    except UnsureError:
        os.close(file)
        return None
    except BaseException:
        os.close(file)
        raise
    return made, found


def scan_bytes(data: bytes, path: str) -> Survey:
    """Return a survey of the bytes of a file; raise UnsureError where it cannot be sure."""
    made = Survey(path, "", data, len(data))
    _Scan(made, None, None).run()
    return made


class _Scan:
    """One way through a file."""

    def __init__(
        self,
        survey: Survey,
        needles: Sequence[Needle] | None,
        wanted: Callable[[Any], bool] | None,
    ) -> None:
        self._survey = survey
        self._finder = Finder(survey.size)
        self._needles = needles
        self._wanted = wanted
        self._found: list[Found] = []

    def run(self) -> list[Found]:
        """Read the file from its beginning to its end."""
        survey = self._survey
        base, length, last = 0, _CHUNK, False
        form: Form | None = None
        while not last:
            data = survey.read(base, base + length)
            last = base + len(data) >= survey.size
            if form is None:
                form = first_form(data)
                survey.level = form.level
            refuse_foreign(data if survey.size <= _WHOLE else data[:_SAMPLE])
            if not data or has_lone_cr(data, last=last):
                raise UnsureError
            pieces = Pieces(data, form, self._finder, first=base == 0, last=last)
            self._take(data, base, pieces)
            survey.is_open = pieces.is_open
            base += pieces.done
            # A section longer than that, or a block that hides headings, comes in one.
            length = _CHUNK if pieces.done else length * 2
        if not form or not survey.starts or not form.holds(len(survey.starts)):
            raise UnsureError
        settle(survey)
        return self._found

    def _take(self, data: bytes, base: int, pieces: Pieces) -> None:
        """Keep the entries of a stretch, and look at those that have what is looked for."""
        survey = self._survey
        number = len(survey.starts)
        survey.days += pieces.keys
        survey.starts += [at + base for at in pieces.starts] if base else pieces.starts
        if self._wanted is None or not pieces.starts:
            return
        ends = [*pieces.starts[1:], pieces.done]
        for place in self._places(data, pieces):
            raw = data[pieces.starts[place] : ends[place]].decode("utf-8", "surrogateescape")
            found = Found(survey, number + place, raw)
            if self._wanted(found):
                self._found.append(found)
            found.forget()

    def _places(self, data: bytes, pieces: Pieces) -> Iterable[int]:
        if self._needles is None:
            return range(len(pieces.starts))
        starts = pieces.starts
        found = {
            bisect_right(starts, at) - 1
            for needle in self._needles
            for at in needle.places(data, self._finder)
            if starts[0] <= at < pieces.done
        }
        return sorted(found)
