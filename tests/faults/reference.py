"""What a command does when nothing disturbs it, and how two homes are compared."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.commands import NEXT
from tests.faults.lab import SEALED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.faults.commands import Command
    from tests.faults.lab import Call, Fault, Tree, Worker

    Steps = tuple[tuple[str, ...], ...]

TEMPORARY = re.compile(r"(^|/)\.journal-[0-9a-f]{16}\.tmp$|\.tmp$|~$")
_BESIDE = (".variants.md", ".memory.jsonl")


class Finding(NamedTuple):
    """Something that went wrong; `kind` is a column of the report."""

    kind: str
    command: str
    fault: Fault | None
    what: str

    def __str__(self) -> str:
        """Say which case it was."""
        fault = self.fault
        place = ""
        if fault:
            error = errno.errorcode.get(fault.number, "")
            place = f" {fault.kind} {error} {fault.scope} at call {fault.at}"
        return f"{self.command}{place}: {self.kind}: {self.what}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a command does undisturbed: the trees around it, its calls, and what follows.

    `next_after` has the trees after one more command, by the state it finds;
    `later` those after more steps still, by their name and that state.
    """

    before: Tree
    after: Tree
    calls: tuple[Call, ...]
    out: str
    next_after: dict[str, Tree]
    later: dict[tuple[str, str], Tree]

    @property
    def touched(self) -> list[str]:
        """Return the files of the user that the command changes."""
        old, new = texts(self.before), texts(self.after)
        return sorted(name for name in old.keys() | new if old.get(name) != new.get(name))


def hidden(name: str) -> bool:
    """Tell whether a name is ours, not the user's."""
    return name.startswith("state/") or ".journal" in name.split("/")[:-1]


def texts(tree: Tree) -> Tree:
    """Return the user's files and links of a tree."""
    return {
        name: node
        for name, node in tree.items()
        if not (hidden(name) or stat.S_ISDIR(node.mode) or TEMPORARY.search(name))
    }


def beside(tree: Tree) -> Tree:
    """Return the files of a tree that hold what imports left out and what they remember."""
    return {name: node for name, node in tree.items() if name.endswith(_BESIDE) and hidden(name)}


def steps_after(command: Command) -> dict[str, Steps]:
    """Return what is done after a command that was hit and an ordinary one, by its name."""
    steps: dict[str, Steps] = {"undo": (("undo",), ("undo",))}
    if command.repeatable:
        steps["again"] = (command.args,)
    return steps


def rehearse(worker: Worker, command: Command) -> Reference:
    """Run a command without faults, and all that may follow; leave its home as a template.

    A worker does so once for each command.
    """
    if known := worker.rehearsed.get(command.name):
        return known
    nothing = worker.folder / "nothing"
    nothing.mkdir(exist_ok=True)
    worker.put_back(nothing)
    command.lay_out(worker)
    template = template_of(worker, command)
    worker.keep(template)
    settings = command.settings(worker)

    def after(*steps: tuple[str, ...]) -> Tree:
        worker.put_back(template)
        for step in steps:
            worker.run(step, counted=True, environment=settings)
        return worker.tree()

    so_far: dict[str, Steps] = {"old": (NEXT,), "new": (command.args, NEXT)}
    next_after = {state: after(*steps) for state, steps in so_far.items()}
    later = {
        (name, state): after(*steps, *more)
        for name, more in steps_after(command).items()
        for state, steps in so_far.items()
    }
    before = after()
    result = worker.run(command.args, counted=True, environment=settings)
    assert (result.code, "") == (0, wrong_lines(result.err)), (command.name, result)
    made = Reference(before, worker.tree(), result.calls, result.out, next_after, later)
    return worker.rehearsed.setdefault(command.name, made)


def template_of(worker: Worker, command: Command) -> Path:
    """Return the folder that holds the home as it is before the command."""
    return worker.folder / f"before {command.name}"


def bad_modes(before: Tree, now: Tree) -> list[tuple[str, str]]:
    """Return what was made and is open to others; links have no mode of their own.

    A temporary may have taken over the mode of the file that it is to replace,
    and so has what stands in the place of a file, encrypted or no longer.
    """
    taken = {stat.S_IMODE(node.mode) for node in texts(before).values()}
    found = []
    for name, node in now.items():
        mode = stat.S_IMODE(node.mode)
        private = 0o700 if stat.S_ISDIR(node.mode) else 0o600
        if name in before or stat.S_ISLNK(node.mode) or mode == private:
            continue
        others = {f"{name}.age", name.removesuffix(".age")} - {name}
        if not ((TEMPORARY.search(name) or others & before.keys()) and mode in taken):
            found.append(("mode", f"{name} is {mode:o}"))
    return found


def leaks(command: Command, tree: Tree) -> list[tuple[str, str]]:
    """Return the files, exports left out, that hold in plain what must not be read."""
    own = {name for name in command.files if name.startswith("blog/") or name == "older.md"}
    return [
        ("secret", f"{name} has {text[:20]!r}")
        for name, node in tree.items()
        for text in command.secret
        if text.encode() in node.content and not node.content.startswith(SEALED)
        if name not in own
    ]


def unflushed(calls: Sequence[Call]) -> list[str]:
    """Return names given to files that were not on disk, or not flushed themselves."""
    found = []
    flushed = {"fsync", "fdatasync"}
    for at, call in enumerate(calls):
        if call.name.startswith(("rename", "link")):
            earlier = [one.name for one in calls[:at] if one.path == call.path]
            writes = [n for n, name in enumerate(earlier) if "write" in name]
            if writes and flushed.isdisjoint(earlier[writes[-1] :]):
                found.append(f"{call.name} to {call.second} before the bytes are on disk")
        if call.name.startswith(("rename", "link", "mkdir")):
            folder = os.path.dirname(call.second or call.path)
            if not any(one.name in flushed and one.path == folder for one in calls[at:]):
                found.append(f"{call.name} of {call.second or call.path} is never on disk")
    return found


def wrong_lines(err: str) -> str:
    """Return what on stderr is not a line of ours."""
    lines = err.split("\n")
    return "\n".join(line for line in lines if line and not line.startswith("journal: "))
