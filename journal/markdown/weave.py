"""New entries put into a file whose headings lack their years, so that every year stays true."""

from __future__ import annotations

from journal.markdown.blocks import first_heading
from journal.markdown.heading import parse_heading, parse_part
from journal.markdown.join import facts_of, gap_after, refuse_behind
from journal.markdown.pages import Page, write_page
from journal.markdown.section import settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from journal.entry import Entry, Source
    from journal.markdown.heading import Head
    from journal.markdown.join import Parts
    from journal.markdown.starts import Calendar

Chunk = tuple["Page | None", str]
"""A piece of text between entries, and what the heading tells that it begins with."""


def weave(
    parts: Parts, calendar: Calendar, open_block: Source | None
) -> tuple[str, list[tuple[object, ...]]]:
    """Return the text, and the facts of its entries.

    Where an entry would read as of another year, a heading that names its year
    comes before it, like those of the file; where there is no room for one
    above it, its own heading says the whole date. Raises DataError for an entry
    behind `open_block`.
    """
    loom = _Loom(parts, calendar)
    for index in range(len(parts.kept) + 1):
        waiting = list(parts.places.get(index, ()))
        if waiting and index == len(parts.kept):
            refuse_behind(open_block)
        loom.pass_lead(parts.leads[index], waiting)
        if index < len(parts.kept):
            entry, section = parts.kept[index]
            loom.keep(entry, entry.raw if section is None else section)
    return "".join(loom.pieces), loom.facts


def split(text: str, offset: int, calendar: Calendar) -> tuple[str, list[Chunk]]:
    """Split a piece of a file at its headings of years and months, `offset` being its own."""
    end = offset + len(text)
    inside = [pair for pair in calendar.pages if offset <= pair[0].start < end]
    found = [(head.start - offset, page) for head, page in inside]
    cuts = [*(at for at, _ in found), len(text)]
    chunks: list[Chunk] = [
        (page, text[at:cut]) for (at, page), cut in zip(found, cuts[1:], strict=True)
    ]
    return text[: cuts[0]], chunks


class _Loom:
    """The text so far, its entries' facts, and the year that it has come to."""

    def __init__(self, parts: Parts, calendar: Calendar) -> None:
        self.pieces: list[str] = []
        self.facts: list[tuple[object, ...]] = []
        self._parts = parts
        self._pages = calendar.pages
        self._walk = calendar.walk.copy()
        if parts.strict:
            # Which way the days run, and what follows from it, may be another with the new ones.
            self._walk.runs = 0
            self._walk.page = Page() if calendar.guessed else self._walk.page
        self._newline = parts.style.newline
        self._fresh = False
        self._turned = False

    def pass_lead(self, lead: Sequence[Chunk], waiting: list[Entry]) -> None:
        """Write what stands between two entries, and new entries under the right heading of it."""
        states: list[Page] = []
        walk = self._walk.copy()
        for page, _ in lead:
            if page:
                walk.turn_to(page)
            states.append(walk.page)
        slots = [_slot(states, entry.date) for entry in waiting]
        for at, (page, text) in enumerate(lead):
            self._write_old(text)
            if page:
                self._walk.turn_to(page)
                self._turned = False
            for entry, slot in zip(waiting, slots, strict=True):
                if slot == at:
                    self._add(entry)

    def keep(self, entry: Entry, section: str) -> None:
        """Write an entry that stays, under a heading of its year if it lost its own."""
        head = _head_of(section)
        if entry.date and head and head.form.lacks:
            astray = self._is_astray(head, entry.date)
            if astray or (self._turned and self._lacks_month(entry.date)):
                self._turn(entry.date)
                self.pieces.append(self._newline)
                self._fresh = False
        if head:
            self._walk.date_of(head)
        self._write_old(section)
        self.facts.append(facts_of(entry))

    def _write_old(self, text: str) -> None:
        if text and self._fresh:
            self.pieces.append(self._newline)
        self._fresh = self._fresh and not text
        self.pieces.append(text)

    def _add(self, new: Entry) -> None:
        """Write a new entry."""
        style = self._parts.style
        section = self._parts.write(new, style)
        head = _head_of(section)
        if new.date and head and head.form.lacks:
            astray = self._is_astray(head, new.date)
            if style.level > 1 and (astray or self._is_elsewhere(new.date)):
                self._turn(new.date)
            elif astray:
                section = self._parts.write(new, style.with_years)
                head = _head_of(section)
        self.pieces += [gap_after(self.pieces, self._newline), section]
        if head:
            self._walk.date_of(head)
        self.facts.append(facts_of(settle(new, style.level)))
        self._fresh = True

    def _is_astray(self, head: Head, date: dt.date) -> bool:
        """Tell whether a heading would say another date in this place, or might."""
        return self._is_unsure(date) or self._walk.copy().date_of(head) != date

    def _is_unsure(self, date: dt.date) -> bool:
        """Tell whether the step to a day may be read as one over New Year."""
        return self._parts.strict and self._walk.is_new_year(date.month)

    def _is_elsewhere(self, date: dt.date) -> bool:
        """Tell whether a day belongs under another heading, in a file that has such."""
        named = any(page.year for _, page in self._pages)
        return self._lacks_month(date) or (named and self._walk.page.year != date.year)

    def _lacks_month(self, date: dt.date) -> bool:
        """Tell whether this file has headings of months, and the last one is of another."""
        return any(page.month for _, page in self._pages) and self._walk.page.month != date.month

    def _turn(self, date: dt.date) -> None:
        """Write the headings that name the year, and the month if this file has such, of a day."""
        years = next(((head, page) for head, page in self._pages if page.year), None)
        months = next(((head, page) for head, page in self._pages if not page.year), None)
        lines: list[str] = []
        known = self._walk.page.year == date.year and not self._is_unsure(date)
        if years is None and not known:
            above = months[0].level if months else self._parts.style.level
            lines.append(f"{'#' * max(1, above - 1)} {date.year}")
        for sample in (years, months):
            if sample is None or (sample is years and known and not sample[1].month):
                continue
            head, page = sample
            text = write_page(head.text, page, date)
            under = f"{self._newline}{head.underline * max(len(text), 3)}"
            lines.append(f"{text}{under}" if head.underline else f"{'#' * head.level} {text}")
        for line in lines:
            self.pieces += [gap_after(self.pieces, self._newline), line + self._newline]
        month = date.month if any(page.month for _, page in self._pages) else None
        self._walk.turn_to(Page(date.year, month))
        self._turned = True


def _head_of(section: str) -> Head | None:
    """Return what the heading of a section says."""
    text = first_heading(section).text
    return parse_heading(text) or parse_part(text)


def _slot(states: list[Page], date: dt.date | None) -> int:
    """Return behind which of the pieces before an entry a new one belongs."""
    if date is None:
        return len(states) - 1
    holding = [at for at, page in enumerate(states) if page.holds(date)]
    exact = [at for at in holding if states[at].month]
    same = [at for at, page in enumerate(states) if page.year == date.year]
    return max(exact or holding or same or [0])
