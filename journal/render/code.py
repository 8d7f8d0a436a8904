"""Program text with its colours, from the terminal's own palette."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

if TYPE_CHECKING:
    from journal.render.theme import Theme

# Past this many characters colours cost more than they tell.
_LONGEST = 20_000


def highlighted(code: str, language: str, theme: Theme) -> Text:
    """Return program text, coloured if Pygments knows the language; every letter kept."""
    if not language or len(code) > _LONGEST or theme.marked:
        return Text(code)
    lexers, token = import_module("pygments.lexers"), import_module("pygments.token")
    try:
        lexer = lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except lexers.ClassNotFound:
        return Text(code)
    styles = (
        (token.Comment, theme.quiet),
        (token.Keyword, Style(color="magenta")),
        (token.String, Style(color="green")),
        (token.Number, theme.code),
        (token.Name.Function, theme.heading),
        (token.Name.Class, theme.heading),
    )
    text = Text()
    for kind, value in lexer.get_tokens(code):
        style = next((style for parent, style in styles if kind in parent), None)
        text.append(value, style)
    return text if text.plain == code else Text(code)
