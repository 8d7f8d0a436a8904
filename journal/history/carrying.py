"""Give files their new bytes, or take them away: all or none."""

from __future__ import annotations

import os

from journal import storage
from journal.errors import ChangedOnDiskError
from journal.storage.files import holds, told
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.history.record import Change


def apply(changes: Sequence[Change]) -> None:
    """Carry out changes in their order; files that go, go last.

    Raises DataError. Where that happens before a file went, all stand as they
    did; after it, some have changed.
    """
    storage.replace_all(
        (change.path, change.old, change.new) for change in changes if change.new is not None
    )
    for change in changes:
        if change.new is None:
            _remove(change)


def _remove(change: Change) -> None:
    """Remove a file that still holds the old bytes, for good."""
    with told(change.path, "cannot be removed"):
        if not holds(change.path, change.old):
            raise ChangedOnDiskError(
                "not removed: it was changed by someone else meanwhile",
                where=change.path,
                todo="look at it and try again",
            )
        os.unlink(change.path)
        flush_folder(os.path.dirname(change.path))
