"""One entry of a page: its heading, its day, its text, its tags."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from journal.visible import visible
from journal.web.body import Context, body_html
from journal.web.words import day_words, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.entry import Entry
    from journal.web.addresses import Places

_DOT = ' <span aria-hidden="true">·</span> '
# How high an entry of so many characters may be, so that a page scrolls true before it is drawn.
_HEIGHTS = (100, 300, 800, 2000, 5000)


def entry_html(entry: Entry, words: dict[str, str], language: str, *, places: Places) -> str:
    """Return an entry as an article; `language` is that of the page around it."""
    own = language_of(f"{entry.title}\n{entry.body}")
    theirs, ours = (f' lang="{own}"', f' lang="{language}"') if own != language else ("", "")
    height = sum(len(entry.body) > limit for limit in _HEIGHTS)
    day = _day(entry, words, language)
    said = ([day] if entry.title else []) + [*_said(entry, words)]
    when = f'<p class="when"{ours}>{_DOT.join(said)}</p>\n' if said else ""
    heading = line(entry.title) if entry.title else f"<span{ours}>{day}</span>"
    body = body_html(entry.body, Context(entry.id, words, places)) if entry.body else ""
    return (
        f'<article id="e-{entry.id}" class="h{height}"{theirs}>\n<header>\n'
        f'<h4><a href="#e-{entry.id}">{heading}</a></h4>\n{when}</header>\n'
        f'<div class="body">\n{body}</div>\n{_tags(entry)}</article>\n'
    )


def line(text: str) -> str:
    """Return a text of a title, a tag or a name, safe in HTML and on one line."""
    return html.escape(visible(" ".join(text.split("\n")), keep=""))


def _day(entry: Entry, words: dict[str, str], language: str) -> str:
    if entry.date is None:
        return words["undated"]
    clock = f"T{entry.time:%H:%M}" if entry.time else ""
    said = day_words(entry.date, entry.time, language)
    return f'<time datetime="{entry.date.isoformat()}{clock}">{said}</time>'


def _said(entry: Entry, words: dict[str, str]) -> Iterator[str]:
    """Yield what the header says of the entry."""
    if entry.starred:
        yield f'<span class="star" role="img" aria-label="{words["starred"]}">★</span>'
    if entry.draft:
        yield f"<em>{words['draft']}</em>"
    yield from _header_words(entry, "category", "categories", "summary", "description")


def _tags(entry: Entry) -> str:
    shown = [tag for tag in entry.tags if tag != "starred"]
    if not shown:
        return ""
    items = "".join(
        f'<li><button type="button" data-tag="{line(tag)}">#{line(tag)}</button></li>'
        for tag in shown
    )
    return f'<ul class="tags">{items}</ul>\n'


def _header_words(entry: Entry, *keys: str) -> Iterator[str]:
    """Yield the words that header keys hold, alone or in lists."""
    for key in keys:
        value = entry.meta.get(key)
        for word in value if isinstance(value, list | tuple) else (value,):
            if word not in (None, ""):
                yield line(str(word))
