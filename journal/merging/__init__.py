"""Two changed copies of one file put together again, entry by entry."""

from __future__ import annotations

from journal.merging.journals import merge
from journal.merging.memory import merge_memories
from journal.merging.model import CannotMergeError, Merged

__all__ = ["CannotMergeError", "Merged", "merge", "merge_memories"]
