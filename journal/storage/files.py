"""Find and read files: links followed, nothing that could block opened, no byte of a text lost."""

from __future__ import annotations

import errno
import os
import stat

from journal.errors import DataError, suppress
from journal.storage.system import flush_folder, open_flags

TYPE_CHECKING = False
if TYPE_CHECKING:
    import io

    StrPath = str | os.PathLike[str]

_READ = open_flags(os.O_RDONLY, "O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK")
_CHUNK = 1 << 16

# A byte-order mark of UTF-32 begins with one of UTF-16: the longer ones come first.
_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_ASCII = bytes(range(0x80))
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B)))
_STRAY = 5

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


class told:
    """Turn an operating system's error inside into a DataError: `PATH: WHAT: reason; remedy`."""

    __slots__ = ("_path", "_what")

    def __init__(self, path: StrPath, what: str) -> None:
        """Keep what the sentence says."""
        self._path = path
        self._what = what

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise DataError for an error of the operating system."""
        if isinstance(error, (OSError, ValueError)):
            number = getattr(error, "errno", None)
            reason = os.strerror(number) if number else str(error)
            todo = _REMEDIES.get(number or 0, "")
            where = os.fspath(self._path)
            raise DataError(f"{self._what}: {reason}", where=where, todo=todo) from error


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


def tail(path: StrPath, size: int) -> bytes:
    """Return the last bytes of a regular file, none where there is no file; see `read`."""
    with told(path, "cannot be read"):
        try:
            with _opened(path) as file:
                file.seek(max(file.seek(0, os.SEEK_END) - size, 0))
                return file.readall()
        except FileNotFoundError:
            return b""


def holds(path: StrPath, data: bytes | None) -> bool:
    """Tell whether `read` would return the data, without a second copy of it."""
    with told(path, "cannot be read"):
        try:
            with _opened(path) as file:
                at = 0
                while chunk := file.read(_CHUNK):
                    # Not by slices, which would be copies.
                    if not (data or b"").startswith(chunk, at):
                        return False
                    at += len(chunk)
                return data is not None and at == len(data)
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


def decode(data: bytes) -> str:
    """Return the bytes as text: UTF-8, any other byte as a lone surrogate.

    Nothing is taken away: a byte-order mark, CR and NUL stay in the text, and
    `encode` gives back the same bytes. Never raises.
    """
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes that `decode` made the text from.

    Raises DataError for half a character that no byte stands for (a lone
    surrogate outside U+DC80..U+DCFF, as broken JSON can hold).
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        raise DataError(
            f"half a character ({half}) cannot be saved as UTF-8", todo="take it out of the text"
        ) from error


def writable_text(data: bytes, path: StrPath) -> str:
    """Return the text of a file that may be written to.

    Raises DataError for what our UTF-8 would spoil: UTF-16 and UTF-32 (by their
    mark or their NULs), and files most of whose characters beyond ASCII are not
    UTF-8, such as GBK. A few stray bytes or NULs are no reason to refuse.
    """
    refuse_foreign(data, path)
    return decode(data)


def refuse_foreign(data: bytes, path: StrPath, *, is_new: bool = False) -> None:
    """Raise DataError for a file that must not be written to; see `writable_text`.

    `is_new` tells that the bytes are those it would have.
    """
    if encoding := _foreign_encoding(data):
        state, text = ("would be", "the new text") if is_new else ("is", "a copy")
        raise DataError(
            f"{state} {encoding}, not UTF-8; nothing was written",
            where=os.fspath(path),
            todo=f"convert {text} to UTF-8, for instance with iconv",
        )


def readable_text(data: bytes, path: StrPath) -> str:
    """Return the text of a file that is only read, in whatever encoding it clearly is.

    UTF-16 and UTF-32 by their mark, GB 18030 where the bytes come in its pairs,
    else Latin-1. Raises DataError for what is no text.
    """
    encoding = _foreign_encoding(data)
    if not encoding:
        return decode(data)
    if encoding in ("UTF-16", "UTF-32"):
        return data.decode(encoding, "replace")
    if data.translate(None, _CONTROLS) == data:
        import re

        # In Chinese text the bytes of GB 18030 come in pairs from A1 on.
        high = len(data.translate(None, _ASCII))
        paired = sum(map(len, re.findall(rb"(?:[\xa1-\xfe][\xa1-\xfe])+", data)))
        try:
            return data.decode("gb18030" if paired * 10 > high * 9 else "latin-1")
        except UnicodeDecodeError:
            pass
    raise DataError("is no text", where=os.fspath(path), todo="name a Markdown file")


def _foreign_encoding(data: bytes) -> str:
    """Name the encoding that the bytes seem to be in, or return "" for UTF-8."""
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return name
    zeros = data.count(0) if b"\0" in data else 0
    if zeros > _STRAY and zeros * 4 > len(data):
        return "UTF-16 or binary"
    if not _is_utf8(data):
        good = len(data.decode("utf-8", "ignore").encode())
        stray = len(data) - good
        ascii_only = len(data) - len(data.translate(None, _ASCII))
        if stray > max(good - ascii_only, _STRAY):
            return "in another encoding (GBK, Latin-1 …)"
    return ""


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8, without a second copy of them."""
    from codecs import utf_8_decode

    view, at = memoryview(data), 0
    try:
        while at < len(data):
            last = at + _CHUNK >= len(data)
            at += utf_8_decode(view[at : at + _CHUNK], "strict", last)[1]
    except UnicodeDecodeError:
        return False
    return True
