"""The commands that carry entries over: import, export."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.filters import Filters, filtered
from journal.cli.session import Session, emit, emit_utf8, warn
from journal.errors import DataError, NothingFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.dedupe.model import Decision, Plan
    from journal.entry import Entry
    from journal.exports import Collection

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
    from journal.importing import import_exports, plan_exports

    journal = session.journal
    found = collect(paths, format_name=format_name, ignore=journal.path)
    choice: Any = prefer or None
    if dry_run or not found.exports:
        plan, written = plan_exports(journal, found.exports, prefer=choice), False
    else:
        done = import_exports(journal, found.exports, prefer=choice)
        plan, written = done.plan, done.written
    if json:
        _emit_decisions(plan, written=written)
    elif plan.decisions and not session.quiet:
        _show(plan, session, dry_run=dry_run, written=written)
    _tell(found, plan, session)
    if found.problems:
        raise typer.Exit(DataError.exit_code)
    if not plan.decisions:
        raise NothingFoundError("no entry found", where=", ".join(paths), todo="check the path")


def _tell(found: Collection, plan: Plan, session: Session) -> None:
    """Say on stderr what a reader of the receipt should know."""
    for note in (*found.notes, *plan.notes):
        session.tell(note)
    if found.skipped:
        names = ", ".join(found.skipped[:3]) + (" …" if len(found.skipped) > 3 else "")
        session.tell(f"{len(found.skipped)} files without a dated entry passed over: {names}")
    for problem in found.problems:
        warn(str(problem))


def _show(plan: Plan, session: Session, *, dry_run: bool, written: bool) -> None:
    """Show decisions and counts: rendered on a terminal, plain lines elsewhere."""
    if session.rendered:
        from journal.render.receipt import Line, show_plan, show_receipt

        lines = [Line(*row) for row in map(_row, plan.decisions)]
        counts = dict[str, int](plan.receipt().items())
        if dry_run:
            show_plan(lines, counts, session.screen)
        else:
            show_receipt(lines, counts, session.screen, written=written)
        return
    from journal.render.visible import visible

    for verdict, day, title, reason, incoming, existing in map(_row, plan.decisions):
        fields = (
            verdict,
            "" if day is None else day.isoformat(),
            title,
            incoming,
            existing,
            reason,
        )
        emit(["\t".join(visible(field, keep="") for field in fields) + "\n"])
    told = ", ".join(f"{count} {verdict}" for verdict, count in plan.receipt().items() if count)
    end = "nothing written" if not written else "written"
    session.tell(f"{len(plan.decisions)} entries read: {told or 'none'}; {end}")


def _row(decision: Decision) -> tuple[Any, ...]:
    existing = "" if decision.existing is None else str(decision.existing.source)
    entry = decision.incoming
    return (
        decision.verdict,
        decision.result.date,
        entry.title,
        decision.reason,
        str(entry.source),
        existing,
    )


def _emit_decisions(plan: Plan, *, written: bool) -> None:
    from journal.formats.record import dump

    for decision in plan.decisions:
        existing = decision.existing
        row = {
            "schema": 1,
            "verdict": decision.verdict,
            "action": decision.action,
            "reason": decision.reason,
            "score": round(decision.score, 4),
            "incoming": _place(decision.incoming),
            "existing": None if existing is None else {"id": existing.id, **_place(existing)},
        }
        emit_utf8([dump(row) + "\n"])
    emit_utf8([dump({"schema": 1, "receipt": {**plan.receipt(), "written": written}}) + "\n"])


def _place(entry: Entry) -> dict[str, Any]:
    day = None if entry.date is None else entry.date.isoformat()
    return {"file": entry.source.path, "line": entry.source.line, "date": day, "title": entry.title}


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
        _write_file(output, pieces, session.journal.path, force=force)
        session.tell(f"{len(found[: filters.limit])} entries written to {output}")


def _write_file(path: str, pieces: Iterable[str], journal: str, *, force: bool) -> None:
    """Write an export to a file, which is not overwritten unless asked for."""
    from journal import storage

    if storage.resolve(path) == storage.resolve(journal):
        raise DataError("this is the journal itself", where=path, todo="name another file")
    old = storage.read(path)
    if old is not None and not force:
        raise DataError("this file is there already", where=path, todo="--force overwrites it")
    storage.replace(path, old, storage.encode("".join(pieces)))
