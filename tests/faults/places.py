"""Files and outputs that a command must refuse, or live with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.faults.commands import NEXT
from tests.faults.reference import Finding, rehearse, template_of, texts
from tests.faults.trial import Trial

if TYPE_CHECKING:
    from tests.faults.commands import Command
    from tests.faults.lab import Worker


def full_output(worker: Worker, command: Command) -> list[Finding]:
    """Run a command whose output goes nowhere: told in a line, exit code 3, and all or nothing."""
    trial = Trial(worker, command)
    worker.put_back(template_of(worker, command))
    settings = command.settings(worker)
    result = worker.run(command.args, stdout="/dev/full", environment=settings)
    now, found = texts(worker.tree()), []
    if now not in (texts(trial.reference.before), texts(trial.reference.after)):
        found.append("neither old nor new")
    told = result.err.endswith("journal: output: No space left on device\n")
    if (result.code, told) != ((3, True) if trial.reference.out else (0, False)):
        found.append(f"code {result.code}: {result.err}")
    following = worker.run(NEXT, environment=settings)
    if following.code:
        found.append(f"next: {following.err}")
    return [Finding("output", command.name, None, what) for what in found]


def hard_link(worker: Worker, command: Command) -> list[Finding]:
    """Run a command on a file with two names: refused, and both stay one file."""
    rehearse(worker, command)
    worker.put_back(template_of(worker, command))
    settings = command.settings(worker)
    diary = worker.home.path / command.diary
    second = worker.home.path / "second name.md"
    os.link(diary.resolve(), second)
    before = texts(worker.tree())
    result = worker.run(command.args, environment=settings)
    found = []
    if result.code != 3 or "hard link" not in result.err:
        found.append(f"not refused: {result.code} {result.err}")
    if not os.path.samefile(diary, second) or texts(worker.tree()) != before:
        found.append("the names were parted, or the file was changed")
    return [Finding("places", command.name, None, what) for what in found]
