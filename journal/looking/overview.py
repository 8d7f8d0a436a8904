"""All that has been written, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from journal.looking.tally import (
    WHOLE,
    Run,
    Tally,
    current,
    gaps,
    longest,
    streaks,
    tallies,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from journal.entry import Entry


class Overview(NamedTuple):
    """Totals, the streak that goes on and the longest, the longest gap, and words by time.

    `words` are those of each day that has an entry; months and years without one
    are left out.
    """

    total: Tally
    streak: Run
    longest: Run
    gap: Run
    words: Mapping[dt.date, int]
    months: Sequence[Tally]
    years: Sequence[Tally]

    def year(self, today: dt.date) -> int:
        """Return the latest year with an entry, one to come only where there is no other."""
        known = sorted({day.year for day in self.words})
        return max((year for year in known if year <= today.year), default=min(known, default=0))


def overview(entries: Iterable[Entry], today: dt.date) -> Overview:
    """Count entries in every way that `stats` shows; none is kept."""
    whole, days, months, years = tallies(entries, (WHOLE, "day", "month", "year"))
    by_day = {row.first: row.words for row in days if row.first}
    runs = streaks(by_day)
    return Overview(
        whole[0] if whole else Tally(""),
        current(runs, today),
        longest(runs),
        longest(gaps(runs)),
        by_day,
        [row for row in months if row.name],
        [row for row in years if row.name],
    )
