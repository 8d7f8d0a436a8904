"""Where the lines of an entry stand in its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.values import dataclass

if TYPE_CHECKING:
    from journal.entry import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an entry: its number in the file, and its text as the file has it.

    `text[start:end]` is what the entry says there: the title without its date,
    a line of the body without the backslash that keeps it from being a heading.
    """

    number: int
    text: str
    start: int
    end: int

    @property
    def content(self) -> str:
        """Return the part that belongs to the title or the body."""
        return self.text[self.start : self.end]


def locate(entry: Entry) -> tuple[Line, list[Line]]:
    """Return the line of the title and those of the body, with their places in the file.

    The body is found from the end of `entry.raw` upwards, since a header or a
    comment may stand above it. Where an entry was not read from a file, or a
    title is not literally in its heading, the text stands for its line.
    """
    lines = entry.body.split("\n") if entry.body else []
    raw = re.split(r"\r\n|\r|\n", entry.raw) if "\r" in entry.raw else entry.raw.split("\n")
    first = entry.source.line
    places = _align(lines, raw)
    if places is None:
        body = [_whole(first + 1 + at, text) for at, text in enumerate(lines)]
        return _find_title(entry, raw[:1]), body
    body = [Line(first + at, raw[at], start, len(raw[at])) for at, start in places]
    return _find_title(entry, raw[: places[0][0]] if places else raw), body


def _align(body: list[str], raw: list[str]) -> list[tuple[int, int]] | None:
    """Return index and first column in `raw` of each line of `body`."""
    end = len(raw)
    while end and not raw[end - 1].strip(" \t"):
        end -= 1
    if body and raw[end - len(body) : end] == body:
        return [(at, 0) for at in range(end - len(body), end)]
    places: list[tuple[int, int]] = []
    at = len(raw)
    for text in reversed(body):
        start = None
        while start is None and at > 0:
            at -= 1
            start = _column(text, raw[at])
        if start is None:
            return None
        places.append((at, start))
    return places[::-1]


def _column(text: str, raw: str) -> int | None:
    if text == raw:
        return 0
    indent, backslash, rest = raw.partition("\\")
    return len(indent) + 1 if backslash and indent + rest == text else None


def _find_title(entry: Entry, above: list[str]) -> Line:
    """Find the title in its heading, the first line, or in the header of a post."""
    keys = (at for at, text in enumerate(above) if re.match(r"\W*title\b", text))
    at = next(keys, 0) if entry.level == 0 else 0
    heading, title = above[at] if above else "", entry.title
    start = heading.rfind(title)
    if start < 0:
        return _whole(entry.source.line, title)
    if re.search(r"\d", heading[start + len(title) :]):  # the date stands last
        start = heading.find(title)
    return Line(entry.source.line + at, heading, start, start + len(title))


def _whole(number: int, text: str) -> Line:
    return Line(number, text, 0, len(text))
