"""The bugs that the suite is checked with can still be put in."""

from __future__ import annotations

import ast

import pytest

from tests.faults.mutants import BUGS, Bug, put_in


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_be_put_in(bug: Bug) -> None:
    ast.parse(put_in(bug))
