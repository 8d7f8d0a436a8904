"""HTML tags inside a diary: which are styles, which break a line, which are only words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLES = {
    **dict.fromkeys(("b", "strong", "kbd", "th", "h1", "h2", "h3", "h4"), Style(bold=True)),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), Style(italic=True)),
    **dict.fromkeys(("u", "ins"), Style(underline=True)),
    **dict.fromkeys(("s", "strike", "del"), Style(strike=True)),
    "mark": Style(reverse=True),
    "small": Style(dim=True),
}
BREAKING = frozenset(
    {"p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "tr", "blockquote", "pre", "hr", "details", "summary", "figure", "figcaption"}
    | {"section", "article", "header", "footer"}
)
# Written before the content, where a terminal cannot raise or lower or separate it.
LEADS = {"sup": "^", "sub": "_", "li": "• ", "td": "  ", "th": "  ", "q": "“"}
KNOWN = (
    BREAKING
    | STYLES.keys()
    | LEADS.keys()
    | {"a", "abbr", "big", "br", "code", "font", "img", "samp", "span", "tt", "tbody", "thead"}
)

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*|/)?)>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NAMES = {
    "red": "red", "crimson": "red", "brown": "red", "darkred": "red", "tomato": "red",
    "green": "green", "lime": "green", "darkgreen": "green", "olive": "yellow",
    "blue": "blue", "navy": "blue", "darkblue": "blue", "royalblue": "blue", "skyblue": "cyan",
    "orange": "yellow", "yellow": "yellow", "gold": "yellow", "darkorange": "yellow",
    "purple": "magenta", "magenta": "magenta", "fuchsia": "magenta", "pink": "magenta",
    "violet": "magenta", "cyan": "cyan", "aqua": "cyan", "teal": "cyan",
}  # fmt: skip
_HUES = ("red", "yellow", "green", "cyan", "blue", "magenta")


def html_pieces(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, name or text, attributes) of each piece: `text`, `open` or `close`.

    Tags that are not known, comments and everything malformed are text.
    """
    at = 0
    for tag in _TAG.finditer(source):
        name = tag[2].lower()
        if name not in KNOWN:
            continue
        if tag.start() > at:
            yield "text", source[at : tag.start()], ""
        yield ("close" if tag[1] else "open"), name, tag[3]
        at = tag.end()
    if at < len(source):
        yield "text", source[at:], ""


def attributes(source: str) -> dict[str, str]:
    """Return the attributes of a tag by their lower-case names."""
    import html

    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(source)
    }


def safe_color(value: str) -> str | None:
    """Return the terminal colour nearest to an HTML colour; None for greys and nonsense.

    Only the six hues of the terminal's own palette: an exact shade may be unreadable
    on a background that we do not know.
    """
    value = value.strip().lower()
    if value in _NAMES:
        return _NAMES[value]
    short = re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", value)
    digits = "".join(part * 2 for part in short.groups()) if short else value[1:]
    if not re.fullmatch(r"[0-9a-f]{6}", digits) or not value.startswith("#"):
        return None
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < 48:
        return None
    spread = most - least
    if most == red:
        hue = (green - blue) / spread % 6
    elif most == green:
        hue = (blue - red) / spread + 2
    else:
        hue = (red - green) / spread + 4
    return _HUES[round(hue) % 6]


def color_of(name: str, values: dict[str, str]) -> str | None:
    """Return the colour that a `<font>` or `<span>` asks for."""
    if name == "font":
        return safe_color(values.get("color", ""))
    style = re.search(r"(?:^|;)\s*color\s*:\s*([^;]+)", values.get("style", ""))
    return safe_color(style[1]) if style else None
