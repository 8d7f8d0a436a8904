"""The names that entries go by: short, and found from what they say."""

from __future__ import annotations

from journal.normal import normalize

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_pairs: list[str] = []


def make_id(day: str, title: str, ordinal: int) -> str:
    """Return 8 characters of lower-case base32 over date, NFKC title and ordinal among equals.

    `day` is ISO 8601, or "" for none. The id survives edits of the body and
    moves between files; nothing is written into the Markdown for it.
    """
    from _blake2 import blake2b

    text = f"{day}\n{normalize('NFKC', title)}\n{ordinal}"
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    number = int.from_bytes(digest)
    if not _pairs:
        _pairs.extend(first + second for first in _BASE32 for second in _BASE32)
    start = _pairs[number >> 30] + _pairs[number >> 20 & 1023]
    return start + _pairs[number >> 10 & 1023] + _pairs[number & 1023]
