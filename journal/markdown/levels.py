"""How deep the headings of a text stand: below its section in a journal, at the top in a post."""

from __future__ import annotations

import re

from journal.markdown.blocks import outline
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.entry import Entry

DEEPEST = 6
_ATX = re.compile(r"^( {0,3})(#{1,6})(?=[ \t]|$)")


def least_shift(found: Sequence[int], level: int) -> int:
    """Return how far headings of these levels move down to stand below an entry of a level."""
    return max(level - 1, level + 1 - min(found))


def room(found: Sequence[int], wanted: int) -> int:
    """Return how far headings of these levels can move down, at most so far."""
    return min(wanted, DEEPEST - max(found))


def unsettle(entry: Entry) -> tuple[Entry, bool]:
    """Return an entry as a post has it, its headings moved up, and whether that shows in it.

    The `shift` of the post is how far `settle` has to move them down again; where
    that shows, `settle` need not be told.
    """
    found = [heading.level for heading in outline(entry.body).headings]
    if entry.level == 0 or not found:
        return entry, entry.level > 0 or entry.shift is None
    moved = min(entry.level - 1 if entry.shift is None else entry.shift, min(found) - 1)
    up = [level - moved for level in found]
    body = shift_headings(entry.body, -moved)
    post = replace(entry, body=body, level=0, shift=moved)
    return post, room(up, least_shift(up, entry.level)) == moved


def shift_headings(body: str, by: int) -> str:
    """Return a body with each of its headings moved down by so many levels (up if negative)."""
    if not by:
        return body
    pieces: list[str] = []
    position = 0
    for heading in outline(body).headings:
        match = _ATX.match(body[heading.start : heading.end])
        if match is not None:
            pieces += [body[position : heading.start], match[1], "#" * (len(match[2]) + by)]
            position = heading.start + match.end()
    return "".join([*pieces, body[position:]])
