"""Full dates and clock times as they stand in headings, headers and file names."""

from __future__ import annotations

import datetime as dt
import re

from journal.dates.numerals import digits
from journal.patterns import compile_later
from journal.values import dataclass

# Full-width forms fold one to one, so that offsets stay those of the text.
NARROW = str.maketrans("０１２３４５６７８９．－／：　（），", "0123456789.-/: (),")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HAN_DAYS = "一二三四五六日天"
_KANJI_DAYS = "月火水木金土日"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# Years 1000 to 2999: anything else with two separators is a version or a score, not a day.
_YEAR = r"(?<![\d])[12]\d{3}"
DATE = (
    rf"(?:(?P<y>{_YEAR})(?P<sep>[-./])[ ]?(?P<m>\d{{1,2}})(?P=sep)[ ]?(?P<d>\d{{1,2}})(?!\d)"
    rf"|(?P<yh>{_YEAR})[ ]?年[ ]?(?P<mh>\d{{1,2}})[ ]?月[ ]?(?P<dh>\d{{1,2}})(?!\d)[ ]?[日号號]?"
    rf"|(?P<compact>{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
    rf"|(?<!\w)(?P<me>{_MONTH})\.?[ -](?P<de>\d{{1,2}})(?:st|nd|rd|th)?(?:,[ ]?|[ -])"
    rf"(?P<ye>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ]of[ ]|[ -])?(?P<md>{_MONTH})\.?"
    rf"(?:,[ ]?|[ -])?(?P<yd>{_YEAR})(?!\d))"
)
_HAN = "[一二三四五六七八九十]"
# With a dot or a hyphen both numbers need their zeros: `1.2 Method` is a section, no day.
PART = (
    r"(?:(?<![\d./:-])(?:(?P<pm>\d{1,2})(?P<psep>/)(?P<pd>\d{1,2})"
    r"|(?P<pm2>\d\d)(?P<psep2>[.-])(?P<pd2>\d\d))(?![\da-z%]|[/.:]\d)"
    rf"|(?<![\w])(?P<hm>\d{{1,2}}|{_HAN}{{1,2}})[ ]?月[ ]?(?:(?P<hd>\d{{1,2}})(?!\d)[ ]?[日号號]?"
    rf"|(?P<hd2>{_HAN}{{1,3}})[ ]?[日号號])"
    rf"|(?<!\w)(?P<pme>{_MONTH})\.?[ ](?P<pde>\d{{1,2}})(?:st|nd|rd|th)?(?![\w%/]|[:.]\d)"
    rf"|(?<![\w./-])(?P<pdd>\d{{1,2}})(?:st|nd|rd|th)?[ ](?P<pmd>{_MONTH})\.?(?!\w)"
    r"|(?<![\w./-])(?P<only>\d{1,2})(?:[日号號](?!\w)|(?:st|nd|rd|th)?\Z))"
)
"""A day without its year: `1/12`, `04-02`, `4月2日`, `四月二日`, `April 2`, `2 April`, `2日`."""

LEAP = 4
"""The year that stands for none; a leap year, so that it has all days."""

WEEKDAY = (
    r"(?:[(\[](?P<wb>[一二三四五六日天月火水木金土])(?:曜日?)?[)\]]"
    r"|[(\[]?(?:(?:星期|週|周|礼拜|禮拜)(?P<wh>[一二三四五六日天])"
    r"|(?P<we>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\.?|(?P<wj>[月火水木金土日])曜日?)[)\]]?(?![\w]))"
)
TIME = (
    r"(?:[(\[]?(?:(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?"
    r"(?:[ ]?(?P<ap>[ap])\.?m\b\.?)?"
    r"|(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?(?P<hh>[01]?\d|2[0-4])[点點时時]"
    r"(?:(?P<mh2>[0-5]?\d)分?)?)[)\]]?(?=z\b|[^\w:-]|\Z))"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a text: what it says, and the span that says it.

    `date` is None for a day that does not exist; `style` is the separator or
    "年", "compact", "mdy", "dmy"; `padded` tells whether a month or a day below
    ten was written with its zero. `lacks` is "" for a full date, "year" for a
    `PART`, and "month" for a day alone; the year is then `LEAP`, and the month
    of a day alone January.
    """

    date: dt.date | None
    style: str
    padded: bool
    start: int
    end: int
    lacks: str = ""


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where the calendar has no such day (30 February)."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def read_date(match: re.Match[str]) -> Stamp:
    """Turn a match of `DATE` (on narrowed, lower-case text) into a stamp."""
    group = match.groupdict()
    if compact := group["compact"]:
        year, month, day, style = compact[:4], compact[4:6], compact[6:], "compact"
    elif group["y"]:
        year, month, day, style = group["y"], group["m"], group["d"], group["sep"]
    elif group["yh"]:
        year, month, day, style = group["yh"], group["mh"], group["dh"], "年"
    elif group["ye"]:
        year, month, day, style = group["ye"], month_number(group["me"]), group["de"], "mdy"
    else:
        year, month, day, style = group["yd"], month_number(group["md"]), group["dd"], "dmy"
    padded = month.startswith("0") or day.startswith("0") or (int(month) > 9 and int(day) > 9)
    date = make_date(int(year), int(month), int(day))
    return Stamp(date, style, padded, *match.span())


def read_part(match: re.Match[str]) -> Stamp | None:
    """Turn a match of `PART` (on narrowed, lower-case text) into a stamp; None for no such day."""
    group = match.groupdict()
    lacks = "year"
    if group["psep"]:
        month, day, style = group["pm"], group["pd"], "/"
    elif group["psep2"]:
        month, day, style = group["pm2"], group["pd2"], group["psep2"]
    elif group["hm"]:
        month, day, style = digits(group["hm"]), digits(group["hd"] or group["hd2"]), "年"
    elif group["pme"]:
        month, day, style = month_number(group["pme"]), group["pde"], "mdy"
    elif group["pmd"]:
        month, day, style = month_number(group["pmd"]), group["pdd"], "dmy"
    else:
        month, day, lacks = "1", group["only"], "month"
        style = "年" if match[0][-1] in "日号號" else "."
    if not (month.isdecimal() and day.isdecimal()):
        return None
    date = make_date(LEAP, int(month), int(day))
    padded = month.startswith("0") or day.startswith("0")
    return Stamp(date, style, padded, *match.span(), lacks) if date else None


def month_number(name: str) -> str:
    """Return the number of an English month name, as two digits."""
    return f"{MONTHS.index(name[:3].lower()) + 1:02}"


def read_weekday(match: re.Match[str]) -> int:
    """Turn a match of `WEEKDAY` into a number, Monday being 0."""
    if name := match["we"]:
        return WEEKDAYS.index(name[:3].lower())
    if kanji := match["wj"]:
        return _KANJI_DAYS.index(kanji) if kanji != "日" else 6
    day = match["wh"] or match["wb"]
    found = _HAN_DAYS.find(day)
    return min(found, 6) if found >= 0 else _KANJI_DAYS.index(day)


def read_time(match: re.Match[str]) -> dt.time | None:
    """Turn a match of `TIME` into a clock time; None for 13 pm and the like."""
    hour = int(match["h"] or match["hh"])
    minute = int(match["min"] or match["mh2"] or 0)
    afternoon = match["ap"] == "p" or match["part"] in ("下午", "傍晚", "晚上")
    if match["ap"] and not 1 <= hour <= 12:
        return None
    if match["ap"] == "a" and hour == 12:
        hour = 0
    if afternoon and hour < 12:
        hour += 12
    try:
        return dt.time(hour, minute, int(match["s"] or 0))
    except ValueError:
        return None


_DATE = compile_later(DATE)
_WEEK = compile_later(r"(?<!\d)((?:19|20)\d\d)(?:[-_. ]?w|[-_. ]week[-_. ]?|年第)(\d{1,2})(?!\d)")
_WHEN = compile_later(rf"\s*{DATE}(?:日)?(?:[ t]+{TIME})?")


def find_moment(text: str) -> tuple[dt.date | None, dt.time | None] | None:
    """Read the date, and the clock time if there is one, that a text begins with.

    A time zone is passed over: a diary keeps the clock on the wall. Returns
    None where the text begins with no full date.
    """
    folded = text.translate(NARROW).lower()
    match = _WHEN.match(folded)
    if match is None:
        return None
    time = read_time(match) if match["h"] or match["hh"] else None
    return read_date(match).date, time


def find_date(text: str) -> dt.date | None:
    """Return the first full date anywhere in a text such as a file name, or None."""
    for match in _DATE.finditer(text.translate(NARROW).lower()):
        if date := read_date(match).date:
            return date
    return None


def find_week(text: str) -> dt.date | None:
    """Return the Monday of the first ISO week (`2023-W14`) in a text such as a file name."""
    for year, week in _WEEK.findall(text.translate(NARROW).lower()):
        try:
            return dt.date.fromisocalendar(int(year), int(week), 1)
        except ValueError:
            continue
    return None
