"""What comes in and what goes out: one module a format, behind two tables of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.errors import DataError, UsageError
from journal.formats import posts, sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from journal.entry import Entry
    from journal.formats.reading import Reading


class NoEntryError(DataError):
    """A file in which no entry can be found."""


READERS: dict[str, Callable[[str, str], Reading]] = {
    "sections": sections.read,
    "posts": posts.read,
}
"""Importers by name; each takes a text and its path, and raises DataError."""

WRITERS = ("markdown", "jsonl", "json")
"""Exporters by name."""


def read(text: str, path: str, *, name: str = "") -> Reading:
    """Read an export in the named format, or in the one that its content shows.

    Raises UsageError for an unknown name, NoEntryError where there is nothing dated.
    """
    if name:
        if name not in READERS:
            raise UsageError(f"no import format {name!r}", todo=f"one of: {', '.join(READERS)}")
        reading = READERS[name](text, path)
    else:
        reader = posts.read if posts.looks_like_post(text, path) else sections.read
        reading = reader(text, path)
    if not reading.entries:
        raise NoEntryError(
            "no entry found here",
            where=path,
            todo="an entry needs a heading with a full date, or a header with `date:`",
        )
    return reading


def write(entries: Iterable[Entry], name: str) -> Iterator[str]:
    """Yield the text of an export piece by piece; raise UsageError for an unknown name."""
    if name == "markdown":
        return sections.write(entries)
    if name in WRITERS:
        from journal.formats import record

        return record.write_lines(entries) if name == "jsonl" else record.write_array(entries)
    raise UsageError(f"no export format {name!r}", todo=f"one of: {', '.join(WRITERS)}")
