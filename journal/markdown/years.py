"""The years of entries whose headings lack them."""

from __future__ import annotations

from itertools import pairwise

from journal.dates.stamp import make_date
from journal.markdown.pages import Page
from journal.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from journal.markdown.heading import Head

_HALF = 6


@dataclass(slots=True)
class Walk:
    """A walk through the headings of a file, in order, that knows which year it has come to.

    `runs` is 1 where the days rise, -1 where they fall, 0 where they do not say.
    A step from the last months of a year to the first ones, or back, turns it.
    """

    runs: int
    page: Page = field(default_factory=Page)
    _month: int | None = None

    def turn_to(self, page: Page) -> None:
        """Pass a heading that names a year or a month."""
        if page.year is not None:
            self.page, self._month = Page(page.year, page.month), None
        else:
            self.page = Page(self.page.year, page.month)

    def date_of(self, head: Head) -> dt.date | None:
        """Return the date of a heading at this place, and step there; None where it has none."""
        if head.date is None or not head.form.lacks:
            return head.date
        month = self.page.month if head.form.lacks == "month" else head.date.month
        year = self.page.year
        if year is None or month is None:
            return None
        if self._month and self.is_new_year(month):
            year += self.runs if self.runs == (1 if month < self._month else -1) else 0
        date = make_date(year, month, head.date.day)
        if date:
            self.page = Page(year, self.page.month)
            self._month = month
        return date

    def is_new_year(self, month: int) -> bool:
        """Tell whether a step to this month leads over New Year, if it does not lead far back."""
        months = (self._month or month, month)
        return max(months) >= 11 and min(months) <= 2

    def copy(self) -> Walk:
        """Return a walk at the same place."""
        return replace(self)


def direction(days: Sequence[tuple[int, int]], years: Sequence[int]) -> int:
    """Return 1 where days (month and day) rise from heading to heading, -1 where they fall, else 0.

    Long steps may cross a year and do not count; the years that headings name do.
    """
    steps = [(a, b) for a, b in pairwise(days) if abs(a[0] - b[0]) <= _HALF]
    votes = [(b > a) - (b < a) for a, b in steps] + [(b > a) - (b < a) for a, b in pairwise(years)]
    return (sum(votes) > 0) - (sum(votes) < 0) or _by_year_end(days)


def _by_year_end(days: Sequence[tuple[int, int]]) -> int:
    """Return 1 for a lone step over New Year: of two days the second is rarely the older one."""
    return int(any(a[0] - b[0] > _HALF for a, b in pairwise(days)))
