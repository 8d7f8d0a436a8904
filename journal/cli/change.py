"""The commands that change what is there: edit, rm."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.rows import show_rows, show_written
from journal.cli.session import Session, read_refs, warn
from journal.counting import count
from journal.errors import NothingFoundError
from journal.values import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.entry import Entry

_DECLINED = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(edit)
    app.command()(rm)


def edit(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="An id, a date, last, last~3.")],
) -> None:
    """Edit an entry in $VISUAL or $EDITOR, its heading too: another date moves it.

    Only its section is opened, and only that is replaced: what someone else saves
    meanwhile stays. Two dated headings make two entries.

    Examples: journal edit last · journal edit 2023-04-02
    """
    session = Session(ctx)
    from journal.cli.editor import edited
    from journal.editing import rewrite_entry, section_text, writable_entries
    from journal.query.refs import find_refs

    (found,) = find_refs([ref], writable_entries(session.journal), parse=session.period)
    entry = replace(found)  # of its own, so that the file need not stay in memory
    del found
    text = section_text(entry)
    secret = session.is_encrypted
    with edited(
        text, session.config.editor, keep=session.keep, stands=True, secret=secret
    ) as written:
        if not written.strip():
            session.tell("the text was emptied, so nothing was changed; journal rm removes entries")
        elif made := rewrite_entry(session.journal, entry, written):
            show_written(made, session)
        else:
            session.tell("nothing was changed")


def rm(
    ctx: typer.Context,
    refs: Annotated[
        list[str],
        typer.Argument(metavar="REF", help="An id, a date, last, last~3; - reads them from stdin."),
    ],
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Remove nothing.")] = False,
) -> None:
    """Remove entries; journal undo brings them back.

    Examples: journal rm 2023-04-02 · journal search -l draft | journal rm -
    """
    session = Session(ctx)
    from journal.editing import remove_entries, writable_entries
    from journal.query.refs import find_refs

    found = find_refs(read_refs(refs), writable_entries(session.journal), parse=session.period)
    entries = [replace(one) for one in found]  # so that the file need not stay in memory
    del found
    if not entries:
        raise NothingFoundError("no REF was given, so nothing was removed")
    told = count(len(entries), "entry", "entries")
    if dry_run:
        _list(entries, session)
        session.tell(f"{told} would be removed; nothing was")
        return
    asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    if asks:
        _list(entries, session)
        if not typer.confirm(f"Remove {told}?", err=True):
            warn("nothing was removed")
            raise typer.Exit(_DECLINED)
    remove_entries(session.journal, entries)
    if not asks:
        _list(entries, session)
    session.tell(
        f"{told} removed; journal undo brings {'it' if len(entries) == 1 else 'them'} back"
    )


def _list(entries: Sequence[Entry], session: Session) -> None:
    """Show which entries are meant, unless told to be quiet."""
    if not session.quiet:
        show_rows(entries, session)
