"""The command that shows what merges left out, and brings it back: variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.rows import show_written
from journal.cli.session import Session, emit, emit_utf8
from journal.errors import NothingFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.entry import Entry
    from journal.variants import LeftOut

_SHORTEST = 4
_NAMED = 5


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(variants)


def variants(
    ctx: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(metavar="REF", help="An id, a date, last, last~3.", show_default=False),
    ] = "",
    variant: Annotated[
        str,
        typer.Argument(metavar="VARIANT-ID", help="One of its variants.", show_default=False),
    ] = "",
    restore: Annotated[
        bool, typer.Option("--restore", help="Put it into the journal, for what is there.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one variant a line.")] = False,
) -> None:
    """Show texts and dates that merges left out, newest first; with REF those of one entry.

    Restoring one makes a variant of what it replaces, and no later import
    chooses again; journal undo brings back what was there.

    Examples: journal variants 2023-04-09 · journal variants 2023-04-09 --restore
    """
    session = Session(ctx)
    from journal.variants import read_variants

    if restore and not ref:
        raise UsageError("--restore needs a REF", todo="say which entry, by its id or date")
    found = read_variants(session.journal)
    if ref:
        found = _of_entry(ref, found, session)
    if variant:
        found = [_find(variant, found)]
    if restore:
        _restore(found, session)
        return
    shown = [one for one in found if not one.shown]
    if ref and not shown:
        raise NothingFoundError("no other text or date of this entry was kept", where=ref)
    _show(shown, session, json=json, with_diff=bool(ref))
    if not shown:
        session.tell("no merge has left out anything")


def _of_entry(ref: str, found: Sequence[LeftOut], session: Session) -> list[LeftOut]:
    """Return the variants of the entry that a REF names."""
    from journal.query.refs import find_refs

    (entry,) = find_refs([ref], session.journal.entries(), parse=session.period)
    return [one for one in found if one.of and one.of.id == entry.id]


def _find(name: str, found: Sequence[LeftOut]) -> LeftOut:
    """Return the variant whose id begins so."""
    prefix = name.lower()
    if len(prefix) < _SHORTEST:
        raise UsageError(
            "this is too short", where=name, todo=f"give {_SHORTEST} characters of its id or more"
        )
    same = [one for one in found if one.entry.id.startswith(prefix)]
    if not same:
        raise NothingFoundError("this entry has no such variant", where=name)
    if len(same) > 1:
        raise UsageError(f"this names {len(same)} variants", where=name, todo=_names(same))
    return same[0]


def _names(found: Sequence[LeftOut]) -> str:
    return f"take one of {', '.join(one.entry.id for one in found[:_NAMED])}"


def _restore(found: Sequence[LeftOut], session: Session) -> None:
    """Put the one variant there is into the journal; of several none."""
    from journal.variants import restore

    if not found:
        raise NothingFoundError("no other text or date of this entry was kept")
    if len(found) > 1:
        raise UsageError(f"this entry has {len(found)} variants", todo=_names(found))
    if found[0].shown:
        session.tell("the journal shows this already, so nothing was changed")
        return
    show_written([restore(session.journal, found[0])], session)
    session.tell("restored; what it replaced is a variant now, and journal undo brings it back")


def _show(found: Sequence[LeftOut], session: Session, *, json: bool, with_diff: bool) -> None:
    if json:
        emit_utf8(_records(found))
    elif session.rendered:
        from journal.render.variants import Piece, show_variants

        show_variants(
            (
                Piece(
                    one.entry.id,
                    one.entry.date,
                    one.entry.title,
                    one.entry.body,
                    one.reason,
                    one.source,
                    one.kept,
                    one.of.body if with_diff and one.of else None,
                )
                for one in found
            ),
            session.screen,
        )
    else:
        emit(_rows(found))


def _rows(found: Sequence[LeftOut]) -> Iterator[str]:
    """Yield id, date, title, reason, where from, what was kept, id of the entry; TABs between."""
    from journal.visible import visible

    for one in found:
        fields = (
            one.entry.id,
            one.entry.date.isoformat() if one.entry.date else "",
            one.entry.title,
            one.reason,
            one.source,
            one.kept,
            one.of.id if one.of else "",
        )
        yield "\t".join(visible(field, keep="") for field in fields) + "\n"


def _records(found: Sequence[LeftOut]) -> Iterator[str]:
    """Yield variants as JSON Lines, schema 1."""
    from journal.formats.record import dump

    for one in found:
        of = one.of
        row: dict[str, Any] = {
            "schema": 1,
            "id": one.entry.id,
            "entry": None if of is None else {"id": of.id, "date": _day(of), "title": of.title},
            "date": _day(one.entry),
            "title": one.entry.title,
            "body": one.entry.body,
            "reason": one.reason,
            "from": one.source,
            "kept": one.kept or None,
        }
        yield dump(row) + "\n"


def _day(entry: Entry) -> str | None:
    return None if entry.date is None else entry.date.isoformat()
