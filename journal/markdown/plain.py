"""Headings of the everyday form, `2023.04.02 title`, read without a regular expression.

What this reads, `parse_heading` reads the same; anything that is not plain is left to it.
"""

from __future__ import annotations

BLANKS = " \t\u3000"
"""What may stand between the parts of a heading."""

_WEEKDAYS = frozenset(
    (
        *("mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thur", "thurs"),
        *("thursday", "fri", "friday", "sat", "saturday", "sun", "sunday"),
    )
)
_PARTS = frozenset(("凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚上"))
_LONGEST = 9
# A title that begins so may be a weekday, a clock time or a separator instead.
_UNSURE = frozenset(",([:|·-–—（：，．－／\\星週周礼禮")
_NUMBERS = {f"{number:02}": number for number in range(1, 32)}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Plain:
    """A plain heading: its day as numbers, the mark between them, and the title."""

    __slots__ = ("day", "month", "separator", "title", "year")

    def __init__(self, year: int, month: int, day: int, separator: str, title: str) -> None:
        """Keep what is told."""
        self.year = year
        self.month = month
        self.day = day
        self.separator = separator
        self.title = title


def parse_plain(text: str) -> Plain | None:
    """Read a heading of ten characters of date and a title that cannot be anything else."""
    date = read_day(text[:10])
    title = None if date is None else plain_title(text[10:])
    return None if date is None or title is None else Plain(*date, text[4], title)


def plain_title(text: str) -> str | None:
    """Return the title that stands behind a date; None where it may be anything else as well."""
    title = text.strip(BLANKS)
    if text[:1] not in ("", " ") or (title and (not _is_sure(title) or "\\" in title)):
        return None
    return title


def read_day(text: str) -> tuple[int, int, int] | None:
    """Return the year, month and day of `2023.04.02`; None for anything else or no such day."""
    mark = text[4:5]
    if len(text) != 10 or mark not in (".", "-", "/") or text[7] != mark or not text.isascii():
        return None
    year, month, day = text[:4], _NUMBERS.get(text[5:7], 0), _NUMBERS.get(text[8:], 0)
    if text[0] not in "12" or not year.isdigit() or not is_day(int(year), month, day):
        return None
    return int(year), month, day


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has this day."""
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
        return False
    return (month, day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def _is_sure(title: str) -> bool:
    """Tell whether a text behind a date can only be a title."""
    first = title[0]
    if first in _UNSURE or first.isdecimal():
        return False
    if title[:3].lower() in _WEEKDAYS:
        end = 3
        while end <= _LONGEST and (title[end : end + 1].isalnum() or title[end : end + 1] == "_"):
            end += 1
        if title[:end].lower() in _WEEKDAYS:
            return False
    # 早上8点 is a time, 月曜日 a weekday.
    return title[1:2] != "曜" and not (title[:2] in _PARTS and title[2:3].isdecimal())


def names_no_day(text: str) -> bool:
    """Tell at a glance that a heading of this text names no day, with a year or without."""
    bare = text.strip(" \t")
    is_year = len(bare) == 4 and bare.isascii() and bare.isdecimal()
    return is_year or ("月" not in text and not any(map(str.isdigit, text)))
