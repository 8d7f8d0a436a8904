"""Words inside a block: emphasis, links, pictures, formulas and HTML on the way to a screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from rich.text import Text

from journal.render.cells import cells
from journal.render.dialect import INDENT
from journal.render.formula import formula_lines
from journal.render.inline_html import BREAKING, LEADS, STYLES, attributes, color_of, html_pieces
from journal.render.pictures import mark_picture
from journal.render.signs import DOWN, UP
from journal.visible import visible

if TYPE_CHECKING:
    from markdown_it.token import Token

    from journal.render.theme import Theme

_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_REACHABLE = re.compile(r"(?:https?|mailto|ftp|file):", re.IGNORECASE)
_LONG_FORMULA = 30
_FORMULA_MARGIN = "    "
_LONG_DATA = 80
_DEEPEST = 100


def shown(text: str) -> str:
    """Return what stands on the screen for `text` of a token."""
    return visible(text.replace(INDENT, "\u3000")).replace("\t", "    ")


class _Frame(NamedTuple):
    """An open element: its name, style, where its text starts, address and title."""

    name: str
    style: Style
    start: int = 0
    address: str = ""
    title: str = ""


class Prose:
    """One text with line breaks, gathered from inline tokens."""

    def __init__(self, theme: Theme, style: Style | None = None, *, room: int = 0) -> None:
        """Begin an empty text in `style`, which will stand on lines of `room` cells."""
        self.text = Text()
        self._room = room
        self._theme = theme
        self._frames = [_Frame("", style or theme.plain)]
        self._due = False

    def feed(self, tokens: list[Token]) -> Text:
        """Add inline tokens and return the text so far."""
        for token in tokens:
            self._token(token)
        return self.text

    def html(self, source: str) -> Text:
        """Add a piece of HTML and return the text so far."""
        import html

        for kind, name, rest in html_pieces(source):
            if kind == "open":
                self._open_tag(name, rest)
            elif kind == "close":
                self._close_tag(name)
            else:
                for index, line in enumerate(html.unescape(name).split("\n")):
                    self._due = self._due or (index > 0 and bool(self.text))
                    self._write(line.strip(" \t"))
        return self.text

    def _token(self, token: Token) -> None:
        """Add one inline token."""
        theme = self._theme
        match token.type:
            case "text":
                self._words(token.content)
            case "softbreak":
                self._due = True
            case "hardbreak":
                self.text.append("\n")
            case "code_inline":
                self._write(f"`{token.content}`" if theme.marked else token.content, theme.code)
            case "formula_inline":
                self._formula(token.content, token.markup)
            case "image":
                address = str(token.attrs.get("src", ""))
                self._picture(address, token.content, str(token.attrs.get("title", "")))
            case "html_inline":
                self.html(token.content)
            case "link_open":
                address, title = (str(token.attrs.get(key, "")) for key in ("href", "title"))
                self._open("link", theme.link, address, title)
            case "link_close":
                self._close("link")
            case _ if token.nesting == 1:
                self._open(token.tag, STYLES.get(token.tag, theme.plain))
            case _ if token.nesting == -1:
                self._close(token.tag)
            case _:
                self._write(token.content)

    def _write(self, text: str, style: Style | None = None) -> None:
        """Add words, on a line of their own where a break is due."""
        if not text:
            return
        if self._due and self.text and not self.text.plain.endswith("\n"):
            self.text.append("\n")
        self._due = False
        current = self._frames[-1].style
        self.text.append(shown(text), current + style if style else current)

    def _words(self, text: str) -> None:
        """Add plain words, footnote marks among them."""
        at = 0
        for mark in _FOOTNOTE.finditer(text):
            self._write(text[at : mark.start()])
            self._write(f"[{mark[1]}]", self._theme.tag)
            at = mark.end()
        self._write(text[at:])

    def _formula(self, source: str, mark: str) -> None:
        """Add a formula: in its sentence if it is short, else on lines of its own."""
        lines = formula_lines(shown(source), self._theme, self._room - len(_FORMULA_MARGIN))
        if mark == "$" and len(lines) == 1 and cells(lines[0]) <= _LONG_FORMULA:
            self._write(f"${lines[0]}$" if self._theme.marked else lines[0], self._theme.formula)
            return
        self._due = True
        for line in lines:
            self._write(f"{_FORMULA_MARGIN}{line}", self._theme.formula)
            self._due = True

    def _picture(self, address: str, alt: str, title: str = "") -> None:
        """Add a picture on a line of its own: its sign, its address, its words."""
        theme = self._theme
        named = mark_picture(shown(address)) if self._room and address else theme.plain
        if address.startswith("data:") and len(address) > _LONG_DATA:
            address = f"{address.partition(',')[0]} ({len(address)} characters)"
        self._due = True
        self._write(f"{theme.picture} ", theme.quiet)
        self._write(address, theme.link + _hyperlink(theme, address) + named)
        for words in (alt, title):
            if words:
                self._write(f" {theme.dot} ", theme.quiet)
                self._write(words)
        self._due = True

    def _open(self, name: str, style: Style, address: str = "", title: str = "") -> None:
        """Begin an element; past a depth that no writer reaches, only its words count."""
        if len(self._frames) > _DEEPEST:
            return
        if style.strike and not self._theme.styled:
            self._write("~~")
        style = self._frames[-1].style + style
        start = len(self.text) + (self._due and bool(self.text))
        self._frames.append(_Frame(name, style, start, address, title))

    def _close(self, name: str) -> None:
        """End the innermost open element of that name, and what is open inside it."""
        if all(frame.name != name for frame in self._frames[1:]):
            return
        while True:
            frame = self._frames.pop()
            if frame.style.strike and not self._frames[-1].style.strike and not self._theme.styled:
                self._write("~~")
            if frame.name in ("sup", "sub"):
                self._shift(frame)
            if frame.address or frame.title:
                self._close_link(frame)
            if frame.name == name:
                return

    def _shift(self, frame: _Frame) -> None:
        """Raise or lower the digits of an element, where Unicode has signs for all of it."""
        mark, words = self.text.plain[frame.start : frame.start + 1], self.text[frame.start + 1 :]
        table = {"^": UP, "_": DOWN}.get(mark, {})
        signs = [table.get(char, "") for char in words.plain if not char.isalpha()]
        if self._theme.unicode and signs and all(signs) and len(signs) == len(words):
            self.text.right_crop(len(words) + 1)
            self.text.append("".join(signs), frame.style)

    def _close_link(self, link: _Frame) -> None:
        """Make the words of a link lead to its address, or show the address after them."""
        words = self.text.plain[link.start :]
        hyperlink = _hyperlink(self._theme, link.address)
        extra = [f'"{link.title}"'] if link.title else []
        if hyperlink.link and words:
            self.text.stylize(hyperlink, link.start)
        elif link.address and shown(link.address) not in (words, f"mailto:{words}"):
            extra.insert(0, link.address)
        if extra:
            self._write(f" ({' '.join(extra)})", self._theme.quiet)

    def _open_tag(self, name: str, source: str) -> None:
        """Begin an HTML element, or add a picture or a break."""
        values = attributes(source)
        self._due = self._due or name in BREAKING
        if name == "br":
            self.text.append("\n")
        elif name == "hr":
            return
        elif name == "img":
            self._picture(values.get("src", ""), values.get("alt", ""), values.get("title", ""))
        elif name == "a":
            self._open("a", self._theme.link, values.get("href", ""), values.get("title", ""))
        else:
            style = self._theme.code if name in ("code", "tt", "samp") else STYLES.get(name)
            color = color_of(name, values)
            self._open(name, Style(color=color) if color else style or self._theme.plain)
            if name in LEADS and not (name in ("td", "th") and (self._due or not self.text)):
                self._write(LEADS[name])

    def _close_tag(self, name: str) -> None:
        """End an HTML element."""
        if name == "q":
            self._write("”")
        self._close(name)
        self._due = self._due or name in BREAKING


def _hyperlink(theme: Theme, address: str) -> Style:
    """Return the style that leads to `address`, on terminals that follow links."""
    if not theme.links or not _REACHABLE.match(address):
        return theme.plain
    from mdurl import encode

    return Style(link=encode(address))
