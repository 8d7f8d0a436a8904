"""The page: its head, its contents, and the entries by year and month."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from journal.web.contents import Month, contents, controls, grouped
from journal.web.entry import entry_html, line
from journal.web.frame import closing, opening
from journal.web.words import common_language, count_in_words, month_name, words_for, year_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from journal.entry import Entry
    from journal.web.addresses import Places


def write_page(
    entries: Sequence[Entry], *, title: str, places: Callable[[str], Places]
) -> Iterator[str]:
    """Yield a whole HTML document piece by piece, an entry at a time, in the order given.

    Entries of one month stand together. `places` gets the path of an entry's file.
    Raises UsageError where the `html` extra is not installed, before anything is
    yielded.
    """
    from journal.web.clean import needed

    needed("nh3")
    needed("latex2mathml")
    return _pieces(entries, title, places)


def _pieces(entries: Sequence[Entry], title: str, places: Callable[[str], Places]) -> Iterator[str]:
    language = common_language(entries)
    words = words_for(language)
    months = grouped(_with_own_ids(entries))
    yield opening(line(title), language, words)
    yield f"<header>\n<h1>{line(title)}</h1>\n<p>{_summary(entries, words)}</p>\n</header>\n"
    yield controls(entries, months, words)
    yield f'<div class="columns">\n{contents(months, words, language)}<main id="entries">\n'
    for number, month in enumerate(months):
        if not number or months[number - 1].year != month.year:
            yield _year_heading(month, words, language)
        yield _month_heading(month, words, language)
        for entry in month.entries:
            yield entry_html(entry, words, language, places=places(entry.source.path))
        yield "</section>\n"
        if number + 1 == len(months) or months[number + 1].year != month.year:
            yield "</section>\n"
    if not entries:
        yield f"<p>{words['empty']}</p>\n"
    yield closing(words)


def _with_own_ids(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries, those of several journals with the same id told apart."""
    seen: Counter[str] = Counter()
    for entry in entries:
        seen[entry.id] += 1
        count = seen[entry.id]
        yield replace(entry, id=f"{entry.id}-{count}") if count > 1 else entry


def _summary(entries: Sequence[Entry], words: dict[str, str]) -> str:
    """Return how many entries there are, and from when to when."""
    count = count_in_words(len(entries), words)
    years = [entry.date.year for entry in entries if entry.date]
    if not years:
        return count
    span = str(min(years)) if min(years) == max(years) else f"{min(years)} – {max(years)}"
    return f"{count} · {span}"


def _year_heading(month: Month, words: dict[str, str], language: str) -> str:
    name = year_name(month.year, language) if month.year else words["undated"]
    return (
        f'<section class="year" id="y{month.year or 0}" data-year="{month.year or ""}">\n'
        f"<h2>{name}</h2>\n"
    )


def _month_heading(month: Month, words: dict[str, str], language: str) -> str:
    if not month.year:
        # No level may be left out, though there is nothing more to say.
        return f'<section class="month" id="m0">\n<h3 class="apart">{words["undated"]}</h3>\n'
    name = month_name(month.month, language)
    return f'<section class="month" id="m{month.key}">\n<h3>{name}</h3>\n'
