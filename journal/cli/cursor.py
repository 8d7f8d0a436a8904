"""Where the cursor is on a command line that is not finished yet.

Typer could tell too, but would load pydantic for it, and a shell asks at every TAB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cursor:
    """The command at the cursor, what is given already, and the word that is being written.

    `wanted` is the parameter whose value the word is, or None where it is an
    option, or the name of a command. `params` are values by the names of global
    options and arguments, as a context has them.
    """

    def __init__(self, group: Any, words: Sequence[str], word: str) -> None:
        """Walk through the words before the cursor."""
        self.command = group
        self.is_root = True
        self.word = word
        self.wanted: Any = None
        self.params: dict[str, Any] = {param.name: param.default for param in group.params}
        self._arguments: list[Any] = []
        self._ended = False
        rest = list(words)
        while rest:
            self._pass(rest.pop(0), rest)
        self._look()

    def find_root(self) -> Cursor:
        """Return itself: it has the global options, as the root of a context does."""
        return self

    def _pass(self, word: str, rest: list[str]) -> None:
        """Pass one word, and the value that follows it."""
        if word == "--":
            self._ended = True
        elif self.wanted is not None:
            self._give(self.wanted, word)
            self.wanted = None
        elif word.startswith("-") and len(word) > 1 and not self._ended:
            self._pass_option(word)
        elif getattr(self.command, "commands", None):
            self._enter(word, rest)
        elif self._arguments:
            self._give(self._arguments[0], word)
            if self._arguments[0].nargs != -1:
                self._arguments.pop(0)

    def _pass_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        param = self._option(name) or (None if word[1] == "-" else self._option(word[:2]))
        if param is None or param.is_flag:
            return
        if equals:
            self._give(param, value)
        elif name in param.opts:
            self.wanted = param
        else:
            self._give(param, word[2:])

    def _enter(self, word: str, rest: list[str]) -> None:
        """Go into a command; an alias is written out."""
        if self.is_root and word not in self.command.commands:
            from journal.cli.aliases import expand
            from journal.config import load_config

            aliases = load_config(self.params["config"]).aliases
            word, *more = expand([word], aliases, self.command.commands)
            rest[:0] = more
        self.command = self.command.commands[word]
        self.is_root = False
        params = self.command.params
        self._arguments = [param for param in params if param.param_type_name == "argument"]

    def _give(self, param: Any, value: str) -> None:
        several = param.name == "journal"
        self.params[param.name] = [*(self.params[param.name] or ()), value] if several else value

    def _look(self) -> None:
        """See what the word at the cursor is."""
        if self.wanted is not None:
            self.word = self.word.removeprefix("=")
            return
        name, equals, value = self.word.partition("=")
        param = self._option(name)
        if self._ended or not self.word.startswith("-"):
            self.wanted = self._arguments[0] if self._arguments else None
        elif equals and param is not None and not param.is_flag:
            self.wanted, self.word = param, value

    def _option(self, name: str) -> Any:
        params = self.command.params
        return next((param for param in params if name in param.opts and name[:1] == "-"), None)
