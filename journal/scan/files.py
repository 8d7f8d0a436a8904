"""The files of a journal, looked into without reading them whole."""

from __future__ import annotations

import os
import stat

from journal.scan.form import UnsureError
from journal.scan.order import newest
from journal.scan.scanning import scan
from journal.scan.survey import Survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from journal.scan.folder import Folder
    from journal.scan.found import Found
    from journal.scan.needles import Needle
    from journal.scan.post import Decrypt, Parse

    Scan = Callable[[str], tuple[Survey, list[Found]] | None]

_SMALL = 1 << 14
"""Bytes of a file up to which it is read at once, and not held open."""

_SPARE = 24
"""How many numbers of open files are left to whatever comes after."""

_MANY = 50
"""Files from which on it pays to look at those of one day alone."""

READ = os.O_RDONLY
"""How files are opened: none blocks, and none is inherited."""

for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):
    READ |= getattr(os, _flag, 0)


def _most_open() -> int:
    """Return the number up to which a file is held open, of those that the process may have."""
    allowed = os.sysconf("SC_OPEN_MAX")
    return (allowed if allowed > 0 else _SPARE * 8) - _SPARE


class OpenFile:
    """A regular file that is open to be read, at any place."""

    __slots__ = ("_number", "size")

    def __init__(self, path: str) -> None:
        """Open it. Raises OSError, and UnsureError for no regular file, or one too many."""
        self._number = os.open(path, READ)
        try:
            status = os.fstat(self._number)
            is_one_too_many = self._number > _SPARE and self._number > _most_open()
            if is_one_too_many or not stat.S_ISREG(status.st_mode):
                raise UnsureError
        except BaseException:
            self.close()
            raise
        self.size = status.st_size

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes between two offsets; fewer where the file ends before."""
        return os.pread(self._number, end - start, start)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._number)


def scan_file(
    path: str,
    needles: Sequence[Needle] | None = None,
    wanted: Callable[[Any], bool] | None = None,
    *,
    journal: str = "",
    decrypt: Decrypt | None = None,
) -> tuple[Survey, list[Found]] | None:
    """Return a survey of a file, and what `scan` finds in it.

    `decrypt` returns what is in a file that is encrypted. None where only the
    full parse can tell what the entries are.
    """
    made = _open(path, journal, decrypt) if hasattr(os, "pread") else None
    if made is None:
        return None
    try:
        return made, scan(made, needles, wanted)
    except UnsureError:
        made.close()
        return None
    except BaseException:
        made.close()
        raise


def _open(path: str, journal: str, decrypt: Decrypt | None) -> Survey | None:
    try:
        file = OpenFile(path)
    except (OSError, UnsureError):
        return None
    try:
        encrypted = decrypt is not None and _is_encrypted(file)
        if not encrypted and file.size > _SMALL:
            return Survey(path, journal, file, file.size)
        data = None if encrypted else file.read(0, file.size)
    except OSError:
        file.close()
        return None
    file.close()
    if decrypt and encrypted:
        data = decrypt(path)
    return Survey(path, journal, data, len(data)) if data else None


def _is_encrypted(file: OpenFile) -> bool:
    from journal.age.header import LONGEST, is_encrypted

    return is_encrypted(file.read(0, LONGEST))


def scan_all(
    paths: Iterable[str],
    scan: Scan,
    *,
    is_folder: bool,
) -> list[tuple[Survey, list[Found]]]:
    """Return what a scan makes of all files of a journal, by path, which may be a folder.

    Raises UnsureError where that of one is None, it may be a post, or there is no
    file; then none is left open.
    """
    with _Opened(scan) as opened:
        made, rest = _scan_first([*paths], opened.scan, is_folder=is_folder)
        if rest:
            raise UnsureError
        return made


def search(
    paths: Iterable[str],
    needles: Sequence[Needle] | None,
    wanted: Callable[[Any], bool],
    *,
    is_folder: bool,
    journal: str = "",
    decrypt: Decrypt | None = None,
    parse: Parse | None = None,
    newest_first: bool = False,
) -> list[Found] | None:
    """Return the entries that are wanted in the files of a journal, as `newest` does.

    Only those with one of the needles are looked at, where there are any;
    `decrypt` is as for `scan_file`, `parse` returns what a text at a path is in
    this folder. None where only the full parse can tell what the entries are.
    """

    def scan(path: str) -> tuple[Survey, list[Found]] | None:
        return scan_file(path, needles, wanted, journal=journal, decrypt=decrypt)

    try:
        with _Opened(scan) as opened:
            made, rest = _scan_first([*paths], opened.scan, is_folder=is_folder)
            if rest or len(made) > _MANY:
                folder = _folder(made, opened.scan, journal, decrypt, parse)
                folder.read(rest, needles, wanted)
                return folder.arrange(folder.found, newest_first=newest_first)
            found = [one for _, each in made for one in each]
            return newest([survey for survey, _ in made], found, newest_first=newest_first)
    except UnsureError:
        return None


def latest(
    paths: Iterable[str], count: int | None, *, is_folder: bool, parse: Parse | None = None
) -> list[Found] | None:
    """Return the `count` latest entries in the files of a journal, None for all, as `newest` does.

    `parse` is as for `search`. None where only the full parse can tell what the
    entries are.
    """
    try:
        with _Opened(scan_file) as opened:
            made, rest = _scan_first([*paths], opened.scan, is_folder=is_folder)
            if rest or len(made) > _MANY:
                folder = _folder(made, opened.scan, "", None, parse)
                folder.read(rest)
                return folder.arrange(folder.latest(count))[:count]
            found = [survey.find(at) for survey, _ in made for at in survey.latest(count)]
            return newest([survey for survey, _ in made], of_latest_days(found, count))[:count]
    except UnsureError:
        return None


def of_latest_days(found: list[Found], count: int | None) -> list[Found]:
    """Return the entries of the latest days, as many days as hold so many; None for all."""
    if count is None or count >= len(found):
        return found
    lowest = sorted(one.day for one in found)[-count] if count else "9"
    return [one for one in found if one.day >= lowest]


def _scan_first(
    paths: Sequence[str], scan: Scan, *, is_folder: bool
) -> tuple[list[tuple[Survey, list[Found]]], Sequence[str]]:
    """Return what a scan makes of files up to the first that may be a post, and the rest of them.

    Raises UnsureError where there is neither, or no folder.
    """
    made: list[tuple[Survey, list[Found]]] = []
    for number, path in enumerate(paths):
        one = scan(path)
        if one is None or (is_folder and one[0].read(0, 1) != b"#"):
            if is_folder:
                return made, paths[number:]
            raise UnsureError
        made.append(one)
    if not made:
        raise UnsureError
    return made, ()


def _folder(
    made: Iterable[tuple[Survey, list[Found]]],
    scan: Scan,
    journal: str,
    decrypt: Decrypt | None,
    parse: Parse | None,
) -> Folder:
    """Return a folder with posts in it, in which these files stand first."""
    from journal.scan.folder import Folder
    from journal.scan.post import Home

    folder = Folder(Home(journal, decrypt, parse), scan)
    for survey, found in made:
        folder.take(survey, found)
    return folder


class _Opened:
    """The files that a scan has opened, which are closed where it fails."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._surveys: list[Survey] = []

    def scan(self, path: str) -> tuple[Survey, list[Found]] | None:
        """Scan a file."""
        made = self._scan(path)
        if made:
            self._surveys.append(made[0])
        return made

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind:
            for survey in self._surveys:
                survey.close()
