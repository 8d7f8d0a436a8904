"""Entries as comma-separated values (RFC 4180), for spreadsheets."""

from __future__ import annotations

import csv
import json
import re
import sys

from journal.entry import Source
from journal.errors import DataError
from journal.formats.reading import Reading, whole_diary
from journal.formats.record import from_record, heading_of, load
from journal.markdown.form import write_time
from journal.markdown.inline import count_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from journal.entry import Entry

COLUMNS = (*("id", "date", "time", "title", "tags", "starred", "words", "body", "meta", "heading"),)
# A cell that a spreadsheet would run, and one that already has the quote which keeps it from that.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class _Line:
    """Where a csv writer writes to: the line that it made is what `writerow` returns."""

    def write(self, line: str) -> str:
        return line


def looks_like(text: str) -> bool:
    """Tell whether a text begins with our columns, those needed at least."""
    first = text.removeprefix("\ufeff").partition("\n")[0].strip("\r")
    return {"date", "title", "body"} <= set(first.replace('"', "").split(","))


def write(entries: Iterable[Entry], *, raw: bool = False) -> Iterator[str]:
    """Yield a header line and a line an entry; with `raw`, cells that look like formulas stay."""
    writer: Any = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for entry in entries:
        cells = _cells(entry)
        yield writer.writerow(cells if raw else map(_guarded, cells))


def read(text: str, path: str) -> Reading:
    """Read our columns, in any order; others go into the meta. Raises DataError."""
    return whole_diary([*_entries(text, path)])


def rows(text: str, path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of any table as cells by column, each with its line; raises DataError.

    A column without a name, or with that of another, is told by its number.
    """
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(_lines(text.removeprefix("\ufeff")), strict=False)
    try:
        columns: dict[str, int] = {}
        for number, name in enumerate(next(reader, [])):
            columns.setdefault(name.strip(" ") or f"column {number + 1}", number)
        named = {number: name for name, number in columns.items()}
        for cells in reader:
            if cells:
                told = {named.get(at, f"column {at + 1}"): cell for at, cell in enumerate(cells)}
                yield reader.line_num, {**dict.fromkeys(columns, ""), **told}
    except csv.Error as error:
        raise DataError(
            f"this table does not parse ({error})", where=Source(path, reader.line_num)
        ) from None


def _entries(text: str, path: str) -> Iterator[Entry]:
    for line, row in rows(text, path):
        source = Source(path, line)
        values: dict[str, Any] = {
            key: _unguarded(cell) for key, cell in row.items() if cell or key in COLUMNS
        }
        if not any(values.values()):
            continue
        values["date"] = values.get("date") or None
        values["tags"] = _read_tags(values.get("tags", ""), source)
        values["starred"] = values.get("starred", "").lower() in ("true", "1", "yes")
        values["meta"] = load(values["meta"], source) if values.get("meta") else {}
        yield from_record(values, source)


def _cells(entry: Entry) -> list[str]:
    return [
        entry.id,
        "" if entry.date is None else entry.date.isoformat(),
        "" if entry.time is None else write_time(entry.time),
        entry.title,
        write_tags(entry.tags),
        "true" if entry.starred else "",
        str(count_words(entry.body)),
        entry.body,
        json.dumps(dict(entry.meta), ensure_ascii=False) if entry.meta else "",
        heading_of(entry),
    ]


def write_tags(tags: Iterable[str]) -> str:
    """Return tags as one cell: a list with commas, or JSON where that would not come back."""
    listed = ", ".join(tags)
    names = tuple(tags)
    return listed if _split(listed) == names else json.dumps(names, ensure_ascii=False)


def _read_tags(cell: str, source: Source) -> list[str]:
    if cell.startswith("["):
        found = load(cell, source)
        return [str(tag) for tag in found] if isinstance(found, list) else []
    return [*_split(cell)]


def _split(cell: str) -> tuple[str, ...]:
    if cell.startswith("["):
        return ()
    return tuple(name for part in cell.split(",") if (name := part.strip(" ")))


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _lines(text: str) -> Iterator[str]:
    """Yield lines with their endings, cut at line feeds only."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end
