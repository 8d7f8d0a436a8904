"""The last gate: whatever has been put together, only harmless HTML goes through."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from journal.errors import UsageError
from journal.web.formula import ATTRIBUTES, ELEMENTS

if TYPE_CHECKING:
    from types import ModuleType

_TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "details", "dfn", "div"}
    | {"dl", "dt", "em", "figcaption", "figure", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li"}
    | {"mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary"}
    | {"sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul", "var"}
)
_ATTRIBUTES = {
    "a": {"class", "href", "id", "role", "aria-label", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "h6": {"aria-level"},
    "img": {"alt", "loading", "src", "title"},
    "li": {"class", "value"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"tabindex"},
    "span": {"aria-label", "class", "role", "title"},
    "sup": {"id"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
}
_REMOTE = re.compile(r"(?:https?|ftp|mailto):|[/\\]{2}", re.IGNORECASE)
_OTHER_DATA = re.compile(
    r"data:(?!image/(?:png|jpeg|gif|webp|avif|bmp);base64,[A-Za-z0-9+/=]*\Z)", re.IGNORECASE
)
_OWN_ID = re.compile(r"(?:fn|ref)-[a-z2-7]{0,8}(?:-\d+)?-\d{1,6}")


@cache
def _cleaner() -> Any:
    return needed("nh3").Cleaner(
        tags=set(_TAGS | ELEMENTS),
        clean_content_tags=set(),
        attributes={**_ATTRIBUTES, **{name: {"class", *ATTRIBUTES} for name in ELEMENTS}},
        attribute_filter=_filter,
        url_schemes={"http", "https", "mailto", "ftp", "data"},
    )


def clean(source: str) -> str:
    """Return HTML in which nothing runs, fetches, or reaches out of its place; tags balanced."""
    return str(_cleaner().clean(source))


def needed(name: str) -> ModuleType:
    """Import what only the `html` extra brings; raises UsageError where it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"html needs the package {name}",
            where="export",
            todo="pip install 'journal-md[html]'",
        ) from error


def _filter(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have, or None."""
    if name == "id":
        return value if _OWN_ID.fullmatch(value) else None
    if name == "src":
        return None if _REMOTE.match(value) or _OTHER_DATA.match(value) else value
    if name == "href":
        return None if value[:5].lower() == "data:" else value
    return value
