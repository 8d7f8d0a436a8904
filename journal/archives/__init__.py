"""Exports as trees of named files: a folder, a zip, a tar, a single file.

Nothing of an archive is ever unpacked by its own names: members are read one by
one, with caps, and what must not be read is refused and named.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from journal import storage
from journal.archives.folders import Folder
from journal.errors import DataError
from journal.storage.files import told

if TYPE_CHECKING:
    from journal.archives.names import Tree

__all__ = ["open_tree"]

_HEAD = 512
_TAR_MAGIC = slice(257, 262)


def open_tree(path: str) -> Tree:
    """Return the files at a path, whatever holds them.

    Raises DataError for an archive that cannot be read at all.
    """
    if os.path.isdir(path):
        return Folder.below(path)
    storage.check_file(path)
    with told(path, "cannot be read"), open(path, "rb") as file:
        head = file.read(_HEAD)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        from journal.archives.zips import Zip

        return Zip.of(path)
    if head[:2] == b"\x1f\x8b" or head[_TAR_MAGIC] == b"ustar":
        from journal.archives.tars import Tar

        return Tar.of(path, packed=head[:2] == b"\x1f\x8b")
    if head[:6] in (b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00") or head[:3] == b"BZh":
        raise DataError("this kind of archive is not read", where=path, todo="unpack it yourself")
    return Folder.alone(path)
