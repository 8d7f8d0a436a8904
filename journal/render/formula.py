"""Formulas: Unicode where a converter is installed, their source elsewhere."""

from __future__ import annotations

from importlib import import_module


def formula_text(source: str) -> str:
    r"""Return a LaTeX formula as lines of Unicode, or as it was written.

    Blogs double the backslashes of `\\\\`, because their Markdown halves them.
    """
    source = source.strip("\n ")
    try:
        converter = import_module("pylatexenc.latex2text").LatexNodes2Text()
    except ImportError:
        return source
    try:
        shown = converter.latex_to_text(source.replace("\\\\\\\\", "\\\\"))
    except Exception:  # a converter's fault must not hide the formula
        return source
    return str(shown).strip("\n ") or source
