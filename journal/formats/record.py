"""Entries as JSON, the fields of which are a promise to scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from journal.markdown import inline
from journal.markdown.form import write_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.entry import Entry

# C1 and DEL, bidi controls and other invisible marks, line separators, lone surrogates.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"
)


def record(entry: Entry) -> dict[str, Any]:
    """Return the fields of an entry, schema 1: `line` counts from 1, `words` as `count_words`.

    `hash` is 16 hexadecimal digits of BLAKE2b over the section's bytes, so that a
    script can tell whether anything in it has changed.
    """
    from _blake2 import blake2b

    raw = entry.raw.encode("utf-8", "surrogateescape")
    return {
        "schema": 1,
        "id": entry.id,
        "date": None if entry.date is None else entry.date.isoformat(),
        "time": None if entry.time is None else write_time(entry.time),
        "title": entry.title,
        "body": entry.body,
        "tags": list(entry.tags),
        "starred": entry.starred,
        "draft": entry.draft,
        "journal": entry.source.journal,
        "file": entry.source.path,
        "line": entry.source.line,
        "end_line": entry.source.end_line,
        "words": inline.count_words(entry.body),
        "images": list(inline.images(entry.body)),
        "links": list(inline.links(entry.body)),
        "hash": blake2b(raw, digest_size=8).hexdigest(),
        "meta": dict(entry.meta),
    }


def dump(values: dict[str, Any]) -> str:
    """Return one line of JSON.

    What could drive a terminal, and bytes that were no UTF-8, are `\\uxxxx` escapes.
    """
    return _UNSAFE.sub(_escape, json.dumps(values, ensure_ascii=False))


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
