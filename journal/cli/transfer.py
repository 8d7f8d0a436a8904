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
from journal.cli.session import Session, emit, emit_utf8, warn
from journal.errors import DataError, NothingFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.dedupe.model import Plan
    from journal.exports import Collection, Found
    from journal.importing import Import, Prepared

_PREFERENCES = ("newer", "existing", "incoming", "both")
_ENDINGS = {
    **{".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"},
    **{".html": "html", ".htm": "html", ".csv": "csv", ".txt": "txt", ".jrnl": "jrnl"},
    **{".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite"},
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command()(export)


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
    _tell(found, [] if shift else plan.notes, session)
    if written and session.is_encrypted and any(one.attachments for one in found.exports):
        session.tell("attachments are not encrypted, only text is")
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
        str,
        typer.Option(
            *("-f", "--format"),
            metavar="FORMAT",
            help="markdown, posts, jsonl, json, csv, html, txt, jrnl or sqlite.",
        ),
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="A file, or - for stdout.")] = "-",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave cells that look like formulas alone (csv).")
    ] = False,
    embed: Annotated[
        bool, typer.Option("--embed", help="Put the pictures into the page, too (html).")
    ] = False,
    *,
    filters: Filters,
) -> None:
    """Write entries in another format, oldest first.

    `-f html` makes one page to read in a browser, with a search, that needs no network.

    Examples: journal export --on 2023 > 2023.md · journal export -f jsonl | jq .title ·
    journal export -r -o diary.html
    """
    session = Session(ctx)
    from journal import formats

    ending = os.path.splitext(output)[1].lower()
    query = filters.query(session)
    filters.reverse = not filters.reverse
    name = format_name or _ENDINGS.get(ending, "markdown")
    found = [entry for entry in filters.arrange(session.entries()) if query.matches(entry)]
    if name in ("posts", "sqlite"):
        from journal.cli.outgoing import export_files

        return export_files(found[: filters.limit], name, output, session, force=force)
    if name == "html":
        from journal.cli.webpage import page_pieces

        pieces = page_pieces(found[: filters.limit], output, session, embed=embed)
    else:
        from journal.cli.outgoing import left_out

        pieces = formats.write(found[: filters.limit], name, raw=raw)
        if lost := left_out(found[: filters.limit], name):
            session.tell(lost)
    if output == "-":
        emit_utf8(pieces)
    else:
        with progress_of(session) as progress:
            progress.tell(f"writing {count_entries(len(found[: filters.limit]))}")
            replaced = _write_file(output, pieces, session, force=force)
        after = "; journal undo brings back what was there" if replaced else ""
        session.tell(f"{len(found[: filters.limit])} entries written to {output}{after}")


def _write_file(path: str, pieces: Iterable[str], session: Session, *, force: bool) -> bool:
    """Write an export to a file; tell whether one was there that can be brought back.

    Only `force` overwrites one. It is a change of a user's file like any other; but what
    undo keeps of an encrypted journal is not to hold plain text.
    """
    from journal import storage
    from journal.history import Change, Step

    target = storage.resolve(path)
    if session.owns(target):
        raise DataError("this is the journal itself", where=path, todo="name another file")
    old = storage.read(target)
    if old is not None and not force:
        raise DataError("this file is there already", where=path, todo="--force overwrites it")
    new = storage.encode("".join(pieces))
    if old is None or session.is_encrypted:
        storage.replace(target, old, new)
        return False
    session.journals[0].write(lambda: Step("export", (Change(target, storage.read(target), new),)))
    return True
