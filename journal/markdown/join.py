"""Sections put together again: those that stay, and new ones in their places."""

from __future__ import annotations

import re

from journal.entry import Source
from journal.errors import DataError
from journal.markdown.section import settle, write_section
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.entry import Entry
    from journal.markdown.form import Style
    from journal.markdown.pages import Page

_BLANK_END = re.compile(r"(?:\A|\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)\Z")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a new text is made of.

    Of what is kept, the text is None where it is the entry's own.
    `leads` stand before the entry of the same index (the last one behind all):
    the preamble, and what headings of years and months begin, piece by piece.
    `places` are the new entries by the index that they stand before, `moved`
    the sections of those that come from elsewhere in the file.
    """

    kept: Sequence[tuple[Entry, str | None]]
    leads: Sequence[Sequence[tuple[Page | None, str]]]
    places: Mapping[int, Sequence[Entry]]
    moved: Mapping[int, str]
    style: Style
    strict: bool

    def write(self, entry: Entry, style: Style) -> str:
        """Return the section of a new entry."""
        return self.moved.get(id(entry)) or write_section(entry, style, strict=self.strict)


def join(parts: Parts, open_block: Source | None) -> tuple[str, list[tuple[object, ...]]]:
    """Return the text, and the facts of its entries; a blank line stands around a new one.

    Raises DataError for an entry behind `open_block`.
    """
    newline = parts.style.newline
    pieces: list[str] = []
    facts: list[tuple[object, ...]] = []
    for index in range(len(parts.kept) + 1):
        pieces += [text for _, text in parts.leads[index]]
        for new in parts.places.get(index, ()):
            if index == len(parts.kept):
                refuse_behind(open_block)
            facts.append(facts_of(settle(new, parts.style.level)))
            pieces += [gap_after(pieces, newline), parts.write(new, parts.style)]
        if index < len(parts.kept):
            entry, raw = parts.kept[index]
            if parts.places.get(index):
                pieces.append(newline)
            facts.append(facts_of(entry))
            pieces.append(entry.raw if raw is None else raw)
    return "".join(pieces), facts


def gap_after(pieces: Sequence[str], newline: str) -> str:
    """Return what must stand between a text and a section, so that a blank line does."""
    text = next((piece for piece in reversed(pieces) if piece), "")
    if not text or text == "\ufeff":
        return ""
    if not text.endswith(("\n", "\r")):
        return newline * 2
    return "" if _BLANK_END.search(text[-200:]) else newline


def facts_of(entry: Entry) -> tuple[object, ...]:
    """Return what must read back the same of an entry."""
    return entry.date, entry.title, entry.body


def refuse_behind(open_block: Source | None) -> None:
    """Raise DataError where a fence, comment or raw HTML block is never closed."""
    if open_block is not None:
        raise DataError(
            "a code fence, comment or HTML block begins here and is never closed, so what is "
            "added after it would disappear in it",
            where=open_block,
            todo="close it first",
        )
