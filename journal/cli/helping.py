"""Help in the manner of other programs, where Typer has its own."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperOption

_VALUES = {
    **dict.fromkeys(("on", "since", "until"), "PERIOD"),
    **{"not_tags": "TAG", "has": "WHAT", "title": "TEXT", "date": "WHEN", "template": "NAME"},
    **{"output": "PATH", "config": "FILE"},
}
"""What the values of some options are, by parameter; of others it is their long name."""


def name_values() -> None:
    """Let help name the values of options, `--tag TAG`, and not their types in Python."""
    kinds: tuple[Any, ...] = (TyperArgument, TyperOption)
    for kind in kinds:
        if hasattr(kind, "display_type_rich"):
            kind.display_type_rich = _name


def _name(param: Any, ctx: Any) -> str:
    """Return what stands for a value: nothing for a flag, nor beside an argument's own name."""
    if not isinstance(param, TyperOption) or param.is_flag:
        return ""
    if param.metavar:
        return param.metavar
    if "int" in param.display_type(ctx):
        return "N"
    return _VALUES.get(param.name) or max(param.opts, key=len).lstrip("-").upper()
