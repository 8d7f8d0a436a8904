"""Random histories of one diary in two copies, and what a merge must make of them.

Each entry has a word of its own (`k17`), on its title or in its first paragraph,
by which it is found whatever else becomes of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from journal.markdown.document import parse

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

WORDS = (
    *(one + other for one in "山河雨雪风灯茶书门路" for other in "边上里外前后中天夜晚"),
    *(
        one + other
        for one in ("wal", "lak", "col", "te", "brea", "slo")
        for other in ("k", "ing", "e")
    ),
    *("the", "and", "to", "we", "的", "了", "在"),
)
MARK = '"left out"'
_KEY = re.compile(r"\bk\d+\b")


@dataclass(frozen=True)
class Note:
    """An entry as the history knows it."""

    key: str
    date: dt.date
    title: str
    paragraphs: tuple[str, ...]

    def write(self, newline: str) -> str:
        heading = f"## {self.date:%Y.%m.%d} {self.title}".rstrip(" ")
        return (newline * 2).join((heading, *self.paragraphs)) + newline


@dataclass
class Copy:
    """One copy of the diary, and what was done in it since both were the same."""

    notes: list[Note]
    added: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    dated: dict[str, dt.date] = field(default_factory=dict)


@dataclass
class History:
    """A diary, and two copies of it that were changed apart."""

    base: list[Note]
    sides: tuple[Copy, Copy]
    newest_first: bool
    newline: str
    with_years: bool = True

    def text(self, notes: Sequence[Note]) -> str:
        ordered = sorted(notes, key=lambda note: note.date, reverse=self.newest_first)
        if not self.with_years:
            return self.text_without_years(ordered)
        head = f"# 日记 diary{self.newline * 2}"
        return head + self.newline.join(note.write(self.newline) for note in ordered)

    def text_without_years(self, ordered: Sequence[Note]) -> str:
        """Return the diary with the years in headings of their own."""
        pieces: list[str] = []
        for year, notes in groupby(ordered, key=lambda note: note.date.year):
            pieces.append(f"# {year}{self.newline}")
            for note in notes:
                heading = f"## {note.date:%Y.%m.%d}"
                days = f"## {note.date.month}/{note.date.day}"
                pieces.append(note.write(self.newline).replace(heading, days, 1))
        return self.newline.join(pieces)

    @property
    def texts(self) -> tuple[str, str, str]:
        one, other = (self.text(side.notes) for side in self.sides)
        return self.text(self.base), one, other


def sentence(source: random.Random, words: int = 0) -> str:
    """Return some words."""
    count = words or source.randint(8, 30)
    return " ".join(source.choice(WORDS) for _ in range(count)) + source.choice("。.!")


class Writer:
    """Makes histories; no two entries that it adds have the same word."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.count = 0

    def note(self) -> Note:
        self.count += 1
        key = f"k{self.count}"
        day = dt.date(2023, 1, 1) + dt.timedelta(days=self.source.randint(0, 500))
        body = tuple(sentence(self.source) for _ in range(self.source.randint(1, 4)))
        if self.source.random() < 0.3:
            return Note(key, day, "", (f"{key} {body[0]}", *body[1:]))
        return Note(key, day, f"{sentence(self.source, 2)[:-1]} {key}", body)

    def history(self, entries: int, changes: int) -> History:
        source = self.source
        base = [self.note() for _ in range(entries)]
        both = [self.note() for _ in range(source.randint(0, 1))]
        sides = (Copy(list(base)), Copy(list(base)))
        for side in sides:
            for _ in range(source.randint(1, changes)):
                self.change(side)
            side.notes += both
            side.added.update(note.key for note in both)
            side.changed = {note.key for note in side.notes} - {
                note.key for note in side.notes if note in base
            }
        newline = source.choice(("\n", "\n", "\r\n"))
        return History(base, sides, source.random() < 0.5, newline)

    def change(self, side: Copy) -> None:
        """Do one thing that people do to a diary."""
        source = self.source
        kind = source.choice(("add", "add", "edit", "edit", "date", "title", "remove"))
        if kind == "add" or not side.notes:
            side.notes.append(self.note())
            side.added.add(side.notes[-1].key)
            return
        place = source.randrange(len(side.notes))
        note = side.notes[place]
        if kind == "remove":
            del side.notes[place]
            side.removed.add(note.key)
            return
        if kind == "edit":
            new = replace(note, paragraphs=self.edited(note))
        elif kind == "date":
            new = replace(note, date=self.redated(note.date))
            side.dated[note.key] = new.date
        elif note.title:
            new = replace(note, title=f"{sentence(source, 2)[:-1]} {note.key}")
        else:
            return
        side.notes[place] = new

    def edited(self, note: Note) -> tuple[str, ...]:
        source = self.source
        paragraphs = list(note.paragraphs)
        at = source.randrange(len(paragraphs))
        kind = source.choice(("append", "insert", "words", "words", "delete"))
        if kind == "append":
            paragraphs.append(sentence(source))
        elif kind == "insert":
            paragraphs.insert(at + 1, sentence(source))
        elif kind == "delete" and at:
            del paragraphs[at]
        else:
            words = paragraphs[at].split(" ")
            spot = source.randrange(1, len(words))
            words[spot:spot] = ["改", sentence(source, 2)]
            paragraphs[at] = " ".join(words)
        return tuple(paragraphs)

    def redated(self, day: dt.date) -> dt.date:
        days = self.source.choice((365, -365, 1, -1, 30, 9))
        return day + dt.timedelta(days=days)


@dataclass
class Verdict:
    """What a merged text lost, doubled or got wrong; all empty where it is right."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    marked: int = 0


def judge(history: History, text: str) -> Verdict:
    """Hold a merged text against what was done in both copies."""
    verdict = Verdict()
    found: Counter[str] = Counter()
    dates: dict[str, dt.date | None] = {}
    entries = parse(text).entries
    for entry in entries:
        if MARK in entry.raw:
            verdict.marked += 1
            continue
        for key in set(_KEY.findall(f"{entry.title}\n{entry.body}")):
            found[key] += 1
            dates[key] = entry.date
    one, other = history.sides
    keys = {note.key for copy in (*history.sides, Copy(history.base)) for note in copy.notes}
    for key in sorted(keys):
        gone = [side for side in (one, other) if key in side.removed]
        kept = [side for side in (one, other) if side not in gone]
        added = key in one.added | other.added
        wanted = not gone or (len(kept) == 1 and key in kept[0].changed)
        if added:
            wanted = any(note.key == key for side in history.sides for note in side.notes)
        if wanted and not found[key]:
            verdict.lost.append(key)
        if found[key] > int(wanted):
            verdict.doubled.append(key)
        days = {side.dated[key] for side in kept if key in side.dated}
        base = next((note.date for note in history.base if note.key == key), None)
        days.discard(base)
        if wanted and found[key] and len(days) == 1 and not added and dates[key] not in days:
            verdict.wrong.append(key)
    _judge_paragraphs(history, text, verdict)
    return verdict


def _judge_paragraphs(history: History, text: str, verdict: Verdict) -> None:
    """Look for every paragraph that was written on one side, or taken away on none."""
    base = {part for note in history.base for part in note.paragraphs}
    sides = [{part for note in side.notes for part in note.paragraphs} for side in history.sides]
    for part in sorted((sides[0] | sides[1]) - base | (sides[0] & sides[1])):
        if part not in text:
            verdict.lost.append(part)
    plain = "\n".join(entry.body for entry in parse(text).entries if MARK not in entry.raw)
    lines = Counter(line for line in plain.split("\n") if line)
    verdict.doubled += [line for line, count in lines.items() if count > 1]
