"""Bring exports into a journal: one plan, one lock, one write."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from journal.diary.diary import Diary
    from journal.exports import Found
    from journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: the plan, and whether diary or variants were written."""

    plan: Plan
    written: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan, what to write for it, and the bytes and the memory that it was made from.

    `files` are those of the journal, or of several that are looked at together.
    `places` has, for each decision, the number to answer it by, or -1 where an
    answer would change nothing.
    """

    plan: Plan
    step: Step
    files: tuple[Files, ...]
    contents: tuple[Contents, ...]
    memory: Memory
    places: tuple[int, ...]
    exports: tuple[Found, ...] = ()

    def still_stands(self) -> bool:
        """Tell whether the files hold what the plan was made from. Raises DataError."""
        pairs = zip(self.contents, self.files, strict=True)
        return all(contents.still_stand(files) for contents, files in pairs)


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
    diary = _start(journal.parse(contents.diary), exports)
    memory = read_memory(contents.memory, files.memory)
    incoming = settled(exports, diary.style.level)
    plan = plan_import(incoming, with_ids(diary), memory, prefer=prefer, answers=answers)
    after = diary
    if plan.additions or plan.replacements or plan.removals:
        after = diary.edit(plan.additions, replacements=plan.replacements, removals=plan.removals)
    touched = _touched(plan, after)
    pair = (diary, after)
    step = to_step("import", files, contents, plan=plan, diaries=pair, about=touched, found=exports)
    places = tuple(range(len(plan.decisions)))
    return Prepared(plan, step, (files,), (contents,), memory, places, tuple(exports))


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
                    "not saved: it was changed while you were asked",
                    where=journal.path,
                    todo="run the command again",
                )
            latest[:] = [again()]
        step, plan = latest[0].step, latest[0].plan
        fresh = [*plan.additions, *(new for _, new in plan.replacements)]
        texts = [*fresh, *(variant.entry for variant in plan.variants)]
        return with_attachments(step, texts, latest[0].exports, journal.model_path)

    done = journal.write(plan, others=[files.journal for files in prepared.files[1:]])
    memories = {files.memory for files in prepared.files}
    told = (change.path for change in done.changes if change.path not in memories)
    return Import(latest[0].plan, written=any(told))


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
    diaries: tuple[Diary, Diary],
    about: Sequence[Entry],
    found: Sequence[Found],
) -> Step:
    """Return the files to write for a plan, in that order; `diaries` are before and after it."""
    before, after = diaries
    preambles = _preambles(found, after, contents.variants)
    left_out = [*map(to_section, plan.variants), *preambles]
    wanted = [
        Change(files.variants, contents.variants, with_sections(contents.variants, left_out)),
        Change(files.memory, contents.memory, plan.memory.dumps().encode()),
    ]
    changes = [change for change in wanted if change.new != (change.old or b"")]
    changes += files.journal.changes(contents.diary, before, after)
    return Step(command, tuple(changes), mention(about))


def settled(exports: Sequence[Found], level: int) -> list[Export]:
    """Return exports with their entries as a journal of that heading level holds them."""
    return [
        Export(found.name, tuple(settle(entry, level) for entry in found.entries))
        for found in exports
    ]


def _touched(plan: Plan, after: Diary) -> list[Entry]:
    """Return the entries that a plan adds and changes, as they stand afterwards, and removes."""
    fresh = [*plan.additions, *(new for _, new in plan.replacements)]
    if not fresh:
        return list(plan.removals)
    standing = {(one.date, one.title, one.body): one for one in with_ids(after)}
    fresh = [settle(one, after.style.level) for one in fresh]
    found = [standing.get((one.date, one.title, one.body), one) for one in fresh]
    return [*found, *plan.removals]


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


def _preambles(exports: Sequence[Found], after: Diary, variants: bytes | None) -> Iterator[Entry]:
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
