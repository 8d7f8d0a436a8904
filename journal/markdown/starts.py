"""Which headings of a file begin its entries."""

from __future__ import annotations

from collections import Counter

from journal.markdown.heading import parse_heading, parse_part
from journal.markdown.pages import Page, page_of_path, read_page
from journal.markdown.years import Walk, direction
from journal.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.markdown.blocks import Heading
    from journal.markdown.heading import Head

_DEFAULT = 2


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a file whose headings lack their years says of them.

    `pages` are the headings above the entries that name a year or a month,
    `walk` stands before the first of them. `guessed` counts the entries above
    the first year that the file names.
    """

    pages: tuple[tuple[Heading, Page], ...]
    walk: Walk
    guessed: int = 0


@dataclass(frozen=True, slots=True)
class Starts:
    """The headings that begin entries, their level, and the calendar of a file that needs one."""

    heads: tuple[tuple[Heading, Head], ...]
    level: int
    calendar: Calendar | None = None


def find_starts(headings: Sequence[Heading], path: str) -> Starts:
    """Find the headings that begin entries.

    The entry level is the one that most dated headings have (the higher one of
    two that tie); dated headings of that level or above begin an entry. Days
    without a year count where at least half of the headings of their level that
    have no full date are such, and more than have one, where none above has a
    full date, and where the file or its name tells a year.
    """
    dated = [(heading, head) for heading in headings if (head := parse_heading(heading.text))]
    dated = _without_signatures(dated)
    full = Counter(heading.level for heading, _ in dated)
    parts = _parts(headings, dated, full)
    if parts:
        counts = full + Counter(heading.level for heading, _ in parts)
        level = _most(counts)
        chosen = [pair for pair in parts if pair[0].level == level]
        starts = [pair for pair in dated if pair[0].level <= level]
        whole = sorted([*starts, *chosen], key=lambda pair: pair[0].start)
        found = _with_years(whole, headings, level, path) if chosen else None
        if found:
            return found
    level = _most(full)
    return Starts(tuple(pair for pair in dated if pair[0].level <= level), level)


def _most(levels: Counter[int]) -> int:
    return min(levels, key=lambda one: (-levels[one], one), default=_DEFAULT)


def _without_signatures(dated: list[tuple[Heading, Head]]) -> list[tuple[Heading, Head]]:
    """Leave out `Name 2023.04.02` over a rule, unless entries are underlined in this file."""
    underlined = sum(bool(heading.underline) for heading, _ in dated)
    if not underlined or underlined * 2 > len(dated):
        return dated
    return [pair for pair in dated if not (pair[0].underline and pair[1].form.last)]


def _parts(
    headings: Sequence[Heading], dated: Sequence[tuple[Heading, Head]], full: Counter[int]
) -> list[tuple[Heading, Head]]:
    """Return the headings with a day but no year, of the levels where most are such."""
    sizes = Counter((heading.level, bool(heading.underline)) for heading in headings)
    known = Counter((heading.level, bool(heading.underline)) for heading, _ in dated)
    highest = min(full, default=7)
    parts: list[tuple[Heading, Head]] = []
    for key, size in sizes.items():
        if highest < key[0] or known[key] * 2 >= size:
            continue
        group = [one for one in headings if (one.level, bool(one.underline)) == key]
        found = [(heading, head) for heading in group if (head := parse_part(heading.text))]
        if len(found) > known[key] and len(found) * 2 >= size - known[key]:
            parts += found
    return parts


def _with_years(
    starts: Sequence[tuple[Heading, Head]], headings: Sequence[Heading], level: int, path: str
) -> Starts | None:
    """Give the headings that lack their year the one of their place; None where none is known."""
    begin = {heading.start for heading, _ in starts}
    above = [one for one in headings if one.level < level and one.start not in begin]
    pages = [(heading, page) for heading in above if (page := read_page(heading.text))]
    first = page_of_path(path)
    marks: list[tuple[Heading, Head | Page]] = [*starts, *pages]
    marks.sort(key=lambda pair: pair[0].start)
    years = [page.year for _, page in pages if page.year is not None]
    runs = direction(_days([mark for _, mark in marks], first.month), years)
    guessed = 0
    if first.year is None and not years:
        return None
    if first.year is None:
        guessed = _above_years([mark for _, mark in marks])
        first = Page(years[0] - (runs or 1), first.month) if guessed else first
    calendar = Calendar(tuple(pages), Walk(runs, first), guessed)
    walk = calendar.walk.copy()
    heads: list[tuple[Heading, Head]] = []
    for heading, mark in marks:
        if isinstance(mark, Page):
            walk.turn_to(mark)
        elif not mark.form.lacks:
            heads.append((heading, replace(mark, date=walk.date_of(mark))))
        elif date := walk.date_of(mark):
            heads.append((heading, replace(mark, date=date)))
    return Starts(tuple(heads), level, calendar) if heads else None


def _days(marks: Sequence[Head | Page], month: int | None) -> list[tuple[int, int]]:
    """Return month and day of each heading that has them, from itself or from one above."""
    days: list[tuple[int, int]] = []
    for mark in marks:
        if isinstance(mark, Page):
            month = mark.month
        elif mark.date and mark.form.lacks != "month":
            days.append((mark.date.month, mark.date.day))
        elif mark.date and month:
            days.append((month, mark.date.day))
    return days


def _above_years(marks: Sequence[Head | Page]) -> int:
    """Return how many days stand above the first heading that names a year.

    Above `# 2022` they are of the year before it, or of the one after it where
    the newest stand on top.
    """
    above = 0
    for mark in marks:
        if isinstance(mark, Page):
            if mark.year is not None:
                break
        elif mark.form.lacks:
            above += 1
    return above
