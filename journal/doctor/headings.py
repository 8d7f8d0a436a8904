"""Headings that nearly begin an entry, or show something other than they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.doctor.finding import Finding, lines_at, spread
from journal.doctor.lost import almost_headings, misplaced_headings
from journal.frontmatter import header as front
from journal.markdown.blocks import outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.markdown.blocks import Heading
    from journal.markdown.document import Document

# C0 but tab, DEL, C1; embeddings, overrides and isolates: what makes a line look like another.
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BREAK = re.compile(r"\r\n|\n|\r")

_WHAT = {
    "heading-without-blank": "a date follows # marks without a plain blank, so it begins no entry",
    "underlined-heading": "a date is underlined, which begins no entry",
    "hidden-heading": "a heading with a date stands inside code, a comment or HTML, "
    "so it begins no entry",
    "deeper-heading": "a heading with a date is deeper than those of the entries, "
    "so it is part of the entry above",
    "heading-without-year": "a heading names a day without its full year, so it begins no entry",
    "heading-year-last": "a heading names a day with its year last, so it begins no entry",
}


def check_headings(document: Document, text: str) -> Iterator[Finding]:
    """Find what was perhaps meant to begin an entry, and what hides in headings."""
    header = front.find(text)
    start = header.end if header and _loads(header) else int(text.startswith("\ufeff"))
    found = outline(text, start).headings
    yield from _check_controls(found, text, document.path)
    level, entries = document.style.level, len(document.entries)
    begun = _starts(document)
    near = [
        (kind, at)
        for kind, at in (
            *almost_headings(text, start, found, level),
            *misplaced_headings(found, level, entries),
        )
        if at not in begun
    ]
    open_at = _start_of_line(text, document.open_line)
    lost = [at for kind, at in near if kind == "hidden-heading" and at > open_at]
    yield from _check_open_block(document, len(lost))
    form = f"`{'#' * level} 2023.04.02 title`"
    for kind, what in _WHAT.items():
        offsets = sorted(at for each, at in near if each == kind)
        if kind == "hidden-heading":
            offsets = [at for at in offsets if at < open_at]
        todo = f"if an entry begins here, write {form}"
        finding = Finding(kind, "note", document.path, 1, what, todo)
        yield from spread(finding, list(lines_at(text, offsets)))
    if not entries and len(found) + (header is not None) > 1:
        todo = f"let entries begin with {form}, or import it into a journal if it is a single post"
        what = "nothing in this file reads as an entry"
        yield Finding("no-entries", "note", document.path, 1, what, todo)


def _starts(document: Document) -> set[int]:
    """Return the offsets at which entries begin, underlined ones and those without a year too."""
    at = len(document.preamble)
    starts: set[int] = set()
    for entry in document.entries:
        starts.add(at)
        at += len(entry.raw)
    return starts


def _loads(header: front.Header) -> bool:
    try:
        front.load(header)
    except front.HeaderError:
        return False
    return True


def _start_of_line(text: str, line: int) -> int:
    """Return the offset of a line, or the end of the text for line 0."""
    if not line:
        return len(text)
    ends = enumerate(_BREAK.finditer(text), 2)
    return next((end.end() for number, end in ends if number == line), 0)


def _check_controls(headings: Sequence[Heading], text: str, path: str) -> Iterator[Finding]:
    offsets = [heading.start for heading in headings if _CONTROL.search(heading.text)]
    what = "control or direction characters hide in this heading"
    todo = "remove them: other programs may show another heading than is there"
    finding = Finding("control-in-heading", "problem", path, 1, what, todo)
    yield from spread(finding, list(lines_at(text, offsets)))


def _check_open_block(document: Document, lost: int) -> Iterator[Finding]:
    """Find a block that is never closed, and in which headings of entries may be lost."""
    if document.open_line:
        hides = f"; {lost:,} that look like headings of entries are hidden in it" if lost else ""
        yield Finding(
            "unclosed-block",
            "problem",
            document.path,
            document.open_line,
            f"a code fence, comment or HTML block begins here and is never closed{hides}",
            "close it",
        )
