"""Which value of a header key an entry has, and which others must be kept beside it.

What was written by hand stays; of the others the one whose export reaches
furthest, and of equals the one that came last: who changes a key and exports
again means the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from journal.dedupe.known import Arrival, Known
    from journal.entry import Entry


class Values:
    """The values of header keys that come to one entry and have not come before.

    `taken` are those that the journal should show; `lost` those that it should
    not, by the entry that has them. `labels` are for `Family.labels`.
    """

    __slots__ = ("labels", "lost", "taken")

    def __init__(self) -> None:
        """Begin with none."""
        self.taken: dict[str, object] = {}
        self.lost: list[tuple[Entry, dict[str, object]]] = []
        self.labels: set[str] = set()

    def lose(self, entry: Entry, name: str) -> None:
        """Note that the value which an entry has is not shown."""
        for other, values in self.lost:
            if other is entry:
                values[name] = entry.meta[name]
                return
        self.lost.append((entry, {name: entry.meta[name]}))


_NOTHING = Values()


def settle_values(
    standing: Known | None,
    arrivals: Sequence[Arrival],
    *,
    seen: frozenset[str],
    exports: Collection[int],
    reaches: Sequence[int],
) -> Values:
    """Settle the header keys of an entry; `standing` is the version that the journal shows.

    `seen` are its labels of before, `exports` those it is in, `reaches` those of all exports.
    """
    if not any(arrival.entry.meta for arrival in arrivals):
        return _NOTHING
    found = Values()
    places = {arrival.place for arrival in arrivals}
    others = [place for place in exports if place not in places] or exports
    reach = max((reaches[place] for place in others), default=0)
    for name in dict.fromkeys(name for arrival in arrivals for name in arrival.entry.meta):
        came: dict[str, tuple[int, Entry]] = {}
        for arrival in arrivals:
            if name in arrival.entry.meta:
                label, far = _label(name, arrival.entry), reaches[arrival.place]
                if label not in seen and far >= came.get(label, (0,))[0]:
                    came[label] = far, arrival.entry
        found.labels.update((name, *came))
        _settle(found, name, came, standing, seen=seen, reach=reach)
    return found


def _settle(
    found: Values,
    name: str,
    came: dict[str, tuple[int, Entry]],
    standing: Known | None,
    *,
    seen: frozenset[str],
    reach: int,
) -> None:
    """Settle one key among the values that came."""
    before = standing.entry if standing else None
    own, stays = "", False
    if standing and before and name in before.meta:
        own = _label(name, before)
        stays = by_hand = bool(standing.version.hand) and not standing.version.exports
        if name in seen:
            stays = own not in seen
            # Who remembers the key without any value cannot tell whose the value is.
            by_hand = stays and any(label.startswith(f"={name}=") for label in seen)
        if not by_hand:
            found.labels.add(own)
    elif before:
        stays = name in seen  # it was taken away by hand
    came.pop(own, None)
    ranked = sorted(came.values(), key=lambda each: each[0])
    if ranked and not stays and (not own or ranked[-1][0] >= reach):
        entry = ranked.pop()[1]
        found.taken[name] = entry.meta[name]
        if own and before:
            found.lose(before, name)
    for _, entry in ranked:
        found.lose(entry, name)


def _label(name: str, entry: Entry) -> str:
    """Return what is remembered of a value: the key and a hash."""
    import json

    text = json.dumps(entry.meta[name], ensure_ascii=False, sort_keys=True, default=str)
    return f"={name}={fingerprint.digest(text) & 0xFFFFFFFF:x}"
