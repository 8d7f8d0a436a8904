"""Entries as plain text: date, title, text, and two blank lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.markdown.form import write_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.entry import Entry


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as text; tags that the text does not have stand under the title."""
    from journal.formats.record import heading_of
    from journal.markdown.inline import tags as inline_tags

    for number, entry in enumerate(entries):
        day = "" if entry.date is None else entry.date.isoformat()
        time = "" if entry.time is None else write_time(entry.time)
        title = entry.title if entry.date else heading_of(entry)
        head = "  ".join(part for part in (f"{day} {time}".strip(" "), title) if part)
        inline = set(inline_tags(f"{entry.title}\n{entry.body}"))
        hidden = " ".join(f"#{tag}" for tag in entry.tags if tag not in inline)
        parts = [head, *([hidden] if hidden else []), *(["", entry.body] if entry.body else [])]
        yield ("\n\n" if number else "") + "\n".join(parts) + "\n"
