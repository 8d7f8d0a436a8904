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

_READ = os.O_RDONLY
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):
    _READ |= getattr(os, _flag, 0)


class OpenFile:
    """A regular file that is open to be read, at any place."""

    __slots__ = ("_number", "size")

    def __init__(self, path: str) -> None:
        """Open it. Raises OSError, and UnsureError for what is no regular file."""
        self._number = os.open(path, _READ)
        status = os.fstat(self._number)
        self.size = status.st_size
        if not stat.S_ISREG(status.st_mode):
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
    if decrypt is None or not is_encrypted(file.read(0, LONGEST)):
        return Survey(path, journal, file, file.size)
    file.close()
    data = decrypt(path)
    return Survey(path, journal, data, len(data)) if data else None


def search(
    paths: Sequence[str],
    needles: Sequence[Needle] | None,
    wanted: Callable[[Any], bool],
    *,
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
        newest_first=newest_first,
    )


def latest(paths: Sequence[str], count: int | None) -> list[Found] | None:
    """Return the `count` latest entries in the files of a journal, None for all, as `newest` does.

    None where only the full parse can tell what the entries are.
    """
    chosen = _newest(paths, scan_file, lambda survey, _: map(survey.find, survey.latest(count)))
    return chosen and chosen[:count]


def _newest(
    paths: Sequence[str],
    scan: Callable[[str], tuple[Survey, list[Found]] | None],
    choose: Callable[[Survey, list[Found]], Iterable[Found]],
    *,
    newest_first: bool = False,
) -> list[Found] | None:
    surveys: list[Survey] = []
    found: list[Found] = []
    try:
        for path in paths:
            made = scan(path)
            if made is None:
                raise UnsureError
            surveys.append(made[0])
            if paths[1:] and made[0].read(0, 1) != b"#":
                raise UnsureError  # in a folder it may be a post
            found += choose(*made)
        return newest(surveys, found, newest_first=newest_first)
    except UnsureError:
        for survey in surveys:
            survey.close()
        return None
