"""The fast lane: everyday spellings of everyday commands, answered without Typer.

What this module does not understand at once, and whatever goes wrong, it leaves
to the commands themselves, before anything is written or shown: there is one
set of rules, and this is a shorter way to some of them.
"""

from __future__ import annotations

import errno
import os
import sys

from journal.cli.arguments import read
from journal.cli.options import ADD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from journal.scan import Found, Survey
    from journal.search.terms import Words

_INTERRUPTED = 130


def answer(words: Sequence[str]) -> int | None:
    """Carry out a command, and return its exit code; None where that is for Typer to do."""
    if list(words) == ["--version"]:
        from journal import __version__

        return _write([f"journal {__version__}\n"])
    asked = read(words)
    if asked is None or not _is_plain_surrounding():
        return None
    name, values = asked
    try:
        return _COMMANDS[name](values)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        # A reader that went away is no error, a full disk is; either way nothing more is said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        gone = error.errno in (errno.EPIPE, errno.EINVAL)
        return 0 if gone else _complain(f"{error.filename or 'output'}: {error.strerror}")


def _is_plain_surrounding() -> bool:
    """Tell whether output is no terminal, and whether all is as it is by default."""
    if None in (sys.stdin, sys.stdout, sys.stderr) or sys.stdout.isatty():
        return False
    return not os.environ.get("FORCE_COLOR")


def _list(values: dict[str, Any]) -> int | None:
    scanned = _scan(values, None)
    if scanned is None:
        return None
    survey, _ = scanned
    limit = values["limit"]
    count = len(survey) if limit is None or values["reverse"] else limit
    found = [survey.find(index) for index in survey.latest(count)]
    return _show(survey, found, values)


def _search(values: dict[str, Any]) -> int | None:
    from journal.query.plain import plain_words

    words = plain_words(
        values["query"], case_sensitive=values["case_sensitive"], whole_words=values["word"]
    )
    if words is None:
        return None
    longest = max(words, key=lambda one: len(one.text))
    scanned = _scan(values, longest, lambda entry: all(one.matches(entry) for one in words))
    return None if scanned is None else _show(*scanned, values) or int(not scanned[1])


def _place(values: dict[str, Any]) -> str:
    """Return the path of the one file that the options mean, if it is that plain, else ""."""
    from journal.config.places import config_path, is_path

    chosen = values["journal"] or [os.environ.get("JOURNAL", "")]
    if len(chosen) > 1 or not is_path(chosen[0]) or os.path.exists(config_path()):
        return ""
    path = os.path.abspath(os.path.expanduser(chosen[0]))
    return path if os.path.isfile(path) else ""


def _scan(
    values: dict[str, Any], words: Words | None, wanted: Callable[[Any], bool] | None = None
) -> tuple[Survey, list[Found]] | None:
    """Scan the one file that the options mean, if it is that plain."""
    path = _place(values)
    if not path:
        return None
    from journal.scan import scan_file

    needles = None
    if words:
        from journal.scan.needles import Needle

        needle = Needle(words)
        needles = [needle] if needle.literal else None
    return scan_file(path, needles, wanted)


def _show(survey: Survey, found: list[Found], values: dict[str, Any]) -> int:
    from journal.cli.rows import row
    from journal.scan import newest

    found = newest(survey, found)
    if values["reverse"]:
        found.reverse()
    found = found[: values["limit"]]
    if values.get("count"):
        return _write([f"{len(found)}\n"])
    if values.get("ids"):
        return _write(f"{one.id}\n" for one in found)
    return _write(row(one.id, one.day, one.title) for one in found)


def _write(lines: Any) -> int:
    """Write to stdout, and return the exit code of success."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.writelines(lines)
    sys.stdout.flush()
    return 0


def _complain(message: str, code: int = 3) -> int:
    """Write one line to stderr, and return the exit code."""
    from journal.render.visible import visible

    sys.stderr.write(f"journal: {visible(message.replace(chr(10), ' '), keep='')}\n")
    return code


def _add(values: dict[str, Any]) -> int | None:
    """Write an entry: a plain one by slices, any other by the command's own function."""
    if not values["text"] or values["text"] == ["-"]:
        return None
    from journal.errors import DataError, JournalError

    text = " ".join(values["text"])
    options = {"config": "", "color": "auto", "no_pager": False, "debug": False}
    options |= {name: values[name] for name in ("journal", "quiet")}
    try:
        try:
            line = _add_line(values, text)
        except DataError as error:
            from journal.cli.session import Session
            from journal.cli.write import keep_text

            session = Session(_Context(options))  # type: ignore[arg-type] # all that is asked of it
            title = values["title"]
            keep_text(error, session.keep, f"{title}\n\n{text}" if title else text)
            raise
        if line is not None:
            return _write([] if values["quiet"] else [line])
        from journal.cli.write import add

        own = {one.name: values[one.name] for one in ADD}
        add(_Context(options), **own)  # type: ignore[arg-type] # all that is asked of it
        return _write([])
    except JournalError as error:
        return _complain(str(error), error.exit_code)


def _add_line(values: dict[str, Any], text: str) -> str | None:
    """Return the row of an entry that was written by slices, or None. Raises DataError."""
    path = _place(values)
    if not path or values["tag"] or (not values["date"] and (":" in text or "：" in text)):
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
    from journal.config.places import state_folder
    from journal.journal import Journal

    found = add_line(Journal(path, state=state_folder()), day, title, body)
    if found is None:
        return None
    from journal.cli.rows import row

    return row(found.id, found.day, found.title, f"{path}:{found.line}")


class _Context:
    """What a session asks of Typer's context: the global options, at its root."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.params = params
        self.find_root = lambda: self


_COMMANDS = {"list": _list, "search": _search, "add": _add}
