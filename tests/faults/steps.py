"""Take back a long life: `python -m tests.faults.steps [STEPS]`.

Runs random commands (add, import, edit, rm, undo, redo) on one journal, then
takes back all that the history still holds. Each undo and redo must lead to the
files as they were, to the byte.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from journal.errors import JournalError, NothingFoundError
from tests.test_history import DIARY, EXPORT, SHORTER, Place

_TEXTS = (
    "## 2023.04.01 第一\n\n改了\n",
    "## 2023.04.30 last",
    "## 2023.04.03 a\n1\n## 2023.04.07 b\n2",
)


def main(steps: int = 1000, seed: int = 20231122) -> None:
    """Print how many undos and redos there were, and how many led somewhere else."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible walk, not a secret
    checked = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        past: list[dict[str, bytes]] = []
        future: list[dict[str, bytes]] = []
        kinds = ["add", "add", "import", "edit", "rm", "undo", "undo", "redo"]
        walk = [chance.choice(kinds) for _ in range(steps)] + ["undo"] * steps
        for number, kind in enumerate(walk):
            before = place.files()
            wanted = {"undo": past, "redo": future}.get(kind, [])[-1:]
            try:
                _do(kind, place, chance, number)
            except NothingFoundError:
                if number >= steps:
                    break
            except JournalError:
                continue
            after = place.files()
            if kind in ("undo", "redo") and wanted and after != before:
                checked += 1
                wrong += after != wanted[0]
                (past if kind == "undo" else future).pop()
                (future if kind == "undo" else past).append(before)
            elif after != before:
                past.append(before)
                future.clear()
    sys.stdout.write(f"{steps} steps; {checked} undos and redos, {wrong} not byte-identical\n")
    raise SystemExit(wrong > 0)


def _do(kind: str, place: Place, chance: random.Random, number: int) -> None:
    """Run one command."""
    if kind == "add":
        place.add(f"第 {number} 条", chance.randint(1, 9), chance.choice(["一行", "", "a\n\nb"]))
    elif kind == "import":
        text = chance.choice([EXPORT, SHORTER, DIARY, EXPORT.replace("2023", "2022")])
        place.export.write_text(text, "utf-8")
        place.bring()
    elif kind in ("edit", "rm"):
        count = len(place.journal.entries())
        if count and kind == "rm":
            place.rm(chance.randrange(count))
        elif count:
            place.edit(chance.randrange(count), chance.choice(_TEXTS))
    elif kind == "undo":
        place.undo()
    else:
        place.redo()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
