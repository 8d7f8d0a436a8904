"""Files in a zip, and in zips inside it."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from journal.archives.names import Archive, Register
from journal.errors import DataError
from journal.storage.files import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_UTF8 = 0x800
_ENCRYPTED = 0x1
_SPOILT = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, OverflowError),
)


class _Place(NamedTuple):
    """Where a member is: the zip inside the archive that holds it, or "", and its number there."""

    inner: str
    number: int


@dataclass
class Zip(Archive):
    """A zip, opened anew for each round of reading, so that nothing stays open."""

    @classmethod
    def of(cls, path: str) -> Zip:
        """List a zip, and the zips directly in it; raises DataError where it is none."""
        register = Register(path)
        try:
            with told(path, "cannot be read"), zipfile.ZipFile(path) as opened:
                _list(opened, register, "")
                for name in [name for name in register.members if name.lower().endswith(".zip")]:
                    place = register.members.pop(name)
                    data = _read(opened, register, name, place)
                    if data is not None:
                        _list_inner(data, register, name)
                register.size = 0  # what is in the zips counts, not their wrapping
        except _SPOILT as error:
            raise DataError(
                f"this zip cannot be read ({error})", where=path, todo="export it again"
            ) from None
        return cls(path, register)

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of these members, zip by zip."""
        inner: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            place = self.register.members[name]
            inner.setdefault(place.inner if isinstance(place, _Place) else "", []).append(name)
        with told(self.path, "cannot be read"), zipfile.ZipFile(self.path) as opened:
            for holder, members in inner.items():
                if not holder:
                    yield from self._read_all(opened, members)
                    continue
                data = opened.read(holder)
                with zipfile.ZipFile(io.BytesIO(data)) as within:
                    yield from self._read_all(within, members)

    def _read_all(
        self, opened: zipfile.ZipFile, names: Sequence[str]
    ) -> Iterator[tuple[str, bytes]]:
        for name in names:
            data = _read(opened, self.register, name, self.register.members[name])
            if data is not None:
                yield name, data


def _list(opened: zipfile.ZipFile, register: Register, inner: str) -> None:
    for number, info in enumerate(opened.infolist()):
        if info.is_dir():
            continue
        mode = info.external_attr >> 16
        kind = "a link" if stat.S_ISLNK(mode) else ""
        if mode and stat.S_IFMT(mode) and not stat.S_ISREG(mode) and not kind:
            kind = "no plain file"
        if info.flag_bits & _ENCRYPTED:
            kind = "encrypted"
        name = _name(info)
        other = register.members.get(name)
        # Zips that are parts of one export share its folders; of others each has its own.
        if inner and isinstance(other, _Place) and other.inner != inner:
            name = f"{inner}/{name}"
        register.add(name, _Place(inner, number), kind=kind)


def _list_inner(data: bytes, register: Register, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            _list(opened, register, name)
    except _SPOILT as error:
        register.refuse(name, f"this zip cannot be read ({error})")


def _read(opened: zipfile.ZipFile, register: Register, name: str, place: object) -> bytes | None:
    """Return the bytes of a member, never more than it declares, or None where it is refused."""
    assert isinstance(place, _Place)  # noqa: S101 - only _list makes places
    info = opened.infolist()[place.number]
    if not register.allow(name, info.file_size, info.compress_size):
        return None
    try:
        with opened.open(info) as member:
            return member.read(info.file_size)
    except _SPOILT as error:
        register.refuse(name, f"cannot be unpacked ({error})")
        return None


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; without the mark of UTF-8 it may be that or GBK all the same."""
    # `filename` was cut at a NUL, which is worth refusing.
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
