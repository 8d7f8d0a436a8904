"""Two changed copies of a journal file, or of any text, merged into one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from journal.markdown.document import parse
from journal.markdown.join import facts_of, gap_after
from journal.markdown.lines import unix
from journal.markdown.section import without_blank_lines, write_section
from journal.merging.calendars import expected, weave
from journal.merging.fields import merge_entry, three_way
from journal.merging.lines import merge_with_marks
from journal.merging.model import CannotMergeError, Item, Merged, said
from journal.merging.order import arrange
from journal.merging.pairs import pair, pair_additions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.entry import Entry
    from journal.markdown.document import Document
    from journal.markdown.form import Style

    Documents = tuple[Document, Document, Document]

_BOM = "\ufeff"
REMOVED = (
    "one side removed this entry, or moved it to another file, and the other changed it; "
    "the changed text stays"
)


def merge(base: str, ours: str, theirs: str, path: str = "") -> Merged:
    """Merge two copies of a text that were changed apart, entry by entry.

    The result is the same whichever side is which, but for the order inside
    conflict markers. Raises CannotMergeError for texts without entries, and
    where the result would not read back as the entries it is made of.
    """
    decided = three_way(base, ours, theirs)
    if decided is not None:
        return Merged(decided)
    bom = three_way(*(text.startswith(_BOM) for text in (base, ours, theirs)))
    texts = _in_one_form(tuple(text.removeprefix(_BOM) for text in (base, ours, theirs)))
    documents = (parse(texts[0], path), parse(texts[1], path), parse(texts[2], path))
    if not documents[1].entries and not documents[2].entries:
        raise CannotMergeError("this is no journal", where=path)
    style = _style(documents)
    items = _items(documents, style)
    if any(document.calendar for document in documents):
        return Merged(_BOM * bool(bom) + weave(documents, items), _notes(items))
    items = arrange(items, newest_first=_runs(documents))
    preamble, clash = _preamble(documents)
    text = preamble + _join(items, documents, style, preamble)
    lines = _check(text, path, items)
    return Merged(_BOM * bool(bom) + text, _notes(items, lines, clash=clash), clash)


def _in_one_form(texts: Sequence[str]) -> tuple[str, str, str]:
    """Return the texts with the line endings that the merged one has, if they differ in them."""
    forms = [_newline(text) for text in texts]
    newline = three_way(*forms) or max(forms[1:])
    if len({form for form in forms if form}) > 1:
        texts = [unix(text).replace("\n", newline) for text in texts]
    base, ours, theirs = texts
    return base, ours, theirs


def _newline(text: str) -> str:
    """Return the line ending that most lines of a text have, "" where there is none."""
    crlf = text.count("\r\n")
    counts = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    most = max(counts, key=lambda form: counts[form])
    return most if counts[most] else ""


def _runs(documents: Documents) -> bool:
    """Tell whether the merged text has its newest entries on top."""
    base, *sides = (document.newest_first for document in documents)
    if base is None:
        return any(sides)
    return bool(three_way(base, *(base if side is None else side for side in sides)))


def _style(documents: Documents) -> Style:
    """Return how the merged text writes its entries."""
    styles = [document.style for document in documents if document.entries]
    if len(styles) == 3:
        found = three_way(*styles)
        if found:
            return found
    pair = [document for document in documents[1:] if document.entries]
    return max(pair, key=lambda one: (len(one.entries), one.text)).style


def _items(documents: Documents, style: Style) -> list[Item]:
    """Return the entries of the merged text, in no order."""
    base, *sides = documents
    found = [pair(base.entries, side.entries) for side in sides]
    items: list[Item] = []
    for i, old in enumerate(base.entries):
        places = (i, found[0].get(i), found[1].get(i))
        item = _item(documents, places, style)
        if item and (None not in places or _is_kept(item, old)):
            items.append(item)
    known = [set(pairs.values()) for pairs in found]
    added = [
        [j for j in range(len(side.entries)) if j not in places]
        for side, places in zip(sides, known, strict=True)
    ]
    texts = [[side.entries[j] for j in own] for side, own in zip(sides, added, strict=True)]
    same = pair_additions(*texts)
    both = set(same.values())
    for i, place in enumerate(added[0]):
        other = added[1][same[i]] if i in same else None
        items += filter(None, [_item(documents, (None, place, other), style)])
    for j, place in enumerate(added[1]):
        if j not in both:
            items += filter(None, [_item(documents, (None, None, place), style)])
    return items


def _is_kept(item: Item, old: Entry) -> bool:
    """Tell whether an entry that one side removed stays, for the other side changed it."""
    if said(item.entry) == said(old):
        return False
    item.note = REMOVED
    return True


def _item(
    documents: Documents, places: tuple[int | None, int | None, int | None], style: Style
) -> Item | None:
    """Return what becomes of an entry; None where both sides removed it."""
    base, *sides = documents
    old = None if places[0] is None else base.entries[places[0]]
    found = [
        None if place is None else _in_style(side.entries[place], side.style, style)
        for side, place in zip(sides, places[1:], strict=True)
    ]
    one, other = found
    item_of = (old, one, other), places
    if one is None or other is None:
        entry = one or other
        return Item(*item_of, entry, without_blank_lines(entry.raw)) if entry else None
    changed = [side for side in (one, other) if old is None or not _is_same(side, old)]
    if len(changed) < 2 or _is_same(one, other):
        entry = changed[0] if changed else one
        return Item(*item_of, entry, without_blank_lines(entry.raw))
    outcome = merge_entry(old, one, other, style)
    return Item(*item_of, outcome.entry, outcome.raw, outcome.variant, outcome.note)


def _core(entry: Entry) -> str:
    return without_blank_lines(entry.raw)


def _is_same(one: Entry, other: Entry) -> bool:
    # Where a heading lacks its year, the same section can be of another date.
    return one.date == other.date and _core(one) == _core(other)


def _in_style(entry: Entry, own: Style, style: Style) -> Entry:
    """Return an entry with its heading on the level that the merged text has."""
    if style.level in (own.level, entry.level):
        return entry
    return replace(entry, raw=write_section(entry, style), level=style.level)


def _preamble(documents: Documents) -> tuple[str, bool]:
    """Return what stands before the entries, and whether there are conflict markers in it."""
    texts = [document.preamble for document in documents]
    decided = three_way(*texts)
    if decided is not None:
        return decided, False
    newline = max(document.style.newline for document in documents if document.entries)
    merged, clash = merge_with_marks(*(unix(text) for text in texts))
    return merged.replace("\n", newline), clash


def _join(items: Sequence[Item], documents: Documents, style: Style, preamble: str) -> str:
    """Return the sections, each with the blank lines that follow it in its own text."""
    newline = style.newline
    usual = _usual_tail(documents) or newline * 2
    bare = all(not document.entries for document in documents if document.preamble == preamble)
    needs_gap = bare or not preamble.endswith(("\n", "\r"))
    pieces = [gap_after([preamble], newline) if needs_gap else ""]
    for item in items:
        pieces += [item.raw, _tail(item, documents) or usual]
        if item.variant:
            section = write_section(item.variant, style, strict=True)
            pieces += [without_blank_lines(section), usual]
    if items:
        pieces[-1] = _end(documents, newline)
    return "".join(pieces)


def _usual_tail(documents: Documents) -> str:
    """Return the line ends and blank lines that follow most sections."""
    tails = Counter(
        _tail_of(entry) for document in documents[1:] for entry in document.entries[:-1]
    )
    return max(tails, key=lambda tail: (tails[tail], tail), default="")


def _tail(item: Item, documents: Documents) -> str:
    """Return what follows a section, or "" where it has only stood at the end."""
    tails = [
        None if place in (None, len(document.entries) - 1) else _tail_of(document.entries[place])
        for place, document in zip(item.places, documents, strict=True)
    ]
    if None not in tails:
        return three_way(*tails) or max(tail for tail in tails[1:] if tail)
    return max((tail for tail in tails[1:] if tail), default="")


def _tail_of(entry: Entry) -> str:
    return entry.raw[len(_core(entry)) :]


def _end(documents: Documents, newline: str) -> str:
    """Return what ends the file."""
    ends = [_tail_of(document.entries[-1]) for document in documents[1:] if document.entries]
    if len(ends) < 2 or not documents[0].entries:
        return max(ends, default=newline)
    end = three_way(_tail_of(documents[0].entries[-1]), *ends)
    return max(ends) if end is None else end


def _check(text: str, path: str, items: Sequence[Item]) -> list[int]:
    """Return the line of each item in the text. Raises CannotMergeError if it reads otherwise."""
    entries = parse(text, path).entries
    if [facts_of(entry) for entry in entries] != expected(items):
        raise CannotMergeError("the merged entries would not read back as they should", where=path)
    lines = iter(entry.source.line for entry in entries)
    found: list[int] = []
    for item in items:
        found.append(next(lines))
        if item.variant:
            next(lines)
    return found


def _notes(
    items: Sequence[Item], lines: Sequence[int] = (), *, clash: bool = False
) -> tuple[tuple[int, str], ...]:
    lines = lines or [0] * len(items)
    notes = [(line, item.note) for item, line in zip(items, lines, strict=True) if item.note]
    if clash:
        what = "both sides changed what stands before the entries; conflict markers are around it"
        notes.insert(0, (1, what))
    return tuple(notes)
