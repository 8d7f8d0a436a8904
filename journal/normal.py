"""Unicode's normal forms, at a cost that grows with the text and no faster."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

LIMIT = 30
"""The most marks in a row: the Stream-Safe Text Format of UAX #15, section 13."""

_JOINER = "\u034f"
# They count as letters, but become marks once they are taken apart.
_LATE_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")


def normalize(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return `text` in a normal form; a U+034F parts a run of marks after each 30 of them.

    No word of any language has such a run, and to put the marks of one in order
    takes `unicodedata` a time that grows with its square.
    """
    if text.isascii():
        return text
    # A run of so many has one of its marks at every so many characters.
    if len(text) > LIMIT and _has_marks(text[::LIMIT]):
        import re

        marks = "".join(sorted(char for char in set(text) if _has_marks(char)))
        text = re.sub(f"[{marks}]{{{LIMIT}}}(?=[{marks}])", rf"\g<0>{_JOINER}", text)
    return unicodedata.normalize(form, text)


def _has_marks(text: str) -> bool:
    return any(map(unicodedata.combining, text)) or not _LATE_MARKS.isdisjoint(text)


def said(title: str, body: str) -> list[str]:
    """Return what an entry says, to the sign: only blanks and canonical form do not count."""
    return normalize("NFC", f"{title}\n{body}").split()
