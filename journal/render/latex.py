"""LaTeX formulas as lines of Unicode; whatever it does not know stays as it was written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from journal.render.cells import cells
from journal.render.signs import (
    ACCENTS,
    ALPHABETS,
    DOWN,
    FRACTIONS,
    ROWS,
    SCRIPTS,
    SIDES,
    SIGNS,
    SIZES,
    UP,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Part = str | list[str]

_TERM = re.compile(r"[√∑∏∫∂∇]?\w+|\w*\([^()]*\)")


class UnknownFormulaError(ValueError):
    """A formula that can only be shown as it was written."""


def unicode_lines(source: str) -> list[str]:
    """Return a formula as lines; raises UnknownFormulaError, or what pylatexenc raises."""
    if not re.search(r"[\\{}%~&$#]", source):
        return [_text([source])]
    walker = import_module("pylatexenc.latexwalker").LatexWalker(source, tolerant_parsing=False)
    nodes = walker.get_latex_nodes()[0]
    rows = [_beside(_parts(row)) for row in _split(nodes, _is_row_end)]
    lines = [line.strip(" ") if len(row) == 1 else line for row in rows for line in row]
    return [line for line in lines if line.strip(" ")]


def _beside(parts: Sequence[Part]) -> list[str]:
    """Return the lines of parts set side by side, each beside the middle of the others."""
    blocks = [[part] if isinstance(part, str) else part for part in parts]
    above = max(((len(block) - 1) // 2 for block in blocks), default=0)
    below = max((len(block) - (len(block) - 1) // 2 for block in blocks), default=1)
    lines = [""] * (above + below)
    for block in blocks:
        width = max(map(cells, block))
        start = above - (len(block) - 1) // 2
        for number in range(len(lines)):
            part = block[number - start] if 0 <= number - start < len(block) else ""
            lines[number] += part + " " * (width - cells(part))
    return [line.rstrip(" ") for line in lines]


def _text(nodes: Sequence[Any]) -> str:
    """Return nodes on one line."""
    return "".join(
        part if isinstance(part, str) else "; ".join(" ".join(row.split()) for row in part)
        for part in _parts(nodes)
    ).strip(" ")


def _parts(nodes: Sequence[Any]) -> list[Part]:
    """Return the text of nodes, and each environment among them as a block of lines."""
    line = _Line()
    items = list(_items(nodes))
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if isinstance(item, str) and item in "^_":
            while at < len(items) and isinstance(items[at], str) and items[at] == " ":
                at += 1
            line.script(item, _text(items[at : at + 1]))
            at += 1
        elif isinstance(item, str):
            line.add(item)
        else:
            _node(item, line)
    return [*line.parts, line.text]


def _items(nodes: Sequence[Any]) -> Iterator[Any]:
    """Yield every character of plain text, with one blank for many, and every other node."""
    for node in nodes:
        text = node if isinstance(node, str) else getattr(node, "chars", None)
        if text is None:
            yield node
        else:
            yield from re.sub(r"\s+", " ", text)


class _Line:
    """A line on which signs are set with the blanks that they need."""

    def __init__(self) -> None:
        self.text = ""
        self.parts: list[Part] = []
        self.verbatim = False
        self._sized = self._apart = False

    def add(self, text: str) -> None:
        """Add plain text."""
        if self._sized and text.startswith("."):
            text = text[1:]
        if self._apart and text[:1].isalnum():
            self.text += " "
        if text == " " and self.text.endswith(" "):
            text = ""
        self.text += text
        self._sized = self._apart = self.verbatim = False

    def write(self, node: Any) -> None:
        """Add a node as it was written, and keep the braces of what follows it."""
        self.add(" ".join(node.latex_verbatim().split("\n")))
        self.verbatim = True

    def script(self, mark: str, text: str) -> None:
        """Raise or lower text by one sign each, or behind its mark."""
        table = UP if mark == "^" else DOWN
        self.text = self.text.rstrip(" ")
        self._apart = False
        if text and all(char in table for char in text.replace(" ", "")):
            self.add("".join(table[char] for char in text if char != " "))
        else:
            whole = len(text) < 2 or (text.isascii() and text.isalnum())
            self.add(mark + (text if whole else f"({text})"))
            self._apart = whole

    def sign(self, sign: str, *, spaced: bool) -> None:
        """Add what a macro stands for; `spaced` where the source has a blank after it."""
        if len(sign) > 1 and sign.isalpha():
            if self.text[-1:].isalnum():
                self.add(" ")
            self.add(sign)
            self._apart = True
            return
        relation = unicodedata.category(sign[:1] or " ") == "Sm" and sign not in "∂∇"
        blank = self.text.endswith(" ")
        if spaced and not blank and self.text and (relation or sign == "·"):
            self.add(" ")
            blank = True
        self.add(sign)
        if spaced and blank:
            self.add(" ")

    def fraction(self, above: str, below: str) -> None:
        """Add a fraction, in brackets what does not hold together by itself."""
        if self.text[-1:].isalnum():
            self.add(" ")
        pair = (part if _TERM.fullmatch(part) else f"({part})" for part in (above, below))
        self.add("/".join(pair))
        self._apart = True

    def size(self) -> None:
        """Pass over the size of a bracket; a dot after it stands for none."""
        self._sized = True

    def block(self, rows: list[str]) -> None:
        """Set a block of lines beside the text so far."""
        self.parts += [f"{self.text.rstrip(' ')} " if self.text else "", rows]
        self.text = ""


def _node(node: Any, line: _Line) -> None:
    """Add one node that is not plain text."""
    name = type(node).__name__
    if name == "LatexMacroNode":
        _macro(node, line)
    elif name == "LatexGroupNode":
        if line.verbatim:
            line.write(node)
        else:
            line.add(_text(node.nodelist))
    elif name == "LatexEnvironmentNode":
        line.block(_environment(node))
    elif name == "LatexSpecialsNode":
        line.add(" " if node.specials_chars in "&~" else node.specials_chars)
    else:
        line.write(node)


def _macro(node: Any, line: _Line) -> None:
    r"""Add what a macro like `\alpha` stands for."""
    name = node.macroname
    arguments = [_text([one]) for one in node.nodeargd.argnlist if one] if node.nodeargd else []
    if FRACTIONS.fullmatch(name) and len(arguments) == 2:
        line.fraction(*arguments)
    elif name == "sqrt" and arguments:
        body = arguments[-1]
        for degree in arguments[:-1]:
            line.script("^", degree)
        line.add(f"√{body}" if body.isdigit() or SCRIPTS.issuperset(body[1:]) else f"√({body})")
    elif name in ACCENTS and arguments:
        line.add("".join(char + ACCENTS[name] for char in arguments[-1]))
    elif SIZES.fullmatch(name):
        line.size()
    elif WORDS.fullmatch(name):
        line.add(arguments[-1] if arguments else "")
    elif ALPHABETS.fullmatch(name) and arguments:
        line.add(_converter().macro_node_to_text(node))
    else:
        sign = SIGNS.get(name) if name in SIGNS else _sign(name)
        if sign is None or arguments:
            line.write(node)
        else:
            line.sign(sign, spaced=bool(node.macro_post_space))


def _sign(name: str) -> str | None:
    """Return the Unicode that pylatexenc has for a macro without arguments."""
    found = getattr(_converter().latex_context.get_macro_spec(name), "simplify_repl", None)
    return found if isinstance(found, str) else None


@cache
def _converter() -> Any:
    """Return what knows the signs, and the letters of other alphabets."""
    return import_module("pylatexenc.latex2text").LatexNodes2Text()


def _environment(node: Any) -> list[str]:
    """Return the rows of an environment, its cells below each other, its brackets around."""
    name = node.environmentname
    if name not in SIDES and not ROWS.fullmatch(name):
        raise UnknownFormulaError(name)
    table = [
        [_text(cell) for cell in _split(row, _is_cell_end)]
        for row in _split(node.nodelist, _is_row_end)
    ]
    table = [row for row in table if any(row)]
    count = max(map(len, table), default=0)
    widths = [
        max(cells(row[number]) for row in table if number < len(row)) for number in range(count)
    ]
    aligned = ROWS.fullmatch(name)
    joint = " " if aligned else "  "
    rows = [
        joint.join(
            cell + " " * (size - cells(cell)) for cell, size in zip(row, widths, strict=False)
        )
        for row in table
    ]
    if aligned:
        return rows or [""]
    left, right = (_side(signs, len(rows)) for signs in SIDES[name])
    whole = sum(widths) + len(joint) * (count - 1)
    return [
        f"{before} {row}{' ' * (whole - cells(row))} {after}".removeprefix("  ").rstrip(" ")
        for before, row, after in zip(left, rows, right, strict=True)
    ] or [""]


def _side(signs: str, rows: int) -> list[str]:
    """Return a bracket over so many rows."""
    one, first, other, middle, last = tuple(signs)
    if rows < 2:
        return [one] * rows
    inner = [other] * (rows - 2)
    if inner:
        inner[(len(inner) - 1) // 2] = middle
    return [first, *inner, last]


def _split(nodes: Sequence[Any], ends: Callable[[Any], bool]) -> list[list[Any]]:
    """Divide nodes at those that end a row or a cell."""
    found: list[list[Any]] = [[]]
    for node in nodes:
        if ends(node):
            found.append([])
        else:
            found[-1].append(node)
    return found


def _is_row_end(node: Any) -> bool:
    return getattr(node, "macroname", "") == "\\"


def _is_cell_end(node: Any) -> bool:
    return bool(getattr(node, "specials_chars", "") == "&")
