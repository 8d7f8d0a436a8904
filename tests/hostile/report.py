"""The whole matrix as a table: `python -m tests.hostile.report [files|payloads] [WORD…]`.

With words, only the files or payloads whose name contains one of them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tests.conftest import Home
from tests.hostile.corpus import FILES
from tests.hostile.reading import COMMANDS, Run, look_at
from tests.hostile.runner import warm_up
from tests.hostile.screen import unwanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Job = TypeVar("Job")

_JOBS = 2
_SHOWN = 5


def main() -> None:
    """Print the two rows, and after each what went wrong in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("files", "payloads", "all"), default="all")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        root = Path(folder).resolve()
        (root / "warm").mkdir()
        warm_up(Home(root / "warm"))
        for data in (True, False):  # the patterns are compiled here, once for all children
            unwanted(b"\0", data=data)
        bad = False
        if options.part in ("files", "all"):
            bad |= _report_files(root, options.words)
        if options.part in ("payloads", "all"):
            bad |= _report_payloads(root, options.words)
    sys.exit(bad)


def _report_files(root: Path, words: Sequence[str]) -> bool:
    files = [file for file in FILES if _wanted(f"{file.family}: {file.name}", words)]
    runs: list[Run] = []
    for row in _share_out(root, files, lambda file, home: list(look_at(file, home))):
        file, command, cpu, memory, problems = row
        runs.append(Run(file, command, cpu, memory, tuple(problems)))
        if problems:
            _say(f"- {command} of {file}: {'; '.join(problems)}")
    kinds = ("traceback", "took", "a file was changed", "ended with", "let through")
    counts = [sum(any(p.startswith(kind) for p in run.problems) for run in runs) for kind in kinds]
    slow = sorted(runs, key=lambda run: -run.cpu)[:_SHOWN]
    fat = sorted(runs, key=lambda run: -run.memory)[:_SHOWN]
    _say(f"| hostile files ({len(files)}) × reading commands ({len(COMMANDS)}): {len(runs)} runs |")
    _say("| " + " · ".join(f"{kind}: {n}" for kind, n in zip(kinds, counts, strict=True)) + " |")
    _say("| slowest: " + " · ".join(f"{r.cpu:.1f} s {r.command} of {r.file}" for r in slow) + " |")
    _say(
        "| fattest: "
        + " · ".join(f"{r.memory >> 20} MB {r.command} of {r.file}" for r in fat)
        + " |"
    )
    return any(run.problems for run in runs)


def _report_payloads(root: Path, words: Sequence[str]) -> bool:
    from tests.hostile.payloads import PAYLOADS
    from tests.hostile.places import PLACES
    from tests.hostile.showing import look_at_payload

    payloads = [payload for payload in PAYLOADS if _wanted(payload.name, words)]
    runs = shown = bad = 0
    for payload, place, end, is_shown, problems in _share_out(
        root, payloads, lambda payload, home: list(look_at_payload(payload, home))
    ):
        runs, shown, bad = runs + 1, shown + is_shown, bad + bool(problems)
        if problems:
            _say(f"- {place}, {end}, {payload}: {'; '.join(problems)}")
    _say(
        f"| escape payloads ({len(payloads)}) × commands and places ({len(PLACES)}), terminal and "
        f"pipe: {runs} runs, {shown} of them show the payload | with control characters other "
        f"than our own colours, or a traceback: {bad} |"
    )
    return bool(bad)


def _wanted(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def _share_out(
    root: Path, jobs: Sequence[Job], do: Callable[[Job, Home], Sequence[object]]
) -> Iterator[list[Any]]:
    """Do each job in a process and a home of its own, two at a time, and yield all their rows."""
    waiting = dict(enumerate(jobs))
    running: dict[int, Path] = {}
    while waiting or running:
        if waiting and len(running) < _JOBS:
            number = next(iter(waiting))
            job, place = waiting.pop(number), root / f"{number}"
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                _do(job, place, do)
            running[child] = place
            continue
        child, status = os.wait()
        place = running.pop(child)
        if status:
            sys.exit(f"{place}: the job failed")
        yield from json.loads((place.with_suffix(".json")).read_text())


def _do(job: Job, place: Path, do: Callable[[Job, Home], Sequence[object]]) -> None:
    import shutil
    import traceback

    try:
        place.mkdir()
        found = json.dumps(do(job, Home(place)))
        place.with_suffix(".json").write_text(found)
        shutil.rmtree(place)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _say(*parts: str) -> None:
    sys.stdout.write("".join(parts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
