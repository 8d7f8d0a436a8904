"""In which order the entries of two sides stand in one text."""

from __future__ import annotations

from heapq import merge as merge_sorted
from typing import TYPE_CHECKING

from journal.markdown.place import place
from journal.merging.fields import three_way
from journal.merging.model import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.merging.model import Item

    Chains = dict[int, tuple[list[Item], list[Item]]]

_SIDES = (1, 2)


def arrange(items: Sequence[Item], *, newest_first: bool) -> list[Item]:
    """Return the items in order: date order wherever both sides keep it.

    What both sides left on its day stays as it stood, or as the side that moved
    it has it. What is new or re-dated stands behind the same of these as in its
    own text, and where both sides have something there, by date.
    """
    stay = [item for item in items if item.stays]
    orders = [sorted(stay, key=lambda item: item.places[side] or 0) for side in range(3)]
    backbone = three_way(*orders)
    if backbone is None:
        backbone = sorted(orders[0], key=lambda item: _day(item, newest_first=newest_first))
    chains: Chains = {}
    gaps = {
        side: _gaps(items, backbone, side)
        if orders[side] == backbone
        else _gaps_by_date(items, backbone, side, newest_first=newest_first)
        for side in _SIDES
    }
    for side in _SIDES:
        for item, gap in gaps[side].items():
            if gap <= gaps[3 - side].get(item, gap):
                chains.setdefault(gap, ([], []))[side - 1].append(item)
    ordered: list[Item] = []
    for gap in range(len(backbone) + 1):
        ordered += _weave(*chains.get(gap, ([], [])), newest_first=newest_first)
        ordered += backbone[gap : gap + 1]
    return ordered


def _own(items: Sequence[Item], side: int) -> list[Item]:
    """Return the items in the order of a side, without those that it has on another day."""
    own = [item for item in items if (one := item.found[side]) and when(one) == when(item.entry)]
    return sorted(own, key=lambda item: item.places[side] or 0)


def _gaps(items: Sequence[Item], backbone: Sequence[Item], side: int) -> dict[Item, int]:
    """Return before which item of the backbone the others stand, on one side."""
    places = {item: place for place, item in enumerate(backbone, 1)}
    gaps: dict[Item, int] = {}
    gap = 0
    for item in _own(items, side):
        if item in places:
            gap = places[item]
        else:
            gaps[item] = gap
    return gaps


def _gaps_by_date(
    items: Sequence[Item], backbone: Sequence[Item], side: int, *, newest_first: bool
) -> dict[Item, int]:
    """Return what `_gaps` does where the backbone is in an order that the side does not know."""
    others = {id(item.entry): item for item in _own(items, side) if not item.stays}
    found = place(
        [item.entry for item in backbone],
        [item.entry for item in others.values()],
        newest_first=newest_first,
    )
    return {others[id(entry)]: gap for gap, entries in found.items() for entry in entries}


def _weave(one: list[Item], other: list[Item], *, newest_first: bool) -> list[Item]:
    """Return the items of both sides between two of the backbone, each once."""
    chains = sorted((one, other), key=lambda chain: [item.raw for item in chain])
    keyed = [_with_keys(chain, newest_first=newest_first) for chain in chains]
    merged = merge_sorted(*keyed, key=lambda pair: pair[0])
    return list(dict.fromkeys(item for _, item in merged))


def _with_keys(chain: list[Item], *, newest_first: bool) -> list[tuple[tuple[int, int], Item]]:
    """Return each item with day and second; what has none has those of the one before it."""
    keyed: list[tuple[tuple[int, int], Item]] = []
    key = (-(1 << 31), 0)
    for item in chain:
        date, time = item.entry.date, item.entry.time
        sign = -1 if newest_first else 1
        if date is not None:
            day = sign * date.toordinal()
            second = key[1] if day == key[0] else 0
            if time is not None:
                second = sign * (time.hour * 3600 + time.minute * 60 + time.second)
            key = day, second
        keyed.append((key, item))
    return keyed


def _day(item: Item, *, newest_first: bool) -> int:
    date = item.entry.date
    day = date.toordinal() if date else 0
    return -day if newest_first else day
