"""What the heading of an entry says: date, weekday, time, title, and in which form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.dates.stamp import (
    DATE,
    NARROW,
    TIME,
    WEEKDAY,
    Stamp,
    read_date,
    read_time,
    read_weekday,
)

if TYPE_CHECKING:
    import datetime as dt

BLANKS = " \t\u3000"
_OPENERS = "([【《<「『*_~"
_CLOSERS = ")]】》>」』*_~"
_DATE = re.compile(DATE)
_WEEKDAY = re.compile(WEEKDAY)
_TIME = re.compile(TIME)
_GAP = re.compile(rf"[{BLANKS}]*,?[{BLANKS}]*")
# 2023.04.02.1 is a version, 2023-04-02-16-24 a file's stamp: longer numbers, not days.
_LONGER = re.compile(r"[-./]\d")
# One separator between what is counted and what is told; the title is what follows it.
_SEPARATOR = re.compile(
    rf"[{BLANKS}]*(?:[:|·]|[-–—]+(?=[{BLANKS}]|\Z))|[-–—_](?=[^\W\d])|\.(?!\w)|,"
)
_TAIL_SEPARATOR = re.compile(rf"[{BLANKS}]*(?:[|·]|(?<=[{BLANKS}])[-–—]+)?[{BLANKS}]*\Z")
_DOTS = " \t\u3000.。"


@dataclass(frozen=True, slots=True)
class Form:
    """How a heading writes what it says.

    `last` tells that the date follows the title; `style` and `padded` are those
    of `Stamp`; `open` and `close` stand around the date; `weekday` is the
    weekday as it was written, with its brackets, or "".
    """

    last: bool = False
    style: str = "."
    padded: bool = True
    open: str = ""
    close: str = ""
    weekday: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The parts of an entry's heading. `date` is None for a day that does not exist."""

    date: dt.date | None
    time: dt.time | None
    weekday: int | None
    title: str
    form: Form


def parse_heading(text: str) -> Head | None:
    """Read the text of a heading that begins or ends with a full date; None for any other.

    The text comes without `#` marks. Full-width digits and punctuation count as
    their narrow forms.
    """
    if not text or not any(character.isdigit() for character in text):
        return None
    folded = text.translate(NARROW).lower()
    if len(folded) != len(text):  # `İ` grows when lowered; offsets must not move
        folded = text.translate(NARROW)
    return _date_first(text, folded) or _date_last(text, folded)


def is_dated(text: str) -> bool:
    """Tell whether a heading of this text would name a day."""
    return parse_heading(text) is not None


def _date_first(text: str, folded: str) -> Head | None:
    start = len(folded) - len(folded.lstrip(_OPENERS))
    ahead = _WEEKDAY.match(folded, start)
    begin = _GAP.match(folded, ahead.end()).end() if ahead else start  # type: ignore[union-attr]
    match = _DATE.match(folded, begin)
    if match is None or _LONGER.match(folded, match.end()):
        return None
    stamp = read_date(match)
    close = _run(folded, stamp.end, _CLOSERS) if start else ""
    position = stamp.end + len(close)
    position, weekday, time = _details(folded, position)
    form_weekday = text[weekday.start() : weekday.end()] if weekday else ""
    day = weekday or ahead
    rest = text[position:]
    separator = _SEPARATOR.match(folded, position)
    if separator:
        rest = text[separator.end() :]
    form = _form(stamp, text[:start], close, form_weekday, last=False)
    number = read_weekday(day) if day else None
    return Head(stamp.date, time, number, _unescape(rest.strip(BLANKS)), form)


def _date_last(text: str, folded: str) -> Head | None:
    matches = list(_DATE.finditer(folded))
    if not matches:
        return None
    stamp = read_date(matches[-1])
    begin = len(folded[: stamp.start].rstrip(_OPENERS))
    close = _run(folded, stamp.end, _CLOSERS) if begin < stamp.start else ""
    position, weekday, time = _details(folded, stamp.end + len(close))
    if folded[position:].strip(_DOTS) or _LONGER.match(folded, stamp.end):
        return None
    title = text[: _TAIL_SEPARATOR.search(folded, 0, begin).start()]  # type: ignore[union-attr]
    written = text[weekday.start() : weekday.end()] if weekday else ""
    form = _form(stamp, text[begin : stamp.start], close, written, last=True)
    number = read_weekday(weekday) if weekday else None
    return Head(stamp.date, time, number, _unescape(title.strip(BLANKS)), form)


def _form(stamp: Stamp, opened: str, close: str, weekday: str, *, last: bool) -> Form:
    return Form(last, stamp.style, stamp.padded, opened, close, weekday)


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
