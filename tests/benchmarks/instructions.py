"""Count the instructions of everyday commands, which no other process disturbs.

`python tests/benchmarks/instructions.py [--size 1000] [--only WORD…]` needs
valgrind. The unit is again `python -c pass`; the answers are checked as there.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import corpus
from tests.benchmarks.diaries import Diary
from tests.benchmarks.everyday import RUN, WAYS, add, export, journal, list_ten, search
from tests.benchmarks.imports import Import
from tests.benchmarks.measuring import FLOOR, Task
from tests.benchmarks.speed import environment
from tests.benchmarks.table import say, width

if TYPE_CHECKING:
    from collections.abc import Mapping


def paths(diary: Diary, overlap: Import) -> dict[str, Task]:
    """Return the commands whose instructions are counted, by name."""
    searches = {
        f"search {word}{end}": search(diary, word, diary.file, code=code)
        for end, code in WAYS.items()
        for word in corpus.RARE
    }
    return {
        "--version": Task((sys.executable, "-c", RUN, "--version"), bool),
        "list -n 10": list_ten(diary, diary.file),
        **searches,
        "show": Task(journal(diary.file, "show"), lambda out: diary.answers.newest[0][1] in out),
        "add": add(diary),
        "add -d 2001-02-03": add(diary, "-d", "2001-02-03"),
        "export -f jsonl": export(diary),
        "import of half as many": overlap.task,
    }


def count(task: Task, env: Mapping[str, str]) -> int:
    """Return the instructions of a task. Raises SystemExit where its answer is wrong."""
    task.before()
    tool = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
    done = subprocess.run([*tool, *task.words], capture_output=True, env=env, check=False)
    found = re.search(rb"Collected : (\d+)", done.stderr)
    if found is None or not task.is_right(done.stdout.decode()):
        raise SystemExit(f"{' '.join(task.words)}: no count or a wrong answer\n{done.stderr!r}")
    return int(found[1])


def main() -> None:
    """Print the floors of each command, and its instructions in millions."""
    parser = argparse.ArgumentParser(description="Count the instructions of everyday commands.")
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    asked = parser.parse_args()
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**environment(folder), "PYTHONHASHSEED": "0"}
        diary, overlap = Diary(asked.size, folder / "diary"), Import(asked.size, folder)
        diary.write()
        overlap.write()
        floor = count(FLOOR, env)
        for label, task in paths(diary, overlap).items():
            if not all(word in label for word in asked.only):
                continue
            task.before()
            subprocess.run(task.words, env=env, capture_output=True, check=True)  # writes byte code
            got = count(task, env)
            say(f"{label}{' ' * (40 - width(label))}{got / floor:8.2f}{got / 1e6:10.1f} M")


if __name__ == "__main__":
    main()
