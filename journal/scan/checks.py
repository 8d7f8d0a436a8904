"""What must hold of a file for a scan to be sure."""

from __future__ import annotations

from journal.age.header import is_encrypted
from journal.markdown.plain import read_day
from journal.scan.pieces import UnsureError, find_form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.scan.pieces import Form
    from journal.scan.survey import Survey

_HEADERS = (b"---", b"+++", b"{")


def first_form(data: bytes) -> Form:
    """Return the form of a file's headings.

    Raises UnsureError for a file that is encrypted, or may have a header.
    """
    first = data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    if is_encrypted(data):
        raise UnsureError
    form = find_form(data)
    if form is None or first.rstrip(b" \t\r") in _HEADERS:
        raise UnsureError
    return form


def has_lone_cr(data: bytes, *, last: bool) -> bool:
    """Tell whether a line ends in CR alone; the LF of the last one may not have been read yet."""
    if b"\r" not in data:
        return False
    cut = not last and data.endswith(b"\r")
    return data.count(b"\r") > data.count(b"\r\n") + cut


def refuse_foreign(data: bytes) -> None:
    """Raise UnsureError where bytes are no UTF-8, but for characters cut off at either end."""
    start, end = 0, len(data)
    while start < min(4, end) and 0x80 <= data[start] < 0xC0:
        start += 1
    while end > max(start, len(data) - 3) and 0x80 <= data[end - 1] < 0xC0:
        end -= 1
    if end > start and data[end - 1] >= 0xC0:
        end -= 1
    try:
        data[start:end].decode()
    except UnicodeDecodeError:
        raise UnsureError from None
    if b"\0" in data:
        raise UnsureError


def settle(survey: Survey) -> None:
    """Check that the days are in the calendar, and tell which way the file runs."""
    days = survey.days
    distinct = set(days)
    leaps = {day for day in distinct if day[5:7] == b"02" and day[8:] == b"29"}
    for day in {b"2024" + day[4:] for day in distinct} | leaps:
        if read_day(day.decode("ascii")) is None:
            raise UnsureError
    if {day[:1] for day in distinct} - {b"1", b"2"}:
        raise UnsureError
    if len(distinct) < 2:
        survey.in_order = True
        return
    ordered = sorted(days)
    if days == ordered:
        survey.newest_first, survey.in_order = False, True
        return
    ordered.reverse()
    if days == ordered:
        survey.newest_first, survey.in_order = True, True
        return
    from _operator import gt, lt

    rises, falls = sum(map(lt, days, days[1:])), sum(map(gt, days, days[1:]))
    survey.newest_first = None if rises == falls else falls > rises
