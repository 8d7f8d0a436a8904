"""Bytes in, atomic replace out, lock: the only package that writes users' files.

`update` is the whole write path; the other names are its parts. Everything
raises DataError with one clear sentence, never an OSError.
"""

from __future__ import annotations

from journal.storage.files import check_file, head, read, resolve
from journal.storage.locking import hidden_folder, lock
from journal.storage.text import decode, encode, readable_text, refuse_foreign, writable_text
from journal.storage.writing import recover, replace, replace_all, update

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
