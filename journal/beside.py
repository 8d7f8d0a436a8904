"""What is kept beside a journal: the variants that merges left out, and what is remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal import storage
from journal.dedupe.memory import Memory, loads
from journal.errors import DataError
from journal.markdown.form import Style
from journal.markdown.section import write_section
from journal.sealing import kept_path
from journal.storage.files import holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.dedupe.model import Variant
    from journal.entry import Entry
    from journal.journal import Journal

LEFT_OUT, FROM, KEPT, HEADER = "left out", "from", "kept", "header"
"""Keys in the comment of a section in the variants' file: why, from where, what stayed, and
header keys whose values were left out."""

PREAMBLE = "it stands before the entries of an export"
"""The reason of a section that is no entry."""


@dataclass(frozen=True, slots=True)
class Files:
    """What belongs to a journal: the diary, what was left out, what is remembered.

    `diary` is a file, or the folder that the journal is; it holds the others in `.journal`.
    """

    journal: Journal
    diary: str
    variants: str
    memory: str

    @classmethod
    def of(cls, journal: Journal) -> Files:
        """Return the files of a journal; links are followed first."""
        diary = storage.resolve(journal.path)
        beside = kept_path(journal)
        return cls(journal, diary, f"{beside}variants.md", f"{beside}memory.jsonl")

    def read(self) -> Contents:
        """Read all of them. Raises DataError."""
        read = self.journal.read_file
        return Contents(self.journal.read(), read(self.variants), read(self.memory))


@dataclass(frozen=True, slots=True)
class Contents:
    """The bytes of these files, those of the diary by path; None where there is none."""

    diary: Mapping[str, bytes | None]
    variants: bytes | None
    memory: bytes | None

    def still_stand(self, files: Files) -> bool:
        """Tell whether the files hold these bytes now. Raises DataError."""
        journal = files.journal
        pairs = [(files.variants, self.variants), (files.memory, self.memory)]
        if not journal.is_folder:
            pairs += self.diary.items()
        elif journal.read() != self.diary:
            return False
        # What is not encrypted needs no second copy to be compared.
        return all(holds(path, data) or journal.read_file(path) == data for path, data in pairs)


def read_memory(data: bytes | None, path: str) -> Memory:
    """Return what is remembered of earlier imports.

    Raises DataError where a later version wrote it.
    """
    if not data:
        return Memory()
    try:
        return loads(data)
    except ValueError as error:
        raise DataError(
            f"a later version of journal wrote this ({error})", where=path, todo="update journal"
        ) from None


def to_section(variant: Variant) -> Entry:
    """Return a text that was left out as an entry that says why, and where it came from."""
    source, kept = variant.sources
    meta: dict[str, object] = {LEFT_OUT: variant.reason, FROM: source, KEPT: kept}
    if variant.entry.meta:
        meta[HEADER] = variant.entry.meta
    # Only the heading that was written says what an impossible day was.
    raw = variant.entry.raw or variant.kept.raw
    return replace(variant.entry, header="", shift=None, meta=meta, raw=raw)


def with_sections(data: bytes | None, entries: Sequence[Entry]) -> bytes:
    """Return the bytes of the variants' file with more of them at its end."""
    text = storage.decode(data or b"")
    for entry in entries:
        section = write_section(entry, Style(), strict=True)
        text = f"{text}\n{section}" if text else section
    return storage.encode(text)
