"""Headings of a Markdown text, with fences, comments and raw HTML passed over.

The rules are CommonMark's, for what can hide a heading. Differences, all on the
side of keeping an entry visible: HTML blocks that a blank line ends (`<div>`,
`<img>`) hide nothing, and lists are followed only as far as fences and indented
headings need it. Of underlined headings only those of one line count: a text
of several lines with a rule right under it is a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = (
    r" {0,3}(?:"
    r"(?P<atx>#{1,6})(?=[ \t\r\n]|\Z)"
    r"|(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})?"
    r"(?:(?P<tick>`{3,})(?=[^`\r\n]*(?:[\r\n]|\Z))|(?P<tilde>~{3,}))"
    r"|(?P<comment><!--)"
    r"|<(?P<raw>pre|script|style|textarea)(?=[ \t\r\n>]|\Z)"
    r"|(?P<other><\?|<!\[CDATA\[|<![a-z])"
    r"|(?P<under>=+|-+)(?=[ \t]*(?:[\r\n]|\Z))"
    r")"
)
# A literal first character lets the engine skip from line to line, a look ahead past most lines.
_AHEAD = r"(?=[ #`~<=+*\d-])"
_AT_LINE = re.compile(r"\n" + _AHEAD + _OPENING, re.IGNORECASE)
_AT_LINE_CR = re.compile(r"[\n\r]" + _AHEAD + _OPENING, re.IGNORECASE)
_FIRST = re.compile(_OPENING, re.IGNORECASE)
_RAW_END = re.compile(r"</(?:pre|script|style|textarea)>", re.IGNORECASE)
_MARKER = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}|\t)")
# A line that can be a paragraph by itself: no list item, quote, rule, HTML or link's address.
_ONE_LINE = re.compile(
    r" {0,3}(?!(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)|>|#{1,6}(?:[ \t]|$)|<[a-z/!?]|\[[^\]]*\]:"
    r"|([-*_])(?:[ \t]*\1){2,}[ \t]*$)[^ \t]",
    re.IGNORECASE,
)
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANKS = " \t"
_LOOK_BACK = 50


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its span without the last line ending, level 1 to 6, and its text.

    `underline` is "" for an ATX heading, else the mark under the text, `=` or `-`.
    """

    start: int
    end: int
    level: int
    text: str
    underline: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a text, and where a block that never ends begins.

    `open_at` is the offset of a fence, comment or raw HTML block that runs to
    the end of the text, or None; `closer` is the line that would end it.
    """

    headings: tuple[Heading, ...]
    open_at: int | None = None
    closer: str = ""


def outline(text: str, start: int = 0, *, underlined: bool = False) -> Outline:
    """Find every top-level ATX heading from an offset (the start of a line) on.

    With `underlined` the headings that have a line of `=` or `-` under them, too.
    """
    lone_cr = "\r" in text and text.count("\r") != text.count("\r\n")
    pattern = _AT_LINE_CR if lone_cr else _AT_LINE
    headings: list[Heading] = []
    done = start
    match = _FIRST.match(text, start)
    if match is None:
        match = pattern.search(text, start)
    while match is not None:
        line = match.start() + (text[match.start()] in "\r\n" if match.re is not _FIRST else 0)
        if marks := match["atx"]:
            position = line_end(text, match.end())
            floor = headings[-1].end if headings else 0
            if not _container(text, line, match.start("atx") - line, floor):
                content = _content(text[match.end() : position])
                headings.append(Heading(line, position, len(marks), content))
            done = position
        elif match["under"]:
            position = match.end()
            found = _underlined(text, line, match, done) if underlined else None
            if found:
                headings.append(found)
                done = found.end
        else:
            end, closer = _skip(text, line, match)
            if end is None:
                return Outline(tuple(headings), line, closer)
            position = done = end
        match = pattern.search(text, position)
    return Outline(tuple(headings))


def first_heading(text: str) -> Heading:
    """Return the first heading of a text that has one, such as a section."""
    return outline(text, underlined=True).headings[0]


def line_end(text: str, position: int) -> int:
    """Return the offset of the next line ending, or of the end of the text."""
    match = _LINE_END.search(text, position)
    return match.start() if match else len(text)


def next_line(text: str, position: int) -> int:
    """Return the offset after the next line ending, or of the end of the text."""
    match = _LINE_END.search(text, position)
    return match.end() if match else len(text)


def _content(text: str) -> str:
    """Return the text of a heading without its blanks and its closing marks."""
    text = text.strip(_BLANKS)
    bare = text.rstrip("#")
    if not bare or (bare != text and bare[-1] in _BLANKS):
        return bare.rstrip(_BLANKS)
    return text


def _skip(text: str, line: int, match: re.Match[str]) -> tuple[int | None, str]:
    """Return the offset of the end of a block that hides headings, or None and its closer."""
    if match["comment"]:
        # `<!-->` and `<!--->` are whole comments.
        return _after(text, "-->", match.end() - 2), "-->"
    if match["raw"]:
        end = _RAW_END.search(text, match.end())
        return (line_end(text, end.end()) if end else None), f"</{match['raw']}>"
    if match["other"]:
        closer = {"<?": "?>", "<![": "]]>"}.get(match["other"][:3], ">")
        return _after(text, closer, match.end()), closer
    fence = match["tick"] or match["tilde"]
    indent = match.start("tick" if match["tick"] else "tilde") - line
    inner = indent if match["item"] else _container(text, line, indent)
    return _fence_end(text, line_end(text, match.end()), fence, inner), fence


def _after(text: str, closer: str, position: int) -> int | None:
    """Return the end of the line that holds the closer, or None."""
    found = text.find(closer, position)
    return None if found < 0 else line_end(text, found + len(closer))


def _fence_end(text: str, position: int, fence: str, inner: int) -> int | None:
    """Return the end of the line that closes a fence.

    A fence inside a list item (`inner` columns in) also ends where the item
    does: before a line with less indentation.
    """
    closing = re.compile(
        rf"(?:\n|\r\n?) {{0,{inner + 3}}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*(?=[\r\n]|\Z)"
    )
    if not inner:
        match = closing.search(text, position)
        return match.end() if match else None
    dedent = re.compile(rf"(\r\n|\n|\r)(?! {{{inner}}}|[ \t]*(?:[\r\n]|\Z))")
    out = dedent.search(text, position)
    match = closing.search(text, position, out.start() if out else len(text))
    if match:
        return match.end()
    return out.start() if out else None


def _underlined(text: str, line: int, match: re.Match[str], done: int) -> Heading | None:
    """Return the heading above a line of `=` or `-`, or None where one line of text is not all.

    Everything up to `done` belongs to a heading, a fence, a comment or raw HTML.
    """
    if line <= done:
        return None
    start, end = _line_above(text, line)
    if start < done or not _ONE_LINE.match(text, start, end):
        return None
    if start and not _ends_block(text, start, done):
        return None
    indent = end - start - len(text[start:end].lstrip(" "))
    if _container(text, start, indent, done):
        return None
    content = text[start:end].strip(_BLANKS)
    mark = match["under"][0]
    return Heading(start, line_end(text, match.end()), 1 if mark == "=" else 2, content, mark)


def _ends_block(text: str, start: int, done: int) -> bool:
    """Tell whether a paragraph may begin at an offset: what stands above it is finished."""
    above, end = _line_above(text, start)
    whole = end <= done or not text[above:end].strip(_BLANKS)
    return whole or _RULE.fullmatch(text, above, end) is not None


def _line_above(text: str, start: int) -> tuple[int, int]:
    """Return the span of the line above the one that begins at an offset."""
    end = start - (2 if text[start - 2 : start] == "\r\n" else 1)
    above = text.rfind("\n", 0, end) + 1
    return text.rfind("\r", above, end) + 1 or above, end


def _container(text: str, line: int, indent: int, floor: int = 0) -> int:
    """Return the content column of the list item that an indented line stands in, or 0.

    No item is open at `floor`, the end of the last heading.
    """
    if indent < 2:
        return 0
    end = line
    lazy = False
    for _ in range(_LOOK_BACK):
        if end <= floor:
            return 0
        start, stop = _line_above(text, end)
        above = text[start:stop]
        end = start
        marker = _MARKER.match(above)
        if marker:
            return marker.end() if marker.end() <= indent else 0
        blank = not above.strip(_BLANKS)
        if lazy and blank:
            return 0
        if not blank and not above.startswith("  "):
            # A paragraph may go on in an item without its indentation; nothing else may.
            if above.lstrip(" ")[0] in "#`~<>=-\\":
                return 0
            lazy = True
    return 0
