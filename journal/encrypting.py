"""Encrypt a journal, and decrypt it: its files, what is kept beside them, and what undo keeps."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import storage
from journal.age.header import is_encrypted
from journal.doctor.copies import copy_maker, leaving
from journal.errors import DataError
from journal.folders import folder_of, writing
from journal.history import Change, Step, apply
from journal.sealing import own_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.age.keys import Keys
    from journal.history import History
    from journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Turned:
    """How many files were turned, and how many commands undo knows no more.

    `left` are paths of what may hold its text, and stays as it is: copies and attachments
    beside it, and what undo keeps of files that are gone.
    """

    files: int
    forgotten: int = 0
    left: tuple[str, ...] = ()


def encrypt_journal(journal: Journal) -> Turned:
    """Encrypt all files of a journal, and drop what undo keeps of them in plain text.

    What is encrypted already is encrypted anew, for whom the settings name now.
    One that is not there begins as an empty one. All files are changed or none;
    killed in between, the same command does the rest. Raises DataError.
    """
    keys = _keys(journal)
    history = journal.history
    elsewhere = history.others(own_files(journal)) if history else []
    left = tuple(_left(journal))
    with writing(journal, _folders(journal, elsewhere)):
        changes = tuple(_closed(journal, keys))
        forgotten = 0
        if history:
            forgotten = history.begin_anew(Step("encrypt", changes))
        else:
            apply(changes)
        for other in elsewhere:
            other.forget_files([change.path for change in changes])
    return Turned(len(changes), forgotten, left)


def decrypt_journal(journal: Journal) -> Turned:
    """Decrypt all files of a journal, all or none. Raises DataError.

    What undo keeps stays encrypted. Killed in between, the same command does the rest.
    """
    keys = _keys(journal)
    with writing(journal):
        changes = tuple(_opened(journal, keys))
        apply(changes)
    return Turned(len(changes))


def _keys(journal: Journal) -> Keys:
    if journal.keys is None:
        raise DataError("there are no keys", where=journal.path, todo="give some")
    return journal.keys


def _closed(journal: Journal, keys: Keys) -> Iterator[Change]:
    """Yield what encrypts the files of a journal."""
    first, *rest = own_files(journal)
    # What is remembered is there from now on: by it an empty journal is known as encrypted.
    wanted = {first} if journal.is_folder else {first, storage.resolve(journal.path)}
    for path in (first, *rest, *_texts_beside(journal)):
        old = storage.read(path)
        if old is not None or path in wanted:
            plain = keys.decrypt(old, path) if old and is_encrypted(old) else old or b""
            yield Change(path, old, keys.encrypt(plain, path))


def _opened(journal: Journal, keys: Keys) -> Iterator[Change]:
    """Yield what decrypts the files of a journal; of what is kept beside it nothing stays empty."""
    first, *rest = own_files(journal)
    for path in (*rest, *_texts_beside(journal), first):
        old = storage.read(path)
        if old is not None and is_encrypted(old):
            plain = keys.decrypt(old, path)
            yield Change(path, old, None if path == first and not plain else plain)


def _texts_beside(journal: Journal) -> Iterator[str]:
    """Yield unsaved texts in `.journal`, and conflict copies of what is kept there."""
    folder = os.path.join(journal.folder, ".journal")
    kept = [*map(os.path.basename, own_files(journal)[:2])]
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        is_ours = leaving(name) == "unsaved" or any(
            copy_maker(name, one) is not None for one in kept
        )
        if is_ours and os.path.isfile(os.path.join(folder, name)):
            yield os.path.join(folder, name)


def _folders(journal: Journal, elsewhere: list[History]) -> list[str]:
    """Return the folders of the journals whose histories have something of this one."""
    paths = {path for one in elsewhere for path in one.paths()}
    return sorted({found for path in paths if (found := folder_of(path))} - {journal.folder})


def _left(journal: Journal) -> Iterator[str]:
    """Yield copies of the journal, the folder of its attachments, and histories of no journal."""
    if journal.history:
        yield from (one.folder for one in journal.history.strays())
    assets = f"{os.path.splitext(storage.resolve(journal.model_path))[0]}.assets"
    if os.path.isdir(assets):
        yield assets
    if journal.is_folder:
        return
    folder, own = os.path.split(storage.resolve(journal.path))
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        if copy_maker(name, own) is not None and os.path.isfile(path):
            yield path
