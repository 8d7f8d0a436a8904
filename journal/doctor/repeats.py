"""Texts that stand in a journal more than once, and what another file has that it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.doctor.finding import Finding, name_lines
from journal.fingerprint import digest, letters, squeeze

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from journal.entry import Entry
    from journal.markdown.document import Document

LONG = 100
"""Letters from which on a text is not written twice by chance."""


def check_repeats(document: Document) -> Iterator[Finding]:
    """Find entries of the same letters: on one day whatever they say, on other days long ones."""
    groups: dict[tuple[dt.date | None, int], list[Entry]] = {}
    for entry in document.entries:
        if key := _key(entry):
            groups.setdefault(key, []).append(entry)
    for group in groups.values():
        if len(group) > 1:
            yield _repeat(group)


def compare(other: Sequence[Entry], entries: Sequence[Entry]) -> tuple[int, int]:
    """Return how many of the other entries are here by their letters, and how many are not."""
    known = {text_key(entry) for entry in entries}
    shared = sum(text_key(entry) in known for entry in other)
    return shared, len(other) - shared


def text_key(entry: Entry) -> int:
    """Hash the letters of an entry, its title among them; or its signs, where it has none."""
    text = f"{entry.title}\n{entry.body}"
    return digest(letters(text) or squeeze(text))


def _key(entry: Entry) -> tuple[dt.date | None, int] | None:
    """Return what the entries share that repeat one another; None for an empty one."""
    body = letters(entry.body)
    if len(body) >= LONG:
        return None, digest(body)
    if not squeeze(entry.title + entry.body):
        return None
    return entry.date, text_key(entry)


def _repeat(group: Sequence[Entry]) -> Finding:
    """Return the finding for entries of the same text, at the second of them."""
    first, second, *more = group
    days = {entry.date for entry in group}
    also = f", and on {_lines(more)}" if more else ""
    if len(days) == 1:
        what = f"the same text stands on line {first.source.line} too, under the same day{also}"
        todo = "keep one of them"
    else:
        day = "without a day" if first.date is None else f"under {first.date}"
        what = f"the same text stands on line {first.source.line} too, {day}{also}"
        todo = "find out which day is right, and keep that one"
    path, line = second.source.path, second.source.line
    return Finding("repeated-entry", "problem", path, line, what, todo)


def _lines(entries: Sequence[Entry]) -> str:
    lines = [entry.source.line for entry in entries]
    return f"line {lines[0]}" if len(lines) == 1 else f"lines {name_lines(lines)}"
