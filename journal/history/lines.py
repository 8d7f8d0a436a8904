"""Lines of JSON, without the import of `json` and of the regular expressions it brings."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ESCAPES = dict(zip('"\\\n\r\t\b\f', '"\\nrtbf', strict=True))


def dumps(value: object) -> str:
    """Return what `json.dumps` does, without blanks."""
    if isinstance(value, str):
        return f'"{value if _is_plain(value) else "".join(map(_escape, value))}"'
    if isinstance(value, dict):
        return f"{{{','.join(f'{dumps(name)}:{dumps(one)}' for name, one in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(dumps, value))}]"
    if isinstance(value, (int, float)) and repr(value)[-1].isdigit():
        return repr(value)
    import json

    return json.dumps(value)


def loads(line: bytes) -> dict[str, Any]:
    """Return the object that a line holds, or an empty one."""
    try:
        text = line.decode()
        value = _scan(text) if text.startswith("{") else None
    except (ValueError, RecursionError, StopIteration, SystemError):
        # The last is what CPython 3.12 makes of a torn string where `json` is not loaded.
        return {}
    return value if isinstance(value, dict) else {}


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def _escape(char: str) -> str:
    if _is_plain(char):
        return char
    if char in _ESCAPES:
        return f"\\{_ESCAPES[char]}"
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return f"\\u{units[:4]}" + (f"\\u{units[4:]}" if units[4:] else "")


def _scan(text: str) -> object:
    try:
        from _json import make_scanner

        scan = make_scanner(_Context())  # type: ignore[arg-type] # any attributes do
    except (ImportError, AttributeError):  # of a version that asks for more of them
        import json

        return json.loads(text)
    value, end = scan(text, 0)
    return None if text[end:].strip(" \t\r\n") else value


class _Context:
    """How the scanner of CPython is told to read."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_float, parse_int = float, int

    @staticmethod
    def parse_constant(name: str) -> float:
        """Read NaN and the infinities."""
        return float(name)
