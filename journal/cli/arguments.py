"""The words of a command line, where they are plain, without Typer."""

from __future__ import annotations

from journal.cli.options import GLOBALS, SHORT, TABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from journal.cli.options import Option

_LONG = {short: name for name, short in SHORT.items()}


def read(words: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """Return the command and the values of its options; None for what is not plain."""
    rest = list(words)
    before: dict[str, Any] = {}
    values = before
    spelt = {text: one for one in GLOBALS for text in one.spellings}
    name = ""
    arguments: list[str] = []
    table: tuple[Option, ...] = ()
    while rest:
        word = rest.pop(0)
        if word.startswith("-") and word != "-":
            if not _take(word, rest, spelt, values):
                return None
        elif name:
            arguments.append(word)
        else:
            name = _LONG.get(word, word)
            if name not in TABLES:
                return None
            table, values = TABLES[name], {}
            spelt |= {text: one for one in table for text in one.spellings}
    given = [one for one in table if not one.spellings]
    if not name or before.keys() & values.keys() or bool(given) < bool(arguments):
        return None
    if not arguments and any(one.default is ... for one in given):
        return None
    defaults = {one.name: one.default for one in (*GLOBALS, *table)}
    return name, {**defaults, **{one.name: arguments for one in given}, **before, **values}


def is_everyday(name: str, values: dict[str, Any]) -> bool:
    """Tell whether only options are given that the fast lane itself understands."""
    return all(
        one.plain or not one.spellings or values[one.name] == one.default
        for one in (*GLOBALS, *TABLES[name])
    )


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
