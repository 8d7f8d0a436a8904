"""What is on the disk around a journal: the only part of a check-up that looks there."""

from __future__ import annotations

import os
import shlex
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from journal import storage
from journal.age.folder import find_sealed
from journal.age.header import LONGEST, is_encrypted
from journal.counting import count
from journal.dedupe.memory import loads
from journal.doctor.copies import copy_maker, leaving
from journal.doctor.finding import Finding
from journal.doctor.repeats import compare
from journal.errors import DataError
from journal.markdown.document import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from journal.entry import Entry

    Reader = Callable[[str], bytes | None]


def look_beside(path: str) -> Callable[[str], bool]:
    """Return a test of whether a path, as seen from the folder of the journal, leads somewhere."""
    folders = list(dict.fromkeys(map(os.path.dirname, (path, storage.resolve(path)))))

    def is_there(target: str) -> bool:
        paths = [os.path.join(folder, target) for folder in folders]
        return any(os.path.exists(path) or find_sealed(path) for path in paths)

    return is_there


def check_file(path: str) -> Iterator[Finding]:
    """Look at the journal file itself: its names, who may read it, or why it is not there."""
    target = storage.resolve(path)
    try:
        status = os.stat(target)
    except OSError:
        yield from _check_missing(path, target)
        return
    if status.st_nlink > 1:
        yield _problem(
            "hard-links",
            target,
            f"it has {status.st_nlink} names (hard links), so saving is refused",
            "replace the other names by symbolic links",
        )
    if _is_open(target, status.st_mode):
        yield _note(
            "open-to-others",
            target,
            f"other users of this computer can read it (mode {stat.S_IMODE(status.st_mode):04o})",
            f"chmod go-rwx {shlex.quote(target)}",
        )


def check_hidden_folder(path: str, read: Reader) -> Iterator[Finding]:
    """Look at `.journal` beside the journal: the lock, what is remembered, who may read it.

    `read` gives what is in a file, decrypted where it is encrypted.
    """
    target = storage.resolve(path)
    hidden = os.path.join(_home(target), ".journal")
    try:
        mode = os.lstat(hidden).st_mode
    except OSError:
        return
    if not stat.S_ISDIR(mode):
        todo = "move it away; the next command that writes makes the folder"
        yield _problem(
            "odd-hidden-folder", hidden, "it is not a folder of its own, so saving is refused", todo
        )
        return
    for place in (hidden, *_listed(hidden)):
        with suppress(OSError):
            mode = os.lstat(place).st_mode
            if not stat.S_ISLNK(mode) and mode & 0o077 and os.name == "posix":
                what = f"it is open to more than its owner (mode {stat.S_IMODE(mode):04o})"
                yield _note("open-to-others", place, what, f"chmod go-rwx {shlex.quote(place)}")
    yield from _check_lock(os.path.join(hidden, "lock"))
    yield from _check_memory(f"{_kept(target)}memory.jsonl", read)


def check_leavings(path: str) -> Iterator[Finding]:
    """Look for what commands that failed or were killed have left."""
    folder = _home(storage.resolve(path))
    for place in (*_listed(folder), *_listed(os.path.join(folder, ".journal"))):
        found = leaving(os.path.basename(place))
        if found == "temporary":
            what = (
                "it was left behind by a command that was killed, unless one is writing right now"
            )
            yield _note(
                "leftover", place, what, "leave it: the next command that writes removes it"
            )
        elif found == "unsaved":
            name = shlex.quote(place)
            todo = f"journal add - < {name}, then delete it"
            if is_encrypted(storage.head(place, LONGEST)):
                todo = f"age -d -i IDENTITY {name} | journal add -, then delete it"
            yield _problem("unsaved-text", place, "a text that could not be saved is here", todo)


def check_copies(path: str, entries: Sequence[Entry], read: Reader) -> Iterator[Finding]:
    """Look for copies that synchronisers have made of the journal, and of what it keeps.

    A name that proves nothing counts only if half of its entries are in the journal.
    """
    target = storage.resolve(path)
    folder, name = _home(target), os.path.basename(target)
    for place in () if os.path.isdir(target) else _listed(folder):
        maker = copy_maker(os.path.basename(place), name)
        if maker is None or not os.path.isfile(place):
            continue
        other = _entries(place, read)
        shared, fresh = compare(other, entries)
        if not maker and not shared * 2 >= len(other) > 0:
            continue
        what = f"a conflict copy made by {maker}" if maker else "a second copy of the journal"
        if fresh:
            what = f"{what}; {fresh:,} of its {count(len(other), 'text')} are not in the journal"
        elif other:
            what = f"{what}; all its texts are in the journal"
        todo = f"journal import {shlex.quote(place)}, then delete it"
        yield (_problem if maker or fresh else _note)("conflict-copy", place, what, todo)
    own = [os.path.basename(f"{_kept(target)}{end}") for end in ("variants.md", "memory.jsonl")]
    for place in _listed(os.path.join(folder, ".journal")):
        if any(copy_maker(os.path.basename(place), name) for name in own):
            what = "a conflict copy of what imports have left out or remember"
            yield _note("conflict-copy", place, what, "keep it until the journal is as you want it")


def _check_missing(path: str, target: str) -> Iterator[Finding]:
    if os.path.islink(path):
        what, todo = f"a link to {target}, where nothing is", "mend the link, or mount the disk"
        yield _problem("missing-journal", path, what, todo)
    elif os.path.exists(f"{_kept(target)}memory.jsonl"):
        what = "the journal is gone, but what is remembered of its imports is there"
        yield _problem("missing-journal", path, what, "bring it back from a backup or the trash")


def _check_lock(lock: str) -> Iterator[Finding]:
    with suppress(OSError):
        status = os.lstat(lock)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            what = "the lock is not a file of its own, so saving may fail"
            yield _problem("odd-lock", lock, what, "delete it while no journal command runs")


def _check_memory(memory: str, read: Reader) -> Iterator[Finding]:
    try:
        data = read(memory)
        damaged = loads((data or b"").decode("utf-8", "replace")).damaged
    except DataError as error:
        yield _problem("damaged-memory", memory, error.what, error.todo or "move it away")
        return
    except ValueError as error:
        what = f"a later version of journal wrote this ({error})"
        yield _problem("newer-memory", memory, what, "update journal")
        return
    if damaged:
        what = f"{count(len(damaged), 'line')} of what is remembered of imports cannot be read"
        todo = "the journal lacks nothing; import the exports again, so that they are remembered"
        yield Finding("damaged-memory", "problem", memory, damaged[0], what, todo)


def _kept(target: str) -> str:
    """Return the path that the names of what an import keeps beside a journal begin with."""
    if os.path.isdir(target):
        return os.path.join(target, ".journal", "")
    folder, name = os.path.split(target)
    return os.path.join(folder, ".journal", f"{name.removesuffix('.md')}.")


def _home(target: str) -> str:
    """Return the folder that a journal stands in, or that it is."""
    return target if os.path.isdir(target) else os.path.dirname(target)


def _entries(path: str, read: Reader) -> Sequence[Entry]:
    """Return the entries of a file, none where it cannot be read."""
    try:
        data = read(path)
    except DataError:
        return ()
    return parse(storage.decode(data or b""), path).entries


def _is_open(path: str, mode: int) -> bool:
    """Tell whether users outside the group may read a file: its folders must let them in too."""
    if os.name != "posix" or not mode & stat.S_IROTH:
        return False
    folder = os.path.dirname(path)
    with suppress(OSError):
        while os.stat(folder).st_mode & stat.S_IXOTH:
            if folder == os.path.dirname(folder):
                return True
            folder = os.path.dirname(folder)
    return False


def _listed(folder: str) -> list[str]:
    """Return the paths of what is in a folder, in order; nothing where it cannot be listed."""
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    except OSError:
        return []


def _problem(kind: str, path: str, what: str, todo: str) -> Finding:
    return Finding(kind, "problem", path, 1, what, todo)


def _note(kind: str, path: str, what: str, todo: str) -> Finding:
    return Finding(kind, "note", path, 1, what, todo)
