"""The two ends that a command writes to: stdout and stderr, and the pager between."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal, TextIO, cast

from rich.color import ColorSystem
from rich.style import Style
from rich.text import Text

from journal.render.pager import page, pager_command
from journal.render.pictures import Picture, Pictures, wished
from journal.render.theme import make_theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import Console

    from journal.age.keys import Keys

_NARROWEST, _WIDEST, _DEFAULT = 20, 200, (80, 25)
_CHUNK = 1 << 13
_DUMB = ("dumb", "unknown")


class SafeFile:
    """A text file that writes `?` for what its encoding cannot say, and never raises for it."""

    def __init__(self, file: TextIO) -> None:
        """Write to `file`."""
        self._file = file

    def write(self, text: str) -> int:
        """Write `text`, replacing what the encoding lacks."""
        try:
            return self._file.write(text)
        except UnicodeEncodeError:
            encoding = self._file.encoding or "ascii"
            return self._file.write(text.encode(encoding, "replace").decode(encoding))

    def __getattr__(self, name: str) -> object:
        """Be the file in everything else."""
        return getattr(self._file, name)


class Screen:
    """What a command shows on.

    `color` is `auto`, `always` or `never`; `pager` False for none, or the words of
    a pager's command; `background` `light`, `dark` or "" to ask the environment;
    `pictures` `auto`, `blocks` or `never`, where `JOURNAL_PICTURES` says nothing;
    `keys` open those that are encrypted.
    `out` and `err` are consoles that parse no markup and never fail to encode. Only
    the 16 colours of the terminal's own palette are painted with.
    """

    def __init__(
        self,
        color: str = "auto",
        pager: bool | str = True,
        *,
        background: str = "",
        pictures: str = "auto",
        keys: Keys | None = None,
        environ: Mapping[str, str] | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
    ) -> None:
        """Look at the terminal and the environment once."""
        environ = os.environ if environ is None else environ
        stdout, stderr = stdout or sys.stdout, stderr or sys.stderr
        columns, lines = _size(environ, (stdout, stderr))
        self.width = max(_NARROWEST, min(columns, _WIDEST))
        self.height = lines
        self._color, self._environ = color, environ
        self._stdout, self._stderr = stdout, stderr
        self._file = cast("TextIO", SafeFile(stdout))
        self._encoding = stdout.encoding or "utf-8"
        able = stdout.isatty() and environ.get("TERM", "").lower() not in _DUMB
        self._pager = pager_command(pager, environ) if able else []
        styled = color != "never" and (able or _is_forced(color, environ))
        self._no_color = _has_no_color(color, environ)
        self.theme = make_theme(
            background or _background(environ),
            unicode=self._encoding.lower().replace("-", "").startswith("utf"),
            links=styled and _follows_links(environ),
            styled=styled,
            marked=not styled or self._no_color,
        )
        wish = "never" if self.theme.marked or not self.theme.unicode else wished(environ, pictures)
        links = self.theme.links
        self.pictures = Pictures(lambda: self.out, wish, height=lines, links=links, keys=keys)

    @cached_property
    def out(self) -> Console:
        """Return the console on stdout, which costs more to import than most lines to write."""
        return _console(self._stdout, self._color, self._environ, width=self.width)

    @cached_property
    def err(self) -> Console:
        """Return the console on stderr."""
        return _console(self._stderr, self._color, self._environ, width=self.width)

    def show(self, lines: Iterable[Text | str | Picture]) -> None:
        """Write lines to stdout, through the pager when they fill more than the screen.

        A pager that is quit ends the lines quietly. Raises BrokenPipeError when
        stdout itself is closed.
        """
        waiting = iter(lines)
        first: list[Text | str | Picture] = []
        room = self.height if self._pager else 0
        for line in waiting if room else ():
            first.append(line)
            room -= line.rows if isinstance(line, Picture) else 1
            if room <= 0:
                break
        rest = chain(first, waiting)
        if not self._pager or room > 0 or not self._page(rest):
            self._write(map(self._drawn, rest))

    def _write(self, drawn: Iterable[str]) -> None:
        """Write to stdout, many lines at once: a terminal takes them one by one else."""
        pieces: list[str] = []
        size = 0
        for piece in drawn:
            pieces.append(piece)
            size += len(piece)
            if size > _CHUNK:
                self._file.write("".join(pieces))
                pieces, size = [], 0
        self._file.write("".join(pieces))
        self._file.flush()

    def _page(self, lines: Iterable[Text | str | Picture]) -> bool:
        """Send lines to the pager; False if it cannot be started."""
        drawn = (self._drawn(line, paged=True) for line in lines)
        return page(self._pager, drawn, encoding=self._encoding)

    def _drawn(self, line: Text | str | Picture, *, paged: bool = False) -> str:
        """Return what is written for a line, its end included."""
        if isinstance(line, Picture):
            return self.pictures.draw(line, paged=paged)
        return f"{self.paint(line)}\n"

    def paint(self, line: Text | str) -> str:
        """Return `line` with the escapes of this terminal."""
        if isinstance(line, str) or not self.theme.styled:
            return str(line)
        mono = self._no_color
        return "".join(
            (style.without_color if mono else style).render(text, color_system=ColorSystem.STANDARD)
            if isinstance(style, Style)
            else text
            for text, style in _stretches(line)
        )


def _stretches(line: Text) -> Iterator[tuple[str, Style | None]]:
    """Yield the parts of a line with their styles, as Rich does, but sooner where none overlap."""
    plain, at = line.plain, 0
    found: list[tuple[str, Style | None]] = []
    for start, end, style in line.spans:
        if start < at or not isinstance(style, Style) or line.style:
            for text, combined, _ in line.render(cast("Console", _Styles)):
                yield text, combined
            return
        found += ((plain[at:start], None), (plain[start:end], style))
        at = end
    yield from found
    yield plain[at:], None


class _Styles:
    """All that Rich asks of a console to render text: styles, which ours are already."""

    @staticmethod
    def get_style(style: Style | str, *, default: Style) -> Style:
        """Return the style itself."""
        return style if isinstance(style, Style) else default


def _console(file: TextIO, color: str, environ: Mapping[str, str], *, width: int) -> Console:
    """Return a console on `file` in which data is data: no markup, no emoji codes."""
    from rich.console import Console

    no_color, forced = _has_no_color(color, environ), _is_forced(color, environ)

    def make(system: Literal["auto", "standard"] | None) -> Console:
        return Console(
            file=cast("TextIO", SafeFile(file)),
            width=width,
            color_system=system,
            markup=False,
            emoji=False,
            highlight=False,
            force_jupyter=False,
            force_terminal=forced or file.isatty(),
            no_color=no_color,
            _environ=environ,
        )

    console = make(None if color == "never" else "auto")
    return make("standard") if forced and console.color_system is None else console


def _is_forced(color: str, environ: Mapping[str, str]) -> bool:
    """Tell whether colours are wanted even where there is no terminal."""
    return color == "always" or (color == "auto" and bool(environ.get("FORCE_COLOR")))


def _has_no_color(color: str, environ: Mapping[str, str]) -> bool:
    """Tell whether styles are wanted without their colours (no-color.org)."""
    return color == "auto" and bool(environ.get("NO_COLOR"))


def _size(environ: Mapping[str, str], files: Iterable[TextIO]) -> tuple[int, int]:
    """Return columns and lines: of the environment, else of the terminal, else 80 by 25."""
    found: tuple[int, int] = _DEFAULT
    for file in files:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            found = os.get_terminal_size(file.fileno())
            break
    columns, lines = (
        int(value) if value.isdecimal() and value.isascii() else 0
        for value in (environ.get("COLUMNS", ""), environ.get("LINES", ""))
    )
    return columns or found[0] or _DEFAULT[0], lines or found[1] or _DEFAULT[1]


def _background(environ: Mapping[str, str]) -> str:
    """Return `light` where the terminal says so (`COLORFGBG=0;15`), else `dark`."""
    return "light" if environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else "dark"


def _follows_links(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal is one that follows OSC 8 hyperlinks."""
    forced = environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in ("", "0")
    program = environ.get("TERM_PROGRAM", "")
    if "TMUX" in environ or program == "tmux":
        major, _, minor = environ.get("TERM_PROGRAM_VERSION", "0").partition(".")
        return (major + minor[:1]).isdecimal() and (int(major), minor[:1]) >= (3, "4")
    return (
        program in ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby")
        or environ.get("VTE_VERSION", "0").rjust(4, "0") >= "5000"
        or any(name in environ for name in ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"))
        or environ.get("TERM", "").startswith(("xterm-kitty", "alacritty", "foot", "xterm-ghostty"))
    )
