"""Exports that are no text: posts, one file an entry, and a database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from journal.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.cli.session import Session
    from journal.entry import Entry

_GOALS = {"posts": "add -o FOLDER", "sqlite": "add -o FILE.db"}


def readers() -> Iterator[str]:
    """Yield a line for each import format: its name, and what it reads."""
    from journal.formats import READERS

    for name, (*_, what) in READERS.items():
        yield f"{name:10} {what}\n"


def left_out(entries: Sequence[Entry], name: str) -> str:
    """Return what a format has no place for in these entries, or ""."""
    if name not in ("jrnl", "txt"):
        return ""
    count = sum(bool(entry.meta) for entry in entries)
    told = [f"the meta of {count} entries"] if count else []
    undated = sum(entry.date is None for entry in entries)
    if name == "jrnl" and undated:
        told.append(f"{undated} days that do not exist")
    return f"{name} has no place for {' and '.join(told)}" if told else ""


def export_files(
    entries: Sequence[Entry], name: str, output: str, session: Session, *, force: bool
) -> None:
    """Write entries as posts into a folder, or as a database; raises UsageError without a goal."""
    if output == "-" and (name == "posts" or sys.stdout.isatty()):
        raise UsageError(f"{name} is no text", where="export", todo=_GOALS[name])
    if name == "posts":
        from journal.exports import post_files

        files = [*post_files(entries, output)]
    else:
        from journal.database import write_database

        files = [(output, write_database(entries))]
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(files[0][1])
        return
    replaced = _write(files, session, force=force)
    after = f" ({replaced} replaced; journal undo brings them back)" if replaced else ""
    session.tell(f"{len(entries)} entries written to {output}{after}")


def _write(files: Sequence[tuple[str, bytes]], session: Session, *, force: bool) -> int:
    """Write files, all or none; return how many were there that can be brought back.

    Only `force` overwrites them. They are changes of a user's files like any other; but
    what undo keeps of an encrypted journal is not to hold plain text.
    """
    from journal import storage
    from journal.history import Change, Step

    goals = [(storage.resolve(path), data) for path, data in files]
    own = next((path for path, _ in goals if session.owns(path)), None)
    if own is not None:
        raise DataError("this is the journal itself", where=own, todo="name another file")
    there = {path: old for path, _ in goals if (old := storage.read(path)) is not None}
    if there and not force:
        first = next(iter(there))
        raise DataError("this file is there already", where=first, todo="--force overwrites it")
    if not there or session.is_encrypted:
        storage.replace_all((path, there.get(path), data) for path, data in goals)
        return 0
    changed = [(path, data) for path, data in goals if there.get(path) != data]
    session.journals[0].write(
        lambda: Step(
            "export", tuple(Change(path, storage.read(path), data) for path, data in changed)
        )
    )
    return sum(path in there for path, _ in changed)
