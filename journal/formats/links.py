"""Links of a text to files that came with it: found, resolved, turned to their new place."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from journal.markdown.inline import without_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# No class may run over its own opening mark, else a line of "[[[[" costs a square.
_LINK = re.compile(
    r"(?P<mark>!?)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\])*+)\]\([ \t]*"
    r"(?:<(?P<angle>[^<>\n]*)>|(?P<bare>(?:[^()\n\"'\\]|\\.|\([^()\n]*\))*?))"
    r"(?P<end>[ \t]*(?:[\"'][^\n]*?[\"'][ \t]*)?\))"
    r"|(?P<embed>!?)\[\[(?P<wiki>[^\[\]|\n]+)(?:\|(?P<alias>[^\[\]\n]*))?\]\]"
    r"|(?P<open>(?:<|\{\{[<%] *)(?:img|a|video|audio|source|figure)\b[^<>]*?\b(?:src|href)\s*=\s*)"
    r"(?P<quote>[\"'])(?P<attr>[^\"'<>\n]*)(?P=quote)"
    r"|\{% *asset_img +(?:[\w-]+ +)*?(?P<asset>[^\s%]+\.\w+)(?P<caption>[^%\n]*)%\}",
    re.IGNORECASE,
)
_FAR = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|#")
_PUBLIC = ("", "static/", "source/", "assets/", "public/", "content/")
_BRACKETS = str.maketrans("[]\n", "()_")
_OPAQUE = re.compile(r"[0-9a-fA-F-]{16,}\Z")
_SEPARATORS = str.maketrans(
    {"%": "%25", " ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E"}
)


class Link(NamedTuple):
    """A link in a text: the span of all of it, where it leads, and its parts."""

    start: int
    end: int
    target: str
    match: re.Match[str]


def find(body: str) -> Iterator[Link]:
    """Yield the links and images of a text that lead to files beside it, code left out."""
    if not any(mark in body for mark in ("](", "[[", "<", "{%")):
        return
    for match in _LINK.finditer(without_code(body)):
        parts = (match[name] for name in ("angle", "bare", "wiki", "attr", "asset"))
        target = next(filter(None, parts), "")
        if target and not _FAR.match(target):
            yield Link(*match.span(), target.strip(), match)


def is_embedded(link: Link) -> bool:
    """Tell whether what a link leads to is shown in its place."""
    tag = (link.match["open"] or "").lower()
    shown = ("mark", "embed", "asset")
    return any(link.match[name] for name in shown) or tag.startswith("<img") or "figure" in tag


def resolve(target: str, of: str, has: Callable[[str], str]) -> str:
    """Return the name of the file that a link in the file `of` leads to, or "".

    `has` returns the name under which a tree knows a file, or ""; a target
    without folders may be anywhere, if the tree has it once.
    """
    folder, stem = posixpath.dirname(of), posixpath.splitext(of)[0]
    forms = dict.fromkeys((target, unquote(target)))
    bare = (form.partition("#")[0].partition("?")[0] for form in forms)
    for form in dict.fromkeys((*forms, *filter(None, bare))):
        # Beside the text, in Hexo's folder of a post, in what becomes the root of a site.
        around = [posixpath.join(one, form) for one in (folder, stem)]
        below = [f"{one}{form.lstrip('/')}" for one in _PUBLIC]
        for place in dict.fromkeys((*around, *below)):
            name = posixpath.normpath(place)
            # What is hidden, or lies outside, is no attachment of a text.
            hidden = name.startswith("/") or any(part[:1] == "." for part in name.split("/"))
            if not hidden and (found := has(name)):
                return found
    return ""


def rewrite(body: str, places: dict[str, str]) -> str:
    """Return a text whose links of these targets lead to their new places.

    An image without words of its own keeps the old name of its file as its words.
    """
    pieces: list[str] = []
    at = 0
    for link in find(body):
        if link.target in places:
            pieces += [body[at : link.start], _turned(link, places[link.target])]
            at = link.end
    return "".join([*pieces, body[at:]])


def quoted(place: str) -> str:
    """Return a name as a link writes it."""
    return place.translate(_SEPARATORS)


def _turned(link: Link, place: str) -> str:
    match = link.match
    place = quoted(place)
    if match["open"]:
        return f"{match['open']}{match['quote']}{place}{match['quote']}"
    if match["asset"]:
        words = match["caption"].strip(' "') or _name_of(link.target)
        return f"![{words}]({place})"
    if match["wiki"]:
        alias = match["alias"] or ""
        words = alias if alias and not alias[:1].isdigit() else _name_of(link.target)
        return f"{'!' if match['embed'] else ''}[{words}]({place})"
    words = match["text"] or (_name_of(link.target) if match["mark"] else "")
    return f"{match['mark']}[{words}]({place}{match['end']}"


def _name_of(target: str) -> str:
    """Return a file's name as words, or "" where it is only a number."""
    name = posixpath.basename(unquote(target))
    return "" if _OPAQUE.match(posixpath.splitext(name)[0]) else name.translate(_BRACKETS)
