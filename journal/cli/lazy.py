"""The commands by their names, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_group

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_values
    from collections.abc import Callable

MODULES = {
    "add": "write",
    "import": "transfer",
    "export": "outgoing",
    "dedupe": "dedupe",
    "list": "read",
    "ls": "read",
    "show": "read",
    "cat": "read",
    "search": "read",
    "grep": "read",
    "edit": "change",
    "rm": "change",
    "variants": "variants",
    "undo": "history",
    "redo": "history",
    "history": "history",
    "encrypt": "encryption",
    "decrypt": "encryption",
    "doctor": "doctor",
    "stats": "stats",
    "on-this-day": "looking",
    "otd": "looking",
    "review": "looking",
    "merge-driver": "git",
    "tags": "tags",
    "journals": "journals",
    "config": "settings",
    "git": "git",
}
"""The module of each command, in the order in which help lists them."""


class Commands(dict[str, Any]):
    """Commands by name; one that is not yet there comes from its module."""

    def __init__(self, settle: Callable[[Any], None]) -> None:
        """Know all names; `settle` is told each command that comes."""
        super().__init__(dict.fromkeys(MODULES))
        self._settle = settle

    def __getitem__(self, name: str) -> Any:
        """Return a command; raises KeyError for what is none."""
        if super().__getitem__(name) is None:
            for other, command in load(MODULES[name]).items():
                self._settle(command)
                self[other] = command
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a command, or `default` for what is none."""
        try:
            return self[name]
        except KeyError:
            return default

    def values(self) -> dict_values[str, Any]:
        """Return all commands."""
        self._complete()
        return super().values()

    def items(self) -> dict_items[str, Any]:
        """Return all commands with their names."""
        self._complete()
        return super().items()

    def _complete(self) -> None:
        for name in self:
            self[name]


def load(module: str) -> dict[str, Any]:
    """Return the commands that a module registers."""
    app = typer.Typer()
    import_module(f"journal.cli.{module}").register(app)
    return dict(get_group(app).commands)
