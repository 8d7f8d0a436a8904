"""Which of several dates an entry has: a function of all its versions, by evidence.

In order: a date set by hand; dates in the names of images and links; the
weekday that a heading names; the order of the neighbours; the shift of a whole
export; the newer export.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from journal import fingerprint
from journal.dedupe.slips import moved, shift, tell_shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.dedupe.clusters import Cluster
    from journal.dedupe.known import Known
    from journal.dedupe.memory import Seen
    from journal.dedupe.slips import Shift

Evidence = Literal["hand", "name", "weekday", "order", "shift", "newer"]

NEAR = 31
"""Days between an entry and its picture: posted a month later at most.

A guess at what people do, not a fit: from 7 to 93 the benchmark's figures stay.
"""

CONTRARY = 0.2
"""The share of entries that may speak against the shift of a whole export.

From 0.1 to 0.4 the benchmark's figures stay.
"""

_DATED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:(?!\d)|(?=[0-2]\d[0-5]\d))"
)


@dataclass(slots=True)
class Ruling:
    """A date, and what spoke against each of the others: the evidence and its words.

    `fixed` tells that it was set by hand, or asked for.
    """

    date: dt.date | None
    against: tuple[tuple[dt.date, Evidence, str], ...] = ()
    fixed: bool = False

    def why_not(self, date: dt.date) -> tuple[Evidence, str]:
        """Return what spoke against a date."""
        found = ((evidence, words) for each, evidence, words in self.against if each == date)
        return next(found, ("newer", ""))


def rule(
    clusters: Sequence[Cluster], exports: Sequence[Seen]
) -> tuple[dict[Cluster, Ruling], list[int]]:
    """Choose the date of each cluster; return how far each export reaches as well.

    A reach is the day's number, put right where the export is known to be off.
    """
    rulings = {}
    open_: list[tuple[Cluster, Ruling, set[dt.date]]] = []
    for cluster in clusters:
        dates = {
            known.version.date
            for known in cluster.members
            if known.version.date and not _only_text(known)
        }
        ruling = rulings[cluster] = Ruling(next(iter(dates), None))
        fixed = [known.fixed for known in cluster.members if known.fixed]
        if fixed:
            ruling.date = min(fixed)
            ruling.against = tuple((date, "hand", "") for date in dates - {ruling.date})
            ruling.fixed = True
        elif len(dates) > 1:
            left = _by_itself(cluster, dates, ruling)
            open_.append((cluster, ruling, left))
    shifts = _shifts(rulings, open_) if open_ else {}
    reaches = [_reach(seen, shifts.get(place)) for place, seen in enumerate(exports)]
    for cluster, ruling, left in open_:
        if len(left) > 1:
            off = {place: shifts[place] for place in cluster.exports if place in shifts}
            words = {f"{exports[place].name} is {tell_shift(by)}" for place, by in off.items()}
            left = _narrow(
                left, _unshifted(cluster, off), ruling, "shift", ", ".join(sorted(words))
            )
        if len(left) > 1:
            newest = max(left, key=lambda date: (_newness(cluster, date, reaches, exports), date))
            left = _narrow(left, {newest}, ruling, "newer", "")
        (ruling.date,) = left
    return rulings, reaches


def shifted(rulings: dict[Cluster, Ruling], places: Iterable[int]) -> dict[int, Shift]:
    """Return the exports of which nearly all entries known otherwise are off by the same."""
    votes: dict[int, Counter[Shift]] = {place: Counter() for place in places}
    for cluster, ruling in rulings.items():
        if ruling.date and len(cluster.exports) > 1:
            for place, date in _claims(cluster):
                if place in votes:
                    votes[place][shift(date, ruling.date)] += 1
    found = {}
    for place, counts in votes.items():
        by, count = counts.most_common(1)[0] if counts else (("day", 0), 0)
        if by[1] and count > 1 and counts.total() - count <= CONTRARY * counts.total():
            found[place] = by
    return found


def choose_time(
    cluster: Cluster, date: dt.date | None, reaches: Sequence[int], exports: Sequence[Seen]
) -> dt.time | None:
    """Return the clock time of an entry: of the versions that tell one, the newest of its date."""
    if len(cluster.members) == 1:
        return cluster.members[0].version.time
    timed = [known for known in cluster.members if known.version.time]
    if len(timed) < 2:
        return timed[0].version.time if timed else None

    def rank(known: Known) -> tuple[bool, bool, bool, tuple[int, int], str]:
        version = known.version
        reached = ((reaches[place], exports[place].key) for place in known.exports)
        newest = max(reached, default=(0, 0))
        return version.pin, known.by_hand, version.date == date, newest, str(version.time)

    return max(timed, key=rank).version.time


def dated_names(known: Known) -> list[str]:
    """Return the names of images and links of a version that have a date in them."""
    body = known.body or ""
    targets = (*fingerprint.images(body), *fingerprint.links(body))
    names = dict.fromkeys(target.rstrip("/").rpartition("/")[2] for target in targets)
    return [name for name in names if _DATED.search(name)]


def _by_itself(cluster: Cluster, dates: set[dt.date], ruling: Ruling) -> set[dt.date]:
    """Leave the dates that the versions themselves do not speak against."""
    left, name = _by_names(cluster, dates)
    left = _narrow(dates, left, ruling, "name", name)
    weekdays = {known.version.weekday for known in cluster.members}
    left = _narrow(
        left, {date for date in left if date.weekday() in weekdays}, ruling, "weekday", ""
    )
    fits = {known.version.date for known in cluster.members if known.version.fits}
    return _narrow(left, {date for date in left if date in fits}, ruling, "order", "")


def _narrow(
    left: set[dt.date], wanted: set[dt.date], ruling: Ruling, evidence: Evidence, words: str
) -> set[dt.date]:
    wanted = wanted & left
    if not wanted or wanted == left:
        return left
    for date in left - wanted:
        ruling.against += ((date, evidence, words),)
    return wanted


def _by_names(cluster: Cluster, dates: set[dt.date]) -> tuple[set[dt.date], str]:
    distances: dict[dt.date, tuple[int, str]] = {}
    for name in sorted({name for known in cluster.members for name in dated_names(known)}):
        for found in _DATED.finditer(name):
            try:
                named = dt.date(int(found[1]), int(found[3]), int(found[4]))
            except ValueError:
                continue
            for date in dates:
                distance = abs((named - date).days)
                if distance <= NEAR:
                    best = distances.get(date, (NEAR + 1, ""))
                    distances[date] = min(best, (min(distance, 1), name))
    if not distances:
        return set(), ""
    nearest, name = min(distances.values())
    return {date for date, (distance, _) in distances.items() if distance == nearest}, name


def _claims(cluster: Cluster) -> list[tuple[int, dt.date]]:
    return [
        (place, known.version.date)
        for known in cluster.members
        if known.version.date
        for place in known.exports
    ]


def _shifts(
    rulings: dict[Cluster, Ruling],
    open_: list[tuple[Cluster, Ruling, set[dt.date]]],
) -> dict[int, Shift]:
    """Return the exports that are off by the same everywhere, as far as evidence tells."""
    decided: dict[int, Counter[Shift]] = {}
    possible: dict[int, Counter[Shift]] = {}
    undecided = set()
    for cluster, _, left in open_:
        if len(left) > 1:
            undecided.add(cluster)
        for place, date in _claims(cluster):
            if len(left) == 1:
                decided.setdefault(place, Counter())[shift(date, next(iter(left)))] += 1
            else:
                others = {shift(date, other) for other in left if other != date}
                possible.setdefault(place, Counter()).update(others)
    for cluster, ruling in rulings.items():
        if not ruling.against and cluster not in undecided and len(cluster.exports) > 1:
            for place in cluster.exports:
                if place in decided:
                    decided[place]["day", 0] += 1
    found = {}
    for place, votes in decided.items():
        hints = possible.get(place, Counter())
        ranked = ((count, hints[by], by) for by, count in votes.items() if by[1])
        _, _, by = max(ranked, default=(0, 0, None))
        if by and votes.total() - votes[by] <= CONTRARY * (votes.total() + hints[by]):
            found[place] = by
    return found


def _unshifted(cluster: Cluster, shifts: dict[int, Shift]) -> set[dt.date]:
    wanted = set()
    for known in cluster.members:
        date = known.version.date
        if not date or _only_text(known):
            continue
        if not known.exports or any(place not in shifts for place in known.exports):
            wanted.add(date)
        for place in known.exports:
            if place in shifts and (right := moved(date, shifts[place])):
                wanted.add(right)
    return wanted


def _reach(seen: Seen, by: Shift | None) -> int:
    if not seen.reach:
        return 0
    right = moved(seen.reach, by) if by else seen.reach
    return (right or seen.reach).toordinal()


def _newness(
    cluster: Cluster, date: dt.date, reaches: Sequence[int], exports: Sequence[Seen]
) -> tuple[bool, int, int]:
    versions = [known for known in cluster.members if known.version.date == date]
    best = max(
        ((reaches[place], exports[place].key) for known in versions for place in known.exports),
        default=(0, 0),
    )
    return any(known.version.hand == "entry" for known in versions if known.by_hand), *best


def _only_text(known: Known) -> bool:
    """Tell whether a version is a text changed by hand, which says nothing of the date."""
    return known.by_hand and known.version.hand == "text"
