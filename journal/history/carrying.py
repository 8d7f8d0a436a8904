"""Give files their new bytes, or take them away: all or none."""

from __future__ import annotations

import os

from journal import storage
from journal.errors import ChangedOnDiskError, suppress
from journal.history.record import Insertion
from journal.storage.files import holds, told
from journal.storage.locking import temporary_name
from journal.storage.staging import discard, interrupt_later
from journal.storage.system import flush_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.history.record import Change
    from journal.storage.staging import Spliced


def apply(changes: Sequence[Change]) -> None:
    """Carry out changes in their order; files that go are set aside first.

    Raises DataError, and then all stand as they did. SIGINT waits for the end.
    """
    aside: list[tuple[str, str]] = []
    with interrupt_later():
        try:
            for change in changes:
                if _new(change) is None:
                    aside.append((change.path, _set_aside(change)))
                    _flush_beside(change.path)
            storage.replace_all(
                (change.path, change.old, new)
                for change in changes
                if (new := _new(change)) is not None
            )
        except BaseException:
            for path, temporary in aside:
                with suppress(OSError):
                    os.replace(temporary, path)
            raise
        # From here on nothing can fail: what is set aside has a name that the next writer sweeps.
        for _, temporary in aside:
            discard(temporary)


def _new(change: Change) -> bytes | Spliced | None:
    return change.spliced if isinstance(change, Insertion) else change.new


def _flush_beside(path: str) -> None:
    with told(path, "cannot be removed"):
        flush_folder(os.path.dirname(path))


def _set_aside(change: Change) -> str:
    """Give a file that still holds the old bytes a temporary name, and return it."""
    temporary = os.path.join(os.path.dirname(change.path), temporary_name())
    with told(change.path, "cannot be removed"):
        if not holds(change.path, change.old):
            raise ChangedOnDiskError(
                "not removed: it was changed by someone else meanwhile",
                where=change.path,
                todo="look at it and try again",
            )
        os.replace(change.path, temporary)
    return temporary
