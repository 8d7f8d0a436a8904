"""The files that commands are measured on, and what is right to answer about them."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

from tests.benchmarks import corpus
from tests.benchmarks.answers import Answers, are_records

if TYPE_CHECKING:
    from pathlib import Path

MOST_FILES = 10_000
"""The largest diary that is kept in several files too."""

_JRNL = """colors: {{body: none, date: none, tags: none, title: none}}
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


class Diary:
    """A diary of the corpus in all its layouts, in a folder of its own.

    `work` and `jrnl_work` are copies to write to; `export` has a hundredth as many
    entries as the diary, all of earlier years; `records` is for its JSON Lines.
    """

    def __init__(self, size: int, folder: Path) -> None:
        self.size = size
        self.folder = folder
        self.file, self.work = folder / "diary.md", folder / "work.md"
        self.jrnl, self.jrnl_work = folder / "jrnl.txt", folder / "jrnl-work.txt"
        self.jrnl_settings = folder / "jrnl.yaml"
        self.years, self.posts = folder / "years", folder / "posts"
        self.export, self.records = folder / "export.md", folder / "records.jsonl"
        first = dt.date(1980, 1, 1)
        self.earlier = list(corpus.pieces(max(size // 100, 1), seed=8, first=first))
        self.answers = Answers(())

    def write(self) -> None:
        """Write all layouts, if they are not there yet."""
        if self.folder.exists():
            return
        self.folder.mkdir()
        pieces = list(corpus.pieces(self.size))
        corpus.write_one(pieces, self.file)
        corpus.write_jrnl(pieces, self.jrnl)
        self.jrnl_settings.write_text(_JRNL.format(path=self.jrnl_work), "utf-8")
        if self.size <= MOST_FILES:
            corpus.write_years(pieces, self.years)
            corpus.write_posts(pieces, self.posts)
        corpus.write_one(self.earlier, self.export)
        self.answers = Answers(pieces)

    def restore(self) -> None:
        """Make the working copy what the diary is."""
        shutil.copy(self.file, self.work)

    def restore_jrnl(self) -> None:
        """Make the working copy for jrnl what the diary is."""
        shutil.copy(self.jrnl, self.jrnl_work)

    def keep(self, output: str) -> bool:
        """Tell whether this is the diary as JSON Lines, oldest first, and keep it."""
        self.records.write_text(output, "utf-8")
        return are_records(self.answers.exported, output)
