"""Obsidian's daily notes: a file a day, the day in its name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from journal.dates.numerals import digits
from journal.dates.stamp import MONTHS, make_date
from journal.entry import Entry
from journal.errors import DataError
from journal.formats import posts
from journal.formats.reading import Reading
from journal.markdown.inline import without_code
from journal.values import replace

if TYPE_CHECKING:
    import datetime as dt

USUAL = "YYYY-MM-DD"
"""The form of a daily note's name where the vault does not say another."""

_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "gggg": r"\d{4}",
    "MMMM": r"(?P<name>[^\W\d_]+)",
    "MMM": r"(?P<name>[^\W\d_]+|\d{1,2}月)",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DDDD": r"\d{3}",
    "DD": r"(?P<day>\d{2})",
    "Do": r"(?P<day>\d{1,2})(?:st|nd|rd|th|日)?",
    "D": r"(?P<day>\d{1,2})",
    "YY": r"(?P<short>\d{2})",
    "dddd": r"[^\W\d_]+",
    "ddd": r"[^\W\d_]+\.?",
    "dd": r"[^\W\d_]+",
    "d": r"\d",
    "WW": r"\d{2}",
    "ww": r"\d{2}",
    "W": r"\d{1,2}",
    "w": r"\d{1,2}",
    "Q": r"\d",
}
_TOKEN = re.compile(rf"\[(?P<literal>[^\]]*)\]|{'|'.join(_TOKENS)}|.", re.DOTALL)
_COMMENT = re.compile(r"%%(?P<inner>.*?)%%", re.DOTALL)
_SIGNS = re.compile(r"!?\[\[[^\[\]\n]+\]\]|%%")


def is_vault(names: list[str]) -> bool:
    """Tell whether files, by their names, are those of a vault."""
    return any(name.startswith(".obsidian/") or "/.obsidian/" in name for name in names)


def looks_like(text: str, path: str) -> bool:
    """Tell whether a file is a daily note: its name is a day, and it has Obsidian's marks."""
    return _day(path, USUAL) is not None and bool(_SIGNS.search(text))


def form_of(settings: str) -> str:
    """Return the form that `.obsidian/daily-notes.json` gives to names, in moment.js's letters."""
    try:
        values = json.loads(settings or "{}")
        form = values.get("format") if isinstance(values, dict) else ""
    except (ValueError, RecursionError):
        form = ""
    return form if isinstance(form, str) and form.strip() else USUAL


def read(text: str, path: str, *, form: str = USUAL) -> Reading:
    """Read a daily note. Raises DataError where its name is no day and it has no date either."""
    day = _day(path, form) or _day(path, USUAL)
    if day is None:
        raise DataError("its name is no day", where=path, todo=f"daily notes are named {form}")
    # Its name is the day it is about, whatever its header says of when it was made.
    (entry,) = posts.read(text, path, day=day).entries
    if not (entry.title or entry.body or entry.header):
        return Reading((), counts={"day without a word": 1})
    return Reading((_plain(entry),))


def is_daily(path: str, form: str) -> bool:
    """Tell whether the name of a file is a day in this form."""
    return _day(path, form) is not None


def _plain(entry: Entry) -> Entry:
    """Return an entry whose comments are those of Markdown; links and tags stay as they are."""
    if "%%" not in entry.body:
        return entry
    masked = without_code(entry.body)
    pieces: list[str] = []
    at = 0
    for match in _COMMENT.finditer(masked):
        inner = entry.body[match.start("inner") : match.end("inner")]
        # Inside a comment of Markdown two hyphens would end it early.
        if "--" not in inner and "<!" not in inner:
            pieces += [entry.body[at : match.start()], f"<!--{inner}-->"]
            at = match.end()
    return replace(entry, body="".join([*pieces, entry.body[at:]]))


def _day(path: str, form: str) -> dt.date | None:
    """Return the day that the end of a path names, if it names one in this form."""
    stem = path.replace("\\", "/").removesuffix(".md")
    match = re.search(rf"(?:^|/){_pattern(form)}\Z", stem)
    if match is None:
        return None
    found = match.groupdict()
    year = found.get("year") or ("20" + found["short"] if found.get("short") else "")
    month = found.get("month") or _month(found.get("name") or "")
    if not (year and month and found.get("day")):
        return None
    return make_date(int(year), int(month), int(found["day"]))


def _pattern(form: str) -> str:
    """Return the expression for a form in moment.js's letters; a part told twice counts once."""
    seen: set[str] = set()
    pieces: list[str] = []
    for match in _TOKEN.finditer(form.strip("/ ")):
        token = _TOKENS.get(match[0])
        if token is None:
            pieces.append(re.escape(match["literal"] if match["literal"] is not None else match[0]))
            continue
        name = re.match(r"\(\?P<(\w+)>", token)
        if name and name[1] in seen:
            token = token.replace(f"?P<{name[1]}>", "?:", 1)
        elif name:
            seen.add(name[1])
        pieces.append(token)
    return "".join(pieces)


def _month(name: str) -> str:
    """Return the number of a month by its name, English or Chinese, or ""."""
    short = name[:3].lower()
    if short in MONTHS:
        return str(MONTHS.index(short) + 1)
    number = digits(name.removesuffix("月"))
    return number if number.isdecimal() else ""
