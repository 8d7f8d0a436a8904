"""A journal: one diary in a Markdown file, read whole and written safely."""

from __future__ import annotations

import os
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from journal import storage
from journal.errors import ChangedOnDiskError
from journal.markdown.document import Document, parse
from journal.markdown.section import settle, write_section

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from journal.entry import Entry
    from journal.history import History, Step

_REPEATS = 3
_SETTLE = 0.1
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding an entry: the entry as it stands, and whether it is new."""

    entry: Entry
    is_new: bool


class Journal:
    """One named diary in a Markdown file, which need not be there yet.

    `newest_first` is the order of a file that has none of its own yet. `state`
    is the private folder below which its history is kept; without one, nothing
    can be taken back.
    """

    def __init__(
        self, path: str, name: str = "", *, newest_first: bool = False, state: str = ""
    ) -> None:
        """Keep where the journal is; nothing is read."""
        self.path = os.path.abspath(path)
        self.name = name
        self._newest_first = newest_first
        self._state = state

    def document(self) -> Document:
        """Read and parse the file, in whatever encoding; a missing one is empty.

        Raises DataError.
        """
        data = storage.read(self.path)
        return self._parse(storage.readable_text(data or b"", self.path))

    def parse(self, data: bytes | None) -> Document:
        """Parse bytes that may be written back (None: there is no file).

        Raises DataError for what is not UTF-8.
        """
        return self._parse(storage.writable_text(data or b"", self.path))

    def _parse(self, text: str) -> Document:
        document = parse(text, self.path, journal=self.name)
        if document.newest_first is None:
            document = replace(document, newest_first=self._newest_first)
        return document

    def entries(self) -> list[Entry]:
        """Return all entries, in the order of the file, with their ids. Raises DataError."""
        return with_ids(self.document())

    def preview(self, entry: Entry) -> Iterator[str]:
        """Yield the section that `add` would write."""
        yield write_section(entry, self.document().style)

    def add(self, entry: Entry) -> Added:
        """Write an entry into its place by date; a text that is there on that day already is not.

        Raises DataError, and then nothing was written.
        """
        from journal.history import Change, Step, mention

        target = storage.resolve(self.path)
        made: list[Added] = []

        def plan() -> Step:
            data = storage.read(target)
            document = self.parse(data)
            there = [one for one in document.entries if _same_text(one, entry)]
            new = data or b"" if there else storage.encode(document.insert(entry).text)
            after = document if there else self.parse(new)
            wanted = there[0] if there else settle(entry, after.style.level)
            found = next(one for one in with_ids(after) if _shows(one, wanted))
            made[:] = [Added(found, is_new=not there)]
            changes = () if there else (Change(target, data, new),)
            return Step("add", changes, mention([found]), spans=True)

        self.write(plan)
        return made[0]

    def write(self, plan: Callable[[], Step]) -> Step:
        """Carry out one writing command under the lock: all of its changes, or none.

        `plan` reads the files and says what to change; it is asked again, three
        times at most, when someone else saves one of them meanwhile. Raises
        DataError, also where the way back cannot be kept, and then nothing was
        written.
        """
        from journal.history import apply

        storage.check_file(self.path)
        history = self.history
        folders = [os.path.join(os.path.dirname(storage.resolve(self.path)), ".journal")]
        with storage.lock(self.path, folders=[*folders, history.folder] if history else folders):
            if history:
                history.settle()
            for attempt in range(_REPEATS + 1):
                step = plan()
                try:
                    history.carry_out(step) if history else apply(step.changes)
                except ChangedOnDiskError:
                    if attempt == _REPEATS:
                        raise
                    # An editor that saves in place may be half way: its rest would be lost.
                    time.sleep(_SETTLE)
                else:
                    return step
        raise AssertionError("unreachable")

    @cached_property
    def history(self) -> History | None:
        """Return the history of this journal, where one is kept. Raises DataError."""
        if not self._state:
            return None
        from journal.history import History, history_folder

        return History(history_folder(self._state, storage.resolve(self.path)))


def with_ids(document: Document) -> list[Entry]:
    """Return the entries of a file, in its order, with their ids.

    Equal ones are counted from the oldest, so that a new one changes no id.
    """
    seen: Counter[tuple[object, str]] = Counter()
    entries = list(document.entries)
    order = range(len(entries))
    for index in reversed(order) if document.newest_first else order:
        entry = entries[index]
        key = (entry.date, unicodedata.normalize("NFKC", entry.title))
        entries[index] = replace(entry, id=entry_id(entry.date, entry.title, seen[key]))
        seen[key] += 1
    return entries


def entry_id(date: dt.date | None, title: str, ordinal: int) -> str:
    """Return 8 characters of lower-case base32 over date, NFKC title and ordinal among equals.

    It survives edits of the body and moves between files; nothing is written
    into the Markdown for it.
    """
    from _blake2 import blake2b

    day = "" if date is None else date.isoformat()
    text = f"{day}\n{unicodedata.normalize('NFKC', title)}\n{ordinal}"
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    number = int.from_bytes(digest)
    return "".join(_BASE32[number >> shift & 31] for shift in range(35, -1, -5))


def _shows(one: Entry, other: Entry) -> bool:
    return (one.date, one.title, one.body) == (other.date, other.title, other.body)


def _same_text(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of one day say the same, whatever their blanks and marks."""
    if one.date != other.date:
        return False
    return _said(one) == _said(other)


def _said(entry: Entry) -> str:
    from journal.fingerprint import letters

    text = f"{entry.title}\n{entry.body}"
    return letters(text) or text
