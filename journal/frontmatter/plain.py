"""Headers of plain lines in YAML and TOML, read without their parsers.

What this reads, `handlers.read_mapping` reads the same; anything that is not
plain is left to it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import TypeAlias

    Scalar: TypeAlias = "str | bool | dt.date | None"
    Values: TypeAlias = "dict[str, Scalar | list[Scalar]]"

NINES = dict.fromkeys(map(ord, "012345678"), "9")
"""For `str.translate`: shows the form of a date."""

_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
}
_MARKS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_LONGEST = 100
_MOMENT = "9999-99-99T99:99:99"
_ZONES = ("", "Z", "+99:99", "-99:99")


class _NotPlainError(Exception):
    """Only the parser can tell what this says."""


def read_plain(fence: str, text: str) -> Values | None:
    """Return what lines say, each a key with a word, a phrase or a list; None for others.

    A list stands in brackets behind its key, or in YAML below it, an item a line.
    """
    values: Values = {}
    try:
        if fence == "---":
            _read_yaml(text, values)
        elif fence == "+++":
            _read_toml(text, values)
    except _NotPlainError:
        return None
    return values or None


def _read_yaml(text: str, values: Values) -> None:
    open_key = dash = ""
    for line in _lines(text):
        key, colon, value = line.partition(":")
        if open_key and not (colon and key[:1].isalpha()):
            dash = _add_item(values, open_key, line, dash)
            continue
        if not colon or not _is_key(key) or key in _WORDS or value[:1] not in ("", " "):
            raise _NotPlainError
        value = value.strip(" ")
        open_key, dash = "" if value else key, ""
        values[key] = _value(value) if value else None


def _read_toml(text: str, values: Values) -> None:
    for line in _lines(text):
        key, _, value = line.partition("=")
        key, value = key.rstrip(" "), value.strip(" ")
        if not value or not _is_key(key) or key in values:
            raise _NotPlainError
        if value[0] != "[" or value[-1] != "]":
            values[key] = _quoted(value) if value[0] in ("'", '"') else _bare(value)
        else:
            inner = value[1:-1].strip(" ")
            values[key] = [_quoted(item.strip(" ")) for item in inner.split(",")] if inner else []


def _lines(text: str) -> Iterator[str]:
    """Yield the lines that are neither empty nor a comment."""
    for line in text.split("\n"):
        if not line.isprintable():
            raise _NotPlainError
        if line and line[0] != "#":
            yield line


def _is_key(key: str) -> bool:
    is_name = key.isascii() and key[:1] != "-" and key.replace("-", "_").isidentifier()
    return is_name and len(key) < _LONGEST


def _add_item(values: Values, key: str, line: str, dash: str) -> str:
    """Add the item of a line to the list of a key; return what stands before the items."""
    item = line.lstrip(" ")
    begin = line[: len(line) - len(item) + 2]
    if begin != (dash or begin) or item[:2] != "- ":
        raise _NotPlainError
    found = values[key] if dash else []
    assert isinstance(found, list)  # noqa: S101 - nothing else has a dash
    found.append(_scalar(item[2:].strip(" ")))
    values[key] = found
    return begin


def _value(text: str) -> Scalar | list[Scalar]:
    """Read what stands behind a key in YAML."""
    if text[0] != "[" or text[-1] != "]":
        return _scalar(text)
    inner = text[1:-1].strip(" ")
    return [_scalar(item.strip(" "), "?[]{}:") for item in inner.split(",")] if inner else []


def _scalar(text: str, refused: str = "") -> Scalar:
    """Read a word or a phrase of YAML; where it has no quotes `refused` are not plain in it."""
    first = text[:1]
    if first in ("'", '"') and len(text) > 1:
        return _unquoted(text, first)
    if text in _WORDS:
        return _WORDS[text]
    if not first or first in _MARKS or ": " in text or " #" in text or text[-1] == ":":
        raise _NotPlainError
    if refused and any(mark in text for mark in refused):
        raise _NotPlainError
    return text


def _unquoted(text: str, quote: str) -> str:
    """Read what stands in quotes, in which none but a quote and a backslash is escaped."""
    escape = "''" if quote == "'" else '\\"'
    parts = text[1:-1].split("\\\\") if quote == '"' else [text[1:-1]]
    bare = "".join(parts).replace(escape, "")
    if text[-1] != quote or quote in bare or (quote == '"' and "\\" in bare):
        raise _NotPlainError
    return "\\".join(part.replace(escape, quote) for part in parts)


def _quoted(text: str) -> str:
    """Read a string of TOML in quotes, in which nothing is escaped."""
    quote, inner = text[:1], text[1:-1]
    is_closed = quote in ("'", '"') and len(text) > 1 and text[-1] == quote
    if not is_closed or quote in inner or (quote == '"' and "\\" in inner):
        raise _NotPlainError
    return inner


def _bare(text: str) -> Scalar:
    """Read what has no quotes in TOML: true, false, a day, or a day with a clock time."""
    import datetime as dt

    if text in ("true", "false"):
        return text == "true"
    shape = text.translate(NINES)
    # Python takes hours of 24, and zones of so many minutes; TOML does not.
    is_sure = max(text[11:13], text[20:22]) < "24" and text[23:] < "60"
    try:
        if shape == _MOMENT[:10]:
            return dt.date.fromisoformat(text)
        if shape[:19] == _MOMENT and shape[19:] in _ZONES and is_sure:
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise _NotPlainError
