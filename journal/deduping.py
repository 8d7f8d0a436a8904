"""Dedupe what is already there: repeats inside a journal, and conflict copies beside it.

A journal file of several exports pasted together is cut into pieces, and each
piece but one counts as an export into that one. Sections that turn out to be
versions of one entry become one section; all others stay as they are.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal import fingerprint, storage
from journal.beside import Files, read_memory
from journal.dedupe.model import Export
from journal.dedupe.plan import plan_import
from journal.doctor.copies import copy_maker
from journal.doctor.repeats import LONG, compare
from journal.exports import collect
from journal.importing import Prepared, settled, to_step
from journal.journal import with_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.dedupe.memory import Memory
    from journal.dedupe.model import Plan, Preference
    from journal.entry import Entry
    from journal.errors import JournalError
    from journal.exports import Found
    from journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Copies:
    """The conflict copies beside a journal, and what is wrong with those that cannot be read."""

    found: tuple[Found, ...]
    problems: tuple[JournalError, ...] = ()


def find_copies(journal: Journal) -> Copies:
    """Read the copies that synchronisers have made of a journal. Raises DataError.

    A name that proves nothing counts only if half of its entries are in the journal.
    """
    target = storage.resolve(journal.path)
    folder, name = os.path.split(target)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    paths = {
        os.path.join(folder, other): maker
        for other in names
        if (maker := copy_maker(other, name)) is not None
        and os.path.isfile(os.path.join(folder, other))
    }
    if not paths:
        return Copies(())
    collection = collect(list(paths))
    entries = journal.entries()
    sure = tuple(
        found
        for found in collection.exports
        if paths.get(found.name) or _is_copy(found.entries, entries)
    )
    problems = (one for one in collection.problems if paths.get(one.where))
    return Copies(sure, tuple(problems))


def prepare_dedupe(
    journal: Journal,
    copies: Sequence[Found],
    *,
    answers: Mapping[int, Preference] | None = None,
) -> Prepared | None:
    """Plan to let every entry stand once; None where nothing stands twice.

    `answers` are by `Prepared.places`. Raises DataError.
    """
    files = Files.of(journal.path)
    contents = files.read()
    document = journal.parse(contents.diary)
    memory = read_memory(contents.memory, files.memory)
    entries = with_ids(document)
    pieces = _cut(entries, newest_first=bool(document.newest_first))
    if len(pieces) < 2 and not copies:
        return None
    main = max(pieces, key=lambda piece: _weight(piece, memory), default=[])
    exports = [Export(f"{piece[0].source}", tuple(piece)) for piece in pieces if piece is not main]
    incoming = [*exports, *settled(copies, document.style.level)]
    plan = plan_import(incoming, main, memory, answers=answers)
    work = _Work(plan, main, sum(len(export.entries) for export in exports))
    if not work.changes:
        return None
    after = document.edit(work.additions, replacements=work.replacements, removals=work.removals)
    told = [plan.decisions[place] for place in work.told]
    about = [one.result for one in told]
    step = to_step("dedupe", files, contents, plan=plan, after=after, about=about, found=copies)
    if not any(change.path != files.memory for change in step.changes):
        return None
    inside = set(map(id, main))
    places = tuple(
        place if id(plan.decisions[place].existing) in inside else -1 for place in work.told
    )
    return Prepared(replace(plan, decisions=tuple(told)), step, contents, memory, places)


class _Work:
    """What a plan of pieces means for the sections that stand in the file.

    `told` are the places of the decisions that something comes of.
    """

    def __init__(self, plan: Plan, main: Sequence[Entry], standing: int) -> None:
        """Sort the decisions by the entry that they end in.

        The first `standing` of them are about sections of the file.
        """
        self.replacements: list[tuple[Entry, Entry]] = []
        self.removals = list(plan.removals)
        self.additions: list[Entry] = []
        here = {id(entry): entry for entry in main}
        here |= {id(new): old for old, new in plan.replacements}
        groups: dict[int, list[int]] = {}
        for place, decision in enumerate(plan.decisions):
            groups.setdefault(id(decision.result), []).append(place)
        twins = {_same(entry): entry for entry in main}
        told: list[int] = []
        for key, places in groups.items():
            first = plan.decisions[places[0]]
            stands = here.get(key, first.incoming if places[0] < standing else None)
            sections = [] if stands is None else [stands]
            for place in places:
                incoming = plan.decisions[place].incoming
                if place >= standing:
                    told.append(place)
                elif stands is None or stands is incoming:
                    continue
                elif _may_be_one(stands, incoming):
                    told.append(place)
                    sections.append(incoming)
                elif twins.get(_same(incoming)):
                    told.append(place)
                    self.removals.append(incoming)
            if len(sections) > 1 or places[-1] >= standing:
                self._settle(sections, first.result)
        self.told = sorted(told)
        changed = self.replacements or self.removals or self.additions
        self.changes = bool(changed or (told and plan.variants))

    def _settle(self, sections: list[Entry], result: Entry) -> None:
        """Let one of some sections stay, the one that is right already if there is one."""
        if not sections:
            self.additions.append(result)
            return
        stays = next((one for one in sections if _facts(one) == _facts(result)), None)
        if stays is None:
            stays = sections[0]
            self.replacements.append((stays, result))
        self.removals += [one for one in sections if one is not stays]


def _may_be_one(one: Entry, other: Entry) -> bool:
    """Tell whether nothing in two headings speaks against it: clock times, impossible days."""
    if one.time and other.time and one.time != other.time:
        return False
    return one.date is not None or other.date is not None or _heading(one) == _heading(other)


def _same(entry: Entry) -> tuple[object, ...]:
    """Return what the same text in the same place has in common."""
    return entry.date or _heading(entry), entry.time, _face(entry)


def _cut(entries: Sequence[Entry], *, newest_first: bool) -> list[list[Entry]]:
    """Cut entries where their dates jump back, and take long texts that stand twice apart."""
    pieces: list[list[Entry]] = []
    for piece in _runs(entries, newest_first=newest_first):
        again = _second_ones(piece)
        pieces.append([entry for entry in piece if id(entry) not in again])
        if again:
            pieces.append([entry for entry in piece if id(entry) in again])
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
        place = _same(entry)
        if place in seen or (key is not None and key in seen and times[key] == 2):
            second.add(id(entry))
        seen.update((key, place))
    return second


def _weight(piece: Sequence[Entry], memory: Memory) -> tuple[int, int]:
    """Return how many entries of a piece are remembered, and how many there are."""
    known = {(family.date, family.versions[0].face) for family in memory.families}
    if not known:
        return 0, len(piece)
    return sum((entry.date, _face(entry)) in known for entry in piece), len(piece)


def _is_copy(other: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    shared, _ = compare(other, entries)
    return shared * 2 >= len(other) > 0


def _facts(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.time, entry.title, entry.body, _hidden(entry)


def _hidden(entry: Entry) -> tuple[object, ...]:
    """Return what a section says in its comment only."""
    return frozenset(entry.tags), dict(entry.meta)


def _face(entry: Entry) -> int:
    return fingerprint.face(entry.title, entry.body)


def _heading(entry: Entry) -> str:
    return entry.raw.partition("\n")[0].rstrip("\r")
