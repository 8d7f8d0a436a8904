"""Every call of a command, every fault: what stands afterwards is judged byte by byte."""

from __future__ import annotations

import errno
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.commands import NEXT
from tests.faults.lab import Call, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.faults.commands import Command
    from tests.faults.lab import Lab, Result, Tree, Worker

    Steps = tuple[tuple[str, ...], ...]

_TEMPORARY = re.compile(r"(^|/)\.journal-[0-9a-f]{16}\.tmp$|\.tmp$|~$")
_KEPT_IN = re.compile(r"kept in (.*\.md)")
_BESIDE = (".variants.md", ".memory.jsonl")
_WRITTEN_ONLY = ("torn", "torn-kill", "short")

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES)
EVERY_FAULT = (
    *(Fault("fail", 0, number, scope) for number in ERRORS for scope in ("once", "all")),
    Fault("fail", 0, errno.EIO, "same"),
    *(Fault("torn", 0, errno.ENOSPC, scope) for scope in ("once", "all")),
    *(Fault("short", 0, 0, scope) for scope in ("once", "all")),
    *(Fault(kind, 0) for kind in ("kill", "torn-kill", "interrupt")),
)
MAIN_FAULTS = (
    Fault("fail", 0, errno.ENOSPC, "once"),
    Fault("fail", 0, errno.EIO, "all"),
    Fault("torn", 0, errno.ENOSPC, "once"),
    Fault("short", 0, 0, "all"),
    *(Fault(kind, 0) for kind in ("kill", "torn-kill", "interrupt")),
)
_CUTS = [fault for fault in MAIN_FAULTS if fault.kind in _WRITTEN_ONLY]
_IN_TURN = [fault for fault in MAIN_FAULTS if fault.kind not in _WRITTEN_ONLY]


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
        if not (hidden(name) or stat.S_ISDIR(node.mode) or _TEMPORARY.search(name))
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


def every(reference: Reference) -> Iterator[Fault]:
    """Yield every fault at every call."""
    return cases(reference.calls)


def cases(calls: Iterable[Call]) -> Iterator[Fault]:
    """Yield every fault that there can be at every one of these calls."""
    for at, call in enumerate(calls, 1):
        for fault in EVERY_FAULT:
            if fault.kind not in _WRITTEN_ONLY or "write" in call.name:
                yield replace(fault, at=at)


def some(reference: Reference) -> Iterator[Fault]:
    """Yield every call with one main fault in turn, and each write with all that cut it."""
    for at, call in enumerate(reference.calls, 1):
        yield replace(_IN_TURN[at % len(_IN_TURN)], at=at)
        if "write" in call.name:
            yield from (replace(fault, at=at) for fault in _CUTS)


class Trial:
    """One command on one worker, hit again and again."""

    def __init__(self, worker: Worker, command: Command, *, later: int = 1) -> None:
        """Rehearse it; what comes later is tried at every `later`th hit only."""
        self.worker = worker
        self.command = command
        self.reference = rehearse(worker, command)
        self._turn = 0
        self._seldom = later

    def blemishes(self) -> list[Finding]:
        """Look at what the command does when nothing disturbs it."""
        found = [("flush", what) for what in unflushed(self.reference.calls)]
        before, after = self.reference.before, self.reference.after
        found += _bad_modes(before, after)
        written = b""
        for name in self.reference.touched:
            old, new = before.get(name), after.get(name)
            if new is None or (old and (old.mode, old.attributes) != (new.mode, new.attributes)):
                found.append(("mode", f"{name} has not kept its kind, mode and attributes"))
            written += new.content if new else b""
        if not self.reference.touched:
            found.append(("content", "nothing was written"))
        found += [
            ("content", f"it lacks {text[:20]!r}")
            for text in self.command.wanted
            if text.encode() not in written
        ]
        found += [
            ("content", f"it still has {text[:20]!r}")
            for text in self.command.gone
            if text.encode() in written
        ]
        found += [("litter", name) for name in after if _TEMPORARY.search(name)]
        return [Finding(kind, self.command.name, None, what) for kind, what in found]

    def hit(self, fault: Fault) -> list[Finding]:
        """Run the command with a fault, then an ordinary one, then more; judge all of them."""
        worker, command = self.worker, self.command
        worker.put_back(template_of(worker, command))
        settings = command.settings(worker)
        result = worker.run(command.args, fault, environment=settings)
        now = worker.tree()
        state, found = self._state(now)
        found += self._ending(fault, result, state)
        found += self._leavings(fault, result, now)
        recovered = _KEPT_IN.findall(result.err)
        found += self._recovery(result, recovered)
        following = worker.run(NEXT, counted=True, environment=settings)
        state, wrong = self._next(following, state, now, recovered)
        found += wrong
        self._turn += 1
        if state in self.reference.next_after and not self._turn % self._seldom:
            found += self._later(state, recovered)
        for path in recovered:
            if not path.startswith(str(worker.folder)):
                os.unlink(path)
        return [Finding(kind, command.name, fault, what) for kind, what in found]

    def _state(self, now: Tree) -> tuple[str, list[tuple[str, str]]]:
        """Tell old from new, byte for byte, or broken.

        Unfinished is new with files beside the journal that are not: the next
        command has to end or take back what was cut off.
        """
        old, new = self.reference.before, self.reference.after
        touched = self.reference.touched
        found = [
            ("outside", f"{name} was changed")
            for name, node in texts(old).items()
            if name not in touched and now.get(name) != node
        ]
        if all(now.get(name) == new.get(name) for name in touched):
            return "new" if beside(now) == beside(new) else "unfinished", found
        if all(now.get(name) == old.get(name) for name in touched):
            return "old", found
        mixed = all(now.get(name) in (old.get(name), new.get(name)) for name in touched)
        return "broken", [*found, ("content", "some old, some new" if mixed else "neither")]

    def _ending(self, fault: Fault, result: Result, state: str) -> list[tuple[str, str]]:
        """Judge the exit code and the words: true, one line, no traceback."""
        found = []
        if "Traceback" in result.err or "Error:" in result.err:
            found.append(("traceback", result.err[-300:]))
        elif wrong := wrong_lines(result.err):
            found.append(("message", wrong))
        lines = result.err.count("\n")
        told = "saved, but what followed failed" in result.err
        match result.code:
            case 0:
                if state != "new":
                    found.append(("exit", f"0, but the {state} stands"))
                found += [("flush", what) for what in unflushed(_done(result.calls, fault))]
            case 3:
                if state != "old" and not told and (state, fault.scope) != ("unfinished", "all"):
                    found.append(("exit", f"3, but the {state} stands: {result.err}"))
                if lines != 1:
                    found.append(("message", f"{lines} lines: {result.err}"))
            case 130 if fault.kind == "interrupt":
                if state == "unfinished" or (state == "old" and self._is_held(fault.at)):
                    found.append(("interrupt", "the write was cut short"))
                if lines > 1:
                    found.append(("message", result.err))
                if state == "new":
                    found += [("flush", what) for what in unflushed(result.calls)]
            case -9 if fault.kind.endswith("kill"):
                pass
            case code:
                found.append(("exit", f"{code}: {result.err[-300:]}"))
        found += [
            ("message", f"it repeats the text: {result.err}")
            for text in self.command.wanted
            if text in result.err
        ]
        return found

    def _is_held(self, at: int) -> bool:
        """Tell whether the call lies between the first byte of a new file and its new name.

        A command that removes files too may be taken back as a whole instead.
        """
        home = self.worker.home.path
        targets = {str(home / name) for name in self.reference.touched}
        calls = self.reference.calls
        removed = [call.path for call in calls if call.name.startswith("unlink")]
        if not all(_TEMPORARY.search(path) for path in removed):
            return False
        for end, call in enumerate(calls, 1):
            if call.second in targets:
                written = [early.path for early in calls].index(call.path) + 2
                if written <= at <= end:
                    return True
        return False

    def _leavings(self, fault: Fault, result: Result, now: Tree) -> list[tuple[str, str]]:
        """Judge what was made: private, and no temporary left by a command that ended itself."""
        found = _bad_modes(self.reference.before, now)
        struck = result.calls[fault.at - 1].name if len(result.calls) >= fault.at else ""
        if result.code != -9 and fault.scope == "once" and not struck.startswith("unlink"):
            found += [("litter", name) for name in now if _TEMPORARY.search(name)]
        return found

    def _recovery(self, result: Result, paths: list[str]) -> list[tuple[str, str]]:
        """Look for the text that was not saved where the message says it is."""
        if result.code != 3 or self.command.args[0] != "add" or "saved, but" in result.err:
            return []
        if not paths:
            return [("content", f"the unsaved text is not kept: {result.err}")]
        with open(paths[0], encoding="utf-8") as file:
            text = file.read()
            private = stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
        found = [] if private else [("mode", f"{paths[0]} is not private")]
        if not all(wanted in text for wanted in self.command.wanted):
            found.append(("content", "the recovery file lacks the text"))
        return found

    def _next(
        self, result: Result, state: str, now: Tree, recovered: list[str]
    ) -> tuple[str, list[tuple[str, str]]]:
        """Judge the ordinary command: it works, settles all, and nothing is left over."""
        if result.code:
            return "", [("next", f"exit code {result.code}: {result.err[-300:]}")]
        reference = self.reference
        there = self.worker.tree()
        kept = self._names(recovered)
        found = _bad_modes(now, there)
        known = {*reference.before, *reference.after, *reference.next_after["new"], *kept}
        found += [
            ("litter", name)
            for name in there
            if _TEMPORARY.search(name) or not (name in known or name.startswith("state"))
        ]
        for end in {"unfinished": ["old", "new"], "broken": []}.get(state, [state]):
            expected = reference.next_after[end]
            settled = state == "old" or beside(there) == beside(expected)
            if settled and texts(expected) == _without(texts(there), kept):
                return end, found
        if state != "broken":
            found.append(("next", f"another journal than after {state} and the next command"))
        return "", found

    def _later(self, state: str, recovered: list[str]) -> list[tuple[str, str]]:
        """Do one of the things that may follow, in turn, and judge it."""
        steps = list(steps_after(self.command).items())
        name, more = steps[self._turn // self._seldom % len(steps)]
        settings = self.command.settings(self.worker)
        for step in more:
            result = self.worker.run(step, counted=True, environment=settings)
        expected, there = self.reference.later[name, state], self.worker.tree()
        both = [
            {**_without(texts(tree), self._names(recovered)), **beside(tree)}
            for tree in (expected, there)
        ]
        if both[0] == both[1]:
            return []
        names = [key for key in both[0] | both[1] if both[0].get(key) != both[1].get(key)]
        return [(name, f"after {state} and the next: {names} differ: {result.err[-200:]}")]

    def _names(self, paths: list[str]) -> set[str]:
        return {os.path.relpath(path, self.worker.home.path) for path in paths}


def _without(tree: Tree, names: set[str]) -> Tree:
    return {name: node for name, node in tree.items() if name not in names}


def sweep(
    lab: Lab, command: Command, choose: Callable[[Reference], Iterable[Fault]], *, later: int = 1
) -> tuple[int, list[Finding]]:
    """Hit a command with all chosen faults, on all workers; return how many, and what is wrong."""

    def work(worker: Worker, share: int) -> tuple[int, list[Finding]]:
        trial = Trial(worker, command, later=later)
        found = [] if share else trial.blemishes()
        faults = list(choose(trial.reference))[share :: len(lab.workers)]
        return len(faults), found + [one for fault in faults for one in trial.hit(fault)]

    with ThreadPoolExecutor(len(lab.workers)) as pool:
        done = list(pool.map(work, lab.workers, range(len(lab.workers))))
    return sum(count for count, _ in done), [one for _, found in done for one in found]


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


def _done(calls: Sequence[Call], fault: Fault) -> list[Call]:
    """Return the calls that were really made: the one that was hit is not."""
    failed = fault.kind in ("fail", "torn")
    return [call for at, call in enumerate(calls, 1) if not (failed and at == fault.at)]


def _bad_modes(before: Tree, now: Tree) -> list[tuple[str, str]]:
    """Return what was made and is open to others; links have no mode of their own.

    A temporary may have taken over the mode of the file that it is to replace.
    """
    taken = {stat.S_IMODE(node.mode) for node in texts(before).values()}
    found = []
    for name, node in now.items():
        mode = stat.S_IMODE(node.mode)
        private = 0o700 if stat.S_ISDIR(node.mode) else 0o600
        if name in before or stat.S_ISLNK(node.mode) or mode == private:
            continue
        if not (_TEMPORARY.search(name) and mode in taken):
            found.append(("mode", f"{name} is {mode:o}"))
    return found


def wrong_lines(err: str) -> str:
    """Return what on stderr is not a line of ours."""
    lines = err.split("\n")
    return "\n".join(line for line in lines if line and not line.startswith("journal: "))
