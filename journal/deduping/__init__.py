"""Dedupe what is already there: repeats in a journal or in several, and conflict copies beside one.

A journal of several exports pasted together is cut into pieces, and each piece
but one counts as an export into that one; so does every piece of another
journal. Sections that turn out to be versions of one entry become one section,
in the first of the journals that have it; all others stay as they are.
"""

from __future__ import annotations

from journal.deduping.copies import Copies, find_copies
from journal.deduping.prepare import prepare_dedupe

__all__ = ["Copies", "find_copies", "prepare_dedupe"]
