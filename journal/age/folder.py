"""A folder of attachments, each encrypted by itself: `a.png` stands there as `a.png.age`."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress

from journal import storage
from journal.age.header import LONGEST, is_encrypted
from journal.errors import DataError
from journal.storage.files import told
from journal.storage.staging import discard, interrupt_later
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from journal.age.keys import Keys

SUFFIX = ".age"
_TOO_LATE = "saved, but what followed failed"


def find_sealed(path: str) -> str:
    """Return the encrypted file that stands for one that is not there, "" where none does."""
    sealed = path + SUFFIX
    return sealed if os.path.isfile(sealed) and is_sealed(sealed) else ""


def is_sealed(path: str) -> bool:
    """Tell whether a file is encrypted, by how it begins; one that cannot be read is not."""
    with suppress(DataError):
        return is_encrypted(storage.head(path, LONGEST))
    return False


def read_unsealed(path: str, keys: Keys | None) -> bytes:
    """Return what is in a file, decrypted where it is encrypted. Raises DataError."""
    data = storage.read(path) or b""
    return keys.decrypt(data, path) if keys and is_encrypted(data) else data


def plain_files(folder: str) -> list[str]:
    """Return the paths of the attachments in a folder that are not encrypted."""
    return [path for path in files(folder) if not is_sealed(path)]


def sealed_files(folder: str) -> list[str]:
    """Return the paths of those that are encrypted, each named after the file it stands for."""
    return [path for path in files(folder) if path.endswith(SUFFIX) and is_sealed(path)]


def files(folder: str) -> list[str]:
    """Return the paths of all attachments below a folder; links and hidden files are none."""
    return [path for path, is_ours in _below(folder) if is_ours]


def strangers(folder: str) -> list[str]:
    """Return the paths of the links and hidden files below a folder."""
    return [path for path, is_ours in _below(folder) if not is_ours]


@contextmanager
def sealing(paths: Iterable[str], keys: Keys, is_turned: Callable[[], bool]) -> Iterator[None]:
    """Have encrypted files stand beside plain ones; if the body succeeds, in their place.

    If it fails none is left, but where `is_turned` says that it came too far: then both
    stay, and the next command settles that. SIGINT waits for the end of the body and of
    what follows. Raises DataError.
    """
    made = ((path, path + SUFFIX, keys.encrypt(_bytes(path), path)) for path in paths)
    with _turning(made, keys, is_turned, encrypted=True):
        yield


@contextmanager
def unsealing(
    paths: Iterable[str], keys: Keys, is_turned: Callable[[], bool]
) -> Iterator[list[DataError]]:
    """Have plain files stand beside encrypted ones; else as `sealing`.

    Gives what is wrong with those that cannot be decrypted, and stay. Raises DataError.
    """
    wrong: list[DataError] = []

    def made() -> Iterator[tuple[str, str, bytes]]:
        for path in paths:
            try:
                data = keys.decrypt(_bytes(path), path)
            except DataError as error:
                wrong.append(error)
            else:
                yield path, path.removesuffix(SUFFIX), data

    with _turning(made(), keys, is_turned, encrypted=False):
        yield wrong


def renew(paths: Iterable[str], keys: Keys) -> list[DataError]:
    """Encrypt encrypted files anew, one by one; return what is wrong with those that stay.

    Raises DataError where one cannot be saved.
    """
    wrong: list[DataError] = []
    for path in paths:
        old = _bytes(path)
        try:
            new = keys.encrypt(keys.decrypt(old, path), path)
        except DataError as error:
            wrong.append(error)
            continue
        try:
            storage.replace(path, old, new)
        except DataError as error:
            what = f"{error.what}; what comes before it is encrypted anew, this is not"
            raise DataError(what, where=path, todo="run the command again") from None
    return wrong


def pairs(folder: str) -> list[str]:
    """Return the paths of attachments that stand there plain, and encrypted too."""
    twice: list[str] = []
    for place, _, names in os.walk(folder):
        known = {*names}
        twice += [os.path.join(place, name) for name in names if name + SUFFIX in known]
    ours = {*files(folder)} if twice else ()
    return [path for path in twice if path in ours and is_sealed(path + SUFFIX)]


def settle_pairs(paths: Iterable[str], keys: Keys, *, encrypted: bool) -> list[str]:
    """Of attachments that stand there both ways let one go, where both say the same.

    That is the plain one where the journal is `encrypted`. A command that was cut off
    leaves two, or a user who decrypts one by hand. Returns the paths of those removed.
    Raises DataError where one cannot be.
    """
    gone: list[str] = []
    for plain in paths:
        is_same = False
        with suppress(DataError):
            is_same = read_unsealed(plain + SUFFIX, keys) == storage.read(plain)
        if is_same:
            gone.append(plain if encrypted else plain + SUFFIX)
            with told(gone[-1], f"{_TOO_LATE} (it cannot be removed)"):
                os.unlink(gone[-1])
    for folder in dict.fromkeys(map(os.path.dirname, gone)):
        with told(folder, _TOO_LATE):
            flush_folder(folder)
    return gone


@contextmanager
def _turning(
    made: Iterable[tuple[str, str, bytes]],
    keys: Keys,
    is_turned: Callable[[], bool],
    *,
    encrypted: bool,
) -> Iterator[None]:
    """Write files, each beside one that it is to replace, with its rights, and then replace it."""
    written: list[str] = []
    is_decided = False
    try:
        for old, path, data in made:
            if os.path.lexists(path):
                what = f"stands beside {os.path.basename(path)}, which is something else"
                raise DataError(what, where=old, todo="move one of them away")
            with interrupt_later():
                storage.replace(path, None, data, like=old)
                written.append(path)
        with interrupt_later():
            yield
            is_decided = True
            twice = [path.removesuffix(SUFFIX) if encrypted else path for path in written]
            settle_pairs(twice, keys, encrypted=encrypted)
    except BaseException:
        if not is_decided and not is_turned():
            for path in written:
                discard(path)
        raise


def _bytes(path: str) -> bytes:
    data = storage.read(path)
    if data is None:
        raise DataError("is gone", where=path, todo="run the command again")
    return data


def _below(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the paths below a folder, in order, and whether each is an attachment's."""
    for place, folders, names in os.walk(folder):
        for name in sorted({*folders, *names}):
            path = os.path.join(place, name)
            if name.startswith(".") or os.path.islink(path):
                yield path, False
            elif os.path.isfile(path):
                yield path, True
        folders[:] = [name for name in folders if not name.startswith(".")]
