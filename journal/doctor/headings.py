"""Headings that nearly begin an entry, or show something other than they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from journal.dates.stamp import MONTHS, NARROW
from journal.doctor.finding import Finding, lines_at, spread
from journal.doctor.metadata import check_open_block
from journal.frontmatter import header as front
from journal.markdown.blocks import outline
from journal.markdown.heading import parse_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.markdown.blocks import Heading
    from journal.markdown.document import Document

_ODD = "\ufeff\u200b\u00a0\u3000"
# A line of marks and text with a digit in it; only the strict form of it is a heading.
_LINE = re.compile(
    rf"(?:(?<=[\r\n])|\A)(?P<odd>[ {_ODD}]{{0,4}})(?P<marks>[#＃]{{1,6}})(?P<gap>[ \t{_ODD}]*)"
    r"(?P<text>[^\s#＃][^\r\n]*)"
)
_UNDERLINED = re.compile(
    r"(?:(?<=[\r\n])|\A) {0,3}(?P<text>[^\s#>\-+*][^\r\n]{0,200})(?:\r\n|\r|\n)"
    r" {0,3}(?:=+|-{2,})[ \t]*(?=[\r\n]|\Z)"
)
_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
_M, _D = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_M2, _D2 = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_HAN = "[一二三四五六七八九十]"
_END = r"(?![\w./-]|[ ]*[%:])"
_NO_YEAR = re.compile(
    rf"(?:{_M}/{_D}{_END}|{_M2}[.-]{_D2}{_END}|{_M}月{_D}(?:[日号號]|(?!\w))"
    rf"|{_HAN}{{1,2}}月{_HAN}{{1,3}}[日号號]|{_MONTH} {_D}(?:st|nd|rd|th)?(?!\w)"
    rf"|{_D}(?:st|nd|rd|th)? {_MONTH}(?!\w)|\d\d([./-]){_M2}\1{_D2}{_END})"
)
_YEAR_LAST = re.compile(rf"{_D}([./-]){_D}\1(?:19|20)\d\d{_END}")
# C0 but tab, DEL, C1; embeddings, overrides and isolates: what can make a line look like another.
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_TODO = "write it as `{marks} 2023.04.02 title` if an entry begins here"


class _Near(NamedTuple):
    """A line that looks like the heading of an entry: where its line begins, and its kind."""

    start: int
    kind: str


_WHAT = {
    "heading-without-blank": "no blank, or a foreign one, parts the # marks from a date, "
    "so this is no heading",
    "underlined-heading": "a date that is underlined begins no entry",
    "hidden-heading": "a heading with a date stands inside code, a comment or HTML, "
    "so it begins no entry",
    "deeper-heading": "a heading with a date is deeper than those of the entries, "
    "so it is part of the one above",
    "heading-without-year": "a heading names a day without its full year, so it begins no entry",
    "heading-year-last": "a heading has its year last, so it begins no entry",
}


def check_headings(document: Document, text: str) -> Iterator[Finding]:
    """Find what was perhaps meant to begin an entry, and what hides in headings."""
    header = front.find(text) if not document.entries or document.preamble else None
    start = header.end if header and _loads(header) else int(text.startswith("\ufeff"))
    found = outline(text, start).headings
    yield from _check_controls(found, text, document.path)
    level = document.style.level
    near = [*_lost_lines(text, start, found, level), *_other_levels(document, found)]
    open_at = _start_of_line(text, document.open_line)
    inside = [one for one in near if one.kind == "hidden-heading" and one.start > open_at]
    yield from check_open_block(document, len(inside))
    for kind, what in _WHAT.items():
        offsets = sorted(one.start for one in near if one.kind == kind and one not in inside)
        finding = Finding(kind, "note", document.path, 1, what, _TODO.format(marks="#" * level))
        yield from spread(finding, list(lines_at(text, offsets)))
    if not document.entries and len(found) + bool(header) > 1:
        yield Finding(
            "no-entries",
            "note",
            document.path,
            1,
            "nothing in this file reads as an entry",
            f"let entries begin with `{'#' * level} 2023.04.02 title`; "
            "if it is a single post, import it into a journal",
        )


def _loads(header: front.Header) -> bool:
    try:
        front.load(header)
    except front.HeaderError:
        return False
    return True


def _start_of_line(text: str, line: int) -> int:
    """Return the offset of a line, or the end of the text for line 0."""
    if not line:
        return len(text)
    ends = re.compile(r"\r\n|\n|\r").finditer(text)
    return next((end.end() for number, end in enumerate(ends, 2) if number == line), 0)


def _check_controls(headings: Sequence[Heading], text: str, path: str) -> Iterator[Finding]:
    offsets = [heading.start for heading in headings if _CONTROL.search(heading.text)]
    finding = Finding(
        "control-in-heading",
        "problem",
        path,
        1,
        "control or direction characters hide in this heading",
        "remove them: other programs may show another heading than is there",
    )
    yield from spread(finding, list(lines_at(text, offsets)))


def _lost_lines(
    text: str, start: int, headings: Sequence[Heading], level: int
) -> Iterator[_Near]:
    """Yield lines that are no headings, but would name a day if they were."""
    known = {heading.start for heading in headings}
    probe: list[str] = []
    position = 0
    candidates: dict[int, str] = {}
    for match in _LINE.finditer(text, start):
        wide = "＃" in match["marks"] or match["odd"].strip(" ") or len(match["odd"]) > 3
        strict = not wide and match["gap"][:1] in (" ", "\t") and match["gap"]
        if match.start() in known or not parse_heading(match["text"].rstrip(" \t#")):
            continue
        if strict:
            if len(match["marks"]) <= level:
                yield _Near(match.start(), "hidden-heading")
            continue
        if len(match["marks"]) == level and len(match["odd"].lstrip(_ODD)) < 4:
            candidates[match.start()] = "heading-without-blank"
            size = match.end() - match.start()
            probe += [text[position : match.start()], f"# {'x' * (size - 2)}"]
            position = match.end()
    probed = "".join([*probe, text[position:]])
    for match in _UNDERLINED.finditer(probed, start):
        if parse_heading(match["text"]) and len(match["text"]) < 100:
            candidates[match.start()] = "underlined-heading"
    if not candidates:
        return
    for begin in candidates:
        probed = probed if probed[begin] == "#" else _mark(probed, begin)
    for heading in outline(probed, start).headings:
        if heading.start in candidates:
            yield _Near(heading.start, candidates[heading.start])


def _mark(text: str, start: int) -> str:
    """Return the text with a heading of the same length begun at an offset."""
    return f"{text[:start]}# {text[start + 2 :]}"
