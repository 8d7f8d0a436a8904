"""The Markdown that diaries are written in: CommonMark, tables, strikethrough, formulas.

Where CommonMark would leave text out (reference definitions, surplus table
cells, depth beyond a limit), the rules here keep it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block import reference, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import emphasis, strikethrough
from markdown_it.token import Token

from journal.render.cells import char_cells
from journal.render.formula import formula_block, formula_inline

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

DEEPEST = 50
# Stands for U+3000, an indent that Markdown would strip as a blank; no text has it
# once control characters are visible.
INDENT = "\x01"
_MARKS = re.compile(r"[\[*_~`<&$]")
_MOST_MARKS = 5000


class _Parser(MarkdownIt):
    """A parser that leaves addresses as they were written."""

    def normalizeLink(self, url: str) -> str:
        """Return the address unchanged."""
        return url


@cache
def _parser() -> MarkdownIt:
    """Return the parser; to make one costs as much as to parse a short entry."""
    # Two levels a list item, one a quote, and one for what they hold.
    parser = _Parser("commonmark", {"maxNesting": 2 * DEEPEST + 10})
    parser.enable(["strikethrough", "table"])
    inside: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "formula", formula_block, inside)
    parser.block.ruler.at("reference", _definition)
    parser.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.after("backticks", "formula", formula_inline)
    parser.inline.ruler.at("emphasis", _beside_wide(emphasis.tokenize))
    parser.inline.ruler.at("strikethrough", _beside_wide(strikethrough.tokenize))
    parser.core.ruler.before("inline", "crowded", _crowded)
    return parser


def parse(text: str) -> list[Token] | None:
    """Return the tokens of `text`, or None when it is nested too deep to show."""
    tokens = _parser().parse(text.replace("\u3000", INDENT))
    depth = deepest = 0
    for token in tokens:
        if token.type in ("blockquote_open", "list_item_open"):
            depth += 1
            deepest = max(deepest, depth)
        elif token.type in ("blockquote_close", "list_item_close"):
            depth -= 1
    return tokens if deepest <= DEEPEST else None


def _crowded(state: StateCore) -> None:
    """Leave blocks of thousands of marks as they were written: pairing them takes too long."""
    for token in state.tokens:
        if token.type == "inline" and len(_MARKS.findall(token.content)) > _MOST_MARKS:
            token.type, token.children = "crowded", []
            for line in token.content.split("\n"):
                token.children += [Token("text", "", 0, content=line), Token("softbreak", "br", 0)]


def _beside_wide(
    tokenize: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """Return a rule for marks that may also open after Chinese and close before it.

    CommonMark asks for a blank beside the mark where punctuation stands inside it,
    as in `**粗体。**后文`; Chinese has none.
    """

    def rule(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not tokenize(state, silent):
            return False
        before, after = state.src[max(start - 1, 0) : start], state.src[state.pos : state.pos + 1]
        if state.src[start] != "_" and before.strip() and after.strip():
            for mark in state.delimiters[known:]:
                mark.open = mark.open or _is_wide(before)
                mark.close = mark.close or _is_wide(after)
        return True

    return rule


def _is_wide(char: str) -> bool:
    """Tell whether a character is one of those written without blanks between words."""
    return char == INDENT or char_cells(char) == 2


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a reference definition and keep its text; a footnote's text is a paragraph."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    if not reference(state, start, end, silent):
        return False
    if not silent:
        token = state.push("definition", "", 0)
        token.content = state.getLines(start, state.line, state.blkIndent, False)
    return True


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table, unless a row has more cells than its heading, which would be dropped."""
    count = len(state.tokens)
    if start < state.env.get("no table before", 0) or not table(state, start, end, silent):
        return False
    if silent:
        return True
    rows = [_cell_count(state, line) for line in range(start, state.line) if line != start + 1]
    if max(rows) == rows[0]:
        return True
    state.env["no table before"] = state.line
    del state.tokens[count:]
    state.line = start
    return False


def _cell_count(state: StateBlock, line: int) -> int:
    """Count the cells of a table row as the table rule does."""
    row = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    columns = escapedSplit(row.strip(" \t"))
    return len(columns) - (columns[0] == "") - (len(columns) > 1 and columns[-1] == "")
