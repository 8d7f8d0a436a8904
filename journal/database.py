"""Entries as a SQLite database, made and read in memory: a file that datasette opens."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from journal.entry import Source
from journal.errors import DataError
from journal.formats.reading import Reading, whole_diary
from journal.formats.record import from_record, heading_of, load, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.entry import Entry

_SCHEMA = """
CREATE TABLE entries (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  date TEXT,
  time TEXT,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  starred INTEGER NOT NULL,
  draft INTEGER NOT NULL,
  words INTEGER NOT NULL,
  journal TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  heading TEXT NOT NULL,
  meta TEXT NOT NULL
);
CREATE TABLE tags (
  entry INTEGER NOT NULL REFERENCES entries (number),
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (entry, position)
);
CREATE INDEX entries_by_date ON entries (date);
CREATE INDEX tags_by_tag ON tags (tag);
"""
_COLUMNS = (
    *("id", "date", "time", "title", "body", "starred", "draft", "words"),
    *("journal", "file", "line"),
)


def write_database(entries: Iterable[Entry]) -> bytes:
    """Return the bytes of a database with the tables `entries` and `tags`.

    `meta` is JSON; `date` is null, and `heading` tells it, where there is no such day.
    Raises DataError for more than SQLite's 1 GiB in memory.
    """
    # Unlike ":memory:" this is in one piece, which is copied only once.
    with closing(sqlite3.connect("file:diary?vfs=memdb", uri=True)) as database:
        try:
            database.executescript(_SCHEMA)
            for number, entry in enumerate(entries, 1):
                _insert(database, number, entry)
            database.commit()
        except sqlite3.OperationalError as error:
            what = f"too much for one database ({error})"
            raise DataError(what, where="export", todo="export less: --on 2023") from None
        return database.serialize()


def _insert(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    said = record(entry)
    meta = json.dumps(said["meta"], ensure_ascii=False)
    row = [number, *map(said.__getitem__, _COLUMNS), heading_of(entry), meta]
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT INTO entries VALUES ({marks})", [*map(_cell, row)])  # noqa: S608 - marks only
    database.executemany(
        "INSERT INTO tags VALUES (?, ?, ?)",
        [(number, place, _cell(tag)) for place, tag in enumerate(entry.tags)],
    )


def read_database(data: bytes, path: str) -> Reading:
    """Read what `write_database` writes; raises DataError for another database."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(data)
            # A table only: a view could be made to run for ever.
            kinds = dict(database.execute("SELECT name, type FROM sqlite_master"))
            if kinds.get("entries") != "table" or kinds.get("tags") != "table":
                raise DataError("this database is none of ours", where=path, todo="export it again")
            database.row_factory = sqlite3.Row
            tags: dict[int, list[str]] = {}
            for entry, tag in database.execute("SELECT entry, tag FROM tags ORDER BY position"):
                tags.setdefault(entry, []).append(_text(tag))
            rows = [
                {key: _text(row[key]) for key in row.keys()}  # noqa: SIM118 - a Row yields values
                for row in database.execute("SELECT * FROM entries ORDER BY number")
            ]
        except (sqlite3.Error, IndexError, OverflowError) as error:
            raise DataError(f"this database cannot be read ({error})", where=path) from None
    entries = []
    for row in rows:
        number = row.pop("number")
        source = Source(path, int(number))
        meta = load(row.get("meta") or "{}", source)
        starred = bool(row.get("starred"))
        said: dict[str, Any] = {
            **row,
            "meta": meta,
            "tags": tags.get(number, []),
            "starred": starred,
        }
        entries.append(from_record(said, source))
    return whole_diary(entries)


def _cell(value: Any) -> Any:
    """Return a value as SQLite takes it: bytes that are no UTF-8 stay bytes."""
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape")
    return value


def _text(value: Any) -> Any:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
