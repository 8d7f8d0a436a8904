"""Search, list, add and export in diaries of a size, as rows of the table."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks import answers, corpus, timers
from tests.benchmarks.diaries import MOST_FILES
from tests.benchmarks.measuring import Task
from tests.benchmarks.table import Goal, Row, Section, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.diaries import Diary

RUN = "from journal.__main__ import main; main()"
SLOW = "import sys; sys.modules['stringzilla'] = None; " + RUN
WAYS = {", no StringZilla": SLOW}
"""How a search is run, by the end of its row's name."""
if importlib.util.find_spec("stringzilla"):
    WAYS = {"": RUN, **WAYS}

ADD = {1000: Goal(2, 1.5)}
SEARCH = {1000: Goal(1.6, 1.3), 10_000: Goal(2, 1.4), 100_000: Goal(5, 3)}
SLOW_SEARCH = {1000: Goal(1.7), 10_000: Goal(4.5), 100_000: Goal(30)}
JRNL = {
    1000: Goal(12, 18, more=True),
    10_000: Goal(45, 70, more=True),
    100_000: Goal(160, 280, more=True),
}
RIPGREP = {100_000: Goal(3, 1.5)}
LIST = {100_000: Goal(4, 2)}
EXPORT = {100_000: Goal(5, 3)}

TEXT = "Walked home. 天冷。"
_ENDING = "Walked home.\n\n天冷。"


def journal(file: Path, *words: str, code: str = RUN) -> tuple[str, ...]:
    """Return the words that run a command on a diary."""
    return (sys.executable, "-c", code, "-j", str(file), *words)


def everyday(diary: Diary, *, least: bool, most: bool, jrnl: str) -> Section:
    """Return the rows of one size; some are of the smallest or of the largest only."""
    rows = [*_searches(diary, jrnl=jrnl, ripgrep=most)]
    rows.append(Row("list -n 10", list_ten(diary, diary.file), at(diary.size, LIST)))
    if diary.size <= MOST_FILES:
        rows += _layouts(diary)
    if least:
        rows += _adds(diary, jrnl)
    rows.append(_export(diary))
    return Section(f"{diary.size:,} entries", rows, diary.write)


def search(diary: Diary, word: str, file: Path, *, code: str = RUN) -> Task:
    """Return the search of a rare word."""
    words = journal(file, "search", word, code=code)
    return Task(words, lambda out: answers.are_rows(diary.answers.found[word], out))


def list_ten(diary: Diary, file: Path) -> Task:
    """Return the list of the newest ten."""
    words = journal(file, "list", "-n", "10")
    return Task(words, lambda out: answers.are_rows(diary.answers.newest, out))


def _searches(diary: Diary, *, jrnl: str, ripgrep: bool) -> Iterator[Row]:
    for end, code in WAYS.items():
        goals = SLOW_SEARCH if end else SEARCH
        for word in corpus.RARE:
            own = search(diary, word, diary.file, code=code)
            yield Row(f"search {word}{end}", own, at(diary.size, goals))
            if end:
                continue
            if word.isascii() and jrnl:
                goal = at(diary.size, JRNL)
                yield Row("jrnl over search", _jrnl_search(diary, word, jrnl), goal, own)
            if ripgrep and shutil.which("rg"):
                words = ("rg", "-i", "-c", word, str(diary.file))
                count = partial(_is_count, diary, word)
                goal = at(diary.size, RIPGREP)
                yield Row(f"search {word} over ripgrep", own, goal, Task(words, count))


def _is_count(diary: Diary, word: str, output: str) -> bool:
    return int(output) == len(diary.answers.found[word])


def _jrnl(diary: Diary, jrnl: str, *words: str) -> tuple[str, ...]:
    return (jrnl, "-m", "jrnl", "--config-file", str(diary.jrnl_settings), *words)


def _jrnl_search(diary: Diary, word: str, jrnl: str) -> Task:
    words = _jrnl(diary, jrnl, "-contains", word, "--format", "short")

    def is_right(output: str) -> bool:
        return answers.are_days(diary.answers.found[word], output)

    return Task(words, is_right, diary.restore_jrnl)


def _layouts(diary: Diary) -> Iterator[Row]:
    word = corpus.RARE[0]
    for name, folder in (("a file a year", diary.years), ("a file an entry", diary.posts)):
        yield Row(f"search {word}, {name}", search(diary, word, folder))
        yield Row(f"list -n 10, {name}", list_ten(diary, folder))


def _adds(diary: Diary, jrnl: str) -> Iterator[Row]:
    own = add(diary)
    yield Row("add", own, at(diary.size, ADD))
    yield Row("add -d 2001-02-03", add(diary, "-d", "2001-02-03"), at(diary.size, ADD))
    if jrnl:
        yield Row("jrnl over add", _jrnl_add(diary, jrnl), Goal(), own)


def _jrnl_add(diary: Diary, jrnl: str) -> Task:
    def is_right(_output: str) -> bool:
        return diary.jrnl_work.read_text("utf-8").count("] Walked home.") == 1

    return Task(_jrnl(diary, jrnl, "2001-02-03:", TEXT), is_right, diary.restore_jrnl)


def add(diary: Diary, *words: str) -> Task:
    """Return an `add` to the working copy."""
    words = journal(diary.work, "add", *words, TEXT)
    return Task(words, lambda out: is_written(diary.file, diary.work), diary.restore)


def is_written(before: Path, after: Path) -> bool:
    """Tell whether the text was added, in an entry of its own, and nothing else was changed."""
    return [section.endswith(_ENDING) for section in answers.added(before, after)] == [True]


def export(diary: Diary) -> Task:
    """Return the export as JSON Lines, which is kept for what it is held against."""
    return Task(journal(diary.file, "export", "-f", "jsonl"), diary.keep)


def _export(diary: Diary) -> Row:
    words = (sys.executable, timers.__file__, "dumps", str(diary.records))
    base = Task(words, lambda out: float(out) > 0, is_timer=True)
    goal = at(diary.size, EXPORT)
    return Row("export -f jsonl over json.dumps", export(diary), goal, base)
