"""Settings: flags go before the environment, that before the file, and that before defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from journal.entry import Source
from journal.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHOICES = {
    "order": ("oldest-first", "newest-first"),
    "date_order": ("YMD", "MDY", "DMY"),
    "theme": ("auto", "light", "dark"),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of `config.toml`; paths are absolute, `week_start` is 0 for Monday."""

    default: str = ""
    journals: Mapping[str, str] = field(default_factory=dict)
    order: str = "oldest-first"
    languages: tuple[str, ...] = ("zh", "en")
    date_order: str = "YMD"
    week_start: int = 0
    editor: str = ""
    pager: str = ""
    theme: str = "auto"

    def journal_path(self, wanted: str = "") -> tuple[str, str]:
        """Return name and path of a journal given by name or path, or of the default one.

        A value that contains a path separator, ends in `.md` or `.markdown`, or
        exists as a path, is a path; anything else is a registered name. Raises
        UsageError for a name that is not registered.
        """
        wanted = wanted or os.environ.get("JOURNAL", "") or self.default
        if not wanted:
            return "journal", os.path.join(_documents(), "journal", "journal.md")
        if is_path(wanted):
            path = os.path.abspath(os.path.expanduser(wanted))
            return os.path.splitext(os.path.basename(path))[0], path
        if wanted in self.journals:
            return wanted, self.journals[wanted]
        raise UsageError(
            f"no journal is called {wanted!r}",
            todo=_suggest(wanted, self.journals, "none; name a path instead"),
        )


def is_path(text: str) -> bool:
    """Tell whether a `-j` value is a path, and not the name of a journal."""
    separators = {os.sep, os.altsep or os.sep, "/"}
    return (
        any(separator in text for separator in separators)
        or text.lower().endswith((".md", ".markdown"))
        or os.path.exists(text)
    )


def config_path(wanted: str = "") -> str:
    """Return the path of the settings file: the flag, `$JOURNAL_CONFIG`, or the system's place."""
    chosen = wanted or os.environ.get("JOURNAL_CONFIG", "")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    from platformdirs import user_config_path

    return os.path.join(user_config_path("journal"), "config.toml")


def state_folder() -> str:
    """Return the private folder for undo and for texts that could not be saved."""
    from platformdirs import user_state_path

    return str(user_state_path("journal"))


def load_config(wanted: str = "") -> Config:
    """Read the settings file; a missing one means defaults, unless it was asked for by name.

    Raises DataError or UsageError, with file and line, for what it cannot be.
    """
    path = config_path(wanted)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        if not wanted:
            return Config()
        raise DataError("no such settings file", where=path, todo="check --config") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise DataError(f"the settings cannot be read: {reason}", where=path) from None
    return parse_config(text, path)


def parse_config(text: str, path: str) -> Config:
    """Return the settings that a TOML text holds; `path` is for error messages and `~`."""
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at line ")
        where = Source(path, int(place.split(",")[0])) if place[:1].isdigit() else path
        raise UsageError(
            f"the settings are not TOML: {what}", where=where, todo="mend it"
        ) from None
    known = Config.__dataclass_fields__
    for key in values:
        if key not in known:
            raise UsageError(
                f"unknown setting {key!r}",
                where=Source(path, _line_of(key, text)),
                todo=_suggest(key, known, "none"),
            )
    for key, value in values.items():
        problem = _problem(key, value)
        if problem:
            raise UsageError(
                f"{key} {problem}", where=Source(path, _line_of(key, text)), todo="change it"
            )
    return Config(**{key: _value(key, value, path) for key, value in values.items()})


def _problem(key: str, value: Any) -> str:
    """Return what is wrong with a value, or ""."""
    if key == "journals":
        good = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
        return "" if good else "must be a table of name = path"
    if key == "languages":
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "" if good else 'must be a list such as ["zh", "en"]'
    if not isinstance(value, str):
        return "must be a string"
    if key == "week_start":
        return "" if value.lower() in _WEEKDAYS else "must be the English name of a weekday"
    choices = _CHOICES.get(key)
    return f"must be one of {', '.join(choices)}" if choices and value not in choices else ""


def _value(key: str, value: Any, path: str) -> Any:
    """Return a value as `Config` holds it."""
    if key == "journals":
        here = os.path.dirname(path)
        return {
            name: os.path.abspath(os.path.join(here, os.path.expanduser(place)))
            for name, place in value.items()
        }
    if key == "week_start":
        return _WEEKDAYS.index(value.lower())
    return tuple(value) if key == "languages" else value


def _line_of(key: str, text: str) -> int:
    """Return the line that sets a key, counted from 1."""
    for number, line in enumerate(text.split("\n"), 1):
        name = line.split("=")[0].split(".")[0].strip(" \t[]\"'")
        if name == key:
            return number
    return 1


def _suggest(word: str, known: Mapping[str, object], otherwise: str) -> str:
    """Return what to write instead of an unknown name."""
    close = get_close_matches(word, list(known), 1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(known) or otherwise}"


def _documents() -> str:
    from platformdirs import user_documents_path

    return str(user_documents_path())
