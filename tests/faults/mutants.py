"""Bugs put into a copy of the program, each of which the suite must see.

`python -m tests.faults.mutants [WORD…]` prints a table: the bug, and what saw it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.commands import COMMANDS
from tests.faults.crowd import killed_holders
from tests.faults.foreign import foreign_saves
from tests.faults.lab import PROJECT, Program, open_lab, reason_to_skip
from tests.faults.matrix import some, sweep
from tests.faults.places import hard_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Lab
    from tests.faults.reference import Finding

_LOOKED_AT = ("add, existing file", "add, linked file", "add, new file", "import, into a journal")


class Bug(NamedTuple):
    """One bug: what is replaced in which module, and by what."""

    name: str
    module: str
    right: str
    wrong: str


_STAGING, _SYSTEM = "storage/staging.py", "storage/system.py"
_FILES, _LOCKING = "storage/files.py", "storage/locking.py"
BUGS = (
    Bug("file not flushed", _STAGING, "            flush(descriptor)\n", ""),
    Bug("folder not flushed after the rename", _STAGING, "flush_folder(folder)", "pass"),
    Bug("new folder not flushed", _FILES, "    flush_folder(parent)\n", ""),
    Bug(
        "no lock",
        _SYSTEM,
        "        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)\n",
        "        pass\n",
    ),
    Bug(
        "not compared before the rename",
        _STAGING,
        "if not holds(item.target, item.old):",
        "if False:",
    ),
    Bug("not looked at again", _STAGING, "if _looks(item.target) != item.looks:", "if False:"),
    Bug(
        "written in place",
        _STAGING,
        "os.replace(item.temporary, item.target)",
        "open(item.target, 'wb').write(b''.join(getattr(item.new, 'parts', lambda: [item.new])()))",
    ),
    Bug(
        "a new file replaces one that came meanwhile",
        _SYSTEM,
        "os.link(temporary, target)",
        "os.replace(temporary, target)",
    ),
    Bug(
        "mode lost",
        _SYSTEM,
        "os.fchmod(descriptor, stat.S_IMODE(wanted.st_mode))",
        "pass",
    ),
    Bug("attributes lost", _SYSTEM, "    _copy_attributes(descriptor, source)\n", ""),
    Bug("links replaced", _FILES, "os.path.realpath(path)", "os.path.abspath(path)"),
    Bug(
        "temporary left when a command fails",
        _STAGING,
        "        os.unlink(path)\n",
        "        pass\n",
    ),
    Bug(
        "temporaries of the killed not swept",
        _LOCKING,
        "            _sweep(folder)\n",
        "            pass\n",
    ),
    Bug("short write ignored", _SYSTEM, "rest = rest[written:]", "rest = rest[len(rest) :]"),
    Bug(
        "interrupt not held back",
        _STAGING,
        "signal.signal(signal.SIGINT, lambda number, _: came.append(number))",
        "signal.getsignal(signal.SIGINT)",
    ),
    Bug("hard link not refused", _STAGING, "if status.st_nlink > 1:", "if False:"),
    Bug(
        "file open to others at first",
        _STAGING,
        "os.open(path, _CREATE, 0o600)",
        "os.open(path, _CREATE, 0o666)",
    ),
    Bug("folder open to others at first", _FILES, "os.mkdir(path, 0o700)", "os.mkdir(path)"),
    Bug(
        "not put back when the folder cannot be flushed",
        _STAGING,
        "for item in reversed(done) if not _put_back(item)",
        "for item in reversed(done) if False",
    ),
    Bug(
        "failure swallowed",
        _STAGING,
        "            ) from error\n        raise\n",
        "            ) from error\n",
    ),
    Bug(
        "unsaved text not kept",
        "storage/writing.py",
        "create(path, data, like=None)",
        "create(path, b'', like=None)",
    ),
)


def main() -> None:
    """Print the table."""
    if reason := reason_to_skip():
        sys.exit(reason)
    words = sys.argv[1:]
    missed = 0
    sys.stdout.write("| bug | seen by | s |\n| --- | --- | ---: |\n")
    for bug in BUGS:
        if words and not any(word in bug.name for word in words):
            continue
        began = time.monotonic()
        seen = look_for(bug)
        missed += not seen
        sys.stdout.write(f"| {bug.name} | {seen or '**nothing**'} |")
        sys.stdout.write(f" {time.monotonic() - began:.0f} |\n")
        sys.stdout.flush()
    sys.exit(missed)


def look_for(bug: Bug) -> str:
    """Return the first thing that the suite finds wrong with the bug in, or ""."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PROJECT / "journal", Path(folder) / "journal")
        path = Path(folder) / "journal" / bug.module
        path.write_text(put_in(bug), "utf-8")
        with open_lab(Program(modules=folder)) as lab:
            for found in _looks(lab):
                for finding in found:
                    return f"{finding.kind}: {finding.command}: {finding.what[:60]}"
    return ""


def put_in(bug: Bug) -> str:
    """Return the text of the module with the bug in it."""
    text = (PROJECT / "journal" / bug.module).read_text("utf-8")
    assert text.count(bug.right) >= 1, f"{bug.name}: {bug.module} has moved on"
    return text.replace(bug.right, bug.wrong, 1)


def _looks(lab: Lab) -> Iterator[list[Finding]]:
    """Yield what is wrong, the quick checks first."""
    rows = {row.name: row for row in COMMANDS}
    existing = rows["add, existing file"]
    yield hard_link(lab.workers[0], existing)
    yield killed_holders(lab, times=3, waiting=1)
    for row in (rows["add, new file"], existing):
        yield from foreign_saves(lab.workers[0], row, step=2)
    for name in _LOOKED_AT:
        yield sweep(lab, rows[name], some)[1]


if __name__ == "__main__":
    main()
