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
            what = f"no command {name!r}"
            what += f" (the alias {seen[-1]} leads to it)" if seen else ""
            raise UsageError(what, todo=_suggestion(name, (*_names(commands), *aliases)))
        seen.append(name)
        words = [*shlex.split(aliases[name]), *words[1:]]
    return words


def _names(commands: object) -> Iterable[str]:
    return commands if isinstance(commands, dict) else ()


def _suggestion(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1)
    return f"did you mean {close[0]!r}?" if close else "journal --help lists the commands"
