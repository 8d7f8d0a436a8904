"""The commands that take back: undo, redo, history."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.commands import emit_json, show
from journal.cli.session import Session
from journal.errors import DataError, NothingFoundError

if TYPE_CHECKING:
    from journal.history import History

NUMBER = Annotated[int, typer.Argument(metavar="N", min=1, help="How many commands.")]
AS = Annotated[
    str,
    typer.Option("--as", metavar="FILE", help="Write the version before to this new file instead."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(undo)
    app.command()(redo)
    app.command()(history)


def undo(ctx: typer.Context, number: NUMBER = 1, as_file: AS = "") -> None:
    """Take back the last N writing commands that are not taken back yet.

    They are those of one journal: of the one that -j names, or the default. A
    file that was changed since stays as it is; of an entry that was added only
    its own text is taken out again.

    Examples: journal undo · journal undo 3 · journal undo --as before.md
    """
    session = Session(ctx)
    if as_file:
        from journal.history import former_bytes

        path = _target(session)
        _write_as(as_file, former_bytes(_history(session), path, number), session)
    else:
        _repeat(session, "undo", number)


def redo(ctx: typer.Context, number: NUMBER = 1, as_file: AS = "") -> None:
    """Do again the last N commands that undo took back; a new command ends that.

    They are those of one journal: of the one that -j names, or the default.

    Examples: journal redo · journal redo 3
    """
    session = Session(ctx)
    if as_file:
        from journal.history import undone_bytes

        _write_as(as_file, undone_bytes(_history(session), _target(session)), session)
    else:
        _repeat(session, "redo", number)


def history(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option("-n", "--limit", min=0, help="At most so many.")] = (
        None
    ),
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one command a line.")] = False,
) -> None:
    """List the commands that wrote to a journal, newest first, and whether they are taken back.

    It is the journal that -j names, or the default. Kept are 30 days, 200
    commands, 512 MB; always the last 10.

    Examples: journal history · journal history --json -n 5
    """
    session = Session(ctx)
    from journal.history import commands

    every = commands(_history(session).records())
    found = [command for command in every[::-1] if not command.is_hidden][:limit]
    if json:
        emit_json(found, session)
    else:
        show(found, session)
    if not found:
        session.tell(f"{session.journal.path}: no command has written to it yet")


def _history(session: Session) -> History:
    found = session.journal.history
    if found is None:
        raise NothingFoundError("no history is kept of this journal")
    return found


def _others(history: History) -> list[str]:
    """Return the folders of other journals that a command of this one has written to."""
    from journal.folders import folder_of

    records = [record for record in history.records() if record.command != "export"]
    paths = {trace.path for record in records for trace in record.traces}
    return sorted({folder for path in paths if (folder := folder_of(path))})


def _target(session: Session) -> str:
    """Return the path of the journal's file; of a folder that of the file written last."""
    from journal.storage import resolve

    target = resolve(session.journal.path)
    if not session.journal.is_folder:
        return target
    for record in reversed(_history(session).records()):
        for trace in record.traces:
            if os.path.basename(os.path.dirname(trace.path)) != ".journal":
                return trace.path
    return target


def _repeat(session: Session, word: str, number: int) -> None:
    """Take back, or do again, one command after the other, and say which."""
    from journal.history import commands, plan_redo, plan_undo

    found = _history(session)
    if not found.log.read():  # nothing to lock, then, and no folder to make for it
        what = "no command has written to this journal yet"
        since = " since it was encrypted" if session.is_encrypted else ""
        raise NothingFoundError(what + since)
    plan = plan_undo if word == "undo" else plan_redo
    others = _others(found)
    done = 0
    while done < number:
        try:
            session.journal.write(lambda: plan(found), also=others)
        except NothingFoundError:
            if not done:
                raise
            session.tell(f"there were only {done}")
            return
        latest = max(commands(found.records()), key=lambda one: one.last.number)
        if latest.is_hidden:
            continue
        done += 1
        if not session.quiet:
            show([latest], session)


def _write_as(path: str, data: bytes | None, session: Session) -> None:
    """Write an old version to a new file."""
    from journal import storage
    from journal.age.header import is_encrypted

    if data is None:
        raise NothingFoundError("there was no such file before", where=_target(session))
    if storage.read(path) is not None:
        raise DataError("this file is there already", where=path, todo="choose another name")
    storage.replace(path, None, data)
    kind = ", encrypted as it was kept" if is_encrypted(data) else ""
    session.tell(f"{path}: written{kind}; the journal is as it was")
