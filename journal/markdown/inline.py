"""What stands in the text of an entry: tags, images, links, and how many words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is never closed runs to the end; a search for its end at each mark would cost a square.
_CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*(?:\n(?:.*?\n)?? {0,3}(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|(?P<ticks>`++)[^\n]+?(?<!`)(?P=ticks)(?!`)|<!--(?:.*?-->|.*\Z)",
    re.MULTILINE | re.DOTALL,
)
# Blanks in an address are no Markdown, but phones write image names that way.
_TARGET = (
    r"\([ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>(?:[^()\n\"'\\]|\\.|\([^()\n]*\))*?))"
    r"[ \t]*(?:[\"'][^\n]*?[\"'][ \t]*)?\)"
)
_IMAGE = re.compile(
    rf"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*+\]{_TARGET}"
    r"|!\[\[(?P<wiki>[^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]"
    r"""|<img\b[^<>]*?\bsrc\s*=\s*(?:"(?P<dq>[^"]*)"|'(?P<sq>[^']*)'|(?P<nq>[^\s>"']+))""",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"(?<!!)\[(?:[^\[\]\n]|\[[^\[\]\n]*\]|!\[[^\[\]\n]*\]\([^)\n]*\))*+\]{_TARGET}"
    r"|(?<!!)\[\[(?P<wiki>[^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]"
    r"|<(?P<auto>(?:https?|mailto|ftp):[^\s<>]+)>"
    r"""|<a\b[^<>]*?\bhref\s*=\s*(?:"(?P<dq>[^"]*)"|'(?P<sq>[^']*)')"""
    r"|(?<![\w(<\"'=])(?P<url>https?://[^\s<>\"'，。；、）】》]+)",
    re.IGNORECASE,
)
# A tag begins a line or follows a blank or an opening mark; it needs a letter, so `#1` is none.
_TAG = re.compile(
    r"(?<![^\s（(【\[「『《“‘，。；：、！？,;])#(?=[\w/-]*[^\W\d_])([\w-]+(?:/[\w-]+)*)"
)
_CJK = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_NAMES = ("angle", "bare", "wiki", "auto", "dq", "sq", "nq", "url")


def images(body: str) -> tuple[str, ...]:
    """Return the targets of all images, in order, each once."""
    return _targets(_IMAGE, body) if "!" in body or "<" in body else ()


def links(body: str) -> tuple[str, ...]:
    """Return the targets of all links, in order, each once."""
    return _targets(_LINK, body) if "](" in body or "[[" in body or "://" in body else ()


def tags(body: str) -> tuple[str, ...]:
    """Return the `#tags` of a text, nested ones whole, in order, each once."""
    if "#" not in body:
        return ()
    return tuple(dict.fromkeys(match[1] for match in _TAG.finditer(without_code(body))))


def count_words(body: str) -> int:
    """Return the number of words: a CJK character is one, a run of other letters or digits is."""
    return sum(1 for _ in _WORD.finditer(body))


def without_code(body: str) -> str:
    """Return a text whose code and comments are blanked out, its lines kept."""
    return _CODE.sub(_blank, body) if "`" in body or "~~~" in body or "<!--" in body else body


def _blank(match: re.Match[str]) -> str:
    return "\n".join(" " * len(line) for line in match[0].split("\n"))


def _targets(pattern: re.Pattern[str], body: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_each_target(pattern, without_code(body))))


def _each_target(pattern: re.Pattern[str], body: str) -> Iterator[str]:
    for match in pattern.finditer(body):
        found = match.groupdict()
        target = next((found[name] for name in _NAMES if found.get(name)), "")
        if target:
            yield target
