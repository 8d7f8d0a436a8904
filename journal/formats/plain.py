"""Entries as plain text: date, title, text, and two blank lines between them."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from journal.entry import Entry, Source
from journal.formats.reading import whole_diary
from journal.markdown.form import write_time
from journal.markdown.heading import parse_heading
from journal.markdown.inline import tags as inline_tags
from journal.markdown.levels import DEEPEST
from journal.markdown.section import escape, trim, unescape, unix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.formats.reading import Reading

_JOINT = "\u00a0"
"""What stands for the blanks within a tag: tags are parted by blanks."""

_HEAD = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?::\d\d)?))?(?: {2,}([^ ].*))?")


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as text; tags that the text does not have stand under the title.

    A line of a text that would begin an entry gets a backslash, here or in a file of sections.
    """
    from journal.formats.record import heading_of

    for number, entry in enumerate(entries):
        day = "" if entry.date is None else entry.date.isoformat()
        time = "" if entry.time is None else write_time(entry.time)
        title = entry.title if entry.date else heading_of(entry)
        head = "  ".join(part for part in (f"{day} {time}".strip(" "), title) if part)
        inline = set(inline_tags(f"{entry.title}\n{entry.body}"))
        tags = (tag.replace(" ", _JOINT) for tag in entry.tags if tag not in inline)
        hidden = " ".join(f"#{tag}" for tag in tags)
        body = _with_backslashes(escape(entry.body, DEEPEST))
        parts = [head, *([hidden] if hidden else []), *(["", body] if body else [])]
        yield ("\n\n" if number else "") + "\n".join(parts) + "\n"


def looks_like(text: str, path: str) -> bool:
    """Tell whether a text file begins as `write` does, and not with a date before sections."""
    if not path.lower().endswith(".txt"):
        return False
    head = _read_head(unix(text[:400].removeprefix("\ufeff")).lstrip("\n").partition("\n")[0])
    if head is None or head.date is None:
        return False
    if head.title or "\n#" not in text:
        return True
    from journal.markdown.document import parse

    return len(_starts(_lines(text))) > 1 or not parse(text, path).entries


def read(text: str, path: str) -> Reading:
    """Read what `write` writes, and text of that form written by hand."""
    lines = _lines(text)
    starts = _starts(lines)
    entries = [
        _read_entry(lines[start:end], Source(path, start + 1, end))
        for start, end in pairwise([*starts, len(lines)])
    ]
    return whole_diary(entries, preamble="\n".join(lines[: starts[0]]) if starts else "")


def _read_entry(lines: Sequence[str], source: Source) -> Entry:
    head = _read_head(lines[0]) or Entry(None, "", "")
    marks = lines[1].split(" ") if len(lines) > 1 else []
    has_marks = all(mark[:1] == "#" and mark[1:] for mark in marks) and bool(marks)
    body = unescape(_without_backslashes(trim("\n".join(lines[1 + has_marks :]))))
    hidden = [mark[1:].replace(_JOINT, " ") for mark in marks] if has_marks else []
    return Entry(
        date=head.date,
        title=head.title,
        body=body,
        time=head.time,
        tags=tuple(dict.fromkeys((*hidden, *inline_tags(f"{head.title}\n{body}")))),
        raw=f"## {lines[0]}\n\n{body}\n" if head.date is None else "",
        source=source,
    )


def _read_head(line: str) -> Entry | None:
    """Return the date, time and title in a first line; of an impossible day only the title."""
    found = _HEAD.fullmatch(line)
    if found:
        try:
            time = dt.time.fromisoformat(found[2]) if found[2] else None
            return Entry(dt.date.fromisoformat(found[1]), found[3] or "", "", time)
        except ValueError:
            pass
    head = parse_heading(line)
    return Entry(None, head.title, "") if head and head.date is None else None


def _lines(text: str) -> list[str]:
    return unix(text.removeprefix("\ufeff")).split("\n")


def _starts(lines: Sequence[str]) -> list[int]:
    """Return the lines that begin entries: the first one, or below two blank ones.

    One is enough where text, and no tag, stands right below the first date, as in none of ours.
    """
    first = next((at for at, line in enumerate(lines) if line), 0)
    below = lines[first + 1] if first + 1 < len(lines) else ""
    gap = 1 if below and below[0] != "#" else 2
    return [at for at in sorted({first, *_apart(lines, gap)}) if _read_head(lines[at])]


def _apart(lines: Sequence[str], gap: int = 2) -> list[int]:
    """Return the lines below so many blank ones, where an entry may begin."""
    return [at for at in range(gap, len(lines)) if lines[at] and not any(lines[at - gap : at])]


def _with_backslashes(body: str) -> str:
    lines = body.split("\n")
    for at in _apart(lines):
        if _read_head(lines[at].lstrip("\\")):
            lines[at] = "\\" + lines[at]
    return "\n".join(lines)


def _without_backslashes(body: str) -> str:
    lines = body.split("\n")
    for at in _apart(lines):
        if lines[at][0] == "\\" and _read_head(lines[at].lstrip("\\")):
            lines[at] = lines[at][1:]
    return "\n".join(lines)
