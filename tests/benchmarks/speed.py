"""Measure what everyday commands cost, as the table of the design has it.

`python tests/benchmarks/speed.py [--sizes 1000,10000] [--rounds 9] [--jrnl PYTHON] [--only WORD…]`

CPU time of whole processes over that of `python -c pass`, medians of rounds in
which every command takes its turn beside a bare Python; what is said to be over
something else is divided by that, and memory by the size of the file. `bare` is
what was measured before any division: CPU time, or the peak above that of a bare
Python; a mark tells a target that is missed and a stretch that is reached. Every
answer is held against a plain substring search over the same entries. `--jrnl`
is the Python of an environment that has jrnl. StringZilla is used where the
running Python has it, and the same is measured without it. `--only` measures the
rows that have all of these words in their names.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.diaries import Diary
from tests.benchmarks.everyday import everyday
from tests.benchmarks.imports import imports
from tests.benchmarks.measuring import take_turns
from tests.benchmarks.peaks import peaks
from tests.benchmarks.screens import screens
from tests.benchmarks.table import Goal, Section, say_head, say_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the user is read or written."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("JOURNAL")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env | {
        "HOME": str(folder),
        "PYTHONPATH": sys.path[0],  # this tree, whichever one is installed
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
    }


def measure(section: Section, rounds: int, env: Mapping[str, str]) -> dict[str, float]:
    """Print the rows of a section, and return those in floors."""
    section.write()
    measured = take_turns(section.tasks(), rounds, env, patience=section.patience)
    floor = statistics.median(one.floor.seconds for one in measured.values())
    say_head(f"{section.title} (floor {floor * 1000:.1f} ms)")
    values = {row.name: row.value(measured) for row in section.rows}
    for row in section.rows:
        say_row(row.name, row.goal, values[row.name], row.bare(measured))
    return {row.name: values[row.name] for row in section.rows if not row.over}


def say_growth(found: Mapping[int, Mapping[str, float]]) -> None:
    """Print how many times as much the largest size costs as the one before it."""
    *_, before, last = found
    say_head(f"{last:,} entries over {before:,}")
    for name in found[before]:
        if name in found[last]:
            say_row(name, Goal(), found[last][name] / found[before][name])


def main(words: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure what everyday commands cost.")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--jrnl", default="", metavar="PYTHON")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    asked = parser.parse_args(words)
    sizes = sorted(int(size) for size in asked.sizes.split(","))

    def chosen(section: Section) -> Section:
        rows = [row for row in section.rows if all(word in row.name for word in asked.only)]
        return section._replace(rows=rows)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = environment(folder)
        diaries = [Diary(size, folder / str(size)) for size in sizes]
        found = {}
        for diary in diaries:
            ends = {"least": diary is diaries[0], "most": diary is diaries[-1]}
            section = chosen(everyday(diary, **ends, jrnl=asked.jrnl))
            if section.rows:
                found[diary.size] = measure(section, asked.rounds, env)
        if len(found) > 1:
            say_growth(found)
        for section in (
            screens(min(sizes[0], 1000), folder),
            imports(min(sizes[len(sizes) // 2], 10_000), folder),
            peaks(diaries[-1]),
        ):
            if chosen(section).rows:
                measure(chosen(section), asked.rounds, env)


if __name__ == "__main__":
    main()
