"""What fails, dies, is cut or interrupted at any call: the journal is old or new, never half."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.commands import COMMANDS, Command
from tests.faults.lab import Fault
from tests.faults.matrix import some, sweep
from tests.faults.places import full_output, hard_link
from tests.faults.reference import rehearse, template_of
from tests.faults.trial import Trial

if TYPE_CHECKING:
    from tests.faults.lab import Lab

IN_PLACE = [row for row in COMMANDS if "diary.md" in row.files and row.args[0] != "export"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda row: row.name)
def test_every_call_of_a_command_may_fail(lab: Lab, command: Command) -> None:
    runs, found = sweep(lab, command, some, later=3)
    assert runs >= 9
    assert [str(finding) for finding in found] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda row: row.name)
def test_output_that_cannot_be_written_is_told(lab: Lab, command: Command) -> None:
    assert full_output(lab.workers[0], command) == []


@pytest.mark.parametrize("command", IN_PLACE, ids=lambda row: row.name)
def test_a_journal_with_two_names_is_refused(lab: Lab, command: Command) -> None:
    assert hard_link(lab.workers[0], command) == []


def test_a_real_process_makes_the_calls_that_a_forked_one_makes(lab: Lab) -> None:
    worker = lab.workers[0]
    command = next(row for row in COMMANDS if row.name == "add, existing file")
    forked = rehearse(worker, command).calls
    worker.put_back(template_of(worker, command))
    (worker.folder / "log").unlink(missing_ok=True)
    done = worker.home.run(
        *command.args,
        **{**worker.environment, **command.settings(worker), **worker.orders(None)},
        LD_PRELOAD=str(lab.shim),
        PYTHONPATH=worker.program.modules,
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = [call.name for call in forked]
    assert names == [call.name for call in worker.calls()]


@pytest.mark.parametrize("kind", ["kill", "interrupt"])
def test_a_real_process_ends_as_a_forked_one_does(lab: Lab, kind: str) -> None:
    worker = lab.workers[0]
    command = next(row for row in COMMANDS if row.name == "add, existing file")
    trial = Trial(worker, command)
    at = [call.name for call in trial.reference.calls].index("rename") + 1
    orders = {"LD_PRELOAD": str(lab.shim), **worker.orders(Fault(kind, at))}
    worker.put_back(template_of(worker, command))
    forked = worker.run(command.args, Fault(kind, at), environment=command.settings(worker))
    worker.put_back(template_of(worker, command))
    environment = {**worker.environment, **command.settings(worker), **orders}
    done = worker.home.run(*command.args, **{**environment, "PYTHONPATH": worker.program.modules})
    assert (forked.code, forked.err) == (done.returncode, done.stderr)
