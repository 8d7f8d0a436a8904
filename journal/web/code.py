"""Program text with the classes that the page's style colours."""

from __future__ import annotations

import html
from importlib import import_module

# Past this many characters colours cost more than they tell.
_LONGEST = 20_000
_KINDS = (
    ("Comment", "c"),
    ("Keyword", "k"),
    ("Operator.Word", "k"),
    ("Literal.String", "s"),
    ("Literal.Number", "m"),
    ("Name.Function", "f"),
    ("Name.Class", "f"),
    ("Name.Tag", "k"),
    ("Generic.Deleted", "d"),
    ("Generic.Inserted", "i"),
)


def highlighted(code: str, language: str) -> str:
    """Return program text as HTML, coloured if Pygments knows the language; every letter kept."""
    if not language or len(code) > _LONGEST:
        return html.escape(code)
    lexers, token = import_module("pygments.lexers"), import_module("pygments.token")
    try:
        lexer = lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except lexers.ClassNotFound:
        return html.escape(code)
    kinds = [(token.string_to_tokentype(name), mark) for name, mark in _KINDS]
    pieces = list(lexer.get_tokens(code))
    if "".join(value for _, value in pieces) != code:
        return html.escape(code)
    return "".join(
        _marked(value, next((mark for parent, mark in kinds if kind in parent), ""))
        for kind, value in pieces
    )


def _marked(text: str, mark: str) -> str:
    safe = html.escape(text)
    return f'<span class="{mark}">{safe}</span>' if mark else safe
