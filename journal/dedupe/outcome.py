"""What the journal shows of a cluster, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.dedupe.choose import choose
from journal.dedupe.dates import choose_time
from journal.dedupe.header import settle_values
from journal.dedupe.known import clock
from journal.entry import Entry
from journal.markdown.inline import tags as inline_tags
from journal.values import replace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from journal.dedupe.alike import Likeness
    from journal.dedupe.clusters import Cluster
    from journal.dedupe.dates import Ruling
    from journal.dedupe.header import Values
    from journal.dedupe.known import Arrival, Known
    from journal.dedupe.memory import Seen


@dataclass(slots=True, eq=False)
class Outcome:
    """A cluster settled.

    `before` is the entry of the journal, and `doubles` are further ones that
    are versions of it. `shown` is the version whose text the journal shows
    afterwards. `result` is that entry, None where it stays out of the journal:
    it was taken out by hand, and does not come in again. `labels` are those of
    `Family`, `lost` the values of header keys that the result does not have.
    """

    cluster: Cluster
    ruling: Ruling
    shown: Known
    before: Entry | None
    doubles: Sequence[Entry]
    result: Entry | None
    arrivals: Sequence[Arrival]
    labels: frozenset[str] = frozenset()
    lost: Sequence[tuple[Entry, dict[str, object]]] = ()

    @property
    def changed(self) -> bool:
        """Tell whether the entry that the journal has should be another."""
        return self.before is not None and self.result is not self.before


def settle(
    cluster: Cluster,
    ruling: Ruling,
    arrivals: Sequence[Arrival],
    *,
    reaches: Sequence[int],
    exports: Sequence[Seen],
    places: Mapping[int, int],
    likeness: Likeness,
    labels: frozenset[str],
    split: bool,
) -> Outcome | None:
    """Settle what the journal shows of a cluster; None where its text is not at hand.

    `places` tells where an entry stands in the journal, by its `id()`; `labels`
    are those that its versions had before; `split` tells that the cluster was
    one entry of the journal with another till now.
    """
    chosen = choose(cluster, reaches, exports, likeness)
    if chosen is None:
        return None
    time = choose_time(cluster, ruling.date, reaches, exports)
    shown = [(known.entry, known) for known in cluster.members if known.entry]
    shown.sort(key=lambda each: places[id(each[0])])
    standing = shown[0][1] if shown else None
    values = settle_values(
        standing, arrivals, seen=labels, exports=cluster.exports, reaches=reaches
    )
    fresh = _Fresh(arrivals, labels, values, again=not shown)
    lost = values.lost
    if not shown:
        result = _add(chosen, ruling, time, fresh) if arrivals or split else None
        chosen = _twin(cluster, chosen, ruling)
        return Outcome(cluster, ruling, chosen, None, (), result, arrivals, fresh.every, lost)
    before, known = shown[0]
    if known.version.face == chosen.version.face:
        chosen = known
    result = _change(before, chosen, ruling, before.time if ruling.fixed else time, fresh)
    doubles = tuple(entry for entry, _ in shown[1:])
    chosen = _twin(cluster, chosen, ruling)
    return Outcome(cluster, ruling, chosen, before, doubles, result, arrivals, fresh.every, lost)


def _twin(cluster: Cluster, chosen: Known, ruling: Ruling) -> Known:
    """Return the version with the same face that has the right date, if there is one."""
    if chosen.version.date == ruling.date:
        return chosen
    return next(
        (
            known
            for known in cluster.members
            if known.version.date == ruling.date and known.version.face == chosen.version.face
        ),
        chosen,
    )


class _Fresh:
    """The tags and header keys of what comes in that the entry is to have."""

    def __init__(
        self, arrivals: Sequence[Arrival], seen: frozenset[str], values: Values, *, again: bool
    ) -> None:
        """Look at each entry; `every` are the labels seen before and those of now.

        `again` tells that the journal lacks the entry: none of its tags was taken away by hand.
        """
        self.entries = [arrival.entry for arrival in arrivals]
        self.tags: set[str] = set()
        self.meta = values.taken
        for each in self.entries:
            # A tag in the text of another version goes the way of that text.
            hidden = set(each.tags).difference(inline_tags(each.body)) if each.tags else ()
            self.tags.update(tag for tag in hidden if again or f"#{tag}" not in seen)
        now = {f"#{tag}" for tag in self.tags} | values.labels
        self.every = seen | now if now else seen


def _add(chosen: Known, ruling: Ruling, time: dt.time | None, fresh: _Fresh) -> Entry:
    version = chosen.version
    source = chosen.incoming or (fresh.entries[0] if fresh.entries else None)
    if source is None:
        return Entry(ruling.date, version.title, chosen.body or "", time)
    if chosen.incoming is None or source.date != ruling.date:
        source = replace(
            source,
            date=ruling.date,
            title=version.title,
            body=chosen.body or "",
            shift=chosen.incoming.shift if chosen.incoming else None,
            weekday=_weekday(source, ruling),
        )
    return _enrich(_timed(source, time), fresh)


def _change(
    before: Entry,
    chosen: Known,
    ruling: Ruling,
    time: dt.time | None,
    fresh: _Fresh,
) -> Entry:
    after = before
    if chosen.entry is not before:
        after = replace(
            after,
            title=chosen.version.title,
            body=chosen.body or "",
            tags=_tags_of(before, chosen.body or ""),
            shift=chosen.incoming.shift if chosen.incoming else None,
        )
    if ruling.date != before.date:
        after = replace(after, date=ruling.date, weekday=_weekday(before, ruling))
    return _enrich(_timed(after, time), fresh)


def _tags_of(before: Entry, body: str) -> tuple[str, ...]:
    """Return the tags of an entry that gets another text: those of the old text go with it."""
    own, gone = inline_tags(body), inline_tags(before.body)
    kept = [tag for tag in before.tags if tag not in gone or tag in own]
    return (*kept, *(tag for tag in own if tag not in kept))


def _timed(entry: Entry, time: dt.time | None) -> Entry:
    """Return an entry at a clock time, if one is told."""
    return entry if time is None or clock(time) == clock(entry.time) else replace(entry, time=time)


def _weekday(entry: Entry, ruling: Ruling) -> int | None:
    return ruling.date.weekday() if ruling.date and entry.weekday is not None else None


def _enrich(entry: Entry, fresh: _Fresh) -> Entry:
    """Add the tags that only other versions have, and the values of header keys, as they come."""
    if not fresh.tags and not fresh.meta:
        return entry
    tags = fresh.tags.difference(entry.tags)
    meta = {**entry.meta, **fresh.meta}
    changed = any(name in entry.meta and entry.meta[name] != meta[name] for name in fresh.meta)
    if not tags and meta == dict(entry.meta):
        return entry
    every = (*entry.tags, *sorted(tags))
    # The header of one that has all of it is kept as written; else it is made anew.
    headers = (
        each.header
        for each in fresh.entries
        if set(every) == set(each.tags) and meta == dict(each.meta)
    )
    header = "" if entry.header and not changed else next(headers, "")
    return replace(entry, tags=every, meta=meta, header=header)
