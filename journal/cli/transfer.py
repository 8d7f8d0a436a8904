"""The commands that carry entries over: import, export."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.ask import ask_each, check_same, check_terminal
from journal.cli.decisions import (
    count_entries,
    emit_decisions,
    progress_of,
    show_decisions,
)
from journal.cli.filters import Filters, filtered
from journal.cli.session import Session, emit_utf8, warn
from journal.errors import DataError, NothingFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.dedupe.model import Plan
    from journal.exports import Collection, Found
    from journal.importing import Import, Prepared
    from journal.journal import Journal

_PREFERENCES = ("newer", "existing", "incoming", "both")
_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command()(export)


def import_(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Exports: files or folders.")],
    format_name: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="Their format (default: detected).")
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
    if prefer and prefer not in _PREFERENCES:
        raise UsageError(
            f"--prefer cannot be {prefer!r}", todo=f"one of: {', '.join(_PREFERENCES)}"
        )
    from journal.exports import collect

    asks = ask and not yes
    if asks:
        check_terminal(dry_run=dry_run)
    journal = session.journal
    with progress_of(session) as progress:
        progress.tell("reading exports")
        found = collect(paths, format_name=format_name, ignore=journal.path)
    # An answer is about the journal as it stands, so what is asked about goes in one by one.
    groups = [[one] for one in found.exports] if asks else [list(found.exports)]
    done = [
        _import(group, session, prefer=prefer, asks=asks, dry_run=dry_run or not found.exports)
        for group in groups or [[]]
    ]
    plan, written = _together([one.plan for one in done]), any(one.written for one in done)
    shift = _shift(found, plan)
    if json:
        emit_decisions(plan, written=written)
    elif plan.decisions and not session.quiet:
        lead = f"{count_entries(len(plan.decisions))} read"
        show_decisions(plan, session, dry_run=dry_run, written=written, lead=lead, shift=shift)
    _tell(found, [] if shift else plan.notes, session)
    if found.problems:
        raise typer.Exit(DataError.exit_code)
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


def _together(plans: Sequence[Plan]) -> Plan:
    """Return one plan with the decisions and notes of several."""
    from dataclasses import replace
    from itertools import chain

    return replace(
        plans[-1],
        decisions=tuple(chain.from_iterable(plan.decisions for plan in plans)),
        notes=tuple(chain.from_iterable(plan.notes for plan in plans)),
    )


def _shift(found: Collection, plan: Plan) -> str:
    """Return why the entries of a single export are re-dated, where all of it is off."""
    if len(found.exports) == 1 == len(plan.notes) and plan.receipt()["re-dated"]:
        name = found.exports[0].name
        if plan.notes[0].startswith(f"{name}: "):
            return plan.notes[0].removeprefix(f"{name}: ")
    return ""


def _tell(found: Collection, notes: Iterable[str], session: Session) -> None:
    """Say on stderr what a reader of the receipt should know."""
    for note in (*found.notes, *notes):
        session.tell(note)
    if found.skipped:
        names = ", ".join(found.skipped[:3]) + (" …" if len(found.skipped) > 3 else "")
        session.tell(f"{len(found.skipped)} files without a dated entry passed over: {names}")
    for problem in found.problems:
        warn(str(problem))


@filtered
def export(
    ctx: typer.Context,
    format_name: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help="markdown, jsonl or json.")
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="A file, or - for stdout.")] = "-",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    *,
    filters: Filters,
) -> None:
    """Write entries in another format, oldest first.

    Examples: journal export --on 2023 > 2023.md · journal export -f jsonl | jq .title
    """
    session = Session(ctx)
    from journal import formats

    ending = os.path.splitext(output)[1].lower()
    query = filters.query(session)
    filters.reverse = not filters.reverse
    name = format_name or _ENDINGS.get(ending, "markdown")
    found = [entry for entry in filters.arrange(session.journal.entries()) if query.matches(entry)]
    pieces = formats.write(found[: filters.limit], name)
    if output == "-":
        emit_utf8(pieces)
    else:
        replaced = _write_file(output, pieces, session.journal, force=force)
        after = "; journal undo brings back what was there" if replaced else ""
        session.tell(f"{len(found[: filters.limit])} entries written to {output}{after}")


def _write_file(path: str, pieces: Iterable[str], journal: Journal, *, force: bool) -> bool:
    """Write an export to a file; tell whether one was there, which only `force` overwrites.

    What was there is a change of a user's file like any other, so it can be taken back.
    """
    from journal import storage
    from journal.history import Change, Step

    target = storage.resolve(path)
    if target == storage.resolve(journal.path):
        raise DataError("this is the journal itself", where=path, todo="name another file")
    there = storage.read(target) is not None
    if there and not force:
        raise DataError("this file is there already", where=path, todo="--force overwrites it")
    new = storage.encode("".join(pieces))
    if there:
        journal.write(lambda: Step("export", (Change(target, storage.read(target), new),)))
    else:
        storage.replace(target, None, new)
    return there
