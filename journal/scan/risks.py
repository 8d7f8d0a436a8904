"""Lines of a file that may hide headings from a reader, or make one of a text."""

from __future__ import annotations

from journal.scan.finder import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.scan.finder import Finder

BLANKS = b" \t\r"
_TAGS = tuple(b"<" + bytes([byte]) for byte in b"!?pPsStT")
_FENCES = b"```", b"~~~"


def hiding_lines(data: bytes, rare: frozenset[int], finder: Finder) -> list[int]:
    """Return the offsets of lines that may hide headings, in their order.

    `rare` are the bytes of `RARE` that are there.
    """
    if finder.is_fast:
        lines = _lines_with(b"```", data, finder, finder.kinds)
    else:
        marks = [mark for mark in (b"`", b"~") if mark in data]
        lines = (line for mark in marks for line in _lines_with(mark, data, finder))
    found = [start for start, line in lines if _FENCES[0] in line or _FENCES[1] in line]
    if ord("<") in rare:
        lines = _lines_with(b"<", data, finder)
        found += [start for start, line in lines if line.lstrip(b" ").startswith(_TAGS)]
    return sorted(found)


def underlines(data: bytes, rare: frozenset[int], finder: Finder) -> list[int]:
    """Return the offsets of lines that may make a heading of the line above; see `hiding_lines`."""
    if not finder.is_fast:
        marks = [mark for mark in (b"-", b"=") if mark in data]
        lines = (line for mark in marks for line in _lines_with(mark, data, finder))
        return [start for start, line in lines if _underlines(data, start, line)]
    found = [*places(finder.find, finder.kinds, b"-\n", len(data))]
    # A line that ends in CR LF, or has a TAB at its end.
    marks = [b"-\r", b"=\r", b" \r"] if ord("\r") in rare else []
    marks += [b"\t\n", b"\t\r"] if ord("\t") in rare else []
    found += [at for mark in marks for at in finder.all(data, mark)]
    under: list[int] = []
    for at in found:
        last = at
        while last > 0 and data[last] in BLANKS:
            last -= 1
        if data[last] in b"-=":
            start, line = line_at(data, at)
            if _underlines(data, start, line):
                under.append(start)
    return under


def is_plain_fence(data: bytes, start: int, end: int) -> bool:
    """Tell whether a line begins a fence of three marks, and another ends one for sure."""
    first, last = line_at(data, start)[1], data[end : data.find(b"\n", end)]
    if not first.startswith(b"```") or b"`" in first[3:]:
        return False
    # A line that has not been read to its end may be another one.
    return last.rstrip(BLANKS) == b"```" and data.find(b"\n", end) >= 0


def has_lone_cr(data: bytes, *, last: bool) -> bool:
    """Tell whether a line ends in CR alone; the LF of the last one may not have been read yet."""
    cut = not last and data.endswith(b"\r")
    return data.count(b"\r") > data.count(b"\r\n") + cut


def _lines_with(
    mark: bytes, data: bytes, finder: Finder, kinds: bytearray | None = None
) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that have a mark, or of whose kinds one is it, each once, with its offset."""
    hay = data if kinds is None else kinds
    at = finder.find(hay, mark, 0, len(data))
    while at >= 0:
        start, line = line_at(data, at)
        yield start, line
        at = finder.find(hay, mark, start + len(line) + 1, len(data))


def line_at(data: bytes, at: int) -> tuple[int, bytes]:
    """Return the start of the line around an offset, and the line up to its LF."""
    start = data.rfind(b"\n", 0, at) + 1
    end = data.find(b"\n", at)
    return start, data[start : end if end >= 0 else len(data)]


def _underlines(data: bytes, start: int, line: bytes) -> bool:
    """Tell whether a line may be the mark under a heading: there is a text above it."""
    bare = line.strip(BLANKS)
    mark = bare[:1]
    if mark not in (b"-", b"=") or bare.strip(mark):
        return False
    return bool(line_at(data, max(start - 1, 0))[1].strip(BLANKS))
