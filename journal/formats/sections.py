"""Markdown files of dated sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.entry import Source
from journal.formats.reading import Reading
from journal.frontmatter import header as front
from journal.markdown.document import parse
from journal.markdown.form import Style
from journal.markdown.section import write_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.entry import Entry


def read(text: str, path: str) -> Reading:
    """Read every dated section of a file."""
    document = parse(text, path)
    return Reading(
        entries=document.entries[::-1] if document.newest_first else document.entries,
        preamble=document.preamble,
        style=document.style,
        newest_first=bool(document.newest_first),
        notes=_notes(text, path, document.open_line),
    )


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as sections under `## YYYY.MM.DD title`, a blank line between them."""
    style = Style()
    for number, entry in enumerate(entries):
        yield ("\n" if number else "") + write_section(entry, style, strict=True)


def _notes(text: str, path: str, open_line: int) -> tuple[str, ...]:
    """Say what a reader of this file should know."""
    notes: list[str] = []
    header = front.find(text)
    if header is not None:
        try:
            front.load(header)
        except front.HeaderError as error:
            notes.append(f"{Source(path, error.line)}: {error.what}; it is kept as text")
    if open_line:
        notes.append(
            f"{Source(path, open_line)}: a code fence, comment or HTML block begins here and is "
            "never closed; everything after it belongs to this entry"
        )
    return tuple(notes)
