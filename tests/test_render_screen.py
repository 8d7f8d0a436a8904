"""The screen: colours, width, encodings, links, the pager."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.style import Style
from rich.text import Text

from journal.render.console import Screen
from journal.render.lines import styled
from journal.render.pager import pager_command

if TYPE_CHECKING:
    from pathlib import Path

RED = styled(("红", Style(color="red", bold=True)))
TERM = {"TERM": "xterm-256color"}


class Output(io.TextIOWrapper):
    """A stdout in memory, which may claim to be a terminal."""

    def __init__(self, *, tty: bool = True, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    @property
    def written(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


def make(
    color: str = "auto",
    pager: bool | str = False,
    *,
    tty: bool = True,
    encoding: str = "utf-8",
    environ: dict[str, str] | None = None,
) -> tuple[Screen, Output]:
    """Return a screen and what it writes to."""
    out = Output(tty=tty, encoding=encoding)
    return Screen(color, pager, environ=TERM | (environ or {}), stdout=out, stderr=out), out


@pytest.mark.parametrize(
    ("color", "tty", "environ", "expected"),
    [
        ("auto", True, {}, "\x1b[1;31m红\x1b[0m\n"),
        ("auto", False, {}, "红\n"),
        ("always", False, {}, "\x1b[1;31m红\x1b[0m\n"),
        ("always", True, {"TERM": "dumb"}, "\x1b[1;31m红\x1b[0m\n"),
        ("always", True, {"NO_COLOR": "1"}, "\x1b[1;31m红\x1b[0m\n"),
        ("never", True, {}, "红\n"),
        ("never", True, {"FORCE_COLOR": "1"}, "红\n"),
        ("auto", True, {"NO_COLOR": "1"}, "\x1b[1m红\x1b[0m\n"),
        ("auto", True, {"NO_COLOR": ""}, "\x1b[1;31m红\x1b[0m\n"),
        ("auto", True, {"TERM": "dumb"}, "红\n"),
        ("auto", False, {"FORCE_COLOR": "1"}, "\x1b[1;31m红\x1b[0m\n"),
        ("auto", True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "\x1b[1m红\x1b[0m\n"),
    ],
)
def test_colours(color: str, tty: bool, environ: dict[str, str], expected: str) -> None:
    screen, out = make(color, tty=tty, environ=environ)
    screen.show([RED])
    assert expected == out.written


STYLES = st.sampled_from(
    [Style(bold=True), Style(color="red", underline=True), Style(dim=True), Style.null(), ""]
)


@given(
    parts=st.lists(st.tuples(st.text("a 河\t", max_size=4), STYLES), max_size=5),
    over=st.lists(st.tuples(STYLES, st.integers(0, 9), st.integers(0, 9)), max_size=2),
)
def test_lines_are_painted_as_rich_does(
    parts: list[tuple[str, Style | str]], over: list[tuple[Style | str, int, int]]
) -> None:
    line = Text()
    for words, style in parts:
        line.append(words.replace("\t", " "), style)
    for style, start, end in over:
        line.stylize(style, start, end)
    out = io.StringIO()
    rich = Console(file=out, force_terminal=True, color_system="standard", width=99, _environ={})
    rich.print(line, end="", soft_wrap=True, highlight=False)
    assert out.getvalue() == make()[0].paint(line)


def test_thousands_of_lines_are_written_in_order_and_not_one_by_one() -> None:
    screen, out = make()
    writes: list[int] = []
    write = out.write
    out.write = lambda text: writes.append(len(text)) or write(text)  # type: ignore[method-assign,func-returns-value]
    lines = [f"{number} 河" for number in range(5000)]
    screen.show(lines)
    assert "".join(f"{line}\n" for line in lines) == out.written
    assert len(writes) < 50


@pytest.mark.parametrize(
    ("columns", "expected"),
    [("100", 100), ("40", 40), ("999", 200), ("3", 20), ("0", 80), ("²", 80), ("-5", 80), ("", 80)],
)
def test_width(columns: str, expected: int) -> None:
    assert expected == make(tty=False, environ={"COLUMNS": columns})[0].width


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_never_fails_to_encode(encoding: str) -> None:
    screen, out = make(encoding=encoding)
    screen.show(["杭州 👨‍👩‍👧 \udc80 é", RED])
    screen.out.print("杭州 👨‍👩‍👧 \udc80")
    screen.err.print("[bold]杭州[/] 👨‍👩‍👧")
    assert "[bold]" in out.written
    assert screen.theme.rule == "-"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4900"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"}, False),
        ({"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        ({"TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "next-3.6"}, False),
        ({"VTE_VERSION": "7200", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "1", "TERM": "dumb"}, False),
    ],
)
def test_links_only_where_the_terminal_follows_them(
    environ: dict[str, str], expected: bool
) -> None:
    assert expected == make(environ=environ)[0].theme.links


def test_light_background_is_asked_for_or_found_out() -> None:
    light = make(environ={"COLORFGBG": "0;15"})[0].theme
    assert light == Screen(background="light", environ=TERM, stdout=Output()).theme
    assert light != make(environ={"COLORFGBG": "15;0"})[0].theme


@pytest.mark.parametrize(
    ("wanted", "environ", "expected"),
    [
        (True, {}, ["less", "-FRX"]),
        (True, {"PAGER": "more -d"}, ["more", "-d"]),
        (True, {"PAGER": "more", "JOURNAL_PAGER": "'my pager' --x"}, ["my pager", "--x"]),
        ("bat -p", {}, ["bat", "-p"]),
        (False, {"PAGER": "more"}, []),
        (True, {"JOURNAL_PAGER": "", "PAGER": "more"}, []),
        (True, {"PAGER": "cat"}, []),
        (True, {"PAGER": "'unbalanced"}, []),
    ],
)
def test_pager_command(wanted: bool | str, environ: dict[str, str], expected: list[str]) -> None:
    assert expected == pager_command(wanted, environ)


def _to_file(path: Path) -> str:
    """Return the command of a pager that writes what it gets to a file, without a shell."""
    code = f"import sys; open({str(path)!r}, 'wb').write(sys.stdin.buffer.read())"
    return f'"{sys.executable}" -c "{code}"'


def test_pages_long_output_only(tmp_path: Path) -> None:
    target = tmp_path / "a b; touch c"
    screen, out = make(pager=_to_file(target), environ={"LINES": "5"})
    screen.show(["短"] * 4)
    assert not target.exists()
    screen.show(["长"] * 50)
    assert target.read_text("utf-8") == "长\n" * 50
    assert out.written == "短\n" * 4


def test_pages_on_a_terminal_only(tmp_path: Path) -> None:
    target = tmp_path / "paged"
    for tty, term in ((False, "xterm"), (True, "dumb")):
        screen, out = make(pager=_to_file(target), tty=tty, environ={"TERM": term, "LINES": "5"})
        screen.show(["长"] * 50)
        assert out.written == "长\n" * 50
    assert not target.exists()


def test_a_pager_that_is_quit_is_quiet() -> None:
    screen, out = make(pager=f"{sys.executable} -c pass", environ={"LINES": "5"})
    screen.show("长" * 100 for _ in range(10_000))
    assert out.written == ""


@pytest.mark.parametrize("name", ["no-such-pager-here", "les\0s"])
def test_a_pager_that_is_missing_is_done_without(name: str) -> None:
    screen, out = make(pager=name, environ={"LINES": "5"})
    screen.show(["长"] * 50)
    assert out.written == "长\n" * 50
