"""Where the headings of a file's own form stand in a stretch of it."""

from __future__ import annotations

from _operator import add, itemgetter
from itertools import accumulate

from journal.scan.finder import places
from journal.scan.form import DAY, read_heading
from journal.scan.risks import BLANKS, line_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.scan.finder import Finder
    from journal.scan.form import Form

STEP = DAY + 1
"""The bytes of a date and of what stands behind it."""

_DIGITS = bytes.maketrans(b"0123456789\n\r", b"9999999999  ")
_head = itemgetter(slice(STEP))


class Cut:
    """The headings of the form of a file in a stretch of it.

    `days` are their dates, each with the byte behind it, and `others` the offsets
    of other lines that may be headings; of an even cut those below the form's
    level are not among them. `hidden` numbers the lines that begin like headings
    and are none.
    """

    __slots__ = (
        *("_begins", "_data", "_line", "_split", "_starts"),
        *("days", "hidden", "is_even", "others"),
    )

    def __init__(
        self, data: bytes, rare: frozenset[int], form: Form, finder: Finder, *, last: bool
    ) -> None:
        """Find them; `rare` are the bytes of `RARE` there, `last` tells whether the file ends."""
        self._data = data
        self._line = b"\n" + form.mark
        self._begins = data.startswith(form.mark)
        self._split: Sequence[bytes] = ()
        self._starts: list[int] | None = None
        self.hidden: list[int] = []
        self.is_even = finder.is_fast and self._cut_evenly(form, finder, last=last)
        if self.is_even:
            self.others = _find_others(data, rare, form, finder)
            return
        starts, keys, others = _find_days(data, form, last=last)
        if b"".join(keys).translate(_DIGITS) != form.day * len(keys):
            wanted = form.day, form.day[:DAY]
            starts, keys, others = _find_days(data, form, last=last, days=wanted)
        self._starts, self.others = starts, others
        self.days = b"".join(keys).ljust(len(keys) * STEP)

    def __len__(self) -> int:
        """Return the number of headings."""
        return len(self.days) // STEP

    @property
    def starts(self) -> list[int]:
        """Return the offsets of the headings, which are worked out when first asked for."""
        if self._starts is None:
            starts = _offsets(self._split, self._line, begins=self._begins)
            self._starts = leave_out(starts, self.hidden)[: len(self)]
        return self._starts

    @property
    def known_starts(self) -> list[int] | None:
        """Return the offsets of the headings if they were asked for."""
        return self._starts

    @property
    def last(self) -> int:
        """Return the offset of the last heading."""
        count = len(self._split) - 1 + self._begins
        if (
            self._starts is not None
            or len(self) + len(self.hidden) < count
            or (self.hidden and self.hidden[-1] == count - 1)
        ):
            return self.starts[-1]
        return self._data.rfind(self._line) + 1

    def hide(self, start: int, end: int, finder: Finder) -> None:
        """Take out the headings between two offsets of an even cut, behind those hidden before."""
        first = finder.find(self._data, self._line, start, end)
        if first < 0:
            return
        count = finder.count(self._data, self._line, first, end)
        number = self._number_of(first, count, finder)
        place = (number - len(self.hidden)) * STEP
        self.days = self.days[:place] + self.days[place + count * STEP :]
        self.hidden += range(number, number + count)

    def _number_of(self, at: int, count: int, finder: Finder) -> int:
        """Return the number of the heading behind a line ending, with those hidden before."""
        data, line, days = self._data, self._line, self.days
        after, key = at, b""
        for _ in range(count):
            key += data[after + len(line) : after + len(line) + STEP]
            after = finder.find(data, line, after + 1, len(data))
        key += data[after + len(line) : after + len(line) + STEP]
        if after >= 0 and len(key) == (count + 1) * STEP:
            place = finder.find(days, key, 0, len(days))
            if place % STEP == 0 and finder.find(days, key, place + 1, len(days)) < 0:
                return place // STEP + len(self.hidden)
        # Its days, and that of the next entry, do not tell it from others.
        return finder.count(data, line, 0, at) + self._begins

    def drop(self, place: int) -> None:
        """Take out a heading that is none."""
        del self.starts[place]
        self.days = self.days[: place * STEP] + self.days[(place + 1) * STEP :]

    def keep(self, count: int) -> None:
        """Take out all but so many headings."""
        self.days = self.days[: count * STEP]
        if self._starts is not None:
            del self._starts[count:]

    def count_lower(self, form: Form, finder: Finder, end: int) -> None:
        """Tell a form what an even cut has up to an offset of lines below its headings."""
        data, line = self._data, self._line[:-1]
        behind = finder.count(data, self._line, max(end - 1, 0), len(data))
        count = finder.count(data, line, 0, end) - (len(self._split) - 1 - behind)
        if count <= len(self):
            form.unseen += count
            return
        for at in places(finder.find, data, line, end):
            if not data.startswith(self._line, at) and _is_heading(data, at + 1):
                form.count(*read_heading(line_at(data, at + 1)[1]))

    def _cut_evenly(self, form: Form, finder: Finder, *, last: bool) -> bool:
        """Cut at what the headings begin with; tell whether a date stands behind each."""
        self._split = finder.split(self._data, self._line)
        pieces = iter(self._split)
        next(pieces)
        width = len(form.mark)
        days = b"".join(map(_head, pieces))
        if self._begins:
            days = self._data[width : width + STEP] + days
        count = len(self._split) - 1 + self._begins
        if len(days) < count * STEP:
            # Behind the last date is the end of the file, or what is still to be read.
            count -= not last
            days = days.ljust(count * STEP)[: count * STEP]
        self.days = days
        return finder.translate(days, _DIGITS) == form.day * count


def leave_out(starts: list[int], hidden: Sequence[int]) -> list[int]:
    """Return offsets without those of some numbers, which run upwards."""
    for place in reversed(hidden):
        del starts[place]
    return starts


def find_starts(data: bytes, mark: bytes, finder: Finder) -> list[int]:
    """Return the offsets of all lines that begin with a mark, as the first one does."""
    line = b"\n" + mark
    return _offsets(finder.split(data, line), line, begins=True)


def _offsets(split: Sequence[bytes], line: bytes, *, begins: bool) -> list[int]:
    ends = accumulate(map(len, split))
    gap = len(line)
    starts = list(map(add, ends, range(1, 1 + gap * (len(split) - 1), gap)))
    return [0, *starts] if begins else starts


def _find_others(data: bytes, rare: frozenset[int], form: Form, finder: Finder) -> list[int]:
    """Return the offsets of the lines that may be headings above the file's own, or like them."""
    marks = [b"\n" + b"#" * level + b" " for level in range(1, form.level)]
    if finder.find(data, b"\n ", 0, len(data)) >= 0:
        marks += b"\n #", b"\n  #", b"\n   #"
    found = [at + mark.find(b"#") for mark in marks for at in finder.all(data, mark)]
    if data.startswith(b"#") and not data.startswith(form.mark):
        found.append(0)
    if ord("\t") in rare:
        for at in finder.all(data, b"#\t"):
            start = line_at(data, at)[0]
            mark = data[start : at + 1].lstrip(b" ")
            if not mark.strip(b"#") and len(mark) <= form.level:
                found.append(at + 1 - len(mark))
    return [at for at in found if _is_heading(data, at)]


def _is_heading(data: bytes, at: int) -> bool:
    """Tell whether there is a blank behind the marks of a line; a tag has none."""
    end = at + 1
    while data.startswith(b"#", end):
        end += 1
    return end == len(data) or data[end] in BLANKS or data[end] == 10


def _begins_line(data: bytes, at: int) -> bool:
    before = data[at - 1 : at]
    return before in (b"", b"\n") or (before == b" " and b"\n" in data[at - 4 : at])


def _find_days(
    data: bytes, form: Form, *, last: bool, days: tuple[bytes, ...] = ()
) -> tuple[list[int], list[bytes], list[int]]:
    """Return headings of the file's own form, their days, and other lines that begin with `#`.

    Without `days`, what their days must look like, any text is taken for a day.
    """
    find, begins, line = data.find, data.startswith, b"\n" + form.mark
    width = len(form.mark)
    step = width + DAY
    limit = len(data) - step + last
    starts: list[int] = []
    keys: list[bytes] = []
    others: list[int] = []
    at = find(b"#")
    while at >= 0:
        if begins(line, at - 1) if at else begins(form.mark):
            if at >= limit:
                break  # what follows the day will tell
            key = data[at + width : at + step + 1]
            if not days or key.translate(_DIGITS) in days:
                starts.append(at)
                keys.append(key)
                at = find(b"#", at + step)
                continue
            others.append(at)
        elif _begins_line(data, at) and _is_heading(data, at):
            others.append(at)
        at = find(b"#", at + 1)
    return starts, keys, others
