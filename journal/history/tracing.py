"""The way back from a change: the whole file as it was, or the piece that was put in."""

from __future__ import annotations

from journal.history.record import Trace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.history.record import Change

_CHUNK = 1 << 20
_HEAD = 32
_SIZE = 20


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
    if spans and change.new is not None:
        old, new = change.old or b"", change.new
        if len(new) > len(old) and (at := _gap(old, new)) is not None:
            return _inserted(change, new, at), None
        if len(new) < len(old) and (at := _gap(new, old)) is not None:
            piece = old[at : at + len(old) - len(new)]
            before, after = digest(old), digest(new)
            return Trace(change.path, before, after, digest(piece), len(piece), at), piece
    before = digest(change.old)
    size = len(change.old or b"")
    return Trace(change.path, before, digest(change.new), before, size), change.old


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


def _inserted(change: Change, new: bytes, at: int) -> Trace:
    """Return the trace of a piece put in; what stands before it is hashed once only."""
    from _blake2 import blake2b

    view = memoryview(new)
    end = at + len(new) - len(change.old or b"")
    before = blake2b(view[:at], digest_size=_SIZE)
    after = before.copy()
    before.update(view[end:])
    after.update(view[at:])
    return Trace(
        change.path,
        "" if change.old is None else before.hexdigest(),
        after.hexdigest(),
        at=at,
        length=end - at,
        span=digest(view[at:end]),
        head=bytes(view[at : min(end, at + _HEAD)]).hex(),
    )


def _gap(short: bytes, long: bytes) -> int | None:
    """Return the offset at which the longer one has a piece more, and differs in nothing else.

    The piece begins with a line where it can, so that it is that of one entry.
    """
    at = _common(short, long)
    extra = len(long) - len(short)
    # By chunks: the rest may be nearly all of both.
    for here in range(at, len(short), _CHUNK):
        if short[here : here + _CHUNK] != long[here + extra : here + extra + _CHUNK]:
            return None
    line = long.rfind(b"\n", 0, at) + 1
    return line if long[line:at] == long[line + extra : at + extra] else at


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes two texts have in common from their beginning."""
    low, size = 0, min(len(one), len(other))
    while low < size and one[low : low + _CHUNK] == other[low : low + _CHUNK]:
        low += _CHUNK
    high = min(low + _CHUNK, size)
    low = min(low, size)
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
