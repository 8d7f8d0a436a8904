"""What every command needs: settings, the journal, the clock, and where to write."""

from __future__ import annotations

import datetime as dt
import os
import sys
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from journal.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import typer

    from journal.config import Config
    from journal.dates import Moment, Period
    from journal.journal import Journal
    from journal.render.console import Screen

_COLORS = ("auto", "always", "never")


class Session:
    """One run of one command: its global options, and what follows from them."""

    def __init__(self, ctx: typer.Context) -> None:
        """Read the global options, which may stand before or after the command."""
        self._options: dict[str, Any] = ctx.find_root().params
        self.quiet: bool = self._options["quiet"]
        if self._options["color"] not in _COLORS:
            raise UsageError(
                f"--color cannot be {self._options['color']!r}",
                todo=f"one of: {', '.join(_COLORS)}",
            )

    @cached_property
    def config(self) -> Config:
        """Return the settings."""
        from journal.config import load_config

        return load_config(self._options["config"])

    @cached_property
    def journal(self) -> Journal:
        """Return the journal that the options, the environment or the settings name."""
        from journal.config import state_folder
        from journal.journal import Journal

        wanted = self._options["journal"] or [""]
        if len(wanted) > 1:
            raise UsageError("several journals at once cannot be used yet", todo="name one with -j")
        name, path = self.config.journal_path(wanted[0])
        newest_first = self.config.order == "newest-first"
        return Journal(path, name, newest_first=newest_first, state=state_folder())

    @cached_property
    def screen(self) -> Screen:
        """Return the terminal as it is, with its width, colours and pager."""
        from journal.render.console import Screen

        theme = self.config.theme
        return Screen(
            color=self._options["color"],
            pager=False if self._options["no_pager"] else self.config.pager or True,
            background="" if theme == "auto" else theme,
        )

    @property
    def rendered(self) -> bool:
        """Tell whether output is for eyes: a terminal, or colours asked for."""
        forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
        color = self._options["color"]
        return sys.stdout.isatty() or color == "always" or (color == "auto" and forced)

    @cached_property
    def now(self) -> dt.datetime:
        """Return the local time, once for the whole command."""
        return dt.datetime.now().astimezone()

    def period(self, text: str) -> Period:
        """Read a period in the words of the settings; raises UsageError."""
        from journal.dates import parse_period

        return parse_period(text, self.now, **self.dates)

    def moment(self, text: str) -> Moment:
        """Read a day, and perhaps a clock time; raises UsageError."""
        from journal.dates import parse_moment

        return parse_moment(text, self.now, **self.dates)

    @property
    def dates(self) -> dict[str, Any]:
        """Return the settings by which dates are read."""
        return {
            "week_start": self.config.week_start,
            "date_order": self.config.date_order,
            "languages": self.config.languages,
        }

    def keep(self, text: str) -> str:
        """Keep a text that could not be saved in a private file, and return its path."""
        from journal.config import state_folder
        from journal.storage import recover

        return recover(text, self.journal.path, otherwise=[state_folder()])

    def tell(self, message: str) -> None:
        """Write a message to stderr, unless told to be quiet."""
        if not self.quiet:
            warn(message)


def warn(message: str) -> None:
    """Write one line to stderr, quiet or not."""
    from journal.render.visible import visible

    sys.stderr.write(f"journal: {visible(message, keep='')}\n")


def read_refs(refs: Sequence[str]) -> list[str]:
    """Return the REFs, those on stdin (first column of each line) in place of `-`."""
    found: list[str] = []
    for ref in refs:
        if ref == "-":
            lines = (line.split("\t")[0].strip() for line in sys.stdin)
            found += [_id_of(line) for line in lines if line]
        else:
            found.append(ref)
    return found


def _id_of(line: str) -> str:
    """Return the id in a line of JSON, or the line itself."""
    if line.startswith("{"):
        import json

        with suppress(ValueError, AttributeError):
            return str(json.loads(line).get("id", line))
    return line


def emit(pieces: Iterable[str]) -> None:
    """Write pieces of text to stdout as they come, shown as they are."""
    for piece in pieces:
        sys.stdout.write(piece)


def emit_utf8(pieces: Iterable[str]) -> None:
    """Write pieces of text to stdout as UTF-8, which JSON is whatever the locale.

    On a terminal control characters are made visible.
    """
    if sys.stdout.isatty():
        from journal.render.visible import visible

        emit(visible(piece) for piece in pieces)
    else:
        emit_raw(pieces)


def emit_raw(pieces: Iterable[str]) -> None:
    """Write pieces of text to stdout byte for byte."""
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
