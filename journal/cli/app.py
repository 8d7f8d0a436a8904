"""The command line as a whole: its global options and its commands."""

from __future__ import annotations

from typing import Annotated

import typer

from journal.cli import (
    change,
    dedupe,
    doctor,
    encryption,
    git,
    history,
    journals,
    looking,
    read,
    settings,
    stats,
    tags,
    transfer,
    variants,
    write,
)
from journal.cli.group import JournalGroup
from journal.cli.options import JOURNAL, QUIET

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


def _version(value: bool) -> None:
    if value:
        from journal import __version__

        typer.echo(f"journal {__version__}")
        raise typer.Exit


@app.callback()
def main(
    journal: Annotated[
        list[str] | None,
        typer.Option(*JOURNAL.spellings, help=JOURNAL.help),
    ] = None,
    config: Annotated[str, typer.Option("--config", help="Settings file to use.")] = "",
    color: Annotated[str, typer.Option("--color", help="auto, always or never.")] = "auto",
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never use a pager.")] = False,
    quiet: Annotated[bool, typer.Option(*QUIET.spellings, help=QUIET.help)] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A journal over plain Markdown: every entry once, no word lost."""


write.register(app)
transfer.register(app)
dedupe.register(app)
read.register(app)
change.register(app)
variants.register(app)
history.register(app)
encryption.register(app)
doctor.register(app)
tags.register(app)
stats.register(app)
looking.register(app)
journals.register(app)
settings.register(app)
git.register(app)
