"""A file changed by slices of its bytes, and checked without a second full parse."""

from __future__ import annotations

from array import array

from journal.diary.standing import File, Standing, survey_of
from journal.entry import Source
from journal.markdown.blocks import first_heading
from journal.markdown.heading import parse_heading
from journal.markdown.join import facts_of, gap_after
from journal.markdown.lines import count_lines
from journal.markdown.section import read_section, settle
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.entry import Entry
    from journal.markdown.document import Document
    from journal.markdown.join import Parts

_TRAILING = " \t\r\n"


def splice(
    document: Document,
    data: bytes,
    insertions: Sequence[Entry],
    *,
    replacements: Sequence[tuple[Entry, Entry]] = (),
    removals: Sequence[Entry] = (),
) -> tuple[Document, bytes] | None:
    """Return the document with these changes made, and its bytes, which were `data`.

    They are those of `Document.edit`, and as well checked. The survey of the new
    bytes, by the splitter that the parser uses, must show its entries exactly
    where the sections were put. A section that is the same to the byte then
    reads the same, for nothing in the one before it is open where it begins;
    every other one is parsed by itself, and must say what was meant. None where
    one of the two surveys is not sure or something is not as it should be:
    only `edit` can tell then. The style stays that of the file before.
    """
    survey = None if document.calendar else survey_of(data, document.path)
    if survey is None or len(survey) != len(document.entries):
        return None
    level, work = survey.level, _Splice(document, data, survey.starts)
    del survey
    try:
        work.take(document.parts(insertions, replacements, removals, strict=False))
    except UnicodeEncodeError:
        return None
    new = work.join()
    found = survey_of(new, document.path)
    if found is None or found.level != level or array("Q", found.starts) != work.starts:
        return None
    del found
    entries = work.read(new)
    if entries is None:
        return None
    return replace(document, preamble=work.preamble, entries=tuple(entries)), new


class _Splice:
    """The new file as it comes together: its pieces, and its entries with offsets and lines.

    `_texts` are those of the sections that are not the same to the byte, by number.
    """

    def __init__(self, document: Document, data: bytes, starts: Sequence[int]) -> None:
        self._document = document
        self._data = memoryview(data)
        self._bounds = array("Q", [*starts, len(data)])
        self._run = 0, starts[0]
        self._entries: list[Entry] = []
        self._texts: dict[int, str] = {}
        self._line = document.entries[0].source.line
        self._size = starts[0]
        self.preamble = document.preamble
        self._pieces: list[memoryview | bytes] = []
        self.starts = array("Q")
        self._lines = array("Q")

    def take(self, parts: Parts) -> None:
        """Put the parts one behind the other, as `join` does."""
        newline = parts.style.newline
        at = 0
        for index in range(len(parts.kept) + 1):
            fresh = parts.places.get(index, ())
            for new in fresh:
                if gap := gap_after([self._tail()], newline):
                    self._append(gap)
                self._write(settle(new, parts.style.level), parts.write(new, parts.style))
            if index == len(parts.kept):
                return
            if fresh:
                self._append(newline)
            entry, text = parts.kept[index]
            if text is not None:
                self._write(entry, text)
                continue
            while self._document.entries[at] is not entry:
                at += 1
            self._keep(entry, at)

    def join(self) -> bytes:
        """Return the bytes of the new file."""
        self._end_run()
        return b"".join(self._pieces)

    def read(self, data: bytes) -> list[Entry] | None:
        """Return the entries as they stand in the new bytes; None if one is not as it must be.

        Those that are new, or have more blank lines, are parsed.
        """
        document = self._document
        journal = document.entries[0].source.journal
        file = File(data, document.path, journal, self.starts, self._lines)
        for index, entry in enumerate(self._entries):
            line = self._lines[index]
            if (text := self._texts.get(index)) is not None:
                found = _parse(text, line, file)
                if facts_of(found) != facts_of(entry):
                    return None
                self._entries[index] = found
            elif isinstance(entry, Standing):
                self._entries[index] = entry.at(file, index)
            elif line != entry.source.line:
                end = entry.source.end_line + line - entry.source.line
                source = Source(file.path, line, end, journal)
                self._entries[index] = replace(entry, source=source)
        return self._entries

    def _keep(self, entry: Entry, at: int) -> None:
        """Put a section that is the same, that of this number."""
        start, stop = self._bounds[at], self._bounds[at + 1]
        if start != self._run[1]:
            self._end_run()
            self._run = start, start
        self._run = self._run[0], stop
        self._begin(entry)
        self._size += stop - start
        self._line += bytes(self._data[start:stop]).count(b"\n")

    def _write(self, entry: Entry, text: str) -> None:
        """Put a section that must say what an entry says."""
        self._texts[len(self._entries)] = text
        self._begin(entry)
        self._put(text)

    def _append(self, blank: str) -> None:
        """Let what stands last end in a blank line; it belongs to that entry."""
        text = self._tail() + blank
        if self._entries:
            self._texts[len(self._entries) - 1] = text
        else:
            self.preamble = text
        self._put(blank)

    def _tail(self) -> str:
        """Return the text of what stands last."""
        if not self._entries:
            return self.preamble
        text = self._texts.get(len(self._entries) - 1)
        return self._entries[-1].raw if text is None else text

    def _begin(self, entry: Entry) -> None:
        self.starts.append(self._size)
        self._lines.append(self._line)
        self._entries.append(entry)

    def _put(self, text: str) -> None:
        self._end_run()
        piece = text.encode("utf-8", "surrogateescape")
        self._pieces.append(piece)
        self._size += len(piece)
        self._line += count_lines(text, 0)

    def _end_run(self) -> None:
        self._pieces.append(self._data[slice(*self._run)])
        self._run = self._run[1], self._run[1]


def _parse(text: str, line: int, file: File) -> Entry:
    heading = first_heading(text)
    head = parse_heading(heading.text)
    assert head is not None  # noqa: S101 - the survey saw its day
    end = line + count_lines(text.rstrip(_TRAILING), 0)
    return read_section(text, head, heading, Source(file.path, line, end, file.journal))
