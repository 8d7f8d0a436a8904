"""The log: one line of JSON when a command begins, one when it is done."""

from __future__ import annotations

import os

from journal.errors import DataError, suppress
from journal.history.lines import dumps, loads
from journal.history.record import NOT_KEPT, SCHEMA, Mention, Record, Trace
from journal.storage import read
from journal.storage import replace as put
from journal.storage.files import make_folder, tail, told
from journal.storage.system import flush, flush_folder, make_private, open_flags, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Limits = tuple[int, float, int]

_SETTLED = (b'{"schema":%d,"done":' % SCHEMA, b',"settled":[', b"]}\n")
_LONGEST = 200
"""The bytes that such a line is shorter than."""

_APPEND = open_flags(
    os.O_RDWR | os.O_APPEND | os.O_CREAT, *("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK")
)


class Log:
    """The log of one journal: JSON Lines, 0600, only ever appended to until it is pruned."""

    def __init__(self, folder: str) -> None:
        """Keep where it is; nothing is made."""
        self.path = os.path.join(folder, "log.jsonl")

    def read(self) -> list[Record]:
        """Return all records, the oldest first, each with its end; a torn line is none.

        Raises DataError where the log cannot be read or a later version wrote it.
        """
        records: dict[int, Record] = {}
        for line in self._bytes().split(b"\n"):
            value = loads(line)
            if value.get("schema", SCHEMA) != SCHEMA:
                raise DataError(
                    "a later version of journal wrote this",
                    where=self.path,
                    todo="update journal",
                )
            with suppress(KeyError, TypeError, ValueError):
                if "begin" in value:
                    record = _from_json(value)
                    records[record.number] = record
                for end in ("done", "drop"):
                    if end in value:
                        records[value[end]].end = end
        return list(records.values())

    def settled(self, now: float) -> tuple[int, Limits] | None:
        """Return the number of the last command, and its limits, by the last line alone.

        The limits are the number of a command, a time in seconds since 1970, and how many
        bytes may be kept until then: nothing is to be dropped before. None where that
        line does not say so, or not that every command has its end.
        """
        begin, middle, end = _SETTLED
        with suppress(DataError, ValueError):
            last = tail(self.path, _LONGEST)
            line = last.removesuffix(end).rpartition(b"\n")[2]
            number, _, limits = line.removeprefix(begin).partition(middle)
            most, time, room = limits.split(b",")
            if last.endswith(end) and int(number) < int(most) and now < float(time):
                return int(number), (int(most), float(time), int(room))
        return None

    def begin(self, record: Record) -> None:
        """Write that a command begins; it is on disk on return. Raises DataError."""
        self._append(_to_json(record))

    def end(self, number: int, end: str, limits: Limits | None = None) -> None:
        """Write that a command is `done`, or came to nothing (`drop`). Raises DataError.

        With `limits` the next command need not read the log: see `settled`.
        """
        told = {"settled": limits} if limits else {}
        self._append({"schema": SCHEMA, end: number, **told})

    def rewrite(self, records: Iterable[Record]) -> None:
        """Let the log hold just these records. Raises DataError."""
        lines = (
            _line(value)
            for record in records
            for value in (_to_json(record), {"schema": SCHEMA, record.end: record.number})
        )
        put(self.path, self._bytes(), b"".join(lines))

    def _bytes(self) -> bytes:
        try:
            return read(self.path) or b""
        except DataError as error:
            what = f"what undo needs {error.what}"
            raise DataError(what, where=self.path, todo=error.todo) from error

    def _append(self, value: dict[str, Any]) -> None:
        with told(self.path, NOT_KEPT):
            folder = os.path.dirname(self.path)
            make_folder(folder)
            is_new = not os.path.lexists(self.path)
            descriptor = os.open(self.path, _APPEND, 0o600)
            try:
                make_private(descriptor)
                _append_line(descriptor, _line(value))
            finally:
                os.close(descriptor)
            if is_new:
                flush_folder(folder)


def _append_line(descriptor: int, line: bytes) -> None:
    """Put a line at the end of an open file, after what a torn one may have left there."""
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size:
        os.lseek(descriptor, size - 1, os.SEEK_SET)
        line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
    try:
        write_all(descriptor, line)
        flush(descriptor)
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _line(value: dict[str, Any]) -> bytes:
    return dumps(value).encode() + b"\n"


def _to_json(record: Record) -> dict[str, Any]:
    """Return the line that begins a record, as JSON has it."""
    return {
        "schema": SCHEMA,
        "begin": record.number,
        "time": record.time,
        "command": record.command,
        "of": record.of,
        "files": [_trace_to_json(trace) for trace in record.traces],
        "count": record.count,
        "entries": record.entries,
        **({"anew": True} if record.starts_anew else {}),
        **({"final": True} if record.is_final else {}),
    }


def _from_json(line: Mapping[str, Any]) -> Record:
    """Return the record that a line begins; raises KeyError, TypeError or ValueError."""
    traces = tuple(Trace(**file) for file in line["files"])
    record = Record(int(line["begin"]), float(line["time"]), str(line["command"]), traces)
    record.entries = tuple(Mention(*map(str, entry)) for entry in line["entries"])
    record.count = int(line["count"])
    record.of = int(line["of"])
    record.starts_anew = bool(line.get("anew"))
    record.is_final = bool(line.get("final"))
    return record


def _trace_to_json(trace: Trace) -> dict[str, Any]:
    names = ("kept", "size", "at", "length", "span", "head")
    values = {name: getattr(trace, name) for name in names}
    given = {name: value for name, value in values.items() if value not in ("", None)}
    return {"path": trace.path, "before": trace.before, "after": trace.after, **given}
