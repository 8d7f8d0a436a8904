"""HTML inside a diary: tags written anew with what is harmless of them, the rest as words."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from journal.visible import visible
from journal.web.addresses import link_target, picture, short

if TYPE_CHECKING:
    from journal.web.addresses import Places

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KEPT = {
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "ol": ("start",),
    "li": ("value",),
    **dict.fromkeys(("a", "abbr"), ("title",)),
}
_RENAMED = {
    "big": "span",
    "center": "div",
    "font": "span",
    "strike": "s",
    "tt": "code",
    **dict.fromkeys(("header", "footer", "section", "article"), "div"),
    # The page's own headings would no longer tell where one is.
    **dict.fromkeys(_HEADINGS, "div"),
}
# What no tag would have, such as half a quotation, would be lost with it.
_WELL_FORMED = re.compile(
    r"(?:\s*+[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?)*+\s*+/?+\s*+"
)
_BREAK = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*\S)")


def rewritten_block(source: str, places: Places, word: str) -> str:
    """Return HTML that stands by itself, the line breaks of its words kept."""
    from journal.render.inline_html import BREAKING, html_pieces

    kind, name, _ = next(iter(html_pieces(source)), ("text", "", ""))
    made = rewritten(source, places, word, breaks="<pre" not in source.lower())
    return made if kind != "text" and name in BREAKING else f"<p>{made}</p>"


def rewritten(source: str, places: Places, word: str, *, breaks: bool = False) -> str:
    """Return a piece of HTML: known tags with safe attributes, everything else as text."""
    from journal.render.inline_html import html_pieces

    made = []
    for kind, name, rest in html_pieces(source):
        if kind == "text":
            made.append(_text(name, breaks=breaks))
        elif kind == "close" or _WELL_FORMED.fullmatch(rest):
            made.append(_tag(kind, name, rest, places, word))
        else:
            made.append(_text(f"<{name}{rest}>", breaks=breaks))
    return "".join(made)


def _text(source: str, *, breaks: bool) -> str:
    text = html.escape(visible(html.unescape(source)), quote=False)
    return _BREAK.sub("<br>\n", text) if breaks else text


def _tag(kind: str, name: str, rest: str, places: Places, word: str) -> str:
    from journal.render.inline_html import attributes, color_of

    made = _RENAMED.get(name, name)
    if kind == "close":
        return f"</{made}>"
    values = {key: visible(value) for key, value in attributes(rest).items()}
    if name == "img":
        texts = (values.get(key, "") for key in ("src", "alt", "title"))
        return picture(*texts, places=places, word=word)
    kept = {key: values[key] for key in _KEPT.get(name, ()) if key in values}
    before = ""
    if name == "a" and values.get("href"):
        kept["href"] = link_target(values["href"], places)
        if not kept["href"]:
            before = f'<span class="quiet">{html.escape(short(values["href"]))} </span>'
            del kept["href"]
    if name in ("font", "span") and (color := color_of(name, values)):
        kept["class"] = f"c-{color}"
    if name in _HEADINGS:
        kept["class"] = "heading"
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in kept.items())
    return f"{before}<{made}{written}>"
