"""Diaries whose headings lack their years, merged so that every entry keeps its date."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journal.errors import DataError
from journal.markdown.document import parse
from journal.markdown.join import facts_of
from journal.merging.lines import merge_texts
from journal.merging.model import CannotMergeError, said
from journal.merging.pairs import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.entry import Entry
    from journal.markdown.document import Document
    from journal.merging.model import Item


def weave(documents: Sequence[Document], items: Sequence[Item]) -> str:
    """Return the merged text of base and both sides, whose entries the items are.

    Merged by lines where that gives these entries, else written anew into the
    base. Raises CannotMergeError where neither has all that both sides say.
    """
    base, one, other = documents
    by_lines = merge_texts(base.text, one.text, other.text)
    texts = [] if by_lines is None else [by_lines]
    if base.entries:
        texts += _edited(base, items)
    wanted = Counter(expected(items))
    known = {*base.text.split("\n")}
    for text in texts:
        found = Counter(map(facts_of, parse(text, base.path).entries))
        sides = (one.text.split("\n"), other.text.split("\n"))
        new = [line for lines in sides for line in lines if line not in known]
        if found == wanted and holds(text, "\n".join(new)):
            return text
    raise CannotMergeError("the days of this diary have no years to merge by", where=base.path)


def expected(items: Iterable[Item]) -> list[tuple[object, ...]]:
    """Return what must read back of the items."""
    return [facts_of(entry) for item in items for entry in (item.entry, item.variant) if entry]


def _edited(base: Document, items: Sequence[Item]) -> list[str]:
    """Return the base with all changes made, if they can be."""
    kept = {place: item.entry for item in items if (place := item.places[0]) is not None}
    gone = [entry for place, entry in enumerate(base.entries) if place not in kept]
    pairs = [(base.entries[place], entry) for place, entry in kept.items()]
    changed = [(old, new) for old, new in pairs if said(old) != said(new)]
    added = [item.entry for item in items if item.places[0] is None]
    added += [item.variant for item in items if item.variant]
    try:
        after = base.edit(sorted(added, key=_order), replacements=changed, removals=gone)
    except DataError:
        return []
    return [after.text]


def _order(entry: Entry) -> tuple[str, str, str]:
    return str(entry.date), str(entry.time or ""), entry.raw
