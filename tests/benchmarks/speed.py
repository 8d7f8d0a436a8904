"""Measure what everyday commands cost, as the table of the design has it.

`python tests/benchmarks/speed.py [--sizes 1000,10000] [--rounds 5] [--jrnl PYTHON]`

CPU time of whole processes over that of `python -c pass`, medians of rounds in
which every command takes its turn; peak memory over the size of the file. Every
answer is held against a plain substring search over the same entries. `--jrnl`
is the Python of an environment that has jrnl. StringZilla is used where the
running Python has it, and the same is measured without it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RUN = "from journal.__main__ import main; main()"
SLOW = "import sys; sys.modules['stringzilla'] = None; " + RUN
JRNL = """colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: false
indent_character: '|'
journals: {{default: {{journal: {path}}}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%F %r'
version: v4.6
"""


class Cost(NamedTuple):
    """CPU seconds and peak bytes of one process, and what it wrote."""

    seconds: float
    peak: int
    output: str


class Task(NamedTuple):
    """A command to measure: its words, what to do before it, and whether its answer is right."""

    name: str
    words: Sequence[str]
    before: Callable[[], object]
    is_right: Callable[[str], bool]
    size: int


def run(words: Sequence[str], env: dict[str, str]) -> Cost:
    """Run a process to its end."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=env
        )
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, text)


def shown(output: str) -> list[list[str]]:
    """Return day and title of the rows that a command wrote."""
    return [line.split("\t")[1:3] for line in output.split("\n") if line]


def is_shown(wanted: object, output: str) -> bool:
    """Tell whether these rows were written."""
    return shown(output) == wanted


def is_count(wanted: int, output: str) -> bool:
    """Tell whether this number was written."""
    return int(output) == wanted


def tasks_for(size: int, folder: Path, jrnl: str) -> list[Task]:
    """Return what is measured in a diary of so many entries."""
    # A process of its own: the peak of each that we start begins with ours.
    subprocess.run([sys.executable, corpus.__file__, str(size), str(folder)], check=True)
    answers = json.loads((folder / f"{size}.json").read_text("utf-8"))
    diary, work = folder / f"{size}.md", folder / f"{size}-work.md"
    bytes_ = diary.stat().st_size
    ways = {"": RUN} if importlib.util.find_spec("stringzilla") is None else {"": RUN, " -sz": SLOW}
    made: list[Task] = []

    def nothing() -> None:
        pass

    def journal(name: str, *words: str, right: Callable[[str], bool], on: Path = diary) -> None:
        before = (lambda: shutil.copy(diary, on)) if on == work else nothing
        for way, code in ways.items():
            call = [sys.executable, "-c", code, "-j", str(on), *words]
            made.append(Task(f"{name}{way}", call, before, right, bytes_))

    for word in corpus.RARE:
        wanted = answers[word]
        journal(f"search {word}", "search", word, right=partial(is_shown, wanted))
        if word.isascii() and shutil.which("rg"):
            call = ["rg", "-i", "-c", word, str(diary)]
            made.append(Task(f"rg {word}", call, nothing, partial(is_count, len(wanted)), bytes_))
    journal("list -n 10", "list", "-n", "10", right=partial(is_shown, answers["list"]))
    journal(
        *("add", "add", "-d", "2001-02-03", "Walked home. 天冷。"),
        right=lambda out: work.read_text("utf-8").count("## 2001.02.03 Walked home.\n") == 1,
        on=work,
    )
    if jrnl:
        config, kept = folder / f"{size}.yaml", folder / f"{size}.txt"
        config.write_text(JRNL.format(path=folder / f"{size}-work.txt"), "utf-8")
        call = [jrnl, "-m", "jrnl", "--config-file", str(config)]

        def copy() -> None:
            shutil.copy(kept, folder / f"{size}-work.txt")

        many = [*call, "-contains", corpus.RARE[1], "--format", "short"]
        made.append(Task("jrnl search", many, copy, lambda out: out.count("\n") >= 10, bytes_))
        made.append(
            Task("jrnl add", [*call, "2001-02-03:", "Walked home."], copy, lambda out: True, bytes_)
        )
    return made


def measure(tasks: Sequence[Task], rounds: int, env: dict[str, str]) -> dict[str, float]:
    """Print the table of one size, and return the floors of each command."""
    floor = Task("floor", [sys.executable, "-c", "pass"], lambda: None, lambda out: True, 1)
    costs: dict[str, list[Cost]] = {}
    for turn in range(rounds + 1):
        for task in (floor, *tasks):
            task.before()
            cost = run(task.words, env)
            if not task.is_right(cost.output):
                raise SystemExit(f"{task.name}: a wrong answer\n{cost.output[:500]}")
            if turn:  # the first one only warms up
                costs.setdefault(task.name, []).append(cost)
    base = statistics.median(cost.seconds for cost in costs["floor"])
    found: dict[str, float] = {}
    for task in tasks:
        middle = statistics.median(cost.seconds for cost in costs[task.name]) / base
        peak = statistics.median(cost.peak for cost in costs[task.name])
        bare = statistics.median(cost.peak for cost in costs["floor"])
        found[task.name] = middle
        print(f"  {task.name:24}{middle:9.2f}{(peak - bare) / task.size:9.2f}", flush=True)  # noqa: T201
    return found


def measure_export(size: int, folder: Path, env: dict[str, str]) -> tuple[float, float]:
    """Return the CPU time of an export over that of `json.dumps`, and its peak over the file."""
    diary = folder / f"{size}.md"
    cost = run([sys.executable, "-c", RUN, "-j", str(diary), "export", "-f", "jsonl"], env)
    records = [json.loads(line) for line in cost.output.split("\n") if line]
    begun = time.process_time()
    for record in records:
        json.dumps(record, ensure_ascii=False)
    return cost.seconds / (time.process_time() - begun), cost.peak / diary.stat().st_size


def main() -> None:
    """Print one table a size, the growth between them, and the export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jrnl", default="")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    before: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {key: value for key, value in os.environ.items() if not key.startswith("JOURNAL")}
        env |= {"HOME": name, "XDG_CONFIG_HOME": f"{name}/c", "XDG_STATE_HOME": f"{name}/s"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        for size in sizes:
            print(f"{size} entries: floors, peak memory above the floor over the file")  # noqa: T201
            found = measure(tasks_for(size, folder, asked.jrnl), asked.rounds, env)
            for task in found:
                if task in before:
                    print(f"  growth {task:17}{found[task] / before[task]:9.2f}")  # noqa: T201
            before = found
        size = sizes[min(1, len(sizes) - 1)]
        ratio, peak = measure_export(size, folder, env)
        print(f"export jsonl of {size}: {ratio:.2f} json.dumps, {peak:.2f} files")  # noqa: T201


if __name__ == "__main__":
    main()
