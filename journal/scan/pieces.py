"""A stretch of a file cut at its entry headings, and what in it could make them none."""

from __future__ import annotations

from _bisect import bisect_right

from journal.markdown.blocks import outline
from journal.markdown.plain import names_no_day, read_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.markdown.blocks import Heading
    from journal.scan.finder import Finder

DAY = 10
"""The bytes of a date such as `2023.04.02`."""

_DIGITS = bytes.maketrans(b"0123456789\n\r", b"9999999999  ")
_BLANKS = b" \t\r"
# Fences, HTML, and marks under a heading: two bytes stop less often, where that costs no more.
_FENCES = (b"```", b"~~~"), (b"`", b"~")
_UNDER = (b"-\n", b"=\n", b"-\r", b"=\r"), (b"-", b"=")
_TAILS = b" \n", b"\t\n", b" \r", b"\t\r"
_TAGS = tuple(b"<" + bytes([byte]) for byte in b"!?pPsStT")
_PATIENCE = 1 << 24
"""Bytes that one block may hide before it is left to the full parse."""


class UnsureError(Exception):
    """Only the full parse can tell what the entries of this file are."""


class Form:
    """How the headings of a file's entries begin, and what else is in it.

    `mark` is `## `, `day` what the date looks like with each digit a 9.
    `undated` counts the other headings of that level, `deeper` those below it
    with a digit, by level.
    """

    __slots__ = ("day", "deeper", "level", "mark", "undated")

    def __init__(self, level: int, separator: str) -> None:
        """Begin to count."""
        self.level = level
        self.mark = b"#" * level + b" "
        self.day = f"9999{separator}99{separator}99 ".encode()
        self.undated = 0
        self.deeper = [0] * 7

    def meet(self, heading: Heading) -> None:
        """Raise UnsureError for a heading that begins no entry of this form, but may begin one."""
        level = heading.level
        if level > self.level or names_no_day(heading.text):
            return
        from journal.markdown.heading import parse_heading, parse_part

        is_part = parse_part(heading.text) and (level < self.level or heading.underline)
        if is_part or parse_heading(heading.text):
            raise UnsureError

    def is_harmless(self, line: bytes) -> bool:
        """Tell whether no heading in a line with a `#` can begin an entry."""
        level, text = _heading(line)
        return level > self.level or names_no_day(text)

    def count(self, line: bytes) -> None:
        """Count a line with a `#` that begins no entry."""
        level, text = _heading(line)
        if level == self.level:
            self.undated += 1
        elif self.level < level < 7 and not names_no_day(text):
            self.deeper[level] += 1

    def holds(self, count: int) -> bool:
        """Tell whether so many entries are enough for this level to be theirs."""
        return self.undated <= count and max(self.deeper) <= count


def _heading(line: bytes) -> tuple[int, str]:
    """Return the number of `#` that a line begins with, and the text behind them."""
    bare = line.decode("utf-8", "surrogateescape").lstrip(" ")
    text = bare.lstrip("#")
    return len(bare) - len(text), text


def find_form(data: bytes) -> Form | None:
    """Return the form of the first heading that begins with a plain date."""
    at = data.find(b"#")
    while at >= 0:
        end = at
        while data[end : end + 1] == b"#":
            end += 1
        day = data[end + 1 : end + 1 + DAY]
        if (at == 0 or data[at - 1] == 10) and end - at < 7 and data[end : end + 1] == b" ":
            text = day.decode("ascii", "replace")
            if read_day(text):
                return Form(end - at, text[4])
        at = data.find(b"#", end)
    return None


class Pieces:
    """What stands between two entry headings, one after the other, in a stretch of a file.

    `starts` are the offsets of the headings, `keys` their dates. What stands
    before the first one is the end of an entry, or the preamble. `is_open` tells
    that the last of them has a block that is never closed.
    """

    __slots__ = ("_data", "done", "is_open", "keys", "starts")

    def __init__(self, data: bytes, form: Form, finder: Finder, *, first: bool, last: bool) -> None:
        """Cut the data; raise UnsureError where that is not safe.

        `first` and `last` tell whether the file begins and ends here. The data
        is taken up to `done`; the rest comes again with what follows it.
        """
        self._data = data
        self.is_open = False
        self.starts: list[int] = []
        self.keys: list[bytes] = []
        others = self._cut(data, form, last=last)
        risky = [at for at in others if not form.is_harmless(_line(data, at)[1])]
        risky += _risky_lines(data, finder)
        bounds = [0, *self.starts] if first else self.starts
        places = {bisect_right(bounds, at) - 1 for at in risky}
        if first:
            places.add(0)
        if last:
            places.add(len(bounds) - 1)
        self.done = self._look(bounds, sorted(places), form, first=first, last=last)
        while self.starts and self.starts[-1] >= self.done:
            self.starts.pop()
            self.keys.pop()
        for at in others:
            if at < self.done:
                form.count(_line(data, at)[1])

    def _cut(self, data: bytes, form: Form, *, last: bool) -> list[int]:
        """Find the headings of the file's own form; return other lines that may be headings."""
        starts, keys, others = _find_days(data, form, last=last)
        if b"".join(keys).translate(_DIGITS) != form.day * len(keys):
            starts, keys, others = _find_days(
                data, form, last=last, days=(form.day, form.day[:DAY])
            )
        self.starts, self.keys = starts, [key[:DAY] for key in keys]
        return others

    def _look(
        self, bounds: list[int], places: list[int], form: Form, *, first: bool, last: bool
    ) -> int:
        """Parse the outline of pieces, joined where a block spans them; return what is done."""
        data = self._data
        whole = len(bounds) if last else len(bounds) - 1
        done = len(data) if last else bounds[-1]
        ends = [*bounds[1:], len(data)]
        hidden: set[int] = set()
        after = 0
        for place in places:
            if place < after or place >= whole:
                continue
            begin = bounds[place]
            stop, step = place, 1
            while True:
                text = data[begin : ends[stop]].decode("utf-8", "surrogateescape")
                bom = 1 if begin == 0 and first and text[:1] == "\ufeff" else 0
                found = outline(text, bom, underlined=True)
                if found.open_at is None or stop == whole - 1:
                    break
                stop, step = min(stop + step, whole - 1), step * 2
            if found.open_at is not None and not last:
                done = begin
                break
            self.is_open = found.open_at is not None
            after = stop + 1
            inner = set(bounds[place + 1 : after])
            own = 0 if place == 0 and first else 1
            for heading in found.headings[own:]:
                at = begin + _width(text[: heading.start]) if inner else 0
                if at in inner:
                    inner.remove(at)
                else:
                    form.meet(heading)
            hidden |= inner
        if len(data) - done > _PATIENCE:
            raise UnsureError
        if hidden:
            kept = [at not in hidden for at in self.starts]
            self.starts = [at for at, is_kept in zip(self.starts, kept, strict=True) if is_kept]
            self.keys = [key for key, is_kept in zip(self.keys, kept, strict=True) if is_kept]
        return done


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
        elif at == 0 or data[at - 1] == 10 or (data[at - 1] == 32 and b"\n" in data[at - 4 : at]):
            end = at + 1
            while begins(b"#", end):
                end += 1
            # What has no blank behind it is a tag.
            if end == len(data) or data[end] in _BLANKS or data[end] == 10:
                others.append(at)
        at = find(b"#", at + 1)
    return starts, keys, others


def _risky_lines(data: bytes, finder: Finder) -> list[int]:
    """Return the offsets of lines that may hide headings, or underline one."""
    slow = not finder.is_fast
    found = [
        start
        for mark in _FENCES[slow]
        for start, line in _lines_with(mark, data, finder)
        if b"```" in line or b"~~~" in line
    ]
    found += [
        start
        for start, line in _lines_with(b"<", data, finder)
        if line.lstrip(b" ").startswith(_TAGS)
    ]
    marks = [mark for mark in _UNDER[slow] if mark[-1:] != b"\r" or b"\r" in data]
    found += [
        start
        for mark in marks
        for start, line in _lines_with(mark, data, finder)
        if _underlines(data, start, line)
    ]
    return found if slow else found + _blank_tails(data, finder)


def _blank_tails(data: bytes, finder: Finder) -> list[int]:
    """Return the lines of marks under a heading that have blanks behind them."""
    found: list[int] = []
    for mark in _TAILS if b"\r" in data else _TAILS[:2]:
        for at in finder.all(data, mark):
            last = at
            while last > 0 and data[last] in _BLANKS:
                last -= 1
            if data[last] in b"-=":
                start, line = _line(data, at)
                if _underlines(data, start, line):
                    found.append(start)
    return found


def _lines_with(mark: bytes, data: bytes, finder: Finder) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that have a mark, each once, with its offset."""
    at = finder.find(data, mark, 0)
    while at >= 0:
        start, line = _line(data, at)
        yield start, line
        at = finder.find(data, mark, start + len(line) + 1)


def _line(data: bytes, at: int) -> tuple[int, bytes]:
    """Return the start of the line around an offset, and the line up to its LF."""
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    return start, data[start : end if end >= 0 else len(data)]


def _underlines(data: bytes, start: int, line: bytes) -> bool:
    """Tell whether a line may be the mark under a heading: there is a text above it."""
    bare = line.strip(_BLANKS)
    mark = bare[:1]
    if mark not in (b"-", b"=") or bare.strip(mark):
        return False
    return bool(_line(data, max(start - 1, 0))[1].strip(_BLANKS))


def _width(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
