"""Count the instructions of everyday commands, which no other process disturbs.

`python tests/benchmarks/instructions.py [--size 1000]` needs valgrind. The unit
is again `python -c pass`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import corpus
from tests.benchmarks.speed import RUN

COMMANDS = (
    ("--version",),
    ("list", "-n", "10"),
    *(("search", word) for word in corpus.RARE),
    ("add", "-d", "2001-02-03", "Walked home."),
    ("show",),
)


def count(words: list[str], env: dict[str, str]) -> int:
    """Return the instructions of a process."""
    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run([*tool, *words], capture_output=True, text=True, env=env, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None:
        raise SystemExit(f"callgrind said nothing of {words}")
    return int(found[1])


def main() -> None:
    """Print the floors of each command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    size = parser.parse_args().size
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not installed")
    with tempfile.TemporaryDirectory() as name:
        diary = Path(name) / "diary.md"
        found = list(corpus.pieces(size))
        corpus.write_one(found, diary)
        env = {**os.environ, "HOME": name, "JOURNAL": str(diary), "PYTHONHASHSEED": "0"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        floor = count([sys.executable, "-c", "pass"], env)
        for command in COMMANDS:
            call = [sys.executable, "-c", RUN, *command]
            subprocess.run(call, env=env, capture_output=True, check=False)  # byte code is written
            corpus.write_one(found, diary)
            print(f"{' '.join(command):40}{count(call, env) / floor:8.2f}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
