"""Take commands back, and do them again."""

from __future__ import annotations

import os

from journal import storage
from journal.errors import DataError, NothingFoundError
from journal.history.record import Change, Step, digest
from journal.history.recovery import find_span
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.history.keeper import History
    from journal.history.record import Record, Trace


@dataclass(slots=True)
class Command:
    """A writing command, and whether it is taken back.

    `last` is the record to reverse next: its own, or that of the latest undo or
    redo about it. `again` tells that a redo can still do it again.
    """

    record: Record
    last: Record
    taken_back: bool = False
    again: bool = False

    @property
    def is_hidden(self) -> bool:
        """Tell whether it wrote only to `.journal`: an import that had nothing to write."""
        paths = [trace.path for trace in self.record.traces]
        return all(os.path.basename(os.path.dirname(path)) == ".journal" for path in paths)


def commands(records: Iterable[Record]) -> list[Command]:
    """Return the writing commands, the oldest first."""
    found: dict[int, Command] = {}
    for record in records:
        if not record.of:
            for command in found.values():
                command.again = False
            found[record.number] = Command(record, record)
            continue
        # The record of the command itself may be pruned already.
        command = found.setdefault(record.of, Command(record, record))
        command.last = record
        command.taken_back = command.again = record.command == "undo"
    return list(found.values())


def plan_undo(history: History) -> Step:
    """Return the step that takes back the last command that is not taken back yet.

    Raises NothingFoundError, and DataError where its files were changed since.
    """
    return _reverse(_standing(history, 1)[0], "undo", history)


def plan_redo(history: History) -> Step:
    """Return the step that does again what was taken back last.

    Raises NothingFoundError, and DataError where its files were changed since.
    """
    return _reverse(_undone(history), "redo", history)


def former_bytes(history: History, path: str, number: int) -> bytes | None:
    """Return a file as it was before the last `number` commands not taken back.

    None where there was none. Raises NothingFoundError, and DataError where that
    version is not kept.
    """
    return _former(history, path, _standing(history, number))


def undone_bytes(history: History, path: str) -> bytes | None:
    """Return a file as it was before the last undo, or the piece that undo took out of it.

    None where there was none. Raises NothingFoundError, and DataError where that
    version is not kept.
    """
    command = _undone(history)
    try:
        return _former(history, path, [command])
    except DataError:
        pieces = [trace.kept for trace in command.last.traces if trace.path == path and trace.kept]
        if not pieces:
            raise
        return history.snapshots.load(pieces[0])


def _former(history: History, path: str, since: list[Command]) -> bytes | None:
    """Return a file as it was before these commands, the oldest first."""
    if not since:
        return storage.read(path)
    trace = next((trace for trace in since[0].last.traces if trace.path == path), None)
    if trace is None:
        return _former(history, path, since[1:])
    if not trace.before:
        return None
    if trace.at is None:
        return history.snapshots.load(trace.kept)
    after = _former(history, path, since[1:])
    if digest(after) != trace.after and history.snapshots.has(trace.after):
        after = history.snapshots.load(trace.after)
    if after is None or digest(after) != trace.after:
        raise DataError(
            "only what was added is kept, and the file was changed since",
            where=path,
            todo="journal rm removes an entry",
        )
    return _previous(trace, after, history)


def _standing(history: History, number: int) -> list[Command]:
    """Return the last commands that are not taken back; raises NothingFoundError for too few."""
    found = [one for one in commands(history.records()) if not one.taken_back]
    if len(found) < number:
        said = f"there are only {len(found)} commands" if found else "there is nothing"
        raise NothingFoundError(f"{said} to take back")
    return found[-number:]


def _undone(history: History) -> Command:
    found = [one for one in commands(history.records()) if one.taken_back and one.again]
    if not found:
        raise NothingFoundError("there is nothing to do again since the last command")
    return max(found, key=lambda one: one.last.number)


def _reverse(command: Command, word: str, history: History) -> Step:
    """Return the step that takes a record's changes back, in the opposite order."""
    last = command.last
    changes: list[Change] = []
    for trace in reversed(last.traces):
        data = storage.read(trace.path)
        changes.append(Change(trace.path, data, _restored(trace, data, word, history)))
    return Step(
        word,
        tuple(changes),
        entries=last.entries,
        count=last.count,
        spans=all(trace.at is not None for trace in last.traces),
        of=command.record.of or command.record.number,
    )


def _restored(trace: Trace, data: bytes | None, word: str, history: History) -> bytes | None:
    """Return the bytes of a file without what a command did to it."""
    if digest(data) == trace.after:
        return _previous(trace, data or b"", history) if trace.before else None
    if data is not None and trace.length:
        at = find_span(trace, data)
        if at is not None:
            return data[:at] + data[at + trace.length :]
    raise _moved_on(trace, word, is_there=data is not None)


def _moved_on(trace: Trace, word: str, *, is_there: bool) -> DataError:
    done = "taken back" if word == "undo" else "done again"
    if trace.length:
        what = "what it added was changed since" if is_there else "the file is gone"
        todo = "journal edit and journal rm change what is there" if is_there else ""
    else:
        what = "the file was changed since" if is_there else "the file is gone"
        kept = "what was taken back" if word == "redo" else "the version before"
        todo = f"journal {word} --as FILE writes {kept} to a file of its own"
    return DataError(f"not {done}, for {what}", where=trace.path, todo=todo)


def _previous(trace: Trace, data: bytes, history: History) -> bytes:
    """Return the bytes before a change from those after it."""
    if trace.at is None:
        return history.snapshots.load(trace.kept)
    piece = history.snapshots.load(trace.kept) if trace.kept else b""
    before = data[: trace.at] + piece + data[trace.at + trace.length :]
    if digest(before) != trace.before:
        raise DataError("the history does not fit this file; nothing was changed", where=trace.path)
    return before
