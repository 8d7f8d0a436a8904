"""What an import is asked, and what it answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from journal.dedupe.memory import Memory
    from journal.entry import Entry

Verdict = Literal[
    "new", "identical", "reformatted", "re-dated", "revised", "extended", "shortened", "conflict"
]
"""What an incoming entry is to the entry it was compared with."""

VERDICTS: tuple[Verdict, ...] = (
    "new",
    "identical",
    "reformatted",
    "re-dated",
    "revised",
    "extended",
    "shortened",
    "conflict",
)
"""All verdicts, in the order a receipt tells them."""

Action = Literal["add", "skip", "replace", "move", "keep-both"]
"""What is done: `replace` takes text of the incoming entry, `move` only its date."""

Preference = Literal["newer", "existing", "incoming", "both"]
"""Whose text and date stay where two differ; `both` makes two entries of them."""


@dataclass(frozen=True, slots=True)
class Export:
    """One file, folder or archive to import: its entries in the order they stand in."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one incoming entry, and why.

    `existing` is the entry it was compared with: one of the journal, or an
    earlier one of the same import; its `source` is the second `path:line`.
    `score` is 1.0 for the same letters, else the share of shingles in common.
    `result` is the entry as the journal holds it afterwards.
    """

    verdict: Verdict
    action: Action
    incoming: Entry
    existing: Entry | None
    reason: str
    score: float
    result: Entry


@dataclass(frozen=True, slots=True)
class Variant:
    """A text or a date that the journal does not keep.

    `entry` has the date, the title and the text that were left out; its body
    is "" where only the date differs, or header keys: then it has those values as
    `meta`. `kept` is the entry in the journal.
    `sources` are the `path:line` where both were first seen, as far as it is known.
    """

    entry: Entry
    kept: Entry
    reason: str
    sources: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do.

    `decisions` has one for each incoming entry, in order. `replacements` pair
    an entry of the journal with what should stand in its place. `removals` are
    entries of the journal whose text a replacement holds: an export showed
    them to be versions of one entry. `notes` are sentences about whole exports.
    """

    decisions: tuple[Decision, ...]
    additions: tuple[Entry, ...]
    replacements: tuple[tuple[Entry, Entry], ...]
    removals: tuple[Entry, ...]
    variants: tuple[Variant, ...]
    memory: Memory
    notes: tuple[str, ...]

    def receipt(self) -> dict[Verdict, int]:
        """Count the decisions of each verdict, in the order of `VERDICTS`."""
        found = Counter(decision.verdict for decision in self.decisions)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def changes(self) -> bool:
        """Tell whether the journal or the variants would change."""
        return bool(self.additions or self.replacements or self.removals or self.variants)
