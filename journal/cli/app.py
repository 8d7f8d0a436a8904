"""The command line as a whole: its global options and its commands."""

from __future__ import annotations

import typer

from journal.cli.group import JournalGroup
from journal.cli.helping import name_values
from journal.cli.options import GLOBALS, Option, declare
from journal.cli.plain_values import spare_pydantic

app = typer.Typer(
    name="journal",
    cls=JournalGroup,
    help="A journal over plain Markdown: every entry once, no word lost.",
    epilog="Example: journal add 'Walked to the lake. Cold.' && journal list",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

spare_pydantic()
name_values()


def _version(value: bool) -> None:
    if value:
        from journal import __version__

        typer.echo(f"journal {__version__}")
        raise typer.Exit


_VERSION = Option(
    "version",
    "--version",
    kind="flag",
    help="Show the version.",
    callback=_version,
    is_eager=True,
)


def _main(ctx: typer.Context, **values: object) -> None:
    """A journal over plain Markdown: every entry once, no word lost."""


app.callback()(declare(_main, (*GLOBALS, _VERSION)))
