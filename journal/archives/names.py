"""What every tree of files has in common: safe names, caps, what was refused."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from journal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MEMBERS = 20_000
SIZE = 2 << 30
RATIO = 100
"""The most files of an archive, bytes in all, and times that one may grow when unpacked."""

SMALL = 1 << 20
"""Bytes up to which no member is a bomb, however well it was packed."""

_DRIVE = re.compile(r"[A-Za-z]:")
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".git", ".trash", ".Trash")


class Tree(Protocol):
    """Files by name, with `/` between the folders, relative to `path`."""

    path: str

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the files that may be read."""

    @property
    def problems(self) -> Sequence[DataError]:
        """Return what was refused so far; `read` may add to it."""

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of these files, each once, in the order that suits the tree.

        What cannot be read is added to the problems, and left out.
        """

    def where(self, name: str) -> str:
        """Return how messages name a file."""

    @property
    def is_archive(self) -> bool:
        """Tell whether its files are nowhere else."""


@dataclass
class Register:
    """The members of an archive by their safe names; the rest is refused."""

    path: str
    members: dict[str, object] = field(default_factory=dict)
    problems: list[DataError] = field(default_factory=list)
    size: int = 0
    count: int = 0
    _read: set[str] = field(default_factory=set)

    def add(self, raw: str, key: object, *, kind: str = "") -> None:
        """Take a member in, or refuse it; `kind` says what it is where it is no plain file."""
        self.count += 1
        if self.count > MEMBERS:
            if self.count == MEMBERS + 1:
                self.refuse("", f"holds more than {MEMBERS} files; those after it are not read")
            return
        name = posixpath.normpath(raw.replace("\\", "/"))
        reason = (kind and f"is {kind}") or _fault(raw, name)
        if not reason and name in self.members:
            reason = "there is a file of this name already"
        if reason:
            self.refuse(raw, reason)
        elif not set(name.split("/")) & set(_LITTER) and name.rsplit("/", 1)[-1][:2] != "._":
            self.members[name] = key

    def allow(self, name: str, size: int, packed: int) -> bool:
        """Tell whether so many bytes may be read, which are `packed` many in the archive."""
        if size > SMALL and size > RATIO * max(packed, 1):
            self.refuse(name, f"grows more than {RATIO} times when unpacked")
            return False
        fresh = 0 if name in self._read else size
        if self.size + fresh > SIZE:
            self.refuse(name, f"is beyond the {SIZE >> 30} GiB that are read of one archive")
            return False
        self._read.add(name)
        self.size += fresh
        return True

    def refuse(self, name: str, reason: str) -> None:
        """Remember that a member was not read, and why."""
        where = f"{self.path}/{name}" if name else self.path
        problem = DataError(f"{reason}; not read" if name else reason, where=where)
        if str(problem) not in map(str, self.problems[-8:]):
            self.problems.append(problem)


@dataclass
class Archive:
    """What a zip and a tar share as trees: what their register has."""

    path: str
    register: Register
    is_archive = True

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the members that may be read."""
        return [*self.register.members]

    @property
    def problems(self) -> Sequence[DataError]:
        """Return what was refused."""
        return self.register.problems

    def where(self, name: str) -> str:
        """Return the archive's path and the member's name."""
        return f"{self.path}/{name}"


def tidy(name: str) -> str:
    """Return a name as it is looked up: canonical, so that a Mac's and its link's agree."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _fault(raw: str, name: str) -> str:
    """Return what is wrong with the name of a member, or ""."""
    if "\0" in raw:
        return "its name holds a NUL"
    if name.startswith("/") or _DRIVE.match(name):
        return "its name is absolute"
    if ".." in name.split("/"):
        return "its name leads out of the archive"
    return "its name is empty" if name in ("", ".") else ""
