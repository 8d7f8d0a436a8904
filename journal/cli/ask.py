"""`--ask`: show what differs, and ask whose text and date are to stay."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from journal.cli.decisions import decision_row
from journal.cli.session import warn
from journal.errors import ChangedOnDiskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.cli.session import Session
    from journal.dedupe.model import Decision, Preference
    from journal.entry import Entry
    from journal.importing import Prepared

DECLINED = 1
_ASKED = ("re-dated", "revised", "extended", "shortened", "conflict")
_ANSWERS: dict[str, Preference] = {
    "n": "newer",
    "e": "existing",
    "i": "incoming",
    "b": "both",
}
_WORDS = (*_ANSWERS.values(), "rest", "quit")


def has_terminal() -> bool:
    """Tell whether both ends are terminals, so that a question has somebody to answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def check_terminal(*, dry_run: bool) -> None:
    """Raise UsageError where nobody could be asked, or for nothing."""
    if dry_run:
        raise UsageError("--ask has nothing to ask for with --dry-run", todo="leave one out")
    if not has_terminal():
        raise UsageError(
            "--ask needs a terminal to ask on",
            todo="leave it out, or add --yes to take what the plan says",
        )


def ask_each(
    prepared: Prepared, session: Session, *, default: Preference = "newer"
) -> dict[int, Preference]:
    """Ask about each difference that no earlier import has settled; return the answers.

    Ends the command where the answer is to quit.
    """
    open_ = list(_open(prepared))
    answers: dict[int, Preference] = {}
    for number, (place, decision) in enumerate(open_, 1):
        _say(["", f"{number} of {len(open_)}"])
        _show(decision, session)
        if decision.verdict == "conflict":
            _say(["  two texts of one day: both stay"])
            continue
        word = _prompt(decision, session, default)
        if word == "quit":
            warn("nothing was written")
            raise typer.Exit(DECLINED)
        if word == "rest":
            break
        if word != default:
            answers[place] = _ANSWERS[word[0]]
    return answers


def check_same(asked: Prepared, prepared: Prepared, session: Session) -> None:
    """Raise ChangedOnDiskError where the files are not those that the answers were about."""
    if asked.contents != prepared.contents:
        raise ChangedOnDiskError(
            "not saved: it was changed while you were asked",
            where=session.place,
            todo="run the command again",
        )


def _open(prepared: Prepared) -> Iterator[tuple[int, Decision]]:
    """Yield the decisions to ask about, with their places."""
    from journal.fingerprint import face

    settled = {
        (version.date, version.face)
        for family in prepared.memory.families
        for version in family.versions
    }
    for place, decision in zip(prepared.places, prepared.plan.decisions, strict=True):
        entry = decision.incoming
        is_new = (entry.date, face(entry.title, entry.body)) not in settled
        conflict = decision.verdict == "conflict"
        if decision.verdict in _ASKED and is_new and (place >= 0 or conflict):
            yield place, decision


def _show(decision: Decision, session: Session) -> None:
    """Show a decision, and what the incoming text changes in the existing one."""
    from journal.render.diff import diff_lines
    from journal.render.receipt import Line, decision_lines

    screen = session.screen
    theme, width = screen.theme, screen.width
    old, new = (_whole(one) for one in (decision.existing, decision.incoming) if one)
    _say(map(screen.paint, decision_lines(Line(*decision_row(decision)), theme, width)))
    _say(["", *map(screen.paint, diff_lines(old, new, theme, width)), ""])


def _whole(entry: Entry) -> str:
    return f"{entry.date or ''} {entry.title}\n\n{entry.body}"


def _prompt(decision: Decision, session: Session, default: Preference) -> str:
    """Ask until the answer is one of the words, or the beginning of one."""
    from journal.render.lines import styled, wrap

    words = [f"[{word[0]}]{word[1:]}" for word in (*_ANSWERS.values(), "rest as planned", "quit")]
    words[0] += f" ({_newer(decision)})"
    question = styled((f"Keep {', '.join(words)}", session.screen.theme.plain))
    _say(row.plain for row in wrap(question, session.screen.width))
    while True:
        typed = typer.prompt("Which", default=default, err=True)
        word = typed.strip().lower()
        found = [one for one in _WORDS if word and one.startswith(word)]
        if found:
            return found[0]
        warn(f"{typed.strip() or 'nothing'!r} is none of these: {', '.join(_WORDS)}")


def _newer(decision: Decision) -> str:
    """Name what the rules choose: one side, or the text of one and the date of another."""
    result, existing = decision.result, decision.existing

    def side(name: str) -> str:
        value = getattr(result, name)
        if value == getattr(decision.incoming, name):
            return "incoming"
        return "existing" if value == getattr(existing, name) else "third"

    text, day = side("body"), side("date")
    if decision.verdict == "re-dated" and existing and existing.body == decision.incoming.body:
        return f"the {day} date"
    if existing and existing.date == decision.incoming.date:
        return f"the {text} text"
    return f"the {text} text, the {day} date"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stderr.write(line + "\n")
