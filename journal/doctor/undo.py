"""Whether undo could do its work: the log of a journal, and the snapshots that it names."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from journal.counting import count
from journal.doctor.finding import Finding
from journal.errors import DataError
from journal.history import commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.history import Command, History

# A command that is writing right now has begun and is not done; none takes as long as this.
_LONG = 60


def check_undo(history: History | None) -> Iterator[Finding]:
    """Look for what would keep `undo` and `redo` from their work; nothing is written."""
    if history is None:
        return
    path = history.log.path
    try:
        records, happened = history.log.read(), history.records()
    except DataError as error:
        todo = error.todo or "move it away; what was done so far can then not be taken back"
        yield Finding("unreadable-history", "problem", error.where or path, 1, error.what, todo)
        return
    if any(not record.end and time.time() - record.time > _LONG for record in records):
        what = "a command was cut off before it could say that it was done"
        todo = "leave it: the next command that writes ends it or takes it back"
        yield Finding("cut-off-command", "note", path, 1, what, todo)
    every = commands(happened)
    lost = [command for command in every if not _can_go_back(command, history)]
    if lost:
        what = (
            f"{len(lost)} of {count(len(every), 'command')} cannot be taken back or done again: "
            "what was kept for that is gone or damaged"
        )
        todo = "the journal lacks nothing; bring the folder back from a backup if you need them"
        yield Finding("undo-incomplete", "problem", path, 1, what, todo)


def _can_go_back(command: Command, history: History) -> bool:
    """Tell whether every snapshot that a command needs is there and whole."""
    try:
        for trace in command.last.traces:
            if trace.kept:
                history.snapshots.load(trace.kept)
    except DataError:
        return False
    return True
