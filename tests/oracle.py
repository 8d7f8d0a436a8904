"""What `cli.md` promises of queries, filters and order, said again in plain Python.

Nothing here asks the program: a note knows by construction its tags and what it has.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from unicodedata import normalize

BLANK = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"


@dataclass(frozen=True)
class Piece:
    """A paragraph, and what a reader sees in it."""

    text: str
    tags: tuple[str, ...] = ()
    has: str = ""


@dataclass(frozen=True)
class Note:
    """An entry as its writer thinks of it; `turn` counts from the earliest."""

    turn: int
    day: str
    clock: str
    title: Piece
    pieces: tuple[Piece, ...]

    @property
    def is_dated(self) -> bool:
        return self.day != "2023.02.30"

    @property
    def date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.day.replace(".", "-")) if self.is_dated else None

    @property
    def body(self) -> str:
        return "\n\n".join(piece.text for piece in self.pieces)

    @property
    def tags(self) -> list[str]:
        pieces = (self.title, *self.pieces)
        return list(dict.fromkeys(tag for piece in pieces for tag in piece.tags))

    @property
    def features(self) -> set[str]:
        return {feature for piece in self.pieces for feature in piece.has.split()}

    @property
    def words(self) -> int:
        """Count a Chinese or Japanese character as one, and a run of other letters."""
        count, inside = 0, False
        for char in normalize("NFC", self.body):
            letter = char.isalnum()
            alone = letter and is_cjk(char)
            count += alone or (letter and not inside)
            inside = letter and not alone
        return count

    def section(self) -> str:
        clock = f" {self.clock}" if self.clock and self.is_dated else ""
        return f"## {self.day}{clock} {self.title.text}\n{self.body}\n"


@dataclass(frozen=True)
class Atom:
    """One condition of a query: a kind, its value, and for a period its days."""

    kind: str
    value: str
    span: tuple[str, str] = ("", "")
    negated: bool = False
    quoted: bool = False

    def written(self) -> str:
        """Return the condition as `search` takes it in an argument of its own."""
        value = f'"{self.value}"' if self.quoted else self.value
        key = "" if self.kind == "word" else f"{self.kind}:"
        return f"{'-' * self.negated}{key}{value}"

    def holds(self, note: Note, *, case: bool = False, whole: bool = False) -> bool:
        """Tell whether the condition is true of a note. No period holds an undated one."""
        if self.kind in ("on", "from", "since", "to", "until", "before", "after"):
            return note.is_dated and self._dated(note.day.replace(".", "-")) != self.negated
        return self._plain(note, case, whole) != self.negated

    def _dated(self, day: str) -> bool:
        first, last = self.span
        if self.kind == "on":
            return first <= day <= last
        if self.kind in ("from", "since"):
            return day >= first
        if self.kind in ("to", "until"):
            return day <= last
        return day < first if self.kind == "before" else day > last

    def _plain(self, note: Note, case: bool, whole: bool) -> bool:
        if self.kind == "tag":
            wanted = fold(self.value.removeprefix("#"))
            return any(f"{fold(tag)}/".startswith(f"{wanted}/") for tag in note.tags)
        if self.kind == "is":
            return "starred" in note.tags
        if self.kind == "has":
            return self.value in note.features
        texts = [note.title.text] if self.kind == "title" else [note.title.text, note.body]
        return any(stands_in(self.value, text, case=case, whole=whole) for text in texts)


def fold(text: str, *, case: bool = False) -> str:
    """Return the text without case (unless it counts), width and canonical form."""
    narrow = normalize("NFKC", text)
    return narrow if case else normalize("NFKC", narrow.casefold())


def stands_in(words: str, text: str, *, case: bool = False, whole: bool = False) -> bool:
    """Tell whether words or a phrase stand in a text; a line break is a blank."""
    pattern = BLANK.join(re.escape(word) for word in fold(words, case=case).split())
    there = fold(text, case=case)
    found = re.finditer(f"(?={pattern})", there)
    ends = ((hit.start(), re.compile(pattern).match(there, hit.start())) for hit in found)
    spans = [(start, end.end()) for start, end in ends if end]
    return any(not whole or not (cuts(there, a) or cuts(there, b)) for a, b in spans)


def cuts(text: str, at: int) -> bool:
    """Tell whether a place is inside a word of a script that has blanks."""
    beside = text[at - 1 : at + 1] if 0 < at < len(text) else "  "
    return all((char.isalnum() or char == "_") and not is_cjk(char) for char in beside)


def is_cjk(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def newest_first(notes: list[Note], *, sort: str = "date", back: bool = False) -> list[Note]:
    """Return the notes in the order of `list`; those without a day are last by date."""
    dated = sorted((note for note in notes if note.is_dated), key=lambda note: -note.turn)
    undated = [note for note in notes if not note.is_dated]
    if sort == "date":
        return (dated[::-1] if back else dated) + undated
    keys = {"title": lambda note: fold(note.title.text), "words": lambda note: -note.words}
    # Turned round, equals still stand newest first.
    return sorted(dated + undated, key=keys[sort], reverse=back)
