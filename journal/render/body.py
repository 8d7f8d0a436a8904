"""The body of an entry: Markdown to lines of a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from journal.render.cells import cells
from journal.render.code import highlighted
from journal.render.dialect import DEEPEST, parse
from journal.render.formula import formula_lines
from journal.render.lines import styled, wrap
from journal.render.page import Page
from journal.render.prose import Prose, shown
from journal.render.table import table_lines
from journal.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from journal.render.theme import Theme

LARGEST = 200_000
_MOST_LINES = 10_000
# Wider lines than this are hard to follow back to their beginning.
_MEASURE = 120
_QUOTE = re.compile(r"([｜|]) *([^ |｜][^|｜]*)$")
_TASK = re.compile(r"\[([ xX])\](?: |$)")


def body_lines(body: str, theme: Theme, width: int) -> Iterator[Text]:
    """Yield the lines of a body, none wider than `width` cells.

    Past 200 KB or 50 levels of nesting it is shown as plain text, and says so.
    """
    text = visible(body)
    room = min(width, _MEASURE)
    size, lines = len(text.encode("utf-8", "replace")), text.count("\n")
    if size > LARGEST or lines > _MOST_LINES:
        why = f"long entry, {size // 1000} KB" if size > LARGEST else f"long entry, {lines} lines"
        return _plain_lines(text, why, theme, room)
    tokens = parse(text)
    if tokens is None:
        return _plain_lines(text, f"nested more than {DEEPEST} deep", theme, room)
    page = Page(theme, room)
    _Walk(page, theme).blocks(tokens)
    return iter(page.lines)


def _plain_lines(text: str, why: str, theme: Theme, width: int) -> Iterator[Text]:
    """Yield the text as it was written, after a line that says why."""
    yield from wrap(styled((f"({why}: shown as plain text)", theme.quiet)), width)
    for line in text.split("\n"):
        yield from wrap(Text(line.expandtabs(4)), width)


class _Walk:
    """Takes block tokens one by one and writes what they mean on a page."""

    def __init__(self, page: Page, theme: Theme) -> None:
        """Write on `page`."""
        self._page = page
        self._theme = theme
        self._lists: list[_List] = []
        self._top = 1

    def blocks(self, tokens: list[Token]) -> None:
        """Write all blocks."""
        levels = [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]
        self._top = min(levels, default=1)
        index = 0
        while index < len(tokens):
            index = self._block(tokens, index)

    def _block(self, tokens: list[Token], index: int) -> int:
        """Write the block that begins or ends at `index`; return where the next one is."""
        page, theme, token = self._page, self._theme, tokens[index]
        match token.type:
            case "heading_open":
                self._heading(token, tokens[index + 1])
                return index + 3
            case "paragraph_open":
                self._paragraph(tokens[index + 1])
                page.gap = not token.hidden
                return index + 3
            case "table_open":
                return self._table(tokens, index)
            case "bullet_list_open" | "ordered_list_open":
                page.gap = page.gap and not self._lists
                self._lists.append(_List.read(tokens, index, len(self._lists), theme))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                page.gap = not self._lists or not self._lists[-1].tight
            case "list_item_open":
                self._item(tokens, index)
            case "list_item_close":
                page.close()
                page.gap = not self._lists[-1].tight
            case "blockquote_open":
                page.open(f"{theme.bar} ", f"{theme.bar} ")
            case "blockquote_close":
                page.close()
            case _:
                self._leaf(token)
                page.gap = True
        return index + 1

    def _leaf(self, token: Token) -> None:
        """Write a block without blocks or words inside it."""
        page, theme = self._page, self._theme
        match token.type:
            case "fence" | "code_block":
                self._code(token)
            case "formula":
                with page.margin("    ", "    "):
                    lines = formula_lines(shown(token.content), theme, page.room)
                    page.put(styled(("\n".join(lines), theme.formula)))
            case "html_block" if not token.content.lstrip().startswith("<!--"):
                page.put(_trimmed(Prose(theme, room=page.room).html(token.content)))
            case "hr":
                page.put(styled((theme.rule * page.room, theme.quiet)))
            case _:
                page.put(_trimmed(styled((shown(token.content), theme.quiet))))

    def _heading(self, token: Token, inline: Token) -> None:
        """Write a heading after the marks that tell its level below the highest one here.

        The level in the file tells more of the journal than of the text: a post's
        headings have moved down to stand inside its section.
        """
        marks = "#" * (int(token.tag[1:]) - self._top + 1) + " "
        with self._page.margin(marks, " " * len(marks)):
            prose = Prose(self._theme, self._theme.heading, room=self._page.room)
            self._page.put(prose.feed(inline.children or []))

    def _paragraph(self, inline: Token) -> None:
        """Write a paragraph, each of its lines a line; those after a bar as quotations."""
        text = _trimmed(Prose(self._theme, room=self._page.room).feed(inline.children or []))
        for line in text.split("\n", allow_blank=True):
            quote = _QUOTE.match(line.plain)
            if quote is None:
                self._page.put(line)
                continue
            mark = f"{quote[1]} "
            with self._page.margin(mark, " " * cells(mark)):
                self._page.put(line[quote.start(2) :])

    def _item(self, tokens: list[Token], index: int) -> None:
        """Begin a list item with its bullet, number or box."""
        mark = self._lists[-1].mark(tokens[index].info)
        inline = tokens[index + 2] if tokens[index + 1].type == "paragraph_open" else None
        task = _TASK.match(inline.content) if inline else None
        if inline and task and inline.children:
            first = inline.children[0]
            first.content = first.content[task.end() :]
            box = self._theme.open_task if task[1] == " " else self._theme.done_task
            mark = f"{box} " if self._lists[-1].bulleted else f"{mark}{box} "
        self._page.open(mark, " " * cells(mark))

    def _code(self, token: Token) -> None:
        """Write program text beside a thin bar, its language above it."""
        bar = f"{self._theme.code_bar} "
        with self._page.margin(bar, bar):
            if token.info.strip():
                self._page.put(styled((shown(token.info.strip()), self._theme.quiet)))
            language = token.info.split()[0] if token.info.split() else ""
            code = shown(token.content.removesuffix("\n"))
            for line in highlighted(code, language, self._theme).split("\n", allow_blank=True):
                indent = len(line.plain) - len(line.plain.lstrip(" "))
                fits = cells(line.plain) <= self._page.room
                hang = 0 if fits else min(indent, self._page.room // 4)
                with self._page.margin(" " * hang, " " * (hang if fits else hang + 2)):
                    self._page.put(line[hang:])

    def _table(self, tokens: list[Token], index: int) -> int:
        """Write a table; return where the next block is."""
        rows: list[list[Text]] = []
        aligns: list[str] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if len(rows) == 1:
                    aligns.append(str(token.attrs.get("style", "")).rpartition(":")[2])
                style = self._theme.heading if len(rows) == 1 else None
                prose = Prose(self._theme, style)
                rows[-1].append(prose.feed(tokens[index + 1].children or []))
            index += 1
        for line in table_lines(rows, aligns, self._theme, self._page.room):
            self._page.put(line)
        self._page.gap = True
        return index + 1


class _List(NamedTuple):
    """A list: whether it has blank lines between its items, its bullet or its numbers."""

    tight: bool
    bullet: str
    digits: int

    @property
    def bulleted(self) -> bool:
        """Tell a bullet list from a numbered one."""
        return bool(self.bullet)

    @classmethod
    def read(cls, tokens: list[Token], index: int, depth: int, theme: Theme) -> _List:
        """Look ahead at the list that begins at `index`."""
        level = tokens[index].level
        tight, digits = True, 1
        for at in range(index + 1, len(tokens)):
            token = tokens[at]
            if token.level == level:
                break
            if token.level == level + 1 and token.nesting == 1:
                digits = max(digits, len(token.info))
            elif token.level == level + 2 and token.type == "paragraph_open":
                tight = token.hidden
        bullet = theme.bullets[depth % len(theme.bullets)]
        return cls(tight, bullet if tokens[index].tag == "ul" else "", digits)

    def mark(self, number: str) -> str:
        """Return what stands before an item: its bullet, or its number as it was written."""
        return f"{self.bullet} " if self.bullet else f"{number.rjust(self.digits)}. "


def _trimmed(text: Text) -> Text:
    """Return the text without blank lines around it."""
    plain = text.plain
    start = len(plain) - len(plain.lstrip("\n"))
    return text[start : len(plain.rstrip("\n "))] if plain.strip("\n ") else Text()
