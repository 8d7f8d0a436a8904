"""Lines that look like the heading of an entry and are none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.dates.stamp import NARROW
from journal.markdown.blocks import outline
from journal.markdown.heading import parse_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.markdown.blocks import Heading

# What is written for a blank, or stands before the marks where files were joined.
_ODD = "\ufeff\u200b\u00a0\u3000"
_MARKED = (
    rf"(?P<odd>[ {_ODD}]{{0,4}})(?P<marks>[#＃]{{1,6}})(?P<gap>[ \t{_ODD}]*)"
    r"(?P<text>[^\s#＃][^\r\n]*)"
)
_STRICT = re.compile(r" {0,3}#{1,6}[ \t]")
_INDENT = "    "
_UNDERLINED = (
    r"(?P<odd> {0,3})(?P<text>[^\s#>\-+*][^\r\n]{0,99})(?:\r\n|\r|\n)"
    r" {0,3}(?:=+|-{2,})[ \t]*(?=[\r\n]|\Z)"
)
_M, _D = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_M2, _D2 = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_HAN = "[一二三四五六七八九十]"
_END = r"(?![\w./%:-])"
# With dots and hyphens both numbers need their zeros: `1.2 Method` is a section.
_NO_YEAR = re.compile(
    rf"{_M}/{_D}{_END}|{_M2}[.-]{_D2}{_END}|\d\d([./-]){_M2}\1{_D2}{_END}"
    rf"|{_M}月{_D}(?:[日号號]|(?!\w))|{_HAN}{{1,2}}月{_HAN}{{1,3}}[日号號]"
)
_WORDED = re.compile(r"(?:[a-z]{3,9}\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9})(?!\w)")
_YEAR_LAST = re.compile(rf"\d\d?([./-])\d\d?\1(?:19|20)\d\d{_END}")
_SOME = 0.2


def almost_headings(
    text: str, start: int, headings: Sequence[Heading], level: int
) -> Iterator[tuple[str, int]]:
    """Yield kind and offset of lines that name a day like a heading, but are none.

    Such a line counts only where a heading in its place would be one; what is
    written as it should be, and yet is none, is hidden by what is around it.
    """
    known = {heading.start for heading in headings}
    candidates: dict[int, tuple[str, int]] = {}
    for match in _lines(_MARKED, text, start):
        begin = match.start("odd")
        if begin in known or not parse_heading(match["text"].rstrip(" \t#")):
            continue
        depth = len(match["marks"])
        if _STRICT.match(match[0].lstrip("\r\n")):
            if depth <= level:
                yield "hidden-heading", begin
        elif depth == level and match["odd"] != _INDENT:
            candidates[begin] = "heading-without-blank", match.end()
    for match in _lines(_UNDERLINED, text, start):
        if parse_heading(match["text"]):
            candidates[match.start("odd")] = "underlined-heading", match.end("text")
    if candidates:
        for heading in outline(_probe(text, candidates), start).headings:
            if heading.start in candidates:
                yield candidates[heading.start][0], heading.start


def misplaced_headings(
    headings: Iterable[Heading], level: int, entries: int
) -> Iterator[tuple[str, int]]:
    """Yield kind and offset of headings with a day that begin no entry.

    Headings with a day below the level of the entries are lost entries where
    they are few; where they are many, the diary is built that way.
    """
    deeper = []
    for heading in headings:
        if heading.level > level and parse_heading(heading.text):
            deeper.append(heading.start)
        elif heading.level == level or not entries:
            folded = heading.text.translate(NARROW).lower()
            year_last = _YEAR_LAST.match(folded)
            if (year_last or _lacks_year(folded)) and not parse_heading(heading.text):
                kind = "heading-year-last" if year_last else "heading-without-year"
                yield kind, heading.start
    if len(deeper) <= max(1, _SOME * entries):
        for start in deeper:
            yield "deeper-heading", start


def _lacks_year(text: str) -> bool:
    """Tell whether a text in small letters begins with a day that only lacks its year."""
    if _NO_YEAR.match(text):
        return True
    worded = _WORDED.match(text)
    return worded is not None and parse_heading(f"{worded[0]}, 2000") is not None


def _lines(pattern: str, text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern at the beginnings of lines."""
    first = re.compile(pattern).match(text, start)
    if first:
        yield first
    yield from re.compile(rf"[\r\n]{pattern}").finditer(text, start)


def _probe(text: str, candidates: dict[int, tuple[str, int]]) -> str:
    """Return the text with each candidate made a heading of the same length."""
    pieces: list[str] = []
    position = 0
    for begin, (_, end) in sorted(candidates.items()):
        pieces += [text[position:begin], "# ", "x" * (end - begin - 2)]
        position = end
    return "".join([*pieces, text[position:]])
