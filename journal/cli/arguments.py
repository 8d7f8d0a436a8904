"""The words of a command line, where they are plain, without Typer."""

from __future__ import annotations

from journal.cli.options import ADD, JOURNAL, LIST, QUIET, SEARCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from journal.cli.options import Option

_NAMES = {"list": "list", "ls": "list", "search": "search", "grep": "search", "add": "add"}
_TABLES = {"list": LIST, "search": SEARCH, "add": ADD}


def read(words: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """Return the command and the values of its options; None for what is not plain."""
    rest = list(words)
    values: dict[str, Any] = {}
    spelt = {name: one for one in (JOURNAL, QUIET) for name in one.spellings}
    name = ""
    arguments: list[str] = []
    table: tuple[Option, ...] = ()
    while rest:
        word = rest.pop(0)
        if name == "" and not word.startswith("-"):
            name = _NAMES.get(word, "?")
            if name == "?":
                return None
            table = _TABLES[name]
            spelt |= {text: one for one in table if one.plain for text in one.spellings}
        elif word.startswith("-"):
            if not _take(word, rest, spelt, values):
                return None
        else:
            arguments.append(word)
    given = [one.name for one in table if not one.spellings]
    if not name or (arguments and not given):
        return None
    defaults = {one.name: one.default for one in (JOURNAL, QUIET, *table)}
    return name, {**defaults, **dict.fromkeys(given, arguments), **values}


def _take(word: str, rest: list[str], spelt: dict[str, Option], values: dict[str, Any]) -> bool:
    """Take an option and its value from the words; tell whether that was plain."""
    name, sign, value = word.partition("=") if word.startswith("--") else (word, "", "")
    option = spelt.get(name)
    if option is None or (option.kind == "flag" and sign):
        return False
    if option.kind == "flag":
        values[option.name] = True
        return True
    if not sign:
        if not rest or rest[0].startswith("-"):
            return False
        value = rest.pop(0)
    if option.kind == "number":
        if not (value.isascii() and value.isdecimal() and len(value) < 10):
            return False
        values[option.name] = int(value)
    elif option.kind == "texts":
        values[option.name] = [*values.get(option.name, ()), value]
    else:
        values[option.name] = value
    return True
