"""A tag under another name, wherever an entry says it; every other byte stays."""

from __future__ import annotations

import re

from journal.markdown.inline import tag_spans
from journal.markdown.section import unix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.entry import Entry

_KEY = re.compile(r"""^[ \t]*["']?(?P<name>tags?|title)["']?[ \t]*[:=][ \t]*""", re.MULTILINE)
# A value goes on to its closing bracket, or over the lines that are items of it.
_LIST = re.compile(r"\[[^\]]*\]|[ \t]*(?:#[^\n]*)?(?:\n[ \t]*-[ \t][^\n]*)+")
_ITEM = re.compile(
    r"""(?:^[ \t]*-[ \t]+|(?<=[\[,])(?:\s|#[^\n]*\n)*)(?:["'][ \t]*#?)?"""
    r"""(?P<item>[^"'\[\],\n#\s](?:[^"'\[\],\n\s]|[ \t](?![ \t]*(?:#|$)))*)""",
    re.MULTILINE,
)
_WORD = re.compile(r"""[^\s,，、"'#]+""")
_PHRASE = re.compile(r"""[^,，、"'#\n]+""")


def renamed(tag: str, old: str, new: str) -> str:
    """Return what a tag is called when `old` becomes `new`; what is nested in it follows."""
    return new + tag[len(old) :] if tag == old or tag.startswith(f"{old}/") else tag


def retagged(entry: Entry, old: str, new: str) -> str:
    """Return the raw text of an entry in which one tag has another name.

    Changed are the `#tags` of the text, and those in the header, which stands in
    a comment below the heading or, in a post, on top.
    """
    # Below its last line there may be the page of another month, which is no entry's.
    lines = entry.source.end_line - entry.source.line + 1
    text = "\n".join(unix(entry.raw).split("\n")[:lines])
    start = max(0, text.find(entry.header))
    header = entry.header if text.startswith(entry.header, start) else ""
    body = text[:start] + re.sub(r"[^\n]", " ", header) + text[start + len(header) :]
    spans = tag_spans(body)
    spans += [(start + at, start + to) for at, to in _header_spans(header)]
    line_ends = [match.start() for match in re.finditer("\r\n", entry.raw)]
    raw = entry.raw
    for at, to in sorted(spans, reverse=True):
        if renamed(text[at:to], old, new) != text[at:to]:
            # Each CRLF before it is one character less in `text`.
            moved = sum(1 for number, end in enumerate(line_ends) if end - number < at)
            raw = raw[: at + moved] + new + raw[at + moved + len(old) :]
    return raw


def _header_spans(header: str) -> Iterator[tuple[int, int]]:
    """Yield where the tags of a header stand: those of its list or line, and in its title."""
    for key in _KEY.finditer(header):
        line = header[key.end() :].partition("\n")[0]
        found = _LIST.match(header, key.end())
        if key["name"] == "title":
            quoted = line[:1] in ("'", '"')
            start = key.end() + quoted
            spans = tag_spans(line[quoted:])
            yield from ((start + at, start + to) for at, to in spans)
        elif found:
            for item in _ITEM.finditer(header, found.start(), found.end()):
                yield item.start("item"), item.start("item") + len(item["item"].rstrip())
        else:
            split = _PHRASE if set(line) & set(",，、") else _WORD
            for word in split.finditer(header, key.end(), key.end() + len(line)):
                blanks = len(word[0]) - len(word[0].lstrip())
                yield word.start() + blanks, word.start() + len(word[0].rstrip())
