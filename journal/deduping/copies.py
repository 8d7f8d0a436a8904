"""The conflict copies that synchronisers have made of a journal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import storage
from journal.doctor.copies import copy_maker
from journal.doctor.repeats import compare
from journal.exports import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.entry import Entry
    from journal.errors import JournalError
    from journal.exports import Found
    from journal.journal import Journal


@dataclass(frozen=True, slots=True)
class Copies:
    """The conflict copies beside a journal, and what is wrong with those that cannot be read."""

    found: tuple[Found, ...]
    problems: tuple[JournalError, ...] = ()


def find_copies(journal: Journal) -> Copies:
    """Read the copies that synchronisers have made of a journal. Raises DataError.

    A name that proves nothing counts only if half of its entries are in the journal.
    """
    if journal.is_folder:  # what is in a folder is read as part of the journal
        return Copies(())
    target = storage.resolve(journal.path)
    folder, name = os.path.split(target)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    paths = {
        os.path.join(folder, other): maker
        for other in names
        if (maker := copy_maker(other, name)) is not None
        and os.path.isfile(os.path.join(folder, other))
    }
    if not paths:
        return Copies(())
    collection = collect(list(paths), keys=journal.keys)
    entries = journal.entries()
    sure = tuple(
        found
        for found in collection.exports
        if paths.get(found.name) or _is_copy(found.entries, entries)
    )
    problems = (one for one in collection.problems if paths.get(one.where))
    return Copies(sure, tuple(problems))


def _is_copy(other: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    shared, _ = compare(other, entries)
    return shared * 2 >= len(other) > 0
