"""What the heading of an entry says: date, weekday, time, title, and in which form."""

from __future__ import annotations

from journal.dates.stamp import (
    DATE,
    NARROW,
    PART,
    TIME,
    WEEKDAY,
    Stamp,
    make_date,
    read_date,
    read_part,
    read_time,
    read_weekday,
)
from journal.markdown.blocks import line_end, outline
from journal.markdown.plain import BLANKS as BLANKS
from journal.markdown.plain import parse_plain
from journal.markdown.ranges import middle, range_end
from journal.patterns import compile_later
from journal.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    import re
    from collections.abc import Callable

    from journal.markdown.blocks import Heading

_OPENERS = "([【《<「『*_~"
_CLOSERS = ")]】》>」』*_~"
_DATE = compile_later(DATE)
_PART = compile_later(PART)
_ALIAS = compile_later(rf"\|[{BLANKS}]*([^\[\]|]*?)[{BLANKS}]*\]\]")
_WEEKDAY = compile_later(WEEKDAY)
_TIME = compile_later(TIME)
# `Sat on the couch`, `Sun-dried`: words, where they are written as in a sentence.
_PHRASE = compile_later(r"(?:[Mm]on|[Ww]ed|[Ff]ri|[Ss]at|[Ss]un)(?:-|[ \t]+)[a-z]")
_GAP = compile_later(rf"[{BLANKS}]*,?[{BLANKS}]*")
_DASH = compile_later(rf"[{BLANKS}]*[-–—][{BLANKS}]*")
# 2023.04.02.1 is a version, 2023-04-02-16-24 a file's stamp: longer numbers, not days.
_LONGER = compile_later(r"[-./]\d")
# One separator between what is counted and what is told; the title is what follows it.
_SEPARATOR = compile_later(
    rf"[{BLANKS}]*(?:[:|·]|[-–—]+(?=[{BLANKS}]|\Z))|[-–—_](?=[^\W\d])|\.(?!\w)|,"
)
_TAIL_SEPARATOR = compile_later(rf"[{BLANKS}]*(?:[:|·]|(?<=[{BLANKS}])[-–—]+)?[{BLANKS}]*\Z")
_DOTS = " \t\u3000.。"


@dataclass(frozen=True, slots=True)
class Form:
    """How a heading writes what it says.

    `last` tells that the date follows the title; `style` and `padded` are those
    of `Stamp`; `open` and `close` stand around the date; `weekday` is the
    weekday as it was written, with its brackets, or "". `lacks` is that of
    `Stamp`: what the file, and not the heading, says of the date.
    """

    last: bool = False
    style: str = "."
    padded: bool = True
    open: str = ""
    close: str = ""
    weekday: str = ""
    lacks: str = ""


_PLAIN = {mark: Form(style=mark) for mark in ".-/"}


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of an entry's heading. `date` is None for a day that does not exist.

    Where the form lacks the year, the date is that of `LEAP` until the file tells.
    """

    date: dt.date | None
    time: dt.time | None
    weekday: int | None
    title: str
    form: Form


def read_top(text: str) -> tuple[Heading, Head | None]:
    """Return the ATX heading in the first line of a text, and what it says where it is dated."""
    heading = outline(text[: line_end(text, 0)]).headings[0]
    return heading, parse_heading(heading.text)


def parse_heading(text: str) -> Head | None:
    """Read the text of a heading that begins or ends with a full date; None for any other.

    The text comes without `#` marks. Full-width digits and punctuation count as
    their narrow forms.
    """
    if plain := parse_plain(text):
        day = make_date(plain.year, plain.month, plain.day)
        return plain_head(day, plain.separator, plain.title)
    if not any(map(str.isdigit, text)):
        return None
    folded = _fold(text)
    return (
        _date_first(text, folded, _DATE, read_date)
        or _english_range(text, folded)
        or _date_last(text, folded, _DATE, read_date)
    )


def plain_head(day: dt.date | None, separator: str, title: str) -> Head:
    """Return the parts of a heading such as `2023.04.02 title`."""
    return Head(day, None, None, title, _PLAIN[separator])


def parse_part(text: str) -> Head | None:
    """Read the text of a heading that begins or ends with a day without its year; None else."""
    if not text or parse_heading(text):
        return None
    folded = _fold(text)
    return _date_first(text, folded, _PART, read_part) or _date_last(text, folded, _PART, read_part)


def is_dated(text: str) -> bool:
    """Tell whether a heading of this text would name a day."""
    return parse_heading(text) is not None


def _english_range(text: str, folded: str) -> Head | None:
    """Read a heading that begins or ends with a range such as `Nov 12-14, 2023`."""
    span = middle(folded)
    if span is None:
        return None
    rest = text[slice(*span)].strip(BLANKS)
    head = parse_heading(text[: span[0]] + text[span[1] :])
    if head is None or head.date is None:
        return None
    order = (head.title, rest) if head.form.last else (rest, head.title)
    return replace(head, title=" ".join(filter(None, order)))


def _fold(text: str) -> str:
    folded = text.translate(NARROW).lower()
    # `İ` grows when lowered; offsets must not move
    return folded if len(folded) == len(text) else text.translate(NARROW)


def _date_first(
    text: str,
    folded: str,
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Stamp | None],
) -> Head | None:
    start = len(folded) - len(folded.lstrip(_OPENERS))
    ahead = _WEEKDAY.match(folded, start)
    begin = _GAP.match(folded, ahead.end()).end() if ahead else start  # type: ignore[union-attr]
    match = pattern.match(folded, begin)
    stamp = read(match) if match else None
    if stamp is None or (_LONGER.match(folded, stamp.end) and not range_end(folded, stamp)):
        return None
    if start > 1 and (alias := _ALIAS.match(folded, stamp.end)):
        return _aliased(text, folded, stamp, alias)
    close = _run(folded, stamp.end, _CLOSERS) if start else ""
    position, weekday, time = _details(folded, stamp.end + len(close))
    if weekday and _begins_title(text, weekday, stamp):
        position, weekday = weekday.start(), None
    written = text[weekday.start() : weekday.end()] if weekday else ""
    opened = text[:start]
    if start and not close:
        # <2023-04-02 Sun>: what was opened before the date is closed behind its details.
        late = _run(folded, position, _CLOSERS)
        position += len(late)
        written = f"{written}{late}" if written else ""
        opened = opened if written[-1:] in tuple(_CLOSERS) else ""
    day = weekday or ahead
    separator = _SEPARATOR.match(folded, position)
    rest = text[separator.end() if separator else position :]
    form = _form(stamp, opened, close, written, last=False)
    number = read_weekday(day) if day else None
    return Head(stamp.date, time, number, _unescape(rest.strip(BLANKS)), form)


def _begins_title(text: str, weekday: re.Match[str], stamp: Stamp) -> bool:
    """Tell whether a word that may be a weekday, but not that of the date, goes on as a title."""
    if stamp.date is None or stamp.lacks or read_weekday(weekday) == stamp.date.weekday():
        return False
    return _PHRASE.match(text, weekday.start()) is not None


def _aliased(text: str, folded: str, stamp: Stamp, alias: re.Match[str]) -> Head:
    """Read a heading that begins with `[[2023-04-02|name]]`; a name that is no weekday is title."""
    name = text[alias.start(1) : alias.end(1)]
    weekday = _WEEKDAY.fullmatch(folded, alias.start(1), alias.end(1))
    separator = _SEPARATOR.match(folded, alias.end())
    rest = text[separator.end() if separator else alias.end() :].strip(BLANKS)
    title = rest if weekday else f"{name} {rest}".strip(BLANKS)
    number = read_weekday(weekday) if weekday else None
    form = _form(stamp, "[[", "]]", "", last=False)
    return Head(stamp.date, None, number, _unescape(title), form)


def _date_last(
    text: str,
    folded: str,
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Stamp | None],
) -> Head | None:
    found = [stamp for match in [*pattern.finditer(folded)][-2:] if (stamp := read(match))]
    for stamp in found:
        tail = range_end(folded, stamp)
        if stamp.lacks == "month" or (stamp is not found[-1] and not tail):
            continue
        head = _ends_with(text, folded, stamp, tail)
        if head is not None:
            return head
    return None


def _ends_with(text: str, folded: str, stamp: Stamp, tail: int | None) -> Head | None:
    """Read a heading that ends with a stamp, or with the range that begins with it."""
    begin = len(folded[: stamp.start].rstrip(_OPENERS))
    close = _run(folded, stamp.end, _CLOSERS) if begin < stamp.start else ""
    behind = tail or stamp.end + len(close)
    dash = _DASH.match(folded, behind)
    if dash and _WEEKDAY.match(folded, dash.end()):
        behind = dash.end()
    position, weekday, time = _details(folded, behind)
    if tail and begin < stamp.start:
        position += len(_run(folded, position, _CLOSERS))
    if folded[position:].strip(_DOTS) or (not tail and _LONGER.match(folded, stamp.end)):
        return None
    title = text[: _TAIL_SEPARATOR.search(folded, 0, begin).start()]  # type: ignore[union-attr]
    title = _unescape(title.strip(BLANKS))
    if tail:
        title = f"{title} {text[stamp.end : tail].strip(BLANKS)}".strip(BLANKS)
    written = text[weekday.start() : weekday.end()] if weekday else ""
    opened = text[begin : stamp.start] if not tail else ""
    form = _form(stamp, opened, close, written, last=True)
    number = read_weekday(weekday) if weekday else None
    return Head(stamp.date, time, number, title, form)


def _form(stamp: Stamp, opened: str, close: str, weekday: str, *, last: bool) -> Form:
    return Form(last, stamp.style, stamp.padded, opened, close, weekday, stamp.lacks)


def _run(text: str, position: int, characters: str) -> str:
    """Return the longest run of the characters at a position."""
    end = position
    while end < len(text) and text[end] in characters:
        end += 1
    return text[position:end]


def _details(folded: str, position: int) -> tuple[int, re.Match[str] | None, dt.time | None]:
    """Read a weekday and a clock time, in either order, after a date."""
    weekday: re.Match[str] | None = None
    time: dt.time | None = None
    for _ in range(2):
        start = _GAP.match(folded, position).end()  # type: ignore[union-attr]
        if folded[position : position + 1] == "t":
            start = position + 1
        if weekday is None and (day := _WEEKDAY.match(folded, start)):
            weekday, position = day, day.end()
        elif time is None and (clock := _TIME.match(folded, start)) and read_time(clock):
            time, position = read_time(clock), clock.end()
    return position, weekday, time


def _unescape(title: str) -> str:
    r"""Return a title without the backslash that keeps its last `#` from closing the heading."""
    bare = title.rstrip("#")
    return bare[:-1] + title[len(bare) :] if bare != title and bare.endswith("\\") else title
