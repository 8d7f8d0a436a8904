"""What an import costs beside normalising and hashing the texts, as rows of the table."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from tests.benchmarks import timers
from tests.benchmarks.answers import stand_once
from tests.benchmarks.dedupe import overlapping
from tests.benchmarks.everyday import journal
from tests.benchmarks.measuring import Task
from tests.benchmarks.table import Goal, Row, Section, at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from journal.entry import Entry

_SEED = 20230402
_COST = {10_000: Goal(3)}
_GROWTH = {10_000: Goal(2.3)}


class Import:
    """A diary, and an export that has half as many entries, half of them known."""

    def __init__(self, size: int, folder: Path) -> None:
        self.size = size
        self.file, self.export = folder / f"old-{size}.md", folder / f"new-{size}.md"
        self.work = folder / f"work-{size}.md"
        self.once: list[str] = []
        words = journal(self.work, "import", "-y", str(self.export))
        self.task = Task(words, lambda out: stand_once(self.once, self.work), self.restore)

    def write(self) -> None:
        """Write both; what only one of them has, or both word for word, is to stand there once."""
        made = overlapping(self.size, _SEED)
        _write(made.old, self.file)
        _write(made.export, self.export)
        first = made.old[: -self.size // 4]
        self.once = [_section(entry) for entry in (*first, *made.same, *made.new)]

    def restore(self) -> None:
        """Make the working copy what the diary is."""
        shutil.copy(self.file, self.work)


def imports(size: int, folder: Path) -> Section:
    """Return the rows of a diary of a size, and of one twice as long."""
    once, twice = (Import(each, folder) for each in (size, 2 * size))
    words = (sys.executable, timers.__file__, "digests", str(once.file), str(once.export))
    base = Task(words, lambda out: float(out) > 0, is_timer=True)

    def write() -> None:
        once.write()
        twice.write()

    rows = [
        Row("import over normalising and hashing", once.task, at(size, _COST), base),
        Row("import of twice as much into twice as much", twice.task, at(size, _GROWTH), once.task),
    ]
    return Section(f"{size // 2:,} entries into {size:,}", rows, write)


def _section(entry: Entry) -> str:
    return f"## {entry.date:%Y.%m.%d} {entry.title}".rstrip() + f"\n\n{entry.body}\n"


def _write(entries: Iterable[Entry], path: Path) -> None:
    path.write_text("\n".join(map(_section, entries)), "utf-8")
