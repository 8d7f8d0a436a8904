"""The commands about settings: config path, list, get, set, unset, edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from journal.cli.session import Session, emit, emit_utf8
from journal.errors import JournalError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journal.config.origins import Value

ORIGIN = Annotated[
    bool, typer.Option("--origin", help="Say where each comes from: flag, environment, file …")
]
JSON = Annotated[bool, typer.Option("--json", help="JSON Lines, one setting a line.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Show and change settings: flags go before the environment, that before the file.",
        epilog="Example: journal config set week_start sunday",
        invoke_without_command=True,
    )
    group.callback()(config)
    group.command("list")(list_)
    group.command()(path)
    group.command()(get)
    group.command("set")(set_)
    group.command()(unset)
    group.command()(edit)
    app.add_typer(group, name="config")


def config(ctx: typer.Context) -> None:
    """Show and change settings: flags go before the environment, that before the file.

    Example: journal config set week_start sunday
    """
    if ctx.invoked_subcommand is None:
        list_(ctx)


def list_(ctx: typer.Context, origin: ORIGIN = False, json: JSON = False) -> None:
    """List all settings in force, one line each.

    Examples: journal config list · journal config list --origin
    """
    session = Session(ctx)
    _show(_values(session), session, origin=origin, json=json)


def path(ctx: typer.Context) -> None:
    """Print the path of the settings file, which need not be there.

    Example: journal config path
    """
    session = Session(ctx)
    emit([f"{session.config_file}\n"])


def get(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="order, aliases.w …")],
    origin: ORIGIN = False,
    json: JSON = False,
) -> None:
    """Print the value of a setting, of a table all that is in it.

    Examples: journal config get order · journal config get editor --origin
    """
    session = Session(ctx)
    from journal.config.writing import find_setting
    from journal.errors import NothingFoundError

    find_setting(key)
    found = [one for one in _values(session) if one.key == key or one.key.startswith(f"{key}.")]
    if not found:
        raise NothingFoundError("not set", where=key)
    if len(found) == 1 and found[0].key == key and not json:
        _emit_value(found[0], origin=origin)
    else:
        _show(found, session, origin=origin, json=json)


def set_(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="order, aliases.w …")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Of a list: zh,en.")],
) -> None:
    """Write a setting to the file; its comments and its layout stay.

    Examples: journal config set order newest-first ·
    journal config set aliases.w "list --on 'this week'"
    """
    session = Session(ctx)
    from journal.config import is_path
    from journal.config.settings import SETTINGS
    from journal.config.writing import check_value, find_setting, home_path, set_value

    keys = find_setting(key)
    wanted: Any = value
    if isinstance(SETTINGS[keys[0]].default, tuple):
        wanted = [word for part in value.split(",") if (word := part.strip(" \t"))]
    elif keys[0] == "journals" and key.endswith(".layout"):
        keys, wanted = _layout(keys[1].removesuffix(".layout"), value, session)
    elif keys[0] == "journals" or (keys == ("default",) and is_path(value)):
        if not value:
            raise UsageError(f"{key} cannot be empty", todo="name a file or a folder")
        wanted = home_path(value)
    check_value(keys, wanted)
    if keys == ("default",):
        session.config.find_journals([value])
    elif keys[0] == "aliases":
        _check_alias(ctx, keys[1], value)
    set_value(session.config_file, keys, wanted)
    session.tell(f"{session.config_file}: {key} is set")


def unset(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="order, aliases.w …")],
) -> None:
    """Take a setting out of the file, so that its default is in force again.

    Examples: journal config unset order · journal config unset aliases.w
    """
    session = Session(ctx)
    from journal.config.settings import SETTINGS
    from journal.config.writing import find_setting, remove_value
    from journal.errors import NothingFoundError

    keys = find_setting(key)
    if keys[0] == "journals":
        raise UsageError(f"{key} is a registered journal", todo="journal journals rm takes it off")
    if isinstance(SETTINGS[keys[0]].default, dict) and len(keys) == 1:
        raise UsageError(f"{key} is a table", todo=f"name one of its keys: {key}.NAME")
    if not remove_value(session.config_file, keys):
        raise NothingFoundError("not set", where=key)
    session.tell(f"{session.config_file}: {key} is not set any more")


def _layout(name: str, layout: str, session: Session) -> tuple[tuple[str, str], dict[str, str]]:
    """Return the setting that gives a registered journal another layout."""
    from journal.config.writing import home_path

    place = session.config.journals.get(name)
    if place is None:
        raise UsageError(f"no journal is called {name!r}", todo="journal journals shows them")
    return ("journals", name), {"path": home_path(place.path), "layout": layout}


def edit(ctx: typer.Context) -> None:
    """Edit the settings file in $VISUAL or $EDITOR; it is saved only if it can be read.

    Example: journal config edit
    """
    session = Session(ctx)
    from journal.cli.editor import edited
    from journal.config.loading import read_settings
    from journal.config.writing import new_settings, save_settings

    text = read_settings(session.config_file)
    start = new_settings() if text is None else text
    with edited(start, _editor(session), stands=True) as written:
        if written == start:
            session.tell("nothing was changed")
            return
        save_settings(session.config_file, written)
    session.tell(f"{session.config_file}: saved")


def _editor(session: Session) -> str:
    """Return the editor of the settings, which may be what is to be mended."""
    try:
        return session.config.editor
    except JournalError:
        return ""


def _check_alias(ctx: typer.Context, name: str, value: str) -> None:
    """Raise UsageError for an alias that would never be used, or leads nowhere."""
    from journal.cli.aliases import expand

    commands: Any = getattr(ctx.find_root().command, "commands", {})
    if name in commands:
        raise UsageError(f"{name!r} is a command, which an alias cannot replace", todo="rename it")
    known = {**Session(ctx).config.aliases, name: value}
    expand([name], known, commands)


def _values(session: Session) -> list[Value]:
    from journal.config.origins import values

    return list(values(session.config, session.flags))


def _show(found: Iterable[Value], session: Session, *, origin: bool, json: bool) -> None:
    """Show settings: padded on a terminal, TABs between elsewhere."""
    if json:
        from journal.formats.record import dump

        emit_utf8(dump({"schema": 1, **one._asdict()}) + "\n" for one in found)
        return
    from journal.visible import visible

    rows = [one[: 3 if origin else 2] for one in found]
    if session.rendered:
        from journal.render.columns import show_columns

        show_columns(rows, session.screen)
    else:
        emit("\t".join(visible(part, keep="") for part in row) + "\n" for row in rows)


def _emit_value(one: Value, *, origin: bool) -> None:
    from journal.visible import visible

    parts = (one.value, one.origin) if origin else (one.value,)
    emit(["\t".join(visible(part, keep="") for part in parts) + "\n"])
