"""Lines of a file that may hide headings from a reader, or make one of a text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.scan.finder import Finder

_BLANKS = b" \t\r"
RARE = b"~<=\t\r"
"""Bytes that most stretches of a diary do not have, so that few have to be looked at for them."""

_TAGS = tuple(b"<" + bytes([byte]) for byte in b"!?pPsStT")


def risky_lines(data: bytes, rare: frozenset[int], finder: Finder) -> list[int]:
    """Return the offsets of lines that may hide headings, or underline one.

    `rare` are the bytes of `RARE` that are there.
    """
    slow = not finder.is_fast
    # Two bytes stop less often than one, where it costs no more to look for them.
    marks = [b"`" if slow else b"```"]
    if ord("~") in rare:
        marks.append(b"~" if slow else b"~~~")
    found = [
        start
        for mark in marks
        for start, line in _lines_with(mark, data, finder)
        if b"```" in line or b"~~~" in line
    ]
    if ord("<") in rare:
        lines = _lines_with(b"<", data, finder)
        found += [start for start, line in lines if line.lstrip(b" ").startswith(_TAGS)]
    unders = [b"-", b"="] if ord("=") in rare else [b"-"]
    ends = [b"\n", b"\r"] if ord("\r") in rare else [b"\n"]
    marks = unders if slow else [under + end for under in unders for end in ends]
    found += [
        start
        for mark in marks
        for start, line in _lines_with(mark, data, finder)
        if _underlines(data, start, line)
    ]
    if slow:
        return found
    blanks = [b" ", b"\t"] if ord("\t") in rare else [b" "]
    return found + _blank_tails([blank + end for blank in blanks for end in ends], data, finder)


def has_lone_cr(data: bytes, *, last: bool) -> bool:
    """Tell whether a line ends in CR alone; the LF of the last one may not have been read yet."""
    cut = not last and data.endswith(b"\r")
    return data.count(b"\r") > data.count(b"\r\n") + cut


def _blank_tails(marks: list[bytes], data: bytes, finder: Finder) -> list[int]:
    """Return the lines of marks under a heading that have blanks behind them."""
    found: list[int] = []
    for mark in marks:
        for at in finder.all(data, mark):
            last = at
            while last > 0 and data[last] in _BLANKS:
                last -= 1
            if data[last] in b"-=":
                start, line = line_at(data, at)
                if _underlines(data, start, line):
                    found.append(start)
    return found


def _lines_with(mark: bytes, data: bytes, finder: Finder) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that have a mark, each once, with its offset."""
    at = finder.find(data, mark, 0)
    while at >= 0:
        start, line = line_at(data, at)
        yield start, line
        at = finder.find(data, mark, start + len(line) + 1)


def line_at(data: bytes, at: int) -> tuple[int, bytes]:
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
    return bool(line_at(data, max(start - 1, 0))[1].strip(_BLANKS))
