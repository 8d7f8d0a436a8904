"""A command that is hit again and again, and judged byte by byte."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from tests.faults.commands import NEXT
from tests.faults.lab import opened
from tests.faults.reference import (
    TEMPORARY,
    Finding,
    bad_modes,
    beside,
    leaks,
    rehearse,
    steps_after,
    template_of,
    texts,
    unflushed,
    wrong_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.commands import Command
    from tests.faults.lab import Call, Fault, Result, Tree, Worker

_TOLD = "saved, but what followed failed"
_KEPT_IN = re.compile(r"kept in (.*\.md)")


class Trial:
    """One command on one worker, hit again and again."""

    def __init__(self, worker: Worker, command: Command, *, later: int = 1) -> None:
        """Rehearse it; what comes later is tried at every `later`th hit only."""
        self.worker = worker
        self.command = command
        self.reference = rehearse(worker, command)
        self._turn = 0
        self._is_first = ("encrypt", "--yes") not in command.before
        self._seldom = later

    def blemishes(self) -> list[Finding]:
        """Look at what the command does when nothing disturbs it."""
        found = [("flush", what) for what in unflushed(self.reference.calls)]
        before, after = self.reference.before, self.reference.after
        found += bad_modes(before, after)
        written = b""
        for name in self.reference.touched:
            old, new = before.get(name), after.get(name)
            if name in self.command.goes and new is None:
                continue
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
        found += [("litter", name) for name in after if TEMPORARY.search(name)]
        return [Finding(kind, self.command.name, None, what) for kind, what in found]

    def hit(self, fault: Fault) -> list[Finding]:
        """Run the command with a fault, then an ordinary one, then more; judge all of them."""
        worker, command = self.worker, self.command
        worker.put_back(template_of(worker, command))
        settings = command.settings(worker)
        result = worker.run(command.args, fault, environment=settings)
        now = worker.tree()
        told = _TOLD in result.err
        state, found = self._state(now, may_be_mixed=told or not _is_once(fault))
        found += self._ending(fault, result, state)
        found += self._leavings(fault, result, now)
        recovered = _KEPT_IN.findall(result.err)
        found += self._recovery(result, recovered)
        if not self._is_first or (result.code == 0 and state == "new"):
            found += leaks(command, now)
        following = worker.run(NEXT, counted=True, environment=settings)
        state, wrong = self._next(following, state, now, recovered)
        found += wrong
        if not self._is_first or state == "new":
            found += leaks(command, worker.tree())
        self._turn += 1
        if state in self.reference.next_after and not self._turn % self._seldom:
            found += self._later(state, recovered)
        for path in recovered:
            if not path.startswith(str(worker.folder)):
                os.unlink(path)
        return [Finding(kind, command.name, fault, what) for kind, what in found]

    def _state(self, now: Tree, *, may_be_mixed: bool) -> tuple[str, list[tuple[str, str]]]:
        """Tell old from new, byte for byte, or broken.

        Unfinished is new with files beside the journal that are not, or, after a
        kill, on a disk that fails for good and where it is told, some files new and
        some old: the next command has to end or take back what was cut off.
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
            begun = self.command.is_sealed and may_be_mixed and beside(now) != beside(old)
            return "unfinished" if begun else "old", found
        mixed = all(now.get(name) in (old.get(name), new.get(name)) for name in touched)
        if mixed and may_be_mixed:
            return "unfinished", found
        return "broken", [*found, ("content", "some old, some new" if mixed else "neither")]

    def _ending(self, fault: Fault, result: Result, state: str) -> list[tuple[str, str]]:
        """Judge the exit code and the words: true, one line, no traceback."""
        found = []
        if "Traceback" in result.err or "Error:" in result.err:
            found.append(("traceback", result.err[-300:]))
        elif wrong := wrong_lines(result.err):
            found.append(("message", wrong))
        lines = result.err.count("\n")
        # Where the disk has gone for good, the next command takes back what was cut off.
        repairable = state == "unfinished" and fault.scope != "once"
        told = _TOLD in result.err
        match result.code:
            case 0:
                if state != "new":
                    found.append(("exit", f"0, but the {state} stands"))
                found += [("flush", what) for what in unflushed(_done(result.calls, fault))]
            case 3:
                if state != "old" and not told and not repairable:
                    found.append(("exit", f"3, but the {state} stands: {result.err}"))
                if lines != 1:
                    found.append(("message", f"{lines} lines: {result.err}"))
            case 130 if fault.kind == "interrupt":
                # What replaces files by others is old until all of them are there.
                held = not self.command.goes and self._is_held(fault.at)
                if state == "unfinished" or (state == "old" and held):
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
        """Tell whether the call lies between the first byte of a new file and its new name."""
        home = self.worker.home.path
        targets = {str(home / name) for name in self.reference.touched}
        calls = self.reference.calls
        for end, call in enumerate(calls, 1):
            if call.second in targets:
                written = [early.path for early in calls].index(call.path) + 2
                if written <= at <= end:
                    return True
        return False

    def _leavings(self, fault: Fault, result: Result, now: Tree) -> list[tuple[str, str]]:
        """Judge what was made: private, and no temporary left by a command that ended itself."""
        found = bad_modes(self.reference.before, now)
        struck = result.calls[fault.at - 1].name if len(result.calls) >= fault.at else ""
        if result.code != -9 and fault.scope == "once" and not struck.startswith("unlink"):
            found += [("litter", name) for name in now if TEMPORARY.search(name)]
        return found

    def _recovery(self, result: Result, paths: list[str]) -> list[tuple[str, str]]:
        """Look for the text that was not saved where the message says it is."""
        if result.code != 3 or self.command.args[0] != "add" or "saved, but" in result.err:
            return []
        if not paths:
            return [("content", f"the unsaved text is not kept: {result.err}")]
        with open(paths[0], "rb") as file:
            text = opened(file.read()).decode()
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
        found = bad_modes(now, there)
        known = {*reference.before, *reference.after, *reference.next_after["new"], *kept}
        found += [
            ("litter", name)
            for name in there
            if TEMPORARY.search(name) or not (name in known or name.startswith("state"))
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


def _is_once(fault: Fault) -> bool:
    """Tell whether a command meets it once, and lives to put right what it has done."""
    return fault.scope == "once" and not fault.kind.endswith("kill")


def _without(tree: Tree, names: set[str]) -> Tree:
    return {name: node for name, node in tree.items() if name not in names}


def _done(calls: Sequence[Call], fault: Fault) -> list[Call]:
    """Return the calls that were really made: the one that was hit is not."""
    failed = fault.kind in ("fail", "torn")
    return [call for at, call in enumerate(calls, 1) if not (failed and at == fault.at)]
