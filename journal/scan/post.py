"""A file that is one entry, and that entry as a scan has found it."""

from __future__ import annotations

from journal.errors import DataError
from journal.scan.form import UnsureError
from journal.scan.found import Found
from journal.scan.survey import changed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from journal.entry import Entry
    from journal.markdown.document import Document
    from journal.scan.facts import Facts

    Decrypt: TypeAlias = Callable[[str], bytes | None]
    Parse: TypeAlias = Callable[[str, str], Document]


class Home:
    """The folder that posts stand in: how its files are read where they are not plain.

    `decrypt` returns what is in a file that is encrypted, `parse` what a text at a
    path is in this folder.
    """

    __slots__ = ("decrypt", "journal", "parse")

    def __init__(self, journal: str, decrypt: Decrypt | None, parse: Parse | None) -> None:
        """Keep them; what they are needed for is not sure without them."""
        self.journal = journal
        self.decrypt = decrypt
        self.parse = parse

    def document(self, text: str, path: str) -> Document:
        """Return what the parser makes of a file. Raises UnsureError where there is none."""
        if self.parse is None:
            raise UnsureError
        return self.parse(text, path)

    def text(self, path: str) -> str:
        """Return the text of a file. Raises DataError."""
        from journal.storage import read

        data = (self.decrypt or read)(path)
        if data is None:
            raise changed(path)
        return self.decode(data, path)[0]

    def decode(self, data: bytes, path: str) -> tuple[str, bool]:
        """Return the text that bytes are, and whether they are UTF-8. Raises DataError."""
        if b"\0" not in data:  # as in nearly all, for which this is all there is to see
            try:
                return data.decode(), True
            except UnicodeDecodeError:
                pass
        from journal.storage import decode, readable_text

        text = readable_text(data, path)
        return text, text == decode(data)


class Post:
    """A file that is one entry: it answers like the survey of a file with one section."""

    __slots__ = ("facts", "home", "is_plain", "iso", "path")

    newest_first = False

    def __init__(self, home: Home, path: str, facts: Facts, *, is_plain: bool) -> None:
        """Keep what is known of it, and whether that was read without the parser."""
        self.facts = facts
        self.home = home
        self.is_plain = is_plain
        self.iso = facts.day.isoformat()
        self.path = path

    def __len__(self) -> int:
        """Return the number of entries."""
        return 1

    def day(self, _: int) -> bytes:
        """Return the day."""
        return self.iso.encode()

    def of_day(self, day: bytes) -> list[int]:
        """Return the number of the entry, if it is of a day."""
        return [0] if day.decode() == self.iso else []

    def find(self, _: int) -> Found:
        """Return the entry."""
        return FoundPost(self)

    def text(self, _: int) -> str:
        """Return the whole file. Raises DataError."""
        return self.home.text(self.path)

    def parse(self, _: int, text: str, id: str) -> Entry:
        """Return the entry, parsed in full. Raises DataError, also where it is another by now."""
        from journal.formats import posts
        from journal.values import replace

        read = posts.read if self.is_plain else self.home.document
        try:
            entries = read(text, self.path).entries
        except DataError:
            entries = ()
        facts = [(one.date, one.time, one.title) for one in entries]
        if facts != [(self.facts.day, self.facts.time, self.facts.title)]:
            raise changed(self.path)
        entry = entries[0]
        source = replace(entry.source, path=self.path, journal=self.home.journal)
        return replace(entry, source=source, id=id)


class FoundPost(Found):
    """The entry that a file is."""

    __slots__ = ("_post", "_seen")

    def __init__(self, post: Post, text: str | None = None) -> None:
        """Take what is known of it; there is no heading to read."""
        self._post = post
        self.survey = post  # type: ignore[assignment] # answers like one
        self.index = 0
        self.id = ""
        self.day = post.iso
        self.clock = post.facts.time
        self.title = post.facts.title
        self._raw = self._seen = text
        self._entry = None

    @property
    def line(self) -> int:
        """Return the first line."""
        return 1

    @property
    def body(self) -> str:
        """Return the text below the header as the full parse does."""
        # What is read again may be another text by now, as only the parser tells.
        body = None if self._seen is None else self._post.facts.body(self._seen)
        return self.entry.body if body is None else body

    def forget(self) -> None:
        """Let go of the text, which can be read again."""
        super().forget()
        self._seen = None
