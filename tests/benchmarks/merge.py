"""Merge random histories of one diary with real git: by entries, by git's own rules, by union.

`python -m tests.benchmarks.merge [--seed N] [--histories N] [--entries N] [--changes N]`

Each history is one diary in two clones that were changed apart: entries added,
edited, re-dated, retitled and removed, the same one added on both sides. Each
clone merges the other. The numbers are histories in which something is so in
either clone: an entry or a paragraph is lost, stands twice, has the date that
nobody gave it; conflict markers; merges that git did not finish; two clones
that differ afterwards. What is counted is the file as git leaves it.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path

from tests.merge_histories import History, Writer, judge

DRIVERS = {"journal": "merge=journal", "git": "", "union": "merge=union"}
FILE = "diary.md"
_COMMAND = f"{shlex.quote(sys.executable)} -m journal merge-driver %O %A %B %P"


@dataclass
class Row:
    """How many histories came out so with one driver; `left_out` counts marked sections."""

    histories: int = 0
    lost: int = 0
    doubled: int = 0
    misdated: int = 0
    markers: int = 0
    conflicts: int = 0
    unequal: int = 0
    left_out: int = 0


class Clones:
    """Two clones of one repository, each on a branch of its own."""

    def __init__(self, folder: Path, history: History) -> None:
        """Make the repository with the diary and its two changed versions."""
        self.places = (folder / "one", folder / "other")
        home = folder / "home.git"
        home.mkdir(parents=True)
        git(home, "init", "-q", "--bare")
        git(home, "fast-import", "--quiet", stdin=_stream(history))
        for place, branch in zip(self.places, ("one", "other"), strict=True):
            driver = f"merge.journal.driver={_COMMAND}"
            git(folder, "clone", "-q", "-b", branch, "-c", driver, str(home), str(place))

    def merge(self, attribute: str) -> list[tuple[str, bool]]:
        """Merge each branch into the other; return each text, and whether git finished."""
        found = []
        for place, other in zip(self.places, ("other", "one"), strict=True):
            (place / ".git/info/attributes").write_text(f"{FILE} {attribute}\n")
            git(
                place, "reset", "-q", "--hard", "origin/one" if other == "other" else "origin/other"
            )
            done = git(place, "merge", "-q", "--no-edit", f"origin/{other}", check=False)
            text = (place / FILE).read_bytes().decode("utf-8", "surrogateescape")
            found.append((text, done.returncode == 0))
        return found


def git(
    folder: Path, *words: str, stdin: bytes = b"", check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    """Run git with no settings but its own."""
    who = {
        f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
    }
    nobody = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(folder)}
    root = str(Path(__file__).resolve().parents[2])
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": root, **who, **nobody}
    words = ("-c", "core.autocrlf=false", *words)
    done = subprocess.run(
        ["git", *words], cwd=folder, env=env, input=stdin, capture_output=True, check=False
    )
    assert not check or not done.returncode, done.stderr
    return done


def _stream(history: History) -> bytes:
    """Return the history as `git fast-import` reads it."""
    parts = []
    for mark, text in enumerate(history.texts, 1):
        data = text.encode()
        branch = ("base", "one", "other")[mark - 1]
        parent = b"" if mark == 1 else b"from :1\n"
        head = f"commit refs/heads/{branch}\nmark :{mark}\ncommitter x <x> {mark} +0000\n"
        file = f"M 100644 inline {FILE}\ndata {len(data)}\n"
        parts += [head.encode(), b"data 1\nx\n", parent, file.encode(), data, b"\n"]
    return b"".join(parts)


def measure(history: History, found: list[tuple[str, bool]], row: Row) -> None:
    """Add what became of one history."""
    verdicts = [judge(history, text.replace("\r\n", "\n")) for text, _ in found]
    row.histories += 1
    row.lost += any(verdict.lost for verdict in verdicts)
    row.doubled += any(verdict.doubled for verdict in verdicts)
    row.misdated += any(verdict.wrong for verdict in verdicts)
    row.markers += any("\n<<<<<<< " in text for text, _ in found)
    row.conflicts += not all(finished for _, finished in found)
    row.unequal += found[0][0] != found[1][0]
    row.left_out += max(verdict.marked for verdict in verdicts)


def compare(
    histories: int, *, seed: int = 0, entries: int = 12, changes: int = 6
) -> dict[str, Row]:
    """Return a row for each driver over so many histories."""
    rows = {name: Row() for name in DRIVERS}
    for number in range(histories):
        writer = Writer(random.Random(seed + number))  # noqa: S311 - no secret
        history = writer.history(entries, changes)
        with tempfile.TemporaryDirectory() as folder:
            clones = Clones(Path(folder), history)
            for name, attribute in DRIVERS.items():
                measure(history, clones.merge(attribute), rows[name])
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--entries", type=int, default=12)
    parser.add_argument("--changes", type=int, default=6)
    asked = parser.parse_args()
    rows = compare(asked.histories, seed=asked.seed, entries=asked.entries, changes=asked.changes)
    names = [field.name for field in fields(Row)]
    sys.stdout.write("         " + "".join(f"{name:>11}" for name in names) + "\n")
    for driver, row in rows.items():
        numbers = "".join(f"{getattr(row, name):>11}" for name in names)
        sys.stdout.write(f"{driver:<9}{numbers}\n")


if __name__ == "__main__":
    main()
