"""Odd surroundings and odd files: what people's machines and diaries really do."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import Home


def test_a_blank_at_the_end_of_a_body_does_not_stop_an_import(home: Home) -> None:
    old = home.write("## 2020.07.15 walk\n\nfriends came \n", "a.md")
    new = home.write("## 2020.07.15 walk\n\nfriends came today.\n", "b.md")
    home("import", old)
    home("import", new)
    assert [entry["body"] for entry in home.entries()] == ["friends came today."]


@pytest.mark.parametrize("level", ["#", "##", "###"])
def test_our_own_export_comes_back_without_a_change(home: Home, level: str) -> None:
    text = f"{level} 2023/1/1 a\n\nbody\n\n# inside\n\nmore\n\n#### sub\n\nend\n"
    home.write(text)
    home("export", "-o", "out.md")
    plan = home("import", "--json", "out.md").split("\n")
    assert json.loads(plan[0])["verdict"] == "identical"
    assert home.file.read_text("utf-8") == text


def test_a_locale_that_knows_only_ascii_loses_no_chinese(home: Home) -> None:
    poor = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    added = home.run("add", "-d", "昨天", "去了杭州。很热", **poor)
    assert (added.returncode, added.stderr.count("\n")) == (0, 1)
    assert "去了杭州" in home.run("search", "很热", **poor).stdout


def test_json_is_utf8_whatever_the_output_is(home: Home) -> None:
    home.write("## 2023.04.02 😀 笑\n")
    done = home.run("list", "--json", PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout)["title"] == "😀 笑"


@pytest.mark.parametrize(
    ("words", "title", "body"),
    [
        ("https://example.com/a.b?c=d look. at", "https://example.com/a.b?c=d look.", "at"),
        ("if a!=b then stop. ok", "if a!=b then stop.", "ok"),
        ("今天很好。明天也是", "今天很好。", "明天也是"),
        ("Really?! Yes", "Really?!", "Yes"),
    ],
)
def test_a_sentence_ends_where_a_reader_sees_it(
    home: Home, words: str, title: str, body: str
) -> None:
    home("add", words)
    assert [(entry["title"], entry["body"]) for entry in home.entries()] == [(title, body)]


@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "2>&-"])
@pytest.mark.parametrize("command", ["list", "add a thought"])
def test_closed_streams_are_no_catastrophe(home: Home, command: str, closed: str) -> None:
    home.write("## 2023.04.02 标题\n")
    line = f"exec {sys.executable} -m journal {command} {closed}"
    done = subprocess.run(
        ["bash", "-c", line], env=home.environment, capture_output=True, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_refs_may_come_as_json_lines(home: Home) -> None:
    home.write("## 2023.04.02 标题\n正文\n")
    found = home("list", "--json")
    assert "正文" in home("show", "-", stdin=found)


def test_an_unknown_ref_is_told_in_short(home: Home) -> None:
    home.write("## 2023.04.02 标题\n")
    done = home.invoke("show", "z" * 500)
    assert (done.exit_code, len(done.stderr) < 100) == (1, True)


def test_a_tag_in_the_title_is_a_tag(home: Home) -> None:
    home("add", "Nice day #walk")
    assert [entry["tags"] for entry in home.entries("--tag", "walk")] == [["walk"]]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "latin-1"])
def test_a_journal_in_another_encoding_is_read_and_not_written(home: Home, encoding: str) -> None:
    title = "Déjà vu: é è à ç ê" if encoding == "latin-1" else "去了趟杭州看西湖"
    before = f"## 2023.04.02 {title}\n".encode(encoding)
    home.write(before)
    assert [entry["title"] for entry in home.entries()] == [title]
    assert home.invoke("add", "x").exit_code == 3
    assert home.file.read_bytes() == before


def test_a_binary_file_is_no_journal(home: Home) -> None:
    home.write(bytes(range(256)) * 50)
    done = home.invoke("list")
    assert (done.exit_code, done.stderr.count("\n")) == (3, 1)


def test_a_device_as_journal_leaves_nothing_beside_it(home: Home) -> None:
    done = home.run("add", "x", JOURNAL=os.devnull)
    assert done.returncode == 3
    assert not os.path.exists("/dev/.journal")


def test_only_what_a_diary_can_say_is_a_date(home: Home) -> None:
    assert home.invoke("add", "-d", "0001-01-01", "x").exit_code == 2
    assert not home.file.exists()


def test_writing_to_several_journals_is_refused_rather_than_one_dropped(home: Home) -> None:
    assert home.invoke("-j", "a.md", "-j", "b.md", "add", "x").exit_code == 2


def test_an_import_that_only_remembers_says_that_nothing_was_written(home: Home) -> None:
    home.write("## 2023.04.02 标题\n正文\n")
    home("export", "-o", "out.md")
    receipt = json.loads(home("import", "--json", "out.md").strip().split("\n")[-1])
    assert receipt["receipt"]["written"] is False
