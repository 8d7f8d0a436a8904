"""Encrypt a journal, and decrypt it: its files, what is kept beside them, and what undo keeps."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import storage
from journal.age import folder
from journal.age.header import is_encrypted
from journal.attachments import linked_outside
from journal.doctor.copies import copy_maker, leaving
from journal.errors import DataError
from journal.folders import assets_folder, folder_of, writing
from journal.history import Change, Step, apply
from journal.sealing import own_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.age.keys import Keys
    from journal.history import History
    from journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Turned:
    """How many files and attachments were turned, and how many commands undo knows no more.

    `left` are paths of what may hold its text, and stays as it is: copies of it, links and
    hidden files among its attachments, and what undo keeps of files that are gone.
    `outside` are files that its entries link to and that are not among them. `wrong` is
    why attachments that are encrypted stay as they are.
    """

    files: int
    attachments: int = 0
    forgotten: int = 0
    left: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    wrong: tuple[DataError, ...] = ()


def encrypt_journal(journal: Journal) -> Turned:
    """Encrypt all files and attachments of a journal, and drop what undo keeps of them.

    What is encrypted already is encrypted anew, for whom the settings name now, its
    attachments at last and one by one. One that is not there begins as an empty one. All is
    encrypted or nothing; killed in between, the next command that writes does the rest or
    takes it back. Raises DataError.
    """
    keys = _keys(journal)
    history = journal.history
    elsewhere = history.others(own_files(journal)) if history else []
    assets = assets_folder(journal.model_path)
    outside = linked_outside(journal, assets)
    with writing(journal, _folders(journal, elsewhere)):
        was_encrypted = journal.is_encrypted
        again = [*map(storage.resolve, folder.sealed_files(assets))] if was_encrypted else []
        # A folder's Markdown files are texts of the journal wherever they lie.
        known = {*again, *own_files(journal)}
        plain = [path for path in folder.files(assets) if storage.resolve(path) not in known]
        others = [*_other_names(plain)]
        changes = tuple(_closed(journal, keys))
        forgotten = 0
        with folder.sealing(
            plain, keys, lambda: not was_encrypted and _is(journal, encrypted=True)
        ):
            if history:
                forgotten = history.begin_anew(Step("encrypt", changes))
            else:
                apply(changes)
        _forget([history, *elsewhere] if history else [], changes)
        wrong = folder.renew(again, keys)
        others += [*folder.plain_files(assets), *folder.strangers(assets)]
        left = (*_left(journal), *others)
    count = len(plain) + len(again) - len(wrong)
    return Turned(len(changes), count, forgotten, left, tuple(outside), tuple(wrong))


def decrypt_journal(journal: Journal) -> Turned:
    """Decrypt all files and attachments of a journal, all or none. Raises DataError.

    What undo keeps stays encrypted. Killed in between, the next command that writes does
    the rest or takes it back.
    """
    keys = _keys(journal)
    history = journal.history
    assets = assets_folder(journal.model_path)
    with writing(journal):
        sealed = folder.sealed_files(assets)
        changes = tuple(_opened(journal, keys))
        with folder.unsealing(sealed, keys, lambda: _is(journal, encrypted=False)) as wrong:
            if history:
                history.carry_out_for_good(Step("decrypt", changes))
            else:
                apply(changes)
    return Turned(len(changes), len(sealed) - len(wrong), wrong=tuple(wrong))


def _other_names(paths: Iterable[str]) -> Iterator[str]:
    """Yield words for the other names of files, hard links, where they stay as they are."""
    for path in paths:
        with suppress(OSError):
            if os.stat(path).st_nlink > 1:
                yield f"{path} (under its other name, a hard link)"


def _is(journal: Journal, *, encrypted: bool) -> bool:
    """Tell whether a journal is encrypted, or is not; where it cannot be read, it may well be."""
    try:
        return journal.is_encrypted == encrypted
    except DataError:
        return True


def _forget(histories: Sequence[History], changes: Iterable[Change]) -> None:
    """Let histories forget what they keep of files in plain text: all of the first one's.

    Raises DataError, once all have tried.
    """
    stuck: list[DataError] = []
    for history in histories:
        try:
            if history is histories[0]:
                history.settle()
            else:
                history.forget_files([change.path for change in changes])
        except DataError as error:
            stuck.append(error)
    if stuck:
        what = f"saved, but what followed failed ({stuck[0].what})"
        raise DataError(what, where=stuck[0].where, todo=stuck[0].todo)


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
    hidden = os.path.join(journal.folder, ".journal")
    kept = [*map(os.path.basename, own_files(journal)[:2])]
    for name in sorted(os.listdir(hidden)) if os.path.isdir(hidden) else ():
        is_ours = leaving(name) == "unsaved" or any(
            copy_maker(name, one) is not None for one in kept
        )
        if is_ours and os.path.isfile(os.path.join(hidden, name)):
            yield os.path.join(hidden, name)


def _folders(journal: Journal, elsewhere: list[History]) -> list[str]:
    """Return the folders of the journals whose histories have something of this one."""
    paths = {path for one in elsewhere for path in one.paths()}
    return sorted({found for path in paths if (found := folder_of(path))} - {journal.folder})


def _left(journal: Journal) -> Iterator[str]:
    """Yield copies of the journal, and histories of no journal."""
    if journal.history:
        yield from (one.folder for one in journal.history.strays())
    if journal.is_folder:
        return
    home, own = os.path.split(storage.resolve(journal.path))
    for name in sorted(os.listdir(home)) if os.path.isdir(home) else ():
        path = os.path.join(home, name)
        if copy_maker(name, own) is not None and os.path.isfile(path):
            yield path
