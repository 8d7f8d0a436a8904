"""The commands about the registry of journals: journals, journals add, rm, default."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.session import Session, emit, emit_utf8, warn
from journal.errors import DataError, UsageError

if TYPE_CHECKING:
    from journal.age.keys import Keys
    from journal.config import Place

JSON = Annotated[bool, typer.Option("--json", help="JSON Lines, one journal a line.")]
NAME = Annotated[str, typer.Argument(metavar="NAME", help="The name of a journal.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="List and register journals: files, or folders of files.",
        epilog="Example: journal journals add life ~/diary --layout yearly --default",
        invoke_without_command=True,
    )
    group.callback()(journals)
    group.command("list", hidden=True)(list_)
    group.command()(add)
    group.command()(rm)
    group.command()(default)
    app.add_typer(group, name="journals")


def journals(ctx: typer.Context, json: JSON = False) -> None:
    """List and register journals: files, or folders of files.

    The list says name, path, entries, and which is the default one.

    Example: journal journals add life ~/diary --layout yearly --default
    """
    if ctx.invoked_subcommand is None:
        list_(ctx, json)


def list_(ctx: typer.Context, json: JSON = False) -> None:
    """List the registered journals, and the default one if it is none of them.

    Example: journal journals --json
    """
    session = Session(ctx)
    first = _default(session)
    paths = [place.path for place in first.values()]
    others = {name: one for name, one in session.config.journals.items() if one.path not in paths}
    rows = [
        _row(name, place, session.keys, is_default=name in first)
        for name, place in {**first, **others}.items()
    ]
    if json:
        from journal.formats.record import dump

        emit_utf8(dump({"schema": 1, **row}) + "\n" for row in rows)
        return
    from journal.visible import visible

    shown = [
        (
            row["name"],
            row["path"],
            "" if row["entries"] is None else str(row["entries"]),
            "default" if row["default"] else "",
        )
        for row in rows
    ]
    if session.rendered:
        from journal.render.columns import show_columns

        show_columns(shown, session.screen)
    else:
        emit("\t".join(visible(part, keep="") for part in row) + "\n" for row in shown)


def add(
    ctx: typer.Context,
    name: NAME,
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A Markdown file, or a folder of them.")
    ],
    layout: Annotated[
        str,
        typer.Option(
            "--layout",
            help="Of a folder: single, yearly, monthly or daily (default: as it is).",
            show_default=False,
        ),
    ] = "",
    default: Annotated[
        bool, typer.Option("--default", help="Make it the journal meant where none is named.")
    ] = False,
) -> None:
    """Register a journal under a name; the file or folder need not be there yet.

    With --layout, or a slash at its end, a path that is not there will be a folder.

    Examples: journal journals add work ~/work/log.md ·
    journal journals add life ~/diary --layout monthly --default
    """
    session = Session(ctx)
    from journal.config.writing import home_path, set_value

    if name in session.config.journals:
        raise UsageError(
            f"a journal is called {name!r} already", todo="take another name, or journals rm first"
        )
    if not path:
        raise UsageError("the path is empty", todo="name a file or a folder")
    if layout and os.path.isfile(os.path.expanduser(path)):
        raise UsageError(
            "a single file has no layout", where=path, todo="name a folder, or leave --layout out"
        )
    place = home_path(path)
    value: Any = {"path": place, "layout": layout} if layout else place
    set_value(session.config_file, ("journals", name), value)
    if default:
        set_value(session.config_file, ("default",), name)
    session.tell(f"{name} is {place} now{', and the default' if default else ''}")


def rm(ctx: typer.Context, name: NAME) -> None:
    """Take a journal off the list; its files stay as they are.

    Example: journal journals rm work
    """
    session = Session(ctx)
    from journal.config import suggest
    from journal.config.writing import remove_value

    known = session.config.journals
    if name not in known:
        raise UsageError(f"no journal is called {name!r}", todo=suggest(name, known))
    remove_value(session.config_file, ("journals", name))
    if session.config.default == name:
        remove_value(session.config_file, ("default",))
        warn(f"{name} was the default journal; journal journals default NAME chooses another")
    session.tell(f"{name} is off the list; {known[name].path} stays as it is")


def default(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A registered name, or a path.", show_default=False),
    ] = "",
) -> None:
    """Show the default journal, or make another one the default.

    Examples: journal journals default · journal journals default work
    """
    session = Session(ctx)
    from journal.config.writing import home_path, set_value

    config = session.config
    if not name:
        from journal.visible import visible

        ((found, place),) = config.default_place.items()
        emit([f"{visible(found, keep='')}\t{visible(place.path, keep='')}\n"])
        return
    config.find_journals([name])
    value = name if name in config.journals else home_path(name)
    set_value(session.config_file, ("default",), value)
    session.tell(f"{value} is the default journal now")


def _default(session: Session) -> dict[str, Place]:
    """Return the default journal of the settings; none where they name one that is not there."""
    try:
        return session.config.default_place
    except UsageError as error:
        warn(str(error))
        return {}


def _row(name: str, place: Place, keys: Keys, *, is_default: bool) -> dict[str, Any]:
    """Return what is listed of a journal; `entries` is None where it cannot be read."""
    from journal.journal import Journal

    count = None
    try:
        journal = Journal(place.path, name, layout=place.layout, keys=keys)
        count = len(journal.diary().entries)
    except DataError as error:
        warn(str(error))
    return {
        "name": name,
        "path": place.path,
        "layout": place.layout,
        "entries": count,
        "default": is_default,
        "exists": os.path.exists(place.path),
    }
