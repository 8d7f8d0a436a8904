"""A journal file: what stands before its entries, and its entries, to the byte."""

from __future__ import annotations

import re

from journal.entry import Source
from journal.errors import DataError
from journal.frontmatter import header as front
from journal.markdown.blocks import line_end, next_line, outline
from journal.markdown.form import Style, common_form
from journal.markdown.join import Parts, facts_of, join
from journal.markdown.lines import count_lines as count_lines
from journal.markdown.place import is_newest_first, place
from journal.markdown.section import (
    read_section,
    rewrite_section,
    without_blank_lines,
)
from journal.markdown.starts import find_starts
from journal.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.entry import Entry
    from journal.markdown.blocks import Heading
    from journal.markdown.heading import Head
    from journal.markdown.pages import Page
    from journal.markdown.starts import Calendar

_HIDDEN_HEADING = re.compile(r"[\n\r] {0,3}(?:#|[`~]{3}|<)")
_TRAILING = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file. `preamble` and the entries' `raw`, joined, are exactly what was read.

    `newest_first` is None where the entries do not say which way the file runs.
    `open_line` is the line of a fence, comment or raw HTML block that is never
    closed, or 0; what is written after it would disappear in it. `calendar` is
    None where the headings say whole dates; else what a heading of a year or a
    month begins belongs to no entry, though the `raw` of the one above holds it.
    """

    preamble: str
    entries: tuple[Entry, ...]
    style: Style = Style()
    newest_first: bool | None = None
    open_line: int = 0
    path: str = ""
    calendar: Calendar | None = None

    @property
    def text(self) -> str:
        """Return the text of the whole file."""
        return self.preamble + "".join(entry.raw for entry in self.entries)

    def insert(self, *entries: Entry) -> Document:
        """Return a document with these entries added, each in its place by date.

        Nothing else changes. Raises DataError where an entry would fall into a
        block that is never closed.
        """
        return self.edit(insertions=entries)

    def replace(self, old: Entry, new: Entry) -> Document:
        """Return a document in which one entry (found by its place in the file) is another."""
        return self.edit(replacements=((old, new),))

    def remove(self, *entries: Entry) -> Document:
        """Return a document without these entries; nothing else changes."""
        return self.edit(removals=entries)

    def edit(
        self,
        insertions: Sequence[Entry] = (),
        *,
        replacements: Sequence[tuple[Entry, Entry]] = (),
        removals: Sequence[Entry] = (),
    ) -> Document:
        """Return a document with all these changes made, read anew and checked.

        A replacement whose date differs moves to its new place.
        """
        for strict in (False, True):
            parts = self.parts(insertions, replacements, removals, strict=strict)
            text, expected = self._join(parts)
            after = replace(parse(text, self.path), newest_first=self.newest_first)
            if [facts_of(entry) for entry in after.entries] == expected:
                return after
        raise DataError(
            "the file would not read back as it should, so it was left alone",
            where=self.path,
            todo="please report this, with the heading lines of the file",
        )

    def parts(
        self,
        insertions: Sequence[Entry],
        replacements: Sequence[tuple[Entry, Entry]],
        removals: Sequence[Entry],
        *,
        strict: bool,
    ) -> Parts:
        """Return what the text is made of once these changes are made."""
        gone = {entry.source.line for entry in removals}
        wanted = {old.source.line: new for old, new in replacements}
        kept: list[tuple[Entry, str | None]] = []
        leads: list[list[tuple[Page | None, str]]] = []
        moved: dict[int, str] = {}
        for entry, section, lead in self._sections():
            if entry is None or not leads:
                leads.append(lead)
                continue
            line = entry.source.line if gone or wanted else 0
            new = wanted.get(line, entry)
            if line in gone:
                leads[-1] = [*leads[-1], *lead]
                continue
            raw = section
            if new is not entry:
                old = entry if section is None else replace(entry, raw=section)
                raw = rewrite_section(old, new, self.style, strict=strict)
            if new.date == entry.date:
                kept.append((new, raw))
                leads.append(lead)
            else:
                moved[id(new)] = without_blank_lines(raw or "") + self.style.newline
                leads[-1] = [*leads[-1], *lead]
        added = [*insertions, *(new for new in wanted.values() if id(new) in moved)]
        places = place([entry for entry, _ in kept], added, newest_first=bool(self.newest_first))
        return Parts(kept, leads, places, moved, self.style, strict)

    def _join(self, parts: Parts) -> tuple[str, list[tuple[object, ...]]]:
        """Return the new text, and the facts of the entries it must show."""
        open_block = Source(self.path, self.open_line) if self.open_line else None
        if self.calendar is None:
            return join(parts, open_block)
        from journal.markdown.weave import weave

        return weave(parts, self.calendar, open_block)

    def _sections(self) -> Iterator[tuple[Entry | None, str | None, list[tuple[Page | None, str]]]]:
        """Yield each entry with its section, and what is behind it; first the preamble alone.

        The section is None where it is all of `raw`.
        """
        if self.calendar is None:
            yield None, "", [(None, self.preamble)]
            nothing: list[tuple[Page | None, str]] = []
            for entry in self.entries:
                yield entry, None, nothing
            return
        from journal.markdown.weave import split

        first, chunks = split(self.preamble, 0, self.calendar)
        yield None, "", [(None, first), *chunks]
        offset = len(self.preamble)
        for entry in self.entries:
            section, chunks = split(entry.raw, offset, self.calendar)
            yield entry, section, [(None, ""), *chunks]
            offset += len(entry.raw)


def parse(text: str, path: str = "", *, journal: str = "") -> Document:
    """Parse the text of a journal file; never fails, and loses nothing.

    Which headings begin entries is told by `find_starts`; the path can name the
    year of headings that lack it.
    """
    found = outline(text, _header_end(text), underlined=True)
    open_line = 0 if found.open_at is None else 1 + count_lines(text, 0, found.open_at)
    if not found.headings:
        return Document(text, (), Style(newline=_newline(text)), open_line=open_line, path=path)
    begin = find_starts(found.headings, path)
    starts = begin.heads
    pages = [heading.start for heading, _ in begin.calendar.pages] if begin.calendar else []
    ends = [*(heading.start for heading, _ in starts), len(text)][1:]
    entries: list[Entry] = []
    line = 1
    position = 0
    for (heading, head), end in zip(starts, ends, strict=True):
        line += count_lines(text, position, heading.start)
        stop = next((at for at in pages if heading.start < at < end), end) if pages else end
        raw = text[heading.start : stop]
        lines = count_lines(raw.rstrip(_TRAILING), 0)
        source = Source(path, line, line + lines, journal)
        entry = read_section(raw, head, heading, source)
        if stop != end:
            entry = replace(entry, raw=text[heading.start : end])
        entries.append(entry)
        position = heading.start
    return Document(
        preamble=text[: starts[0][0].start] if starts else text,
        entries=tuple(entries),
        style=_style(text, starts, begin.level),
        newest_first=is_newest_first([entry.date for entry in entries]),
        open_line=open_line,
        path=path,
        calendar=begin.calendar,
    )


def _header_end(text: str) -> int:
    """Return the offset of the first line after BOM and header, if there are any."""
    bom = 1 if text.startswith("\ufeff") else 0
    header = front.find(text)
    if header is None:
        return bom
    if _HIDDEN_HEADING.search(text, 0, header.end):
        # Only now does it matter whether this is a header or a diary that begins with a rule.
        try:
            front.load(header)
        except front.HeaderError:
            return bom
    return header.end


def _style(text: str, starts: Sequence[tuple[Heading, Head]], level: int) -> Style:
    """Return how this file writes its entries."""
    newline = _newline(text)
    if not starts:
        return Style(level=level, newline=newline)
    sample = [(text, heading) for heading, _ in [*starts[:20], *starts[20:][-20:]]]
    heads = [head for _, head in starts]
    return style_of(sample, [head for head in heads if head.form.lacks] or heads, level, newline)


def _newline(text: str) -> str:
    """Return the line ending that there is most of in a text."""
    if "\r" not in text:
        return "\n"
    crlf = text.count("\r\n")
    return newline_of(crlf, text.count("\n") - crlf, text.count("\r") - crlf)


def newline_of(crlf: int, lf: int, cr: int) -> str:
    """Return the line ending that there is most of."""
    return max(("\n", lf), ("\r\n", crlf), ("\r", cr), key=lambda pair: pair[1])[0]


def style_of(
    sample: Sequence[tuple[str, Heading]], heads: Sequence[Head], level: int, newline: str
) -> Style:
    """Return the style that headings show, those of the sample each with the text around it."""
    gap = int(sum(_has_gap(text, heading) for text, heading in sample) * 2 > len(sample))
    marks = [heading.underline for _, heading in sample]
    underline = max(sorted(set(marks)), key=marks.count) if level < 3 else ""
    return Style(common_form(heads), level, newline, gap, underline)


def _has_gap(text: str, heading: Heading) -> bool:
    """Tell whether a blank line stands under a heading."""
    below = next_line(text, heading.end)
    return below < len(text) and not text[below : line_end(text, below)].strip(" \t")
