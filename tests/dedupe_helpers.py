"""A small splitter, and what applying a plan comes to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe import Export, Memory, Plan, plan_import
from journal.entry import Entry, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEADING = re.compile(r"^## (\d{4})\.(\d\d)\.(\d\d) ?(.*)$", re.MULTILINE)


def split(text: str, name: str) -> Export:
    """Read `## YYYY.MM.DD title` sections."""
    found = list(_HEADING.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    entries = []
    for match, end in zip(found, ends, strict=True):
        date = dt.date(int(match[1]), int(match[2]), int(match[3]))
        line = text.count("\n", 0, match.start()) + 1
        body = text[match.end() : end].strip("\n")
        entries.append(Entry(date, match[4].strip(), body, source=Source(name, line)))
    return Export(name, tuple(entries))


def apply(plan: Plan, existing: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a journal after a plan, in date order."""
    new = {id(old): entry for old, entry in plan.replacements}
    gone = {id(entry) for entry in plan.removals}
    entries = [new.get(id(entry), entry) for entry in existing if id(entry) not in gone]
    entries += plan.additions
    entries.sort(key=lambda entry: str(entry.date))
    return [
        replace(entry, source=Source("journal.md", 3 * number + 1))
        for number, entry in enumerate(entries)
    ]


class Book:
    """A journal with its memory, to import into again and again."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = list(entries)
        self.memory = Memory()
        self.variants: list[Entry] = []
        self.plan: Plan | None = None

    def take(self, *exports: Export) -> Plan:
        """Import exports in one command."""
        self.plan = plan_import(exports, self.entries, self.memory)
        self.entries = apply(self.plan, self.entries)
        self.memory = self.plan.memory
        self.variants += [variant.entry for variant in self.plan.variants]
        return self.plan


def letters_of(entries: Iterable[Entry]) -> list[tuple[object, ...]]:
    """Return what must converge: dates, letters, targets of images and links."""
    return sorted(
        (
            str(entry.date),
            fingerprint.letters(entry.title),
            fingerprint.letters(entry.body),
            fingerprint.images(entry.body),
            fingerprint.links(entry.body),
        )
        for entry in entries
    )


def is_conserved(book: Book, exports: Iterable[Export]) -> bool:
    """Tell whether every paragraph of every export is in the journal or the variants."""
    held = "\n".join(fingerprint.letters(entry.body) for entry in (*book.entries, *book.variants))
    return all(
        paragraph in held
        for export in exports
        for entry in export.entries
        for paragraph in fingerprint.paragraphs(entry.body)
    )
