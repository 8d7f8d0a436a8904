"""Headings written in the form that a file already has."""

from __future__ import annotations

from journal.dates.stamp import LEAP, WEEKDAYS
from journal.markdown.heading import BLANKS, Form, Head, parse_heading, parse_part
from journal.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HAN = "一二三四五六日"
_KANJI = "月火水木金土日"
_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes its entries: the heading's form and level, line ending, and gap.

    `gap` is the number of blank lines between a heading and its text,
    `underline` the mark under a heading that has none before it, `=` or `-`.
    """

    form: Form = Form()
    level: int = 2
    newline: str = "\n"
    gap: int = 1
    underline: str = ""

    @property
    def with_years(self) -> Style:
        """Return the style whose headings say the whole date."""
        return replace(self, form=_with_year(self.form)) if self.form.lacks else self


def _with_year(form: Form) -> Form:
    """Return the form that says the whole date, and is otherwise the same."""
    return replace(form, lacks="", padded=form.padded or form.style in "-.")


def common_form(heads: Sequence[Head]) -> Form:
    """Return the form that most headings of a file have, looking at its first and last ones."""
    sample = [*heads[:_SAMPLE], *heads[_SAMPLE:][-_SAMPLE:]]
    if not sample:
        return Form()
    keys = [_key(head.form) for head in sample]
    best = max(dict.fromkeys(keys), key=keys.count)
    alike = [head.form for head, key in zip(sample, keys, strict=True) if key == best]
    padded = sum(form.padded for form in alike) * 2 >= len(alike)
    return replace(alike[0], padded=padded)


def _key(form: Form) -> tuple[object, ...]:
    """Return what two forms must share to count as one; the weekday's name is not part of it."""
    return (form.last, form.style, form.open, form.close, len(form.weekday), form.lacks)


def write_heading(entry_date: dt.date, time: dt.time | None, title: str, form: Form) -> str:
    """Return the text of a heading, in this form where it can be read back, else in a plain one.

    The title must be one line without blanks around it.
    """
    plain = Form()
    forms = [form, replace(form, last=False)]
    if form.lacks:
        forms += [replace(form, last=False, lacks="year"), _with_year(replace(form, last=False))]
    for candidate in (*forms, plain):
        said = (entry_date.replace(year=LEAP) if candidate.lacks else entry_date, time, title)
        if candidate.lacks == "month":
            said = (said[0].replace(month=1), time, title)
        for separator in (" ", " - "):
            text = _fill(entry_date, time, title, candidate, separator)
            head = (parse_part if candidate.lacks else parse_heading)(text)
            if head and (head.date, head.time, head.title) == said:
                return text
    return _fill(entry_date, time, title, plain, " - ")


def _fill(date: dt.date, time: dt.time | None, title: str, form: Form, separator: str) -> str:
    stamp = f"{form.open}{write_date(date, form)}{form.close}"
    if form.weekday:
        stamp += f" {write_weekday(date.weekday(), form.weekday)}"
    if time is not None:
        stamp += f" {write_time(time)}"
    if not title:
        return stamp
    bare = title.rstrip("#")
    if bare != title and (not bare or bare[-1] in BLANKS + "\\"):
        title = bare + "\\" + title[len(bare) :]
    return f"{title}{separator}{stamp}" if form.last else f"{stamp}{separator}{title}"


def write_date(date: dt.date, form: Form) -> str:
    """Return a date in the style of a form, e.g. `2023.04.02` or `2023年4月2日`."""
    if form.lacks:
        return _write_part(date, form)
    if form.style == "mdy":
        return f"{_MONTH_NAMES[date.month - 1]} {date.day}, {date.year}"
    if form.style == "dmy":
        return f"{date.day} {_MONTH_NAMES[date.month - 1]} {date.year}"
    if form.style == "compact":
        return f"{date.year}{date.month:02}{date.day:02}"
    month, day = (f"{date.month:02}", f"{date.day:02}") if form.padded else (date.month, date.day)
    if form.style == "年":
        return f"{date.year}年{month}月{day}日"
    return f"{date.year}{form.style}{month}{form.style}{day}"


def _write_part(date: dt.date, form: Form) -> str:
    """Return what a form says of a date that lacks its year: `4/2`, `4月2日`, `April 2`, `2日`."""
    if form.lacks == "month":
        return f"{date.day}日" if form.style == "年" else str(date.day)
    if form.style == "mdy":
        return f"{_MONTH_NAMES[date.month - 1]} {date.day}"
    if form.style == "dmy":
        return f"{date.day} {_MONTH_NAMES[date.month - 1]}"
    padded = form.padded or form.style in "-."
    month, day = (f"{date.month:02}", f"{date.day:02}") if padded else (date.month, date.day)
    return f"{month}月{day}日" if form.style == "年" else f"{month}{form.style}{day}"


def write_time(time: dt.time) -> str:
    """Return a clock time as `14:30`, with seconds where there are any."""
    return f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"


def write_weekday(weekday: int, example: str) -> str:
    """Return the name of a weekday (0 is Monday), spelt as in the example, brackets included."""
    bare = example.strip("()[]（）<>")
    inner = bare.rstrip(".")
    if inner[:3].lower() in WEEKDAYS:
        name = _DAY_NAMES[weekday] if len(inner) > 4 else _DAY_NAMES[weekday][:3]
        name = name.upper() if inner.isupper() else name.lower() if inner.islower() else name
    elif inner[:1] in _KANJI and (len(inner) > 1 or inner in "月火水木金土"):
        name = _KANJI[weekday] + inner[1:]
    else:
        name = inner[:-1] + _HAN[weekday]
    return example.replace(bare, name + bare[len(inner) :])
