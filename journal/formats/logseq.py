"""Logseq's journal pages: `journals/2022_09_27.md`, every line a bullet."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from journal.dates.stamp import make_date
from journal.entry import Entry, Source
from journal.errors import DataError
from journal.formats.reading import Reading
from journal.formats.stamps import read_stamp
from journal.frontmatter import header as front
from journal.frontmatter.header import one_line
from journal.markdown.document import count_lines
from journal.markdown.inline import tags as inline_tags
from journal.markdown.section import trim, unix

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

_NAME = re.compile(r"(?:^|/)(\d{4})([_-])(\d{2})\2(\d{2})\.md\Z")
_PROPERTY = re.compile(r"^(?P<indent>[ \t]*(?:- )?)(?P<key>[A-Za-z][\w./-]*):: ?(?P<value>.*)$")
_FOLD = re.compile(r"^[ \t]*(?:collapsed|id|heading)::")
_NUMBERED = re.compile(r"^[ \t]*logseq\.order-list-type:: number")
_ID = re.compile(r"^[ \t]*(?:- )?(?:id::|:id:) (?P<id>[0-9a-fA-F-]{36})[ \t]*$")
_REFERENCE = re.compile(
    r"\{\{embed \(\((?P<embed>[0-9a-fA-F-]{36})\)\)\}\}"
    r"|\[(?P<words>[^\[\]\n]+)\]\(\(\((?P<linked>[0-9a-fA-F-]{36})\)\)\)"
    r"|\(\((?P<id>[0-9a-fA-F-]{36})\)\)"
)
_BULLET = re.compile(r"^[ \t]*(?:- ?|#{1,6} )(?P<text>.*)$")
_TASK = re.compile(r"^(?P<mark>[ \t]*- )(?:(?P<state>TODO|DONE) |(?=(?:LATER|NOW|DOING|WAITING) ))")
_WIDE_TAG = re.compile(r"(?<!\S)#\[\[(?P<name>[^\[\]\n]+)\]\]")
_SIZE = re.compile(r"(?<=\))\{:[^{}\n]*\}")
_DRAWERS = (":LOGBOOK:", ":PROPERTIES:")
_DRAWN = re.compile(r"^[ \t]*(?:CLOCK:|[*-] State |:[\w./-]+:|\Z)", re.IGNORECASE)
"""What stands in a drawer; a drawer that is never closed ends above anything else."""

_OWN = re.compile(
    r"^(?P<indent>[ \t]*):(?!(?:id|now|later|doing|done|todo|collapsed|heading|end):)"
    r"(?P<key>[A-Za-z][\w./-]*): (?P<value>.*)$",
    re.IGNORECASE,
)
_MAY_BE_TAGS = ("tags", "tag")


def is_graph(names: list[str]) -> bool:
    """Tell whether files, by their names, are those of a graph."""
    return any(name == "logseq/config.edn" or name.endswith("/logseq/config.edn") for name in names)


def is_journal(path: str) -> bool:
    """Tell whether a file is a journal page, by its name and folder."""
    folder = path.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    return folder == "journals" and _day(path) is not None


def looks_like(text: str, path: str) -> bool:
    """Tell whether a file by itself is a journal page: a day for a name, and bullets only."""
    if is_journal(path):
        return True
    name = _NAME.search(path.replace("\\", "/"))
    if name is None or name[2] != "_":
        return False
    lines = [line for line in unix(text).split("\n") if line.strip(" \t")]
    return bool(lines) and all(
        line.lstrip(" \t").startswith("- ") or line[0] in " \t-" or _PROPERTY.match(line)
        for line in lines
    )


def blocks(texts: Iterable[str]) -> dict[str, str]:
    """Return the words of every block that has an id, in all the pages of a graph."""
    found: dict[str, str] = {}
    for text in texts:
        if "id:" not in text:
            continue
        words = ""
        for line in unix(text).split("\n"):
            bullet = _BULLET.match(line)
            words = bullet["text"] if bullet else words
            named = _ID.match(line)
            if named:
                found[named["id"].lower()] = words
    return found


def read(text: str, path: str, *, known: Mapping[str, str] | None = None) -> Reading:
    """Read a journal page; `known` has the blocks of all pages, to put in for their ids.

    Raises DataError where its name is no day.
    """
    day = _day(path)
    if day is None:
        raise DataError("its name is no day", where=path, todo="journal pages are `2022_09_27.md`")
    plain = unix(text.removeprefix("\ufeff"))
    counts: Counter[str] = Counter()
    above, start = _header(plain)
    meta, lines = _without_properties(plain[start:].split("\n"), counts)
    meta = {**above, **meta}
    tags = _tags(meta)
    title = one_line(meta.pop("title", ""))
    if (stamp := read_stamp(title)) and stamp[0] == day:
        title = ""
    references = {**blocks([plain]), **(known or {})}
    while lines and not _says(lines[-1]):
        lines.pop()
    body = trim("\n".join(_lines(lines, references, counts)))
    if not (title or body or tags or meta):
        return Reading((), counts={"day without a word": 1})
    entry = Entry(
        day,
        title,
        body,
        tags=tuple(dict.fromkeys((*tags, *inline_tags(f"{title}\n{body}")))),
        meta=meta,
        level=0,
        raw=text,
        source=Source(path, 1, 1 + count_lines(plain.rstrip(), 0)),
    )
    return Reading((entry,), counts=counts)


def _header(text: str) -> tuple[dict[str, object], int]:
    """Return the properties in a header, as pages had them at first, and where it ends."""
    header = front.find(text)
    if header is None:
        return {}, 0
    try:
        values = front.load(header)
    except front.HeaderError:
        return {}, 0
    return {key.lower(): front.plain(value) for key, value in values.items()}, header.end


def _without_properties(
    lines: list[str], counts: Counter[str]
) -> tuple[dict[str, object], list[str]]:
    """Split a page into the properties of its first block and its lines, without drawers."""
    meta: dict[str, object] = {}
    kept: list[str] = []
    drawer = fenced = said = False
    item = -1
    for line in lines:
        bare = line.strip(" \t")
        bare = bare.removeprefix("- ")
        fenced ^= bare.startswith("```")
        drawer = drawer and bool(_DRAWN.match(line))
        if drawer and (match := _OWN.match(line)):
            line = f"{match['indent']}{match['key']}:: {match['value']}"
        elif drawer:
            drawer = bare.upper() != ":END:"
            continue
        if not fenced and bare.upper() in _DRAWERS:
            drawer = True
            counts["clock or property drawer left out"] += 1
        elif not fenced and _FOLD.match(line):
            counts["fold mark or id of a block left out"] += 1
        elif not fenced and item >= 0 and _NUMBERED.match(line):
            kept[item] = kept[item].replace("- ", "1. ", 1)
        elif not (fenced or said) and (match := _PROPERTY.match(line)):
            meta[match["key"].lower()] = match["value"].strip(" \t")
        else:
            item = len(kept) if not fenced and line.lstrip(" \t").startswith("- ") else item
            said = said or _says(line)
            kept.append(line)
    return meta, kept


def _says(line: str) -> bool:
    return line.strip(" \t-#") != ""


def _tags(meta: dict[str, object]) -> list[str]:
    """Return the tags that the properties of a page name, `[[a]], #b, c`."""
    values = [meta.pop(key) for key in _MAY_BE_TAGS if key in meta]
    lists = (value if isinstance(value, list) else str(value).split(",") for value in values)
    names = (one_line(part).strip("#[] ") for value in lists for part in value)
    return [name for name in names if name]


def _lines(lines: Iterable[str], known: Mapping[str, str], counts: Counter[str]) -> Iterator[str]:
    """Yield lines in Markdown's words; those of a code block as they are."""
    fenced = False
    for line in lines:
        is_fence = line.strip(" \t").removeprefix("- ").startswith("```")
        fenced ^= is_fence
        yield line if fenced or is_fence else _line(line, known, counts)


def _line(line: str, known: Mapping[str, str], counts: Counter[str]) -> str:
    """Return a line with its tasks, sizes, wide tags and block references in Markdown's words."""
    task = _TASK.match(line)
    if task:
        line = f"{task['mark']}[{'x' if task['state'] == 'DONE' else ' '}] {line[task.end() :]}"

    def words(match: re.Match[str]) -> str:
        name = (match["embed"] or match["linked"] or match["id"]).lower()
        if match["words"]:
            return match["words"]
        if name in known:
            return known[name]
        counts["block that is not in this export; its id stays"] += 1
        return match[0]

    line = _REFERENCE.sub(words, line)
    counts["size of a picture left out"] += len(_SIZE.findall(line))
    line = _SIZE.sub("", line)
    return _WIDE_TAG.sub(lambda match: f"#{match['name'].replace(' ', '-')}", line)


def _day(path: str) -> dt.date | None:
    match = _NAME.search(path.replace("\\", "/"))
    return make_date(int(match[1]), int(match[3]), int(match[4])) if match else None
