"""Names of files for entries: inside the folder, one each, good on every system."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.entry import Entry

_LONGEST = 255
"""Bytes that a name may have on common systems."""

_ROOM = 12
"""Bytes kept free for a number among equal names."""

# Separators, what Windows forbids, controls and invisible marks; a blank is a nuisance in a shell.
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\"*/:<>?\\|'`$&;#%{}\[\]()!~^\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\ufeff\ufff9-\uffff\ud800-\udfff]+"
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE)


def post_names(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a name for each entry, `2023-04-02-title.md`, no two of them the same in any case."""
    taken: set[str] = set()
    for entry in entries:
        day = entry.date.isoformat() if entry.date else "undated"
        stem = "-".join(part for part in (day, slug(entry.title)) if part)
        name = _cut(stem, _LONGEST - _ROOM)
        number = 1
        while (key := unicodedata.normalize("NFKC", name).casefold()) in taken:
            number += 1
            name = f"{_cut(stem, _LONGEST - _ROOM)}-{number}"
        taken.add(key)
        yield f"{name}.md"


def slug(title: str) -> str:
    """Return a title as a part of a name; letters of every script stay."""
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", title)).strip("-._ ")
    return f"_{name}" if _RESERVED.match(name) else name


def _cut(name: str, size: int) -> str:
    """Return as much of a name as so many bytes hold, no character cut in two."""
    data = name.encode("utf-8", "replace")[:size]
    return data.decode("utf-8", "ignore").rstrip("-._ ")
