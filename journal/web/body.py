"""The body of an entry: Markdown to HTML, in the dialect that the terminal speaks."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.renderer import RendererHTML

from journal.render.dialect import INDENT, parse
from journal.visible import visible
from journal.web.addresses import Places, link_target, picture, short
from journal.web.clean import clean
from journal.web.code import highlighted
from journal.web.formula import mathml
from journal.web.raw import rewritten, rewritten_block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token

LARGEST = 200_000
_MOST_LINES = 10_000
_MOST_TAGS = 5_000
_TASK = re.compile(r"\[([ xX])\](?: |$)")
_ANCHOR = re.compile(r"</?a[\s>]", re.IGNORECASE)
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\](:[ \t]*)?")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:", re.MULTILINE)
_URL = re.compile(
    r"(?<![\w(<\"'=])https?://[^\s<>\"'，。；、）】》\x01]*[^\s<>\"'，。；、）】》\x01.,;:!?)]"
)
_FIRST_LEVEL, _LAST_LEVEL = 5, 6


class Context(NamedTuple):
    """What a body is shown with: its entry's id, the page's words, and where files are."""

    id: str
    words: Mapping[str, str]
    places: Places


def body_html(body: str, context: Context) -> str:
    """Return a body as harmless HTML.

    Past 200 KB or 50 levels of nesting it is the text as it was written, and says so.
    """
    text = visible(body)
    too_long = len(text) > LARGEST or text.count("\n") > _MOST_LINES
    tokens = None if too_long or text.count("<") > _MOST_TAGS else parse(text)
    if tokens is None:
        note = html.escape(context.words["plain"])
        return f'<p class="quiet">({note})</p>\n<pre class="plain">{html.escape(text)}</pre>\n'
    return clean(_Renderer(tokens, text, context).page())


class _Renderer(RendererHTML):
    """Writes tokens as HTML; the rules are named after the tokens, as markdown-it wants them."""

    def __init__(self, tokens: Sequence[Token], text: str, context: Context) -> None:
        # As the class above does for each of its own, but not by looking at all they have.
        self.rules = {name: getattr(self, name) for name in _RULES}
        self._tokens = tokens
        self._context = context
        self._around = (context.places, context.words["picture"])
        self._links: list[str] = []
        self._in_anchor = False
        levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
        self._levels = {tag: _FIRST_LEVEL + place for place, tag in enumerate(levels)}
        notes = dict.fromkeys(_NOTE_TEXT.findall(text))
        self._notes = {name: number for number, name in enumerate(notes, 1)}
        self._referred: set[str] = set()

    def page(self) -> str:
        """Return all tokens as HTML, once."""
        page = self.render(self._tokens, _OPTIONS, {})
        self.rules.clear()  # which hold this, so that it would not go by itself
        return page

    def heading_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Begin a heading below that of the entry."""
        level = self._levels[tokens[idx].tag]
        deep = f' aria-level="{level}"' if level > _LAST_LEVEL else ""
        return f"<h{min(level, _LAST_LEVEL)}{deep}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """End a heading."""
        return f"</h{min(self._levels[tokens[idx].tag], _LAST_LEVEL)}>\n"

    def list_item_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Begin a list item, with its box or the number that was written."""
        value = f' value="{int(tokens[idx].info)}"' if tokens[idx].info.isdecimal() else ""
        inline = tokens[idx + 2] if tokens[idx + 1].type == "paragraph_open" else None
        task = _TASK.match(inline.content) if inline else None
        if not (inline and task and inline.children):
            return f"<li{value}>"
        first = inline.children[0]
        first.content = first.content[task.end() :]
        word = self._context.words["open" if task[1] == " " else "done"]
        sign = "☐" if task[1] == " " else "☑"
        box = f'<span class="box" role="img" aria-label="{word}">{sign}</span> '
        # A tight item has no paragraph, so the box stands before its words either way.
        return f'<li class="task"{value}>{box}'

    def table_open(self, *_: Any) -> str:
        """Begin a table, which scrolls by itself where it is wide."""
        return '<div class="scroll" tabindex="0"><table>\n'

    def table_close(self, *_: Any) -> str:
        """End a table."""
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Begin the heading of a column."""
        return f'<th scope="col"{_align(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Begin a cell."""
        return f"<td{_align(tokens[idx])}>"

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write program text, its language above it."""
        info = tokens[idx].info.strip()
        code = _restored(tokens[idx].content.removesuffix("\n"))
        label = f'<p class="lang">{_escaped(info)}</p>' if info else ""
        shown = highlighted(code, info.split()[0] if info else "")
        return f'{label}<pre tabindex="0"><code>{shown}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write indented program text."""
        return self.fence(tokens, idx)

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write program text in a line."""
        return f"<code>{_escaped(tokens[idx].content)}</code>"

    def formula(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write a formula on a line of its own."""
        return f'<div class="scroll math" tabindex="0">{self._formula(tokens[idx], True)}</div>\n'

    def formula_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write a formula in a sentence."""
        return self._formula(tokens[idx], tokens[idx].markup == "$$")

    def definition(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write the address that other links refer to."""
        return f'<p class="quiet">{_escaped(tokens[idx].content.strip())}</p>\n'

    def crowded(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Write a block whose marks were left as they are."""
        return self.renderInline(tokens[idx].children or [], options, env)

    def html_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write what is harmless of HTML, comments as quiet words."""
        source = _restored(tokens[idx].content).strip("\n")
        if source.lstrip().startswith("<!--"):
            return f'<p class="quiet">{_escaped(source)}</p>\n'
        return rewritten_block(source, *self._around) + "\n"

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write what is harmless of a tag."""
        source = _restored(tokens[idx].content)
        if source.startswith("<!--"):
            return f'<span class="quiet">{_escaped(source)}</span>'
        if _ANCHOR.match(source):
            self._in_anchor = source[1] != "/"
        return rewritten(source, *self._around)

    def image(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write a picture, a link to one, or its address."""
        token = tokens[idx]
        return self._picture(str(token.attrs.get("src", "")), token.content, _title(token))

    def link_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Begin a link that leads somewhere."""
        address = _restored(str(tokens[idx].attrs.get("href", "")))
        target = link_target(address, self._context.places)
        title = _restored(_title(tokens[idx]))
        if target:
            self._links.append("</a>")
            more = f' title="{html.escape(title)}"' if title else ""
            bare = ' class="bare"' if tokens[idx].markup == "autolink" else ""
            return f'<a{bare} href="{html.escape(target)}"{more}>'
        away = " ".join(filter(None, (short(address), title)))
        after = f' <span class="quiet">({_escaped(away)})</span>' if away else ""
        self._links.append(f"</span>{after}")
        return "<span>"

    def link_close(self, *_: Any) -> str:
        """End a link; the address of one that leads nowhere is shown."""
        return self._links.pop()

    def softbreak(self, *_: Any) -> str:
        """Keep a line break, which a diary means."""
        return "<br>\n"

    def hardbreak(self, *_: Any) -> str:
        """Break a line."""
        return self.softbreak()

    def text(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Write words, with footnotes and addresses among them."""
        content = tokens[idx].content
        begins = idx == 0 or tokens[idx - 1].type in ("softbreak", "hardbreak")
        made, done = [], 0
        for mark in _NOTE.finditer(content):
            if mark[1] not in self._notes:
                continue
            made += [self._words(content[done : mark.start()])]
            if begins and mark[2] and not content[: mark.start()].strip():
                made.append(self._note_text(mark[1]))
            else:
                made.append(self._reference(mark[1]) + (mark[2] or ""))
            done = mark.end()
        return "".join([*made, self._words(content[done:])])

    def _words(self, text: str) -> str:
        """Write words; bare addresses lead where they say, unless they stand in a link."""
        if self._links or self._in_anchor or "://" not in text:
            return _escaped(text)
        made, done = [], 0
        for url in _URL.finditer(text):
            address = html.escape(_restored(url[0]))
            made += [
                _escaped(text[done : url.start()]),
                f'<a class="bare" href="{address}">{address}</a>',
            ]
            done = url.end()
        return "".join([*made, _escaped(text[done:])])

    def _reference(self, name: str) -> str:
        number = self._notes[name]
        own = "" if name in self._referred else f' id="ref-{self._context.id}-{number}"'
        self._referred.add(name)
        label = html.escape(f"{self._context.words['footnote']} {name}")
        return (
            f'<sup{own}><a role="doc-noteref" aria-label="{label}"'
            f' href="#fn-{self._context.id}-{number}">{_escaped(name)}</a></sup>'
        )

    def _note_text(self, name: str) -> str:
        number = self._notes[name]
        label = html.escape(f"{self._context.words['footnote']} {name}")
        return (
            f'<a class="note" role="doc-backlink" aria-label="{label}"'
            f' id="fn-{self._context.id}-{number}" href="#ref-{self._context.id}-{number}">'
            f"{_escaped(name)}</a> "
        )

    def _formula(self, token: Token, block: bool) -> str:
        source = _restored(token.content)
        made = mathml(source, block=block)
        return made or f'<code class="tex">{_escaped(source.strip())}</code>'

    def _picture(self, address: str, alt: str, title: str) -> str:
        texts = (_restored(text) for text in (address, alt, title))
        places, word = self._around
        linked = bool(self._links) or self._in_anchor
        return picture(*texts, places=places, word=word, linked=linked)


_RULES = [name for name in dir(_Renderer) if not name.startswith(("render", "_"))]
_OPTIONS: Any = {"xhtmlOut": False, "breaks": True, "langPrefix": "", "highlight": None}


def _restored(text: str) -> str:
    """Return the text of a token with its indents as they were.

    An entity such as `&#x202e;` is a character by now.
    """
    return visible(text.replace(INDENT, "\u3000"))


def _escaped(text: str) -> str:
    return html.escape(_restored(text), quote=False)


def _title(token: Token) -> str:
    return str(token.attrs.get("title", ""))


def _align(token: Token) -> str:
    side = str(token.attrs.get("style", "")).rpartition(":")[2]
    return f' class="{side}"' if side in ("left", "right", "center") else ""
