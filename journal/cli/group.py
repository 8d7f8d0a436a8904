"""The command line's own behaviour: options before and after a command, errors in one line."""

from __future__ import annotations

import copy
import os
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import typer
from typer._click.exceptions import NoArgsIsHelpError
from typer.core import TyperGroup

from journal.cli.ending import INTERRUPTED, carry_out, say
from journal.cli.lazy import Commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PLAINLY = {
    "Input should be a valid integer, unable to parse string as an integer": (
        "it must be a whole number"
    ),
    "Input should be greater than or equal to": "it must be at least",
    "Input should be less than or equal to": "it must be at most",
}
"""What Typer's checks of numbers say, and what that means."""

_NO_COMMAND = re.compile(r"No such command '(.*?)'(?:\. Did you mean|\Z)", re.DOTALL)


class JournalGroup(TyperGroup):
    """A group whose options every command takes too, and which ends every error itself."""

    def __init__(self, **attributes: Any) -> None:
        """Give each command, when it is asked for, hidden copies of the group's options."""
        super().__init__(**attributes)
        params = list(self.params)
        self.commands = Commands(lambda command: _hand_down(params, [command]))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names, an alias written out.

        Raises UsageError for a word that is neither.
        """
        if args[0] not in self.commands and not args[0].startswith("-"):
            from journal.cli.aliases import expand
            from journal.config import load_config

            args = expand(args, load_config(ctx.params["config"]).aliases, self.commands)
        return super().resolve_command(ctx, args)

    def _main_shell_completion(
        self, ctx_args: Any, prog_name: str, complete_var: str | None = None
    ) -> None:
        """Answer a shell that asks for completions, and end."""
        variable = complete_var or f"_{prog_name}_COMPLETE".replace("-", "_").upper()
        asked, _, shell = os.environ.get(variable, "").partition("_")
        if asked == "complete":
            from journal.cli.completion import answer

            sys.exit(answer(self, shell))
        super()._main_shell_completion(ctx_args, prog_name, complete_var)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the global options; those about completion give our own scripts."""
        if any(word.endswith("-completion") for word in args):
            from journal.cli.scripts import use_own_scripts

            use_own_scripts()
        return list(super().parse_args(ctx, args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader that went away ends it quietly."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and exit with the code of the contract; errors are one line on stderr."""
        run = partial(
            super().main,
            args,
            prog_name,
            complete_var,
            standalone_mode=False,
            windows_expand_args=windows_expand_args,
            **extra,
        )
        if not standalone_mode:
            return run()
        debug = "--debug" in (sys.argv if args is None else args)
        sys.exit(carry_out(partial(_ended, run), debug=debug))


def _ended(run: Callable[[], int | None]) -> int | None:
    """Run, and return the exit code, also where Typer ends the command."""
    try:
        return run()
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        return 0
    except typer.TyperException as error:
        return say(_usage(error), error.exit_code)
    except typer.Abort:
        return INTERRUPTED
    except SystemExit as error:
        # What shows help ends with 1 where nobody reads it.
        if isinstance(error.__context__, BrokenPipeError):
            return 0
        raise


def _hand_down(params: Sequence[Any], commands: Iterable[Any]) -> None:
    """Give commands, and those below them, copies of the group's options."""
    for command in commands:
        taken = {option for param in command.params for option in param.opts}
        command.params += [_copy(param) for param in params if not taken.intersection(param.opts)]
        _hand_down(params, getattr(command, "commands", {}).values())


def _copy(param: Any) -> Any:
    """Return a global option as a command takes it: hidden, and stored with the group's own."""
    own = copy.copy(param)
    own.hidden = True
    own.expose_value = False
    own.envvar = None
    own.callback = _remember
    return own


def _remember(ctx: typer.Context, param: Any, value: Any) -> Any:
    """Store what was given after the command where what stands before it is."""
    if value not in (None, False, (), []) and value != param.get_default(ctx):
        ctx.find_root().params[param.name] = value
    return value


def _usage(error: typer.TyperException) -> str:
    """Return a usage error as one sentence with what to do."""
    message = error.format_message().rstrip(".")
    for sentence, plain in _PLAINLY.items():
        message = message.replace(sentence, plain)
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "journal"
    option = getattr(error, "option_name", "")
    if ctx is not None and option:
        from journal.cli.hints import option_meant

        options = [one for param in ctx.command.params for one in param.opts]
        message = message.split(" (Possible")[0].split(" Did you mean")[0]
        if close := option_meant(option, options):
            return f"{message}; did you mean {close}?"
    if ctx is not None and (unknown := _NO_COMMAND.match(message)):
        from journal.cli.hints import no_command

        return "; ".join(no_command(unknown[1], ctx.command.commands, path))
    return message if "; " in message else f"{message}; see {path} --help"
