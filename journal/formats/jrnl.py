"""Text that jrnl keeps, `[2023-08-21 09:01 AM] Title. Body`, and its JSON.

Up to 1.9.5 it had no brackets there; such files are read, and never written.
What jrnl has no place for (meta, an entry without a time other than as a bare
day) does not go there; tags that the text does not have stand in a last line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from journal.entry import Entry, Source
from journal.errors import DataError
from journal.formats.reading import Reading, whole_diary
from journal.formats.stamps import is_day_first, read_stamp
from journal.frontmatter.header import one_line
from journal.markdown.document import count_lines, parse
from journal.markdown.form import write_time
from journal.markdown.inline import tags as inline_tags
from journal.markdown.section import trim, unix
from journal.values import replace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

_STAMP = re.compile(r"^\[([^\]\n]{6,40})\](?: |$)", re.MULTILINE)
# Up to 1.9.5, `2016-05-01 09:00 Title`.
_BARE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d) (?=\S)", re.MULTILINE)
# jrnl takes any bracket of more than six characters in front of a blank for a date, if it can.
_LOOKALIKE = re.compile(r"^( *)(?=\[[^\]\n]{7,}\](?: |$))", re.MULTILINE)
_ESCAPED = re.compile(r"^ ( *)(?=\[[^\]\n]{7,}\](?: |$))", re.MULTILINE)
_TAG = re.compile(r"(?<!\S)@([-+*#/\w]+)")
# A last line of tags behind a blank is ours: what the text itself did not have.
_TAG_LINE = re.compile(r"(?:^|\n)(?: @[-+*#/\w]+)+\Z")
_AROUND, _FAR = "\ufeff \t\r\n", 400
_BLANKS = ("", " ", "\t")
_NO_UTF8 = re.compile("[\ud800-\udfff]")
# For jrnl a first line that ends with * has a star, and all * around it are none of its title;
# a blank of no width keeps those of a title apart, and is not seen.
_OWN_STAR = re.compile("^(?=\u200b*\\*)|(?<=\\*)(?=\u200b*$)")
_KEPT_STAR = re.compile("^\u200b(?=\u200b*\\*)|(?<=\\*)\u200b(?=\u200b*$)")
_ALL_TITLE = 2
"""Blank lines below a title without a text that keep its second sentence from being one."""

_SENTENCE = re.compile(r"(.+?(?:[.!?…]+(?=\s)|[。！？]+))\s*(?=\S)")


def looks_like(text: str) -> bool:
    """Tell whether a text begins with a jrnl stamp."""
    match = _STAMP.match(text.lstrip(_AROUND))
    return bool(match and any(read_stamp(match[1], day_first=order) for order in (True, False)))


def looks_old(text: str, path: str) -> bool:
    """Tell whether a text is surely one of jrnl 1.9.5 or before: a log has no blank lines."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    if not name.endswith((".txt", ".jrnl")) and "." in name:
        return False
    if not _BARE.match(text[:_FAR].lstrip(_AROUND)):
        return False
    plain = unix(text.lstrip(_AROUND))
    found = [match.start() for match in _BARE.finditer(plain) if read_stamp(match[1])]
    if found[:1] != [0] or not all(_after_blank(plain, start) for start in found):
        return False
    return len(found) > 1 or not parse(plain, path).entries


def looks_like_json(values: object) -> bool:
    """Tell whether JSON is what `jrnl --format json` writes."""
    listed = values.get("entries") if isinstance(values, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    return isinstance(first, dict) and {"title", "body", "date"} <= first.keys()


def read(text: str, path: str) -> Reading:
    """Read a jrnl file, text or JSON; raises DataError where it is neither."""
    start = text[:_FAR].lstrip(_AROUND)
    if start[:1] == "{":
        return _read_json(text, path)
    plain = unix(text.removeprefix("\ufeff"))
    found = [*(_BARE if _BARE.match(start) else _STAMP).finditer(plain)]
    day_first, notes = _order([match[1] for match in found], path)
    stamps = [
        (match, moment)
        for match in found
        if (moment := read_stamp(match[1], day_first=day_first))
        and (match[1].count(":") or _after_blank(plain, match.start()))
    ]
    entries = []
    line, counted = 1, 0
    for number, (match, moment) in enumerate(stamps):
        end = stamps[number + 1][0].start() if number + 1 < len(stamps) else len(plain)
        line += plain.count("\n", counted, match.start())
        counted = match.start()
        raw = plain[match.start() : end]
        source = Source(path, line, line + count_lines(raw.rstrip(), 0))
        entries.append(_entry(moment, plain[match.end() : end], raw=raw, source=source))
    preamble = trim(plain[: stamps[0][0].start()]) if stamps else ""
    return whole_diary(entries, notes, preamble=f"{preamble}\n\n" if preamble else "")


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as text that jrnl reads; one without a date is told by its title alone.

    Bytes that are no UTF-8, for which jrnl would not open the file, are replaced.
    """
    for number, entry in enumerate(entries):
        day = "" if entry.date is None else entry.date.isoformat()
        time = "" if entry.time is None else f" {write_time(entry.time)}"
        star = " *" if entry.starred else ""
        title = _OWN_STAR.sub("\u200b", entry.title)
        head = f"[{day}{time}] {title}{star}" if day else f"{title}{star}"
        body = _LOOKALIKE.sub(r" \1", entry.body)
        known = {*inline_tags(f"{entry.title}\n{entry.body}"), *_TAG.findall(f"{head}\n{body}")}
        hidden = [f"@{tag}" for tag in entry.tags if tag not in known and tag != "starred"]
        carried = " ".join(tag for tag in hidden if _TAG.fullmatch(tag))
        if not body and _SENTENCE.match(entry.title):
            head += "\n" * _ALL_TITLE
        text = "\n".join([head, *([body] if body else [])])
        yield ("\n" if number else "") + _NO_UTF8.sub("\ufffd", text)
        yield f"\n {carried}\n" if carried else "\n"


def _entry(moment: tuple[dt.date, dt.time | None], text: str, *, raw: str, source: Source) -> Entry:
    """Return the entry of one stamp: first line or first sentence is the title."""
    first, _, rest = text.partition("\n")
    title = first.strip(" \t")
    starred = title.endswith("*") and (title[-2:-1] in _BLANKS or title.count("*") % 2 == 1)
    title = _KEPT_STAR.sub("", title[:-1].rstrip(" \t") if starred else title)
    # A line by itself is title and text, but for what `write` says is all title.
    if not trim(rest) and rest.count("\n") < _ALL_TITLE and (found := _SENTENCE.match(title)):
        title, rest = found[1], title[found.end() :]
    body = _ESCAPED.sub(r"\1", trim(rest))
    tag_line = _TAG_LINE.search(body)
    named = _TAG.findall(f"{title}\n{body}")
    if tag_line:
        body = trim(body[: tag_line.start()])
    entry = Entry(moment[0], one_line(title), body, time=moment[1], raw=raw, source=source)
    return _tagged(entry, named, starred=starred)


def _tagged(entry: Entry, named: Sequence[str], *, starred: bool) -> Entry:
    inline = inline_tags(f"{entry.title}\n{entry.body}")
    star = ("starred",) if starred else ()
    return replace(entry, tags=tuple(dict.fromkeys((*star, *named, *inline))))


def _read_json(text: str, path: str) -> Reading:
    """Read what `jrnl --format json` writes."""
    from journal.formats.record import load

    values = load(text.removeprefix("\ufeff"), path)
    listed = values.get("entries") if isinstance(values, dict) else None
    if not isinstance(listed, list):
        raise DataError("this is no JSON of jrnl", where=path, todo="it has a list `entries`")
    return whole_diary([_from_json(one, number, path) for number, one in enumerate(listed, 1)])


def _from_json(values: Any, number: int, path: str) -> Entry:
    moment = None
    if isinstance(values, dict):
        stamp = f"{values.get('date', '')} {values.get('time', '')}".strip()
        moment = read_stamp(stamp, day_first=True)
    if moment is None:
        raise DataError(f"entry {number} has no date", where=path, todo="mend it, then try again")
    known = ("title", "body", "date", "time", "tags", "starred")
    entry = Entry(
        moment[0],
        one_line(values.get("title")),
        trim(unix(str(values.get("body") or ""))),
        time=moment[1],
        meta={key: value for key, value in values.items() if key not in known},
        source=Source(path),
    )
    tags = values.get("tags")
    named = [str(tag).lstrip("@#") for tag in tags] if isinstance(tags, list) else []
    return _tagged(entry, named, starred=values.get("starred") is True)


def _order(blobs: Sequence[str], path: str) -> tuple[bool, list[str]]:
    """Tell whether `1/2/2023` is 1 February here, and say so where nothing shows it."""
    day_first = is_day_first(blobs)
    if day_first is None:
        return True, [
            f"{path}: [{blobs[0]}] was read with the day first; nothing shows which it is"
        ]
    return day_first, []


def _after_blank(text: str, start: int) -> bool:
    """Tell whether a stamp stands at the beginning, or below a blank line."""
    return not start or text.endswith("\n\n", 0, start)
