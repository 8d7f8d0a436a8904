"""Run commands in children forked from this process, which has imported them, and measure each."""

from __future__ import annotations

import gc
import importlib
import os
import selectors
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.conftest import Home

CPU_SECONDS, MEMORY = 10, 512 << 20
"""What one command may take: seconds of computing, and bytes of resident memory."""

# A child that needs more than this is ended; below, what it needed is known.
_CPU_CAP, _ADDRESS_CAP, _WALL_CAP = 30, 6 << 30, 180
_TERMINAL = {"VTE_VERSION": "7000", "JOURNAL_PAGER": "cat"}
_WARM_UP = (
    ("list",),
    ("list", "--json"),
    ("search", "-e", "a"),
    ("search", "--sort", "rank", "--lines", "a"),
    ("export",),
    ("add", "-d", "2023-04-01", "a"),
    ("import", "post.md"),
    ("undo",),
    ("history", "--json"),
    ("doctor",),
    ("list", "--on", "last week"),
    ("no-such-command",),
)


class Outcome(NamedTuple):
    """How a command ended: `code` is negative for a signal; `memory` is the peak in bytes."""

    code: int
    out: bytes
    err: bytes
    cpu: float
    memory: int


def reason_to_skip() -> str:
    """Say why commands cannot be run in forked children here, or return ""."""
    return "" if sys.platform == "linux" else "terminals and peaks of memory are as on Linux"


def run(
    home: Home,
    args: Sequence[str],
    *,
    terminal: bool = False,
    stdin: bytes = b"",
    environment: Mapping[str, str | None] | None = None,
) -> Outcome:
    """Run one command with its output on a pipe, or on a terminal that stderr goes to as well.

    What is None in `environment` is not in it.
    """
    wanted = {**home.environment, **(_TERMINAL if terminal else {}), **(environment or {})}
    given = {name: value for name, value in wanted.items() if value is not None}
    with tempfile.TemporaryFile() as source:
        source.write(stdin)
        source.seek(0)
        if terminal:
            import pty
            import tty

            reader, writer = pty.openpty()
            tty.setraw(writer)
            readers, writers = [reader], [writer]
        else:
            pairs = [os.pipe(), os.pipe()]
            readers, writers = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        child = os.fork()
        if child == 0:
            _become(source.fileno(), writers, lambda: _command(args, given, home.path))
    for writer in writers:
        os.close(writer)
    said = _read(readers, child)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Outcome(code, said[0], b"".join(said[1:]), cpu, usage.ru_maxrss << 10)


def apart(task: Callable[[], object]) -> None:
    """Do something in a child, so that its memory is not this process's."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            task()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0


def warm_up(home: Home) -> None:
    """Import what the commands import, once for all children."""
    _built()
    home.write("## 2023.04.02 a\n> b `c` $d$\n\n|a|\n|-|\n")
    home.write("---\ndate: 2023-04-02\n---\na\n", "post.md")
    home.write('+++\ndate = "2023-04-02"\n+++\na\n', "toml.md")
    found = home.path / "modules"
    for args in (*_WARM_UP, ("show",), ("show", "--json"), ("import", "-n", "toml.md")):
        apart(partial(_list_modules, args, home, found))
        for name in found.read_text().split("\n"):
            with suppress(ImportError):  # compiled modules have inner ones
                importlib.import_module(name)
    gc.collect()


def _list_modules(args: Sequence[str], home: Home, found: Path) -> None:
    """Run a command for nothing but what it imports."""
    null = os.open(os.devnull, os.O_RDWR)

    def task() -> int:
        code = _command([*args, "--color", "always"], home.environment, home.path)
        found.write_text("\n".join(sys.modules))
        return 0 if code in range(4) else code

    _become(null, [null], task)


def _become(stdin: int, writers: Sequence[int], task: Callable[[], int]) -> None:
    """Do the task with these streams instead of ours, and exit."""
    gc.freeze()
    try:
        for number, descriptor in enumerate((stdin, writers[0], writers[-1])):
            os.dup2(descriptor, number)
        sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        code = task()
    except BaseException:
        traceback.print_exc()
        code = 70
    try:
        sys.stderr.flush()
        sys.stdout.flush()
    finally:
        os._exit(code)


def _command(args: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """Be the command, and return its exit code."""
    import resource

    from journal.render import progress

    progress.PATIENCE = _WALL_CAP  # the bar moves the cursor, and comes on slow machines only
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_CAP, _CPU_CAP))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_CAP, _ADDRESS_CAP))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[:] = ["journal", *args]
    try:
        _built()(prog_name="journal")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


@cache
def _built() -> Callable[..., object]:
    """Return the command line as Typer builds it, which takes longer than most commands."""
    from typer.main import get_command

    from journal.cli.app import app

    return get_command(app)


def _read(readers: Sequence[int], child: int) -> list[bytes]:
    """Return all that comes out of each reader; a child that hangs is killed."""
    said: dict[int, list[bytes]] = {reader: [] for reader in readers}
    end = time.monotonic() + _WALL_CAP
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader, selectors.EVENT_READ)
        while selector.get_map():
            if time.monotonic() > end:
                os.kill(child, signal.SIGKILL)
                end = float("inf")
            for key, _ in selector.select(1):
                try:
                    piece = os.read(key.fd, 1 << 20)
                except OSError:  # a terminal whose other end is closed
                    piece = b""
                if piece:
                    said[key.fd].append(piece)
                else:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return [b"".join(pieces) for pieces in said.values()]
