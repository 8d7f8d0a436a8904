"""The command that looks for what is wrong: doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.decisions import progress_of
from journal.cli.session import Session, emit, emit_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.doctor.checkup import CheckUp
    from journal.doctor.finding import Finding

_FOUND = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one finding a line.")] = False,
) -> None:
    """Look a journal over: dates, repeats, images, blocks, encodings, copies. It changes nothing.

    Exits with 1 if anything was found, be it only a note.

    Examples: journal doctor · journal doctor --json | jq 'select(.severity == "problem")'
    """
    session = Session(ctx)
    from journal.doctor.checkup import check_journal

    with progress_of(session) as progress:
        progress.tell("looking the journal over")
        done = [check_journal(one, session.now.date()) for one in session.journals]
    findings = [finding for one in done for finding in one.findings]
    if json:
        _emit_json(findings)
    elif session.rendered and findings:
        from journal.render.findings import show_findings

        show_findings(findings, session.screen)
    else:
        emit(map(_line, findings))
    if findings:
        raise typer.Exit(_FOUND)
    for journal, one in zip(session.journals, done, strict=True):
        session.tell(f"{journal.path}: {_all_well(one)}")


def _all_well(done: CheckUp) -> str:
    """Say that nothing was found, and in how much."""
    from journal.counting import count

    if not done.exists:
        return "no journal here yet, so there is nothing to check; the first journal add makes it"
    return f"{count(done.entries, 'entry', 'entries')}, nothing wrong found"


def _line(finding: Finding) -> str:
    """Return `path:line: severity: kind: sentence; what to do`."""
    from journal.visible import visible

    place = f"{finding.path}:{finding.line}"
    line = f"{place}: {finding.severity}: {finding.kind}: {finding.what}; {finding.todo}"
    return visible(line, keep="") + "\n"


def _emit_json(findings: Sequence[Finding]) -> None:
    from journal.formats.record import dump

    for one in findings:
        row = {
            "schema": 1,
            "kind": one.kind,
            "severity": one.severity,
            "file": one.path,
            "line": one.line,
            "what": one.what,
            "todo": one.todo,
        }
        emit_utf8([dump(row) + "\n"])
