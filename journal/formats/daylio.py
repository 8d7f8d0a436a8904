"""Daylio's CSV, its columns found by their names: three layouts have been in use."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from journal.entry import Entry, Source
from journal.errors import DataError
from journal.formats.reading import Reading, whole_diary
from journal.formats.stamps import read_stamp
from journal.formats.table import rows
from journal.frontmatter.header import one_line
from journal.markdown.inline import tags as inline_tags
from journal.markdown.section import trim, unix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_USED = ("full_date", "date", "year", "weekday", "time", "activities", "note_title", "note")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/ul|/ol)\s*/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~"}
_MARK = re.compile(rf"</?({'|'.join(_MARKS)})>", re.IGNORECASE)
_PLAIN = re.compile(r"</?(?:p|div|ul|ol|span|u|font)(?:\s[^<>]*)?>", re.IGNORECASE)
_GAPS = re.compile(r"\n{3,}")


def looks_like(text: str) -> bool:
    """Tell whether a table is Daylio's: a mood, activities and a note in its columns."""
    first = text.removeprefix("\ufeff").partition("\n")[0].strip("\r")
    return {"date", "mood", "activities", "note"} <= set(first.replace('"', "").split(","))


def read(text: str, path: str) -> Reading:
    """Read all rows; raises DataError where one has no date."""
    return whole_diary([*_entries(text, path)])


def _entries(text: str, path: str) -> Iterator[Entry]:
    for line, row in rows(text, path):
        source = Source(path, line)
        if not any(row.values()):
            continue
        moment = read_stamp(f"{_day(row)} {_time(row)}") or read_stamp(_day(row))
        if moment is None:
            raise DataError("this row has no date", where=source, todo="mend it, then try again")
        activities = [name.strip(" |") for name in row.get("activities", "").split(" | ")]
        mood = row.get("mood", "").strip()
        title = one_line(html.unescape(row.get("note_title", "")))
        body = _plain(row.get("note", ""))
        if not title and not body:
            # Rows of nothing but a mood differ in their time and activities: no text, no entry.
            title = mood
            body = " · ".join(filter(None, [_time(row), ", ".join(filter(None, activities))]))
        named = [name for name in activities if name]
        others = {key: cell.strip() for key, cell in row.items() if key not in _USED}
        yield Entry(
            moment[0],
            title,
            body,
            time=moment[1],
            tags=tuple(dict.fromkeys((*named, *inline_tags(f"{title}\n{body}")))),
            meta={key: cell for key, cell in others.items() if cell},
            source=source,
        )


def _day(row: Mapping[str, str]) -> str:
    """Return the whole date of a row: its own column, or the day and the year."""
    if row.get("full_date", "").strip():
        return row["full_date"].strip()
    day, year = row.get("date", "").strip(), row.get("year", "").strip()
    return f"{day}, {year}" if year and not day.startswith(year) else day


def _time(row: Mapping[str, str]) -> str:
    # Some systems write a narrow blank before am and pm, and dots in them.
    return row.get("time", "").replace("\u202f", " ").strip()


def _plain(note: str) -> str:
    """Return a note as Markdown; it has line breaks, bold, italics and lists at most."""
    if "<" not in note and "&" not in note:
        return trim(unix(note))
    note = _ITEM.sub("- ", _BREAK.sub("\n", unix(note)))
    note = _MARK.sub(lambda match: _MARKS[match[1].lower()], note)
    return trim(_GAPS.sub("\n\n", html.unescape(_PLAIN.sub("", note)).replace("\xa0", " ")))
