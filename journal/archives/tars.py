"""Files in a tar, plain or packed with gzip."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.archives.names import RATIO, SIZE, SMALL, Archive, Register
from journal.errors import DataError
from journal.storage.files import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPOILT = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, OverflowError)
_OVERHEAD = 1 << 30
"""Bytes that headers and padding may add to what is read."""


class _BombError(Exception):
    """A gzip that grows beyond the caps."""


class _Capped(io.BufferedIOBase):
    """A gzip read from its beginning to its end, as far as the caps go."""

    def __init__(self, file: gzip.GzipFile, limit: int) -> None:
        super().__init__()
        self._file = file
        self._left = limit

    def read(self, size: int | None = -1) -> bytes:
        data = self._file.read(min(self._left + 1, size if size and size >= 0 else self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise _BombError
        return data

    def readable(self) -> bool:
        return True


@dataclass
class Tar(Archive):
    """A tar; each round of reading goes through it once, in its own order."""

    packed: bool

    @classmethod
    def of(cls, path: str, *, packed: bool) -> Tar:
        """List a tar; raises DataError where it is none."""
        tar = cls(path, Register(path), packed)
        try:
            with tar._opened() as opened:
                for member in opened:
                    if not member.isdir():
                        tar.register.add(member.name, member.offset, kind=_kind(member))
        except _BombError:
            tar.register.refuse("", f"grows more than {RATIO} times, or beyond {SIZE >> 30} GiB")
        except _SPOILT as error:
            if not tar.register.members:
                raise DataError(
                    f"this tar cannot be read ({error})", where=path, todo="export it again"
                ) from None
            tar.register.refuse("", f"is cut or spoilt ({error}); what comes after is not read")
        return tar

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of these members, in the order of the archive."""
        wanted = {self.register.members[name]: name for name in names}
        try:
            with self._opened() as opened:
                for member in opened:
                    name = wanted.pop(member.offset, None)
                    if name and self.register.allow(name, member.size, member.size):
                        file = opened.extractfile(member)
                        if file is not None:
                            yield name, file.read()
                    if not wanted:
                        return
        except (_BombError, *_SPOILT):
            for name in wanted.values():
                self.register.refuse(name, "cannot be unpacked")

    @contextmanager
    def _opened(self) -> Iterator[tarfile.TarFile]:
        with told(self.path, "cannot be read"):
            file = open(self.path, "rb")  # noqa: SIM115 - closed below
        with file:
            if not self.packed:
                with tarfile.open(fileobj=file, mode="r|") as opened:
                    yield opened
                return
            limit = min(SIZE + _OVERHEAD, SMALL + RATIO * os.fstat(file.fileno()).st_size)
            with (
                gzip.GzipFile(fileobj=file) as plain,
                tarfile.open(fileobj=_Capped(plain, limit), mode="r|") as opened,
            ):
                yield opened


def _kind(member: tarfile.TarInfo) -> str:
    """Say what a member is where it is no plain file."""
    if member.issym() or member.islnk():
        return "a link"
    if member.issparse():
        return "a file with holes"
    return "" if member.isreg() else "a device or pipe"
