"""What every command needs: settings, the journal, the clock, and where to write."""

from __future__ import annotations

import datetime as dt
import os
import sys
from contextlib import suppress
from functools import cached_property

from journal.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    import typer

    from journal.age.keys import Keys
    from journal.cli.cursor import Cursor
    from journal.cli.direct import Context
    from journal.config import Config
    from journal.dates import Moment, Period
    from journal.entry import Entry
    from journal.journal import Journal
    from journal.render.console import Screen

_BATCH = 1 << 16
_COLORS = ("auto", "always", "never")


class Session:
    """One run of one command: its global options, and what follows from them."""

    def __init__(self, ctx: typer.Context | Cursor | Context) -> None:
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

        config = load_config(self._options["config"])
        # Loaded only where it says something, or has been told something else before.
        if config.tag_symbols != "#" or "journal.markdown.inline" in sys.modules:
            from journal.markdown.inline import use_tag_symbols

            use_tag_symbols(config.tag_symbols)
        return config

    @cached_property
    def config_file(self) -> str:
        """Return the path of the settings file, be it there or not."""
        from journal.config import config_path

        return config_path(self._options["config"])

    @property
    def flags(self) -> dict[str, str]:
        """Return the settings that a flag overrides, by key."""
        return {
            "default": ", ".join(self._options["journal"] or ()),
            "pager": "cat" if self._options["no_pager"] else "",
        }

    @cached_property
    def journals(self) -> list[Journal]:
        """Return the journals that the options, the environment or the settings name."""
        from journal.config import state_folder
        from journal.journal import Journal

        config = self.config
        style = None
        if config.heading != "auto":
            from journal.config.heading import heading_style

            style = heading_style(config.heading)
        journals = [
            Journal(
                place.path,
                name,
                newest_first=config.order == "newest-first",
                style=style,
                layout=place.layout,
                state=state_folder(),
                keys=self.keys,
            )
            for name, place in config.find_journals(self._options["journal"] or ()).items()
        ]
        for journal in journals:
            journal.tell = self.tell
        return journals

    @cached_property
    def keys(self) -> Keys:
        """Return the keys to encrypted journals; no file is read yet."""
        from journal.age.keys import Keys
        from journal.config.places import identity_path

        return Keys(identity_path(self.config_file), self.config.recipients)

    @property
    def journal(self) -> Journal:
        """Return the one journal that a command works on; raises UsageError for several."""
        if len(self.journals) > 1:
            names = ", ".join(journal.name for journal in self.journals)
            raise UsageError(
                f"this command works on one journal, and several are named ({names})",
                todo="name one with -j",
            )
        return self.journals[0]

    def entries(self) -> list[Entry]:
        """Return the entries of all journals that are read, with their ids. Raises DataError.

        Ids are unique in a journal; two journals may have an entry of the same
        day and title, and then of the same id. A file of two journals counts for
        the first of them.
        """
        if len(self.journals) == 1:
            return self.journals[0].entries()
        from journal.storage import resolve

        found: list[Entry] = []
        known: set[str] = set()
        for journal in self.journals:
            entries = journal.entries()
            paths = {path: resolve(path) for path in {entry.source.path for entry in entries}}
            found += [entry for entry in entries if paths[entry.source.path] not in known]
            known.update(paths.values())
        return found

    def owns(self, path: str) -> bool:
        """Tell whether a path, its links followed, is a file of one of the journals."""
        return any(
            path == target or (is_folder and path.startswith(target + os.sep))
            for target, is_folder in self._targets
        )

    @cached_property
    def _targets(self) -> list[tuple[str, bool]]:
        """Return where the journals are, links followed, and which are folders."""
        from journal.storage import resolve

        return [(resolve(journal.path), journal.is_folder) for journal in self.journals]

    @property
    def is_encrypted(self) -> bool:
        """Tell whether one of the journals is encrypted. Raises DataError."""
        return any(journal.is_encrypted for journal in self.journals)

    @property
    def place(self) -> str:
        """Return the paths of the journals that are read, for messages."""
        return ", ".join(journal.path for journal in self.journals)

    @cached_property
    def screen(self) -> Screen:
        """Return the terminal as it is, with its width, colours and pager."""
        from journal.render.console import Screen

        theme = self.config.theme
        return Screen(
            color=self._options["color"],
            pager=False if self._options["no_pager"] else self.config.pager or True,
            background="" if theme == "auto" else theme,
            keys=self.keys,
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
        """Keep a text that could not be saved in a private file, and return its path.

        It is encrypted where the journal is.
        """
        from journal.config import state_folder
        from journal.sealing import recover

        return recover(text, self.journals[0], otherwise=[state_folder()])

    def tell(self, message: str) -> None:
        """Write a message to stderr, unless told to be quiet."""
        if not self.quiet:
            warn(message)


def warn(message: str) -> None:
    """Write one line to stderr, quiet or not."""
    from journal.visible import visible

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
        from journal.visible import visible

        emit(visible(piece) for piece in pieces)
    else:
        emit_raw(pieces)


def emit_raw(pieces: Iterable[str]) -> None:
    """Write pieces of text to stdout byte for byte, many of them at once."""
    sys.stdout.flush()
    out = sys.stdout.buffer
    batch: list[bytes] = []
    size = 0
    for piece in pieces:
        batch.append(piece.encode("utf-8", "surrogateescape"))
        size += len(batch[-1])
        if size > _BATCH:
            out.write(b"".join(batch))
            batch, size = [], 0
    out.write(b"".join(batch))
    out.flush()
