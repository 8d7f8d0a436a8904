"""Decisions and their counts, as `import` and `dedupe` show them, and how far these have come."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from journal.cli.session import emit, emit_utf8
from journal.counting import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from journal.cli.session import Session
    from journal.dedupe.model import Decision, Plan, Verdict
    from journal.entry import Entry
    from journal.render.progress import Progress


def show_decisions(
    plan: Plan,
    session: Session,
    *,
    dry_run: bool,
    written: bool,
    lead: str,
    shift: str = "",
    own: Collection[str] = (),
) -> None:
    """Show decisions and counts: rendered on a terminal, plain lines elsewhere.

    `lead` stands before the counts; `shift` says why entries are re-dated.
    Identical entries of the files `own` are shown on a terminal too, as they go.
    """
    if session.rendered:
        from journal.render.receipt import Line, show_plan, show_receipt

        told = ("identical",) if dry_run else ("new", "identical")
        lines = [
            Line(*decision_row(one))
            for one in plan.decisions
            if one.verdict not in told or (one.incoming.source.path in own)
        ]
        counts = dict[str, int](plan.receipt().items())
        if dry_run:
            show_plan(lines, counts, session.screen, lead=lead, shift=shift, every=bool(own))
        else:
            show_receipt(
                lines,
                counts,
                session.screen,
                written=written,
                lead=lead,
                shift=shift,
                every=bool(own),
            )
        return
    from journal.visible import visible

    for verdict, day, title, reason, incoming, existing in map(decision_row, plan.decisions):
        date = "" if day is None else day.isoformat()
        fields = (verdict, date, title, incoming, existing, reason)
        emit(["\t".join(visible(field, keep="") for field in fields) + "\n"])
    why = {"re-dated": f" ({shift})"} if shift else {}
    found = [
        f"{count} {verdict}{why.get(verdict, '')}"
        for verdict, count in plan.receipt().items()
        if count
    ]
    end = "written" if written else "nothing written"
    session.tell(f"{lead}: {', '.join(found) or 'none'}; {end}")


@contextmanager
def progress_of(session: Session) -> Iterator[Progress]:
    """Let long work run; somebody who looks is shown how far it has come."""
    from journal.render.progress import Progress

    looks = sys.stderr.isatty() and not session.quiet
    # Plans hold millions of values and no cycles: looking for some costs a tenth or more.
    gc.disable()
    try:
        with Progress(session.screen if looks else None) as progress:
            yield progress
    finally:
        # What is there stays to the end, or goes by itself; it is not to be gone through now.
        gc.freeze()
        gc.enable()


def count_entries(number: int) -> str:
    """Return a number of entries in words: `1 entry`, `1,234 entries`."""
    return count(number, "entry", "entries")


def decision_row(decision: Decision) -> tuple[Any, ...]:
    """Return what is shown of a decision, in the order of `receipt.Line`."""
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


def emit_decisions(plan: Plan, *, written: bool) -> None:
    """Write decisions as JSON Lines, then the receipt."""
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
    emit_receipt(plan.receipt(), written=written)


def emit_receipt(counts: Mapping[Verdict, int], *, written: bool) -> None:
    """Write the counts of a plan, which may be empty, as a line of JSON."""
    from journal.dedupe.model import VERDICTS
    from journal.formats.record import dump

    receipt: dict[str, int] = {verdict: counts.get(verdict, 0) for verdict in VERDICTS}
    receipt["written"] = written
    emit_utf8([dump({"schema": 1, "receipt": receipt}) + "\n"])


def _place(entry: Entry) -> dict[str, Any]:
    day = None if entry.date is None else entry.date.isoformat()
    return {"file": entry.source.path, "line": entry.source.line, "date": day, "title": entry.title}
