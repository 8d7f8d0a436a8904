"""What stands in the text of an entry: tags, images, links, and how many words."""

from __future__ import annotations

import re

from journal.normal import normalize
from journal.patterns import compile_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What is never closed runs to the end; a search for its end at each mark would cost a square.
# So would one for the end of each span of code in a long line: none goes on for so far.
_CODE = compile_later(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*(?:\n(?:.*?\n)?? {0,3}(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|(?<!`)(?P<ticks>`++)[^\n]{1,10000}?(?<!`)(?P=ticks)(?!`)|<!--(?:.*?-->|.*\Z)",
    re.MULTILINE | re.DOTALL,
)
# Blanks in an address are no Markdown, but phones write image names that way. A title
# goes to the quote before the closing mark, but not over the next `](`.
_TARGET = (
    r"\([ \t]*+(?:<(?P<angle>[^<>\n]*)>"
    r"|(?P<bare>(?:[^()\n\"'\\ \t]|\\.|\([^()\n]*\)|[ \t]++(?![)\"']))*+))"
    r"[ \t]*+(?:[\"'](?:[^\"'\]\n]|\](?!\()|[\"'](?![ \t]*\)))*+[\"'][ \t]*)?\)"
)
_IMAGE = compile_later(
    rf"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*+\]{_TARGET}"
    r"|!\[\[(?P<wiki>[^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]"
    r"""|<img\b[^<>]*?\bsrc\s*=\s*(?:"(?P<dq>[^"]*)"|'(?P<sq>[^']*)'|(?P<nq>[^\s>"']+))""",
    re.IGNORECASE,
)
_LINK = compile_later(
    rf"(?<!!)\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*+\]{_TARGET}"
    r"|(?<!!)\[\[(?P<wiki>[^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]"
    r"|<(?P<auto>(?:https?|mailto|ftp):[^\s<>]+)>"
    r"""|<a\b[^<>]*?\bhref\s*=\s*(?:"(?P<dq>[^"]*)"|'(?P<sq>[^']*)')"""
    r"|(?<![\w(<\"'=])(?P<url>https?://[^\s<>\"'，。；、）】》]+)",
    re.IGNORECASE,
)
# Links and HTML of one line, in which a `#` is an anchor or a colour.
_NO_TAGS = compile_later(
    rf"!?\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*+\](?:{_TARGET}|\[[^\[\]\n]*\])|\[\[[^\[\]\n]*\]\]"
    r"|^ {0,3}\[[^\[\]\n]+\]:.*|(?:https?|ftp)://[^\s<>\"'，。；、）】》]+"
    r"|<code\b[^<>]*>[^<]*</code>|</?[a-z][^<>]*>",
    re.IGNORECASE,
)
_RAW = compile_later(
    r"<(?P<raw>pre|script|style)\b(?:.*?</(?P=raw)[ \t]*>|.*\Z)", re.DOTALL | re.IGNORECASE
)
_CJK = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Accents of their own, which belong to the letter before them.
_MARKS = "\u0300-\u036f"
_WORD = compile_later(rf"[{_CJK}]|[^\W_{_CJK}]+")
# ASCII, common Han, and signs that are no letters and stay as they are in any form.
_COMMON = compile_later(
    "[\0-\x7f\xa0-\xa9\xb7\u2010-\u206f\u3000-\u3004\u3008-\u3020\u4e00-\u9fff"
    "\ufe00-\ufe0f\uff00-\uff0f\uff1a-\uff20\U0001f300-\U0001faff]*+"
)
# In UTF-8 the first bytes of its Han, the inner bytes of characters, and a 1 for each letter.
_HAN = bytes(range(0xE4, 0xEA))
_INNER = bytes(range(0x80, 0xC0))
_LETTERS = bytes(ord("1" if byte < 128 and chr(byte).isalnum() else "0") for byte in range(256))
_NAMES = ("angle", "bare", "wiki", "auto", "dq", "sq", "nq", "url")


def images(body: str) -> tuple[str, ...]:
    """Return the targets of all images, in order, each once."""
    return _targets(_IMAGE, body) if ("!" in body and "[" in body) or "<" in body else ()


def links(body: str) -> tuple[str, ...]:
    """Return the targets of all links, in order, each once."""
    is_likely = ("[" in body and ("](" in body or "[[" in body)) or (":" in body and "://" in body)
    return _targets(_LINK, body) if is_likely else ()


def tags(body: str) -> tuple[str, ...]:
    """Return the `#tags` of a text, nested ones whole, in order, each once."""
    spans = tag_spans(body)
    return tuple(dict.fromkeys(body[start:end] for start, end in spans)) if spans else ()


def tag_spans(text: str) -> list[tuple[int, int]]:
    """Return where the tags of a text stand, without their symbols; line endings are LF."""
    # One character is found faster than a pattern.
    if (len(_symbols) == 1 and _symbols not in text) or _tag.search(text) is None:
        return []
    bare = without_code(text)
    if "<" in bare:
        bare = _RAW.sub(_blank, bare)
    spans: list[tuple[int, int]] = []
    end = -1
    for match in _tag.finditer(bare):
        # Links and marks are looked for only in the lines that may have a tag.
        if match.start() > end:
            start, end = bare.rfind("\n", 0, match.start()) + 1, bare.find("\n", match.start())
            end = len(bare) if end < 0 else end
            line = bare[start:end]
            if "[" in line or "<" in line or "://" in line:
                line = _NO_TAGS.sub(_blank, line)
        if line[match.start() - start] != " ":
            spans.append(match.span(1))
    return spans


def use_tag_symbols(symbols: str) -> None:
    """Set what tags begin with, `#` unless told otherwise, for all texts read from now on.

    A setting of the whole process: a text must not have other tags where it is
    written than where it is read.
    """
    global _tag, _symbols
    if symbols != _symbols:
        _tag, _symbols = _tag_pattern(symbols), symbols


def tag_symbols() -> str:
    """Return what tags begin with; new ones take the first."""
    return _symbols


def count_words(body: str) -> int:
    """Return the number of words: a CJK character is one, a run of other letters or digits is.

    Canonical form makes no difference.
    """
    if not _COMMON.fullmatch(body):
        return len(_WORD.findall(normalize("NFC", body)))
    data = body.encode()
    han = len(data) - len(data.translate(None, _HAN))
    letters = int(data.translate(_LETTERS, _INNER) or b"0", 2)
    # A word begins with each bit that has none before it.
    return han + (letters & ~(letters >> 1)).bit_count()


def without_code(body: str) -> str:
    """Return a text whose code and comments are blanked out, its lines kept."""
    return _CODE.sub(_blank, body) if "`" in body or "~~~" in body or "<!--" in body else body


def _tag_pattern(symbols: str) -> re.Pattern[str]:
    """Return what a tag is: a symbol at the beginning of a line, after a blank or an opening mark.

    It needs a letter, so `#1` is none.
    """
    mark = re.escape(symbols) if len(symbols) == 1 else f"[{re.escape(symbols)}]"
    # The mark comes first, so that the search can leap from one to the next.
    return compile_later(
        rf"{mark}(?<![^\s（(【\[「『《“‘，。；：、！？,;]{mark})"
        rf"(?=[\w/-]*[^\W\d_])([\w{_MARKS}-]+(?:/[\w{_MARKS}-]+)*)"
    )


_symbols = "#"
_tag = _tag_pattern(_symbols)


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
