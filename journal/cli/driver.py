"""The merge driver that git calls: merge-driver."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from journal.age.header import is_encrypted
from journal.cli.session import Session, warn
from journal.errors import DataError, JournalError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

    from journal.age.keys import Keys
    from journal.merging import Merged

_CONFLICT = 1
_MOST_CONFLICTS = 127
"""What `git merge-file` exits with above this is an error, not a number of conflicts."""


def merge_driver(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="%O", help="The file as both sides had it.")],
    ours: Annotated[str, typer.Argument(metavar="%A", help="Our file; the result goes here.")],
    theirs: Annotated[str, typer.Argument(metavar="%B", help="Their file.")],
    path: Annotated[str, typer.Argument(metavar="%P", help="Its path in the repository.")] = "",
) -> None:
    """Merge two copies of a journal that were changed apart, by entries; git calls this.

    New entries of both sides stand in date order, each once. What one side alone
    did to an entry is done: a new date, a corrected text, a removal; an entry
    that the other side changed is not removed. Where both sides changed the same
    lines of an entry both versions stay, the shorter one below the other and
    marked "left out". A file that is no journal is merged by git merge-file.
    Encrypted files are merged in memory, and encrypted again; what cannot be
    opened is left as it is. Exits with 1 if a person must look.

    Example: git config merge.journal.driver "journal merge-driver %O %A %B %P"
    """
    from journal import storage

    name = path or ours
    data = [storage.read(file) or b"" for file in (base, ours, theirs)]
    try:
        if any(map(is_encrypted, data)):
            merged, new = _merge_encrypted(data, name, Session(ctx).keys)
        else:
            merged = _merge(data, name)
            new = storage.encode(merged.text)
    except Exception as error:  # whatever goes wrong here, git must not be left worse off
        what = error.what if isinstance(error, JournalError) else f"{type(error).__name__}"
        if any(map(is_encrypted, data)):
            warn(f"{name}: not merged, for it {what}")
            raise typer.Exit(_CONFLICT) from None
        warn(f"{name}: merged by lines, for {what}")
        raise typer.Exit(_merge_by_lines(base, ours, theirs)) from None
    if new != data[1]:
        storage.replace(ours, data[1], new)
    for line, note in merged.notes:
        warn(f"{name}:{line}: {note}" if line else f"{name}: {note}")
    if merged.needs_a_person:
        raise typer.Exit(_CONFLICT)


def _merge(data: Sequence[bytes], path: str) -> Merged:
    """Merge the bytes of base, ours and theirs. Raises DataError for what is no such text."""
    from journal.merging import merge, merge_memories
    from journal.storage import writable_text

    base, ours, theirs = (writable_text(one, path) for one in data)
    if path.endswith("memory.jsonl"):
        return merge_memories(base, ours, theirs, path)
    return merge(base, ours, theirs, path)


def _merge_encrypted(sides: Sequence[bytes], path: str, keys: Keys) -> tuple[Merged, bytes]:
    """Merge files of which some are encrypted; return what is to be written besides.

    That is encrypted, unless one side was decrypted on purpose. Raises DataError.
    """
    from journal import storage
    from journal.merging import Merged
    from journal.merging.fields import three_way
    from journal.sealing import unwritable

    for side in filter(is_encrypted, sides[1:]):
        if wrong := unwritable(side, keys):
            raise DataError(wrong, where=path)
    plain = [keys.decrypt(side, path) if is_encrypted(side) else side for side in sides]
    new = three_way(*plain)
    if new is not None:
        merged = Merged("")
    elif path.endswith(".age"):
        raise DataError("was changed on both sides", where=path)
    else:
        merged = _merge(plain, path)
        new = storage.encode(merged.text)
    closed = three_way(*map(is_encrypted, sides))
    for side, text in zip(sides[1:], plain[1:], strict=True):
        if text == new and is_encrypted(side) == closed:
            return merged, side
    return merged, keys.encrypt(new, path) if closed else new


def _merge_by_lines(base: str, ours: str, theirs: str) -> int:
    """Let git merge the files by lines into ours; return the exit code that says how it went."""
    labels = [word for name in ("ours", "base", "theirs") for word in ("-L", name)]
    done = run_git(os.curdir, "merge-file", *labels, ours, base, theirs)
    if done.returncode > _MOST_CONFLICTS or done.returncode < 0:
        warn(one_line(done.stderr) or "git merge-file failed")
    return min(abs(done.returncode), _CONFLICT)


def run_git(folder: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, in English. Raises DataError where it is not installed."""
    import subprocess

    try:
        return subprocess.run(
            ["git", *words],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            errors="surrogateescape",
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        raise DataError("git is not installed", where=folder, todo="install it first") from None


def one_line(text: str) -> str:
    """Return what git says, on one line."""
    return text.strip("\n").replace("\n", " ")
