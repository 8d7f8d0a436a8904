"""Change a file under its lock, and keep what could not be saved."""

from __future__ import annotations

import os
import time

from journal.errors import ChangedOnDiskError, DataError, suppress
from journal.storage.files import check_file, make_folder, read, resolve
from journal.storage.locking import hidden_folder, lock
from journal.storage.staging import create, replace
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
