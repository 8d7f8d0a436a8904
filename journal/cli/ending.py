"""How a command ends: with a code of the contract, and an error in one line."""

from __future__ import annotations

import errno
import os
import sys

from journal.errors import JournalError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
_GONE = (errno.EPIPE, errno.EINVAL)


def carry_out(command: Callable[[], int | None], *, debug: bool = False) -> int:
    """Run a command and return its exit code; errors are one line on stderr.

    A reader that went away ends it quietly. With `debug` its errors are raised.
    """
    _make_streams_safe()
    try:
        code = command() or 0
        sys.stdout.flush()
    except JournalError as error:
        if debug:
            raise
        code = say(str(error), error.exit_code)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        if error.errno in _GONE:
            code = 0
        elif debug:
            raise
        else:
            what = f"{error.filename or 'output'}: {error.strerror}"
            code = say(what, JournalError.exit_code)
    return _finish(code)


def say(message: str, code: int) -> int:
    """Write one line to stderr, with nothing in it that could drive a terminal."""
    from journal.visible import visible

    line = visible(message.replace("\n", " "), keep="")
    sys.stderr.write(f"journal: {line}\n")
    return code


def _make_streams_safe() -> None:
    """Let neither a locale nor a closed stream turn into a traceback.

    A closed one is opened on the null device, lest a file we open takes its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:
                os.dup2(null, number)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _finish(code: int) -> int:
    """Flush what is left; a reader that went away is no error, a full disk is."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno not in _GONE and not code:
            return say(f"output: {error.strerror}", JournalError.exit_code)
    return code
