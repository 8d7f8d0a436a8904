"""One entry that both sides changed: field by field, text line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from journal import fingerprint
from journal.markdown.blocks import first_heading
from journal.markdown.inline import tags as inline_tags
from journal.markdown.section import rewrite_section, without_blank_lines
from journal.merging.lines import merge_texts
from journal.merging.model import BOTH_CHANGED, LEFT_OUT, Outcome, weight, when
from journal.merging.pairs import holds

if TYPE_CHECKING:
    from journal.entry import Entry
    from journal.markdown.form import Style

T = TypeVar("T")


def three_way(base: T, one: T, other: T) -> T | None:
    """Return what a value becomes; None where both sides changed it, and not to the same."""
    if one in (base, other):
        return other
    return one if other == base else None


def merge_entry(old: Entry | None, one: Entry, other: Entry, style: Style) -> Outcome:
    """Merge two versions of an entry; `old` is None where both sides added it.

    Where both changed the same, the version that weighs more stays whole, and
    what is in the other alone becomes the variant.
    """
    first, second = sorted(
        (one, other), key=lambda side: (weight(side), without_blank_lines(side.raw)), reverse=True
    )
    if old is None:
        whole = second if holds(second.body, first.body) else first
        return Outcome(whole, without_blank_lines(whole.raw))
    merged, clashes = _settle(old, first, second)
    outcome = Outcome(merged, _compose(old, first, second, merged, style))
    if clashes:
        outcome.variant = _variant(second, with_text="text" in clashes)
        outcome.note = (
            f"both sides changed the {' and the '.join(clashes)} of this entry; both are kept, the "
            f'other one below it, marked "{LEFT_OUT}"; take over what you want, and remove it'
        )
    return outcome


def _settle(old: Entry, first: Entry, second: Entry) -> tuple[Entry, list[str]]:
    """Return an entry with the fields of both versions, and those in which `first` had to win."""
    clashes: list[str] = []
    body = three_way(old.body, first.body, second.body)
    if body is None:
        body = merge_texts(old.body, first.body, second.body)
    if body is None:
        body = first.body
        if not holds(first.body, second.body):
            clashes.append("text")
    moment = three_way(when(old), when(first), when(second))
    if moment is None:
        clashes.append("date")
    title = three_way(old.title, first.title, second.title)
    if title is None and not _says(first, second.title):
        clashes.append("title")
    header = three_way(_header(old), _header(first), _header(second))
    if header is None:
        clashes.append("header")
    dated = second if moment == when(second) else first
    headed = second if header == _header(second) else first
    merged = replace(
        first,
        date=dated.date,
        time=dated.time,
        weekday=dated.weekday,
        title=first.title if title is None else title,
        body=body,
        header=headed.header,
        shift=headed.shift,
        tags=_hidden(headed),
        meta=headed.meta,
    )
    return merged, clashes


def _compose(old: Entry, first: Entry, second: Entry, merged: Entry, style: Style) -> str:
    """Return the section of a merged entry: what one side alone changed as that side wrote it."""
    parts = [_cut(entry) for entry in (old, first, second)]
    line = three_way(*(part[0] for part in parts)) or parts[1][0]
    rest = three_way(*(part[1] for part in parts))
    rest = parts[1][1] if rest is None else rest
    above = second if line == parts[2][0] != parts[1][0] else first
    below = second if rest == parts[2][1] != parts[1][1] else first
    seed = replace(
        below,
        date=above.date,
        time=above.time,
        weekday=above.weekday,
        title=above.title,
        raw=line + rest,
    )
    return without_blank_lines(rewrite_section(seed, merged, style))


def _cut(entry: Entry) -> tuple[str, str]:
    """Return the heading of a section, and what is below it."""
    end = first_heading(entry.raw).end
    return entry.raw[:end], without_blank_lines(entry.raw)[end:]


def _header(entry: Entry) -> tuple[str, int | None]:
    return entry.header, entry.shift


def _hidden(entry: Entry) -> tuple[str, ...]:
    """Return the tags that only the header of an entry has."""
    inline = inline_tags(f"{entry.title}\n{entry.body}")
    return tuple(tag for tag in entry.tags if tag not in inline)


def _says(entry: Entry, title: str) -> bool:
    """Tell whether an entry says the letters of a title that it does not have."""
    key = fingerprint.title_key(title)
    return key in fingerprint.title_key(entry.title) or key in fingerprint.letters(entry.body)


def _variant(entry: Entry, *, with_text: bool) -> Entry:
    """Return a version as the section that keeps it; without its text where that is not lost."""
    return replace(
        entry,
        body=entry.body if with_text else "",
        header="",
        shift=None,
        tags=_hidden(entry),
        meta={**entry.meta, LEFT_OUT: BOTH_CHANGED},
    )
