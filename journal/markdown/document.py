"""A journal file: what stands before its entries, and its entries, to the byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal.entry import Source
from journal.errors import DataError
from journal.frontmatter import header as front
from journal.markdown.blocks import line_end, next_line, outline
from journal.markdown.form import Style, common_form
from journal.markdown.heading import parse_heading
from journal.markdown.place import is_newest_first, place
from journal.markdown.section import (
    read_section,
    rewrite_section,
    settle,
    without_blank_lines,
    write_section,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.entry import Entry
    from journal.markdown.blocks import Heading
    from journal.markdown.heading import Head

_HIDDEN_HEADING = re.compile(r"[\n\r] {0,3}(?:#|[`~]{3}|<)")
_BLANK_END = re.compile(r"(?:\A|\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)\Z")
_TRAILING = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file. `preamble` and the entries' `raw`, joined, are exactly what was read.

    `newest_first` is None where the entries do not say which way the file runs.
    `open_line` is the line of a fence, comment or raw HTML block that is never
    closed, or 0; what is written after it would disappear in it.
    """

    preamble: str
    entries: tuple[Entry, ...]
    style: Style = Style()  # noqa: RUF009 - frozen
    newest_first: bool | None = None
    open_line: int = 0
    path: str = ""

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
            text, expected = self._rewrite(insertions, replacements, removals, strict=strict)
            after = replace(parse(text, self.path), newest_first=self.newest_first)
            if [_facts(entry) for entry in after.entries] == expected:
                return after
        raise DataError(
            "the file would not read back as it should, so it was left alone",
            where=self.path,
            todo="please report this, with the heading lines of the file",
        )

    def _rewrite(
        self,
        insertions: Sequence[Entry],
        replacements: Sequence[tuple[Entry, Entry]],
        removals: Sequence[Entry],
        *,
        strict: bool,
    ) -> tuple[str, list[tuple[object, ...]]]:
        """Return the new text, and the facts of the entries it must show."""
        gone = {entry.source.line for entry in removals}
        wanted = {old.source.line: new for old, new in replacements}
        kept: list[tuple[Entry, str]] = []
        moved: dict[int, str] = {}
        for entry in self.entries:
            if entry.source.line in gone:
                continue
            new = wanted.get(entry.source.line, entry)
            raw = (
                entry.raw
                if new is entry
                else rewrite_section(entry, new, self.style, strict=strict)
            )
            if new.date == entry.date:
                kept.append((new, raw))
            else:
                moved[id(new)] = without_blank_lines(raw) + self.style.newline
        added = [*insertions, *(new for new in wanted.values() if id(new) in moved)]
        places = place([entry for entry, _ in kept], added, newest_first=bool(self.newest_first))
        return self._join(kept, places, moved, strict=strict)

    def _join(
        self,
        kept: Sequence[tuple[Entry, str]],
        places: Mapping[int, Sequence[Entry]],
        moved: Mapping[int, str],
        *,
        strict: bool,
    ) -> tuple[str, list[tuple[object, ...]]]:
        """Put sections together; a blank line stands on either side of a new one."""
        newline = self.style.newline
        pieces = [self.preamble]
        facts: list[tuple[object, ...]] = []
        for index in range(len(kept) + 1):
            for new in places.get(index, ()):
                if self.open_line and index == len(kept):
                    raise _open_block(self.path, self.open_line)
                section = moved.get(id(new)) or write_section(new, self.style, strict=strict)
                facts.append(_facts(settle(new, self.style.level)))
                last = next((piece for piece in reversed(pieces) if piece), "")
                pieces += [_gap_after(last, newline), section]
            if index < len(kept):
                entry, raw = kept[index]
                if places.get(index):
                    pieces.append(newline)
                facts.append(_facts(entry))
                pieces.append(raw)
        return "".join(pieces), facts


def parse(text: str, path: str = "", *, journal: str = "") -> Document:
    """Parse the text of a journal file; never fails, and loses nothing.

    The entry level is the one that most dated headings have (the higher one of
    two that tie); dated headings of that level or above begin an entry.
    """
    start = _header_end(text)
    found = outline(text, start)
    dated = [(heading, head) for heading in found.headings if (head := parse_heading(heading.text))]
    levels = [heading.level for heading, _ in dated]
    level = min(set(levels), key=lambda one: (-levels.count(one), one), default=Style().level)
    starts = [(heading, head) for heading, head in dated if heading.level <= level]
    ends = [*(heading.start for heading, _ in starts), len(text)][1:]
    entries: list[Entry] = []
    line = 1
    position = 0
    for (heading, head), end in zip(starts, ends, strict=True):
        line += count_lines(text, position, heading.start)
        raw = text[heading.start : end]
        lines = count_lines(raw.rstrip(_TRAILING), 0)
        source = Source(path, line, line + lines, journal)
        entries.append(read_section(raw, head, heading, source))
        position = heading.start
    return Document(
        preamble=text[: starts[0][0].start] if starts else text,
        entries=tuple(entries),
        style=_style(text, starts, level),
        newest_first=is_newest_first([entry.date for entry in entries]),
        open_line=0 if found.open_at is None else 1 + count_lines(text, 0, found.open_at),
        path=path,
    )


def count_lines(text: str, start: int, end: int | None = None) -> int:
    """Return the number of line endings (LF, CRLF or CR) between two offsets."""
    piece = text[start:end]
    count = piece.count("\n")
    if "\r" in piece:
        count += piece.count("\r") - piece.count("\r\n")
    return count


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
    crlf = text.count("\r\n")
    lf = text.count("\n") - crlf
    cr = text.count("\r") - crlf
    newline = max(("\n", lf), ("\r\n", crlf), ("\r", cr), key=lambda pair: pair[1])[0]
    if not starts:
        return Style(level=level, newline=newline)
    gaps = [_has_gap(text, heading) for heading, _ in [*starts[:20], *starts[20:][-20:]]]
    gap = int(sum(gaps) * 2 > len(gaps))
    return Style(common_form([head for _, head in starts]), level, newline, gap)


def _has_gap(text: str, heading: Heading) -> bool:
    """Tell whether a blank line stands under a heading."""
    below = next_line(text, heading.end)
    return below < len(text) and not text[below : line_end(text, below)].strip(" \t")


def _gap_after(text: str, newline: str) -> str:
    """Return what must stand between a text and a section, so that a blank line does."""
    if not text or text == "\ufeff":
        return ""
    if not text.endswith(("\n", "\r")):
        return newline * 2
    return "" if _BLANK_END.search(text[-200:]) else newline


def _facts(entry: Entry) -> tuple[object, ...]:
    """Return what must read back the same of an entry."""
    return entry.date, entry.title, entry.body


def _open_block(path: str, line: int) -> DataError:
    return DataError(
        "a code fence, comment or HTML block begins here and is never closed, so what is added "
        "after it would disappear in it",
        where=Source(path, line),
        todo="close it first",
    )
