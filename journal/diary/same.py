"""Whether two entries are the same, and in what."""

from __future__ import annotations

from journal.normal import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.entry import Entry


def shows(one: Entry, other: Entry) -> bool:
    """Tell whether an entry has the date, the title and the text of another, to the sign."""
    return (one.date, one.title, one.body) == (other.date, other.title, other.body)


def same_text(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of one day say the same, to the sign; only blanks do not count."""
    if one.date != other.date:
        return False
    return said(one.title, one.body) == said(other.title, other.body)
