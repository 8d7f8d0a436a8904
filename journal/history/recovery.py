"""Settle what was cut off: a command either happened wholly or did not happen."""

from __future__ import annotations

from journal import storage
from journal.errors import DataError, suppress
from journal.history.carrying import apply
from journal.history.record import Change, digest

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


def find_span(trace: Trace, data: bytes) -> int | None:
    """Return the offset at which the piece that was put in still stands, untouched.

    Of several the nearest to where it stood. None where it is gone or changed.
    """
    head = bytes.fromhex(trace.head)
    view = memoryview(data)
    found: list[int] = []
    at = data.find(head)
    while head and at >= 0:
        if digest(view[at : at + trace.length]) == trace.span:
            found.append(at)
        at = data.find(head, at + 1)
    return min(found, key=lambda at: abs(at - (trace.at or 0)), default=None)


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
