"""Lines of `.gitattributes` that name the merge driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DRIVER = "journal"
"""What the driver is called in git's settings."""

_GLOBS = "\\*?["
_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def attribute_line(path: str, *, below: str = "", binary: bool = False) -> str:
    """Return the line for a path in the repository; `below`: for files so named under it.

    The path has `/` between its parts, and none before the first. With `binary`
    git keeps every byte, whatever other lines say of the ends of lines.
    """
    pattern = "".join(f"\\{one}" if one in _GLOBS else one for one in f"/{path}")
    if below:
        pattern = f"{pattern.rstrip('/')}/**/{below}"
    if any(one in ' "\n\t\r' for one in pattern):
        pattern = f'"{"".join(_ESCAPES.get(one, one) for one in pattern)}"'
    return f"{pattern}{' -text' if binary else ''} merge={DRIVER}"


def with_lines(text: str, lines: Iterable[str]) -> str:
    """Return the text of the file with those of the lines that it lacks at its end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    known = {line.rstrip("\r \t") for line in text.split("\n")}
    missing = [line for line in lines if line not in known]
    if missing and text and not text.endswith("\n"):
        text += newline
    return text + "".join(f"{line}{newline}" for line in missing)


def without_lines(text: str) -> str:
    """Return the text of the file without any line that names the driver, and nothing else."""
    lines = text.split("\n")
    kept = [line for line in lines if not line.rstrip("\r \t").endswith(f" merge={DRIVER}")]
    return "\n".join(kept)
