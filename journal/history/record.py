"""What a command changes, what is written down of it, and the way back.

That is the whole file as it was, or the piece that was put in.
"""

from __future__ import annotations

from _operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from dataclasses import dataclass
    from typing import Any, NamedTuple

    from journal.entry import Entry
    from journal.storage.staging import Spliced

    class Mention(NamedTuple):
        """An entry as a record names it; the date is ISO 8601, or ""."""

        id: str
        date: str
        title: str

else:

    def dataclass(cls: type) -> type:
        """Leave a class as it is: `journal.values.replace` asks for no more, and this costs it."""
        return cls

    # To import `typing` or `collections` for this costs more than all the rest of this package.
    class Mention(tuple):
        """What type checkers see above."""

        __slots__ = ()
        id, date, title = (property(itemgetter(at)) for at in range(3))

        def __new__(cls, id: str, date: str, title: str) -> Mention:
            """Make one."""
            return tuple.__new__(cls, (id, date, title))

        def _asdict(self) -> dict[str, str]:
            return dict(zip(("id", "date", "title"), self, strict=True))


SCHEMA = 1
NAMED = 10
"""Entries that a record names; of more it keeps the number."""

NOT_KEPT = "not saved, for what undo needs cannot be kept"
"""What is wrong where a record, or a snapshot of it, cannot be written."""

_CHUNK = 1 << 20
"""Bytes that are compared at once."""

_HEAD = 32
_SIZE = 20


@dataclass
class Change:
    """The bytes of one file before and after a command; None where there is no file.

    All links of the path have been followed.
    """

    __slots__ = __match_args__ = ("path", "old", "new")
    path: str
    old: bytes | None
    new: bytes | None

    def __init__(self, path: str, old: bytes | None, new: bytes | None) -> None:
        """Keep the parts."""
        self.path = path
        self.old = old
        self.new = new


class Insertion(Change):
    """A change that puts a piece into a file; its new bytes are made where they are asked for."""

    __slots__ = ("spliced",)

    def __init__(self, path: str, spliced: Spliced) -> None:
        """Keep what is put in where."""
        self.path = path
        self.old = spliced.old
        self.spliced = spliced

    def __replace__(self, **changes: Any) -> Change:
        """Return a change that need not put anything in."""
        return Change(**{"path": self.path, "old": self.old, "new": self.new, **changes})

    @property
    def new(self) -> bytes:  # type: ignore[override] # nobody sets it
        """Return the new bytes."""
        return self.spliced.join()


@dataclass
class Step:
    """One writing command: the files it changes, all or none, and the entries it is about.

    `count` is the number of entries where not all are named. With `spans` only
    the piece that is put in or taken out of a file is recorded, not the whole
    file. `of` is the number of the command that an undo or redo is about.
    """

    __slots__ = __match_args__ = ("command", "changes", "entries", "count", "spans", "of")
    command: str
    changes: tuple[Change, ...]
    entries: tuple[Mention, ...]
    count: int
    spans: bool
    of: int

    def __init__(
        self,
        command: str,
        changes: tuple[Change, ...] = (),
        entries: tuple[Mention, ...] = (),
        count: int = 0,
        spans: bool = False,
        of: int = 0,
    ) -> None:
        """Keep the parts."""
        self.command = command
        self.changes = changes
        self.entries = entries
        self.count = count
        self.spans = spans
        self.of = of


class Trace:
    """What is recorded of one file: its hashes before and after, and the way back.

    A hash is "" where there is no file. `kept` is the hash of the snapshot and
    `size` its bytes: the whole file as it was, or, where `at` is an offset,
    what was taken out there. `length` bytes were put in at that offset; `span`
    is their hash, `head` the first of them in hexadecimal.
    """

    __slots__ = ("after", "at", "before", "head", "kept", "length", "path", "size", "span")

    def __init__(
        self,
        path: str,
        before: str,
        after: str,
        kept: str = "",
        size: int = 0,
        at: int | None = None,
        length: int = 0,
        span: str = "",
        head: str = "",
    ) -> None:
        """Keep the parts."""
        self.path = path
        self.before = before
        self.after = after
        self.kept = kept
        self.size = size
        self.at = at
        self.length = length
        self.span = span
        self.head = head


class Record:
    """A command as the log has it; `time` is in seconds since 1970, UTC.

    `end` is `done`, `drop` for one that came to nothing, or "" for one that was
    cut off. With `starts_anew` nothing before it can be taken back, nor it; one
    that `is_final` cannot, and what was before can.
    """

    __slots__ = (
        *("command", "count", "end", "entries", "is_final", "number", "of", "starts_anew"),
        *("time", "traces"),
    )

    def __init__(self, number: int, time: float, command: str, traces: tuple[Trace, ...]) -> None:
        """Begin with a command that names no entry."""
        self.number = number
        self.time = time
        self.command = command
        self.traces = traces
        self.entries: tuple[Mention, ...] = ()
        self.count = 0
        self.of = 0
        self.end = ""
        self.starts_anew = False
        self.is_final = False


def mention(entries: Iterable[Entry]) -> tuple[Mention, ...]:
    """Return entries as a record names them."""
    return tuple(
        Mention(entry.id, "" if entry.date is None else entry.date.isoformat(), entry.title)
        for entry in entries
    )


def digest(data: bytes | memoryview | None) -> str:
    """Return the hash of a file's bytes, 40 hexadecimal digits; "" where there is no file."""
    if data is None:
        return ""
    from _blake2 import blake2b

    return blake2b(data, digest_size=_SIZE).hexdigest()


def trace_change(change: Change, *, spans: bool) -> tuple[Trace, bytes | None]:
    """Return what to record of a change, and the bytes to keep for the way back, if any.

    With `spans`, of a piece that was put in or taken out only that piece, so
    that a small change of a large file stays small.
    """
    if isinstance(change, Insertion):
        return _inserted(change, *change.spliced.parts()), None
    if spans and change.new is not None:
        old, new = change.old or b"", change.new
        if len(new) > len(old) and (at := _gap(old, new)) is not None:
            view, end = memoryview(new), at + len(new) - len(old)
            return _inserted(change, view[:at], view[at:end], view[end:]), None
        if len(new) < len(old) and (at := _gap(new, old)) is not None:
            piece = old[at : at + len(old) - len(new)]
            before, after = digest(old), digest(new)
            return Trace(change.path, before, after, digest(piece), len(piece), at), piece
    before = digest(change.old)
    size = len(change.old or b"")
    return Trace(change.path, before, digest(change.new), before, size), change.old


def _inserted(
    change: Change, above: memoryview, piece: bytes | memoryview, below: memoryview
) -> Trace:
    """Return the trace of a piece put in; what stands above it is hashed once only."""
    from _blake2 import blake2b

    before = blake2b(above, digest_size=_SIZE)
    after = before.copy()
    before.update(below)
    after.update(piece)
    after.update(below)
    return Trace(
        change.path,
        "" if change.old is None else before.hexdigest(),
        after.hexdigest(),
        at=len(above),
        length=len(piece),
        span=digest(piece),
        head=bytes(piece[:_HEAD]).hex(),
    )


def _gap(short: bytes, long: bytes) -> int | None:
    """Return the offset at which the longer one has a piece more, and differs in nothing else.

    The piece begins with a line where it can, so that it is that of one entry.
    """
    at = _common(short, long)
    extra = len(long) - len(short)
    if not long.startswith(memoryview(short)[at:], at + extra):
        return None
    line = long.rfind(b"\n", 0, at) + 1
    return line if long[line:at] == long[line + extra : at + extra] else at


def _common(short: bytes, long: bytes) -> int:
    """Return how many bytes two texts have in common from their beginning."""
    # Not by slices, which would be copies.
    view, low, size = memoryview(short), 0, len(short)
    while low < size and long.startswith(view[low : low + _CHUNK], low):
        low += _CHUNK
    high = min(low + _CHUNK, size)
    low = min(low, size)
    while low < high:
        middle = (low + high + 1) // 2
        if long.startswith(view[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low
