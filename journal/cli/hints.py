"""What was meant by a command or an option that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_ALIKE = 0.75
_COMMANDS = {
    **dict.fromkeys(("new", "write", "create"), "add"),
    **dict.fromkeys(("remove", "delete", "del"), "rm"),
    "find": "search",
    "view": "show",
}
_OPTIONS = {"--format": "--json"}
"""What other programs call them."""


def option_meant(word: str, known: Collection[str]) -> str:
    """Return the long option that a word, or its beginning, is near to, or ""."""
    if (named := _OPTIONS.get(word, "")) in known:
        return named
    names = {one[2:]: one for one in known if one.startswith("--")}
    begun = [one for one in names if one.startswith(word[2:]) and word.startswith("--")]
    return names.get(begun[0] if len(begun) == 1 else _near(word.lstrip("-"), names), "")


def no_command(name: str, known: Collection[str], where: str, *, how: str = "") -> tuple[str, str]:
    """Return the words for a command that there is not, and what to do about it.

    `where` is what its help is asked of, `how` says what led to the name.
    """
    named = _COMMANDS.get(name, "")
    close = named if named in known else _near(name, known)
    todo = f"did you mean {close!r}?" if close else f"{where} --help lists the commands"
    return f"no command {name!r}{how}", todo


def _near(word: str, known: Collection[str]) -> str:
    turned = [one for one in known if sorted(one) == sorted(word)]
    close = turned or get_close_matches(word, known, 1, _ALIKE)
    return close[0] if close else ""
