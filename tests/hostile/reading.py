"""Every reading command on one hostile file: what it may take, and what it must leave alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from tests.hostile.runner import CPU_SECONDS, MEMORY, apart, run
from tests.hostile.screen import unwanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.conftest import Home
    from tests.hostile.diary import HostileFile
    from tests.hostile.runner import Outcome


class Command(NamedTuple):
    """A reading command. `exact` ones give the bytes of the file, which may be anything.

    With `refs` it is given the first REFs of the list on stdin.
    """

    name: str
    args: tuple[str, ...]
    terminal: bool = False
    exact: bool = False
    journal: str = "diary.md"
    refs: bool = False


class Run(NamedTuple):
    """One command on one file: what it took, and what is wrong with it."""

    file: str
    command: str
    cpu: float
    memory: int
    problems: tuple[str, ...]


COMMANDS = (
    Command("list", ("list",)),
    Command("list, terminal", ("list",), terminal=True),
    Command("list --json", ("list", "--json")),
    Command("show, terminal", ("show",), terminal=True),
    Command("show 30, terminal", ("show", "-"), terminal=True, refs=True),
    Command("show", ("show",)),
    Command("show --raw", ("show", "--raw"), exact=True),
    Command("search", ("search", "a")),
    Command("search, terminal", ("search", "a b", "-C", "1"), terminal=True),
    Command("search -e", ("search", "-e", "(a+)+$")),
    Command("search --lines", ("search", "--lines", "a")),
    Command("export -f markdown", ("export", "-f", "markdown"), exact=True),
    Command("export -f jsonl", ("export", "-f", "jsonl")),
    Command("export -f json", ("export", "-f", "json")),
    Command("import --dry-run", ("import", "--dry-run", "diary.md"), journal="new.md"),
    Command("import --dry-run of a copy", ("import", "--dry-run", "copy.md")),
    Command("doctor", ("doctor",)),
    Command("doctor, terminal", ("doctor",), terminal=True),
)
_REFS = 30
_GOOD = range(4)


def look_at(file: HostileFile, home: Home, commands: Iterable[Command] = COMMANDS) -> Iterator[Run]:
    """Run commands on a file, and yield what came of each."""
    apart(lambda: _lay_out(file, home))
    before = _state(home.path)
    refs = b""
    for command in commands:
        if command.refs:
            refs = b"\n".join(run(home, ("list", "-n", str(_REFS))).out.split(b"\n")[:_REFS])
        given = {"JOURNAL": str(home.path / command.journal)}
        done = run(home, command.args, terminal=command.terminal, stdin=refs, environment=given)
        problems = list(_problems(done, command))
        if _state(home.path) != before:
            problems.append("a file was changed")
        name = f"{file.family}: {file.name}"
        yield Run(name, command.name, done.cpu, done.memory, tuple(problems))


def _lay_out(file: HostileFile, home: Home) -> None:
    for name in ("diary.md", "copy.md"):
        home.write(file.make(), name).chmod(0o600)


def _problems(done: Outcome, command: Command) -> Iterator[str]:
    """Yield what is wrong with how a command ended."""
    if done.code not in _GOOD:
        yield f"ended with {done.code}"
    if b"Traceback (most recent" in done.err + done.out[-20_000:]:
        yield f"traceback: {(done.err or done.out)[-160:]!r}"
    if done.cpu > CPU_SECONDS:
        yield f"took {done.cpu:.1f} s of computing"
    if done.memory > MEMORY:
        yield f"took {done.memory >> 20} MB"
    outputs = [done.err] if command.exact else [done.err, done.out]
    data = not {"--json", "json", "jsonl"}.isdisjoint(command.args)
    for output in outputs:
        for found in unwanted(output, terminal=command.terminal, data=data)[:1]:
            yield f"let through {found}"


def _state(folder: Path) -> dict[str, object]:
    """Return name, mode, time and bytes of everything below a folder."""
    return dict(_walk(folder))


def _walk(folder: Path) -> Iterator[tuple[str, object]]:
    for item in os.scandir(folder):
        status = item.stat(follow_symlinks=False)
        if item.is_dir(follow_symlinks=False):
            yield item.path, status.st_mode
            yield from _walk(folder / item.name)
        else:
            with open(item.path, "rb") as file:
                yield item.path, (status.st_mode, status.st_mtime_ns, _digest(file.read()))


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data).digest()
