"""Folders that are held in memory, for what must not come to a disk."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

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
