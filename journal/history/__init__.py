"""What each command changed, so that it can be taken back: snapshots and a log.

Everything lies in one private folder a journal, given by whoever keeps state;
the lock of the journal guards it. Everything raises DataError, never an OSError.
"""

from __future__ import annotations

from journal.history.carrying import apply
from journal.history.keeper import History, history_folder
from journal.history.record import Change, Mention, Record, Step, mention
from journal.history.undo import Command, commands, former_bytes, plan_redo, plan_undo, undone_bytes

__all__ = [
    "Change",
    "Command",
    "History",
    "Mention",
    "Record",
    "Step",
    "apply",
    "commands",
    "former_bytes",
    "history_folder",
    "mention",
    "plan_redo",
    "plan_undo",
    "undone_bytes",
]
