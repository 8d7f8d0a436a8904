"""The files of a journal, looked into without reading them whole."""

from __future__ import annotations

import os
import stat

from journal.age.header import LONGEST, is_encrypted
from journal.scan.form import UnsureError
from journal.scan.order import newest
from journal.scan.scanning import scan
from journal.scan.survey import Survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from journal.scan.found import Found
    from journal.scan.needles import Needle

    Decrypt = Callable[[str], bytes | None]

_SMALL = 1 << 14
"""Bytes of a file up to which it is read at once, and not held open."""

_MOST_OPEN = 200
"""Files held open at the most: whatever comes after needs some of the 256 that macOS allows."""

_READ = os.O_RDONLY
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):
    _READ |= getattr(os, _flag, 0)


class OpenFile:
    """A regular file that is open to be read, at any place."""

    __slots__ = ("_number", "size")

    def __init__(self, path: str) -> None:
        """Open it. Raises OSError, and UnsureError for no regular file, or one too many."""
        self._number = os.open(path, _READ)
        status = os.fstat(self._number)
        self.size = status.st_size
        if not stat.S_ISREG(status.st_mode) or self._number > _MOST_OPEN:
            self.close()
            raise UnsureError

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
    encrypted = decrypt is not None and is_encrypted(file.read(0, LONGEST))
    if not encrypted and file.size > _SMALL:
        return Survey(path, journal, file, file.size)
    data = None if encrypted else file.read(0, file.size)
    file.close()
    if decrypt and encrypted:
        data = decrypt(path)
    return Survey(path, journal, data, len(data)) if data else None


def scan_all(
    paths: Iterable[str],
    scan: Callable[[str], tuple[Survey, list[Found]] | None],
    *,
    is_folder: bool,
) -> list[tuple[Survey, list[Found]]]:
    """Return what a scan makes of all files of a journal, by path, which may be a folder.

    Raises UnsureError where that of one is None, it may be a post, or there is no
    file; then none is left open.
    """
    made: list[tuple[Survey, list[Found]]] = []
    try:
        for path in paths:
            one = scan(path)
            if one is None:
                raise UnsureError
            made.append(one)
            if is_folder and one[0].read(0, 1) != b"#":
                raise UnsureError
        if not made:
            raise UnsureError
    except BaseException:
        for survey, _ in made:
            survey.close()
        raise
    return made


def search(
    paths: Iterable[str],
    needles: Sequence[Needle] | None,
    wanted: Callable[[Any], bool],
    *,
    is_folder: bool,
    journal: str = "",
    decrypt: Decrypt | None = None,
    newest_first: bool = False,
) -> list[Found] | None:
    """Return the entries that are wanted in the files of a journal, as `newest` does.

    Only those with one of the needles are looked at, where there are any;
    `decrypt` is as for `scan_file`. None where only the full parse can tell what
    the entries are.
    """
    return _newest(
        paths,
        lambda path: scan_file(path, needles, wanted, journal=journal, decrypt=decrypt),
        lambda _, found: found,
        is_folder=is_folder,
        newest_first=newest_first,
    )


def latest(paths: Iterable[str], count: int | None, *, is_folder: bool) -> list[Found] | None:
    """Return the `count` latest entries in the files of a journal, None for all, as `newest` does.

    None where only the full parse can tell what the entries are.
    """
    chosen = _newest(
        paths,
        scan_file,
        lambda survey, _: map(survey.find, survey.latest(count)),
        is_folder=is_folder,
    )
    return chosen and chosen[:count]


def _newest(
    paths: Iterable[str],
    scan: Callable[[str], tuple[Survey, list[Found]] | None],
    choose: Callable[[Survey, list[Found]], Iterable[Found]],
    *,
    is_folder: bool,
    newest_first: bool = False,
) -> list[Found] | None:
    made: list[tuple[Survey, list[Found]]] = []
    try:
        made = scan_all(paths, scan, is_folder=is_folder)
        found = [one for each in made for one in choose(*each)]
        return newest([survey for survey, _ in made], found, newest_first=newest_first)
    except UnsureError:
        for survey, _ in made:
            survey.close()
        return None
