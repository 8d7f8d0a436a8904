"""All that has been written, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from journal.looking.tally import Run, Tally, current, gaps, longest, streaks, tally, tally_by
from journal.markdown.inline import count_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

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


def overview(entries: Sequence[Entry], today: dt.date) -> Overview:
    """Count entries in every way that `stats` shows."""
    # Counting words is most of the work, so it is done once.
    known = {id(entry): count_words(entry.body) for entry in entries}

    def words(entry: Entry) -> int:
        return known[id(entry)]

    by_day = {row.first: row.words for row in tally_by(entries, "day", words=words) if row.first}
    runs = streaks(by_day)
    return Overview(
        tally("", entries, words),
        current(runs, today),
        longest(runs),
        longest(gaps(runs)),
        by_day,
        [row for row in tally_by(entries, "month", words=words) if row.name],
        [row for row in tally_by(entries, "year", words=words) if row.name],
    )
