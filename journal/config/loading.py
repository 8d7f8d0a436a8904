"""Settings read: TOML to values, or one clear sentence with file and line."""

from __future__ import annotations

import os

from journal.config.model import Config, Place, suggest
from journal.config.places import config_path
from journal.entry import Source
from journal.errors import DataError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load_config(wanted: str = "") -> Config:
    """Read the settings file; a missing one means defaults, unless it was asked for by name.

    Raises DataError or UsageError, with file and line, for what it cannot be.
    """
    path = config_path(wanted)
    text = read_settings(path)
    if text is None:
        if not wanted:
            return Config(path=path)
        raise DataError("no such settings file", where=path, todo="check --config")
    return parse_config(text, path)


def read_settings(path: str) -> str | None:
    """Return the text of a settings file, None where there is none. Raises DataError."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read().removeprefix("\ufeff")
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise DataError(f"the settings cannot be read: {reason}", where=path) from None


def parse_config(text: str, path: str) -> Config:
    """Return the settings that a TOML text holds; `path` is for error messages and `~`."""
    if not text.strip(" \t\r\n"):
        return Config(path=path)
    import tomllib

    from journal.config.settings import SETTINGS, problem

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at line ")
        where = Source(path, int(place.split(",")[0])) if place[:1].isdigit() else path
        raise UsageError(
            f"the settings are not TOML: {what}", where=where, todo="mend it"
        ) from None
    except RecursionError:
        raise UsageError("the settings are nested too deep", where=path, todo="mend it") from None
    for key in values:
        if key not in SETTINGS:
            raise UsageError(
                f"unknown setting {key!r}",
                where=Source(path, _line_of((key,), text)),
                todo=suggest(key, SETTINGS),
            )
    for key, value in values.items():
        keys, wrong = problem(key, value)
        if wrong:
            raise UsageError(
                f"{'.'.join(keys)} {wrong}",
                where=Source(path, _line_of(keys, text)),
                todo="change it",
            )
    read = {key: _value(key, value, path) for key, value in values.items()}
    return Config(**read, path=path, given=frozenset(values))


def _value(key: str, value: Any, path: str) -> Any:
    """Return a value as `Config` holds it."""
    if key == "journals":
        return {name: _place(item, os.path.dirname(path)) for name, item in value.items()}
    if key == "week_start":
        from journal.config.settings import WEEKDAYS

        return WEEKDAYS.index(value.lower())
    return tuple(value) if isinstance(value, list) else value


def _place(value: Any, here: str) -> Place:
    """Return where a registered journal is; relative paths start at the settings file."""
    if isinstance(value, str):
        return Place.of(value, here)
    return Place.of(value["path"], here, value.get("layout", ""))


def _line_of(keys: tuple[str, ...], text: str) -> int:
    """Return the line that sets a key, counted from 1; of a key in a table, else the table's."""
    table: tuple[str, ...] = ()
    found = 1
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip(" \t\r")
        if bare.startswith("["):
            table = _names(bare.strip("[]"))
            here = table
        else:
            here = (*table, *_names(bare.partition("=")[0]))
        if here[: len(keys)] == keys:
            return number
        if here[:1] == keys[:1] and found == 1:
            found = number
    return found


def _names(text: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, without the quotes around them."""
    return tuple(part.strip(" \t\"'") for part in text.split(".")) if text else ()
