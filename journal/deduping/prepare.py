"""One plan over the pieces of one journal or of several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from journal import storage
from journal.beside import Files, read_memory
from journal.dedupe.model import Export
from journal.dedupe.plan import plan_import
from journal.deduping.pieces import cut_pieces, face_of, weigh
from journal.deduping.work import Work
from journal.errors import UsageError
from journal.history import Step, mention
from journal.importing import Prepared, settled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.beside import Contents
    from journal.dedupe.memory import Memory
    from journal.dedupe.model import Plan, Preference
    from journal.exports import Found
    from journal.journal import Journal


def prepare_dedupe(
    journals: Sequence[Journal],
    copies: Sequence[Found],
    *,
    answers: Mapping[int, Preference] | None = None,
) -> Prepared | None:
    """Plan to let every entry stand once; None where nothing stands twice.

    Of several journals the entry stays in the first of those that have it.
    `answers` are by `Prepared.places`. Raises DataError, and UsageError for a
    file that is in two of the journals.
    """
    files = tuple(map(Files.of, journals))
    contents = tuple(map(Files.read, files))
    diaries = [one.parse(data.diary) for one, data in zip(journals, contents, strict=True)]
    owners = _owners(contents)
    memory = read_memory(contents[0].memory, files[0].memory)
    groups = [cut_pieces(diary) for diary in diaries]
    main = max(groups[0], key=lambda piece: weigh(piece, memory), default=[])
    pieces = [piece for group in groups for piece in group if piece and piece is not main]
    if not pieces and not copies:
        return None
    exports = [Export(f"{piece[0].source}", tuple(piece)) for piece in pieces]
    incoming = [*exports, *settled(copies, diaries[0].style.level)]
    plan = plan_import(incoming, main, memory, answers=answers)
    work = Work(plan, main, sum(len(export.entries) for export in exports), owners)
    if not work.changes:
        return None
    if len(journals) > 1:
        plan = replace(plan, memory=_without_others(plan, memory, owners, work.told))
    changes = work.carry_out(plan, files, contents, diaries, copies)
    told = [plan.decisions[place] for place in work.told]
    if all(change.path == files[0].memory for change in changes):
        return None
    step = Step("dedupe", tuple(changes), mention([one.result for one in told]))
    inside = set(map(id, main))
    places = tuple(
        place if id(plan.decisions[place].existing) in inside else -1 for place in work.told
    )
    return Prepared(replace(plan, decisions=tuple(told)), step, files, contents, places)


def _owners(contents: Sequence[Contents]) -> dict[str, int]:
    """Return which journal each file is in. Raises UsageError for one that is in two."""
    owners: dict[str, int] = {}
    targets: dict[str, int] = {}
    for number, one in enumerate(contents):
        for path in one.diary:
            owners[path] = number
            if targets.setdefault(storage.resolve(path), number) != number:
                raise UsageError(
                    "this file is in two of the journals", where=path, todo="name one of them"
                )
    return owners


def _without_others(
    plan: Plan, before: Memory, owners: Mapping[str, int], told: Sequence[int]
) -> Memory:
    """Return what the first journal is to remember: not what stands in the others alone.

    It would count as known there, and no import would bring it any more.
    """
    known = {version.face for family in before.families for version in family.versions}
    for place, decision in enumerate(plan.decisions):
        for entry in filter(None, (decision.incoming, decision.existing)):
            if owners.get(entry.source.path, 0) == 0 or place in told:
                known.add(face_of(entry))
    families = (
        family
        for family in plan.memory.families
        if any(version.face in known for version in family.versions)
    )
    return replace(plan.memory, families=tuple(families))
