"""Day One's JSON: `entries`, each with `creationDate` in UTC, `timeZone`, Markdown `text`."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from journal.entry import Entry, Source
from journal.errors import DataError
from journal.formats.reading import Reading, split_title
from journal.formats.zones import wall_clock
from journal.markdown.inline import tags as inline_tags
from journal.markdown.inline import without_code
from journal.markdown.section import unix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDERS = {
    "photos": ("photos", "jpeg"),
    "videos": ("videos", "mov"),
    "audios": ("audios", "m4a"),
    "pdfAttachments": ("pdfs", "pdf"),
}
"""Where the files of each list lie in the archive, and their ending where none is told."""

_ENDINGS = {"com.apple.quicktime-movie": "mov", "public.mpeg-4": "mp4"}
_MOMENT = re.compile(r"!?\[(?P<words>[^\[\]\n]*)\]\(dayone-moment:/+(?:\w+/)?(?P<id>[\w-]+)/?\)")
# Day One's editor escapes what begins no markup; what Markdown needs escaped stays so.
_STRAY = re.compile(r"\\([.,!?:;'\"(){}/@%&=|~^$-])")
_RULE = re.compile(r"^ {0,3}(?P<mark>\d*\\)(?=[.)-])", re.MULTILINE)
# Blanks without width, and what stands for a picture in the editor.
_INVISIBLE = str.maketrans("", "", "\u200b\ufffc")
_NAMES = ("filename", "title", "pdfName")
_BRACKETS = str.maketrans("[]\n", "() ")
_USED = ("creationDate", "timeZone", "text", "richText", "tags", "starred", "isAllDay", *_FOLDERS)
_DEVICE = (
    *("creationDevice", "creationDeviceType", "creationDeviceModel", "creationOSName"),
    *("creationOSVersion", "editingTime", "duration", "sourceString", "userActivity"),
)


class _File(NamedTuple):
    """A file's name in the archive, and the one that its owner knows."""

    place: str
    name: str


def looks_like(values: object) -> bool:
    """Tell whether JSON is Day One's."""
    listed = values.get("entries") if isinstance(values, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    return isinstance(first, dict) and "creationDate" in first


def read(text: str, path: str) -> Reading:
    """Read the JSON of one journal; its pictures are links into the archive's folders."""
    from journal.formats.record import load

    values = load(text.removeprefix("\ufeff"), path)
    if not looks_like(values):
        raise DataError("this is no JSON of Day One", where=path, todo="it has a list `entries`")
    counts: Counter[str] = Counter()
    shared = {key: file for one in values["entries"] for key, file in _files(one)}
    entries = [
        _entry(one, number, Source(path), counts=counts, shared=shared)
        for number, one in enumerate(values["entries"], 1)
    ]
    entries.sort(key=lambda entry: (entry.date, entry.time))
    return Reading(tuple(entries), counts=counts)


def _entry(
    values: Any, number: int, source: Source, *, counts: Counter[str], shared: Mapping[str, _File]
) -> Entry:
    """Read one entry; `shared` has the files of all of them, for a picture of two."""
    stamp = values.get("creationDate") if isinstance(values, dict) else None
    zone = str(values.get("timeZone") or "") if isinstance(values, dict) else ""
    moment = wall_clock(stamp, zone) if isinstance(stamp, str) else None
    if moment is None:
        raise DataError(f"entry {number} has no creationDate", where=source, todo="mend it")
    if not moment.sure:
        counts[f"time left in UTC, the zone {zone or 'missing'} is not known here"] += 1
    text = values.get("text")
    if not isinstance(text, str):
        text = _rich(values.get("richText"))
        counts["entry without a text"] += not text
    own = dict(_files(values))
    counts["set of camera data left out"] += len(own)
    counts["set of device data left out"] += any(values.get(key) for key in _DEVICE)
    text = _with_files(_plain(unix(text)), own, shared=shared, counts=counts)
    title, body = split_title(text)
    tags = values.get("tags") if isinstance(values.get("tags"), list) else []
    named = [str(tag).strip() for tag in tags or [] if str(tag).strip()]
    star = ["starred"] if values.get("starred") is True else []
    inline = inline_tags(f"{title}\n{body}")
    return Entry(
        moment.date,
        title,
        body,
        time=None if values.get("isAllDay") is True else moment.time,
        tags=tuple(dict.fromkeys((*star, *named, *inline))),
        meta={**({"timeZone": zone} if zone else {}), **_meta(values)},
        level=0,
        raw=text,
        source=source,
    )


def _meta(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what else is said of an entry: place, weather, uuid, when it was changed."""
    return {
        key: value
        for key, value in values.items()
        if key not in (*_USED, *_DEVICE) and value not in (None, "", False, 0, [], {})
    }


def _plain(text: str) -> str:
    """Return a text without the backslashes and invisible blanks that the editor strews.

    Those in code stay, and those that keep `1.` and `-` from beginning a list.
    """
    text = text.translate(_INVISIBLE)
    if "\\" not in text:
        return text
    masked = without_code(text)
    kept = {match.end("mark") - 1 for match in _RULE.finditer(masked)}
    strays = [match.start() for match in _STRAY.finditer(masked) if match.start() not in kept]
    cuts = [-1, *strays, len(text)]
    return "".join(text[one + 1 : other] for one, other in pairwise(cuts))


def _with_files(
    text: str, files: Mapping[str, _File], *, shared: Mapping[str, _File], counts: Counter[str]
) -> str:
    """Return a text whose moments are links to files; those that it does not name come last."""
    named: set[str] = set()

    def link(match: re.Match[str]) -> str:
        file = shared.get(match["id"].upper())
        if file is None:
            counts["picture that is not in this export"] += 1
            return match[0]
        named.add(file.place)
        return _link(file, match["words"])

    text = _MOMENT.sub(link, text)
    rest = {file.place: file for file in files.values() if file.place not in named}
    links = [_link(file) for file in rest.values()]
    return "\n\n".join([*([text] if text.strip(" \t\n") else []), *links])


def _link(file: _File, words: str = "") -> str:
    """Return a link to a file, by these words or the name that its owner gave it."""
    words = words or file.name
    if file.place.startswith("photos/"):
        return f"![{words}]({file.place})"
    return f"[{words or file.place.rsplit('/', 1)[-1]}]({file.place})"


def _files(values: Any) -> Iterator[tuple[str, _File]]:
    """Yield the identifier of each file of an entry with the file."""
    for key, (folder, usual) in _FOLDERS.items():
        listed = values.get(key) if isinstance(values, dict) else None
        for one in listed if isinstance(listed, list) else []:
            if isinstance(one, dict) and one.get("identifier"):
                told = str(one.get("type") or usual)
                ending = _ENDINGS.get(told, told).rsplit(".", 1)[-1]
                names = (str(one.get(name) or "").strip() for name in _NAMES)
                name = next(filter(None, names), "").translate(_BRACKETS)
                place = f"{folder}/{one.get('md5') or one['identifier']}.{ending}"
                yield str(one["identifier"]).upper(), _File(place, name)


def _rich(value: object) -> str:
    """Return the words of a `richText`, where there is no `text`."""
    from journal.formats.record import load

    try:
        found = load(value, "") if isinstance(value, str) else value
    except DataError:
        return str(value)
    parts = found.get("contents") if isinstance(found, dict) else None
    words = [part.get("text", "") for part in parts or [] if isinstance(part, dict)]
    return "".join(word for word in words if isinstance(word, str))
