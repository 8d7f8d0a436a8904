"""Folders that are held in memory, for what must not come to a disk."""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress

from journal.storage.system import try_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "journal-"
"""How the names of our folders for one text begin, before what `mkdtemp` makes up."""

TEXT = "entry.md"
"""What the text in such a folder is called."""

LEFT = "a command that was cut off, or could not save, left a text here, in memory"
TAKE_OUT = "take out what you want, and remove it"

_UNTOUCHED = 1
"""When a text was changed last, in seconds since 1970, that nobody has changed."""

_OURS = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
_KINDS = ("tmpfs", "ramfs")
_MOUNTS = "/proc/self/mounts"


def memory_folder() -> str:
    """Return a folder in memory that can be written to, or "" where none is known."""
    if sys.platform != "linux":
        return ""
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):  # noqa: S108 - mkdtemp follows
        if folder.startswith("/") and os.access(folder, os.W_OK | os.X_OK) and _is_memory(folder):
            return folder
    return ""


def _is_memory(folder: str) -> bool:
    """Tell whether the file system that a folder is on has no disk."""
    real = os.path.realpath(folder)
    found, kind = "", ""
    with suppress(OSError), open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as mounts:
        for line in mounts:
            _, place, what, *_ = line.split(" ")
            place = place.replace("\\040", " ")
            inside = real == place or real.startswith(place.rstrip("/") + "/")
            # Of two on one place, the later one hides the other.
            if inside and len(place) >= len(found):
                found, kind = place, what
    return kind in _KINDS


def hold(folder: str) -> int:
    """Return a descriptor that keeps a folder, still empty, from being one that was left.

    It does so as long as a process has it, one that was started with it too.
    """
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try_lock(held)
    return held


def mark_untouched(path: str) -> None:
    """Have a text that stands elsewhere known as that until an editor saves it."""
    os.utime(path, (_UNTOUCHED, _UNTOUCHED))


def left(memory: str) -> Iterator[tuple[str, bool]]:
    """Yield folders of ours whose processes are gone, and whether their text is as it was given."""
    with suppress(OSError):
        for name in sorted(os.listdir(memory)):
            folder = os.path.join(memory, name)
            with suppress(OSError):
                status = os.lstat(folder)
                is_own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
                if is_own and _OURS.fullmatch(name) and os.listdir(folder) and _is_left(folder):
                    yield folder, _is_untouched(folder)


def _is_left(folder: str) -> bool:
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        return try_lock(held)
    finally:
        os.close(held)


def _is_untouched(folder: str) -> bool:
    """Tell whether nothing is there but the text as it was given."""
    names = os.listdir(folder)
    return names == [TEXT] and os.stat(os.path.join(folder, TEXT)).st_mtime == _UNTOUCHED
