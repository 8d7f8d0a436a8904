"""Folder layouts: which file of a folder holds a day, told by the names that are there."""

from __future__ import annotations

import re
from collections import Counter

from journal.diary.names import SUFFIXES as SUFFIXES
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

NEW = "yearly"
"""The layout of a folder that is new, or holds nothing that shows another."""

_SEP = r"[-._ 年月]?"
_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_Y2, _M2 = r"(?P<y2>(?P=y))", r"(?P<m2>(?P=m))"
_LEAD, _END = r"[^\d/]*", r"[年月日]?\.(?:md|markdown)"
_SHAPES = {
    "yearly": (rf"{_LEAD}{_Y}{_END}", rf"{_Y}/{_LEAD}{_Y2}{_END}"),
    "monthly": (
        rf"{_LEAD}{_Y}{_SEP}{_M}{_END}",
        rf"{_Y}/{_LEAD}(?:{_Y2}{_SEP})?{_M}{_END}",
    ),
    "daily": (
        rf"{_LEAD}{_Y}{_SEP}{_M}{_SEP}{_D}{_END}",
        rf"{_Y}/{_LEAD}(?:{_Y2}{_SEP})?{_M}{_SEP}{_D}{_END}",
        rf"{_Y}/{_M}/{_LEAD}(?:{_Y2}{_SEP})?(?:{_M2}{_SEP})?{_D}{_END}",
        rf"{_Y}{_SEP}{_M}/{_LEAD}(?:{_Y2}{_SEP})?(?:{_M2}{_SEP})?{_D}{_END}",
    ),
}
LAYOUTS = ("single", "yearly", "monthly", "daily")
_FORMS = {
    "single": "journal.md",
    "yearly": "{y}.md",
    "monthly": "{y}-{m}.md",
    "daily": "{y}-{m}-{d}.md",
}
_UNDATED = "undated.md"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a folder is laid out; `form` is the path of a file in it: `{y}/{y}-{m}.md`."""

    kind: str
    form: str

    @classmethod
    def plain(cls, kind: str) -> Layout:
        """Return a layout of this kind as a new folder has it."""
        return cls(kind, _FORMS[kind])

    def name_of(self, day: dt.date | None) -> str:
        """Return the path, in the folder, of the file for a day; None is no day of the calendar."""
        if self.kind == "single":
            return self.form
        if day is None:
            return _UNDATED
        parts = {"{y}": f"{day.year:04}", "{m}": f"{day.month:02}", "{d}": f"{day.day:02}"}
        return re.sub(r"\{[ymd]\}", lambda match: parts[match[0]], self.form)


def recognise(names: Iterable[str], wanted: str = "") -> Layout | None:
    """Return the layout that most of these paths in a folder have; None where they show none.

    Of two that as many have, it is that of the later path. With `wanted` only
    layouts of this kind count.
    """
    shown: Counter[Layout] = Counter()
    for name in sorted(names):
        layout = _read(name)
        if layout and wanted in ("", layout.kind):
            count = shown.pop(layout, 0)
            shown[layout] = count + 1
    latest_first = reversed(shown.items())
    return max(latest_first, key=lambda pair: pair[1], default=(None, 0))[0]


def date_of(name: str) -> dt.date | None:
    """Return the day that a path in a folder of daily files names; None for any other."""
    for shape in _SHAPES["daily"]:
        match = re.fullmatch(shape, name)
        if match:
            from journal.dates.stamp import make_date

            return make_date(int(match["y"]), int(match["m"]), int(match["d"]))
    return None


def _read(name: str) -> Layout | None:
    """Return the layout that a path shows."""
    for kind, shapes in _SHAPES.items():
        for shape in shapes:
            match = re.fullmatch(shape, name)
            if match and "{" not in name:
                return Layout(kind, _form(match))
    return None


def _form(match: re.Match[str]) -> str:
    """Return the path with what is a date in it marked."""
    name = match.string
    spans = [(*match.span(group), f"{{{group[0]}}}") for group in match.groupdict()]
    for start, end, mark in sorted(spans, reverse=True):
        if start >= 0:
            name = name[:start] + mark + name[end:]
    return name
