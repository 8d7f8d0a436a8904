"""Values of options that need no checking, without what checks the others.

Typer passes every value through pydantic, which costs more to import than most
commands to run; a text is what it is, and a number of plain digits too.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperOption

_DIGITS = 9
_checked: Any = getattr(TyperOption, "get_runtime_param", None)


def spare_pydantic() -> None:
    """Let Typer's parameters take plain values as they are, and check only the others."""
    kinds: tuple[Any, ...] = (TyperArgument, TyperOption) if _checked is not None else ()
    for kind in kinds:
        kind.get_runtime_param = lambda param: _Plain


class _Plain:
    """How a parameter makes a value of what was given, where that is plain."""

    @staticmethod
    def coerce(value: Any, param: Any, ctx: Any) -> Any:
        """Return the value of a parameter; raises BadParameter."""
        kind = param.type_descriptor.annotation
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if kind is str and type(value) is str:
            return value
        if kind == list[str] and isinstance(value, list | tuple):
            if all(type(text) is str for text in value):
                return list(value)
        elif kind is int and (number := _number(str(value), param.min, param.max)) is not None:
            return number
        return _checked(param).coerce(value, param=param, ctx=ctx)


def _number(text: str, low: float | None, high: float | None) -> int | None:
    """Return a number of plain digits within its limits, else None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        return None
    number = int(text)
    fits = (low is None or low <= number) and (high is None or number <= high)
    return number if fits else None
