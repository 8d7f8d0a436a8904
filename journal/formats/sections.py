"""Markdown files of dated sections."""

from __future__ import annotations

from journal.entry import Source
from journal.formats.reading import Reading
from journal.frontmatter import header as front
from journal.markdown.blocks import first_heading
from journal.markdown.document import parse
from journal.markdown.form import Style
from journal.markdown.pages import is_bare
from journal.markdown.section import write_section

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.entry import Entry
    from journal.markdown.document import Document


def read(text: str, path: str) -> Reading:
    """Read every dated section of a file."""
    document = parse(text, path)
    return Reading(
        entries=document.entries[::-1] if document.newest_first else document.entries,
        preamble=_preamble(document),
        style=document.style.with_years,
        newest_first=bool(document.newest_first),
        notes=(*_notes(text, path, document.open_line), *_guesses(document)),
    )


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as sections under `## YYYY.MM.DD title`, a blank line between them."""
    style = Style()
    for number, entry in enumerate(entries):
        yield ("\n" if number else "") + write_section(entry, style, strict=True)


def _preamble(document: Document) -> str:
    """Return what belongs to no entry, without headings whose year every entry says by itself."""
    if document.calendar is None:
        return document.preamble
    from journal.markdown.weave import split

    first, chunks = split(document.preamble, 0, document.calendar)
    offset = len(document.preamble)
    for entry in document.entries:
        chunks += split(entry.raw, offset, document.calendar)[1]
        offset += len(entry.raw)
    return first + "".join(_without_page(chunk) for _, chunk in chunks)


def _without_page(chunk: str) -> str:
    """Return what a heading begins; with the heading where that is more than a year or month."""
    heading = first_heading(chunk)
    if is_bare(heading.text):
        chunk = chunk[heading.end :].lstrip("\r\n")
    return chunk if chunk.strip(" \t\r\n") else ""


def _guesses(document: Document) -> tuple[str, ...]:
    """Say which entries stand above every year that the file names."""
    count = document.calendar.guessed if document.calendar else 0
    if not count:
        return ()
    entry = document.entries[0]
    year = entry.date.year if entry.date else ""
    which = "1 heading stands" if count == 1 else f"{count} headings stand"
    return (f"{entry.source}: {which} above the first year of this file; {year} was taken for it",)


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
