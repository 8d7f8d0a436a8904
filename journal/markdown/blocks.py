"""Headings of a Markdown text, with fences, comments and raw HTML passed over.

The rules are CommonMark's, for what can hide a heading. Differences, all on the
side of keeping an entry visible: HTML blocks that a blank line ends (`<div>`,
`<img>`) hide nothing, and lists are followed only as far as fences and indented
headings need it. Of underlined headings only those of one line count: a text
of several lines with a rule right under it is a text.
"""

from __future__ import annotations

_BLANKS = " \t"
_BEGINNINGS = frozenset(" #`~<=+*-0123456789")
_RAW = ("pre", "script", "style", "textarea")
_LOOK_BACK = 50


# These two are no data classes: every search makes some, and each class would cost it 1 %.
class Heading:
    """A heading: its span without the last line ending, level 1 to 6, and its text.

    `underline` is "" for an ATX heading, else the mark under the text, `=` or `-`.
    """

    __slots__ = ("end", "level", "start", "text", "underline")

    def __init__(self, start: int, end: int, level: int, text: str, underline: str = "") -> None:
        """Keep what is told."""
        self.start = start
        self.end = end
        self.level = level
        self.text = text
        self.underline = underline


class Outline:
    """The headings of a text, and where a block that never ends begins.

    `open_at` is the offset of a fence, comment or raw HTML block that runs to
    the end of the text, or None; `closer` is the line that would end it.
    """

    __slots__ = ("closer", "headings", "open_at")

    def __init__(
        self, headings: tuple[Heading, ...], open_at: int | None = None, closer: str = ""
    ) -> None:
        """Keep what is told."""
        self.headings = headings
        self.open_at = open_at
        self.closer = closer


def outline(text: str, start: int = 0, *, underlined: bool = False) -> Outline:
    """Find every top-level ATX heading from an offset (the start of a line) on.

    With `underlined` the headings that have a line of `=` or `-` under them, too.
    """
    lone_cr = "\r" in text and text.count("\r") != text.count("\r\n")
    headings: list[Heading] = []
    done = line = start
    size = len(text)
    while line < size:
        mark = text[line]
        position = line
        if mark in _BEGINNINGS or mark.isdecimal():
            end = line_end(text, line)
            bare = text[line:end].lstrip(" ")
            indent = end - line - len(bare)
            kind = _kind(bare) if indent < 4 else ""
            if kind == "#":
                level = len(bare) - len(bare.lstrip("#"))
                floor = headings[-1].end if headings else 0
                if not _container(text, line, indent, floor):
                    headings.append(Heading(line, end, level, _content(bare[level:])))
                position = done = end
            elif kind == "_":
                found = _underlined(text, line, end, done) if underlined else None
                if found:
                    headings.append(found)
                    done = found.end
            elif kind:
                stop, closer = _skip(text, line, indent, kind)
                if stop is None:
                    return Outline(tuple(headings), line, closer)
                position = done = stop
        line = next_line(text, position) if lone_cr else text.find("\n", position) + 1 or size
    return Outline(tuple(headings))


def first_heading(text: str) -> Heading:
    """Return the first heading of a text that has one, such as a section."""
    return outline(text, underlined=True).headings[0]


def line_end(text: str, position: int) -> int:
    """Return the offset of the next line ending, or of the end of the text."""
    # By growing steps: a file whose lines end in CR has no LF to stop at.
    step = 256
    while True:
        end = text.find("\n", position, position + step)
        found = text.find("\r", position, position + step if end < 0 else end)
        if found >= 0 or end >= 0:
            return found if found >= 0 else end
        position += step
        step *= 4
        if position >= len(text):
            return len(text)


def next_line(text: str, position: int) -> int:
    """Return the offset after the next line ending, or of the end of the text."""
    end = line_end(text, position)
    return min(end + (2 if text.startswith("\r\n", end) else 1), len(text))


def item_width(line: str) -> int:
    """Return the width of a list marker and the blanks behind it at the start of a line, or 0."""
    width = 1 if line[:1] in ("-", "*", "+") else 0
    if not width:
        while width < 10 and line[width : width + 1].isdecimal():
            width += 1
        width = width + 1 if 0 < width < 10 and line[width : width + 1] in (".", ")") else 0
    rest = line[width:]
    blanks = len(rest) - len(rest.lstrip(_BLANKS))
    return width + blanks if width and blanks else 0


def _kind(bare: str) -> str:
    """Tell what a line without its indentation begins, if it matters.

    `#` a heading, `_` a line that may underline one, "" nothing, and what hides
    headings: a fence, from its list marker on, or the mark of comment or raw HTML.
    """
    mark = bare[:1]
    if mark == "#":
        rest = bare.lstrip("#")
        return "#" if len(bare) - len(rest) <= 6 and (not rest or rest[0] in _BLANKS) else ""
    if mark == "<":
        return _html(bare)
    if "```" in bare or "~~~" in bare:
        width = 0 if mark in "`~" else item_width(bare)
        inner = bare[width:]
        blanks = len(bare[:width]) - len(bare[:width].rstrip(_BLANKS))
        fence = inner[: len(inner) - len(inner.lstrip(inner[:1]))]
        closed = inner[:1] == "`" and "`" in inner[len(fence) :]
        if inner[:1] in ("`", "~") and len(fence) > 2 and blanks <= 4 and not closed:
            return bare[:width] + fence
    if mark in ("=", "-") and not bare.rstrip(_BLANKS).strip(mark):
        return "_"
    return ""


def _html(bare: str) -> str:
    """Return the mark of the comment or raw HTML that a line begins, or ""."""
    lower = bare[:10].lower()
    for mark in ("<!--", "<?", "<![cdata["):
        if lower.startswith(mark):
            return bare[: len(mark)]
    if lower[1:2] == "!" and "a" <= lower[2:3] <= "z":
        return bare[:3]
    for name in _RAW:
        behind = lower[len(name) + 1 : len(name) + 2]
        if lower.startswith(name, 1) and behind in ("", " ", "\t", ">"):
            return bare[: len(name) + 1]
    return ""


def _content(text: str) -> str:
    """Return the text of a heading without its blanks and its closing marks."""
    text = text.strip(_BLANKS)
    bare = text.rstrip("#")
    return bare.rstrip(_BLANKS) if bare[-1:] in ("", " ", "\t") else text


def _skip(text: str, line: int, indent: int, kind: str) -> tuple[int | None, str]:
    """Return the offset of the end of a block that hides headings, or None and its closer."""
    behind = line + indent + len(kind)
    if kind == "<!--":
        # `<!-->` and `<!--->` are whole comments.
        return _after(text, "-->", behind - 2), "-->"
    if kind[0] == "<" and kind[1] not in "?!":
        return _raw_end(text, behind), f"</{kind[1:]}>"
    if kind[0] == "<":
        closer = {"<?": "?>", "<![": "]]>"}.get(kind[:3], ">")
        return _after(text, closer, behind), closer
    width = len(kind.rstrip(kind[-1]))
    fence = kind[width:]
    inner = indent + width if width else _container(text, line, indent)
    return _fence_end(text, line_end(text, behind), fence, inner), fence


def _after(text: str, closer: str, position: int) -> int | None:
    """Return the end of the line that holds the closer, or None."""
    found = text.find(closer, position)
    return None if found < 0 else line_end(text, found + len(closer))


def _raw_end(text: str, position: int) -> int | None:
    """Return the end of the line that closes raw HTML, by whichever of its names, or None."""
    while (position := text.find("</", position) + 2) > 1:
        name = text[position : position + 9].lower()
        if any(name.startswith(f"{one}>") for one in _RAW):
            return line_end(text, position)
    return None


def _fence_end(text: str, position: int, fence: str, inner: int) -> int | None:
    """Return the end of the line that closes a fence.

    A fence inside a list item (`inner` columns in) also ends where the item
    does: before a line with less indentation.
    """
    while position < len(text):
        start = next_line(text, position)
        end = line_end(text, start)
        line = text[start:end]
        bare = line.strip(_BLANKS)
        if inner and bare and not line.startswith(" " * inner):
            return position
        if bare.startswith(fence) and not bare.strip(fence[0]):
            indent = len(line) - len(line.lstrip(" "))
            if indent <= inner + 3 and line[indent] == fence[0]:
                return end
        position = end
    return None


def _underlined(text: str, line: int, end: int, done: int) -> Heading | None:
    """Return the heading above a line of `=` or `-`, or None where one line of text is not all.

    Everything up to `done` belongs to a heading, a fence, a comment or raw HTML.
    """
    if line <= done:
        return None
    start, stop = _line_above(text, line)
    content = text[start:stop].strip(_BLANKS)
    if start < done or not content:
        return None
    from journal.markdown.paragraphs import is_one_line, is_rule

    if not is_one_line(text[start:stop]):
        return None
    if start:
        above, bottom = _line_above(text, start)
        over = text[above:bottom]
        if bottom > done and over.strip(_BLANKS) and not is_rule(over):
            return None
    indent = stop - start - len(text[start:stop].lstrip(" "))
    if _container(text, start, indent, done):
        return None
    mark = text[line:end].strip(_BLANKS)[0]
    return Heading(start, end, 1 if mark == "=" else 2, content, mark)


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
        column = _item_column(above)
        if column:
            return column if column <= indent else 0
        blank = not above.strip(_BLANKS)
        if lazy and blank:
            return 0
        if not blank and not above.startswith("  "):
            # A paragraph may go on in an item without its indentation; nothing else may.
            if above.lstrip(" ")[0] in "#`~<>=-\\":
                return 0
            lazy = True
    return 0


def _item_column(line: str) -> int:
    """Return the column where the text of a list item begins, up to four blanks in, or 0."""
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    width = item_width(bare)
    marker = len(bare[:width].rstrip(_BLANKS))
    blanks = bare[marker:width]
    spaces = len(blanks) - len(blanks.lstrip(" "))
    return indent + marker + (min(spaces, 4) or 1) if width else 0
