"""The tags of a journal: list them, rename one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.filters import Filters, counted
from journal.cli.session import Session, emit, emit_utf8
from journal.counting import count
from journal.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.looking.tally import Tally

_SORTS = ("count", "name", "last")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(name="tags", invoke_without_command=True)
    group.callback()(tags)
    group.command()(rename)
    app.add_typer(group)


@counted
def tags(
    ctx: typer.Context,
    order: Annotated[str, typer.Option("--sort", help="count, name or last.")] = "count",
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, one tag a line.")] = False,
    *,
    filters: Filters,
) -> None:
    """Show the tags with the number of entries, the first and the last of them.

    Examples: journal tags --on 2023 --sort name · journal tags rename walk hike
    """
    if ctx.invoked_subcommand:
        return
    session = Session(ctx)
    if order not in _SORTS:
        raise UsageError(
            "there is no such order", where=order, todo=f"known are {', '.join(_SORTS)}"
        )
    from journal.looking.tally import tally_by

    # Words are not shown, and cost most to count.
    every = tally_by(filters.choose(session), "tag", words=lambda _: 0)
    rows = [row for row in every if row.name]
    if order == "name":
        rows.sort(key=lambda row: row.name)
    elif order == "last":
        rows.sort(key=lambda row: "" if row.last is None else row.last.isoformat(), reverse=True)
    rows = (rows[::-1] if filters.reverse else rows)[: filters.limit]
    if json:
        _emit_json(rows)
    elif session.rendered and rows:
        from journal.render.stats import tag_lines

        screen = session.screen
        screen.show(tag_lines(rows, screen.theme, screen.width))
    else:
        emit(_rows(rows))


def rename(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The tag as it is, without #.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The tag as it shall be.")],
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Change nothing.")] = False,
) -> None:
    """Rename a tag in all entries; those nested in it follow: a → b makes a/x b/x.

    Only tags change, in the text and in headers: not code, links or headings.
    A tag that is called NEW already and this one become one. journal undo takes
    it back.

    Examples: journal tags rename walk hike · journal tags rename 读书 书/读完 -n
    """
    session = Session(ctx)
    journal = session.journal
    old, new = _tag_name(old), _tag_name(new)
    from journal.cli.rows import show_rows
    from journal.markdown.inline import tag_symbols, tags
    from journal.tagging import rename_tag, tagged_entries

    if tags(tag_symbols()[0] + new) != (new,):
        todo = "letters, digits, - and _, with / between nested ones"
        raise UsageError("this cannot be a tag", where=new or '""', todo=todo)
    if old == new:
        raise UsageError("this is what the tag is called already", where=new, todo="name another")
    every = journal.entries()
    there = sum(new in entry.tags for entry in every)
    found = tagged_entries(every, old) if dry_run else rename_tag(journal, old, new)
    if not session.quiet:
        show_rows(found, session)
    entries = count(len(found), "entry", "entries")
    had = f"; {new!r} was there already, in {there}, and the two are one" if there else ""
    if dry_run:
        had = f"; {new!r} is there already, in {there}, and the two would be one" if there else ""
        session.tell(f"{old!r} would become {new!r} in {entries}{had}; nothing was changed")
        return
    session.tell(f"{old!r} became {new!r} in {entries}{had}; journal undo takes it back")


def _tag_name(text: str) -> str:
    """Return a tag as it is called, whatever symbol was typed before it."""
    from journal.markdown.inline import tag_symbols

    return text.strip().lstrip(tag_symbols() + "#")


def _rows(rows: Iterable[Tally]) -> Iterator[str]:
    """Yield `tag<TAB>count<TAB>first<TAB>last`."""
    from journal.visible import visible

    for row in rows:
        days = ("" if day is None else day.isoformat() for day in (row.first, row.last))
        yield "\t".join((visible(row.name, keep=""), str(row.entries), *days)) + "\n"


def _emit_json(rows: Sequence[Tally]) -> None:
    from journal.formats.record import dump

    def fields(row: Tally) -> dict[str, Any]:
        days = {
            name: None if day is None else day.isoformat()
            for name, day in (("first", row.first), ("last", row.last))
        }
        return {"schema": 1, "tag": row.name, "count": row.entries, **days}

    emit_utf8(dump(fields(row)) + "\n" for row in rows)
