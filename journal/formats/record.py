"""Entries as JSON, the fields of which are a promise to scripts."""

from __future__ import annotations

import datetime as dt
import json
from _blake2 import blake2b

from journal.entry import Entry, Source
from journal.errors import DataError
from journal.markdown import inline
from journal.markdown.form import write_time
from journal.patterns import compile_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from journal.formats.reading import Reading

# All but C1 and DEL, bidi controls and other invisible marks, line separators, lone surrogates.
_SAFE = (
    "\0-\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff"
    "\ue000-\ufff8\ufffc-\U0010ffff"
)
_IS_SAFE = compile_later(f"[{_SAFE}]*+")
_UNSAFE = compile_later(f"[^{_SAFE}]")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_DERIVED = (
    *("schema", "id", "date", "time", "title", "body", "tags", "starred", "draft", "journal"),
    *("file", "line", "end_line", "words", "images", "links", "hash", "meta", "heading"),
    *("score", "matches"),
)


def record(entry: Entry) -> dict[str, Any]:
    """Return the fields of an entry, schema 1: `line` counts from 1.

    `words` are those of the body, as `count_words` counts. `hash` is 16
    hexadecimal digits of BLAKE2b over the section's bytes, so that a script can
    tell whether anything in it has changed. Where `date` is null, `heading` is
    the line that names the impossible day. Raises UsageError for what is no entry.
    """
    try:
        return _record(entry)
    except (AttributeError, TypeError):
        from journal.markdown.checking import check_entry

        check_entry(entry)
        raise


def _record(entry: Entry) -> dict[str, Any]:
    source = entry.source
    raw = entry.raw.encode("utf-8", "surrogateescape")
    values = {
        "schema": 1,
        "id": entry.id,
        "date": None if entry.date is None else entry.date.isoformat(),
        "time": None if entry.time is None else write_time(entry.time),
        "title": entry.title,
        "body": entry.body,
        "tags": list(entry.tags),
        "starred": entry.starred,
        "draft": entry.draft,
        "journal": source.journal,
        "file": source.path,
        "line": source.line,
        "end_line": source.end_line,
        "words": inline.count_words(entry.body),
        "images": list(inline.images(entry.body)),
        "links": list(inline.links(entry.body)),
        "hash": blake2b(raw, digest_size=8).hexdigest(),
        "meta": dict(entry.meta),
    }
    if entry.date is None:
        values["heading"] = heading_of(entry)
    return values


def heading_of(entry: Entry) -> str:
    """Return the text of the heading of an entry whose day does not exist, or ""."""
    from journal.markdown.blocks import outline

    found = outline(entry.raw.replace("\r", "\n"), underlined=True).headings
    return found[0].text if found and entry.date is None else ""


def dump(values: dict[str, Any]) -> str:
    """Return one line of JSON.

    What could drive a terminal, and bytes that were no UTF-8, are `\\uxxxx` escapes.
    """
    line = _encode(values)
    is_safe = line.isprintable() or _IS_SAFE.fullmatch(line)
    return line if is_safe else _UNSAFE.sub(_escape, line)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def write_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as JSON Lines."""
    for entry in entries:
        yield dump(record(entry)) + "\n"


def write_array(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as one JSON array."""
    mark = "["
    for entry in entries:
        yield f"{mark}\n{dump(record(entry))}"
        mark = ","
    yield "[]\n" if mark == "[" else "\n]\n"


def load(text: str, where: object) -> Any:
    """Return what a text of JSON says; raises DataError, however it is spoilt."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = Source(str(where), error.lineno) if isinstance(where, str) else where
        raise DataError(f"this JSON does not parse ({error.msg})", where=place) from None
    except (RecursionError, ValueError):
        raise DataError("this JSON does not parse (too deep or too long)", where=where) from None


def read_lines(text: str, path: str) -> Reading:
    """Read JSON Lines; raises DataError with the line that is none."""
    from journal.formats.reading import whole_diary

    lines = text.removeprefix("\ufeff").split("\n")
    return whole_diary(
        [
            entry
            for number, line in enumerate(lines, 1)
            if line.strip(" \t\r")
            for entry in _entries(load(line, Source(path, number)), Source(path, number))
        ]
    )


def read_array(text: str, path: str) -> Reading:
    """Read a JSON array of entries, or one entry; raises DataError."""
    from journal.formats.reading import whole_diary

    values = load(text.removeprefix("\ufeff"), path)
    return whole_diary(_entries(values, Source(path)))


def _entries(values: Any, source: Source) -> list[Entry]:
    return [from_record(one, source) for one in (values if isinstance(values, list) else [values])]


def looks_like(values: object) -> bool:
    """Tell whether JSON is an entry of ours, or a list of them."""
    first = values[0] if isinstance(values, list) and values else values
    return isinstance(first, dict) and {"date", "title", "body"} <= first.keys()


def from_record(values: Mapping[str, Any], source: Source) -> Entry:
    """Return the entry that a record tells of; fields that are not ours go into its meta.

    Raises DataError where it has no date, or no text at all.
    """
    if not isinstance(values, dict) or not looks_like(values):
        raise DataError("this is no entry", where=source, todo="it has date, title and body")
    meta = values.get("meta") if isinstance(values.get("meta"), dict) else {}
    others = {key: value for key, value in values.items() if key not in _DERIVED}
    tags = values.get("tags")
    named = tuple(str(tag) for tag in tags) if isinstance(tags, list) else ()
    starred = values.get("starred") is True and "starred" not in named
    heading = values.get("heading") or ""
    title, body = str(values["title"] or ""), str(values["body"] or "")
    try:
        day = None if values["date"] is None else dt.date.fromisoformat(values["date"])
        time = dt.time.fromisoformat(values["time"]) if values.get("time") else None
    except (TypeError, ValueError):
        raise DataError("its date or time is none", where=source, todo="mend it") from None
    if day is None and not heading:
        raise DataError("this entry has no date", where=source, todo="give it one, YYYY-MM-DD")
    return Entry(
        date=day,
        time=time,
        title=title,
        body=body,
        tags=(*named, *(("starred",) if starred else ())),
        meta={**(meta or {}), **others},
        raw=f"## {heading}\n\n{body}\n" if day is None else "",
        source=source,
    )
