"""Commands as `history`, `undo` and `redo` show them."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from journal.cli.session import Session, emit, emit_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.history import Command
    from journal.history.record import Record


def show(found: Iterable[Command], session: Session) -> None:
    """Show commands, one line each."""
    if session.rendered:
        _show_rendered(found, session)
    else:
        emit(_rows(found))


def _rows(found: Iterable[Command]) -> Iterator[str]:
    """Yield when, command, number of entries, state, file and first entry, with TABs between."""
    from journal.visible import visible

    for command in found:
        record = command.record
        when = _time(record).isoformat(timespec="seconds")
        state = _state(command)
        fields = (when, record.command, str(record.count), state, _file(record), _about(record))
        yield "\t".join(visible(field, keep="") for field in fields) + "\n"


def _show_rendered(found: Iterable[Command], session: Session) -> None:
    """Show commands on a terminal, one line each."""
    from journal.render.history import Line, show_commands

    lines = (
        Line(
            _time(command.record),
            command.record.command,
            *_first(command.record),
            _state(command) if command.taken_back else "",
        )
        for command in found
    )
    show_commands(lines, session.screen, today=session.now.date())


def emit_json(found: Iterable[Command], session: Session) -> None:
    """Write commands as JSON Lines."""
    from journal.formats.record import dump

    for command in found:
        record = command.record
        row: dict[str, Any] = {
            "schema": 1,
            "number": record.number,
            "time": _time(record).isoformat(timespec="seconds"),
            "command": record.command,
            "journal": session.journal.name,
            "file": _file(record),
            "files": [trace.path for trace in record.traces],
            "count": record.count,
            "entries": [entry._asdict() for entry in record.entries],
            "taken_back": command.taken_back,
        }
        emit_utf8([dump(row) + "\n"])


def _time(record: Record) -> dt.datetime:
    return dt.datetime.fromtimestamp(record.time).astimezone()


def _state(command: Command) -> str:
    return "taken back" if command.taken_back else "done"


def _file(record: Record) -> str:
    """Return the journal's file, which a command writes last; an undo or redo first."""
    return record.traces[0 if record.of else -1].path


def _about(record: Record) -> str:
    """Return date and title of the first entry, and how many more there are; else the file."""
    return " ".join(_first(record)).strip(" ")


def _first(record: Record) -> tuple[str, str]:
    """Return the date of the first entry, and its title with how many more there are."""
    if not record.entries:
        return "", os.path.basename(_file(record))
    first = record.entries[0]
    more = f" and {record.count - 1} more" if record.count > 1 else ""
    return str(first.date), f"{first.title}{more}"
