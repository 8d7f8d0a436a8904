"""Settle what was cut off: a command either happened wholly or did not happen."""

from __future__ import annotations

from contextlib import suppress

from journal import storage
from journal.errors import DataError
from journal.history.carrying import apply
from journal.history.record import Change
from journal.history.tracing import digest, find_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.history.record import Record, Trace
    from journal.history.snapshots import Snapshots

_BEFORE, _AFTER, _OTHER = "before", "after", "other"


def happened(record: Record, *, sure: bool = False) -> bool:
    """Tell whether a command that has no end reached its end all the same.

    A file that is neither as before nor as after was changed by someone else.
    With `sure` that was no part of the command; without, the command may have
    changed it first, and what it kept must stay in reach.
    """
    states = {_state(trace)[0] for trace in record.traces}
    return states == {_AFTER} if sure else _BEFORE not in states


def roll_back(record: Record, snapshots: Snapshots) -> None:
    """Give the files that a command changed their old bytes back. Raises DataError."""
    changes: list[Change] = []
    for trace in reversed(record.traces):
        state, data = _state(trace)
        if state == _AFTER and trace.at is None:
            # A snapshot that someone removed must not stop every later command.
            with suppress(DataError):
                old = snapshots.load(trace.kept) if trace.before else None
                changes.append(Change(trace.path, data, old))
    apply(changes)


def roll_forward(record: Record, snapshots: Snapshots) -> bool:
    """Give the files that a command did not come to any more the new bytes that it kept.

    Returns False, and does nothing, where it had changed none, but perhaps made some.
    Raises DataError.
    """
    states = [(trace, *_state(trace)) for trace in record.traces]
    if not any(state == _AFTER and trace.before for trace, state, _ in states):
        return False
    changes: list[Change] = []
    for trace, state, data in states:
        if state == _BEFORE:
            with suppress(DataError):
                changes.append(Change(trace.path, data, snapshots.load(trace.kept)))
    apply(changes)
    return True


def _state(trace: Trace) -> tuple[str, bytes | None]:
    """Return which of its states a file is in, and its bytes."""
    data = storage.read(trace.path)
    found = digest(data)
    if found == trace.after:
        return _AFTER, data
    if found == trace.before:
        return _BEFORE, data
    if trace.length:
        there = data is not None and find_span(trace, data) is not None
        return _AFTER if there else _BEFORE, data
    return _OTHER, data
