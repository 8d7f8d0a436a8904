"""The Markdown that diaries are written in: CommonMark, tables, strikethrough, formulas.

Where CommonMark would leave text out (reference definitions, surplus table
cells, depth beyond a limit), the rules here keep it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block import reference, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

DEEPEST = 50
_MARKS = re.compile(r"[\[*_~`<&$]")
_MOST_MARKS = 5000
_FORMULA_LINES = 200
_FORMULA_CHARS = 1000


class _Parser(MarkdownIt):
    """A parser that leaves addresses as they were written."""

    def normalizeLink(self, url: str) -> str:
        """Return the address unchanged."""
        return url


def parse(text: str) -> list[Token] | None:
    """Return the tokens of `text`, or None when it is nested too deep to show."""
    # Two levels a list item, one a quote, and one for what they hold.
    parser = _Parser("commonmark", {"maxNesting": 2 * DEEPEST + 10})
    parser.enable(["strikethrough", "table"])
    inside: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "formula", _formula_block, inside)
    parser.block.ruler.at("reference", _definition)
    parser.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.after("backticks", "formula", _formula_inline)
    parser.core.ruler.before("inline", "crowded", _crowded)
    tokens = parser.parse(text)
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


def _formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `$$ … $$` on lines of its own."""
    begin, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not state.src.startswith("$$", begin) or state.is_code_block(start):
        return False
    first = state.src[begin + 2 : stop].rstrip(" ")
    last = start
    if first.endswith("$$"):
        content = first[:-2]
    elif "$$" in first:
        return False
    else:
        for last in range(start + 1, min(end, start + _FORMULA_LINES)):
            if state.sCount[last] < state.blkIndent and not state.isEmpty(last):
                return False
            if state.src[state.bMarks[last] : state.eMarks[last]].rstrip(" ").endswith("$$"):
                break
        else:
            return False
        rest = state.getLines(start + 1, last + 1, state.blkIndent, False)
        content = f"{first}\n{rest.rstrip(' ')[:-2]}"
    if not content.strip() or "$$" in content:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.map = content, [start, last + 1]
        state.line = last + 1
    return True


def _formula_inline(state: StateInline, silent: bool) -> bool:
    """Read `$…$` and `$$…$$` in a line, but not prices: pandoc's rule on blanks and digits."""
    if state.src[state.pos] != "$":
        return False
    mark = "$$" if state.src.startswith("$$", state.pos) else "$"
    begin = state.pos + len(mark)
    end = state.src.find(mark, begin, begin + _FORMULA_CHARS)
    content = state.src[begin:end]
    after = state.src[end + len(mark) : end + len(mark) + 1]
    if end <= begin or (
        mark == "$" and (content[0].isspace() or content[-1].isspace() or after.isdigit())
    ):
        return False
    if not silent:
        token = state.push("formula_inline", "", 0)
        token.content, token.markup = content, mark
    state.pos = end + len(mark)
    return True


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
