"""Exports as they lie on a disk: files, folders and archives, read into entries."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from itertools import tee
from typing import TYPE_CHECKING

from journal import formats, storage
from journal.age.header import is_encrypted
from journal.archives import open_tree
from journal.counting import count
from journal.errors import DataError, JournalError
from journal.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from journal.age.keys import Keys
    from journal.archives.names import Tree
    from journal.entry import Entry
    from journal.formats.reading import Reading

_DATABASES = (".db", ".sqlite", ".sqlite3")
_NAMED = 3
_SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Found:
    """One export: its name, its entries, and the reading of its file if it is a single one.

    The posts below one path are one export: none of them is a version of another.
    `attachments` are the files that the entries name, by the new names that
    they name them by, each with the tree that has it and its name there.
    """

    name: str
    entries: tuple[Entry, ...]
    reading: Reading | None = None
    attachments: Mapping[str, tuple[Tree, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collection:
    """All exports of one command, and what could not be read; `skipped` files hold no entry."""

    exports: tuple[Found, ...]
    problems: tuple[JournalError, ...]
    notes: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass
class _Gathered:
    """What was read so far, and the keys to what is encrypted."""

    keys: Keys | None
    exports: list[Found] = field(default_factory=list)
    problems: list[JournalError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def collect(
    paths: Sequence[str], *, format_name: str = "", ignore: str = "", keys: Keys | None = None
) -> Collection:
    """Read the exports at these paths, folders and archives with all that is in them.

    `ignore` is the journal's own file, beside which attachments go; `keys` open
    what is encrypted. Raises
    DataError for a path that is not there, UsageError for an unknown format;
    what is wrong with single files is told in the result.
    """
    formats.check_reader(format_name)
    for path in paths:
        if not os.path.lexists(path):
            raise DataError("there is no such file or folder", where=path, todo="check the path")
    found = _Gathered(keys)
    for path in paths:
        try:
            tree = open_tree(path)
        except DataError as error:
            found.problems.append(error)
            continue
        _collect(tree, found, format_name=format_name, ignore=ignore)
        found.problems += tree.problems
        found.notes += _unread(tree)
    return Collection(
        tuple(found.exports), tuple(found.problems), tuple(found.notes), tuple(found.skipped)
    )


def _collect(tree: Tree, found: _Gathered, *, format_name: str, ignore: str) -> None:
    """Read all files of a tree in which entries may be."""
    from journal.attachments import attach

    counts: Counter[str] = Counter()
    posts: list[tuple[str, Entry]] = []
    diaries: list[tuple[str, Reading]] = []
    alone = [name for name in tree.names[:1] if tree.where(name) == tree.path]
    wanted = alone or _candidates(tree, format_name)
    for name, reading in _readings(tree, wanted, found, format_name=format_name, ignore=ignore):
        found.notes += reading.notes
        counts.update(reading.counts)
        if reading.style is None:
            posts += [(name, entry) for entry in reading.entries]
        else:
            diaries.append((name, reading))
    # What lies in a folder beside a diary stays there, and its links lead to it.
    told = [*posts, *((name, entry) for name, reading in diaries for entry in reading.entries)]
    if not tree.is_archive:
        told = posts
    turned, attachments = attach(told, tree, ignore, found.notes, found.keys)
    at = len(posts)
    for name, reading in diaries:
        if tree.is_archive:
            reading = replace(reading, entries=turned[at : at + len(reading.entries)])
            at += len(reading.entries)
        found.exports.append(Found(tree.where(name), reading.entries, reading, attachments))
    if posts:
        found.exports.append(Found(tree.path, turned[: len(posts)], None, attachments))
    if tree.is_archive and not wanted:
        names = ", ".join(tree.names[:3])
        found.notes.append(f"{tree.path}: none of its {len(tree.names)} files is a text ({names})")
    small = ", ".join(f"{count} × {what}" for what, count in counts.items() if count)
    if small:
        found.notes.append(f"{tree.path}: {small}")


def _readings(
    tree: Tree, names: Iterable[str], found: _Gathered, *, format_name: str, ignore: str
) -> Iterator[tuple[str, Reading]]:
    """Yield the readings of these files; what is wrong with one is told, the others are read."""
    own = os.path.realpath(ignore) if ignore else ""

    def texts(some: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name, data in tree.read(some):
            yield name, storage.decode(_opened(data, tree.where(name), found.keys))

    read = formats.reader_for(tree.names, texts, name=format_name)
    for name, data in tree.read(names):
        place = tree.where(name)
        if own and not tree.is_archive and os.path.realpath(place) == own:
            found.notes.append(f"{place}: this is the journal itself, passed over")
            continue
        try:
            data = _opened(data, place, found.keys)
            if data.startswith(_SQLITE):
                from journal.database import read_database

                yield name, read_database(data, place)
            else:
                yield name, read(storage.readable_text(data, place), place)
        except formats.NoEntryError as error:
            if place == tree.path:
                found.problems.append(error)
            elif tree.is_archive or name.lower().endswith(formats.MARKDOWN):
                found.skipped.append(place)
        except DataError as error:
            if str(error) not in map(str, found.problems):
                found.problems.append(error)


def _opened(data: bytes, place: str, keys: Keys | None) -> bytes:
    """Return what is in a file, decrypted where it is encrypted. Raises DataError."""
    return keys.decrypt(data, place) if keys and is_encrypted(data) else data


def _candidates(tree: Tree, format_name: str) -> list[str]:
    """Return the files in which entries are looked for; hidden ones are none of ours."""
    names = formats.may_hold_entries(tree.names, name=format_name)
    databases = [name for name in tree.names if name.lower().endswith(_DATABASES)]
    return _visible((*names, *databases))


def _unread(tree: Tree) -> Iterator[str]:
    """Say which files may well hold entries, and are in a form that is not read."""
    names = [one for one in _visible(tree.names) if one.lower().endswith(formats.ORG)]
    found = [one for one in names if "logseq/bak/" not in one and tree.where(one) != tree.path]
    if found:
        named = ", ".join(found[:_NAMED]) + " …" * (len(found) > _NAMED)
        what = f"{count(len(found), 'file')} ({named}) of Org text, which is not read"
        yield f"{tree.path}: {what}; {formats.FROM_ORG}"


def _visible(names: Iterable[str]) -> list[str]:
    return [one for one in names if not any(part.startswith(".") for part in one.split("/"))]


def post_files(entries: Iterable[Entry], folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of a post for each entry; no two paths are the same.

    Raises DataError where the folder is something else.
    """
    from journal.formats.names import post_names
    from journal.formats.posts import write_post

    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise DataError("is no folder", where=folder, todo="name a folder with -o")
    named, written = tee(entries)
    for name, entry in zip(post_names(named), written, strict=True):
        yield os.path.join(folder, name), storage.encode(write_post(entry))
