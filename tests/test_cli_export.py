"""`export`: what goes out, in which order and form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """\
# 日记

## 2023.05.03 回家
火车晚点。#路上

## 2023.04.02 晚上
下雨。

## 2023.04.02 去了趟杭州
\u3000\u3000缩进的一段。

### 小标题
## not dated

- 一
- two

## 2023.02.30 不存在的一天
还是写了几个字。

## 2022.12.31 Year's end
Review.
"""


@pytest.fixture
def diary(home: Home) -> Home:
    home.write(DIARY)
    return home


def shown(entry: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(entry[name] for name in ("date", "title", "body", "tags", "meta"))


def test_markdown_is_sections_oldest_first(diary: Home) -> None:
    out = diary("export", "--from", "2022")
    headings = [line for line in out.split("\n") if line.startswith("## 2")]
    assert headings == [
        "## 2022.12.31 Year's end",
        "## 2023.04.02 去了趟杭州",
        "## 2023.04.02 晚上",
        "## 2023.05.03 回家",
    ]
    assert diary("export", "-f", "markdown", "--from", "2022") == out


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_markdown_imported_again_gives_the_same_entries(diary: Home, ending: str) -> None:
    diary.write(DIARY.replace("\n", ending))
    out = diary.write(diary("export"), "out.md")
    diary("import", "-j", "again.md", out)
    again = [
        json.loads(line) for line in diary("list", "--json", "-j", "again.md").split("\n")[:-1]
    ]
    assert sorted(map(repr, map(shown, again))) == sorted(map(repr, map(shown, diary.entries())))
    assert [entry["id"] for entry in again] == [entry["id"] for entry in diary.entries()]


def test_jsonl_and_json_carry_what_list_says(diary: Home) -> None:
    entries = diary.entries()
    lines = [json.loads(line) for line in diary("export", "-f", "jsonl").split("\n")[:-1]]
    assert sorted(lines, key=repr) == sorted(entries, key=repr)
    assert json.loads(diary("export", "-f", "json")) == lines
    dates = [entry["date"] for entry in lines if entry["date"]]
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (["--on", "2023-04"], ["去了趟杭州", "晚上"]),
        (["--tag", "路上"], ["回家"]),
        (["--to", "2022"], ["Year's end"]),
        (["--has", "link"], []),
    ],
)
def test_filters(diary: Home, filters: list[str], titles: list[str]) -> None:
    lines = diary("export", "-f", "jsonl", *filters).split("\n")[:-1]
    assert [json.loads(line)["title"] for line in lines] == titles


def test_nothing_is_valid_in_every_format(diary: Home) -> None:
    nothing = ["export", "--on", "1999"]
    assert json.loads(diary(*nothing, "-f", "json")) == []
    assert diary(*nothing, "-f", "jsonl") == diary(*nothing) == ""


@pytest.mark.parametrize(
    ("name", "format_name"),
    [("out.jsonl", "jsonl"), ("out.json", "json"), ("out.md", "markdown"), ("out", "markdown")],
)
def test_a_file_gets_the_format_of_its_name(diary: Home, name: str, format_name: str) -> None:
    done = diary.invoke("export", "-o", name)
    assert (done.exit_code, done.stdout) == (0, "")
    assert (diary.path / name).read_text("utf-8") == diary("export", "-f", format_name)
    assert diary("export", "-o", "-", "-f", format_name) == diary("export", "-f", format_name)


def test_a_file_is_not_overwritten_unasked(diary: Home) -> None:
    path = diary.write("mine", "out.json")
    done = diary.invoke("export", "-o", path)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(f"journal: {path}: ")
    assert path.read_text() == "mine"
    diary("export", "-o", path, "--force")
    assert len(json.loads(path.read_text("utf-8"))) == 5
    assert sorted(one.name for one in diary.path.glob("*.*") if one.name != ".journal") == [
        "diary.md",
        "out.json",
    ]


def test_a_file_that_was_overwritten_comes_back(diary: Home) -> None:
    path = diary.write("mine", "out.md")
    told = diary.invoke("export", "-o", path, "--force").stderr
    assert told.endswith("journal undo brings back what was there\n")
    assert path.read_text("utf-8") == diary("export")
    diary("undo")
    assert (path.read_text(), diary.file.read_text("utf-8")) == ("mine", DIARY)


def test_a_new_file_is_nothing_to_take_back(diary: Home) -> None:
    diary("export", "-o", "out.md")
    assert diary.invoke("undo").exit_code == 1
    assert (diary.path / "out.md").exists()


def test_the_journal_is_not_overwritten_by_its_export(diary: Home) -> None:
    done = diary.invoke("export", "-o", diary.file, "--on", "2023-05")
    assert done.exit_code == 3
    assert diary.file.read_text("utf-8") == DIARY


def test_bytes_that_are_no_utf8_go_out_as_they_are(home: Home) -> None:
    home.write(b"## 2023.04.02 caf\xe9\nx\xff\x1b[31m\n")
    out = home.run("export").stdout.encode("utf-8", "surrogateescape")
    assert out.split(b"\n")[0] == b"## 2023.04.02 caf\xe9"
    assert b"x\xff\x1b[31m" in out
    line = home.run("export", "-f", "jsonl").stdout
    assert line.encode()
    assert json.loads(line)["body"] == "x\udcff\x1b[31m"
    assert "\x1b" not in line


def test_an_unknown_format_is_bad_usage(diary: Home) -> None:
    done = diary.invoke("export", "-f", "docx")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "jsonl" in done.stderr
