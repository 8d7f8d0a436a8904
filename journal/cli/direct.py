"""Commands called without Typer: the same functions, with the same endings."""

from __future__ import annotations

from journal.cli.options import TABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Context:
    """What a session asks of Typer's context: the global options, at its root."""

    def __init__(self, params: dict[str, Any]) -> None:
        """Keep the global options."""
        self.params = params

    def find_root(self) -> Context:
        """Return itself."""
        return self


def call(name: str, values: dict[str, Any]) -> int | None:
    """Carry out a command with the values of its options, and return its exit code."""
    own = {one.name: values[one.name] for one in TABLES[name]}
    return _function(name)(Context(values), **own)


def _function(name: str) -> Callable[..., int | None]:
    if name == "add":
        from journal.cli.write import add

        return add
    if name == "export":
        from journal.cli.outgoing import export

        return export
    from journal.cli import read

    commands: dict[str, Callable[..., int | None]] = {
        "list": read.list_,
        "show": read.show,
        "search": read.search,
    }
    return commands[name]
