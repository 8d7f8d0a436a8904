"""Encrypted journals: which files are their own, and that none of them is written in the clear."""

from __future__ import annotations

import os

from journal import storage
from journal.age.header import LONGEST, count_keys, is_armored, is_encrypted
from journal.diary.names import SUFFIXES
from journal.errors import ChangedOnDiskError, DataError, JournalError
from journal.folders import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from journal.age.keys import Keys
    from journal.history import Change, Step
    from journal.journal import Journal

_KEPT = ("memory.jsonl", "variants.md")


def kept_path(journal: Journal) -> str:
    """Return how the paths of what is kept beside a journal begin; its links are followed."""
    folder = os.path.join(journal.folder, ".journal", "")
    if journal.is_folder:
        return folder
    return f"{folder}{os.path.basename(storage.resolve(journal.path)).removesuffix('.md')}."


def read_open(journal: Journal, path: str) -> bytes | None:
    """Return what is in a file, decrypted where it is encrypted; None where there is none.

    Raises DataError.
    """
    data = storage.read(path)
    if data is None or not is_encrypted(data):
        return data
    if journal.keys is None:
        raise DataError("is encrypted", where=path, todo="give the keys to it")
    return journal.keys.decrypt(data, path)


def has_encrypted(journal: Journal) -> bool:
    """Tell whether a file of the journal, or one that is kept beside it, is encrypted.

    By those beside it an emptied folder is known, so that its next file is
    encrypted too. Raises DataError.
    """
    return any(is_encrypted(storage.head(path, LONGEST)) for path in _paths(journal))


def own_files(journal: Journal) -> list[str]:
    """Return the paths, links followed, of what is kept beside a journal, then of its files.

    The first, what is remembered of imports, need not be there.
    """
    return [*dict.fromkeys(map(storage.resolve, _paths(journal)))]


def seal(step: Step, journals: Sequence[Journal]) -> Step:
    """Return a step as it is written: what belongs to encrypted journals is encrypted.

    Its record names no entry, for the log is not encrypted, and keeps whole
    files as they stand, never a piece of one. Undo and redo put back what the
    history holds, as it is. Raises ChangedOnDiskError where a file is not what
    the step was made from, and DataError where it would mix encrypted files
    with others.
    """
    if step.of or not any(has_encrypted(one) for one in journals):
        return step
    plain = next((one for one in journals if not has_encrypted(one)), None)
    if plain is not None:
        raise DataError(
            "not saved: this journal is not encrypted, and another one of the command is",
            where=plain.path,
            todo="journal encrypt or journal decrypt makes them alike",
        )
    from journal.values import replace

    owners: dict[str, Journal] = {}
    for one in journals:
        owners |= dict.fromkeys(own_files(one), one)
    changes = tuple(
        _sealed(change, owner) if (owner := _owner(change.path, owners, journals)) else change
        for change in step.changes
    )
    count = step.count or len(step.entries)
    return replace(step, changes=changes, entries=(), count=count, spans=False)


def recover(text: str, journal: Journal, *, otherwise: Iterable[str]) -> str:
    """Keep a text that could not be saved, encrypted where its journal is; see `storage.recover`.

    Where it cannot be encrypted it is kept in memory, and where that cannot be,
    in plain text: a text lost is worse. Raises DataError.
    """
    keys = journal.keys
    if not keys or not _may_be_encrypted(journal):
        return storage.recover(text, journal.path, otherwise=otherwise)
    try:
        near = journal.path
        return storage.recover(
            text, near, otherwise=otherwise, seal=lambda data: keys.encrypt(data, near)
        )
    except JournalError:
        from tempfile import mkdtemp

        from journal.storage import memory

        if home := memory.memory_folder():
            near = os.path.join(mkdtemp(prefix=memory.PREFIX, dir=home), memory.TEXT)
        return storage.recover(text, near, otherwise=otherwise)


def _may_be_encrypted(journal: Journal) -> bool:
    try:
        return has_encrypted(journal)
    except DataError:
        return False


def _sealed(change: Change, journal: Journal) -> Change:
    """Return a change of a file with its bytes on disk, and the new ones encrypted."""
    from journal.values import replace

    path = change.path
    old = storage.read(path)
    if journal.keys is None:
        raise DataError("not saved: the journal is encrypted", where=path, todo="give its keys")
    if old is not None and (wrong := unwritable(old, journal.keys)):
        raise DataError(f"not saved: this file {wrong}", where=path)
    if (None if old is None else journal.keys.decrypt(old, path)) != change.old:
        raise ChangedOnDiskError(
            "not saved: it was changed by someone else meanwhile",
            where=path,
            todo="look at it and try again",
        )
    new = None if change.new is None else journal.keys.encrypt(change.new, path)
    return replace(change, old=old, new=new)


def unwritable(data: bytes, keys: Keys) -> str:
    """Say why a file of an encrypted journal is not written to as it is, "" where it can be."""
    if not is_encrypted(data):
        return "is not encrypted, as the journal is; journal encrypt encrypts it too"
    if is_armored(data):
        return "is armored, which journal only reads; journal encrypt makes it binary"
    if (readers := count_keys(data)) > keys.count():
        # Somebody who can read it now would be locked out by the next word.
        return (
            f"is encrypted for {readers} keys, and the setting recipients names fewer; add those "
            "that lack, or journal encrypt leaves them out"
        )
    return ""


def _owner(path: str, known: Mapping[str, Journal], journals: Iterable[Journal]) -> Journal | None:
    """Return the journal that a path, its links followed, is a file of; it may be a new one."""
    if path in known:
        return known[path]
    for journal in journals:
        is_new = journal.is_folder and path.lower().endswith(SUFFIXES)
        if is_new and path.startswith(journal.folder + os.sep):
            return journal
    return None


def _paths(journal: Journal) -> Iterator[str]:
    """Yield where files with text of the journal are, or would be; those beside it first."""
    beside = kept_path(journal)
    yield from (beside + name for name in _KEPT)
    yield from files_of(journal)
