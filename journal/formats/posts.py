"""Posts: files that are one entry, a header and then the text."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

from journal.dates.stamp import find_moment
from journal.entry import Entry, Source
from journal.errors import DataError
from journal.formats.reading import Reading
from journal.frontmatter import header as front
from journal.markdown.blocks import outline
from journal.markdown.document import count_lines, parse
from journal.markdown.inline import tags as inline_tags
from journal.markdown.levels import unsettle
from journal.markdown.section import trim, unix
from journal.values import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEVERAL = 2
_INDEXES = ("index", "_index")
# Stands before a body whose headings were not those of a post, as far as they were moved up.
_SHIFT = re.compile(r"<!-- headings \+(\d) -->\n\n")
# A name such as `12-things.md` is no day: nothing but the layout may stand there.
_FOLDERS = re.compile(r"(?:\A|/)((?:19|20)\d\d)(?:/(\d\d)/?|-(\d\d)/)(\d\d)\.[A-Za-z]+\Z")
_BARE_HEADER = re.compile(
    r"[A-Za-z][\w-]{0,40}[ \t]*+:(?:[ \t][^\r\n]*+)?(?:\r\n?+|\n)"
    r"(?:(?:[A-Za-z][\w-]{0,40}[ \t]*+:(?:[ \t][^\r\n]*+)?|(?:[ \t]|-[ \t]|#)[^\r\n]*+)?"
    r"(?:\r\n?+|\n)){0,200}?---[ \t]*+(?:\r\n?+|\n|\Z)"
)


def looks_like_post(text: str, path: str) -> bool:
    """Tell whether a file is one entry: its header or its name has a date, and it has no sections.

    A file with a header whose dated sections begin right under it is a diary.
    """
    header = front.find(text)
    if header is None and _bare_header(text):
        return True
    if header is None and _name_moment(path) is None:
        return False
    document = parse(text, path)
    dated = len(document.entries)
    if header is None:
        return not dated
    try:
        said = front.fields(front.load(header))
    except front.HeaderError:
        return not dated
    if said.date is None and dated:
        return False
    before = document.preamble[header.end :] if dated else ""
    return dated < _SEVERAL or bool(trim(_without_title(before)))


def read(text: str, path: str, *, day: dt.date | None = None) -> Reading:
    """Read a file as one entry; raises DataError where it has no date or its header is broken.

    `day` is what its name was found to say, where that counts for more than its header.
    """
    header = front.find(text) or _bare_header(text)
    values = _load(header, path) if header else {}
    said = front.fields(values)
    named = day
    day, time = (said.date, said.time) if said.date else (_name_moment(path), None)
    if "date" not in values and (told := find_moment(_name(path))) and told[0] not in (None, day):
        day, time = told  # a dated name says more than when it was created
    if named and named != day:
        day, time = named, None
    if day is None and header and said.meta.get("date"):
        raise DataError(f"the date {said.meta['date']} is none", where=path, todo="mend the header")
    if day is None and _stem(path) == "_index":
        return Reading(())  # Hugo's page about a folder
    if day is None:
        raise DataError(
            "this post has no date",
            where=path,
            todo="give its header a `date: YYYY-MM-DD`, or its file such a name",
        )
    body = trim(unix(text[header.end if header else 0 :].removeprefix("\ufeff")))
    shift = _SHIFT.match(body)
    body = body[shift.end() :] if shift else body
    entry = Entry(
        date=day,
        time=time,
        title=said.title,
        body=body,
        tags=tuple(dict.fromkeys((*said.tags, *inline_tags(f"{said.title}\n{body}")))),
        meta=said.meta,
        header=unix(header.text) if header else "",
        level=0,
        shift=int(shift[1]) if shift else None,
        raw=text,
        source=Source(path, 1, 1 + count_lines(text.rstrip(), 0)),
    )
    if not entry.title and values.get("title") != "":
        entry = _title_from_body(entry, "" if named else _name(path))
    return Reading((entry,))


def write_post(entry: Entry) -> str:
    """Return an entry as a post, with the keys and values that it came with.

    The header is given back as it was read; where date or title were changed
    since, only those lines of it are new.
    """
    post, shows = unsettle(entry)
    header = _updated(entry) if entry.header else _header(_values(entry), "---")
    text = f"{header}\n\n{post.body}\n" if post.body else f"{header}\n"
    is_post = not _begins_with_heading(post.body) or looks_like_post(text, "")
    if shows and is_post and not _SHIFT.match(post.body):
        return text
    return f"{header}\n\n<!-- headings +{post.shift or 0} -->\n\n{post.body}\n"


def _begins_with_heading(body: str) -> bool:
    found = outline(body[:500], underlined=True).headings
    return bool(found) and not body[: found[0].start].strip(" \t\n")


def _updated(entry: Entry) -> str:
    """Return the header of an entry with the date and title that it has now."""
    said = front.find(entry.header + "\n")
    if said is None:
        return entry.header
    values = front.load(said)
    fields = front.fields(values)
    wanted = _values(entry)
    stale = {
        "title": fields.title != entry.title,
        "date": fields.date != entry.date or not _same_minute(fields.time, entry.time),
    }
    header = entry.header
    for key in (key for key in stale if stale[key]):
        line = _line(key, wanted[key], said.fence)
        mark = "=" if said.fence == "+++" else ":"
        pattern = rf"^{key}[ \t]*{mark}[^\n]*$" if said.fence != "{" else rf'^[ \t]*"{key}"[^\n]*$'
        found = re.search(pattern, header, re.MULTILINE | re.IGNORECASE)
        if found:
            header = header[: found.start()] + line + header[found.end() :]
        else:
            header = header.replace("\n", f"\n{line}\n", 1)
    return header if _says(header, entry) else _header({**_plain(values), **wanted}, said.fence)


def _says(header: str, entry: Entry) -> bool:
    """Tell whether a header loads, with the date and the title of the entry."""
    found = front.find(header + "\n")
    try:
        fields = front.fields(front.load(found)) if found else None
    except front.HeaderError:
        return False
    return fields is not None and (fields.date, fields.title) == (entry.date, entry.title)


def _same_minute(one: dt.time | None, other: dt.time | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.hour, one.minute) == (other.hour, other.minute)


def _load(header: front.Header, path: str) -> dict[str, object]:
    try:
        return front.load(header)
    except front.HeaderError as error:
        raise DataError(
            error.what, where=Source(path, error.line), todo="mend the header, then import again"
        ) from None


def _bare_header(text: str) -> front.Header | None:
    """Return a header that lacks its first fence, with that fence, or None.

    Every line up to the `---` must be one of a header, and one of them a date;
    no section may begin right under it, as in a diary.
    """
    start = int(text.startswith("\ufeff"))
    match = _BARE_HEADER.match(text, start, start + front.LIMIT)
    if match is None:
        return None
    newline = "\r\n" if "\r\n" in match[0] else "\r" if "\r" in match[0] else "\n"
    header = front.Header(f"---{newline}{match[0].rstrip()}", match.end())
    try:
        said = front.fields(front.load(header))
    except front.HeaderError:
        return None
    below = parse(text[match.end() :])
    diary = len(below.entries) >= _SEVERAL and not trim(_without_title(below.preamble))
    return header if said.date and not diary else None


def _name_moment(path: str) -> dt.date | None:
    """Return the day in a file's name, `2023-04-02-slug.md`, or the Monday of its week.

    A name without a year is a day where folders say the rest: `2023/0402.md`,
    `2023/04/02.md`, `2023-04/02.md`.
    """
    from journal.dates.stamp import find_date, find_week, make_date

    name = _name(path)
    if found := find_moment(name):
        return found[0]
    if day := _FOLDERS.search(path.replace("\\", "/")):
        return make_date(int(day[1]), int(day[2] or day[3]), int(day[4]))
    return find_date(name) or find_week(name)


def _without_title(text: str) -> str:
    """Return a text without its first heading."""
    found = outline(text).headings
    return text[: found[0].start] + text[found[0].end :] if found else text


def _name(path: str) -> str:
    """Return the name of a post's file, or of its folder where that is a bundle."""
    *folders, name = path.replace("\\", "/").split("/")
    return folders[-1] if folders and _stem(name) in _INDEXES else name


def _stem(path: str) -> str:
    """Return a file's name without its ending, and without its language: `index.zh.md`."""
    return path.replace("\\", "/").rsplit("/", 1)[-1].partition(".")[0]


def _title_from_body(entry: Entry, name: str) -> Entry:
    """Return an entry without a title with its first heading, or its file's name, as one.

    A heading beside others of its level is that of a part.
    """
    found = outline(entry.body).headings
    first = all(found[0].level < one.level for one in found[1:])
    if found and first and not entry.body[: found[0].start].strip(" \t\n"):
        rest = trim(entry.body[found[0].end :])
        return replace(entry, title=front.one_line(found[0].text), body=rest)
    name = name.rsplit(".", 1)[0]
    bare = name.lstrip("0123456789-_. ") if name[:1].isdigit() else name
    return replace(entry, title=front.one_line(bare.replace("-", " ").replace("_", " ")))


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {key: front.plain(value) for key, value in values.items()}


def _values(entry: Entry) -> dict[str, object]:
    """Return what a header must say of an entry that has none."""
    date = "" if entry.date is None else entry.date.isoformat()
    if entry.date is not None and entry.time is not None:
        date = dt.datetime.combine(entry.date, entry.time).isoformat()
    inline = set(inline_tags(f"{entry.title}\n{entry.body}"))
    hidden = [tag for tag in entry.tags if tag not in inline]
    tags = {"tags": hidden} if hidden and not entry.header else {}
    fields = {"title", "date", "tags"}
    meta = {key.capitalize() if key in fields else key: value for key, value in entry.meta.items()}
    meta = {} if entry.header else meta
    return {"title": entry.title, "date": date, **tags, **meta}


def _header(values: Mapping[str, object], fence: str) -> str:
    """Return a header of these values, one key a line; strings are quoted as JSON."""
    if fence == "{":
        return json.dumps(values, ensure_ascii=False, indent=1)
    # TOML has no null.
    told = [(key, value) for key, value in values.items() if value is not None or fence == "---"]
    lines = [_line(key, value, fence) for key, value in told]
    return "\n".join([fence, *lines, fence])


def _escape(character: str) -> str:
    """Return what YAML and TOML can show as it is, and escapes of the rest.

    JSON's pairs of surrogates would be two characters there.
    """
    if character.isprintable() or character == "\u3000":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"


def _line(key: str, value: object, fence: str) -> str:
    """Return the line of a header that sets a key; JSON is YAML, and TOML but for tables."""
    if fence == "{":
        return f' "{key}": {json.dumps(value)},'
    text = "".join(map(_escape, json.dumps(value, ensure_ascii=False)))
    name = key if key.isidentifier() and key.isascii() else json.dumps(key)
    text = str(value) if key == "date" else text
    return f"{name}{': ' if fence == '---' else ' = '}{text}"
