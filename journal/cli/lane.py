"""The fast lane: everyday spellings of everyday commands, answered without Typer.

What this module does not understand at once it leaves to the commands
themselves, before anything is written or shown: there is one set of rules, and
this is a shorter way to some of them.
"""

from __future__ import annotations

import os
import sys

from journal.cli.arguments import is_everyday, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from journal.scan import Found
    from journal.scan.post import Parse


def answer(words: Sequence[str]) -> int | None:
    """Carry out a command, and return its exit code; None where that is for Typer to do."""
    from journal.cli.ending import carry_out

    if list(words) == ["--version"]:
        return carry_out(_version)
    asked = read(words)
    return asked and carry_out(lambda: _run(*asked), debug=asked[1]["debug"])


def _version() -> int:
    from journal import __version__

    return _write([f"journal {__version__}\n"])


def _run(name: str, values: dict[str, Any]) -> int | None:
    """Carry out a command, by scanning where that will do."""
    if name in _COMMANDS and is_everyday(name, values) and _is_plain_surrounding():
        code = _COMMANDS[name](values)
        if code is not None:
            return code
    from journal.cli.direct import call

    return call(name, values)


def _is_plain_surrounding() -> bool:
    """Tell whether output is no terminal, and whether all is as it is by default."""
    return not sys.stdout.isatty() and not os.environ.get("FORCE_COLOR")


def _list(values: dict[str, Any]) -> int | None:
    from journal.scan.files import latest

    paths, is_folder, parse = _files(values)
    count = None if values["reverse"] else values["limit"]
    found = latest(paths, count, is_folder=is_folder, parse=parse)
    return None if found is None else _show(found, values)


def _search(values: dict[str, Any]) -> int | None:
    from journal.search.words import plain_words

    words = plain_words(
        values["query"], case_sensitive=values["case_sensitive"], whole_words=values["word"]
    )
    if words is None:
        return None
    from journal.scan.files import search
    from journal.scan.needles import Needle

    paths, is_folder, parse = _files(values)
    needle = Needle(max(words, key=lambda one: len(one.text)))
    found = search(
        paths,
        [needle] if needle.literal else None,
        lambda entry: all(one.matches(entry) for one in words),
        is_folder=is_folder,
        parse=parse,
    )
    return None if found is None else _show(found, values) or int(not found)


def _place(values: dict[str, Any]) -> str:
    """Return the path of the one journal that the options mean, if it is that plain, else ""."""
    from journal.config.places import config_path, is_path

    chosen = values["journal"] or [os.environ.get("JOURNAL", "")]
    if len(chosen) > 1 or not is_path(chosen[0]) or os.path.exists(config_path()):
        return ""
    path: str = os.path.abspath(os.path.expanduser(chosen[0]))
    if os.path.isfile(path):
        return path
    from journal.diary.names import SUFFIXES

    return path if os.path.isdir(path) and not path.lower().endswith(SUFFIXES) else ""


def _files(values: dict[str, Any]) -> tuple[list[str], bool, Parse | None]:
    """Return the files of the journal that the options mean, by name, and if it is a folder.

    Then also what parses one of them by itself.
    """
    path = _place(values)
    if not os.path.isdir(path):
        return [path], False, None
    from journal.folders import markdown_files, parser

    return sorted(markdown_files(path)), True, parser(path)


def _show(found: list[Found], values: dict[str, Any]) -> int:
    from journal.cli.rows import row

    if values["reverse"]:
        found.reverse()
    found = found[: values["limit"]]
    if values.get("count"):
        return _write([f"{len(found)}\n"])
    if values.get("ids"):
        return _write(f"{one.id}\n" for one in found)
    return _write(row(one.id, one.day, one.title) for one in found)


def _write(lines: Iterable[str]) -> int:
    """Write to stdout, and return the exit code of success."""
    sys.stdout.writelines(lines)
    return 0


def _add(values: dict[str, Any]) -> int | None:
    """Write a plain entry by slices. Raises DataError."""
    if not values["text"] or values["text"] == ["-"]:
        return None
    from journal.errors import DataError

    text = " ".join(values["text"])
    try:
        line = _add_line(values, text)
    except DataError as error:
        from journal.cli.direct import Context
        from journal.cli.session import Session
        from journal.cli.write import keep_of, keep_text

        keep_text(error, keep_of(Session(Context(values)), values["title"]), text)
        raise
    return None if line is None else _write([] if values["quiet"] else [line])


def _add_line(values: dict[str, Any], text: str) -> str | None:
    """Return the row of an entry that was written by slices, or None. Raises DataError."""
    path = _place(values)
    if not os.path.isfile(path) or values["tag"]:
        return None
    if not values["date"] and (":" in text or "：" in text):
        return None
    from time import strftime

    from journal.markdown.plain import read_day

    day = values["date"] or strftime("%Y-%m-%d")
    if day[4:5] != "-" or read_day(day) is None:
        return None
    from journal.cli.sentence import split_sentence

    title, body = (values["title"], text) if values["title"] else split_sentence(text)
    if title != " ".join(title.split()) or body != body.strip():
        return None
    from journal.adding import add_line
    from journal.age.keys import Keys
    from journal.cli.rows import row
    from journal.config.places import config_path, identity_path, state_folder
    from journal.journal import Journal

    keys = Keys(identity_path(config_path()))
    found = add_line(Journal(path, state=state_folder(), keys=keys), day, title, body)
    if found is None:
        return None
    return row(found.id, found.day, found.title, f"{path}:{found.line}")


_COMMANDS = {"list": _list, "search": _search, "add": _add}
