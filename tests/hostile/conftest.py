"""A home for commands in forked children, with all that they import imported once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import Home
from tests.hostile.runner import reason_to_skip

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def _warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    if reason := reason_to_skip():
        pytest.skip(reason)
    from tests.hostile.runner import warm_up

    warm_up(Home(tmp_path_factory.mktemp("warm")))


@pytest.fixture
def place(tmp_path: Path, _warm: None) -> Home:
    """Give an empty home."""
    return Home(tmp_path)
