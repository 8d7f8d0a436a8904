"""One section: from text to an entry and back."""

from __future__ import annotations

import re

from journal.entry import Entry
from journal.frontmatter import header as front
from journal.markdown.blocks import first_heading, outline
from journal.markdown.form import write_heading
from journal.markdown.heading import BLANKS, is_dated, parse_heading, parse_part
from journal.markdown.inline import tags as inline_tags
from journal.markdown.levels import DEEPEST, least_shift, room, shift_headings
from journal.markdown.lines import trim as trim
from journal.markdown.lines import unix as unix
from journal.markdown.pages import read_page
from journal.patterns import compile_later
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from journal.entry import Source
    from journal.markdown.blocks import Heading
    from journal.markdown.form import Style
    from journal.markdown.heading import Head

# The header of a post, or how far its headings were moved, in a comment under the heading.
_COMMENT = compile_later(
    r"(?:[ \t]*\n)*<!--(?: headings \+(?P<shift>\d))?"
    r"(?:[ \t]*\n(?P<header>(?:---|\+\+\+|\{)[ \t]*\n.*?\n(?:---|\.\.\.|\+\+\+|\})[ \t]*)\n)?"
    r"[ ]?-->[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
# What would end the comment gets a backslash, and what already has one another.
_COMMENT_END = compile_later(r"--(\\*)>")
_HIDDEN_END = compile_later(r"--\\(\\*)>")
_ESCAPED = compile_later(r"^( {0,3})\\+(?=(?:#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$))", re.MULTILINE)
# Ends a list, which would take an indented heading below it in; no part of the body.
_GUARD = "\n<!-- -->"
_ENDS_IN_LIST = compile_later(r"(?:^|\n)(?: {2,}|[ ]{0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$))[^\n]*\Z")
_LINE_END = compile_later(r"[\r\n]")


def read_section(raw: str, head: Head, heading: Heading, source: Source) -> Entry:
    """Read one section, its heading at offset 0 of the raw text, as an entry."""
    end = heading.end - heading.start
    return read_below(raw, end, head, source, level=heading.level)


def read_below(
    raw: str, end: int, head: Head, source: Source, *, level: int, id: str = ""
) -> Entry:
    """Read one section, whose heading ends at an offset, as an entry."""
    header, shift, body = _take_comment(unix(raw[end:]))
    body = trim(body)
    if body.endswith(_GUARD):
        body = trim(body.removesuffix(_GUARD))
    body = unescape(body)
    inline = inline_tags(f"{head.title}\n{body}")
    tags: tuple[str, ...] = ()
    meta: dict[str, object] = {}
    time = head.time
    if header:
        said = _fields(header, head.date)
        if said is not None:
            tags, meta = said.tags, dict(said.meta)
            if said.time and said.date == head.date and said.time.replace(second=0) == time:
                time = said.time
    return Entry(
        date=head.date,
        time=time,
        title=head.title,
        body=body,
        tags=tuple(dict.fromkeys((*tags, *inline))) if tags else inline,
        meta=meta,
        header=header,
        weekday=head.weekday,
        level=level,
        shift=shift,
        raw=raw,
        source=source,
        id=id,
    )


def write_section(entry: Entry, style: Style, *, strict: bool = False) -> str:
    """Return an entry as a section that ends with one line ending.

    Headings in the text that would begin an entry of their own are escaped;
    with `strict`, those below the entry level too, and a list cannot go on below.
    """
    entry = settle(entry, style.level)
    lines = [_heading(entry, style)]
    comment = _comment(entry)
    if not comment and _COMMENT.match(entry.body):
        comment = "<!-- headings +0 -->"  # so that the body's own comment is not taken for ours
    if comment:
        lines.append(comment)
    if entry.body:
        lines += [""] * style.gap if not comment else [""]
        lacks = strict or bool(style.form.lacks)
        lines.append(escape(entry.body, DEEPEST if strict else style.level, without_year=lacks))
        if entry.body.endswith(_GUARD) or (strict and _ENDS_IN_LIST.search(entry.body)):
            lines.append(_GUARD)
    return "\n".join(lines).replace("\n", style.newline) + style.newline


def rewrite_section(old: Entry, new: Entry, style: Style, *, strict: bool = False) -> str:
    """Return a section with the text of another, keeping of the old one all that stays true.

    Where date, time and title are the same the heading line stays as it was
    written, where the body is the same everything below it does, and always the
    blank lines at the end.
    """
    heading = first_heading(old.raw)
    rest = old.raw[heading.end :]
    written = write_section(new, style, strict=strict)
    cut = first_heading(written).end
    same = (old.date, old.time, old.title) == (new.date, new.time, new.title)
    if same and not _needs_seconds(heading.text, written, old, new):
        line = old.raw[: heading.end]
    else:
        line = written[:cut]
    if _below(old) == _below(new):
        return line + rest
    below = written[cut:].rstrip("\r\n")
    return line + below + rest[len(without_blank_lines(rest)) :]


def _needs_seconds(text: str, written: str, old: Entry, new: Entry) -> bool:
    """Tell whether only the header told the seconds, and what was written tells them now."""
    if new.header == old.header or new.time is None or not new.time.second:
        return False
    was, now = parse_heading(text), parse_heading(first_heading(written).text)
    return bool(was and now and was.time != new.time == now.time)


def _below(entry: Entry) -> tuple[object, ...]:
    return entry.body, entry.header, entry.shift, set(entry.tags), dict(entry.meta)


def settle(entry: Entry, level: int) -> Entry:
    """Return an entry as a section holds it: a post's headings moved down, open blocks closed.

    They move by the `shift` of the post, or else as far as they must.
    """
    title = front.one_line(entry.title).strip(BLANKS)
    body = close_blocks(trim(unix(entry.body)))
    shift = entry.shift
    found = [heading.level for heading in outline(body).headings] if entry.level == 0 else []
    if found:
        moved = room(found, least_shift(found, level) if shift is None else shift)
        body = shift_headings(body, moved)
        shift = moved if moved != level - 1 else None
    return replace(entry, title=title, body=body, level=level, shift=shift)


def close_blocks(body: str) -> str:
    """Return a body in which every fence, comment and raw block that was left open is closed."""
    for _ in range(4 if "<" in body or "```" in body or "~~~" in body else 0):
        found = outline(body)
        if found.open_at is None:
            return body
        body = f"{body}\n{found.closer}"
    return body


def escape(body: str, level: int, *, without_year: bool = False) -> str:
    """Keep dated headings of this level or above from beginning an entry, by a backslash.

    It stands before the marks or, where these are under the text, before them
    there. `without_year` takes in headings that name a day, a month or a year.
    Lines that already look escaped get one more, so that `unescape` gives back
    exactly what was there.
    """
    lines = body.split("\n")
    for number, found, whole in _dated_lines(body):
        first = lines[number].lstrip(" ")[0]
        if (found <= level and whole) or first == "\\" or without_year:
            lines[number] = lines[number].replace(first, "\\" + first, 1)
    return "\n".join(lines)


def unescape(body: str) -> str:
    """Take the backslash that `escape` gave away again."""
    if "\\" not in body:
        return body
    lines = body.split("\n")
    for number, *_ in _dated_lines(body):
        if lines[number].lstrip(" ").startswith("\\"):
            lines[number] = lines[number].replace("\\", "", 1)
    return "\n".join(lines)


def _dated_lines(body: str) -> list[tuple[int, int, bool]]:
    """Return the lines whose marks make a heading with a date, but for backslashes.

    Each is its number, the level, and whether the date is a whole one.
    """
    bare = _ESCAPED.sub(r"\1", body) if "\\" in body else body
    if "#" not in bare and "\n=" not in bare and "\n-" not in bare and "\n " not in bare:
        return []
    found: list[tuple[int, int, bool]] = []
    for heading in outline(bare, underlined=True).headings:
        whole = is_dated(heading.text)
        if whole or parse_part(heading.text) or read_page(heading.text):
            marks = heading.end if heading.underline else heading.start
            found.append((bare.count("\n", 0, marks), heading.level, whole))
    return found


def without_blank_lines(text: str) -> str:
    """Return a text without the blank lines at its end; blanks that end its last line stay."""
    end = len(text.rstrip(" \t\r\n"))
    match = _LINE_END.search(text, end)
    return text[: match.start()] if match else text


def _take_comment(text: str) -> tuple[str, int | None, str]:
    """Split what follows a heading into the post's header, the shift, and the body."""
    if "<" not in text or "<!--" not in text:
        return "", None, text
    match = _COMMENT.match(text)
    if match is None or not (match["header"] or match["shift"]):
        return "", None, text
    shift = int(match["shift"]) if match["shift"] else None
    header = _HIDDEN_END.sub(r"--\1>", match["header"] or "")
    return header, shift, text[match.end() :]


def _fields(text: str, day: dt.date | None) -> front.Fields | None:
    """Return what the header kept in a comment says, or None where it was damaged."""
    header = front.find(text + "\n")
    if header is None:
        return None
    try:
        values = front.load(header)
    except front.HeaderError:
        return None
    said = front.fields(values)
    if header.fence == "{" and not ("date" in values and said.date == day):
        # No post's, but made of tags and meta, to which `created` or `title` may belong, too.
        meta = {key: front.plain(value) for key, value in values.items() if key != "tags"}
        return front.Fields("", None, None, said.tags if "tags" in values else (), meta, False)
    return said


def _comment(entry: Entry) -> str:
    """Return the comment that keeps what a section cannot say in words, or ""."""
    shift = "" if entry.shift is None else f" headings +{entry.shift}"
    header = _COMMENT_END.sub(r"--\\\1>", _header(entry))
    if header:
        return f"<!--{shift}\n{header}\n-->"
    return f"<!--{shift} -->" if shift else ""


def _header(entry: Entry) -> str:
    """Return the header to keep: as it was read, or made of tags and meta that have none."""
    written = unix(entry.header)
    said = _fields(written, entry.date) if written else None
    if written:
        heading_says_it = said is not None and said.exact and written.startswith("---")
        same = said is not None and (said.date, said.title) == (entry.date, entry.title)
        return "" if heading_says_it and same else written
    inline = set(inline_tags(f"{entry.title}\n{entry.body}"))
    hidden = [tag for tag in entry.tags if tag not in inline]
    values = {**({"tags": hidden} if hidden else {}), **entry.meta}
    if not values:
        return ""
    import json

    return json.dumps(values, ensure_ascii=False, indent=1)


def _heading(entry: Entry, style: Style) -> str:
    """Return the heading of an entry, underlined where the file's are and Markdown lets it be."""
    text = _heading_text(entry, style)
    if style.underline:
        lines = f"{text}\n{style.underline * max(len(text), 3)}"
        found = outline(lines, underlined=True).headings
        if [(one.text, one.level) for one in found] == [(text, style.level)]:
            return lines
    return f"{'#' * style.level} {text}".rstrip(BLANKS)


def _heading_text(entry: Entry, style: Style) -> str:
    """Return the heading's text; that of an impossible date stays as it was written."""
    if entry.date is None:
        found = outline(unix(entry.raw), underlined=True).headings
        return found[0].text if found else entry.title
    time = entry.time
    if time and time.second and entry.header:
        said = _fields(unix(entry.header), entry.date)
        # The comment that goes along says the seconds; a heading reads better without.
        if said and (said.date, said.time) == (entry.date, time):
            time = time.replace(second=0)
    return write_heading(entry.date, time, entry.title, style.form)
