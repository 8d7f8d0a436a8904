"""Peak memory above the interpreter's, over the size of the file, as rows of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks import answers, corpus, everyday
from tests.benchmarks.measuring import Task
from tests.benchmarks.table import Goal, Row, Section, at

if TYPE_CHECKING:
    from tests.benchmarks.diaries import Diary

_WRITER = {100_000: Goal(3)}
_READER = {100_000: Goal(1.5)}
_STREAM = {100_000: Goal(0.25)}
"""What is flat at 100 MB: the modules, and some bytes an entry to put them in order."""


def peaks(diary: Diary) -> Section:
    """Return the rows of a diary."""
    tasks = {
        "add": (everyday.add(diary), _WRITER),
        "import of a hundredth": (_import(diary), _WRITER),
        "list -n 10": (everyday.list_ten(diary, diary.file), _READER),
        "search": (everyday.search(diary, corpus.RARE[1], diary.file), _READER),
        "export -f jsonl": (everyday.export(diary), _STREAM),
        "list --json": (_json(diary, "list"), _STREAM),
        "search --json, nearly all": (_json(diary, "search", corpus.COMMON), _STREAM),
    }
    rows = [
        Row(f"memory: {name}", task, at(diary.size, goals), file=diary.file)
        for name, (task, goals) in tasks.items()
    ]
    title = f"{diary.size:,} entries, peak memory"
    return Section(title, rows, diary.write, patience=5)


def _import(diary: Diary) -> Task:
    wanted = answers.sections("\n".join(map(corpus.section, diary.earlier)))
    words = everyday.journal(diary.work, "import", "-y", str(diary.export))
    return Task(words, lambda out: answers.added(diary.file, diary.work) == wanted, diary.restore)


def _json(diary: Diary, command: str, *words: str) -> Task:
    def is_right(output: str) -> bool:
        wanted = diary.answers.common if words else diary.answers.listed
        return answers.are_records(wanted, output)

    return Task(everyday.journal(diary.file, command, "--json", *words), is_right)
