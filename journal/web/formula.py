"""Formulas as MathML, which browsers show and screen readers speak."""

from __future__ import annotations

import html
import re
from importlib import import_module
from typing import TYPE_CHECKING

from journal.visible import visible

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ELEMENTS = frozenset(
    {"math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded"}
    | {"mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub"}
    | {"msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"}
)
ATTRIBUTES = frozenset(
    {"accent", "accentunder", "columnlines", "columnspacing", "depth", "display"}
    | {"displaystyle", "fence", "form", "height", "largeop", "linethickness", "lspace"}
    | {"mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing"}
    | {"rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"}
)
_LONGEST = 4000
# A formula that defines commands can grow without end.
_DEFINES = re.compile(
    r"\\(?:[egx]?def|let|(?:re)?newcommand|providecommand|newenvironment)(?![a-z])"
)


def mathml(source: str, *, block: bool) -> str:
    r"""Return a LaTeX formula as MathML, or "" where it cannot be read.

    Blogs double the backslashes of `\\\\`, because their Markdown halves them.
    """
    source = source.strip("\n ").replace("\\\\\\\\", "\\\\")
    if len(source) > _LONGEST or _DEFINES.search(source):
        return ""
    converter = import_module("latex2mathml.converter")
    try:
        display = "block" if block else "inline"
        return _written(converter.convert_to_element(source, display=display))
    except Exception:  # a converter's fault must not cost the formula
        return ""


def _written(element: Element) -> str:
    """Write an element out; its own tags and attributes only, its text escaped.

    The converter's own writer leaves the text as it is, so that `\\text{<b>}` is a tag.
    """
    inside = _escaped(element.text) + "".join(
        _written(child) + _escaped(child.tail) for child in element
    )
    if element.tag not in ELEMENTS:
        return inside
    attributes = "".join(
        f' {name}="{html.escape(str(value))}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES
    )
    # Browsers have left this to the style.
    side = element.get("columnalign", "")
    attributes += f' class="{side}"' if side in ("left", "right") else ""
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def _escaped(text: str | None) -> str:
    return html.escape(visible(html.unescape(text or "")), quote=False)
