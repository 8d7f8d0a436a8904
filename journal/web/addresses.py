"""Where links and pictures lead: to the web, to a file beside the journal, or nowhere."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from journal.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_FOLLOWED = frozenset({"http", "https", "mailto", "ftp"})
_DATA_PICTURE = re.compile(
    r"data:image/(?:png|jpeg|gif|webp|avif|bmp);base64,[A-Za-z0-9+/]+={0,2}", re.IGNORECASE
)
_LARGEST_DATA = 8_000_000
_LONG = 80


class Places(NamedTuple):
    """How files are found: each gets an address as it is written, "" says it is not there.

    `picture` returns what an `<img>` may show, `link` what an `<a>` may lead to.
    """

    picture: Callable[[str], str]
    link: Callable[[str], str]


NOWHERE = Places(lambda _: "", lambda _: "")


def link_target(address: str, places: Places) -> str:
    """Return where a link may lead; "" for scripts, and for files that are not there."""
    address = _cleaned(address)
    if address.startswith("//"):
        return f"https:{address}"
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() != "file":
        return address if scheme[1].lower() in _FOLLOWED else ""
    return places.link(address)


def picture(
    address: str, alt: str, title: str, *, places: Places, word: str, linked: bool = False
) -> str:
    """Return a picture as HTML.

    One of the web is a link to it (but for one in a link, `linked`), for nothing is
    fetched; one that is not there is its address.
    """
    address = _cleaned(address)
    if address.startswith("//"):
        address = f"https:{address}"
    scheme = _SCHEME.match(address)
    name = scheme[1].lower() if scheme else "file"
    source = ""
    if name == "data" and len(address) <= _LARGEST_DATA and _DATA_PICTURE.fullmatch(address):
        source = address
    elif name == "file":
        source = places.picture(address)
    label = alt or (address if name != "data" else "")
    if source:
        more = f' title="{html.escape(title)}"' if title else ""
        return f'<img src="{html.escape(source)}" alt="{html.escape(label)}"{more} loading="lazy">'
    shown = html.escape(short(address))
    if name in ("http", "https") and not linked:
        shown = f'<a href="{html.escape(address)}">{shown}</a>'
    rest = "".join(f" · {html.escape(words)}" for words in (alt, title) if words)
    return f'<span class="away" title="{html.escape(word)}">{shown}{rest}</span>'


def short(address: str) -> str:
    """Return an address as it is shown; the data inside one only by its size."""
    if address[:5].lower() == "data:" and len(address) > _LONG:
        return f"{address.partition(',')[0][:_LONG]} ({len(address)} characters)"
    return visible(address)


def _cleaned(address: str) -> str:
    """Return an address without what browsers pass over, and with `/` for the other slash."""
    address = re.sub(r"[\x00-\x20]+", lambda blank: " " if blank[0] == " " else "", address)
    address = address.strip(" ")
    return address.replace("\\", "/") if address.startswith(("\\", "/")) else address
