"""A text in the user's editor, never through a shell, and never lost."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from journal import storage
from journal.cli.session import warn
from journal.errors import DataError, JournalError, UsageError
from journal.storage import memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def edited(
    text: str,
    editor: str = "",
    *,
    keep: Callable[[str], str] | None = None,
    stands: bool = False,
    secret: bool = False,
) -> Iterator[str]:
    """Give what the user makes of a text; its file stays until the block has ended well.

    The file is private. Where the editor or the block fails, what was typed is
    kept: where `keep` puts it (a function from text to path), or beside that
    file, and the error names the place. `stands` tells that the text as given stands
    elsewhere. A `secret` text is in memory only, where that can be; else that is
    told. Raises DataError then, and UsageError where no editor can be started.
    """
    words = _command(editor)
    with _folder(secret=secret) as (folder, held):
        path = os.path.join(folder, memory.TEXT)
        written = text
        try:
            storage.replace(path, None, storage.encode(text))
            if stands and held:
                memory.mark_untouched(path)
            code, interrupted = _run([*words, path], held)
            written = _read_back(path, text)
            if code:
                end = f"ended with code {code}" if code > 0 else f"was killed (signal {-code})"
                raise DataError(f"the editor {end}", todo="nothing was written")
            if interrupted and written == text:
                raise KeyboardInterrupt
            storage.writable_text(storage.encode(written), "the text from the editor")
            yield written
        except BaseException as error:
            typed = written if written.strip() else text
            worth = bool(typed.strip()) and not (stands and typed == text)
            place = _kept(typed, folder, keep) if worth else _cleared(folder)
            if place and isinstance(error, JournalError):
                error.todo = f"{error.todo}; " * bool(error.todo) + f"your text is kept in {place}"
            elif place:
                warn(f"your text is kept in {place}")
            raise
        _cleared(folder)


@contextmanager
def _folder(*, secret: bool) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give a private folder, and what the editor is to hold so that it counts as in use.

    Of a `secret` text it is in memory. What killed commands left there goes, but for
    what somebody typed, which is told.
    """
    place = _memory_folder() if secret else None
    for one, is_untouched in memory.left(place) if place else ():
        if is_untouched:
            _cleared(one)
        else:
            warn(f"{one}: {memory.LEFT}; {memory.TAKE_OUT}")
    folder = tempfile.mkdtemp(prefix=memory.PREFIX, dir=place)
    if place is None:
        yield folder, ()
        return
    held = memory.hold(folder)
    try:
        yield folder, (held,)
    finally:
        os.close(held)


def _memory_folder() -> str | None:
    """Return a folder that never comes to a disk, or None, which is said."""
    found = memory.memory_folder()
    if not found:
        warn(f"{tempfile.gettempdir()}: here is the text in plain while the editor is open")
    return found or None


def _command(editor: str) -> list[str]:
    """Return the words of the editor's command."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or editor or "vi"
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise UsageError(f"the editor {command!r} is no command", todo="set $VISUAL or $EDITOR")
    return words


def _run(words: list[str], held: tuple[int, ...]) -> tuple[int, bool]:
    """Run the editor, and return its exit code and whether SIGINT came meanwhile.

    The terminal sends SIGINT to both; what to make of it is the editor's business.
    """
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        return subprocess.run(words, check=False, pass_fds=held).returncode, bool(came)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no name has a NUL"
        raise UsageError(
            f"the editor {words[0]!r} cannot be started: {reason}",
            todo="set $VISUAL or $EDITOR",
        ) from None
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)


def _read_back(path: str, text: str) -> str:
    """Return what stands in the file now."""
    data = storage.read(path)
    if data is None:
        raise DataError("the editor removed the text", todo="nothing was written")
    written = storage.decode(data)
    return written if text.startswith("\ufeff") else written.removeprefix("\ufeff")


def _kept(typed: str, folder: str, keep: Callable[[str], str] | None) -> str:
    """Return where what was typed is kept."""
    if keep is not None:
        with suppress(JournalError):
            place = keep(typed)
            _cleared(folder)
            return place
    path = os.path.join(folder, "kept.md")
    storage.replace(path, None, storage.encode(typed))
    return path


def _cleared(folder: str) -> str:
    """Remove the file and what the editor left beside it; there is no place to name then."""
    shutil.rmtree(folder, ignore_errors=True)
    return ""
