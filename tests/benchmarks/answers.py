"""What the commands must answer, from the pieces a diary was made of."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

from tests.benchmarks import corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.benchmarks.corpus import Piece

_PAINT = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\]8;[^\x1b\x07]*(?:\x07|\x1b\\)")


class Answers:
    """What is right for one diary: the rows of a list, of searches, and all that is in it."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        newest = sorted(pieces, key=lambda piece: piece.day)[::-1]
        self.found = {
            word: _rows(piece for piece in newest if _has(piece, word)) for word in corpus.RARE
        }
        self.newest = _rows(newest[:10])
        self.listed = _digest(newest)
        self.common = _digest(piece for piece in newest if _has(piece, corpus.COMMON))
        self.exported = _digest(reversed(newest))


def _has(piece: Piece, word: str) -> bool:
    return word in f"{piece.title}\n{piece.body}".lower()


def _rows(pieces: Iterable[Piece]) -> list[list[str]]:
    return [[str(piece.day), piece.title] for piece in pieces]


def _digest(pieces: Iterable[Piece]) -> str:
    """Return what stands for these entries in this order."""
    sums = hashlib.sha256()
    for piece in pieces:
        sums.update(f"{piece.day}\t{piece.title}\t{piece.body}\n".encode())
    return sums.hexdigest()


def are_rows(wanted: list[list[str]], output: str) -> bool:
    """Tell whether these rows were written, and no others."""
    return [line.split("\t")[1:3] for line in output.split("\n") if line] == wanted


def are_records(wanted: str, output: str) -> bool:
    """Tell whether the entries with this digest were written as JSON Lines."""
    records = (json.loads(line) for line in output.split("\n") if line)
    texts = (corpus.Piece(one["date"], one["title"], one["body"]) for one in records)
    return _digest(texts) == wanted


def are_days(wanted: list[list[str]], output: str) -> bool:
    """Tell whether jrnl wrote entries of the days of these rows."""
    found = re.findall(r"^\d{4}-\d\d-\d\d", output, re.MULTILINE)
    return sorted(found) == sorted(day for day, _ in wanted)


def are_letters(wanted: Sequence[str], output: str) -> bool:
    """Tell whether these texts are on the screen, wherever lines were broken."""
    shown = _letters(_PAINT.sub("", output))
    return all(_letters(text) in shown for text in wanted)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def sections(text: str) -> Counter[str]:
    """Return the sections of a diary, and how often each stands there."""
    found = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return Counter(section.strip("\n") for section in found if section)


def added(before: Path, after: Path) -> Counter[str]:
    """Return the sections that a diary has more than before; none where one is missing."""
    old, new = (sections(path.read_text("utf-8")) for path in (before, after))
    return Counter() if old - new else new - old


def stand_once(wanted: Iterable[str], path: Path) -> bool:
    """Tell whether each of these sections is in a diary once."""
    found = sections(path.read_text("utf-8"))
    return all(found[section.strip("\n")] == 1 for section in wanted)
