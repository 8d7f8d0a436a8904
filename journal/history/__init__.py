"""What each command changed, so that it can be taken back: snapshots and a log.

Everything lies in one private folder a journal, given by whoever keeps state;
the lock of the journal guards it. Everything raises DataError, never an OSError.
"""

from __future__ import annotations

from journal.history.carrying import apply
from journal.history.keeper import History, history_folder
from journal.history.record import Change, Insertion, Mention, Record, Step, mention

__all__ = [
    "Change",
    "Command",
    "History",
    "Insertion",
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.history.undo import (
        Command,
        commands,
        former_bytes,
        plan_redo,
        plan_undo,
        undone_bytes,
    )
else:

    def __getattr__(name: str) -> object:
        """Import what takes commands back where it is asked for: others need none of it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from journal.history import undo

        return getattr(undo, name)
