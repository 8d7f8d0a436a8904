"""Journey's JSON: one object an entry, `date_journal` in milliseconds, HTML for a text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from journal.entry import Entry, Source
from journal.errors import DataError
from journal.formats.hypertext import is_hypertext, to_markdown
from journal.formats.reading import Reading, split_title
from journal.formats.zones import wall_clock
from journal.markdown.inline import tags as inline_tags
from journal.markdown.section import trim, unix

if TYPE_CHECKING:
    from collections.abc import Mapping

_FAR = 1e300
"""A number that is none: Journey writes 1.797e308 where there is no place and no weather."""

_PICTURES = ("jpg", "jpeg", "png", "gif", "webp", "heic", "bmp", "svg", "avif", "tiff")
_USED = ("text", "date_journal", "timezone", "photos", "tags", "favourite", "preview_text", "type")


def looks_like(values: object) -> bool:
    """Tell whether JSON is an entry of Journey, or a list of them."""
    listed = values if isinstance(values, list) else [values]
    return bool(listed) and all(
        isinstance(one, dict) and {"date_journal", "text"} <= one.keys() for one in listed
    )


def read(text: str, path: str) -> Reading:
    """Read an entry, or several; pictures are links to the files beside it. Raises DataError."""
    from journal.formats.record import load

    values = load(text.removeprefix("\ufeff"), path)
    if not looks_like(values):
        raise DataError("this is no JSON of Journey", where=path, todo="it has date_journal")
    counts: Counter[str] = Counter()
    listed = values if isinstance(values, list) else [values]
    entries = [_entry(one, Source(path), counts) for one in listed]
    return Reading(tuple(entries), counts=counts)


def _entry(values: Mapping[str, Any], source: Source, counts: Counter[str]) -> Entry:
    stamp, zone = values["date_journal"], str(values.get("timezone") or "")
    moment = wall_clock(stamp, zone) if isinstance(stamp, int | float) else None
    if moment is None:
        raise DataError("its date_journal is no moment", where=source, todo="mend it")
    if not moment.sure:
        counts[f"time left in UTC, the zone {zone or 'missing'} is not known here"] += 1
    told = unix(str(values["text"] or ""))
    if values.get("type") != "markdown" and is_hypertext(told):
        told = to_markdown(told)
    title, body = split_title(told)
    links = [_link(str(name)) for name in _list(values.get("photos"))]
    body = trim("\n\n".join([*([body] if body else []), *links]))
    star = ["starred"] if values.get("favourite") in (True, 1, "true") else []
    named = [str(tag).strip().lstrip("#") for tag in _list(values.get("tags"))]
    return Entry(
        moment.date,
        title,
        body,
        time=moment.time,
        tags=tuple(dict.fromkeys((*star, *filter(None, named), *inline_tags(f"{title}\n{body}")))),
        meta={**({"timezone": zone} if zone else {}), **_meta(values)},
        level=0,
        raw=body,
        source=source,
    )


def _link(name: str) -> str:
    is_picture = name.rpartition(".")[2].lower() in _PICTURES
    return f"![]({name})" if is_picture else f"[{name}]({name})"


def _meta(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return all else that is said of an entry, without the numbers that stand for nothing."""
    return {
        key: kept
        for key, value in values.items()
        if key not in _USED and (kept := _said(value)) not in (None, "", False, 0, [], {})
    }


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: one for key, item in value.items() if (one := _said(item)) not in (None, "")}
        return {} if kept == {"id": -1} else kept
    if isinstance(value, float) and abs(value) > _FAR:
        return None
    return value


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
