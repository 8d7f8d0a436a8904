"""`export -f html`: where the page goes, and what is said when it cannot."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """\
# 山居日记

## 2023.05.03 回家
火车晚点。#路上

## 2023.04.02 去了趟杭州
看了西湖。![湖](img/lake.png)
"""


@pytest.fixture
def diary(home: Home) -> Home:
    home.write(DIARY)
    home.write(b"\x89PNG\r\n\x1a\n....", "img/lake.png")
    return home


@pytest.mark.parametrize("arguments", [["-o", "out/日记.html"], ["-f", "html", "-o", "out/日记.x"]])
def test_a_page_is_written_by_name_or_by_format(diary: Home, arguments: list[str]) -> None:
    assert diary("export", *arguments) == ""
    page = (diary.path / arguments[-1]).read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.index("去了趟杭州") < page.index("回家</a>")
    assert '<img src="../img/lake.png" alt="湖" loading="lazy">' in page
    assert "<title>山居日记</title>" in page
    assert (diary.path / arguments[-1]).stat().st_mode & 0o777 == 0o600


def test_filters_and_order_are_those_of_every_export(diary: Home) -> None:
    page = diary("export", "-f", "html", "-r")
    assert page.index("回家</a>") < page.index("去了趟杭州</a>")
    assert "回家" not in diary("export", "-f", "html", "--on", "2023-04")


def test_pictures_go_into_the_page_when_asked(diary: Home) -> None:
    page = diary("export", "-f", "html", "--embed")
    assert 'src="data:image/png;base64,iVBORw0KGgouLi4u"' in page
    diary.write("no picture", "img/lake.png")
    done = diary.invoke("export", "-f", "html", "--embed")
    assert 'src="img/lake.png"' in done.stdout
    assert "1 picture is linked, not embedded" in done.stderr


def test_a_page_is_not_overwritten_unasked_and_can_be_taken_back(diary: Home) -> None:
    path = diary.write("mine", "out.html")
    done = diary.invoke("export", "-o", path)
    assert (done.exit_code, done.stdout) == (3, "")
    assert path.read_text() == "mine"
    diary("export", "-o", path, "--force")
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")
    diary("undo")
    assert path.read_text() == "mine"


def test_a_terminal_is_no_place_for_a_page(diary: Home) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "journal", "export", "-f", "html"],
        env=diary.environment,
        stdout=follower,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    for end in (leader, follower):
        os.close(end)
    assert done.returncode == 2
    assert done.stderr == "journal: export: a page is not for a terminal; add -o FILE.html\n"


@pytest.mark.parametrize("name", ["nh3", "latex2mathml"])
def test_a_missing_package_is_named(
    diary: Home, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    done = diary.invoke("export", "-o", "out.html")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"journal: export: html needs the package {name}; pip install 'journal-md[html]'\n"
    )
    assert not (diary.path / "out.html").exists()


def test_several_journals_make_one_page(diary: Home) -> None:
    diary.write("## 2023.04.02 去了趟杭州\n出差。\n\n![湖](lake.png)\n", "work/work.md")
    diary.write(b"\x89PNG\r\n\x1a\n....", "work/lake.png")
    done = diary.run("-j", "diary.md", "-j", "work/work.md", "export", "-f", "html")
    assert done.stderr == ""
    assert done.stdout.count("去了趟杭州</a>") == 2
    assert 'src="work/lake.png"' in done.stdout
    assert 'src="img/lake.png"' in done.stdout
    assert "<title>山居日记 · work</title>" in done.stdout


def test_bytes_that_are_no_utf8_are_shown(home: Home) -> None:
    home.write(b"## 2023.04.02 caf\xe9\nx\xff\x1b[31m \xe2\x80\xa8\n")
    page = home.run("export", "-f", "html").stdout
    assert "caf\\udce9</a>" in page
    assert "x\\udcff\\x1b[31m \\u2028" in page


def test_other_formats_load_nothing_of_it(diary: Home) -> None:
    loaded = diary.imports("export", "-o", "x.md")
    assert not loaded & {"nh3", "journal.web", "markdown_it"}
