"""The settings, declared once: what they are called, what they can be, and what they are for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from journal.config.places import ALL, looks_like_path
from journal.diary.layout import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RECIPIENT = re.compile(r"age1[0-9a-z]{58}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})*")


class Setting(NamedTuple):
    """One setting; its default tells its kind: a string, a list (tuple) or a table (dict).

    `flag` and `environment` are what goes before the file, the first of them first.
    """

    key: str
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    flag: str = ""
    environment: tuple[str, ...] = ()


SETTINGS: Mapping[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting(
            "default",
            "",
            "The journal meant where none is named: a registered name, or a path.",
            flag="--journal",
            environment=("JOURNAL",),
        ),
        Setting(
            "journals",
            {},
            "The registered journals: name = path, or name = { path = …, layout = … }.",
        ),
        Setting(
            "order",
            "oldest-first",
            "Which way a new file runs; one that has entries keeps its own order.",
            ("oldest-first", "newest-first"),
        ),
        Setting(
            "heading",
            "auto",
            "How a new file writes headings: # YYYY-MM-DD title; auto is ## YYYY.MM.DD title.",
        ),
        Setting("languages", ("zh", "en"), "Languages in which dates are read."),
        Setting(
            "date_order",
            "YMD",
            "How 1/2/2023 is read.",
            ("YMD", "MDY", "DMY"),
        ),
        Setting("week_start", "monday", "The day on which weeks begin.", WEEKDAYS),
        Setting(
            "editor", "", "The editor's command; vi if empty.", environment=("VISUAL", "EDITOR")
        ),
        Setting(
            "pager",
            "",
            "The pager's command; less if empty, cat for none.",
            flag="--no-pager",
            environment=("JOURNAL_PAGER", "PAGER"),
        ),
        Setting("theme", "auto", "The background of the terminal.", ("auto", "light", "dark")),
        Setting("tag_symbols", "#", "What begins a tag in a text: #, or #@."),
        Setting(
            "recipients",
            (),
            "Who else can read encrypted journals: public keys of age, age1…; yours always can.",
        ),
        Setting("templates", {}, "What add --template begins with: name = text, or a file."),
        Setting("aliases", {}, "Commands of your own: name = command and its arguments."),
    )
}


def problem(key: str, value: Any) -> tuple[tuple[str, ...], str]:
    """Return what is wrong with a value, and the key it is wrong at; ("", …) for nothing."""
    setting = SETTINGS[key]
    if isinstance(setting.default, dict):
        return _table_problem(key, value)
    if isinstance(setting.default, tuple):
        return (key,), _list_problem(key, value)
    if not isinstance(value, str):
        return (key,), "must be a string"
    if setting.choices:
        good = (value.lower() if key == "week_start" else value) in setting.choices
        return (key,), "" if good else f"must be one of {', '.join(setting.choices)}"
    if key == "tag_symbols":
        good = bool(value) and set(value) <= {"#", "@"}
        return (key,), "" if good else "must be # or #@"
    if key == "heading" and value != "auto":
        from journal.config.heading import heading_style

        good = heading_style(value) is not None
        return (key,), "" if good else "must be auto or a form such as ## YYYY.MM.DD title"
    return (key,), ""


def _list_problem(key: str, value: Any) -> str:
    good = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    if key == "recipients":
        # What is wrong is not shown: it may be a private key.
        good = good and all(map(_RECIPIENT.fullmatch, value))
        return "" if good else "must be a list of public keys, each age1…"
    if not good:
        return 'must be a list such as ["zh", "en"]'
    odd = next((item for item in value if not _LANGUAGE.fullmatch(item)), None)
    return "" if odd is None else f"has no language {odd!r}: they are codes such as en"


def _table_problem(key: str, value: Any) -> tuple[tuple[str, ...], str]:
    if not isinstance(value, dict):
        kind = {"journals": "path", "templates": "text", "aliases": "command"}[key]
        return (key,), f"must be a table of name = {kind}"
    check = {"journals": _journal_problem, "aliases": _alias_problem}.get(key, _text_problem)
    for name, item in value.items():
        wrong = check(name, item)
        if wrong:
            return (key, name), wrong
    return (key,), ""


def _text_problem(name: str, value: Any) -> str:
    return "" if isinstance(value, str) else "must be a string"


def _journal_problem(name: str, value: Any) -> str:
    if not name or name == ALL or name.startswith("-") or looks_like_path(name):
        return "cannot be the name of a journal: it is a path, an option or a word of journal's own"
    if isinstance(value, str):
        return "" if value else "must be a path"
    if not isinstance(value, dict) or not isinstance(value.get("path"), str) or not value["path"]:
        return "must be a path, or a table with a path"
    odd = next((key for key in value if key not in ("path", "layout")), None)
    if odd is not None:
        return f"has an unknown key {odd!r}; known: path, layout"
    layout = value.get("layout", LAYOUTS[0])
    return "" if layout in LAYOUTS else f"has no layout {layout!r}: one of {', '.join(LAYOUTS)}"


def _alias_problem(name: str, value: Any) -> str:
    import shlex

    if not name or name.startswith("-") or name.split() != [name]:
        return "cannot be the name of an alias: it must be one word"
    try:
        words = shlex.split(value) if isinstance(value, str) else []
    except ValueError:
        return "has an open quote"
    return "" if words else "must be a command with its arguments"
