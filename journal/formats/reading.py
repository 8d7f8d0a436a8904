"""What an importer gives: entries, and what else the file held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journal.entry import Entry
    from journal.markdown.form import Style


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one file, oldest first within a day, and what stands before them.

    `style` and `newest_first` are the file's own, for a journal made by this
    import; None for a post. `notes` are sentences about what could not be placed.
    """

    entries: tuple[Entry, ...]
    preamble: str = ""
    style: Style | None = None
    newest_first: bool = False
    notes: tuple[str, ...] = ()
