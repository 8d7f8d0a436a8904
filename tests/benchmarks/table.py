"""The rows of a table of measurements: what is measured, what it should be, what it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from tests.benchmarks.measuring import nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.benchmarks.measuring import Measured, Task

_NAME = 46


class Goal(NamedTuple):
    """A target and a stretch beyond it; at least so much where `more` is better."""

    target: float | None = None
    stretch: float | None = None
    more: bool = False

    def judge(self, got: float) -> str:
        """Return "missed", "stretch" or "" for what was got."""
        reached = [
            wanted is not None and (got >= wanted if self.more else got <= wanted)
            for wanted in (self.target, self.stretch)
        ]
        if self.target is None:
            return ""
        return "stretch" if reached[1] else "" if reached[0] else "missed"


def at(size: int, goals: Mapping[int, Goal]) -> Goal:
    """Return the goal for a size; none where the design has none."""
    return goals.get(size, Goal())


class Row(NamedTuple):
    """A line of the table.

    Its value is the CPU time of `task` in floors; over that of another task where
    `over` is given; or, with `file`, the peak above the interpreter's over its size.
    """

    name: str
    task: Task
    goal: Goal = Goal()
    over: Task | None = None
    file: Path | None = None

    def value(self, measured: Mapping[Task, Measured]) -> float:
        """Return what was got."""
        own = measured[self.task]
        if self.file:
            return own.memory / self.file.stat().st_size
        if self.over:
            return own.cost.seconds / measured[self.over].cost.seconds
        return own.floors

    def bare(self, measured: Mapping[Task, Measured]) -> str:
        """Return what was measured of the task itself, with its unit."""
        own = measured[self.task]
        return f"{own.memory / 1e6:.0f} MB" if self.file else f"{own.cost.seconds * 1000:.0f} ms"


class Section(NamedTuple):
    """Rows that are measured in turns; `patience` bounds the turns of the slow ones, in seconds."""

    title: str
    rows: Sequence[Row]
    write: Callable[[], object] = nothing
    patience: float = 12

    def tasks(self) -> list[Task]:
        """Return the commands of the rows, each once, those that others build on first."""
        found = [task for row in self.rows for task in (row.task, row.over) if task]
        return list(dict.fromkeys(found))


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def width(text: str) -> int:
    """Return the columns that a text takes on a screen."""
    return sum(1 + (east_asian_width(char) in "WF") for char in text)


def say_head(title: str) -> None:
    """Print the line above a section."""
    say(f"{title:<{_NAME}}{'target':>9}{'stretch':>9}{'got':>9}{'bare':>11}")


def say_row(name: str, goal: Goal, got: float, bare: str = "") -> None:
    """Print a line of the table."""
    sign = "≥" if goal.more else "≤"
    goals = [f"{sign} {one:g}" if one is not None else "-" for one in (goal.target, goal.stretch)]
    cells = "".join(f"{cell:>9}" for cell in (*goals, f"{got:.2f}"))
    gap = " " * (_NAME - 2 - width(name))
    say(f"  {name}{gap}{cells}{bare:>11}  {goal.judge(got)}".rstrip())
