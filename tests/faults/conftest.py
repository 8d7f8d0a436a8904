"""One lab for all tests of faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.lab import open_lab, reason_to_skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """Give the lab, or skip with the reason why there is none."""
    if reason := reason_to_skip():
        pytest.skip(reason)
    with open_lab() as opened:
        yield opened
