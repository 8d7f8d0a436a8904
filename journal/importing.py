"""Bring exports into a journal: one plan, one lock, one write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import storage
from journal.attachments import with_attachments
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
from journal.changing import changed_files
from journal.dedupe.model import Export
from journal.dedupe.plan import plan_import
from journal.diary.ids import numbered, with_ids
from journal.entry import Entry
from journal.errors import ChangedOnDiskError
from journal.fingerprint import paragraphs
from journal.history import Change, Step, mention
from journal.history.record import NAMED
from journal.markdown.section import settle
from journal.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from journal.dedupe.memory import Memory
    from journal.dedupe.model import Decision, Plan, Preference, Verdict
    from journal.diary.diary import Diary
    from journal.errors import JournalError
    from journal.exports import Collection, Found
    from journal.journal import Journal


PREAMBLE_KEPT = "what stands before its first entry is kept in the variants"


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: the plan, and whether diary or variants were written."""

    plan: Plan
    written: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan, what to write for it, and the bytes that it was made from.

    `files` are those of the journal, or of several that are looked at together.
    `places` has, for each decision, the number to answer it by, or -1 where an
    answer would change nothing.
    """

    plan: Plan
    step: Step
    files: tuple[Files, ...]
    contents: tuple[Contents, ...]
    places: tuple[int, ...]
    exports: tuple[Found, ...] = ()

    @property
    def memory(self) -> Memory:
        """Return what was remembered before, read anew: it is large, and seldom asked for."""
        return read_memory(self.contents[0].memory, self.files[0].memory)

    def still_stands(self) -> bool:
        """Tell whether the files hold what the plan was made from. Raises DataError."""
        pairs = zip(self.contents, self.files, strict=True)
        return all(contents.still_stand(files) for contents, files in pairs)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing exports would do, for `Journal.apply` to carry out.

    `found` is what was read, `prepared` the plan and what it was made from.
    """

    found: Collection
    prepared: Prepared

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Return what becomes of each incoming entry, and why, in the order they were read."""
        return self.prepared.plan.decisions

    @property
    def notes(self) -> tuple[str, ...]:
        """Return sentences about whole exports, and about what in them could not be placed."""
        return (*self.found.notes, *self.prepared.plan.notes)

    @property
    def problems(self) -> tuple[JournalError, ...]:
        """Return what is wrong with files that could not be read; all others are in the plan."""
        return self.found.problems

    def receipt(self) -> dict[Verdict, int]:
        """Return how many decisions there are of each verdict."""
        return self.prepared.plan.receipt()


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
    files = Files.of(journal)
    contents = files.read()
    diary = numbered(_start(journal.parse(contents.diary), exports))
    plan = plan_import(
        settled(exports, diary.style.level),
        diary.entries,
        read_memory(contents.memory, files.memory),
        prefer=prefer,
        answers=answers,
    )
    after = diary
    if plan.additions or plan.replacements or plan.removals:
        after = diary.edit(plan.additions, replacements=plan.replacements, removals=plan.removals)
    preambles = [*unplaced_preambles(exports, after, contents.variants)]
    pair = (diary, after)
    step = to_step("import", files, contents, plan=plan, diaries=pair, preambles=preambles)
    notes = (f"{one.meta[FROM]}: {PREAMBLE_KEPT}" for one in preambles)
    plan = replace(plan, notes=(*plan.notes, *notes))
    touched, count = _touched(plan, after)
    step = replace(step, entries=mention(touched), count=count)
    places = tuple(range(len(plan.decisions)))
    return Prepared(plan, step, (files,), (contents,), places, tuple(exports))


def carry_out(
    journal: Journal, prepared: Prepared, again: Callable[[], Prepared] | None = None
) -> Import:
    """Write what was planned, the variants and the memory before the journal.

    Where someone else saved one of the files since, the plan is made `again`;
    without that, ChangedOnDiskError is raised. Raises DataError, and then the
    journal is as it was.
    """
    latest = [prepared]

    def plan() -> Step:
        if not latest[0].still_stands():
            if again is None:
                raise ChangedOnDiskError(
                    "not saved: it was changed since this was planned",
                    where=journal.path,
                    todo="do it again",
                )
            latest[:] = [again()]
        step, plan = latest[0].step, latest[0].plan
        fresh = [*plan.additions, *(new for _, new in plan.replacements)]
        texts = [*fresh, *(variant.entry for variant in plan.variants)]
        return with_attachments(step, texts, latest[0].exports, journal)

    done = journal.write(plan, others=[files.journal for files in prepared.files[1:]])
    memories = {files.memory for files in prepared.files}
    told = (change.path for change in done.changes if change.path not in memories)
    return Import(latest[0].plan, written=any(told))


def to_step(
    command: str,
    files: Files,
    contents: Contents,
    *,
    plan: Plan,
    diaries: tuple[Diary, Diary],
    preambles: Sequence[Entry] = (),
) -> Step:
    """Return the files to write for a plan, in that order; `diaries` are before and after it."""
    before, after = diaries
    left_out = [*map(to_section, plan.variants), *preambles]
    wanted = [
        Change(files.variants, contents.variants, with_sections(contents.variants, left_out)),
        Change(files.memory, contents.memory, plan.memory.encode()),
    ]
    changes = [change for change in wanted if change.new != (change.old or b"")]
    changes += changed_files(contents.diary, before, after)
    return Step(command, tuple(changes))


def settled(exports: Sequence[Found], level: int) -> list[Export]:
    """Return exports with their entries as a journal of that heading level holds them."""
    return [
        Export(
            found.name,
            tuple(
                entry if _is_settled(entry, level) else settle(entry, level)
                for entry in found.entries
            ),
        )
        for found in exports
    ]


def _is_settled(entry: Entry, level: int) -> bool:
    """Tell at a glance that an entry is a section which `settle` would leave as it is."""
    title, body = entry.title, entry.body
    return (
        entry.level == level
        and title.isprintable()
        and "  " not in title
        and title == title.strip(" ")
        and body == body.strip(" \t\n")
        and not any(mark in body for mark in ("\r", "<", "```", "~~~"))
    )


def _touched(plan: Plan, after: Diary) -> tuple[list[Entry], int]:
    """Return the first entries that a plan adds, changes and removes, and how many there are.

    They are as they stand afterwards, and no more than a record names.
    """
    fresh = [*plan.additions, *(new for _, new in plan.replacements)]
    first = [settle(one, after.style.level) for one in fresh[:NAMED]]
    days = {one.date for one in first}
    standing = {(one.date, one.title, one.body): one for one in with_ids(after, days=days)}
    found = [standing.get((one.date, one.title, one.body), one) for one in first]
    return [*found, *plan.removals][:NAMED], len(fresh) + len(plan.removals)


def _start(diary: Diary, exports: Sequence[Found]) -> Diary:
    """Return a diary that takes after the first export where it has no entry yet."""
    first = next((found.reading for found in exports if found.reading), None)
    if diary.entries or first is None or first.style is None:
        return diary
    new = replace(diary.new, style=first.style, newest_first=first.newest_first)
    if diary.folder:
        return replace(diary, new=new)
    (document,) = diary.documents
    preamble = document.preamble or first.preamble
    new = replace(document, preamble=preamble, style=new.style, newest_first=new.newest_first)
    return replace(diary, documents=(new,))


def unplaced_preambles(
    exports: Sequence[Found], after: Diary, variants: bytes | None
) -> Iterator[Entry]:
    """Yield the preambles of exports that have a paragraph which stands nowhere else."""
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
