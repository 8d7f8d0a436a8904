"""Entries as they are read: a heading, a quiet line, the body."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.text import Text

from journal.render.body import body_lines
from journal.render.cells import cut
from journal.render.days import WEEKDAYS
from journal.render.lines import flow, one_line, styled, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.style import Style

    from journal.entry import Entry
    from journal.render.console import Screen
    from journal.render.pictures import Picture
    from journal.render.theme import Theme


def show_entries(entries: Iterable[Entry], screen: Screen) -> None:
    """Show entries one below the other, in the order given, with their pictures where it can."""
    theme, width = screen.theme, screen.width

    def lines() -> Iterator[Text | Picture]:
        for number, entry in enumerate(entries):
            if number:
                yield from (Text(), styled((theme.rule * width, theme.quiet)), Text())
            folder = os.path.dirname(entry.source.path)
            yield from screen.pictures.below(entry_lines(entry, theme, width), folder)

    screen.show(lines())


def entry_lines(entry: Entry, theme: Theme, width: int) -> Iterator[Text]:
    """Yield the lines of one entry, none wider than `width` cells."""
    yield from wrap(styled(*_when(entry, theme)), width)
    if entry.title:
        yield from wrap(styled((one_line(entry.title), theme.title)), width)
    yield from _quiet_lines(entry, theme, width)
    if entry.body:
        yield Text()
        yield from body_lines(entry.body, theme, width)


def _when(entry: Entry, theme: Theme) -> Iterator[tuple[str, Style]]:
    """Yield the day of an entry, its weekday and hour."""
    if entry.date is None:
        yield "undated", theme.warning
        return
    yield entry.date.isoformat(), theme.date
    yield f" {WEEKDAYS[entry.date.weekday()]}", theme.quiet
    if entry.time is not None:
        yield f" {entry.time:%H:%M}", theme.quiet


def _quiet_lines(entry: Entry, theme: Theme, width: int) -> Iterator[Text]:
    """Yield tags, category, draft and source on a line, and the summary below it."""
    parts = [(f"#{one_line(tag)}", theme.tag) for tag in entry.tags]
    parts += [(word, theme.quiet) for word in _header_words(entry, "category", "categories")]
    if entry.draft:
        parts.append(("draft", theme.changed))
    if entry.source.path:
        place = one_line(str(entry.source))
        parts.append((cut(place, width, mark=theme.ellipsis, end=True), theme.quiet))
    separator = styled((f" {theme.dot} ", theme.quiet))
    yield from flow([styled(part) for part in parts], separator, width)
    for summary in _header_words(entry, "summary", "description"):
        yield from wrap(styled((summary, theme.quiet)), width)


def _header_words(entry: Entry, *keys: str) -> Iterator[str]:
    """Yield the words that header keys hold, alone or in lists."""
    for key in keys:
        value = entry.meta.get(key)
        for word in value if isinstance(value, list | tuple) else (value,):
            if word not in (None, ""):
                yield one_line(str(word))
