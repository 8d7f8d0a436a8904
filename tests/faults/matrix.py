"""Every call of a command, every fault."""

from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.faults.lab import Fault
from tests.faults.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.faults.commands import Command
    from tests.faults.lab import Call, Lab, Worker
    from tests.faults.reference import Finding, Reference

_WRITTEN_ONLY = ("torn", "torn-kill", "short")

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES)
EVERY_FAULT = (
    *(Fault("fail", 0, number, scope) for number in ERRORS for scope in ("once", "all")),
    Fault("fail", 0, errno.EIO, "same"),
    *(Fault("torn", 0, errno.ENOSPC, scope) for scope in ("once", "all")),
    *(Fault("short", 0, 0, scope) for scope in ("once", "all")),
    *(Fault(kind, 0) for kind in ("kill", "torn-kill", "interrupt")),
)
MAIN_FAULTS = (
    Fault("fail", 0, errno.ENOSPC, "once"),
    Fault("fail", 0, errno.EIO, "all"),
    Fault("torn", 0, errno.ENOSPC, "once"),
    Fault("short", 0, 0, "all"),
    *(Fault(kind, 0) for kind in ("kill", "torn-kill", "interrupt")),
)
_CUTS = [fault for fault in MAIN_FAULTS if fault.kind in _WRITTEN_ONLY]
_IN_TURN = [fault for fault in MAIN_FAULTS if fault.kind not in _WRITTEN_ONLY]


def every(reference: Reference) -> Iterator[Fault]:
    """Yield every fault at every call."""
    return cases(reference.calls)


def cases(calls: Iterable[Call]) -> Iterator[Fault]:
    """Yield every fault that there can be at every one of these calls."""
    for at, call in enumerate(calls, 1):
        for fault in EVERY_FAULT:
            if fault.kind not in _WRITTEN_ONLY or "write" in call.name:
                yield replace(fault, at=at)


def some(reference: Reference) -> Iterator[Fault]:
    """Yield every call with one main fault in turn, and each write with all that cut it."""
    for at, call in enumerate(reference.calls, 1):
        yield replace(_IN_TURN[at % len(_IN_TURN)], at=at)
        if "write" in call.name:
            yield from (replace(fault, at=at) for fault in _CUTS)


def sweep(
    lab: Lab, command: Command, choose: Callable[[Reference], Iterable[Fault]], *, later: int = 1
) -> tuple[int, list[Finding]]:
    """Hit a command with all chosen faults, on all workers; return how many, and what is wrong."""

    def work(worker: Worker, share: int) -> tuple[int, list[Finding]]:
        trial = Trial(worker, command, later=later)
        found = [] if share else trial.blemishes()
        faults = list(choose(trial.reference))[share :: len(lab.workers)]
        return len(faults), found + [one for fault in faults for one in trial.hit(fault)]

    with ThreadPoolExecutor(len(lab.workers)) as pool:
        done = list(pool.map(work, lab.workers, range(len(lab.workers))))
    return sum(count for count, _ in done), [one for _, found in done for one in found]
