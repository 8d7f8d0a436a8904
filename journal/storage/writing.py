"""Put new bytes where old ones stood: wholly or not at all."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress

from journal.errors import ChangedOnDiskError, DataError
from journal.storage.files import check_file, make_folder, read, resolve
from journal.storage.locking import hidden_folder, lock
from journal.storage.staging import Staged, commit, compare, create, discard, stage
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from journal.storage.files import StrPath

_REPEATS = 3
_SETTLE = 0.1


def update(
    path: StrPath,
    change: Callable[[bytes | None], bytes],
    *,
    wait: float = 10.0,
    under: StrPath | None = None,
) -> tuple[bytes | None, bytes]:
    """Change a file under the lock, and return its bytes before and after.

    `change` gets the bytes of the file (None: there is no file) and returns the
    new ones; the same bytes again write nothing. If someone else saves the file
    meanwhile, it is asked again with what they saved, three times at most;
    then ChangedOnDiskError. `under` names the folder whose lock is taken, for a
    journal that is a folder. Raises what `lock`, `read` and `replace` raise.
    """
    target = resolve(path)
    with lock(under or target, wait):
        repeats = 0
        while True:
            old = read(target)
            new = change(old)
            if new == old:
                return old, new
            try:
                replace(target, old, new)
            except ChangedOnDiskError:
                if repeats == _REPEATS:
                    raise
                repeats += 1
                # An editor that saves in place may be half way: the rest would miss our new file.
                time.sleep(_SETTLE)
            else:
                return old, new


def replace(path: StrPath, old: bytes | None, new: bytes, *, like: str | None = None) -> None:
    """Put `new` where `old` stood (None: where no file stood).

    On return the new bytes are on disk, with the old mode, owner and extended
    attributes; a new file has those of the file `like`, else it is 0600. Its
    missing folders are 0700. Links stay links. Raises ChangedOnDiskError if the
    file no longer holds `old`, and DataError if it cannot be saved or has hard
    links; the old bytes then stand, and nothing is left beside them. Killed at
    any moment, old or new stands. SIGINT waits for the end. To be called under
    the `lock` of the folder.
    """
    replace_all([(path, old, new)], like=like)


def replace_all(
    changes: Iterable[tuple[StrPath, bytes | None, bytes]], *, like: str | None = None
) -> None:
    """Do what `replace` does for several files, all or none.

    Everything is on disk before the first file changes, so a full disk changes
    nothing; if a later step fails, the files changed before it are put back.
    Only a kill between two renames leaves some new and some old.
    """
    staged: list[Staged] = []
    with interrupt_later():
        try:
            for path, old, new in changes:
                staged.append(stage(path, old, new, like=like))
            if len({item.target for item in staged}) < len(staged):
                raise DataError("two changes of one file at once", where=staged[0].target)
            for item in staged:
                compare(item)
            commit(staged)
        finally:
            for item in staged:
                discard(item.temporary)


def recover(
    text: str,
    near: StrPath,
    *,
    otherwise: Iterable[str] = (),
    seal: Callable[[bytes], bytes] | None = None,
) -> str:
    """Keep a text that could not be saved in a private file, and return its path.

    The file is 0600, in `.journal` beside `near`; where that fails, in the first
    folder of `otherwise`, and at last in that for temporary files. `seal` makes
    the bytes that are written. Raises DataError if no place takes it.
    """
    import tempfile

    data = text.encode("utf-8", "surrogateescape" if _escapes_only(text) else "surrogatepass")
    data = seal(data) if seal else data
    places = [*otherwise]
    with suppress(DataError):
        check_file(near)
        places.insert(0, hidden_folder(near))
    with suppress(OSError):
        places.append(tempfile.gettempdir())
    for place in map(os.path.abspath, places):
        path = os.path.join(place, f"journal-unsaved-{os.urandom(4).hex()}.md")
        with suppress(OSError):
            make_folder(place)
            create(path, data, like=None)
            flush_folder(place)
            return path
    raise DataError("the text could not be kept anywhere", where=os.fspath(near))


def _escapes_only(text: str) -> bool:
    """Tell whether every lone surrogate of the text stands for a byte."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def interrupt_later() -> Iterator[None]:
    """Hold back SIGINT until the end, then deliver it."""
    # The same without its enums, whose import costs what all the rest of this does.
    import _signal as signal  # type: ignore[import-not-found]

    came: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    except ValueError:  # not the main thread, which is the only one to get signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
        if came:
            signal.raise_signal(signal.SIGINT)
