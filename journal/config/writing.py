"""Settings written: one value changed, every comment and blank line kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from journal import storage
from journal.config.loading import parse_config, read_settings
from journal.config.model import suggest
from journal.config.settings import SETTINGS, problem
from journal.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def find_setting(key: str) -> tuple[str, ...]:
    """Return the parts of a key: `order`, or `aliases.w`. Raises UsageError for an unknown one."""
    first, dot, name = key.partition(".")
    if first not in SETTINGS:
        raise UsageError(f"unknown setting {first!r}", todo=suggest(first, SETTINGS))
    is_table = isinstance(SETTINGS[first].default, dict)
    if dot and (not is_table or not name):
        todo = f"name it: {first}.NAME" if is_table else f"it is {first}"
        raise UsageError(f"unknown setting {key!r}", todo=todo)
    return (first, name) if dot else (first,)


def check_value(keys: tuple[str, ...], value: Any) -> None:
    """Raise UsageError for a value that a setting cannot have."""
    first = keys[0]
    if isinstance(SETTINGS[first].default, dict) and len(keys) == 1:
        raise UsageError(f"{first} is a table", todo=f"name one of its keys: {first}.NAME")
    _, wrong = problem(first, {keys[1]: value} if len(keys) > 1 else value)
    if wrong:
        raise UsageError(f"{'.'.join(keys)} {wrong}", todo="nothing was changed")


def set_value(path: str, keys: tuple[str, ...], value: Any) -> None:
    """Write a value to the settings file, which need not be there.

    Raises UsageError for a value that cannot be, and for a file that is wrong
    otherwise; DataError where it cannot be saved.
    """
    check_value(keys, value)
    first = keys[0]

    def put(document: Any) -> None:
        import tomlkit

        if len(keys) == 1:
            document[first] = value
            return
        if first not in document:
            document[first] = tomlkit.table()
        document[first][keys[1]] = _inline(value)

    _change(path, put)


def remove_value(path: str, keys: tuple[str, ...]) -> bool:
    """Take a key out of the settings file, and tell whether it was there.

    Raises as `set_value` does.
    """
    found: list[object] = []

    def drop(document: Any) -> None:
        table = document
        for key in keys[:-1]:
            table = table.get(key, {})
        if keys[-1] in table:
            found.append(table.pop(keys[-1]))

    _change(path, drop)
    return bool(found)


def save_settings(path: str, text: str) -> None:
    """Write the text of a settings file, once it can be read. Raises UsageError and DataError."""
    parse_config(text, path)
    old = storage.read(path)
    new = text.encode("utf-8")
    if new != old:
        storage.replace(path, old, new)


def new_settings() -> str:
    """Return a settings file in which every setting is named, explained and left as it is."""
    lines = ["# Settings of journal. A line without its # takes effect.", ""]
    for setting in SETTINGS.values():
        if not isinstance(setting.default, dict):
            choices = f" ({', '.join(setting.choices)})" if setting.choices else ""
            lines += [f"# {setting.help}{choices}", f"# {setting.key} = {_toml(setting.default)}"]
            lines.append("")
    for setting in SETTINGS.values():
        if isinstance(setting.default, dict):
            lines += [f"# {setting.help}", f"# [{setting.key}]", ""]
    return "\n".join(lines)


def home_path(path: str) -> str:
    """Return a path as settings hold it: absolute, with `~` for the home folder."""
    home = os.path.expanduser("~")
    whole = os.path.abspath(os.path.expanduser(path))
    end = "/" if path.endswith(("/", os.sep)) else ""
    inside = whole.startswith(home.rstrip(os.sep) + os.sep)
    return f"~{whole[len(home.rstrip(os.sep)) :]}{end}" if inside else whole + end


def _change(path: str, change: Callable[[Any], None]) -> None:
    """Change the TOML document of a settings file, and write it."""
    import tomlkit

    text = read_settings(path) or ""
    parse_config(text, path)
    newline = "\r\n" if "\r\n" in text else "\n"
    document = tomlkit.parse(text.replace("\r\n", "\n"))
    change(document)
    changed = tomlkit.dumps(document).replace("\n", newline)
    if changed != text:
        save_settings(path, changed)


def _inline(value: Any) -> Any:
    """Return a value as tomlkit writes it, a table on one line."""
    if not isinstance(value, dict):
        return value
    import tomlkit

    table = tomlkit.inline_table()
    table.update(value)
    return table


def _toml(value: Any) -> str:
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
