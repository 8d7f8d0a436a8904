"""What a text is made of: line endings, NUL bytes, and bytes that are no UTF-8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.counting import count
from journal.doctor.finding import Finding, lines_at, name_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRAY = re.compile(r"[\udc80-\udcff]+")
_SIDES = ("<<<<<<< ", "=======", ">>>>>>> ")
_MARKER = re.compile(r"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)
_ENDINGS = {
    "LF": re.compile(r"(?<!\r)\n"),
    "CRLF": re.compile(r"\r\n"),
    "CR": re.compile(r"\r(?!\n)"),
}


def check_characters(text: str, path: str) -> Iterator[Finding]:
    """Find what other programs may stumble over; a byte-order mark is nothing of the kind."""
    yield from _check_endings(text, path)
    yield from _check_conflict(text, path)
    if zeros := text.count("\0"):
        line = next(lines_at(text, [text.index("\0")]))
        yield Finding(
            "nul-bytes",
            "problem",
            path,
            line,
            f"there {'is' if zeros == 1 else 'are'} {count(zeros, 'NUL byte')} in the text, "
            "the first on this line",
            "take them out: many programs take such a file for no text",
        )
    stray = [match.start() for match in _STRAY.finditer(text)]
    if stray:
        lines = list(dict.fromkeys(lines_at(text, stray)))
        where = "line" if len(lines) == 1 else "lines"
        yield Finding(
            "not-utf8",
            "problem",
            path,
            lines[0],
            f"bytes that are no UTF-8 stand on {where} {name_lines(lines)}",
            "put the right characters there; until then journal keeps the bytes as they are",
        )


def _check_conflict(text: str, path: str) -> Iterator[Finding]:
    """Find the markers of a merge that somebody has still to decide."""
    found = [match for match in _MARKER.finditer(text) if "\n>>>>>>> " in text]
    if {match[0].rstrip("\r") for match in found} != set(_SIDES):
        return
    lines = list(lines_at(text, [match.start() for match in found]))
    yield Finding(
        "conflict-markers",
        "problem",
        path,
        lines[0],
        f"git has left both sides of a merge here, between marks on lines {name_lines(lines)}",
        "keep what is right, and take the marks out; journal git install spares you the next ones",
    )


def _check_endings(text: str, path: str) -> Iterator[Finding]:
    pairs, feeds, returns = text.count("\r\n"), text.count("\n"), text.count("\r")
    counts = {"LF": feeds - pairs, "CRLF": pairs, "CR": returns - pairs}
    there = sorted((number, name) for name, number in counts.items() if number)
    if len(there) < 2:
        return
    rarest = there[0][1]
    match = _ENDINGS[rarest].search(text)
    first = 0 if match is None else match.start()
    told = " and ".join(f"{number:,} with {name}" for number, name in reversed(there))
    yield Finding(
        "mixed-line-endings",
        "note",
        path,
        next(lines_at(text, [first])),
        f"lines end in different ways: {told}, {rarest} first here",
        "let your editor save all of it with one line ending",
    )
