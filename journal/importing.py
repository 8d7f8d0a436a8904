"""Bring exports into a journal: one plan, one lock, one write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal import storage
from journal.beside import (
    FROM,
    LEFT_OUT,
    PREAMBLE,
    Contents,
    Files,
    read_memory,
    to_section,
    with_sections,
)
from journal.dedupe.model import Export
from journal.dedupe.plan import plan_import
from journal.entry import Entry
from journal.errors import ChangedOnDiskError
from journal.fingerprint import paragraphs
from journal.history import Change, Step, mention
from journal.journal import with_ids
from journal.markdown.section import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from journal.dedupe.memory import Memory
    from journal.dedupe.model import Plan, Preference
    from journal.exports import Found
    from journal.journal import Journal
    from journal.markdown.document import Document


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: the plan, and whether diary or variants were written."""

    plan: Plan
    written: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan, the files to write for it, and the bytes and the memory that it was made from.

    `places` has, for each decision, the number to answer it by, or -1 where an
    answer would change nothing.
    """

    plan: Plan
    step: Step
    contents: Contents
    memory: Memory
    places: tuple[int, ...]


def prepare_import(
    journal: Journal,
    exports: Sequence[Found],
    *,
    prefer: Preference | None = None,
    answers: Mapping[int, Preference] | None = None,
) -> Prepared:
    """Plan what importing these exports would do; nothing is written. Raises DataError.

    `answers` overrides `prefer` for single decisions, by their `Prepared.places`.
    """
    files = Files.of(journal.path)
    contents = files.read()
    document = _start(journal, contents.diary, exports)
    memory = read_memory(contents.memory, files.memory)
    incoming = settled(exports, document.style.level)
    plan = plan_import(incoming, with_ids(document), memory, prefer=prefer, answers=answers)
    after = document
    if plan.additions or plan.replacements or plan.removals:
        after = document.edit(
            plan.additions, replacements=plan.replacements, removals=plan.removals
        )
    touched = _touched(plan, after)
    step = to_step("import", files, contents, plan=plan, after=after, about=touched, found=exports)
    places = (
        place if decision.existing and decision.existing.id else -1
        for place, decision in enumerate(plan.decisions)
    )
    return Prepared(plan, step, contents, memory, tuple(places))


def carry_out(
    journal: Journal, prepared: Prepared, again: Callable[[], Prepared] | None = None
) -> Import:
    """Write what was planned, the variants and the memory before the journal.

    Where someone else saved one of the files since, the plan is made `again`;
    without that, ChangedOnDiskError is raised. Raises DataError, and then the
    journal is as it was.
    """
    files = Files.of(journal.path)
    latest = [prepared]

    def plan() -> Step:
        if not latest[0].contents.still_stand(files):
            if again is None:
                raise ChangedOnDiskError(
                    "not saved: it was changed while you were asked",
                    where=files.diary,
                    todo="run the command again",
                )
            latest[:] = [again()]
        return latest[0].step

    done = journal.write(plan)
    told = {files.diary, files.variants}
    return Import(latest[0].plan, written=any(change.path in told for change in done.changes))


def import_exports(
    journal: Journal, exports: Sequence[Found], *, prefer: Preference | None = None
) -> Import:
    """Import exports, each entry once; nothing is written where nothing is new.

    Raises DataError, and then the journal is as it was.
    """

    def prepare() -> Prepared:
        return prepare_import(journal, exports, prefer=prefer)

    return carry_out(journal, prepare(), prepare)


def to_step(
    command: str,
    files: Files,
    contents: Contents,
    *,
    plan: Plan,
    after: Document,
    about: Sequence[Entry],
    found: Sequence[Found],
) -> Step:
    """Return the files to write for a plan, in that order, the diary being `after` it."""
    preambles = _preambles(found, after, contents.variants)
    left_out = [*map(to_section, plan.variants), *preambles]
    wanted = [
        Change(files.variants, contents.variants, with_sections(contents.variants, left_out)),
        Change(files.memory, contents.memory, plan.memory.dumps().encode()),
        Change(files.diary, contents.diary, storage.encode(after.text)),
    ]
    changes = tuple(change for change in wanted if change.new != (change.old or b""))
    return Step(command, changes, mention(about))


def settled(exports: Sequence[Found], level: int) -> list[Export]:
    """Return exports with their entries as a journal of that heading level holds them."""
    return [
        Export(found.name, tuple(settle(entry, level) for entry in found.entries))
        for found in exports
    ]


def _touched(plan: Plan, after: Document) -> list[Entry]:
    """Return the entries that a plan adds and changes, as they stand afterwards, and removes."""
    fresh = [*plan.additions, *(new for _, new in plan.replacements)]
    if not fresh:
        return list(plan.removals)
    standing = {(one.date, one.title, one.body): one for one in with_ids(after)}
    fresh = [settle(one, after.style.level) for one in fresh]
    found = [standing.get((one.date, one.title, one.body), one) for one in fresh]
    return [*found, *plan.removals]


def _start(journal: Journal, data: bytes | None, exports: Sequence[Found]) -> Document:
    """Return the journal's document; one that has no entry yet takes after the first export."""
    document = journal.parse(data)
    first = next((found.reading for found in exports if found.reading), None)
    if document.entries or first is None or first.style is None:
        return document
    preamble = document.preamble or first.preamble
    return replace(document, preamble=preamble, style=first.style, newest_first=first.newest_first)


def _preambles(
    exports: Sequence[Found], after: Document, variants: bytes | None
) -> Iterator[Entry]:
    """Yield the paragraphs before the entries of an export that stand nowhere else."""
    known = set(paragraphs(after.preamble)) | set(paragraphs(storage.decode(variants or b"")))
    for found in exports:
        if found.reading is None or not found.entries:
            continue
        fresh = [part for part in paragraphs(found.reading.preamble) if part not in known]
        if fresh:
            known.update(fresh)
            newest = max((entry.date for entry in found.entries if entry.date), default=None)
            meta = {LEFT_OUT: PREAMBLE, FROM: found.name}
            raw = found.entries[0].raw
            yield Entry(newest, "preamble", found.reading.preamble, meta=meta, raw=raw)
