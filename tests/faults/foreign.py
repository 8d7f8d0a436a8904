"""Somebody else saves the file between our reading and our replacing it."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from tests.faults.lab import Fault
from tests.faults.reference import Finding, rehearse, template_of, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.faults.commands import Command
    from tests.faults.lab import Call, Tree, Worker

    Outcome = tuple[int | None, Tree]

_THEIRS = "\n## 2023.05.05 别人\n别人在编辑器里写的 theirs.\n"

# An editor that saves in place opens the file and writes; others write a new one and rename it.
_IN_PLACE = "mkdir -p {folder} && cat {theirs} >> {file}"
_BY_RENAME = (
    "mkdir -p {folder} && ( test ! -e {file} || cp -a {file} {file}.new ) && "
    "cat {theirs} >> {file}.new && mv {file}.new {file}"
)
STYLES = {"in place": _IN_PLACE, "by rename": _BY_RENAME}


def foreign_saves(worker: Worker, command: Command, *, step: int = 1) -> Iterator[list[Finding]]:
    """Save at every call of the window, or each `step`th; yield what went wrong at each."""
    reference = rehearse(worker, command)
    worker.put_back(template_of(worker, command))
    settings = command.settings(worker)
    calls = worker.run(command.args, Fault("none", 0, reads=True), environment=settings).calls
    targets = {str(worker.home.path / name): name in reference.before for name in reference.touched}
    if not any(call.second in targets for call in calls):
        yield [Finding("foreign", command.name, None, "the new file is not given its name at once")]
        return
    for style, script in STYLES.items():
        hook = _hook(worker, command, script)
        right = _expected(worker, command, hook)
        for at in _window(calls, targets)[::-step]:
            worker.put_back(template_of(worker, command))
            fault = Fault("hook", at, hook=hook, reads=True)
            result = worker.run(command.args, fault, environment=settings)
            good = (result.code, texts(worker.tree())) in right
            call = calls[at - 1]
            when = f"saved {style} before {call.name} of {os.path.basename(call.path)}"
            what = f"{when}: not both are there; code {result.code}: {result.err}"
            yield [] if good else [Finding("foreign", command.name, fault, what)]


def _window(calls: Sequence[Call], targets: Mapping[str, bool]) -> range:
    """Return the numbers of the calls between reading a file and giving the new one its name.

    Where a file is there, its rename is past the last moment to look.
    """
    first = next(
        n for n, call in enumerate(calls, 1) if call.path in targets or call.path.endswith(".tmp")
    )
    last = next(n for n, call in enumerate(calls, 1) if call.second in targets)
    return range(first + 1, last + (not targets[calls[last - 1].second]))


def _hook(worker: Worker, command: Command, script: str) -> str:
    path = os.path.realpath(worker.home.path / command.links.get(command.diary, command.diary))
    text = worker.folder / "theirs"
    text.write_text(_THEIRS, "utf-8")
    names = {"folder": os.path.dirname(path), "theirs": str(text), "file": path}
    return script.format(**{name: shlex.quote(value) for name, value in names.items()})


def _expected(worker: Worker, command: Command, hook: str) -> tuple[Outcome, Outcome]:
    """Return what is right: our command comes after their save, or ours is refused."""
    worker.put_back(template_of(worker, command))
    subprocess.run(["sh", "-c", hook], check=True, umask=0)
    theirs = texts(worker.tree())
    result = worker.run(command.args, counted=True, environment=command.settings(worker))
    return (result.code, texts(worker.tree())), (3, theirs)
