"""A text in the user's editor, never through a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile

from journal.errors import DataError, UsageError


def edit_text(text: str, editor: str = "") -> str:
    """Return what the user makes of a text in `$VISUAL`, `$EDITOR`, or the given editor.

    The temporary file is private and removed afterwards; where the editor fails
    it stays, and the error names it. Raises DataError then, UsageError where no
    editor can be started.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or editor or "vi"
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise UsageError(f"the editor {command!r} is no command", todo="set $VISUAL or $EDITOR")
    descriptor, path = tempfile.mkstemp(prefix="journal-", suffix=".md")
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    try:
        code = subprocess.run([*words, path], check=False).returncode
    except OSError as error:
        os.unlink(path)
        raise UsageError(
            f"the editor {words[0]!r} cannot be started: {error.strerror}",
            todo="set $VISUAL or $EDITOR",
        ) from None
    try:
        with open(path, "rb") as file:
            written = file.read().decode("utf-8", "surrogateescape")
    except OSError:
        raise DataError("the editor removed the text", todo="nothing was written") from None
    if code:
        kept = f"; your text is in {path}" if written != text else ""
        raise DataError(f"the editor ended with code {code}", todo=f"nothing was written{kept}")
    os.unlink(path)
    return written
