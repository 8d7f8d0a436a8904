"""Notion's "Markdown & CSV": a page a file, its properties `Key: value` under the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.dates.stamp import find_moment
from journal.entry import Entry, Source
from journal.formats.reading import Reading
from journal.formats.stamps import read_stamp
from journal.formats.table import rows
from journal.frontmatter.header import one_line
from journal.markdown.document import count_lines
from journal.markdown.inline import tags as inline_tags
from journal.markdown.section import trim, unix

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

_NAME = re.compile(r"(?:^|[ /])[0-9a-f]{32}(?:_all)?\.(?:md|csv|html)\Z")
_ID = re.compile(r"[ ]?[0-9a-f]{32}(?:_all)?\Z")
_TITLE = re.compile(r"\s*# (?P<title>[^\n]*)\n")
_PROPERTY = re.compile(r"(?P<key>#|[^\s:#>*`|\[!<-][^:\n]{0,60}): (?P<value>[^\n]*)\Z")
_DAY_KEYS = (
    "date",
    "day",
    "when",
    "日期",
    "时间",
    "日付",
    "날짜",
    "datum",
    "fecha",
    "data",
    "дата",
)
_MADE_KEYS = ("created", "创建", "建立", "作成", "생성", "erstellt", "creado", "criado", "créé")
_TAG_KEYS = ("tags", "tag", "标签", "標籤", "タグ", "태그", "etiquetas", "étiquettes")
_EDITED = re.compile(r"edit|updated|modif|编辑|編輯|更新|修改|最終|bearbeitet|수정", re.IGNORECASE)
_TITLE_KEY = ""
_HEADING = re.compile(r'<h1 class="page-title"[^>]*>(.*?)</h1>', re.DOTALL)
_BODY = re.compile(r'<div class="page-body">(.*)</div>\s*</article>', re.DOTALL)
_ROW = re.compile(
    r'<tr class="property-row[^>]*>\s*<th>(?P<key>.{0,999}?)</th>\s*<td>(?P<value>.{0,9999}?)</td>',
    re.DOTALL,
)
_MARKUP = re.compile(r"<[^<>]*>")
_ALIKE = 24
_LETTERS = re.compile(r"\W+")


def is_export(names: Sequence[str]) -> bool:
    """Tell whether files, by their names, are Notion's: they end in an id of 32 digits."""
    return any(_NAME.search(name) for name in names)


def looks_like(path: str) -> bool:
    """Tell whether a single file has such a name."""
    return bool(_NAME.search(path.replace("\\", "/")))


def read(text: str, path: str, *, names: Sequence[str] = ()) -> Reading:
    """Read a page, or the rows of a database that have no page among these `names`.

    Raises DataError where a page has no date, neither in a property nor in its title.
    """
    if path.lower().endswith(".csv"):
        return _read_rows(text, path, names)
    if path.lower().endswith(".html"):
        return _read_page(text, path)
    plain = unix(text.removeprefix("\ufeff"))
    match = _TITLE.match(plain)
    title = one_line(match["title"]) if match else _stem(path)
    properties, body = _properties(plain[match.end() if match else 0 :])
    entry = _entry(title, properties, body, source=Source(path, 1, 1 + count_lines(plain, 0)))
    return Reading((entry,) if entry else ())


def _read_page(text: str, path: str) -> Reading:
    """Read a page of the export as HTML."""
    import html

    from journal.formats.hypertext import to_markdown

    heading, body = _HEADING.search(text), _BODY.search(text)
    rows = {
        _bare(html.unescape(row["key"])): _bare(html.unescape(row["value"]))
        for row in _ROW.finditer(text)
    }
    title = one_line(_bare(html.unescape(heading[1]))) if heading else _stem(path)
    entry = _entry(title, rows, "", source=Source(path))
    if entry is None or body is None:
        return Reading(())
    return Reading((_entry(title, rows, to_markdown(body[1]), source=Source(path)) or entry,))


def _bare(text: str) -> str:
    return _MARKUP.sub("", text).strip(" \t\n")


def _properties(text: str) -> tuple[dict[str, str], str]:
    """Split a page below its title into its properties and its body.

    A property may go on in the next line where another is a date, which words are not.
    """
    block, _, rest = text.lstrip("\n").partition("\n\n")
    found: dict[str, list[str]] = {}
    key = ""
    for line in block.rstrip("\n").split("\n"):
        if match := _PROPERTY.match(line):
            key = match["key"]
            found.setdefault(key, []).append(match["value"])
        elif key:
            found[key].append(line)
        else:
            return {}, trim(text)
    told = {key: "\n".join(lines).strip(" \t") for key, lines in found.items()}
    is_plain = all(len(lines) == 1 for lines in found.values())
    if not (is_plain or any(read_stamp(lines[0]) for lines in found.values())):
        return {}, trim(text)
    return told, trim(rest)


def _entry(title: str, properties: Mapping[str, str], body: str, *, source: Source) -> Entry | None:
    key, moment = _moment({**properties, _TITLE_KEY: title})
    if moment is None:
        moment = _day_in(title)
    if moment is None:
        return None
    tags = [
        tag.strip()
        for name, value in properties.items()
        if name.lower() in _TAG_KEYS
        for tag in value.replace("，", ",").split(",")
    ]
    meta = {
        name: value
        for name, value in properties.items()
        if value and name != key and name.lower() not in _TAG_KEYS
    }
    return Entry(
        moment[0],
        title,
        body,
        time=moment[1],
        tags=tuple(dict.fromkeys((*filter(None, tags), *inline_tags(f"{title}\n{body}")))),
        meta=meta,
        level=0,
        raw=body,
        source=source,
    )


def _moment(
    properties: Mapping[str, str],
) -> tuple[str, tuple[dt.date, dt.time | None] | None]:
    """Return the property that tells the day, and the moment.

    A date comes first, then a title that begins with one, then when the page was made. The
    names of properties are those of the writer's language, and of the writer's choice.
    """

    def rank(name: str) -> int:
        low = name.lower()
        if _EDITED.search(low):
            return 4
        if low in _DAY_KEYS:
            return 0
        if name == _TITLE_KEY:
            return 1
        return 2 if low.startswith(_MADE_KEYS) else 3

    for name in sorted(properties, key=rank):
        value = properties[name]
        moment = read_stamp(value)
        if not moment and name == _TITLE_KEY:
            found = find_moment(value.lstrip("@"))
            moment = (found[0], found[1]) if found and found[0] else None
        if moment:
            return name, moment
        # Of a span the whole stays in the meta.
        moment = read_stamp(value.partition("→")[0])
        if moment and "→" in value:
            return "", moment
    return "", None


def _day_in(title: str) -> tuple[dt.date, dt.time | None] | None:
    from journal.dates.stamp import find_date

    found = find_date(title.lstrip("@"))
    return (found, None) if found else None


def _read_rows(text: str, path: str, names: Sequence[str]) -> Reading:
    """Read the rows of a database that have no page of their own; those with one are there."""
    if not path.endswith("_all.csv") and any(path.endswith(_all_of(name)) for name in names):
        return Reading((), counts={"table whose rows are in another one": 1})
    if 0 < sum(any(row.values()) for _, row in rows(text, path)) <= _pages_below(path, names):
        return Reading((), counts={"table whose rows are pages": 1})
    pages = {_key(_stem(name)) for name in names if name.lower().endswith(".md")}
    found = [*_rows(text, path, pages)]
    entries = [entry for entry in found if entry]
    counts = {"row of a database without a page or a date": len(found) - len(entries)}
    return Reading(tuple(entries), counts=counts)


def _pages_below(path: str, names: Sequence[str]) -> int:
    """Return how many pages lie in the folder of a database; a page may be titled `@Today`."""
    own = next((name for name in names if path.endswith(name)), path)
    stem = own.removesuffix(".csv").removesuffix("_all")
    folders = {stem, _ID.sub("", stem)}
    pages = (name for name in names if name.lower().endswith((".md", ".html")))
    return sum(name.rpartition("/")[0] in folders for name in pages)


def _rows(text: str, path: str, pages: set[str]) -> Iterator[Entry | None]:
    for line, row in rows(text, path):
        title, *_ = row.values()
        if any(row.values()) and _key(title) not in pages:
            properties = dict([*row.items()][1:])
            yield _entry(one_line(title), properties, "", source=Source(path, line))


def _stem(path: str) -> str:
    """Return the name of a page or table without its id and ending."""
    name = path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return _ID.sub("", name)


def _key(title: str) -> str:
    """Return what a title and the name of its file, cut and without signs, have in common."""
    return _LETTERS.sub("", title).lower()[:_ALIKE]


def _all_of(name: str) -> str:
    return name.replace("_all.csv", ".csv") if name.endswith("_all.csv") else "\0"
