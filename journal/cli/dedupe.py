"""The command that lets every entry of a journal stand once: dedupe."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.ask import ask_each, check_same, check_terminal, has_terminal
from journal.cli.decisions import (
    count_entries,
    emit_decisions,
    emit_receipt,
    progress_of,
    show_decisions,
)
from journal.cli.session import Session, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.deduping import Copies
    from journal.importing import Prepared
    from journal.journal import Journal

_WOULD = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(dedupe)


def dedupe(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Only show the plan.")] = False,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do as planned; ask nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one decision a line.")] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Show each difference, and ask what to keep.")
    ] = False,
) -> None:
    """Let every entry stand once: in exports pasted together, conflict copies, several journals.

    The rules are those of import. Copies beside the journal that Dropbox,
    Syncthing and others have made count as exports; they are read and stay
    where they are. Only sections that repeat one another are touched, and
    journal undo brings them back. Of several journals (-j a -j b, -j all) an entry
    stays in the one that is named first; all are written, or none. It asks before
    it writes; without a terminal and without --yes it writes nothing. Exits with 1
    where something is to do and was not done.

    Examples: journal dedupe --dry-run · journal dedupe --yes · journal dedupe -j life -j work
    """
    session = Session(ctx)
    from journal.deduping import prepare_dedupe
    from journal.importing import carry_out

    asks, journals = ask and not yes, session.journals
    if asks:
        check_terminal(dry_run=dry_run)
    with progress_of(session) as progress:
        progress.tell("reading")
        copies = _all_copies(journals)
        progress.tell("comparing")
        prepared = prepare_dedupe(journals, copies.found)
    for problem in copies.problems:
        warn(str(problem))
    if prepared is None:
        if json:
            emit_receipt({}, written=False)
        session.tell(f"{session.place}: nothing stands twice")
        _tell_copies(copies, session)
        return
    answers = ask_each(prepared, session) if asks else {}
    if answers:
        asked, prepared = prepared, prepare_dedupe(journals, copies.found, answers=answers)
        if prepared is None:
            session.tell("nothing is left to do")
            return
        check_same(asked, prepared, session)
    asks_once = not yes and not asks
    if dry_run or asks_once:
        _show(prepared, session, json=json, written=False)
        if dry_run or not _agrees(json=json):
            raise typer.Exit(_WOULD)
    with progress_of(session) as progress:
        progress.tell("writing")
        done = carry_out(journals[0], prepared)
    if not asks_once:
        _show(prepared, session, json=json, written=done.written)
    session.tell(f"written; {_undo(journals, session)} brings back what was there")
    _tell_copies(copies, session)


def _undo(journals: Sequence[Journal], session: Session) -> str:
    """Return the command that takes back what was written to these journals."""
    first = journals[0]
    name = first.name if first.name in session.config.journals else first.path
    return f"journal -j {shlex.quote(name)} undo" if len(journals) > 1 else "journal undo"


def _all_copies(journals: Sequence[Journal]) -> Copies:
    """Read the conflict copies beside all of the journals."""
    from journal.deduping import Copies, find_copies

    every = [find_copies(journal) for journal in journals]
    return Copies(
        tuple(copy for one in every for copy in one.found),
        tuple(problem for one in every for problem in one.problems),
    )


def _agrees(*, json: bool) -> bool:
    """Ask whether to write, where somebody can be asked."""
    if json or not has_terminal():
        warn("nothing was written; journal dedupe --yes carries this out")
        return False
    if typer.confirm("Write this?", err=True):
        return True
    warn("nothing was written")
    return False


def _show(prepared: Prepared, session: Session, *, json: bool, written: bool) -> None:
    """Show the plan, or what came of it."""
    if json:
        emit_decisions(prepared.plan, written=written)
    elif not session.quiet:
        lead = f"{count_entries(len(prepared.plan.decisions))} compared"
        show_decisions(
            prepared.plan,
            session,
            dry_run=not written,
            written=written,
            lead=lead,
            own={path for one in prepared.contents for path in one.diary},
        )
        for note in prepared.plan.notes:
            session.tell(note)


def _tell_copies(copies: Copies, session: Session) -> None:
    """Say which copies nobody needs any more."""
    for copy in copies.found:
        session.tell(f"{copy.name}: all of it is in the journal or its variants; it can be deleted")
