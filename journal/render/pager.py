"""Long output through a pager, which may be missing, quit early, or none at all."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from subprocess import Popen

_DEFAULT = "less -FRX"


def pager_command(wanted: bool | str, environ: Mapping[str, str]) -> list[str]:
    """Return the words of the pager's command, or none for no pager.

    `wanted` names a pager, or says whether there is one; the environment
    (`JOURNAL_PAGER`, then `PAGER`) goes before it. `cat` and "" mean none.
    """
    import shlex

    if wanted is False:
        return []
    default = wanted if isinstance(wanted, str) else _DEFAULT
    command = environ.get("JOURNAL_PAGER", environ.get("PAGER", default))
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return [] if words == ["cat"] else words


def page(command: list[str], lines: Iterable[str], *, encoding: str) -> bool:
    """Send lines to the pager and wait for it; False if it cannot be started."""
    import subprocess

    # -F -R -X for a pager that is less under any name, and its charset where the
    # locale does not say that the text is UTF-8.
    environ = {"LESS": "FRX", "LESSCHARSET": "utf-8"} if encoding.lower() == "utf-8" else {}
    # What somebody searches for in a diary is kept in no file.
    environ["LESSHISTFILE"] = "-"
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ | os.environ)
    except (OSError, ValueError):  # a NUL is in no name
        return False
    assert process.stdin is not None  # noqa: S101
    try:
        for line in lines:
            process.stdin.write(line.encode(encoding, "replace"))
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        _wait(process)
    return True


def _wait(process: Popen[bytes]) -> None:
    """Wait until the pager is quit; an interrupt is the pager's to answer."""
    while True:
        try:
            process.wait()
        except KeyboardInterrupt:
            continue
        return
