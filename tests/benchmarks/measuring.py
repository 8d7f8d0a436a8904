"""Processes that take turns, and what each of them costs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LAUNCHER = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launcher.py")))
_KERNEL_UNIT = 1 if sys.platform == "darwin" else 1024
_SCREEN = (50, 100)


def nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True, eq=False)
class Task:
    """A command to measure.

    `before` prepares its files, `is_right` judges what it wrote, errors included.
    `on_terminal` gives it a terminal; `is_timer` is one that writes its seconds.
    """

    words: tuple[str, ...]
    is_right: Callable[[str], bool]
    before: Callable[[], object] = nothing
    on_terminal: bool = False
    is_timer: bool = False


FLOOR = Task((sys.executable, "-c", "pass"), lambda out: not out)


class Cost(NamedTuple):
    """CPU seconds and peak bytes of one process."""

    seconds: float
    peak: int


class Measured(NamedTuple):
    """The medians of a task, and of the floors that were measured beside it."""

    cost: Cost
    floor: Cost

    @property
    def floors(self) -> float:
        """Return the CPU time in floors."""
        return self.cost.seconds / self.floor.seconds

    @property
    def memory(self) -> int:
        """Return the peak above that of the interpreter, in bytes."""
        return self.cost.peak - self.floor.peak


def run(task: Task, env: Mapping[str, str]) -> Cost:
    """Run a task to its end. Raises SystemExit where its answer is wrong."""
    task.before()
    report, output = (_on_terminal if task.on_terminal else _in_pipe)(task.words, env)
    seconds, peak, status = report.split()
    if int(status) or not task.is_right(output):
        raise SystemExit(f"{' '.join(task.words)}: a wrong answer, {status}\n{output[:500]}")
    return Cost(float(output if task.is_timer else seconds), int(peak) * _KERNEL_UNIT)


def _launch(words: Sequence[str], env: Mapping[str, str], reads: str, writes: str) -> str:
    call = [*_LAUNCHER, reads, writes, *words]
    return subprocess.run(call, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def _in_pipe(words: Sequence[str], env: Mapping[str, str]) -> tuple[str, str]:
    with tempfile.NamedTemporaryFile() as out:
        report = _launch(words, env, os.devnull, out.name)
        return report, out.read().decode("utf-8", "replace")


def _on_terminal(words: Sequence[str], env: Mapping[str, str]) -> tuple[str, str]:
    import pty
    import termios

    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, _SCREEN)
    shown: list[bytes] = []

    def read() -> None:
        try:
            while data := os.read(leader, 65536):
                shown.append(data)
        except OSError:  # the end, as Linux tells it
            pass

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    name = os.ttyname(follower)
    report = _launch(words, {**env, "TERM": "xterm-256color", "PAGER": "cat"}, name, name)
    os.close(follower)
    reader.join()
    os.close(leader)
    return report, b"".join(shown).decode("utf-8", "replace")


def take_turns(
    tasks: Sequence[Task], rounds: int, env: Mapping[str, str], *, patience: float
) -> dict[Task, Measured]:
    """Run every task so many times, one after the other, a floor before each turn.

    One that has taken longer than `patience`, in seconds on the clock, has no more
    turns. A turn that only warms up goes before all others, if there is more than
    one round; of a slow task it counts.
    """
    costs: dict[Task, list[Cost]] = defaultdict(list)
    floors: dict[Task, list[Cost]] = defaultdict(list)
    spent: dict[Task, float] = defaultdict(float)
    for turn in range(rounds + (rounds > 1)):
        for task in tasks:
            if costs[task] and spent[task] > patience:
                continue
            begun = time.monotonic()
            floor, cost = run(FLOOR, env), run(task, env)
            spent[task] += time.monotonic() - begun
            if turn or rounds == 1 or cost.seconds > 1:
                costs[task].append(cost)
                floors[task].append(floor)
    return {task: Measured(_middle(costs[task]), _middle(floors[task])) for task in tasks}


def _middle(costs: Sequence[Cost]) -> Cost:
    seconds, peaks = zip(*costs, strict=True)
    return Cost(statistics.median(seconds), int(statistics.median(peaks)))
