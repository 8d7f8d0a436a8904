"""Where the entries of a file stand, found without parsing them."""

from __future__ import annotations

from journal.errors import ChangedOnDiskError
from journal.scan.checks import find_way
from journal.scan.cuts import STEP, find_starts, leave_out
from journal.scan.finder import Finder
from journal.scan.form import DAY
from journal.scan.found import Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.entry import Entry
    from journal.scan.files import OpenFile
    from journal.scan.pieces import Pieces
    from journal.storage.staging import Spliced

_STRIDE = 1 << 15
_AHEAD = 1 << 12


class Survey:
    """The entries of a file, in its order: their days, and where they start.

    What is asked of one entry is told without a look at the others. `is_open`
    tells of a block that is never closed. Raises ChangedOnDiskError where an
    entry that is asked for is not there any more.
    """

    __slots__ = (
        *("finder", "is_open", "journal", "level", "path", "size", "source"),
        *("_begin", "_block", "_count", "_days", "_firsts", "_keys", "_lines"),
        *("_place", "_starts", "_stretches", "_way"),
    )

    def __init__(
        self, path: str, journal: str, source: bytes | OpenFile | Spliced, size: int
    ) -> None:
        """Begin with nothing; the source is an open file, or what is in it."""
        self.path = path
        self.journal = journal
        self.level = 0
        self.size = size
        self.is_open = False
        self.source = source
        self.finder = Finder(0)
        self._lines = [0]
        self._begin, self._block = 0, b""
        self._count = 0
        self._days: list[bytes] | None = None
        self._starts: list[int] | None = None
        self._way: tuple[bool | None, bool] | None = None
        self._keys: list[bytes] = []
        self._firsts: list[int] = []
        self._place = 0
        self._stretches: list[tuple[int, int, list[int] | None, list[int]]] = []

    def __len__(self) -> int:
        """Return the number of entries."""
        return self._count

    def take(self, base: int, pieces: Pieces) -> None:
        """Add the entries of the next stretch of the file, which begins at `base`."""
        cut = pieces.cut
        self._firsts.append(self._count)
        self._keys.append(cut.days)
        starts = cut.known_starts if len(cut) else []
        self._stretches.append((base, pieces.done, starts, cut.hidden))
        self._count += len(cut)
        self.is_open = pieces.is_open

    def put(self, index: int, day: bytes, start: int, length: int) -> None:
        """Add an entry; it makes the file longer by so many bytes."""
        self.starts[index:] = [start, *(one + length for one in self.starts[index:])]
        self.days.insert(index, day)
        self._keys = []
        self.size += length
        self._count += 1

    @property
    def days(self) -> list[bytes]:
        """Return the days as the headings say them."""
        if self._days is None:
            self._days = self._join_keys().split()
        return self._days

    @property
    def starts(self) -> list[int]:
        """Return the offsets of the headings."""
        if self._starts is None:
            self._starts = []
            for place, (base, *_) in enumerate(self._stretches):
                self._starts += map(base.__add__, self._starts_in(place))
        return self._starts

    @property
    def newest_first(self) -> bool | None:
        """Tell which way the file runs, None where the days do not say. Raises UnsureError."""
        return self.check_days()[0]

    @property
    def in_order(self) -> bool:
        """Tell whether all entries run the same way. Raises UnsureError."""
        return self.check_days()[1]

    @property
    def has_sure_days(self) -> bool:
        """Tell whether every day is known to be in the calendar."""
        return self._way is not None

    def check_days(self) -> tuple[bool | None, bool]:
        """Return both; raise UnsureError where a day is not in the calendar."""
        if self._way is None:
            self._way = find_way(self.days)
        return self._way

    def day(self, index: int) -> bytes:
        """Return the day of an entry."""
        if self._days is not None:
            return self._days[index]
        return self._join_keys()[index * STEP : index * STEP + DAY]

    def start(self, index: int) -> int:
        """Return where an entry starts; the end of the file for the one behind the last."""
        if index == self._count:
            return self.size
        if self._starts is not None:
            return self._starts[index]
        place = self._place_of(index)
        return self._stretches[place][0] + self._starts_in(place)[index - self._firsts[place]]

    def _place_of(self, index: int) -> int:
        """Return the number of the stretch that an entry is in: often that of the last one."""
        firsts, place = self._firsts, self._place
        if not firsts[place] <= index < [*firsts[place + 1 : place + 2], self._count][0]:
            place = self._place = sum(map(index.__ge__, firsts)) - 1
        return place

    def _starts_in(self, place: int) -> list[int]:
        base, length, starts, hidden = self._stretches[place]
        if starts is None:
            data = self.read(base, base + length)
            starts = find_starts(data, b"#" * self.level + b" ", self.finder)
            starts = leave_out(starts, [number for number in hidden if number < len(starts)])
            ends = [*self._firsts, self._count]
            if len(starts) != ends[place + 1] - ends[place]:
                raise changed(self.path)
            self._stretches[place] = base, length, starts, hidden
        return starts

    def text(self, index: int) -> str:
        """Return the section of an entry."""
        return self._decode(index, self.read(self.start(index), self.start(index + 1)))

    def find(self, index: int) -> Found:
        """Return an entry of which only the heading is read."""
        found = Found(self, index, self._decode(index, self._line_at(index)))
        found.forget()
        return found

    def _line_at(self, index: int) -> bytes:
        """Return the heading of an entry; those near each other are read at once."""
        start = self.start(index)
        at = start - self._begin
        stop = self._block.find(b"\n", at) if 0 <= at < len(self._block) else -1
        if stop < 0:
            end, length = self.start(index + 1), _AHEAD
            self._begin, at = start, 0
            self._block = self.read(start, start + length)
            while (stop := self._block.find(b"\n")) < 0 and start + length < end:
                length *= 8
                self._block = self.read(start, min(start + length, end))
        return self._block[at : stop if stop >= 0 else len(self._block)]

    def _decode(self, index: int, data: bytes) -> str:
        """Return the bytes of an entry from its heading on as text."""
        if not data.startswith(b"#" * self.level + b" " + self.day(index)):
            raise changed(self.path)
        return data.decode("utf-8", "surrogateescape")

    def latest(self, count: int | None) -> list[int]:
        """Return the entries of the latest days, as many days as hold so many; None for all."""
        if count is None or count >= len(self.days):
            return list(range(len(self.starts)))
        if self.in_order:
            last = self.days[count - 1 if self.newest_first else -count] if count else b"9"
            if self.newest_first:
                return list(range(self._behind(last)))
            from _bisect import bisect_left

            return list(range(bisect_left(self.days, last), len(self.days)))
        lowest = sorted(self.days)[-count] if count else b"9"
        return [index for index, day in enumerate(self.days) if day >= lowest]

    def of_day(self, day: bytes) -> list[int]:
        """Return the entries of a day, in the order of the file."""
        if not self._keys:
            return [at for at, one in enumerate(self.days) if one == day]
        keys = self._join_keys()
        return [at // STEP for at in self.finder.all(keys, day) if at % STEP == 0]

    def _join_keys(self) -> bytes:
        if len(self._keys) != 1:
            self._keys = [b"".join(self._keys)]
        return self._keys[0]

    def _behind(self, day: bytes) -> int:
        """Return where the entries before a day begin, in a file with the newest on top."""
        from _bisect import bisect_left

        return bisect_left(range(len(self.days)), True, key=lambda at: self.days[at] < day)

    def parse(self, index: int, text: str, id: str) -> Entry:
        """Parse a section in full."""
        from journal.entry import Source
        from journal.markdown.heading import read_top
        from journal.markdown.lines import count_lines
        from journal.markdown.section import read_below

        heading, head = read_top(text)
        assert head is not None  # noqa: S101 - the survey saw its day
        line = 1 + self.count_lines(self.start(index))
        lines = count_lines(text.rstrip(" \t\r\n"), 0)
        source = Source(self.path, line, line + lines, self.journal)
        return read_below(text, heading.end, head, source, level=heading.level, id=id)

    def close(self) -> None:
        """Let go of the file."""
        if not isinstance(self.source, bytes):
            self.source.close()

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes between two offsets, up to the end. Raises ChangedOnDiskError."""
        if isinstance(self.source, bytes):
            return self.source[start:end]
        data = self.source.read(start, end)
        if len(data) < min(end, self.size) - start:
            raise changed(self.path)
        return data

    def count_lines(self, end: int) -> int:
        """Return the number of lines before an offset."""
        while (known := (len(self._lines) - 1) * _STRIDE) + _STRIDE <= end:
            self._lines.append(self._lines[-1] + self._count_between(known, known + _STRIDE))
        at = end // _STRIDE
        return self._lines[at] + self._count_between(at * _STRIDE, end)

    def _count_between(self, start: int, end: int) -> int:
        if isinstance(self.source, bytes):
            return self.finder.count(self.source, b"\n", start, end)
        return self.read(start, end).count(b"\n")


def changed(path: str) -> ChangedOnDiskError:
    """Return the error of a file in which something else stands by now."""
    return ChangedOnDiskError("changed while it was read", where=path, todo="try again")
