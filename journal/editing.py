"""Remove and rewrite entries that stand in a journal, whatever else happened to it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import storage
from journal.changing import changed_files
from journal.diary.diary import is_post
from journal.diary.ids import numbered, with_ids
from journal.diary.standing import put_text
from journal.errors import DataError
from journal.history import Step, mention
from journal.markdown.document import parse
from journal.markdown.place import place
from journal.markdown.section import unix

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from journal.diary.diary import Diary
    from journal.entry import Entry
    from journal.journal import Journal
    from journal.markdown.document import Document

_BLANKS = " \t\r\n"


def writable_entries(journal: Journal) -> list[Entry]:
    """Return all entries with their ids. Raises DataError for a file that is not to be written."""
    return [*numbered(journal.parse(journal.read())).entries]


def remove_entries(journal: Journal, entries: Sequence[Entry]) -> None:
    """Take entries out of their files. Raises DataError where one was changed since it was read.

    A file of a folder goes with the last of what it holds.
    """

    def prepare() -> Step:
        contents = journal.read()
        before = numbered(journal.parse(contents))
        standing = before.entries
        places = {_find_again(standing, entry) for entry in entries}
        found = [standing[place] for place in sorted(places)]
        after = before.edit(removals=found)
        return Step("rm", changed_files(contents, before, after), mention(found))

    journal.write(prepare)


def section_text(entry: Entry) -> str:
    """Return the section of an entry as it stands in its file, but for blank lines at its end."""
    newline = "\r\n" if "\r\n" in entry.raw else "\r" if _is_old_mac(entry.raw) else "\n"
    return _content(entry.raw) + newline


def rewrite_entry(journal: Journal, entry: Entry, text: str) -> list[Entry]:
    """Put a text where the section of an entry stands, and return the entries that it makes.

    None are returned where it is the same text. Nothing else changes, also
    where someone else changed the rest of the file since the entry was read. A
    section whose date is another moves to its place. Raises DataError where
    someone changed this entry, or where the text does not read as one or more
    entries.
    """
    made: list[Entry] = []
    if _content(_with_line_ends_of(entry.raw, text)) == _content(entry.raw):
        return made

    def prepare() -> Step:
        contents = journal.read()
        before = numbered(journal.parse(contents))
        standing = before.entries
        old = standing[_find_again(standing, entry)]
        document = before.document_of(old.source.path)
        content = _content(_with_line_ends_of(entry.raw, text, document.style.newline))
        written = put_text(document, old, content + old.raw[len(_content(old.raw)) :])
        if written is None:
            whole, sections = _rewritten(document, old, content)
            written = storage.encode(whole), sections
        whole_data, sections = written
        after = journal.parse({**contents, document.path: whole_data})
        after, fresh = _at_home(after, document.path, set(map(_content, sections)), old)
        days: set[Any] = {date for date, *_ in fresh}
        made[:] = [one for one in with_ids(after, days=days) if _facts(one) in fresh]
        return Step("edit", changed_files(contents, before, after), mention(made))

    journal.write(prepare)
    return made


def _at_home(
    diary: Diary, path: str, contents: set[str], old: Entry
) -> tuple[Diary, list[tuple[object, ...]]]:
    """Return the diary with what was written moved to the files of its days, and its facts."""
    here = diary.document_of(path).entries
    written = [one for one in here if _content(one.raw) in contents]
    if not written:
        raise _no_entry("".join(contents), old)
    moved = [one for one in written if diary.home_after(old, one) != path]
    if moved:
        diary = diary.edit(moved, removals=moved)
    return diary, [_facts(one) for one in written]


def _facts(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.time, entry.title, entry.body


def _find_again(standing: Sequence[Entry], entry: Entry) -> int:
    """Return where an entry stands now: the same text, and of several the same id or line."""
    wanted = _content(entry.raw)
    found = [index for index, one in enumerate(standing) if _content(one.raw) == wanted]
    if not found:
        raise DataError(
            "not saved: someone else changed or removed this entry meanwhile",
            where=entry.source,
            todo="look at it and try again",
        )
    line = entry.source.line
    return min(
        found,
        key=lambda at: (standing[at].id != entry.id, abs(standing[at].source.line - line)),
    )


def _rewritten(document: Document, old: Entry, content: str) -> tuple[str, list[str]]:
    """Return the text of the file with a text in the place of an entry, and its sections."""
    if is_post(document):
        text = content + old.raw[len(_content(old.raw)) :]
        return text, [text]
    lines = [entry.source.line for entry in document.entries]
    index = lines.index(old.source.line)
    before = [entry.raw for entry in document.entries[:index]]
    behind = [entry.raw for entry in document.entries[index + 1 :]]
    section = content + old.raw[len(_content(old.raw)) :]
    text = "".join([document.preamble, *before, section, *behind])
    read = parse(text, document.path)
    raws = [entry.raw for entry in read.entries]
    end = len(raws) - len(behind)
    same = (read.preamble, raws[:index], raws[end:]) == (document.preamble, before, behind)
    if not same or end <= index:
        raise _no_entry(section, old)
    moved = [at for at in range(index, end) if read.entries[at].date not in (old.date, None)]
    # Where days take their year from a heading above, a section says another day elsewhere.
    if moved and document.calendar is None:
        text = _move(read, moved, newest_first=bool(document.newest_first))
        found = [entry.raw for entry in parse(text, document.path).entries]
        if sorted(map(_content, found)) != sorted(map(_content, raws)):
            raise _no_entry(text, old)
    return text, raws[index:end]


def _move(document: Document, moved: Sequence[int], *, newest_first: bool) -> str:
    """Return the text of the file with some of its sections in their places by date."""
    newline = document.style.newline
    kept = [entry for at, entry in enumerate(document.entries) if at not in moved]
    places = place(kept, [document.entries[at] for at in moved], newest_first=newest_first)
    pieces = [document.preamble]
    for at in range(len(kept) + 1):
        for entry in places.get(at, ()):
            last = next((piece for piece in reversed(pieces) if piece), "")
            pieces += [_gap_after(last, newline), _content(entry.raw), newline]
        if at < len(kept):
            pieces += [newline] * bool(places.get(at)) + [kept[at].raw]
    return "".join(pieces)


def _gap_after(text: str, newline: str) -> str:
    """Return what must stand between a text and a section, so that a blank line does."""
    end = unix(text[-4:]).removeprefix("\ufeff")
    there = len(end) - len(end.rstrip("\n"))
    return newline * max(0, 2 - there) if end else ""


def _no_entry(section: str, old: Entry) -> DataError:
    """Return the error for a text that is no entry, or would swallow others."""
    read = parse(section)
    if read.open_line:
        what = "a code fence, comment or HTML block in the text is never closed"
        return DataError(f"not saved: {what}", where=old.source, todo="close it")
    return DataError(
        "not saved: the text must begin with a dated heading of the level that this file uses",
        where=old.source,
        todo=f"begin it with a line such as {'#' * old.level} 2023.04.02 title",
    )


def _with_line_ends_of(old: str, text: str, otherwise: str = "\n") -> str:
    """Return a text with the line endings of another one, if that has only one kind.

    `otherwise` are those to take where the other is a single line.
    """
    crlf, lf, cr = old.count("\r\n"), old.count("\n"), old.count("\r")
    if not lf and not cr:
        return unix(text).replace("\n", otherwise)
    if crlf == lf == cr:
        return unix(text).replace("\n", "\r\n")
    if not lf:
        return unix(text).replace("\n", "\r")
    turned = text.count("\r\n") == text.count("\n")
    return unix(text) if turned and not cr else text


def _is_old_mac(text: str) -> bool:
    return "\r" in text and "\n" not in text


def _content(raw: str) -> str:
    """Return a section without the blank lines at its end."""
    return raw.rstrip(_BLANKS)
