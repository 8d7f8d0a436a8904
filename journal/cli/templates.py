"""Templates: texts that an entry begins with, and what is filled in."""

from __future__ import annotations

import os
from string import Template
from typing import TYPE_CHECKING

from journal.entry import Source
from journal.errors import DataError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from journal.cli.session import Session

REVIEW = """\
Review of $period

**Went well**

- 

**Did not: was it lazy, or the wrong way?**

- 

**Goals**

$goals

**Next**

- [ ] 
"""
"""The built-in template `review`."""

_BUILT_IN = {"review": REVIEW}
_SUFFIX = ".md"
_FILES = (".md", ".markdown", ".txt")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def filled(
    name: str,
    session: Session,
    *,
    day: dt.date,
    time: dt.time | None = None,
    title: str = "",
    period: str = "",
    goals: str = "",
) -> str:
    """Return the text of a template, its fields filled in for an entry of this day.

    The settings go before the files in the folder `templates` beside them, and
    those before what is built in. Raises UsageError for an unknown template or
    field, DataError for a file that cannot be read.
    """
    text, where = _find(name, session)
    from journal.looking.tally import week_of

    week = str(week_of(day, session.config.week_start))
    fields = {
        "date": day.isoformat(),
        "weekday": _WEEKDAYS[day.weekday()],
        "time": f"{time or session.now.time():%H:%M}",
        "week": week,
        "month": day.isoformat()[:7],
        "year": day.isoformat()[:4],
        "title": title,
        "period": period or week,
        "goals": goals,
        "previous": "",
    }
    if "previous" in text:
        fields["previous"] = _previous(session, day)
    return _fill(text, fields, where)


def _fill(text: str, fields: Mapping[str, str], where: str) -> str:
    """Put fields into a text; raises UsageError, with the line, for a field that there is not."""
    template = Template(text)
    for match in template.pattern.finditer(text):
        name = match["named"] or match["braced"]
        line = Source(where, text.count("\n", 0, match.start()) + 1)
        if match["invalid"] is not None:
            raise UsageError("this $ begins no field", where=line, todo="write $$ for a dollar")
        if name and name not in fields:
            from journal.config import suggest

            raise UsageError(f"there is no field ${name}", where=line, todo=suggest(name, fields))
    return template.substitute(fields)


def _find(name: str, session: Session) -> tuple[str, str]:
    """Return the text of a template, and where it stands for messages."""
    home = os.path.dirname(session.config.path)
    folder = os.path.join(home, "templates")
    known = session.config.templates
    if name in known:
        value = known[name]
        if "\n" in value or not value.endswith(_FILES):
            return value, f"template {name}"
        path = os.path.join(home, os.path.expanduser(value))
        return _read(path), path
    files = [one for one in _names_in(folder) if one.endswith(_SUFFIX)]
    if f"{name}{_SUFFIX}" in files:
        path = os.path.join(folder, f"{name}{_SUFFIX}")
        return _read(path), path
    if name in _BUILT_IN:
        return _BUILT_IN[name], f"template {name}"
    from journal.config import suggest

    names = dict.fromkeys([*known, *(one.removesuffix(_SUFFIX) for one in files), *_BUILT_IN])
    raise UsageError(f"there is no template {name!r}", todo=suggest(name, names))


def _names_in(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _read(path: str) -> str:
    """Return the text of a template's file. Raises DataError."""
    from journal import storage

    data = storage.read(path)
    if data is None:
        raise DataError("there is no such file", where=path, todo="mend the setting templates")
    text = storage.readable_text(data, path)
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _previous(session: Session, day: dt.date) -> str:
    """Return date and title of the latest entry up to a day, or "" where there is none."""
    from journal.query.order import sort_by_time

    found = [one for one in sort_by_time(session.entries()) if one.date and one.date <= day]
    return f"{found[-1].date} {found[-1].title}".rstrip(" ") if found else ""
