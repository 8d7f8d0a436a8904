"""Let go of what is kept for too long: 30 days, 200 commands, 512 MB, never of the last 10."""

from __future__ import annotations

from journal.history.undo import commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.history.log import Limits, Log
    from journal.history.record import Record
    from journal.history.snapshots import Snapshots
    from journal.history.undo import Command

_ALWAYS, _MOST = 10, 200
_DAYS, _BYTES = 30, 512 * 1024**2
# Rewriting the log for every command beyond the most would double the cost of each.
_SLACK, _SPENT = 20, 100


def prune(
    records: Sequence[Record], log: Log, snapshots: Snapshots, *, now: float
) -> Limits | None:
    """Drop the oldest commands beyond the limits, with their snapshots and all about them.

    Return the number and the time before which, and the bytes up to which, others
    will be within them; None where that cannot be said. Times are in seconds since
    1970. Raises DataError.
    """
    every = commands(record for record in records if record.end == "done")
    spent = len(records) - len(_needed(every))
    if spent <= _SPENT and _keepable(every, now, _MOST + _SLACK) == len(every):
        return _limits(records, every, spent)
    needed = _needed(every[len(every) - _keepable(every, now, _MOST) :])
    kept = [record for record in records if record.number in needed]
    log.rewrite(kept)
    snapshots.sweep({trace.kept for record in kept for trace in record.traces})
    return None


def _limits(records: Sequence[Record], every: Sequence[Command], spent: int) -> Limits | None:
    """Return how far the next look at the log may be off."""
    room = _BYTES - sum(_sizes(every).values())
    more = min(_MOST + _SLACK - len(every), _SPENT - spent)
    oldest = min((command.last.time for command in every), default=0.0)
    number = max(record.number for record in records) + more + 1
    return (number, oldest + _DAYS * 86400, room) if room >= 0 else None


def _needed(every: Sequence[Command]) -> set[int]:
    """Return the numbers of the records that undo and redo still look at."""
    return {record.number for command in every for record in (command.record, command.last)}


def _keepable(every: Sequence[Command], now: float, most: int) -> int:
    """Return how many of the latest commands are within the limits."""
    sizes: dict[str, int] = {}
    for number, command in enumerate(reversed(every)):
        sizes |= _sizes([command])
        old = now - command.last.time > _DAYS * 86400
        if number >= _ALWAYS and (number >= most or old or sum(sizes.values()) > _BYTES):
            return number
    return len(every)


def _sizes(every: Iterable[Command]) -> dict[str, int]:
    """Return the bytes of what commands keep, by its hash."""
    return {
        trace.kept: trace.size
        for command in every
        for trace in (*command.record.traces, *command.last.traces)
    }
