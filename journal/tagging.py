"""Give a tag another name in all of a journal, as one command that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import storage
from journal.changing import changed_files
from journal.diary.ids import with_ids
from journal.errors import DataError, NothingFoundError
from journal.history import Step, mention
from journal.markdown.retag import renamed, retagged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.diary.diary import Diary
    from journal.entry import Entry
    from journal.journal import Journal


def tagged_entries(entries: Iterable[Entry], tag: str) -> list[Entry]:
    """Return the entries that have a tag, or one nested in it.

    Raises NothingFoundError where none has, with the tag that was likely meant.
    """
    every = list(entries)
    found = [entry for entry in every if _has(entry, tag)]
    if found:
        return found
    from difflib import get_close_matches

    from journal.search.folding import fold

    known = {fold(one): one for entry in every for one in entry.tags}
    close = get_close_matches(fold(tag), known, 1)
    raise NothingFoundError(
        f"no entry has the tag {tag!r}",
        todo=f"did you mean {known[close[0]]!r}?" if close else "journal tags lists them",
    )


def rename_tag(journal: Journal, old: str, new: str) -> list[Entry]:
    """Rename a tag, and those nested in it, in all files or in none; return these entries after.

    Only tags change: not code, links or headings. Raises NothingFoundError where
    no entry has it, and DataError where an entry would not read back as it should.
    """
    made: list[Entry] = []

    def plan() -> Step:
        contents = journal.read()
        before = journal.parse(contents)
        tagged_entries(before.entries, old)
        changed: dict[str, bytes | None] = {}
        for document in before.documents:
            if not any(_has(entry, old) for entry in document.entries):
                continue
            raws = [
                retagged(entry, old, new) if _has(entry, old) else entry.raw
                for entry in document.entries
            ]
            changed[document.path] = storage.encode(document.preamble + "".join(raws))
        after = journal.parse({**contents, **changed})
        _check(before, after, old, new)
        places = zip(before.entries, with_ids(after), strict=True)
        made[:] = [entry for was, entry in places if _has(was, old)]
        return Step("tags", changed_files(contents, before, after), mention(made))

    journal.write(plan)
    return made


def _has(entry: Entry, tag: str) -> bool:
    """Tell whether an entry has a tag or one nested in it."""
    return any(one == tag or one.startswith(f"{tag}/") for one in entry.tags)


def _check(before: Diary, after: Diary, old: str, new: str) -> None:
    """Raise DataError where anything but the tags is another."""
    read = [_facts(entry, entry.tags) for entry in after.entries]
    for at, entry in enumerate(before.entries):
        expected = _facts(entry, [renamed(tag, old, new) for tag in entry.tags])
        if len(read) != len(before.entries) or read[at] != expected:
            raise DataError(
                f"the tag {old!r} cannot be renamed here by itself, so nothing was",
                where=entry.source,
                todo="rename it by hand: journal edit",
            )


def _facts(entry: Entry, tags: Iterable[str]) -> tuple[object, ...]:
    return (entry.date, entry.time, entry.level, entry.source, set(tags))
