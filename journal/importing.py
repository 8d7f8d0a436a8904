"""Bring exports into a journal: one plan, one lock, one write."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal import storage
from journal.dedupe.memory import Memory, loads
from journal.dedupe.model import Export
from journal.dedupe.plan import plan_import
from journal.entry import Entry
from journal.errors import DataError
from journal.fingerprint import paragraphs
from journal.history import Change, Step, mention
from journal.journal import with_ids
from journal.markdown.document import Document
from journal.markdown.form import Style
from journal.markdown.section import settle, write_section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.dedupe.model import Plan, Preference, Variant
    from journal.exports import Found
    from journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did or would do: the plan, and whether diary or variants were written."""

    plan: Plan
    written: bool = False


@dataclass(frozen=True, slots=True)
class _Files:
    """The three files of a journal: the diary, what was left out, what is remembered."""

    diary: str
    variants: str
    memory: str

    @classmethod
    def of(cls, path: str) -> _Files:
        """Return the files of the journal at a path; links are followed first."""
        diary = storage.resolve(path)
        folder, name = os.path.split(diary)
        stem = name.removesuffix(".md")
        beside = os.path.join(folder, ".journal", stem)
        return cls(diary, f"{beside}.variants.md", f"{beside}.memory.jsonl")


def plan_exports(
    journal: Journal, exports: Sequence[Found], *, prefer: Preference | None = None
) -> Plan:
    """Return what importing these exports would do; nothing is written. Raises DataError."""
    files = _Files.of(journal.path)
    document = _start(journal, storage.read(files.diary), exports)
    return _plan(document, exports, _memory(storage.read(files.memory), files.memory), prefer)


def import_exports(
    journal: Journal, exports: Sequence[Found], *, prefer: Preference | None = None
) -> Import:
    """Import exports, each entry once; nothing is written where nothing is new.

    The variants and the memory are on disk before the journal changes. Raises
    DataError, and then the journal is as it was.
    """
    files = _Files.of(journal.path)
    plans: list[Plan] = []

    def prepare() -> Step:
        step, plan = _step(journal, files, exports, prefer)
        plans[:] = [plan]
        return step

    done = journal.write(prepare)
    told = {files.diary, files.variants}
    return Import(plans[-1], written=any(change.path in told for change in done.changes))


def _step(
    journal: Journal, files: _Files, exports: Sequence[Found], prefer: Preference | None
) -> tuple[Step, Plan]:
    """Return the files to write, in that order, and the plan they follow."""
    diary, variants, memory = (
        storage.read(path) for path in (files.diary, files.variants, files.memory)
    )
    document = _start(journal, diary, exports)
    plan = _plan(document, exports, _memory(memory, files.memory), prefer)
    after = document
    if plan.additions or plan.replacements or plan.removals:
        after = document.edit(
            plan.additions, replacements=plan.replacements, removals=plan.removals
        )
    left_out = [*map(_variant_entry, plan.variants), *_preambles(exports, after, variants)]
    wanted = [
        Change(files.variants, variants, _with_variants(variants, left_out)),
        Change(files.memory, memory, plan.memory.dumps().encode()),
        Change(files.diary, diary, storage.encode(after.text)),
    ]
    changes = tuple(change for change in wanted if change.new != (change.old or b""))
    return Step("import", changes, mention(_touched(plan, after))), plan


def _touched(plan: Plan, after: Document) -> list[Entry]:
    """Return the entries that a plan adds and changes, as they stand afterwards, and removes."""
    fresh = [*plan.additions, *(new for _, new in plan.replacements)]
    if not fresh:
        return list(plan.removals)
    standing = {(one.date, one.title, one.body): one for one in with_ids(after)}
    settled = [settle(one, after.style.level) for one in fresh]
    found = [standing.get((one.date, one.title, one.body), one) for one in settled]
    return [*found, *plan.removals]


def _start(journal: Journal, data: bytes | None, exports: Sequence[Found]) -> Document:
    """Return the journal's document; one that has no entry yet takes after the first export."""
    document = journal.parse(data)
    first = next((found.reading for found in exports if found.reading), None)
    if document.entries or first is None or first.style is None:
        return document
    preamble = document.preamble or first.preamble
    return replace(document, preamble=preamble, style=first.style, newest_first=first.newest_first)


def _plan(
    document: Document, exports: Sequence[Found], memory: Memory, prefer: Preference | None
) -> Plan:
    level = document.style.level
    incoming = [
        Export(found.name, tuple(settle(entry, level) for entry in found.entries))
        for found in exports
    ]
    return plan_import(incoming, with_ids(document), memory, prefer=prefer)


def _memory(data: bytes | None, path: str) -> Memory:
    """Read what is remembered of earlier imports."""
    if not data:
        return Memory()
    try:
        return loads(data.decode("utf-8", "replace"))
    except ValueError as error:
        raise DataError(
            f"a later version of journal wrote this ({error})", where=path, todo="update journal"
        ) from None


def _variant_entry(variant: Variant) -> Entry:
    """Return a text that was left out as an entry that says why, and where it came from."""
    source, kept = variant.sources
    meta = {"left out": variant.reason, "from": source, "kept": kept}
    return replace(variant.entry, header="", shift=None, meta={**variant.entry.meta, **meta})


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
            meta = {"left out": "it stands before the entries of an export", "from": found.name}
            yield Entry(newest, "preamble", found.reading.preamble, meta=meta)


def _with_variants(data: bytes | None, entries: Sequence[Entry]) -> bytes:
    """Return the bytes of the variants' file with more of them at its end."""
    text = storage.decode(data or b"")
    for entry in entries:
        section = write_section(entry, Style(), strict=True)
        text = f"{text}\n{section}" if text else section
    return storage.encode(text)
