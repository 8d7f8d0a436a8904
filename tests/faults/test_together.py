"""Many at once, holders that die, and others who save the file meanwhile: every text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.commands import COMMANDS
from tests.faults.crowd import crowd, killed_holders
from tests.faults.foreign import foreign_saves

if TYPE_CHECKING:
    from tests.faults.lab import Lab


def test_sixteen_writers_beside_readers_lose_nothing(lab: Lab) -> None:
    assert [str(finding) for finding in crowd(lab, each=6, patient=True)] == []


def test_the_lock_is_free_at_once_when_its_holder_is_killed(lab: Lab) -> None:
    assert [str(finding) for finding in killed_holders(lab, times=20, waiting=2)] == []


@pytest.mark.parametrize("name", ["add, existing file", "add, new file", "import, into a journal"])
def test_what_others_save_meanwhile_is_kept(lab: Lab, name: str) -> None:
    command = next(row for row in COMMANDS if row.name == name)
    results = list(foreign_saves(lab.workers[0], command, step=5))
    assert len(results) >= 2
    assert [str(finding) for found in results for finding in found] == []
