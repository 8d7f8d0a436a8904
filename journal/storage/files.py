"""Find and read files: links followed, nothing that could block opened."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress

from journal.errors import DataError
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    StrPath = str | os.PathLike[str]

_READ = os.O_RDONLY
for _flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"):
    _READ |= getattr(os, _flag, 0)

_CHUNK = 1 << 20

_REMEDIES = {
    errno.EACCES: "check its permissions and those of its folder",
    errno.EDQUOT: "free some of your quota and try again",
    errno.EIO: "check the disk, and try again",
    errno.ELOOP: "mend the link",
    errno.ENOSPC: "free some space and try again",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EPERM: "check its owner, its flags and its folder",
    errno.EROFS: "choose a place that can be written to",
}
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@contextmanager
def told(path: StrPath, what: str) -> Iterator[None]:
    """Turn an operating system's error inside into a DataError: `PATH: WHAT: reason; remedy`."""
    try:
        yield
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number) if number else str(error)
        todo = _REMEDIES.get(number or 0, "")
        raise DataError(f"{what}: {reason}", where=os.fspath(path), todo=todo) from error


def resolve(path: StrPath) -> str:
    """Return the absolute path of the file itself, all links followed.

    The target of a dangling link is returned too: it is what would be created.
    Raises DataError for a loop of links and for a path that leads nowhere.
    """
    with told(path, "cannot be opened"):
        target = os.path.realpath(path)
        try:
            os.stat(target)
        except FileNotFoundError:
            return target
    return target


def read(path: StrPath) -> bytes | None:
    """Return the bytes of a regular file, or None where there is no file.

    Never blocks, and opens nothing but regular files. Raises DataError for a
    folder, pipe, socket or device, and for a file that cannot be read.
    """
    with told(path, "cannot be read"):
        try:
            with _opened(path) as file:
                return file.readall()
        except FileNotFoundError:
            return None


def head(path: StrPath, size: int) -> bytes:
    """Return the first bytes of a regular file, none where there is no file; see `read`."""
    with told(path, "cannot be read"):
        try:
            with _opened(path) as file:
                return file.read(size) or b""
        except (FileNotFoundError, NotADirectoryError):
            return b""


def holds(path: StrPath, data: bytes | None) -> bool:
    """Tell whether `read` would return the data, without a second copy of it."""
    with told(path, "cannot be read"):
        try:
            with _opened(path) as file:
                rest = memoryview(b"" if data is None else data)
                while chunk := file.read(_CHUNK):
                    # Views are compared item by item, bytes all at once.
                    if chunk != rest[: len(chunk)].tobytes():
                        return False
                    rest = rest[len(chunk) :]
                return data is not None and not rest
        except FileNotFoundError:
            return data is None


def _opened(path: StrPath) -> io.FileIO:
    """Open a regular file, which cannot block, or raise DataError."""
    refuse_special(os.stat(path).st_mode, path)
    file = open(os.open(path, _READ), "rb", buffering=0)  # noqa: SIM115 - the caller closes it
    try:
        refuse_special(os.fstat(file.fileno()).st_mode, path)
    except BaseException:
        file.close()
        raise
    return file


def check_file(path: StrPath) -> None:
    """Raise DataError for what is there and is no regular file."""
    with told(path, "cannot be read"), suppress(FileNotFoundError):
        refuse_special(os.stat(path).st_mode, path)


def refuse_special(mode: int, path: StrPath) -> None:
    """Raise DataError unless the mode is that of a regular file."""
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise DataError(
            f"is {kind}, not a file", where=os.fspath(path), todo="name a Markdown file"
        )


def make_folder(path: str) -> None:
    """Make a folder, and those above it that are missing, each 0700 and on disk.

    The umask changes nothing, nor does a folder that is there. Raises OSError.
    """
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    make_folder(parent)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if os.path.isdir(path):
            return
        raise
    os.chmod(path, 0o700)
    flush_folder(parent)
