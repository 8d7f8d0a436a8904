"""Commands on a terminal, as rows of the table."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.benchmarks import answers, corpus
from tests.benchmarks.everyday import TEXT, is_written, journal
from tests.benchmarks.measuring import Task
from tests.benchmarks.table import Goal, Row, Section, at

if TYPE_CHECKING:
    from pathlib import Path

_SHOW = {1000: Goal(16, 12)}
_ANY = {1000: Goal(20)}
"""Under 0.3 s where a bare Python starts in 15 ms, as on a laptop of 2020."""


def screens(size: int, folder: Path) -> Section:
    """Return the rows of a diary that ends with an entry of 5 KB."""
    file, work = folder / "screen.md", folder / "screen-work.md"
    pieces = [*corpus.pieces(size), corpus.long_piece()]
    right = answers.Answers(pieces)

    def shows(wanted: list[str], *words: str) -> Task:
        call = journal(file, *words)
        return Task(call, lambda out: answers.are_letters(wanted, out), on_terminal=True)

    found = right.found[corpus.RARE[1]]
    plain = [text for text in pieces[-1].body.split("\n\n") if text[0] not in "#->"]
    add = Task(
        journal(work, "add", TEXT),
        lambda out: is_written(file, work),
        lambda: shutil.copy(file, work),
        on_terminal=True,
    )
    tasks = {
        "show, an entry of 5 KB": (shows(plain, "show"), _SHOW),
        "list": (shows([piece.title for piece in pieces], "list"), _ANY),
        "search": (shows([title for _, title in found], "search", corpus.RARE[1]), _ANY),
        "stats": (shows([f"{len(pieces):,}"], "stats"), _ANY),
        "tags": (shows(["walk", "日记"], "tags"), _ANY),
        "add": (add, _ANY),
    }
    rows = [
        Row(f"terminal: {name}", task, at(size, goals)) for name, (task, goals) in tasks.items()
    ]
    title = f"{size:,} entries, on a terminal"
    return Section(title, rows, lambda: corpus.write_one(pieces, file))
