"""Pages of a calendar: the year or month that a heading above entries, or a file's name, tells."""

from __future__ import annotations

import re

from journal.dates.numerals import digits
from journal.dates.stamp import MONTHS, NARROW, find_date, month_number
from journal.patterns import compile_later
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

_YEAR = r"(?<![\d./-])(?:19|20)\d\d(?!\d|[./-]\d)"
_HAN = "[一二三四五六七八九十]{1,2}"
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_BOTH = compile_later(
    rf"(?P<y>(?:19|20)\d\d)(?:[ ]?年[ ]?(?P<m>\d{{1,2}}|{_HAN})[ ]?月|[-./](?P<n>\d{{1,2}})"
    rf"|[ ](?P<e>{_MONTH})\.?)"
    rf"|(?P<e2>{_MONTH})\.?,?[ ](?P<y2>(?:19|20)\d\d)"
)
_MONTH_ONLY = compile_later(
    rf"(?:(?P<m>\d{{1,2}}|{_HAN})[ ]?月(?:份)?(?!\w).*|(?P<n>\d\d)|(?P<e>{_MONTH})\.?)"
)
_ANY_YEAR = compile_later(_YEAR)
_NAME = compile_later(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:[-_.年]?(?P<m>0[1-9]|1[0-2])(?!\d)|(?:年(?P<m2>\d{1,2})月)?)(?!\d)"
)
_AROUND = " \t\u3000*_()[]【】"
_FULL_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_HAN_MONTHS = (*"一二三四五六七八九十", "十一", "十二")


@dataclass(frozen=True, slots=True)
class Page:
    """A year, a month, or both, and the spans of the text that say so."""

    year: int | None = None
    month: int | None = None
    year_at: tuple[int, int] = (0, 0)
    month_at: tuple[int, int] = (0, 0)

    def holds(self, date: dt.date) -> bool:
        """Tell whether a day stands on this page."""
        return self.year == date.year and self.month in (None, date.month)


def read_page(text: str) -> Page | None:
    """Read the text of a heading that names a year or a month, such as `2023年` or `四月`.

    A year may stand in a title, if it is the only one: `日记 2023`.
    """
    folded = text.translate(NARROW).lower()
    if len(folded) != len(text):
        return None
    start = len(folded) - len(folded.lstrip(_AROUND))
    end = len(folded.rstrip(_AROUND))
    for pattern in (_BOTH, _MONTH_ONLY):
        match = pattern.fullmatch(folded, start, end)
        page = _page(match) if match else None
        if page:
            return page
    years = [*_ANY_YEAR.finditer(folded)]
    if len(years) != 1 or find_date(folded):
        return None
    return Page(int(years[0][0]), None, years[0].span())


def is_bare(text: str) -> bool:
    """Tell whether a heading of this text names a year or a month and nothing else."""
    page = read_page(text)
    spans = [page.year_at, page.month_at] if page else []
    rest = text
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + rest[end:]
    return bool(page) and not rest.strip(_AROUND + "年月份-./,")


def _page(match: re.Match[str]) -> Page | None:
    group = match.groupdict()
    name = next(key for key in ("m", "n", "e", "e2") if group.get(key))
    number = month_number(group[name]) if name[0] == "e" else digits(group[name])
    if not number.isdecimal() or not 1 <= int(number) <= 12:
        return None
    year = next((key for key in ("y", "y2") if group.get(key)), "")
    return Page(
        int(group[year]) if year else None,
        int(number),
        match.span(year) if year else (0, 0),
        match.span(name),
    )


def page_of_path(path: str) -> Page:
    """Return the year, and the month if there is one, in the name of a file: `diary-2023.md`.

    `2023/04.md` counts, too; a name with a whole date or two years tells nothing.
    """
    *folders, name = path.replace("\\", "/").split("/")
    stem = name.rsplit(".", 1)[0]
    if find_date(stem):
        return Page()
    found = {(m["y"], m["m"] or m["m2"] or "0") for m in _NAME.finditer(stem)}
    folder = folders[-1] if folders else ""
    if not found and re.fullmatch(r"(?:19|20)\d\d", folder):
        month = int(stem) if re.fullmatch(r"0?[1-9]|1[0-2]", stem) else None
        return Page(int(folder), month)
    if len(found) != 1:
        return Page()
    year, month_text = found.pop()
    month = int(month_text)
    return Page(int(year), month if 1 <= month <= 12 else None)


def write_page(text: str, page: Page, date: dt.date) -> str:
    """Return the text of a heading, which names this page, turned to the page of a day."""
    changes = []
    if page.year is not None:
        changes.append((page.year_at, str(date.year)))
    if page.month is not None:
        changes.append((page.month_at, _write_month(text[slice(*page.month_at)], date.month)))
    for (start, end), new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _write_month(example: str, month: int) -> str:
    """Return a month written like another."""
    if example[:3].lower() in MONTHS:
        name = _FULL_NAMES[month - 1]
        name = name if len(example) > 3 or example.lower() == "may" else name[:3]
        return name.upper() if example.isupper() else name.lower() if example.islower() else name
    if not example[0].isdigit():
        return str(_HAN_MONTHS[month - 1])
    return f"{month:02}" if len(example) > 1 else str(month)
