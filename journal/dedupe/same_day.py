"""A close look at texts of the same date and title, where samples tell too little.

The thresholds come from invented diaries (`tests/benchmarks/dedupe.py`), but for
`FORM`. Each may move by a third either way, and on 380 pairs and 120 look-alikes
of a seed not used for tuning nothing is merged wrongly, and at most one more
pair is found or missed. The same holds for those of `match`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.alike import shingles

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from journal.dedupe.alike import Likeness
    from journal.dedupe.known import Known

CROWD = 32
"""Versions of one day above which they are not compared one by one."""

MOSTLY, PARTLY = 0.35, 0.80
"""Jaccard and containment of all shingles that make a closer look worth its price."""

AROUND = 4
"""Days before and after that tell what is boilerplate: what two texts of theirs have as well."""

BESIDES = 0.30
"""Jaccard of what is left without the boilerplate."""

FORM = 0.40
"""Containment of a text all of whose words its neighbours have too: a form before it was filled
in, as challenges of 100 days lay them out; from one public diary, 29 such days of 100."""

SURE = 0.5
"""The highest score: one text holds the other."""


def same_day(
    versions: Sequence[Known], likeness: Likeness, may_join: Callable[[Known, Known], bool]
) -> Iterator[tuple[float, Known, Known]]:
    """Yield pairs that are one entry, with a score: one holds the other, or most is alike."""
    days: dict[dt.date, list[Known]] = {}
    for known in versions:
        if known.version.date and likeness.can_compare(known):
            days.setdefault(known.version.date, []).append(known)
    dates = sorted(days)
    for date, members in days.items():
        if not 1 < len(members) <= CROWD:
            continue
        members.sort(key=lambda known: (known.version.size, key(known)))
        for i, small in enumerate(members):
            if small.version.size < fingerprint.SHINGLE - 1 or small.version.apart:
                continue
            for large in members[i + 1 :]:
                if large.version.apart or not may_join(small, large):
                    continue
                if same_title(small, large):
                    score = _compare(small, large, likeness, date, dates, days)
                    if score:
                        yield score, small, large


def same_title(one: Known, other: Known) -> bool:
    """Tell whether two versions have the same title, form aside."""
    left, right = one.version.title, other.version.title
    return left == right or fingerprint.title_key(left) == fingerprint.title_key(right)


def key(known: Known) -> tuple[str, int, str]:
    """Return what versions are sorted by; those without a clock time come first."""
    return str(known.version.date), known.version.face, str(known.version.time or "")


def _compare(
    small: Known,
    large: Known,
    likeness: Likeness,
    date: dt.date,
    dates: list[dt.date],
    days: dict[dt.date, list[Known]],
) -> float:
    if likeness.holds(large, small):
        return SURE
    jaccard, containment = likeness.overlap(small, large)
    alike = jaccard >= MOSTLY or containment >= PARTLY
    is_form = containment >= FORM and fingerprint.title_key(small.version.title) != ""
    if not alike and not is_form:
        return 0.0
    place = bisect_left(dates, date)
    near = dates[max(place - AROUND, 0) : place] + dates[place + 1 : place + 1 + AROUND]
    counts: Counter[str] = Counter()
    for day in near:
        texts = {known.version.letters: known for known in days[day]}
        for number in sorted(texts)[:2]:
            body = likeness.body(texts[number]) or ""
            counts.update(fingerprint.shingles(fingerprint.letters(body)))
    left, right = (
        {part for part in shingles(likeness.body(known) or "") if counts[part] < 2}
        for known in (small, large)
    )
    if is_form and not left:
        return containment / 4
    shared = len(left & right)
    besides = shared / (len(left | right) or 1)
    if not alike:
        return 0.0
    if jaccard >= MOSTLY and besides >= BESIDES:
        return jaccard / 2
    part = shared / (min(len(left), len(right)) or 1)
    return containment / 4 if containment >= PARTLY and part >= PARTLY else 0.0
