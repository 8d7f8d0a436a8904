"""Exports as they lie on a disk: files and folders, read into entries."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import formats, storage
from journal.errors import DataError, JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.entry import Entry
    from journal.formats.reading import Reading

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".txt")


@dataclass(frozen=True, slots=True)
class Found:
    """One export: its name, its entries, and the reading of its file if it is a single one.

    The posts below one path are one export: none of them is a version of another.
    """

    name: str
    entries: tuple[Entry, ...]
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """All exports of one command, and what could not be read; `skipped` files hold no entry."""

    exports: tuple[Found, ...]
    problems: tuple[JournalError, ...]
    notes: tuple[str, ...]
    skipped: tuple[str, ...]


def collect(paths: Sequence[str], *, format_name: str = "", ignore: str = "") -> Collection:
    """Read the exports at these paths, folders with all that is in them.

    `ignore` is the journal's own file. Raises DataError for a path that is not
    there; what is wrong with single files is told in the result.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise DataError("there is no such file or folder", where=path, todo="check the path")
    exports: list[Found] = []
    problems: list[JournalError] = []
    notes: list[str] = []
    skipped: list[str] = []
    for path in paths:
        posts: list[Entry] = []
        for file in _files(path):
            if ignore and os.path.realpath(file) == os.path.realpath(ignore):
                notes.append(f"{file}: this is the journal itself, passed over")
                continue
            try:
                reading = _read(file, format_name)
            except formats.NoEntryError as error:
                if file == path:
                    problems.append(error)
                else:
                    skipped.append(file)
                continue
            except DataError as error:
                problems.append(error)
                continue
            notes += reading.notes
            if reading.style is None:
                posts += reading.entries
            else:
                exports.append(Found(file, reading.entries, reading))
        if posts:
            exports.append(Found(path, tuple(posts)))
    return Collection(tuple(exports), tuple(problems), tuple(notes), tuple(skipped))


def _files(path: str) -> Iterator[str]:
    """Yield a file, or the text files below a folder, in the order of their names."""
    if not os.path.isdir(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(_SUFFIXES) and not name.startswith("."):
                yield os.path.join(folder, name)


def _read(path: str, format_name: str) -> Reading:
    """Read one file. Raises DataError for one that is gone, is no text, or has no entry."""
    data = storage.read(path)
    if data is None:
        raise DataError("the file is gone", where=path)
    return formats.read(storage.readable_text(data, path), path, name=format_name)
