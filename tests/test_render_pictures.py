"""Pictures stand below their lines where the terminal can, and never in a pipe."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rich.style import Style
from rich.text import Text

from journal.entry import Entry, Source
from journal.render.console import Screen
from journal.render.entry import show_entries
from journal.render.lines import styled
from journal.render.pictures import Picture, Pictures, find_picture, mark_picture

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("textual_image")
pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a picture, a broken one and a file that is none."""
    pictures = tmp_path / "图 片"
    pictures.mkdir()
    (pictures / "a.png").write_bytes(_png())
    (pictures / "broken.png").write_bytes(_png()[:40])
    (pictures / "text.png").write_text("no picture")
    return tmp_path


def _png() -> bytes:
    """Return a small picture, red above blue."""
    from PIL import Image

    image = Image.new("RGB", (40, 40), (255, 0, 0))
    image.paste((0, 0, 255), (0, 20, 40, 40))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def shown(body: str, folder: Path, environ: dict[str, str]) -> str:
    """Return what a screen shows of an entry that stands in `folder`."""
    out = io.StringIO()
    page = Screen(
        "always",
        False,
        environ={"TERM": "xterm-256color", "COLUMNS": "60", "LINES": "30"} | environ,
        stdout=out,
        stderr=out,
    )
    source = Source(str(folder / "life.md"), 1)
    show_entries([Entry(None, "t", body, source=source)], page)
    return out.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        "图 片/a.png",
        "/图 片/a.png",
        "%E5%9B%BE%20%E7%89%87/a.png",
        "图 片\\a.png",
        "图 片/a.png?v=2#x",
    ],
)
def test_finds_a_picture_as_diaries_write_its_path(folder: Path, address: str) -> None:
    assert find_picture(address, str(folder)).endswith("a.png")
    assert find_picture(f"file://{folder}/图%20片/a.png", "").endswith("a.png")


@pytest.mark.parametrize(
    "address",
    ["", "图 片", "none.png", "https://e.org/a.png", "//e.org/a.png", r"\\e\a", "data:,x", "a\0b"],
)
def test_finds_nothing_that_is_no_local_file(folder: Path, address: str) -> None:
    assert find_picture(address, str(folder)) == ""


def test_shows_half_blocks_below_the_line_that_names_the_picture(folder: Path) -> None:
    text = shown("前\n![a](<图 片/a.png>)\n后", folder, {"JOURNAL_PICTURES": "blocks"})
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if "a.png" in line)
    assert "▀" in lines[at + 1]
    assert lines[-2] == "后"


@pytest.mark.parametrize("environ", [{}, {"JOURNAL_PICTURES": "never"}])
def test_a_pipe_gets_no_picture(folder: Path, environ: dict[str, str]) -> None:
    assert "▀" not in shown("![a](<图 片/a.png>)", folder, environ)


@pytest.mark.parametrize("name", ["broken.png", "text.png", "none.png"])
def test_a_picture_that_cannot_be_read_hides_nothing(folder: Path, name: str) -> None:
    text = shown(f"前\n![a](<图 片/{name}>)\n后", folder, {"JOURNAL_PICTURES": "blocks"})
    assert name in text
    assert text.endswith("后\n")
    assert "▀" not in text


def test_the_line_of_a_picture_leads_to_its_file(folder: Path) -> None:
    text = shown("![a](<图 片/a.png>)", folder, {"FORCE_HYPERLINK": "1"})
    assert f";file://{folder}/%E5%9B%BE%20%E7%89%87/a.png" in text
    assert ";file:" not in shown("![a](none.png)", folder, {"FORCE_HYPERLINK": "1"})


def test_a_table_keeps_its_rows_together(folder: Path) -> None:
    body = "|a|b|\n|-|-|\n|![x](<图 片/a.png>)|1|\n|c|d|"
    assert "▀" not in shown(body, folder, {"JOURNAL_PICTURES": "blocks"})


def test_no_colours_mean_no_pictures(folder: Path) -> None:
    out = io.StringIO()
    environ = {"JOURNAL_PICTURES": "blocks", "COLUMNS": "60"}
    page = Screen("never", False, environ=environ, stdout=out, stderr=out)
    source = Source(str(folder / "life.md"), 1)
    show_entries([Entry(None, "t", "![a](<图 片/a.png>)", source=source)], page)
    assert "▀" not in out.getvalue()


def test_a_path_on_two_lines_gets_its_picture_once(folder: Path) -> None:
    named = mark_picture("图 片/a.png") + Style(bold=True)
    out = io.StringIO()
    page = Screen("always", False, environ={"COLUMNS": "60"}, stdout=out, stderr=out)
    pictures = Pictures(lambda: page.out, "blocks", height=30)
    lines = [styled(("图", named)), styled(("片", named)), Text("后")]
    found = list(pictures.below(lines, str(folder)))
    assert [isinstance(one, Picture) for one in found] == [False, False, True, False]


def test_a_pager_gets_half_blocks_or_nothing(folder: Path) -> None:
    out = io.StringIO()
    page = Screen("always", False, environ={"COLUMNS": "60"}, stdout=out, stderr=out)
    pictures = Pictures(lambda: page.out, "blocks", height=30)
    (picture,) = [
        one
        for one in pictures.below([styled(("图", mark_picture("图 片/a.png")))], str(folder))
        if isinstance(one, Picture)
    ]
    assert pictures.draw(picture, paged=True).count("▀") == picture.columns * picture.rows
    assert pictures.draw(picture, paged=True).count("\n") == picture.rows
    assert Pictures(lambda: page.out, "auto", height=30).draw(picture, paged=True) == ""


@pytest.mark.parametrize(
    ("answer", "colours", "expected"),
    [
        (b"\x1b[?62;4;22c", "", b"\x1bP"),
        (b"\x1b[?62;22c", "truecolor", "▀".encode()),
        (b"\x1b[?62;22c", "", b""),
    ],
)
def test_asks_a_terminal_what_it_can_show(
    folder: Path, answer: bytes, colours: str, expected: bytes
) -> None:
    script = (
        "from journal.entry import Entry, Source\n"
        "from journal.render.console import Screen\n"
        "from journal.render.entry import show_entries\n"
        "source = Source('life.md', 1)\n"
        "entry = Entry(None, 't', '![](<图 片/a.png>)', source=source)\n"
        "show_entries([entry], Screen('auto', False))\n"
    )
    environ = {"TERM": "xterm", "COLORTERM": colours, "PYTHONPATH": os.pathsep.join(sys.path)}
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (30, 60))
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=slave,
        stdout=slave,
        cwd=folder,
        env=environ | {"PYTHONUTF8": "1"},
        start_new_session=True,
    )
    os.close(slave)
    written = _talk(master, answer)
    assert process.wait() == 0
    assert b"a.png" in written
    found = {mark for mark in (b"\x1bP", "▀".encode()) if mark in written}
    assert found == ({expected} if expected else set())


def _talk(terminal: int, answer: bytes) -> bytes:
    """Answer what a program asks of its terminal, and return all that it wrote."""
    written = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while data := os.read(terminal, 65536):
            written += data
            if b"\x1b[c" in data:
                os.write(terminal, answer)
    os.close(terminal)
    return written
