"""The one visual language: styles by what they mean, and signs that every screen has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from journal.values import dataclass, replace

if TYPE_CHECKING:
    from typing import Any

_BOLD, _DIM, _NULL = Style(bold=True), Style(dim=True), Style.null()


@dataclass(frozen=True, slots=True)
class Theme:
    """How each kind of thing looks. Only the terminal's own 16 colours are used.

    `links` says whether the terminal follows OSC 8 hyperlinks; `styled` whether it
    shows any style at all, and `marked` that there are no colours: what only a colour
    would tell needs a mark then. `unicode` says whether it shows more than ASCII.
    """

    date: Style
    code: Style
    link: Style
    tag: Style
    match: Style
    formula: Style
    title: Style
    good: Style
    changed: Style
    warning: Style
    links: bool = False
    styled: bool = True
    marked: bool = False
    unicode: bool = True
    heading: Style = _BOLD
    quiet: Style = _DIM
    plain: Style = _NULL
    bullets: tuple[str, ...] = ("•", "◦", "▪")
    bar: str = "▌"
    code_bar: str = "│"
    rule: str = "─"
    cross: str = "┼"
    column: str = "│"
    picture: str = "🖼"
    open_task: str = "☐"
    done_task: str = "☑"
    dot: str = "·"
    arrow: str = "→"
    ellipsis: str = "…"
    shades: tuple[str, ...] = ("·", "░", "▒", "▓", "█")
    blocks: str = " ╸━"


_DARK: dict[str, Any] = {
    "date": Style(color="cyan"),
    "code": Style(color="cyan"),
    "link": Style(color="bright_blue", underline=True),
    "tag": Style(color="green"),
    "match": Style(color="yellow", bold=True, underline=True),
    "formula": Style(color="magenta"),
    "good": Style(color="green"),
    "changed": Style(color="yellow"),
    "warning": Style(color="red", bold=True),
    "title": Style(color="magenta", bold=True),
}
_LIGHT: dict[str, Any] = _DARK | {
    "date": Style(color="blue"),
    "code": Style(color="blue"),
    "link": Style(color="blue", underline=True),
    "match": Style(color="red", bold=True, underline=True),
    "changed": Style(color="magenta"),
}
_ASCII: dict[str, Any] = {
    "unicode": False,
    "bullets": ("-", "*", "+"),
    "bar": "|",
    "code_bar": "|",
    "rule": "-",
    "cross": "+",
    "column": "|",
    "picture": "image:",
    "open_task": "[ ]",
    "done_task": "[x]",
    "dot": "-",
    "arrow": "->",
    "ellipsis": "...",
    "shades": (".", ":", "+", "*", "#"),
    "blocks": " =",
}


def make_theme(background: str, *, unicode: bool, links: bool, styled: bool, marked: bool) -> Theme:
    """Return the theme for a `light` or `dark` background."""
    styles = _LIGHT if background == "light" else _DARK
    theme = Theme(**styles, links=links, styled=styled, marked=marked)
    return theme if unicode else replace(theme, **_ASCII)
