"""Turn bytes into text and back without losing one, and refuse what we must not write to."""

from __future__ import annotations

import os

from journal.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.storage.files import StrPath

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
_CHUNK = 1 << 20


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


def refuse_foreign(data: bytes, path: StrPath) -> None:
    """Raise DataError for a file that must not be written to; see `writable_text`."""
    if encoding := _foreign_encoding(data):
        raise DataError(
            f"is {encoding}, not UTF-8; nothing was written",
            where=os.fspath(path),
            todo="convert a copy to UTF-8, for instance with iconv",
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
    zeros = data.count(0)
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
    from codecs import getincrementaldecoder

    decoder = getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
