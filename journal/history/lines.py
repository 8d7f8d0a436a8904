"""Lines of JSON, without the import of `json` and of the regular expressions it brings."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def dumps(value: dict[str, Any]) -> str:
    """Return what `json.dumps` does, without blanks."""
    try:
        from _json import encode_basestring_ascii, make_encoder
    except ImportError:
        import json

        return json.dumps(value, separators=(",", ":"))
    encode = make_encoder({}, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
    return "".join(encode(value, 0))


def loads(line: bytes) -> dict[str, Any]:
    """Return the object that a line holds, or an empty one."""
    try:
        text = line.decode()
        value = _scan(text) if text.startswith("{") else None
    except (ValueError, RecursionError, StopIteration):
        return {}
    return value if isinstance(value, dict) else {}


def _scan(text: str) -> object:
    try:
        from _json import make_scanner
    except ImportError:
        import json

        return json.loads(text)
    value, end = make_scanner(_Context())(text, 0)  # type: ignore[arg-type] # any attributes do
    return None if text[end:].strip(" \t\r\n") else value


class _Context:
    """How the scanner of CPython is told to read."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int = float, int

    @staticmethod
    def parse_constant(name: str) -> float:
        """Read NaN and the infinities."""
        return float(name)


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is no JSON")
