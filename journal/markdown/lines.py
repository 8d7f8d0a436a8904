"""Lines of a text: their endings, and the blank ones around it."""

from __future__ import annotations

_BLANKS = ("", " ", "\t")


def unix(text: str) -> str:
    """Return a text with LF line endings."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def trim(text: str) -> str:
    """Return a text without the blank lines around it; indentation is content, U+3000 too."""
    bare = text.strip("\n")
    if bare[:1] not in _BLANKS and bare[-1:] not in _BLANKS:
        return bare
    end = len(text.rstrip(" \t\n"))
    if not end:
        return ""
    # Blanks at the end of the last line are content, too.
    stop = text.find("\n", end)
    begin = len(text) - len(text.lstrip(" \t\n"))
    return text[text.rfind("\n", 0, begin) + 1 : stop if stop >= 0 else len(text)]


def count_lines(text: str, start: int, end: int | None = None) -> int:
    """Return the number of line endings (LF, CRLF or CR) between two offsets."""
    piece = text[start:end]
    count = piece.count("\n")
    if "\r" in piece:
        count += piece.count("\r") - piece.count("\r\n")
    return count
