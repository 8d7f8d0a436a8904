"""Folders with posts in them: every file is read, and parsed only where it matters."""

from __future__ import annotations

import os

from journal.age.header import is_encrypted
from journal.errors import DataError
from journal.ids import make_id
from journal.scan.facts import Facts, is_no_entry, may_have_header, read_facts
from journal.scan.files import READ, of_latest_days
from journal.scan.finder import Finder
from journal.scan.form import UnsureError, find_form
from journal.scan.order import newest
from journal.scan.post import FoundPost, Post
from journal.scan.survey import Survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeAlias

    from journal.scan.files import Scan
    from journal.scan.found import Found
    from journal.scan.needles import Needle
    from journal.scan.post import Home

    File: TypeAlias = Survey | Post

_BATCH = _CHUNK = 1 << 19
_FEW = 20
_FIRST = 1 << 14


class Folder:
    """The files of a folder that have entries, by path, and those entries that are wanted.

    A file of sections is left to `scan`. What raises UnsureError only the full
    parse of the whole folder can tell.
    """

    def __init__(self, home: Home, scan: Scan) -> None:
        """Begin with nothing."""
        self.files: list[File] = []
        self.found: list[Found] = []
        self._home = home
        self._scan = scan
        self._needles: Sequence[Needle] | None = None
        self._wanted: Callable[[Any], bool] | None = None
        self._batch: list[tuple[Post, str, bytes, bool]] = []
        self._size = 0

    def read(
        self,
        paths: Iterable[str],
        needles: Sequence[Needle] | None = None,
        wanted: Callable[[Any], bool] | None = None,
    ) -> None:
        """Look into files, in the order of their paths; the rest is as for `scan`.

        Raises UnsureError.
        """
        self._needles, self._wanted = needles, wanted
        for path in paths:
            try:
                number = os.open(path, READ)
            except OSError:
                raise UnsureError from None
            try:
                self._read(path, number)
            except (DataError, OSError):
                raise UnsureError from None
            finally:
                os.close(number)
        if not self.files:
            raise UnsureError
        self._search()

    def take(self, survey: Survey, found: Iterable[Found]) -> None:
        """Add a file of sections, and the wanted entries in it."""
        self.files.append(survey)
        self.found += found

    def _read(self, path: str, number: int) -> None:
        data = os.read(number, _FIRST)
        if is_encrypted(data):
            data = (self._home.decrypt and self._home.decrypt(path)) or b""
            if not data:
                raise UnsureError
        else:
            if _may_have_sections(data) and self._scanned(path):
                return
            pieces = [data]
            while pieces[-1]:
                pieces.append(os.read(number, _CHUNK))
            data = b"".join(pieces)
        self._take_post(path, data)

    def _scanned(self, path: str) -> bool:
        """Take a file of sections, if a scan can be sure of it."""
        made = self._scan(path)
        if made:
            self.take(*made)
        return bool(made)

    def _take_post(self, path: str, data: bytes) -> None:
        """Take a file that is one entry, or leave out one that has none. Raises UnsureError."""
        text, is_utf8 = self._home.decode(data, path)
        facts = read_facts(text, path)
        is_plain = facts is not None
        if facts is None:
            facts = self._parsed(text, path)
        if facts is None:
            return
        post = Post(self._home, path, facts, is_plain=is_plain)
        self.files.append(post)
        if self._wanted:
            self._batch.append((post, text, data, is_utf8 and facts.is_literal))
            self._size += len(data)
            if self._size > _BATCH:
                self._search()

    def _parsed(self, text: str, path: str) -> Facts | None:
        """Return what the parser finds in a file; None where there is no entry, or sections are."""
        if is_no_entry(text, path):
            return None
        document = self._home.document(text, path)
        if not document.entries:
            return None
        entry = document.entries[0]
        if entry.level and self._scanned(path):
            return None
        # Files whose entries do not say which way they run take after one that does.
        if entry.level or entry.date is None or document.newest_first is not None:
            raise UnsureError
        return Facts(entry.date, entry.time, entry.title)

    def _search(self) -> None:
        """Look at the posts that have been read and not been looked at."""
        for number in self._hits():
            post, text, *_ = self._batch[number]
            found = FoundPost(post, text)
            if self._wanted and self._wanted(found):
                self.found.append(found)
            found.forget()
        self._batch, self._size = [], 0

    def _hits(self) -> Iterable[int]:
        """Return the numbers of the posts of a batch that may have what is looked for."""
        if self._needles is None:
            return range(len(self._batch))
        ends: list[int] = []
        pieces: list[bytes] = []
        size = 0
        hits: set[int] = set()
        for number, (post, _, data, is_literal) in enumerate(self._batch):
            # A title may stand in nothing but the name.
            name = post.path.rpartition("/")[2].encode("utf-8", "surrogateescape")
            pieces += data, name
            size += len(data) + len(name) + 2
            ends.append(size)
            if not is_literal:
                hits.add(number)
        joined = b"\n".join(pieces)
        finder = Finder(len(joined))
        number = 0
        for at in sorted(at for one in self._needles for at in one.places(joined, finder)):
            while ends[number] <= at:
                number += 1
            hits.add(number)
        return sorted(hits)

    def latest(self, count: int | None) -> list[Found]:
        """Return the entries of the latest days, as many days as hold so many; None for all."""
        found: list[Found] = []
        for file in self.files:
            numbers = file.latest(count) if isinstance(file, Survey) else (0,)
            found += map(file.find, numbers)
        return of_latest_days(found, count)

    def arrange(self, found: Iterable[Found], *, newest_first: bool = False) -> list[Found]:
        """Return entries of these files as `newest` does. Raises UnsureError."""
        by_day: dict[str, list[Found]] = {}
        for one in found:
            by_day.setdefault(one.day, []).append(one)
        large: list[tuple[int, File]] = []
        small: dict[str, list[tuple[int, File]]] = {}
        for place, file in enumerate(self.files):
            if len(file) > _FEW:
                large.append((place, file))
                continue
            for day in by_day.keys() & _days(file):
                small.setdefault(day, []).append((place, file))
        if self.files[1:] and not large[1:]:
            # What a file does not say of its order the others do, all of them.
            one_by_one = [file for own in small.values() for _, file in own]
            _refuse_without_order(one_by_one + [file for _, file in large])
        rest = [one for day, alike in by_day.items() if day not in small for one in alike]
        arranged = _newest(large, rest, newest_first=newest_first)
        for day, own in small.items():
            if len(own) == 1 == len(own[0][1]) and not large:
                one = by_day[day][0]
                one.id = make_id(day, one.title, 0)
                arranged.append(one)
            else:
                arranged += _newest(sorted(large + own), by_day[day], newest_first=newest_first)
        return sorted(arranged, key=lambda one: one.day, reverse=True)


def _refuse_without_order(files: Iterable[File]) -> None:
    """Raise UnsureError where the days of a file do not say which way it runs."""
    if any(len(file) > 1 and file.newest_first is None for file in files):
        raise UnsureError


def _days(file: File) -> Iterable[str]:
    """Return the days of a file, as entries have them."""
    if isinstance(file, Post):
        return (file.iso,)
    mark = file.day(0)[4:5]
    return {day.replace(mark, b"-").decode() for day in file.days}


def _newest(
    files: Sequence[tuple[int, File]], found: Iterable[Found], *, newest_first: bool
) -> list[Found]:
    surveys: list[Any] = [file for _, file in files]
    return newest(surveys, found, newest_first=newest_first)


def _may_have_sections(data: bytes) -> bool:
    """Tell whether a file that begins so may have sections that a scan can be sure of."""
    first = data.partition(b"\n")[0].decode("utf-8", "replace")
    return not may_have_header(first) and find_form(data) is not None
