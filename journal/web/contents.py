"""What leads to the entries: the years and months, and the search with its filters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from journal.web.entry import line
from journal.web.words import count_in_words, month_name, year_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.entry import Entry


@dataclass(frozen=True, slots=True)
class Month:
    """The entries of one month; of none, `year` and `month` are 0."""

    year: int
    month: int
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """Return `2023-04`."""
        return f"{self.year:04}-{self.month:02}"


def grouped(entries: Iterable[Entry]) -> list[Month]:
    """Return the months in the order of their first entries, years together, undated last."""
    found: dict[tuple[int, int], list[Entry]] = {}
    years: dict[int, int] = {}
    for entry in entries:
        key = (entry.date.year, entry.date.month) if entry.date else (0, 0)
        found.setdefault(key, []).append(entry)
        years.setdefault(key[0], len(years))
    order = sorted(found, key=lambda key: (not key[0], years[key[0]]))
    return [Month(*key, tuple(found[key])) for key in order]


def controls(entries: Sequence[Entry], months: Sequence[Month], words: dict[str, str]) -> str:
    """Return the search and its filters, which only a page that runs its script shows."""
    years = dict.fromkeys(month.year for month in months if month.year)
    tags = Counter(tag for entry in entries for tag in entry.tags if tag != "starred")
    year_options = "".join(f'<option value="{year}">{year}</option>' for year in years)
    tag_options = "".join(
        f'<option value="{line(tag)}">#{line(tag)} ({count:,})</option>'
        for tag, count in sorted(tags.items(), key=lambda item: (-item[1], item[0]))
    )
    selects = _select("year", words, year_options) + (
        _select("tag", words, tag_options) if tags else ""
    )
    return (
        f'<form id="find" role="search" aria-label="{words["search"]}">\n'
        f'<label class="apart" for="query">{words["search"]}</label>\n'
        f'<input id="query" type="search" placeholder="{words["search"]}" autocomplete="off"'
        ' autocapitalize="off" spellcheck="false" aria-keyshortcuts="/" aria-controls="entries"'
        f' aria-describedby="found">\n{selects}'
        f'<button id="dark" type="button" aria-pressed="false">{words["dark"]}</button>\n'
        f'<p id="found" role="status" data-found="{words["found"]}"></p>\n</form>\n'
    )


def contents(months: Sequence[Month], words: dict[str, str], language: str) -> str:
    """Return the navigation: each year, and its twelve months below it."""
    years = "".join(
        _year(year, list(group), words, language)
        for year, group in groupby(months, key=lambda month: month.year)
    )
    return f'<nav aria-label="{words["contents"]}">\n<ol>\n{years}</ol>\n</nav>\n'


def _select(name: str, words: dict[str, str], options: str) -> str:
    return (
        f'<label class="apart" for="{name}">{words[name]}</label>\n'
        f'<select id="{name}" aria-controls="entries">'
        f'<option value="">{words[f"every {name}"]}</option>{options}</select>\n'
    )


def _year(year: int, months: Sequence[Month], words: dict[str, str], language: str) -> str:
    count = sum(len(month.entries) for month in months)
    name = year_name(year, language) if year else words["undated"]
    inside = "".join(_cells(year, months, words, language)) if year else ""
    return (
        f'<li><a href="#y{year}">{name}</a> <small>{count_in_words(count, words)}</small>\n'
        + (f"<ol>{inside}</ol>" if inside else "")
        + "</li>\n"
    )


def _cells(
    year: int, months: Sequence[Month], words: dict[str, str], language: str
) -> Iterator[str]:
    """Yield twelve cells, those of months with entries as links."""
    counts = {month.month: len(month.entries) for month in months}
    for month in range(1, 13):
        if month not in counts:
            yield f'<li aria-hidden="true">{month}</li>'
            continue
        label = f"{month_name(month, language)}, {count_in_words(counts[month], words)}"
        yield (
            f'<li><a href="#m{year:04}-{month:02}" aria-label="{year} {label}"'
            f' title="{label}">{month}</a></li>'
        )
