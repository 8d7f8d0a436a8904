"""The command that lets entries out: export, as a text, a folder of posts or a database."""

from __future__ import annotations

import io
import os
import sys

from journal.cli.filters import Filters
from journal.cli.session import Session, emit_utf8
from journal.counting import count
from journal.errors import DataError, UsageError
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    import typer

    from journal.entry import Entry

_ENDINGS = {
    **{".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"},
    **{".html": "html", ".htm": "html", ".csv": "csv", ".txt": "txt", ".jrnl": "jrnl"},
    **{".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite"},
}
_GOALS = {"posts": "add -o FOLDER", "sqlite": "add -o FILE.db"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    from journal.cli.options import TABLES, declare

    app.command("export")(declare(export, TABLES["export"]))


def export(
    ctx: typer.Context,
    *,
    format_name: str,
    output: str,
    force: bool,
    raw: bool,
    embed: bool,
    **values: Any,
) -> None:
    """Write entries in another format, oldest first.

    `-f html` makes one page to read in a browser, with a search, that needs no network.

    Examples: journal export --on 2023 > 2023.md · journal export -f jsonl | jq .title ·
    journal export -r -o diary.html
    """
    from journal import formats
    from journal.cli.chosen import parsed, stream

    session = Session(ctx)
    filters = Filters.take(values)
    ending = os.path.splitext(output)[1].lower()
    query = filters.query(session)
    filters.reverse = not filters.reverse
    name = format_name or _ENDINGS.get(ending, "markdown")
    entries = Outgoing(parsed(stream(session, query, filters)))
    if output != "-" and name != "html":
        tell_sealed(session)
    if name in ("posts", "sqlite"):
        return export_files(entries, name, output, session, force=force)
    if name == "html":
        from journal.cli.webpage import page_pieces

        # A page needs all entries at once, but not as the file has them.
        held = [replace(entry, raw="") for entry in entries]
        pieces = page_pieces(held, output, session, embed=embed)
    else:
        pieces = formats.write(entries, name, raw=raw)
    if output == "-":
        emit_utf8(pieces)
    else:
        from journal.cli.decisions import progress_of

        with progress_of(session) as progress:
            progress.tell("writing")
            replaced = _write([output], lambda: [_joined(pieces)], session, force=force)
        after = "; journal undo brings back what was there" if replaced else ""
        session.tell(f"{entries.told} written to {output}{after}")
    if lost := entries.left_out(name):
        session.tell(lost)


def readers() -> Iterator[str]:
    """Yield a line for each import format: its name, and what it reads."""
    from journal.formats import READERS

    for name, (*_, what) in READERS.items():
        yield f"{name:10} {what}\n"


class Outgoing:
    """Entries on their way out, counted as they go."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take them; none is asked for yet."""
        self._entries = entries
        self._metas = self._undated = 0
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries, once."""
        for entry in self._entries:
            self.count += 1
            self._metas += bool(entry.meta)
            self._undated += entry.date is None
            yield entry

    @property
    def told(self) -> str:
        """Return how many they were, in words."""
        return _entries(self.count)

    def left_out(self, name: str) -> str:
        """Return what a format had no place for, or ""."""
        if name not in ("jrnl", "txt"):
            return ""
        told = [f"the meta of {_entries(self._metas)}"] if self._metas else []
        if name == "jrnl" and self._undated:
            told.append(f"{count(self._undated, 'day')} not in the calendar")
        return f"{name} has no place for {' and '.join(told)}" if told else ""


def _entries(number: int) -> str:
    return count(number, "entry", "entries")


def tell_sealed(session: Session) -> None:
    """Say which attachments an export names but does not bring, for they are encrypted."""
    from journal.age.folder import sealed_files
    from journal.folders import assets_folder

    for journal in session.journals:
        folder = assets_folder(journal.model_path)
        if journal.is_encrypted and sealed_files(folder):
            todo = "a page has pictures with -f html --embed"
            session.tell(f"{folder}: attachments stay here, encrypted; {todo}")


def export_files(
    entries: Outgoing, name: str, output: str, session: Session, *, force: bool
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
    paths = [path for path, _ in files]
    replaced = _write(paths, lambda: [data for _, data in files], session, force=force)
    after = f" ({replaced} replaced; journal undo brings them back)" if replaced else ""
    session.tell(f"{entries.told} written to {output}{after}")


def _write(
    paths: Sequence[str],
    contents: Callable[[], Iterable[bytes]],
    session: Session,
    *,
    force: bool,
) -> int:
    """Write files, all or none; return how many were there that can be brought back.

    What is to be in them is asked for once nothing is in the way; only `force`
    overwrites them. They are changes of a user's files like any other; but what
    undo keeps of an encrypted journal is not to hold plain text. Raises DataError.
    """
    from journal import storage
    from journal.history import Change, Step

    goals = [storage.resolve(path) for path in paths]
    there: dict[str, bytes] = {}
    for path, goal in zip(paths, goals, strict=True):
        if session.owns(goal):
            raise DataError("this is the journal itself", where=path, todo="name another file")
        if (old := storage.read(goal)) is not None:
            if not force:
                todo = "--force overwrites it"
                raise DataError("this file is there already", where=path, todo=todo)
            there[goal] = old
    files = [*zip(goals, contents(), strict=True)]
    if not there or session.is_encrypted:
        storage.replace_all((path, there.get(path), data) for path, data in files)
        return 0
    changed = [(path, data) for path, data in files if there.get(path) != data]
    session.journals[0].write(
        lambda: Step(
            "export", tuple(Change(path, storage.read(path), data) for path, data in changed)
        )
    )
    return sum(path in there for path, _ in changed)


def _joined(pieces: Iterable[str]) -> bytes:
    """Return the bytes of a text; its pieces are not held."""
    from journal import storage

    with io.BytesIO() as text:
        text.writelines(map(storage.encode, pieces))
        return text.getvalue()
