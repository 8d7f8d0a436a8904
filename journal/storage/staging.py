"""Put new bytes where old ones stood: on disk beside them first, then wholly or not at all."""

from __future__ import annotations

import os

from journal.errors import ChangedOnDiskError, DataError, suppress
from journal.storage.files import holds, make_folder, refuse_special, resolve, told
from journal.storage.locking import temporary_name
from journal.storage.system import (
    copy_rights,
    flush,
    flush_folder,
    make_private,
    open_flags,
    place_new,
    write_all,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from journal.storage.files import StrPath

_CREATE = open_flags(os.O_WRONLY | os.O_CREAT | os.O_EXCL, *("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW"))


class Spliced:
    """The bytes of a file with a piece put in, which are not joined: that would copy them all."""

    __slots__ = ("at", "old", "piece")

    def __init__(self, old: bytes, at: int, piece: bytes) -> None:
        """Keep what is put in where."""
        self.old = old
        self.at = at
        self.piece = piece

    def parts(self) -> tuple[memoryview, bytes, memoryview]:
        """Return what stands before the piece, the piece, and what stands behind it."""
        view = memoryview(self.old)
        return view[: self.at], self.piece, view[self.at :]

    def join(self) -> bytes:
        """Return all in one."""
        return b"".join(self.parts())

    def read(self, start: int, end: int) -> bytes:
        """Return what stands between two offsets."""
        at, gap = self.at, len(self.piece)
        if end <= at:
            return self.old[start:end]
        begin = self.old[start : min(end, at)]
        piece = self.piece[max(start - at, 0) : max(end - at, 0)]
        return begin + piece + self.old[max(start - gap, at) : max(end - gap, at)]

    def close(self) -> None:
        """Do nothing: it is no file that is open."""


class Staged:
    """New bytes, on disk under a temporary name beside their target."""

    __slots__ = ("looks", "new", "old", "target", "temporary")

    def __init__(
        self, target: str, old: bytes | None, new: bytes | Spliced, temporary: str
    ) -> None:
        """Keep what the rename and its undoing need."""
        self.target = target
        self.old = old
        self.new = new
        self.temporary = temporary
        self.looks: tuple[int, ...] | None = None


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
    changes: Iterable[tuple[StrPath, bytes | None, bytes | Spliced]], *, like: str | None = None
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


def stage(
    path: StrPath, old: bytes | None, new: bytes | Spliced, *, like: str | None = None
) -> Staged:
    """Write the new bytes beside their target, ready to take its name."""
    target = resolve(path)
    folder = os.path.dirname(target)
    with told(path, "not saved"):
        make_folder(folder)
        there = os.path.lexists(target)
        if there:
            _refuse_unwritable(target)
        temporary = os.path.join(folder, temporary_name())
        create(temporary, new, like=target if there else like)
    return Staged(target, old, new, temporary)


def _refuse_unwritable(target: str) -> None:
    """Raise DataError for a file that must not be replaced by another."""
    status = os.stat(target)
    refuse_special(status.st_mode, target)
    if status.st_nlink > 1:
        raise DataError(
            f"not saved: it has {status.st_nlink} names (hard links), and saving would part them",
            where=target,
            todo="replace the other names by symbolic links",
        )
    if not os.access(target, os.W_OK):
        raise DataError("not saved: it is read-only", where=target, todo="make it writable first")


def create(path: str, data: bytes | Spliced, *, like: str | None) -> None:
    """Create a file that holds the data, on disk, or leave nothing and raise OSError.

    It is 0600, or gets the rights of the file `like`.
    """
    descriptor = os.open(path, _CREATE, 0o600)
    try:
        try:
            for part in data.parts() if isinstance(data, Spliced) else (data,):
                write_all(descriptor, part)
            if like is None:
                make_private(descriptor)
            else:
                with told(like, "not saved, for its owner, mode and attributes cannot be kept"):
                    copy_rights(descriptor, like)
            flush(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        discard(path)
        raise


def compare(item: Staged) -> None:
    """Raise ChangedOnDiskError unless the target still holds the old bytes."""
    with told(item.target, "not saved"):
        item.looks = _looks(item.target)
    if not holds(item.target, item.old):
        raise _changed(item)


def look_again(item: Staged) -> None:
    """Raise ChangedOnDiskError if the target was touched since it was compared."""
    with told(item.target, "not saved"):
        if _looks(item.target) != item.looks:
            raise _changed(item)


def _looks(target: str) -> tuple[int, ...] | None:
    """Return what changes when a file is written or another takes its name."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        return None
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _changed(item: Staged) -> ChangedOnDiskError:
    """Return the error for a file that someone else has saved meanwhile."""
    return ChangedOnDiskError(
        "not saved: it was changed by someone else meanwhile",
        where=item.target,
        todo="look at it and try again",
    )


def commit(staged: list[Staged]) -> None:
    """Give every staged file its name; put back what was done if one fails."""
    done: list[Staged] = []
    try:
        for item in staged:
            look_again(item)
            with told(item.target, "not saved"):
                _take_name(item)
            done.append(item)
        for folder in {os.path.dirname(item.target) for item in staged}:
            with told(folder, "not saved"):
                flush_folder(folder)
    except DataError as error:
        stuck = [item.target for item in reversed(done) if not _put_back(item)]
        if stuck:
            raise DataError(
                f"saved, but what followed failed ({error.what})",
                where=stuck[0],
                todo="check the disk, and look at the file",
            ) from error
        raise


def _take_name(item: Staged) -> None:
    """Let the temporary become the target."""
    if item.old is not None:
        os.replace(item.temporary, item.target)
        return
    try:
        place_new(item.temporary, item.target)
    except FileExistsError as error:
        raise _changed(item) from error


def _put_back(item: Staged) -> bool:
    """Undo one rename of a command that failed; tell whether that worked."""
    new = item.new.join() if isinstance(item.new, Spliced) else item.new
    try:
        if item.old is None:
            if holds(item.target, new):
                os.unlink(item.target)
            return True
        back = stage(item.target, new, item.old)
        try:
            compare(back)
            os.replace(back.temporary, back.target)
        finally:
            discard(back.temporary)
    except (OSError, DataError):
        return False
    return True


def discard(path: str) -> None:
    """Remove a temporary that is still there."""
    with suppress(OSError):
        os.unlink(path)


class interrupt_later:
    """Hold back SIGINT until the end, then deliver it."""

    __slots__ = ("_before", "_came", "_is_held")

    def __enter__(self) -> None:
        """Begin to hold it back, in the main thread, which is the only one to get signals."""
        # The same without its enums, whose import costs what all the rest of this does.
        import _signal as signal  # type: ignore[import-not-found]

        came: list[int] = []
        self._came = came
        self._before: Any = None
        self._is_held = False
        with suppress(ValueError):
            self._before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
            self._is_held = True

    def __exit__(self, *_: object) -> None:
        """Deliver it."""
        import _signal as signal

        if self._is_held:
            before = signal.SIG_DFL if self._before is None else self._before
            signal.signal(signal.SIGINT, before)
            if self._came:
                signal.raise_signal(signal.SIGINT)
