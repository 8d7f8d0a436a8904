"""Bytes in, atomic replace out, lock: the only package that writes users' files.

`update` is the whole write path; the other names are its parts. Everything
raises DataError with one clear sentence, never an OSError.
"""

from __future__ import annotations

from journal.storage.files import (
    check_file,
    decode,
    encode,
    head,
    read,
    readable_text,
    refuse_foreign,
    resolve,
    writable_text,
)
from journal.storage.locking import hidden_folder, lock
from journal.storage.staging import replace, replace_all

__all__ = [
    "check_file",
    "decode",
    "encode",
    "head",
    "hidden_folder",
    "lock",
    "read",
    "readable_text",
    "recover",
    "refuse_foreign",
    "replace",
    "replace_all",
    "resolve",
    "update",
    "writable_text",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.storage.writing import recover, update
else:

    def __getattr__(name: str) -> object:
        """Import what most commands need not where it is asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from journal.storage import writing

        return getattr(writing, name)
