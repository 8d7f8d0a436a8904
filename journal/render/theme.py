"""The one visual language: styles by what they mean, and signs that every screen has."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style


@dataclass(frozen=True, slots=True)
class Theme:
    """How each kind of thing looks. Only the terminal's own 16 colours are used.

    `links` says whether the terminal follows OSC 8 hyperlinks; `styled` whether it
    shows any style at all, so that marks must not rest on style alone.
    """

    date: Style
    code: Style
    link: Style
    tag: Style
    match: Style
    formula: Style
    good: Style
    changed: Style
    warning: Style
    heading: Style
    links: bool = False
    styled: bool = True
    title: Style = Style(bold=True)
    quiet: Style = Style(dim=True)
    plain: Style = Style.null()
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


_DARK = {
    "date": Style(color="cyan"),
    "code": Style(color="cyan"),
    "link": Style(color="bright_blue", underline=True),
    "tag": Style(color="green"),
    "match": Style(color="yellow", bold=True, underline=True),
    "formula": Style(color="magenta"),
    "good": Style(color="green"),
    "changed": Style(color="yellow"),
    "warning": Style(color="red", bold=True),
    "heading": Style(color="magenta", bold=True),
}
_LIGHT = _DARK | {
    "date": Style(color="blue"),
    "code": Style(color="blue"),
    "link": Style(color="blue", underline=True),
    "match": Style(color="red", bold=True, underline=True),
    "changed": Style(color="magenta"),
}
_ASCII = {
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
}


def make_theme(background: str, *, unicode: bool, links: bool, styled: bool) -> Theme:
    """Return the theme for a `light` or `dark` background."""
    styles = _LIGHT if background == "light" else _DARK
    theme = Theme(**styles, links=links, styled=styled)
    if unicode:
        return theme
    from dataclasses import replace

    return replace(theme, **_ASCII)
