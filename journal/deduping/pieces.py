"""A diary cut into the exports that it was pasted together from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.diary.ids import with_ids
from journal.doctor.repeats import LONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.dedupe.memory import Memory
    from journal.diary.diary import Diary
    from journal.entry import Entry


def cut_pieces(diary: Diary) -> list[list[Entry]]:
    """Cut a diary into pieces that run one way; the files of a folder in turn by their days."""
    entries = with_ids(diary)
    if not diary.folder:
        return _cut(entries, newest_first=diary.newest_first)
    files: dict[str, list[Entry]] = {}
    for entry in entries:
        files.setdefault(entry.source.path, []).append(entry)
    ordered = sorted(files.values(), key=lambda file: str(min(str(one.date) for one in file)))
    return _cut([entry for file in ordered for entry in file], newest_first=False)


def _cut(entries: Sequence[Entry], *, newest_first: bool) -> list[list[Entry]]:
    """Cut entries where their dates jump back, and take long texts that stand twice apart.

    What stands three times makes three pieces, and so on.
    """
    pieces: list[list[Entry]] = []
    for piece in _runs(entries, newest_first=newest_first):
        rest = piece
        while again := _second_ones(rest):
            pieces.append([entry for entry in rest if id(entry) not in again])
            rest = [entry for entry in rest if id(entry) in again]
        pieces.append(rest)
    return pieces


def _runs(entries: Sequence[Entry], *, newest_first: bool) -> list[list[Entry]]:
    """Cut entries where dates jump back; a single date out of order is a slip, not a jump."""
    sign = -1 if newest_first else 1
    dated = [
        (place, sign * entry.date.toordinal()) for place, entry in enumerate(entries) if entry.date
    ]
    days = [day for _, day in dated]
    starts = [0]
    begin = 0
    for at in range(1, len(days)):
        ahead = days[at + 1] if at + 1 < len(days) else days[at]
        behind = days[at - 2] if at - 2 >= begin else days[at - 1]
        if days[at] < days[at - 1] and ahead <= days[at - 1] and days[at] <= behind:
            starts.append(dated[at][0])
            begin = at
    ends = [*starts[1:], len(entries)]
    runs: list[list[Entry]] = []
    alone = False
    for start, end in zip(starts, ends, strict=True):
        # What runs the other way round has been cut at every entry.
        if alone and end - start == 1:
            runs[-1] += entries[start:end]
        else:
            runs.append(list(entries[start:end]))
        alone = end - start == 1
    return runs


def _second_ones(piece: Sequence[Entry]) -> set[int]:
    """Return the `id()` of the entries of a piece whose text stands before, in that piece.

    On the same day that is any text; on another a long one, if it stands just
    twice: what stands more often is a form that somebody fills in.
    """
    texts = (fingerprint.letters(entry.body) for entry in piece)
    keys = [fingerprint.digest(text) if len(text) >= LONG else None for text in texts]
    times = Counter(keys)
    seen: set[object] = set()
    second: set[int] = set()
    for entry, key in zip(piece, keys, strict=True):
        place = same_place(entry)
        if place in seen or (key is not None and key in seen and times[key] == 2):
            second.add(id(entry))
        seen.update((key, place))
    return second


def weigh(piece: Sequence[Entry], memory: Memory) -> tuple[int, int]:
    """Return how many entries of a piece are remembered, and how many there are."""
    known = {(family.date, family.versions[0].face) for family in memory.families}
    if not known:
        return 0, len(piece)
    return sum((entry.date, face_of(entry)) in known for entry in piece), len(piece)


def same_place(entry: Entry) -> tuple[object, ...]:
    """Return what the same text in the same place has in common."""
    return entry.date or heading_of(entry), entry.time, face_of(entry)


def face_of(entry: Entry) -> int:
    """Hash the title and the text of an entry."""
    return fingerprint.face(entry.title, entry.body)


def heading_of(entry: Entry) -> str:
    """Return the first line of an entry as it stands in its file."""
    return entry.raw.partition("\n")[0].rstrip("\r")
