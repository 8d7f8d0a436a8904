"""Where the value of a setting comes from: a flag, the environment, the file, or a default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from journal.config.places import default_journal
from journal.config.settings import SETTINGS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from journal.config.model import Config


class Value(NamedTuple):
    """One value in force, as text; `origin` is flag, environment, file or default, and which."""

    key: str
    value: str
    origin: str


def values(config: Config, flags: Mapping[str, str]) -> Iterator[Value]:
    """Yield every setting in force, those in tables one by one; `flags` are values by key."""
    for setting in SETTINGS.values():
        key = setting.key
        from_file = f"file {config.path}"
        if isinstance(setting.default, dict):
            for name, item in getattr(config, key).items():
                yield Value(f"{key}.{name}", _text(key, item), from_file)
            continue
        variable = next((name for name in setting.environment if os.environ.get(name)), "")
        if flags.get(key):
            yield Value(key, flags[key], f"flag {setting.flag}")
        elif variable:
            yield Value(key, os.environ[variable], f"environment {variable}")
        else:
            origin = from_file if key in config.given else "default"
            yield Value(key, _text(key, getattr(config, key)), origin)


def _text(key: str, value: Any) -> str:
    """Return a value as it is written on a command line."""
    if key == "week_start":
        return WEEKDAYS[value]
    if isinstance(value, tuple):
        return ",".join(value)
    if key == "journals":
        return f"{value.path} ({value.layout})" if value.layout else str(value.path)
    if key == "default":
        return str(value) or default_journal()
    return str(value)
