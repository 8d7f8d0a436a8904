"""Looking back: the same day in other years, a period under review, the weeks without one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.brief import brief_lines
from journal.render.cells import cells
from journal.render.lines import flow, one_line, styled, wrap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from journal.entry import Entry
    from journal.looking.lists import Item
    from journal.looking.review import Look, Missed
    from journal.render.theme import Theme


def years_lines(
    years: Mapping[int, Sequence[Entry]], day: dt.date, theme: Theme, width: int
) -> Iterator[Text]:
    """Yield the entries of each year in short, below how long ago it was."""
    for number, (year, entries) in enumerate(years.items()):
        if number:
            yield Text()
        age = day.year - year
        count = f"{abs(age)} year{'' if abs(age) == 1 else 's'} {'earlier' if age > 0 else 'later'}"
        yield styled((f"{year}", theme.title), (f" {theme.dot} {count}", theme.quiet))
        for entry in entries:
            yield from brief_lines(entry, theme, width)


def review_lines(look: Look, name: str, days: str, theme: Theme, width: int) -> Iterator[Text]:
    """Yield what a review reads: entries in short, open tasks, goals kept and open."""
    yield from flow(
        [styled((name, theme.title)), styled((days, theme.quiet))],
        styled((f" {theme.dot} ", theme.quiet)),
        width,
    )
    for entry in look.entries:
        yield Text()
        yield from brief_lines(entry, theme, width)
    kept = [goal for goal in look.goals if goal.done]
    left = [goal for goal in look.goals if not goal.done]
    for title, items in (("Open tasks", look.tasks), ("Goals kept", kept), ("Goals open", left)):
        yield from _items(title, items, theme, width)


def missed_lines(missed: Missed, day: str, theme: Theme, width: int) -> Iterator[Text]:
    """Yield the weeks without a review by their first days, months on a line; `day` is its name."""
    count = len(missed.days)
    weeks = f"{missed.weeks:,} week{'' if missed.weeks == 1 else 's'}"
    days = f"{day}{'' if count == 1 else 's'}"
    yield from wrap(
        styled((f"{count:,}", theme.heading), (f" {days} missed in {weeks}", theme.plain)), width
    )
    for month, group in groupby(missed.days, lambda one: one.isoformat()[:7]):
        numbers = f" {theme.dot} ".join(f"{one.day:>2}" for one in group)
        yield styled((month, theme.date), (f"  {numbers}", theme.plain))


def _items(title: str, items: Sequence[Item], theme: Theme, width: int) -> Iterator[Text]:
    """Yield tasks or goals below their title, each with its box and its day."""
    if not items:
        return
    yield Text()
    yield styled((title, theme.heading), (f" {theme.dot} {len(items)}", theme.quiet))
    for item in items:
        box = theme.done_task if item.done else theme.open_task
        margin = " " * (cells(box) + 1)
        text = Text(one_line(item.text)).append(f"  {item.entry.date}", theme.quiet)
        for number, line in enumerate(wrap(text, width - len(margin))):
            lead = (
                Text(margin)
                if number
                else styled((f"{box} ", theme.good if item.done else theme.changed))
            )
            yield lead.append_text(line)
