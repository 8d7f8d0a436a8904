"""Old bytes under the name of their hash, private and on disk."""

from __future__ import annotations

import os

from journal.errors import DataError, suppress
from journal.history.record import NOT_KEPT, digest
from journal.storage import read
from journal.storage.files import make_folder, told
from journal.storage.locking import temporary_name
from journal.storage.staging import create, discard
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_DIGITS = frozenset("0123456789abcdef")
_LENGTH = 40


class Snapshots:
    """The snapshots of one journal, in a folder of their own."""

    def __init__(self, folder: str) -> None:
        """Keep where they are; nothing is made."""
        self.folder = folder

    def keep(self, data: bytes, name: str) -> None:
        """Keep bytes under their hash; they are on disk on return. Raises DataError."""
        path = os.path.join(self.folder, name)
        with told(path, NOT_KEPT):
            with suppress(FileNotFoundError):
                if os.path.getsize(path) == len(data):
                    return
            make_folder(self.folder)
            temporary = os.path.join(self.folder, temporary_name())
            try:
                create(temporary, data, like=None)
                os.replace(temporary, path)
            except BaseException:
                discard(temporary)
                raise
            flush_folder(self.folder)

    def load(self, name: str) -> bytes:
        """Return the bytes of that hash. Raises DataError where they are gone or damaged."""
        path = os.path.join(self.folder, name)
        data = read(path)
        if data is None or digest(data) != name:
            what = "is gone" if data is None else "is damaged"
            raise DataError(f"the snapshot {what}; nothing was changed", where=path)
        return data

    def has(self, name: str) -> bool:
        """Tell whether there is a snapshot of that hash."""
        return os.path.exists(os.path.join(self.folder, name))

    def names(self) -> set[str]:
        """Return the hashes of all snapshots, as far as they can be listed."""
        with suppress(OSError):
            found = os.listdir(self.folder)
            return {name for name in found if len(name) == _LENGTH and _DIGITS.issuperset(name)}
        return set()

    def sweep(self, wanted: Collection[str]) -> None:
        """Remove all snapshots but the wanted ones, as far as that can be done."""
        for name in self.names().difference(wanted):
            discard(os.path.join(self.folder, name))
