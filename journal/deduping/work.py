"""What a plan of pieces means for the sections that stand in the files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from journal.deduping.pieces import heading_of, same_place
from journal.importing import to_step, unplaced_preambles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.beside import Contents, Files
    from journal.dedupe.model import Plan
    from journal.diary.diary import Diary
    from journal.entry import Entry
    from journal.exports import Found
    from journal.history import Change


class Work:
    """What a plan of pieces means for the sections that stand in the file.

    `told` are the places of the decisions that something comes of.
    """

    def __init__(
        self, plan: Plan, main: Sequence[Entry], standing: int, owners: Mapping[str, int]
    ) -> None:
        """Sort the decisions by the entry that they end in.

        The first `standing` of them are about sections of the files.
        """
        self._owners = owners
        self.replacements: list[tuple[Entry, Entry]] = []
        self.removals = list(plan.removals)
        self.additions: list[Entry] = []
        here = {id(entry): entry for entry in main}
        here |= {id(new): old for old, new in plan.replacements}
        groups: dict[int, list[int]] = {}
        for place, decision in enumerate(plan.decisions):
            groups.setdefault(id(decision.result), []).append(place)
        twins = {same_place(entry): entry for entry in main}
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
                elif twins.get(same_place(incoming)):
                    told.append(place)
                    self.removals.append(incoming)
            if len(sections) > 1 or places[-1] >= standing:
                self._settle(sections, first.result)
        self.told = sorted(told)
        changed = self.replacements or self.removals or self.additions
        self.changes = bool(changed or (told and plan.variants))

    def carry_out(
        self,
        plan: Plan,
        files: Sequence[Files],
        contents: Sequence[Contents],
        diaries: Sequence[Diary],
        copies: Sequence[Found],
    ) -> list[Change]:
        """Return what to write in each journal; what stays is written before what goes."""
        changes: list[Change] = []
        for number, diary in enumerate(diaries):
            after = diary.edit(
                self.additions if not number else (),
                replacements=[pair for pair in self.replacements if self._in(pair[0], number)],
                removals=[one for one in self.removals if self._in(one, number)],
            )
            own = tuple(one for one in plan.variants if self._in(one.kept, number))
            step = to_step(
                "dedupe",
                files[number],
                contents[number],
                plan=replace(plan, variants=own),
                diaries=(diary, after),
                preambles=[*unplaced_preambles(copies, after, contents[0].variants)]
                if not number
                else (),
            )
            changes += [
                change
                for change in step.changes
                if not number or change.path != files[number].memory
            ]
        return changes

    def _in(self, entry: Entry, number: int) -> bool:
        """Tell whether an entry stands in a journal; what stands in none is of the first."""
        return self._owners.get(entry.source.path, 0) == number

    def _settle(self, sections: list[Entry], result: Entry) -> None:
        """Let one of some sections stay, the one that is right already if there is one.

        It is one of the first journal that has any.
        """
        if not sections:
            self.additions.append(result)
            return
        first = self._owners.get(sections[0].source.path, 0)
        right = (one for one in sections if _facts(one) == _facts(result) and self._in(one, first))
        stays = next(right, None)
        if stays is None:
            stays = sections[0]
            self.replacements.append((stays, result))
        self.removals += [one for one in sections if one is not stays]


def _may_be_one(one: Entry, other: Entry) -> bool:
    """Tell whether nothing in two headings speaks against it: clock times, impossible days."""
    if one.time and other.time and one.time != other.time:
        return False
    return one.date is not None or other.date is not None or heading_of(one) == heading_of(other)


def _facts(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.time, entry.title, entry.body, _hidden(entry)


def _hidden(entry: Entry) -> tuple[object, ...]:
    """Return what a section says in its comment only."""
    return frozenset(entry.tags), dict(entry.meta)
