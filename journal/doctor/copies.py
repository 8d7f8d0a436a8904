"""Names that synchronisers and killed commands give to files."""

from __future__ import annotations

import re
from typing import Literal
from unicodedata import normalize

Leaving = Literal["temporary", "unsaved", ""]

_COPIES = {
    "Syncthing": r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?",
    "Dropbox": r" \([^()]*(?:\([^()]*\))?[^()]*"
    r"(?:conflicted copy|case conflict|冲突副本|衝突複本|的冲突|競合コピー)[^()]*\)",
    "Nextcloud": r"_conflict-\d{8}-\d{6}",
    "Seafile": r" \(SFConflict [^()]*\)",
}
_COPY = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _COPIES.items()}
# iCloud counts, Google Drive and browsers count in brackets; so do people.
_DOUBTFUL = re.compile(r" \d{1,2}| ?\(\d{1,2}\)")
_TEMPORARY = re.compile(r"\.journal-[0-9a-f]{16}\.tmp")
_UNSAVED = re.compile(r"journal-unsaved-[0-9a-f]{8}\.md")


def copy_maker(name: str, of: str) -> str | None:
    """Tell who made a conflict copy of a file, by both names; None if it is no copy.

    "" is for names that only look like one: what is in the file must decide.
    """
    name, of = normalize("NFC", name), normalize("NFC", of)
    stem, dot, ending = of.rpartition(".")
    stem, end = (stem, dot + ending) if stem else (of, "")
    if name == of or not (name.startswith(stem) and name.endswith(end)):
        return None
    middle = name[len(stem) : len(name) - len(end)]
    for maker, pattern in _COPY.items():
        if pattern.fullmatch(middle):
            return maker
    return "" if _DOUBTFUL.fullmatch(middle) else None


def leaving(name: str) -> Leaving:
    """Tell what a command left under this name: a temporary file, a text it could not save."""
    if _TEMPORARY.fullmatch(name):
        return "temporary"
    return "unsaved" if _UNSAVED.fullmatch(name) else ""
