"""What a merge answers, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.errors import DataError

if TYPE_CHECKING:
    from journal.entry import Entry

LEFT_OUT = "left out"
"""The key in the comment of a section that says why it stands there: that of the variants' file."""

BOTH_CHANGED = "both sides of a merge changed this entry, and this is the other side's"
"""Why a merge leaves a text out of an entry."""


class CannotMergeError(DataError):
    """Two copies cannot be put together by entries; by lines they still can."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text. `notes` have the line of the text that each is about (0: the whole).

    `needs_a_person` tells that the preamble has conflict markers in it.
    """

    text: str
    notes: tuple[tuple[int, str], ...] = ()
    needs_a_person: bool = False


@dataclass(slots=True, eq=False)
class Item:
    """An entry on its way through a merge, and where it stands in base, one side and the other.

    `found` and `places` are None where it is not in that text. `entry` is what
    becomes of it, `raw` its section without the blank lines at its end. `variant`
    is the other side's version of it, where a merge cannot have both in one.
    """

    found: tuple[Entry | None, Entry | None, Entry | None]
    places: tuple[int | None, int | None, int | None]
    entry: Entry
    raw: str
    variant: Entry | None = None
    note: str = ""

    @property
    def stays(self) -> bool:
        """Tell whether base and both sides have it, on one date."""
        old = self.found[0]
        return None not in self.places and old is not None and when(old) == when(self.entry)


@dataclass(slots=True)
class Outcome:
    """The fields of an entry that both sides changed, and the version that is left out."""

    entry: Entry
    raw: str
    variant: Entry | None = None
    note: str = ""


def when(entry: Entry) -> tuple[object, object]:
    """Return date and clock time."""
    return entry.date, entry.time


def said(entry: Entry) -> tuple[object, ...]:
    """Return all that an entry says, blank lines around it aside."""
    return *when(entry), entry.title, entry.body, entry.header, entry.shift


def weight(entry: Entry) -> tuple[int, int]:
    """Return what decides between two versions, whichever side they are on.

    The longer text by its letters goes before the shorter one; equal, the greater hash.
    """
    text = fingerprint.letters(entry.body)
    return len(text), fingerprint.digest("\n".join(map(str, said(entry))))
