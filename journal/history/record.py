"""What a command changes, and what is written down of it."""

from __future__ import annotations

from collections import namedtuple

from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, NamedTuple

    from journal.entry import Entry

    class Mention(NamedTuple):
        """An entry as a record names it; the date is ISO 8601, or ""."""

        id: str
        date: str
        title: str

else:
    # The import of `typing` costs as much as the start of the interpreter.
    Mention = namedtuple("Mention", "id date title")

SCHEMA = 1
NAMED = 10
"""Entries that a record names; of more it keeps the number."""


@dataclass(frozen=True, slots=True)
class Change:
    """The bytes of one file before and after a command; None where there is no file.

    All links of the path have been followed.
    """

    path: str
    old: bytes | None
    new: bytes | None


@dataclass(frozen=True, slots=True)
class Step:
    """One writing command: the files it changes, all or none, and the entries it is about.

    `count` is the number of entries where not all are named. With `spans` only
    the piece that is put in or taken out of a file is recorded, not the whole
    file. `of` is the number of the command that an undo or redo is about.
    """

    command: str
    changes: tuple[Change, ...] = ()
    entries: tuple[Mention, ...] = ()
    count: int = 0
    spans: bool = False
    of: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """What is recorded of one file: its hashes before and after, and the way back.

    A hash is "" where there is no file. `kept` is the hash of the snapshot and
    `size` its bytes: the whole file as it was, or, where `at` is an offset,
    what was taken out there. `length` bytes were put in at that offset; `span`
    is their hash, `head` the first of them in hexadecimal.
    """

    path: str
    before: str
    after: str
    kept: str = ""
    size: int = 0
    at: int | None = None
    length: int = 0
    span: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A command as the log has it; `time` is in seconds since 1970, UTC.

    `end` is `done`, `drop` for one that came to nothing, or "" for one that was
    cut off. With `starts_anew` nothing before it can be taken back, nor it; one
    that `is_final` cannot, and what was before can.
    """

    number: int
    time: float
    command: str
    traces: tuple[Trace, ...]
    entries: tuple[Mention, ...] = ()
    count: int = 0
    of: int = 0
    end: str = ""
    starts_anew: bool = False
    is_final: bool = False


def mention(entries: Iterable[Entry]) -> tuple[Mention, ...]:
    """Return entries as a record names them."""
    return tuple(
        Mention(entry.id, "" if entry.date is None else entry.date.isoformat(), entry.title)
        for entry in entries
    )


def to_json(record: Record) -> dict[str, Any]:
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


def from_json(line: Mapping[str, Any]) -> Record:
    """Return the record that a line begins; raises KeyError, TypeError or ValueError."""
    return Record(
        number=int(line["begin"]),
        time=float(line["time"]),
        command=str(line["command"]),
        traces=tuple(Trace(**file) for file in line["files"]),
        entries=tuple(Mention(*map(str, entry)) for entry in line["entries"]),
        count=int(line["count"]),
        of=int(line["of"]),
        starts_anew=bool(line.get("anew")),
        is_final=bool(line.get("final")),
    )


def _trace_to_json(trace: Trace) -> dict[str, Any]:
    names = ("kept", "size", "at", "length", "span", "head")
    values = {name: getattr(trace, name) for name in names}
    given = {name: value for name, value in values.items() if value not in ("", None)}
    return {"path": trace.path, "before": trace.before, "after": trace.after, **given}
