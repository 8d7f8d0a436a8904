"""Where an entry belongs among the entries of a file, whichever way the file runs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from journal.entry import Entry


_Key = tuple[int, int | None]


def is_newest_first(dates: Sequence[dt.date | None]) -> bool | None:
    """Tell which way a file runs, by its neighbours; None where they do not say."""
    known = [date for date in dates if date is not None]
    falls = sum(later < earlier for earlier, later in pairwise(known))
    rises = sum(later > earlier for earlier, later in pairwise(known))
    return None if falls == rises else falls > rises


def place(
    entries: Sequence[Entry], added: Sequence[Entry], *, newest_first: bool
) -> dict[int, list[Entry]]:
    """Return, for each index, the new entries that stand before the entry of that index.

    Among entries of one day without clock times a new one is the newest, and of
    several new ones the last. Where a file is out of order, the place is the one
    that leaves the fewest entries on the wrong side.
    """
    sign = -1 if newest_first else 1
    keys = [_key(entry) for entry in entries]
    dated = [(index, key) for index, key in enumerate(keys) if key is not None]
    days = [sign * key[0] for _, key in dated]
    in_order = all(earlier <= later for earlier, later in pairwise(days))
    places: dict[int, list[Entry]] = {}
    turned = list(added)[::-1] if newest_first else list(added)
    for new in sorted(turned, key=_turn, reverse=newest_first):
        key = _key(new)
        if key is None:
            index = len(entries)
        elif in_order:
            index = _place_in_order(dated, days, len(entries), key, newest_first=newest_first)
        else:
            index = _fewest_wrong(keys, key, newest_first=newest_first)
        places.setdefault(index, []).append(new)
    return places


def _turn(entry: Entry) -> tuple[int, int]:
    """Return the sort key of a new entry; one without a time counts as midnight."""
    day, second = _key(entry) or (0, None)
    return day, second or 0


def _key(entry: Entry) -> _Key | None:
    """Return day and second of an entry; the second is None where no time is known."""
    if entry.date is None:
        return None
    time = entry.time
    second = None if time is None else time.hour * 3600 + time.minute * 60 + time.second
    return entry.date.toordinal(), second


def _compare(one: _Key, other: _Key) -> int:
    """Return -1, 0 or 1; within a day only two known times decide."""
    if one[0] != other[0]:
        return -1 if one[0] < other[0] else 1
    if one[1] is None or other[1] is None or one[1] == other[1]:
        return 0
    return -1 if one[1] < other[1] else 1


def _place_in_order(
    dated: Sequence[tuple[int, _Key]], days: list[int], count: int, key: _Key, *, newest_first: bool
) -> int:
    """Return the place in a file that is in order: bisect the days, then look within the day."""
    day = -key[0] if newest_first else key[0]
    low, high = bisect_left(days, day), bisect_right(days, day)
    if newest_first:
        spot = high
        for at in reversed(range(low, high)):
            if _compare(dated[at][1], key) <= 0:
                spot = at
        if spot == len(dated):
            return dated[-1][0] + 1 if dated else 0
        return dated[spot][0] if spot else 0
    spot = low
    for at in range(low, high):
        if _compare(dated[at][1], key) <= 0:
            spot = at + 1
    if spot == len(dated):
        return count
    return dated[spot - 1][0] + 1 if spot else dated[0][0]


def _fewest_wrong(keys: Sequence[_Key | None], key: _Key, *, newest_first: bool) -> int:
    """Return the place that leaves the fewest entries on the wrong side of the new one."""
    sign = -1 if newest_first else 1
    wrong = lowest = 0
    best = 0
    for index, other in enumerate(keys):
        side = 0 if other is None else sign * _compare(other, key)
        wrong += side
        if wrong < lowest or (wrong == lowest and not newest_first):
            lowest, best = wrong, index + 1
    return best
