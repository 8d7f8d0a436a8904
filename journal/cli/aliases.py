"""Aliases: commands of one's own, from the settings, put in the place of their names."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from journal.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping


def expand(words: list[str], aliases: Mapping[str, str], commands: Container[str]) -> list[str]:
    """Return the words of a command line with the alias at their beginning written out.

    A command goes before an alias of its name. Words are split as a shell does,
    but no shell sees them. Raises UsageError for a name that is neither, and for
    aliases that name one another in a circle.
    """
    seen: list[str] = []
    while words and words[0] not in commands:
        name = words[0]
        if name in seen:
            circle = " → ".join([*seen, name])
            raise UsageError(f"these aliases never end: {circle}", todo="change one of them")
        if name not in aliases:
            from journal.cli.hints import no_command

            how = f" (the alias {seen[-1]} leads to it)" if seen else ""
            known = (*_names(commands), *aliases)
            what, todo = no_command(name, known, "journal", how=how)
            raise UsageError(what, todo=todo)
        seen.append(name)
        words = [*shlex.split(aliases[name]), *words[1:]]
    return words


def _names(commands: object) -> Iterable[str]:
    return commands if isinstance(commands, dict) else ()
