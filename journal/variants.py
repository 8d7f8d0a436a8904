"""The variants of a journal: read back what merges left out, and put one of them in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal import fingerprint, storage
from journal.beside import (
    FROM,
    HEADER,
    KEPT,
    LEFT_OUT,
    PREAMBLE,
    Files,
    read_memory,
    to_section,
    with_sections,
)
from journal.changing import changed_files
from journal.dedupe.memory import Family, Memory, Version
from journal.dedupe.model import Variant
from journal.dedupe.pool import gather
from journal.diary.ids import with_ids
from journal.entry import Entry
from journal.errors import DataError
from journal.history import Change, Step, mention
from journal.markdown.document import parse
from journal.markdown.inline import tags as inline_tags

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from journal.beside import Contents
    from journal.journal import Journal

RESTORED = "another one was restored in its place"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A text, a date, header keys, or the preamble of an export, as the variants' file holds it.

    `entry` has the date, the title and the text that were left out, and an id
    of its own; its body is "" where only date or header keys differ. `of` is the entry of
    the journal that it is a version of, None for a preamble and where that
    entry is gone. `source` and `kept` are `path:line` where it and what stayed
    were first seen. `family` is a place in the memory, or -1; `shown` tells
    that the journal has this text, or this date, now.
    """

    entry: Entry
    of: Entry | None
    reason: str
    source: str
    kept: str
    family: int = -1
    shown: bool = False


def read_variants(journal: Journal) -> list[LeftOut]:
    """Return all variants of a journal, newest first, also those shown now. Raises DataError."""
    files = Files.of(journal)
    if storage.read(files.variants) is None:
        return []
    return sorted(_read(journal, files, files.read()), key=_newness, reverse=True)


def restore(journal: Journal, variant: LeftOut) -> Entry:
    """Put a variant in the place of what its entry shows, and return the entry as it stands.

    A text takes the place of text and title, a date that of the date. What was
    there becomes a variant, and later imports leave the choice as it is. Raises
    DataError, and then nothing was written.
    """
    files = Files.of(journal)
    made: list[Entry] = []

    def plan() -> Step:
        contents = files.read()
        found = list(_read(journal, files, contents))
        here = next((one for one in found if _is(one, variant)), None)
        if here is None or here.of is None:
            raise DataError(
                "not restored: someone else changed this entry meanwhile",
                where=files.diary,
                todo="look at it and try again",
            )
        old, new = here.of, _restored(here.entry, here.of)
        memory = read_memory(contents.memory, files.memory)
        before = journal.parse(contents.diary)
        after = before.edit(replacements=[(old, new)])
        made[:] = [one for one in with_ids(after) if _seen(one) == _seen(new)][:1]
        known = (one.entry for one in found if one.family == here.family)
        fresh = [] if _holds(known, old, here.entry) else [to_section(_replaced(here, old))]
        memory = _remember(memory, here, new)
        beside = (
            Change(files.variants, contents.variants, with_sections(contents.variants, fresh)),
            Change(files.memory, contents.memory, memory.dumps().encode()),
        )
        changes = [one for one in beside if one.new != one.old]
        changes += changed_files(contents.diary, before, after)
        return Step("restore", tuple(changes), mention(made))

    journal.write(plan)
    return made[0]


def _read(journal: Journal, files: Files, contents: Contents) -> Iterable[LeftOut]:
    """Yield the sections of the variants' file in its order, each with its entry."""
    document = parse(storage.decode(contents.variants or b""), files.variants)
    # The file is only ever added to: counted from its beginning, ids stay.
    sections = with_ids(replace(document, newest_first=False))
    entries = with_ids(journal.parse(contents.diary))
    memory = read_memory(contents.memory, files.memory)
    homes = _families(sections, memory)
    standing = _standing(memory, set(homes), entries)
    by_heading = {(entry.date, fingerprint.title_key(entry.title)): entry for entry in entries}
    for section, family in zip(sections, homes, strict=True):
        reason, source, kept = (str(section.meta.get(key, "")) for key in (LEFT_OUT, FROM, KEPT))
        of = standing.get(family)
        if family < 0 and reason != PREAMBLE:
            of = by_heading.get((section.date, fingerprint.title_key(section.title)))
        shown = of is not None and _is_shown(section, of)
        yield LeftOut(section, of, reason, source, kept, family, shown)


def _families(sections: Sequence[Entry], memory: Memory) -> list[int]:
    """Return the place in the memory of the family of each section, -1 where none is known."""
    faces: dict[tuple[dt.date | None, int], int] = {}
    headings: dict[tuple[dt.date | None, str, str], int] = {}
    sources: dict[str, int] = {}
    for number, family in enumerate(memory.families):
        for version in family.versions:
            faces.setdefault((version.date, version.face), number)
            headings.setdefault((version.date, version.title, version.source), number)
            sources.setdefault(version.source, number)
    sources.pop("", None)

    def find(section: Entry) -> int:
        source, kept = (str(section.meta.get(key, "")) for key in (FROM, KEPT))
        found = headings.get((section.date, section.title, source), sources.get(kept, -1))
        if not section.body:
            return found
        return faces.get((section.date, fingerprint.face(section.title, section.body)), found)

    return [-1 if one.meta.get(LEFT_OUT) == PREAMBLE else find(one) for one in sections]


def _standing(memory: Memory, numbers: set[int], entries: Sequence[Entry]) -> dict[int, Entry]:
    """Return the entry of the journal that each of these families is now, found as imports do."""
    wanted = sorted(number for number in numbers if number >= 0)
    families = [memory.families[number] for number in wanted]
    dates = {version.date for family in families for version in family.versions}
    dates |= {family.date for family in families}
    titles = {fingerprint.title_key(one.title) for family in families for one in family.versions}
    candidates = [
        entry
        for entry in entries
        if entry.date in dates or fingerprint.title_key(entry.title) in titles
    ]
    pool = gather([], candidates, Memory(memory.exports, tuple(families)))
    found = {wanted[place]: known.entry for place, known in pool.shown.items()}
    return {number: entry for number, entry in found.items() if entry is not None}


def _is_shown(section: Entry, of: Entry) -> bool:
    if values := _values(section):
        return values.items() <= dict(of.meta).items()
    if not section.body:
        return section.date == of.date
    here, there = (fingerprint.face(one.title, one.body) for one in (section, of))
    return here == there


def _values(section: Entry) -> dict[str, object]:
    """Return the header keys of which a variant holds another value."""
    found = section.meta.get(HEADER)
    return found if isinstance(found, dict) else {}


def _is(one: LeftOut, other: LeftOut) -> bool:
    """Tell whether two are the same variant of an entry that stands as it did."""
    raws = [each.of.raw if each.of else None for each in (one, other)]
    return one.entry.id == other.entry.id and raws[0] == raws[1]


def _restored(variant: Entry, of: Entry) -> Entry:
    """Return an entry with the text, the date, or the values of header keys of a variant."""
    if values := _values(variant):
        return replace(of, meta={**of.meta, **values}, header="")
    if not variant.body:
        weekday = variant.date.weekday() if variant.date and of.weekday is not None else None
        return replace(of, date=variant.date, weekday=weekday)
    inline = inline_tags(f"{of.title}\n{of.body}")
    tags = tuple(tag for tag in of.tags if tag not in inline)
    return replace(of, title=variant.title, body=variant.body, tags=tags, shift=None)


def _replaced(variant: LeftOut, old: Entry) -> Variant:
    """Return what a restored variant has replaced."""
    entry = Entry(old.date, old.title, old.body, weekday=old.weekday, raw=old.raw)
    if not variant.entry.body:
        meta = {name: old.meta[name] for name in _values(variant.entry) if name in old.meta}
        entry = replace(entry, body="", meta=meta)
    return Variant(entry, old, RESTORED, (variant.kept or str(old.source), variant.source))


def _holds(sections: Iterable[Entry], old: Entry, restored: Entry) -> bool:
    """Tell whether the variants of an entry have what a restored one replaces."""
    return any(
        bool(one.body) == bool(restored.body)
        and _values(one).keys() == _values(restored).keys()
        and _is_shown(one, old)
        for one in sections
        if one is not restored
    )


def _remember(memory: Memory, variant: LeftOut, new: Entry) -> Memory:
    """Return the memory with the choice in it, so that no import chooses again."""
    old = variant.of
    assert old is not None  # noqa: S101
    if _values(variant.entry):
        return memory
    families = list(memory.families)
    if variant.family < 0:
        families.append(Family(old.date, old.title, (), time=old.time))
    family = families[variant.family]
    versions = [_with_text(version, old) for version in family.versions]
    dates = {version.date for version in versions}
    day = variant.entry.date if variant.entry.body else new.date
    first = _find(versions, new, day) or _version(variant, new)
    others = [version for version in versions if version is not first]
    fixed = family.fixed or (bool(dates) and old.date not in dates)
    if variant.entry.body:
        first = replace(first, pin=True)
        others = [replace(version, pin=False) for version in others]
    else:
        fixed = True
    versions = [_told(version, old, variant.entry) for version in (first, *others)]
    # What has the text that the journal shows needs none of its own.
    versions = [
        replace(one, body=None) if fingerprint.face(one.title, new.body) == one.face else one
        for one in versions
    ]
    families[variant.family] = Family(
        new.date, new.title, tuple(versions), fixed, new.time, family.labels
    )
    families.sort(key=lambda one: (str(one.date), one.title, one.versions[0].face))
    return replace(memory, families=tuple(families))


def _with_text(version: Version, shown: Entry) -> Version:
    """Let a version that has the text shown hold it, now that the journal will not."""
    same = fingerprint.face(version.title, shown.body) == version.face
    return replace(version, body=shown.body) if version.body is None and same else version


def _find(versions: Sequence[Version], new: Entry, day: dt.date | None) -> Version | None:
    """Return a version with the text of an entry, of that day if there is one."""
    face = fingerprint.face(new.title, new.body)
    same = [version for version in versions if version.face == face]
    return next((one for one in same if one.date == day), next(iter(same), None))


def _version(variant: LeftOut, new: Entry) -> Version:
    """Return the version of a text that no import brought."""
    text = fingerprint.letters(new.body)
    return Version(
        new.date,
        new.title,
        fingerprint.face(new.title, new.body),
        fingerprint.content_key(new.body, text),
        len(text),
        hand="text",
        source=variant.source,
    )


def _told(version: Version, old: Entry, restored: Entry) -> Version:
    """Mark what stands in the variants' file from now on."""
    if restored.body and version.face == fingerprint.face(old.title, old.body):
        return replace(version, kept="text")
    if not restored.body and version.date == old.date:
        return replace(version, kept=version.kept or "date")
    return version


def _seen(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.title, entry.body


def _newness(variant: LeftOut) -> tuple[str, int]:
    """Return the sort key of a variant: its day, then its place in the file."""
    return str(variant.entry.date or ""), variant.entry.source.line
