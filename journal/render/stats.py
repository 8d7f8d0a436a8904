"""What has been written: totals, streaks, a year of days, and a bar a month or year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.bars import Bar, bar_lines
from journal.render.heatmap import heatmap_lines
from journal.render.lines import flow, styled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from journal.looking.overview import Overview
    from journal.looking.tally import Tally
    from journal.render.theme import Theme

# Narrower than this, days give way to months.
_ROOM_FOR_DAYS = 60
_NAMELESS = {"tag": "(no tag)", "hour": "(no time)"}


def stats_lines(
    numbers: Overview, theme: Theme, width: int, *, today: dt.date, week_start: int = 0
) -> Iterator[Text]:
    """Yield totals and streaks, the days of the latest year, its months, and all years."""
    dot = styled((f" {theme.dot} ", theme.quiet))
    yield from flow([*_totals(numbers.total, theme)], dot, width)
    yield from flow([*_streaks(numbers, theme)], dot, width)
    if not numbers.months:
        return
    yield Text()
    year = numbers.year(today)
    yield styled((f"{year}", theme.title))
    yield from heatmap_lines(numbers.words, year, theme, width, today=today, week_start=week_start)
    yield Text()
    months = [row for row in numbers.months if row.first and row.first.year == year]
    yield from tally_lines(months, "month", theme, width)
    if len(numbers.years) > 1:
        yield Text()
        yield from tally_lines(numbers.years, "year", theme, width)


def tally_lines(rows: Sequence[Tally], kind: str, theme: Theme, width: int) -> Iterator[Text]:
    """Yield a table of entries, words and days, with a bar for the words."""
    bars = [
        Bar(
            row.name or _NAMELESS.get(kind, "undated"),
            row.words,
            (f"{row.entries:,}", f"{row.words:,}", f"{row.days:,}"),
        )
        for row in rows
    ]
    style = theme.tag if kind == "tag" else theme.date
    return bar_lines(bars, (kind, "entries", "words", "days"), theme, width, style=style)


def tag_lines(rows: Sequence[Tally], theme: Theme, width: int) -> Iterator[Text]:
    """Yield a table of tags: how many entries have each, the first and the last of them."""
    digits = 10 if width >= _ROOM_FOR_DAYS else 7
    bars = [
        Bar(
            f"#{row.name}",
            row.entries,
            (
                f"{row.entries:,}",
                *("" if day is None else day.isoformat()[:digits] for day in (row.first, row.last)),
            ),
        )
        for row in rows
    ]
    return bar_lines(bars, ("tag", "entries", "first", "last"), theme, width, style=theme.tag)


def _totals(total: Tally, theme: Theme) -> Iterator[Text]:
    for number, noun in (
        (total.entries, "entry" if total.entries == 1 else "entries"),
        (total.words, "word" if total.words == 1 else "words"),
        (total.days, "day written" if total.days == 1 else "days written"),
    ):
        yield styled((f"{number:,}", theme.heading), (f" {noun}", theme.plain))
    if total.first and total.last:
        yield styled((f"{total.first} {theme.arrow} {total.last}", theme.date))


def _streaks(numbers: Overview, theme: Theme) -> Iterator[Text]:
    for name, run in (
        ("streak", numbers.streak),
        ("longest", numbers.longest),
        ("longest gap", numbers.gap),
    ):
        text = styled((f"{name} ", theme.plain), (f"{run.days:,}", theme.heading))
        text.append(" day" if run.days == 1 else " days")
        if run.days and name != "streak":
            text.append(f" {run.first} {theme.arrow} {run.last}", theme.quiet)
        yield text
