"""Files of a folder that are one entry each: when they are from and what they are called."""

from __future__ import annotations

import datetime as dt

from journal.frontmatter import header as front
from journal.markdown.blocks import outline
from journal.markdown.lines import trim, unix
from journal.markdown.plain import names_no_day, read_day
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Moment = tuple[dt.date, dt.time | None]

_BOM = "\ufeff"
_FENCES = ("---", "+++", "{")
_INDEXES = ("index", "_index")
_MARKS = frozenset("#=- ")
_NUMBERS = "0123456789-_. "
_SHIFT = "<!-- headings +"


@dataclass(frozen=True, slots=True)
class Facts:
    """The day, the time and the title of a post.

    `begin` is where its body begins, None where that is for the parser to say.
    With `is_literal` every word of the title stands in the file, or in its name.
    """

    day: dt.date
    time: dt.time | None
    title: str
    begin: int | None = None
    is_literal: bool = False

    def body(self, text: str) -> str | None:
        """Return the body of a post with this text, None where that is for the parser to say."""
        body = None if self.begin is None else trim(_lines(text)[self.begin :])
        return None if body is None or body.startswith(_SHIFT) else body


def read_facts(text: str, path: str) -> Facts | None:
    """Return the facts of a file that is plainly a post; None where only the parser can tell.

    What this reads, `formats.posts` reads the same.
    """
    lines = _lines(text)
    header = front.find(lines)
    begin = header.end if header else 0
    # With CRs for line endings the header may be longer than one can be.
    is_sure = begin * 2 < front.LIMIT if header else not _may_be_header(lines)
    is_sure = is_sure and "\\" not in path  # the parser takes it for a slash
    if not is_sure or _BOM in (lines[:1], lines[begin : begin + 1]):
        return None
    try:
        values = front.load(header) if header else {}
    except front.HeaderError:
        return None
    key, (day, time) = front.moment_of(values)
    moment = (day, time) if day and "date" in values else _named_moment(path, day, time)
    if moment is None or _may_be_diary(lines, begin, is_dated=bool(key)):
        return None
    title = front.title_of(values)
    if not title and values.get("title") != "":
        return _untitled(moment, trim(lines[begin:]), path, begin)
    return Facts(*moment, title, begin, title in lines[:begin])


def is_no_entry(text: str, path: str) -> bool:
    """Tell whether a file has no day at all, in no header, name or heading."""
    name = path.rpartition("/")[2]
    is_named = _is_index(name) or any(map(str.isdigit, name))
    if is_named or front.find(text) or _may_be_header(text):
        return False
    return not _may_be_diary(_lines(text), 0, is_dated=False)


def may_have_header(beginning: str) -> bool:
    """Tell whether a file that begins so may have a header, also one without its first fence."""
    first = beginning.removeprefix(_BOM).partition("\n")[0]
    return first.startswith(_FENCES) or (first[:1].isalpha() and ":" in first)


def _may_be_header(text: str) -> bool:
    """Tell whether a file may begin with the lines of a header that lacks its first fence."""
    return "---" in text and may_have_header(text)


def _lines(text: str) -> str:
    """Return a text without a BOM, its lines ending in LF."""
    return unix(text).removeprefix(_BOM)


def _named_moment(path: str, day: dt.date | None, time: dt.time | None) -> Moment | None:
    """Return the day that a name tells, or else what a header does; None if that is not sure."""
    name = path.rpartition("/")[2]
    if _is_index(name):
        return None
    named = read_day(name[:10]) if name[10:11] in ("-", "_", ".") else None
    if named is None and day is None:
        named = _day_of_folders(path)
    if named:
        told = dt.date(*named)
        return told, time if told == day else None
    if day is None or _may_be_layout(path):
        return None
    from journal.dates.stamp import find_moment

    return None if find_moment(name) else (day, time)


def _day_of_folders(path: str) -> tuple[int, int, int] | None:
    """Return the day of `2023/04/02.md`, `2023-04/02.md` and `2023/0402.md`."""
    *_, year, month, name = f"//{path}".split("/")
    stem = name.rpartition(".")[0]
    if len(stem) == 4 and len(month) == 4:
        year, month, stem = month, stem[:2], stem[2:]
    elif len(month) == 7 and month[4] == "-":
        year, month = month[:4], month[5:]
    return read_day(f"{year}-{month}-{stem}") if year[:2] in ("19", "20") else None


def _is_index(name: str) -> bool:
    """Tell whether a post has its name from the folder that it stands in."""
    return name.partition(".")[0] in _INDEXES


def _may_be_layout(path: str) -> bool:
    """Tell whether a file may have its name for the day that it is from, which counts then.

    It is a whole date, or a part of one in a folder named for the rest.
    """
    *_, folder, name = f"/{path}".split("/")
    stem = name.rpartition(".")[0]
    numbers = sum(map(str.isdecimal, stem))
    if not stem[-1:].isdecimal() and stem[-1:] not in ("年", "月", "日"):
        return False
    return numbers == 8 or (numbers in (2, 4, 6) and folder[-1:].isdecimal())


def _may_be_diary(text: str, begin: int, *, is_dated: bool) -> bool:
    """Tell whether more headings may name a day than a post can have: with a date, one."""
    lines = text[begin:].split("\n")
    marked = [number for number, line in enumerate(lines) if line[:1] in _MARKS]
    if sum(_may_name_day(lines, number) for number in marked) <= is_dated:
        return False
    from journal.markdown.heading import parse_heading, parse_part

    headings = outline(text, begin, underlined=True).headings
    dated = (parse_heading(one.text) or parse_part(one.text) for one in headings)
    return sum(map(bool, dated)) > is_dated


def _may_name_day(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line may be a heading with a day, or stand below one."""
    line = lines[number].lstrip(" ")
    if line[:1] == "#":
        return not names_no_day(line.lstrip("#"))
    is_rule = bool(line) and not line.strip("=- \t")
    return is_rule and number > 0 and not names_no_day(lines[number - 1])


def _untitled(moment: Moment, body: str, path: str, begin: int) -> Facts | None:
    """Return the facts of a post whose header says no title, None if they are not sure."""
    found = outline(body).headings if body.lstrip(" \t\n")[:1] == "#" else ()
    name = path.rpartition("/")[2]
    if body.startswith(_SHIFT) or _is_index(name):
        return None
    is_top = all(found[0].level < one.level for one in found[1:])
    if found and is_top and not body[: found[0].start].strip(" \t\n"):
        return Facts(*moment, front.one_line(found[0].text), is_literal=True)
    stem = name.rpartition(".")[0]
    bare = stem.lstrip(_NUMBERS) if name[:1].isdigit() else stem
    if bare and _may_be_layout(path):
        return None
    title = front.one_line(bare.replace("-", " ").replace("_", " "))
    return Facts(*moment, title, begin, is_literal=True)
