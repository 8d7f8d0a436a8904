"""Formulas: how they are found between dollars, and how they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.render.cells import cells

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

    from journal.render.theme import Theme

_MOST_LINES = 200
_MOST_CHARS = 1000
_LONGEST = 5000


def formula_lines(source: str, theme: Theme, room: int) -> list[str]:
    r"""Return a LaTeX formula as lines of Unicode, or as it was written where that cannot be.

    Lines that belong together and would not fit in `room` cells are no formula
    any more. Blogs write `\\\\` for `\\`, because their Markdown halves it.
    """
    written = [line.rstrip(" ") for line in source.strip("\n ").split("\n")]
    if not theme.unicode or len(source) > _LONGEST:
        return written
    from journal.render.latex import unicode_lines

    try:
        lines = unicode_lines("\n".join(written).replace("\\\\\\\\", "\\\\"))
    except Exception:  # a converter's fault must not hide the formula
        return written
    fits = len(lines) < 2 or max(map(cells, lines)) <= room
    return lines if lines and fits else written


def formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
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
        for last in range(start + 1, min(end, start + _MOST_LINES)):
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


def formula_inline(state: StateInline, silent: bool) -> bool:
    """Read `$…$` and `$$…$$` in a line, but not prices: pandoc's rule on blanks and digits."""
    if state.src[state.pos] != "$":
        return False
    mark = "$$" if state.src.startswith("$$", state.pos) else "$"
    begin = state.pos + len(mark)
    end = state.src.find(mark, begin, begin + _MOST_CHARS)
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
