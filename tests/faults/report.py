"""The whole matrix as a table: `python -m tests.faults.report`.

With words after it, only the commands that contain one of them. `--jrnl PYTHON`
prints a row for jrnl instead, which that interpreter finds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from tests.faults.commands import COMMANDS
from tests.faults.crowd import crowd, killed_holders
from tests.faults.foreign import foreign_saves
from tests.faults.lab import open_lab, reason_to_skip
from tests.faults.matrix import every, sweep
from tests.faults.places import full_output, hard_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.faults.commands import Command
    from tests.faults.lab import Lab
    from tests.faults.reference import Finding

_COLUMNS = {
    "lost, halved, doubled": ("content", "interrupt"),
    "exit code untrue": ("exit",),
    "traceback": ("traceback",),
    "changed outside": ("outside",),
    "litter": ("litter",),
    "next command fails": ("next", "again", "undo"),
    "not private": ("mode", "secret"),
    "not flushed": ("flush",),
    "not one line": ("message",),
}


def main() -> None:
    """Print the table, and after it every case that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--jrnl", metavar="PYTHON")
    options = parser.parse_args()
    if reason := reason_to_skip():
        sys.exit(reason)
    rows = [
        row
        for row in COMMANDS
        if not options.words or any(word in row.name for word in options.words)
    ]
    if options.jrnl:
        from tests.faults.jrnl import measure

        runs, found, lost = measure(options.jrnl)
        _say(_line("jrnl, add", runs, found))
        _say(f"jrnl, 16 processes × 5 adds: {lost} acknowledged entries lost")
        sys.exit()
    with open_lab() as lab:
        found = _matrix(lab, rows)
        _list(found)
        if not options.words:
            others = _others(lab, rows)
            _list(others)
            found += others
    sys.exit(bool(found))


def _matrix(lab: Lab, rows: Sequence[Command]) -> list[Finding]:
    _say("| command | runs |", *(f" {name} |" for name in _COLUMNS))
    _say("| --- | ---: |", *(" ---: |" for _ in _COLUMNS))
    total, everything = 0, []
    for row in rows:
        runs, found = sweep(lab, row, every)
        _say(_line(row.name, runs, found))
        total += runs
        everything += found
    _say(_line("**all**", total, everything))
    return everything


def _line(name: str, runs: int, found: Iterable[Finding]) -> str:
    """Return a row of the table; a run counts once in a column."""
    seen = {(finding.command, finding.fault, finding.kind) for finding in found}
    counts = Counter(kind for _, _, kind in seen)
    cells = [sum(counts[kind] for kind in kinds) for kinds in _COLUMNS.values()]
    return f"| {name} | {runs} |" + "".join(f" {cell} |" for cell in cells)


def _others(lab: Lab, rows: Sequence[Command]) -> list[Finding]:
    """Run what is no single fault, and say how much of it went well."""
    worker = lab.workers[0]
    # What others append to an encrypted file in plain is an error of theirs.
    journals = [row for row in rows if row.args[0] != "export" and not row.is_sealed]
    saves = [found for row in journals for found in foreign_saves(worker, row)]
    standing = [row for row in journals if "diary.md" in row.files]
    everything = [one for found in saves for one in found]
    good = sum(not found for found in saves)
    _say(f"\n| many at once | |\n| --- | --- |\n| foreign saves kept | {good} of {len(saves)} |")
    parts: dict[str, Callable[[], list[Finding]]] = {
        "16 processes × 25 adds beside readers: lost, doubled, refused, halves read": lambda: crowd(
            lab
        ),
        "50 lock holders killed: lock not free at once": lambda: killed_holders(lab),
        "output to a full device: not told": lambda: [
            one for row in rows for one in full_output(worker, row)
        ],
        "journal with two names: not refused": lambda: [
            one for row in standing for one in hard_link(worker, row)
        ],
    }
    for name, run in parts.items():
        began = time.monotonic()
        found = run()
        everything += found
        _say(f"| {name} | {len(found)} ({time.monotonic() - began:.0f} s) |")
    return everything


def _list(found: Iterable[Finding]) -> None:
    """Say which cases went wrong, each on its line."""
    for finding in found:
        _say("- " + str(finding).replace("\n", " "))


def _say(*parts: str) -> None:
    sys.stdout.write("".join(parts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
