"""The command that carries entries over: import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.ask import ask_each, check_same, check_terminal
from journal.cli.decisions import (
    count_entries,
    emit_decisions,
    progress_of,
    show_decisions,
)
from journal.cli.session import Session, emit, warn
from journal.counting import count
from journal.errors import DataError, NothingFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.dedupe.model import Plan
    from journal.exports import Collection, Found
    from journal.importing import Import, Prepared

_PREFERENCES = ("newer", "existing", "incoming", "both")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Exports: files, folders, archives."),
    ] = None,
    format_name: Annotated[
        str,
        typer.Option("--from", metavar="FORMAT", help="Their format; help lists all of them."),
    ] = "",
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Only show the plan.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one decision a line.")] = False,
    prefer: Annotated[
        str, typer.Option("--prefer", help="newer, existing, incoming or both.", show_default=False)
    ] = "",
    ask: Annotated[
        bool, typer.Option("--ask", help="Show each difference, and ask what to keep.")
    ] = False,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do as planned; ask nothing.")] = False,
) -> None:
    """Bring exports in, each entry once, however often and in whatever order.

    Examples: journal import diary-2023.md · journal import --dry-run ~/blog/posts
    """
    session = Session(ctx)
    if format_name == "help":
        from journal.cli.outgoing import readers

        return emit(readers())
    if not paths:
        raise UsageError("nothing to import", todo="name a file, a folder or an archive")
    if prefer and prefer not in _PREFERENCES:
        raise UsageError(
            f"--prefer cannot be {prefer!r}", todo=f"one of: {', '.join(_PREFERENCES)}"
        )
    from journal.exports import collect
    from journal.storage import resolve

    asks = ask and not yes
    if asks:
        check_terminal(dry_run=dry_run)
    journal = session.journal
    with progress_of(session) as progress:
        progress.tell("reading exports")
        found = collect(
            paths, format_name=format_name, ignore=journal.model_path, keys=session.keys
        )
    dry_run = dry_run or not found.exports
    done = _import(found.exports, session, prefer=prefer, asks=asks, dry_run=dry_run)
    plan, written = done.plan, done.written
    shift = _shift(found, plan)
    if json:
        emit_decisions(plan, written=written)
    elif plan.decisions and not session.quiet:
        lead = f"{count_entries(len(plan.decisions))} read"
        show_decisions(plan, session, dry_run=dry_run, written=written, lead=lead, shift=shift)
    _tell(found, [note for note in plan.notes if not (shift and note.endswith(shift))], session)
    if found.problems:
        raise typer.Exit(DataError.exit_code)
    if not plan.decisions and all(session.owns(resolve(path)) for path in paths):
        todo = "journal dedupe lets every entry of a journal stand once"
        raise NothingFoundError("there is nothing else to import", todo=todo)
    if not plan.decisions:
        raise NothingFoundError("no entry found", where=", ".join(paths), todo="check the path")


def _import(
    exports: Sequence[Found], session: Session, *, prefer: str, asks: bool, dry_run: bool
) -> Import:
    """Plan, ask, write: each as far as wanted."""
    from journal.importing import Import, carry_out, prepare_import

    journal = session.journal
    choice: Any = prefer or None
    entries = sum(len(export.entries) for export in exports)

    def prepare() -> Prepared:
        return prepare_import(journal, exports, prefer=choice)

    with progress_of(session) as progress:
        progress.tell(f"comparing {count_entries(entries)}")
        prepared = prepare()
        if dry_run:
            return Import(prepared.plan)
        if not asks:
            progress.tell("writing")
            return carry_out(journal, prepared, prepare)
    answers = ask_each(prepared, session, default=choice or "newer")
    with progress_of(session) as progress:
        progress.tell("writing")
        if answers:
            asked = prepared
            prepared = prepare_import(journal, exports, prefer=choice, answers=answers)
            check_same(asked, prepared, session)
        return carry_out(journal, prepared)


def _shift(found: Collection, plan: Plan) -> str:
    """Return why the entries of a single export are re-dated, where all of it is off."""
    if len(found.exports) > 1 or not plan.receipt()["re-dated"]:
        return ""
    notes = (note.rpartition(": ")[2] for note in plan.notes)
    return next((note for note in notes if note.startswith("this export is ")), "")


def _tell(found: Collection, notes: Iterable[str], session: Session) -> None:
    """Say on stderr what a reader of the receipt should know."""
    for note in (*found.notes, *notes):
        session.tell(note)
    if found.skipped:
        names = ", ".join(found.skipped[:3]) + (" …" if len(found.skipped) > 3 else "")
        files = count(len(found.skipped), "file")
        session.tell(f"{files} without a dated entry passed over: {names}")
    for problem in found.problems:
        warn(str(problem))
