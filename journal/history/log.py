"""The log: one line of JSON when a command begins, one when it is done."""

from __future__ import annotations

import errno
import os
from contextlib import suppress

from journal.errors import DataError
from journal.history.lines import dumps, loads
from journal.history.record import SCHEMA, from_json, to_json
from journal.history.snapshots import NOT_KEPT
from journal.storage import read
from journal.storage import replace as put
from journal.storage.files import make_folder, told
from journal.storage.system import flush, flush_folder, make_private
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from journal.history.record import Record

_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
    _APPEND |= getattr(os, _flag, 0)


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
                    record = from_json(value)
                    records[record.number] = record
                for end in ("done", "drop"):
                    if end in value:
                        records[value[end]] = replace(records[value[end]], end=end)
        return list(records.values())

    def begin(self, record: Record) -> None:
        """Write that a command begins; it is on disk on return. Raises DataError."""
        self._append(to_json(record))

    def end(self, number: int, end: str) -> None:
        """Write that a command is `done`, or came to nothing (`drop`). Raises DataError."""
        self._append({"schema": SCHEMA, end: number})

    def rewrite(self, records: Iterable[Record]) -> None:
        """Let the log hold just these records. Raises DataError."""
        lines = (
            _line(value)
            for record in records
            for value in (to_json(record), {"schema": SCHEMA, record.end: record.number})
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
    rest = memoryview(line)
    try:
        while rest:
            written = os.write(descriptor, rest)
            if not written:
                raise OSError(errno.EIO, "nothing was written")
            rest = rest[written:]
        flush(descriptor)
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _line(value: dict[str, Any]) -> bytes:
    return dumps(value).encode() + b"\n"
