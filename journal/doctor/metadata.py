"""Headers that do not parse: that of the file, and those kept in comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.doctor.finding import Finding
from journal.frontmatter import header as front
from journal.markdown.document import count_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.entry import Entry
    from journal.markdown.document import Document

_PROSE = re.compile(r"[\r\n][ \t]*(?:[\r\n]|#{1,6}[ \t])")
_CUT = re.compile(r"<!--(?: headings \+\d)?[ \t]*\n(?:---|\+\+\+|\{)[ \t]*(?:\n|\Z)")


def check_metadata(document: Document) -> Iterator[Finding]:
    """Find a header of the file, and comments that keep headers of entries, that say nothing."""
    yield from _check_header(document.preamble, document.path)
    for entry in document.entries:
        yield from _check_comment(entry)


def _check_header(text: str, path: str) -> Iterator[Finding]:
    """Look at the header of the file; between two rules there may be plain text instead."""
    header = front.find(text)
    if header is None or _PROSE.search(header.text):
        return
    try:
        front.load(header)
    except front.HeaderError as error:
        yield Finding(
            "bad-header",
            "problem",
            path,
            error.line,
            error.what,
            "mend this line; until then the header is read as text",
        )


def _check_comment(entry: Entry) -> Iterator[Finding]:
    path, line = entry.source.path, entry.source.line
    start = entry.raw.find("<!--")
    if start < 0:
        return
    line += count_lines(entry.raw, 0, start)
    if entry.header:
        header = front.find(entry.header + "\n")
        problem = "its end is missing", 1
        try:
            if header and front.load(header) is not None:
                return
        except front.HeaderError as error:
            problem = error.what, error.line
        yield Finding(
            "bad-metadata",
            "problem",
            path,
            line + problem[1],
            f"what is kept of the entry's header says nothing: {problem[0]}",
            "mend this line, or remove the comment",
        )
    elif _CUT.match(entry.body):
        yield Finding(
            "bad-metadata",
            "problem",
            path,
            line,
            "a comment begins like a kept header, but does not end like one",
            "end it with the line it began with and with -->, or remove it",
        )
