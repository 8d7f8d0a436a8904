"""Where a header begins and ends, and what it says of an entry. Headers are never rewritten."""

from __future__ import annotations

from journal.errors import DataError
from journal.frontmatter.plain import NINES, read_plain
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from typing import Any

LIMIT = 64 * 1024
"""The most characters a header may have; what is longer is text."""

_CLOSING = {"---": ("---", "..."), "+++": ("+++",), "{": ("}",)}
_DATE_KEYS = ("date", "created", "created_at", "createdAt")
_TAG_KEYS = ("tags", "tag")
_ANY_CASE = ("title", "date", "created", "tags")
"""Keys of YAML and TOML that are these in capitals, too, as they are to Hugo."""

_DAY = "9999-99-99"
_MOMENTS = {_DAY} | {f"{_DAY}{mark}99:99{seconds}" for mark in " T" for seconds in ("", ":99")}

_LONGEST = 1024
"""The most bits of a number that is kept as one."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it stands: its text with both fences, and the offset where the body begins."""

    text: str
    end: int

    @property
    def fence(self) -> str:
        """Return the first line: `---`, `+++` or `{`."""
        return "{" if self.text[0] == "{" else self.text[:3]


@dataclass(frozen=True, slots=True)
class Fields:
    """What a header says of an entry; `meta` is everything but `title`, `date` and tags."""

    title: str
    date: dt.date | None
    time: dt.time | None
    tags: tuple[str, ...]
    meta: Mapping[str, object]
    exact: bool
    """Whether a heading alone (`## 2023.04.02 title`) says all of it."""


class HeaderError(DataError):
    """A header that does not parse; `line` counts from its first fence, from 1."""

    def __init__(self, what: str, line: int) -> None:
        """Keep the line for the caller, who knows the file."""
        super().__init__(what)
        self.line = line


def find(text: str) -> Header | None:
    """Return the slice that looks like a header, or None.

    The first line must be exactly `---`, `+++` or `{` (after a BOM, if any),
    and a closing line must come within 64 KiB. Whether it is a header shows
    when it is loaded: a diary may begin with a rule.
    """
    if text[3:4] == "\n" and text[:3] in _CLOSING:
        stop = text.find(f"\n{text[:4]}", 3, LIMIT)
        lines = text[3 : max(stop, 0)]
        # The first of several lines that may close it, and no line ends in CR.
        if stop > 0 and not any(mark in lines for mark in (f"\n{text[:3]}", "\n...", "\r")):
            return Header(text[: stop + 4], stop + 5)
    start = 1 if text.startswith("\ufeff") else 0
    first = _line(text, start)
    closers = _CLOSING.get(first.rstrip(" \t\r\n"))
    if closers is None or not first.endswith(("\n", "\r")):
        return None
    position = start + len(first)
    while position < len(text) and position - start < LIMIT:
        line = _line(text, position)
        position += len(line)
        if line.rstrip(" \t\r\n") in closers and position - start <= LIMIT:
            return Header(text[start:position].rstrip("\r\n"), position)
    return None


def load(header: Header) -> dict[str, Any]:
    """Return a header's keys and values; raise `HeaderError` where it is not a mapping."""
    fence, inner = header.fence, header.text
    if "\r" in inner:
        inner = inner.replace("\r\n", "\n").replace("\r", "\n")
    if fence != "{":
        inner = inner[inner.find("\n") + 1 : inner.rfind("\n")]
    values: Any = read_plain(fence, inner)
    if values is None:
        from journal.frontmatter.handlers import read_mapping

        try:
            values = read_mapping(fence, inner)
        except ValueError as error:
            what, line = error.args
            raise HeaderError(what, line) from None
    if not inner.strip():
        return {}
    if not isinstance(values, dict) or not values:
        raise HeaderError("what stands between the two fences is not `key: value` lines", 1)
    named = {str(key): value for key, value in values.items()}
    return named if fence == "{" else {_usual(key, named): named[key] for key in named}


def fields(values: Mapping[str, Any]) -> Fields:
    """Sort the values of a header into title, date, time, tags and the rest."""
    date_key, moment = moment_of(values)
    tag_key = next((key for key in _TAG_KEYS if key in values), "")
    # When it was created is known by nothing else where the entry is of another day.
    used = {key for key in (tag_key, date_key) if key in ("date", *_TAG_KEYS)}
    used |= {"title"} if _has_title(values) else set()
    meta = {key: plain(value) for key, value in values.items() if key not in used}
    name = title_of(values)
    said = values.keys() <= {"title", "date"} and name == values.get("title", "") and moment[0]
    exact = bool(said and values.get("date") == f"{moment[0]}")
    return Fields(name, *moment, _tags(values.get(tag_key)), meta, exact)


def title_of(values: Mapping[str, Any]) -> str:
    """Return the title that the values of a header say, "" for none."""
    return one_line(plain(values.get("title"))) if _has_title(values) else ""


def moment_of(values: Mapping[str, Any]) -> tuple[str, tuple[dt.date | None, dt.time | None]]:
    """Return the day, and the time if there is one, that a header says, and the key that does."""
    for key in _DATE_KEYS:
        found = _moment(values[key]) if key in values else None
        if found and found[0]:
            return key, found
    return "", (None, None)


def _has_title(values: Mapping[str, Any]) -> bool:
    return not isinstance(values.get("title"), list | dict)


def one_line(value: object) -> str:
    """Return a value as a title: one line, single blanks, nothing around it."""
    if not isinstance(value, str):
        value = "" if value is None else str(value)
    if value.isprintable() and "  " not in value and value == value.strip(" "):
        return value
    for blank in "\r\n\t":
        value = value.replace(blank, " ")
    return " ".join(part for part in value.split(" ") if part)


def plain(value: Any) -> Any:
    """Return a header's value as JSON can carry it: dates and times become strings.

    So do numbers that JSON has not, and those too long for Python to write out.
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if isinstance(value, int) and value.bit_length() > _LONGEST:
        return hex(value)
    if isinstance(value, float) and not abs(value) < float("inf"):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _usual(key: str, values: Mapping[str, Any]) -> str:
    low = key.lower()
    return low if low in _ANY_CASE and low not in values else key


def _line(text: str, start: int) -> str:
    """Return the line that begins at an offset, its ending included."""
    limit = start + LIMIT
    end = text.find("\n", start, limit)
    # Not further than the LF: a header of many lines would be looked through for each.
    cr = text.find("\r", start, end if end >= 0 else limit)
    end = cr if cr >= 0 else end
    if end < 0:
        return text[start:limit]
    return text[start : end + (2 if text[end : end + 2] == "\r\n" else 1)]


def _moment(value: object) -> tuple[dt.date | None, dt.time | None] | None:
    """Read a date of a header: a string in any full form, or TOML's own types."""
    import datetime as dt

    if isinstance(value, str):
        text = value.strip()
        found = _plain_moment(text)
        if found:
            return found
        from journal.dates.stamp import find_moment

        return find_moment(text)
    if isinstance(value, dt.datetime):
        return value.date(), value.time().replace(microsecond=0)
    return (value, None) if isinstance(value, dt.date) else None


def _plain_moment(text: str) -> tuple[dt.date, dt.time | None] | None:
    """Read `2023-04-02`, with a clock time behind a blank or a `T`, and a zone that is not used.

    What this reads, `find_moment` reads the same; None for anything else.
    """
    import datetime as dt

    end = 10 if len(text) == 10 else 19 if text[16:17] == ":" else 16
    zone = text[end:]
    if text[:end].translate(NINES) not in _MOMENTS or text[0] not in "12":
        return None
    if zone.lstrip(" ")[:1] not in ("", "+") and zone != "Z":
        return None
    try:
        day = dt.date.fromisoformat(text[:10])
        return day, dt.time.fromisoformat(text[11:end]) if end > 10 else None
    except ValueError:
        return None


def _tags(value: object) -> tuple[str, ...]:
    """Read tags from a list, or from a line split at commas, or else at blanks."""
    if isinstance(value, str):
        commas = value.replace("，", ",").replace("、", ",")
        parts: list[object] = [*(commas.split(",") if "," in commas else commas.split())]
    else:
        parts = list(value) if isinstance(value, list | tuple) else []
    names = (one_line(plain(part)).lstrip("#") for part in parts if part is not None)
    return tuple(dict.fromkeys(name for name in names if name))
