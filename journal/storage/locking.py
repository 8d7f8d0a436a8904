"""One writer at a time, and nobody's leavings."""

from __future__ import annotations

import os
import stat
import time

from journal.errors import DataError, suppress
from journal.storage.files import make_folder, resolve, told
from journal.storage.system import make_private, open_flags, try_lock, unlock, wait_for_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.storage.files import StrPath

_OPEN = open_flags(os.O_RDWR | os.O_CREAT, "O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK")
_MOST = 6
"""How many times the wait is begun again while other commands do get on."""
_PREFIX, _SUFFIX, _HEX = ".journal-", ".tmp", 16


class lock:
    """Be the only journal command that writes in the folder of a file, or in a folder.

    Waits up to `wait` seconds for a holder that writes nothing, then raises
    DataError; longer, six times at most, while others write in turn. The lock is
    the kernel's: it is free at once when its holder ends, even by kill -9. Once it is held,
    what killed writers left in that folder and in `folders` is removed. It does
    not nest: asked for twice, a process waits for itself.
    """

    __slots__ = ("_descriptor", "_folders", "_path", "_wait")

    def __init__(self, path: StrPath, wait: float = 10.0, *, folders: Iterable[str] = ()) -> None:
        """Keep what is locked; nothing is made."""
        self._path = path
        self._wait = wait
        self._folders = folders
        self._descriptor = -1

    def __enter__(self) -> None:
        """Wait for the lock. Raises DataError."""
        hidden = hidden_folder(self._path)
        self._descriptor = _acquire(self._path, hidden, self._wait)
        try:
            for folder in (os.path.dirname(hidden), *self._folders):
                _sweep(folder)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        """Free it."""
        # Closing alone frees it too, unless a forked child has the file open.
        with suppress(OSError):
            unlock(self._descriptor)
        with suppress(OSError):
            os.close(self._descriptor)


def hidden_folder(path: StrPath) -> str:
    """Return the folder `.journal` beside a file (or in a folder), made 0700 if missing.

    Raises DataError if it cannot be made, or is a link or a file.
    """
    target = resolve(path)
    home = target if os.path.isdir(target) else os.path.dirname(target)
    hidden = os.path.join(home, ".journal")
    with told(path, "not saved, for the folder .journal beside it cannot be made"):
        make_folder(hidden)
        if not stat.S_ISDIR(os.lstat(hidden).st_mode):
            raise DataError("is not a folder of its own", where=hidden, todo="move it away")
    return hidden


def temporary_name() -> str:
    """Return a fresh file name that `lock` knows as ours."""
    return f"{_PREFIX}{os.urandom(_HEX // 2).hex()}{_SUFFIX}"


def _acquire(path: StrPath, hidden: str, wait: float) -> int:
    """Return the locked lock file, open; raise DataError after `wait` seconds without progress."""
    name = os.path.join(hidden, "lock")
    deadlines = [time.monotonic() + wait * turn for turn in range(_MOST, 0, -1)]
    seen = _last_change(hidden)
    while True:
        with told(path, "not saved, for it cannot be locked"):
            make_folder(hidden)
            descriptor = os.open(name, _OPEN, 0o600)
            try:
                make_private(descriptor)
                left = deadlines[-1] - time.monotonic()
                is_held = try_lock(descriptor) or (left > 0 and wait_for_lock(descriptor, left))
                # A lock file that was deleted in between keeps nobody out.
                if is_held and os.path.samestat(os.fstat(descriptor), os.stat(name)):
                    held, descriptor = descriptor, -1
                    return held
            except FileNotFoundError:
                pass
            finally:
                if descriptor >= 0:
                    os.close(descriptor)
        if time.monotonic() < deadlines[-1]:
            continue
        before, seen = seen, _last_change(hidden)
        if seen != before and len(deadlines) > 1:
            # Nobody hangs: there are only many, and each is done soon.
            deadlines.pop()
            continue
        raise DataError(
            "another journal command is writing",
            where=os.fspath(path),
            todo="try again when it is done",
        )


def _last_change(hidden: str) -> int:
    """Return when a file beside the journal was last written or replaced, in nanoseconds."""
    try:
        return os.stat(os.path.dirname(hidden)).st_mtime_ns
    except OSError:
        return 0


def _sweep(folder: str) -> None:
    """Remove our own temporaries, which only a killed writer leaves."""
    with suppress(OSError):
        for name in os.listdir(folder):
            middle = name[len(_PREFIX) : -len(_SUFFIX)]
            if name == f"{_PREFIX}{middle}{_SUFFIX}" and len(middle) == _HEX:
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))
