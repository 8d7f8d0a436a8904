"""`tags` and `tags rename`: what counts, what changes, what stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """\
# 日记 #walk

## 2023.05.03 回家 #路上
火车晚点。#路上 [时刻表](https://example.org/#walk) `#walk`

## 2023.04.30 Canal walk
Along the canal #walk, then #walk/long and #walking.

```
#walk
```

## 2023.04.02 去了趟杭州
<!--
---
category: diary
tags: [walk, "walk/long", city walk]
---
-->

下了雨。（#旅行/杭州）<span style="color: #walk">红</span> [上](#walk) [[#walk]]

### walk

## 2022.12.31 跨年
没有标签。
"""


@pytest.fixture
def diary(home: Home) -> Home:
    home.write(DIARY)
    return home


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")[:-1]]


def test_tags_come_by_number_then_name_with_first_and_last_use(diary: Home) -> None:
    assert rows(diary("tags")) == [
        ["walk", "2", "2023-04-02", "2023-04-30"],
        ["walk/long", "2", "2023-04-02", "2023-04-30"],
        ["city walk", "1", "2023-04-02", "2023-04-02"],
        ["walking", "1", "2023-04-30", "2023-04-30"],
        ["旅行/杭州", "1", "2023-04-02", "2023-04-02"],
        ["路上", "1", "2023-05-03", "2023-05-03"],
    ]


def test_other_orders_filters_and_limits(diary: Home) -> None:
    def names(*args: str) -> list[str]:
        return [row[0] for row in rows(diary("tags", *args))]

    assert names("--sort", "name", "-n", "2") == ["city walk", "walk"]
    assert names("--sort", "last", "-n", "1") == ["路上"]
    assert names("--sort", "name", "-r", "-n", "1") == ["路上"]
    assert names("--on", "2023-04-30") == ["walk", "walk/long", "walking"]
    assert names("--not-tag", "walk") == ["路上"]
    assert diary("tags", "--on", "2022") == ""
    diary("tags", "--on", "2021", code=1)


def test_json_lines(diary: Home) -> None:
    lines = [json.loads(line) for line in diary("tags", "--json", "-n", "1").split("\n") if line]
    row = {"tag": "walk", "count": 2, "first": "2023-04-02", "last": "2023-04-30"}
    assert lines == [{"schema": 1, **row}]


def test_an_unknown_order_is_refused(diary: Home) -> None:
    result = diary.invoke("tags", "--sort", "colour")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "count, name, last" in result.stderr


def test_rename_changes_tags_and_no_other_byte(diary: Home) -> None:
    diary("tags", "rename", "walk", "hike")
    expected = (
        DIARY.replace("canal #walk, then #walk/long", "canal #hike, then #hike/long")
        .replace("[walk, ", "[hike, ")
        .replace('"walk/long"', '"hike/long"')
    )
    assert diary.file.read_bytes().decode() == expected


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_rename_keeps_line_endings(home: Home, newline: str) -> None:
    text = "## 2023.05.03 a #b\n\none #b\n\ntwo\n#b/c `#b`\n".replace("\n", newline)
    home.write(text)
    home("tags", "rename", "b", "长一点")
    expected = text.replace("a #b", "a #长一点").replace("one #b", "one #长一点")
    assert home.file.read_bytes().decode() == expected.replace("#b/c", "#长一点/c")


def test_rename_is_one_command_that_can_be_taken_back(diary: Home) -> None:
    diary("tags", "rename", "#walk", "#hike")
    assert [row[1:4] for row in rows(diary("history"))] == [["tags", "2", "done"]]
    diary("undo")
    assert diary.file.read_bytes().decode() == DIARY


def test_dry_run_writes_nothing(diary: Home) -> None:
    result = diary.invoke("tags", "rename", "walk", "路上", "--dry-run")
    assert result.exit_code == 0
    assert [row[1] for row in rows(result.stdout)] == ["2023-04-30", "2023-04-02"]
    assert "would become" in result.stderr
    assert "already" in result.stderr
    assert diary.file.read_bytes().decode() == DIARY
    assert diary("history") == ""


def test_rename_into_a_tag_that_is_there_says_so(diary: Home) -> None:
    result = diary.invoke("tags", "rename", "walking", "walk")
    assert result.exit_code == 0
    assert "was there already, in 2" in result.stderr
    counted = rows(diary("tags", "--on", "2023-04-30"))
    assert [row[:2] for row in counted] == [["walk", "1"], ["walk/long", "1"]]


def test_nested_tags_can_be_moved_alone(diary: Home) -> None:
    diary("tags", "rename", "旅行/杭州", "浙江/杭州/西湖")
    assert "（#浙江/杭州/西湖）" in diary.file.read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("wlak", "x", 1, "did you mean 'walk'?"),
        ("Walk", "x", 1, "did you mean 'walk'?"),
        ("walk", "two words", 2, "this cannot be a tag"),
        ("walk", "1", 2, "this cannot be a tag"),
        ("walk", "", 2, "this cannot be a tag"),
        ("walk", "walk", 2, "already"),
    ],
)
def test_what_cannot_be_renamed(diary: Home, old: str, new: str, code: int, said: str) -> None:
    result = diary.invoke("tags", "rename", old, new)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert diary.file.read_bytes().decode() == DIARY


def test_case_can_be_mended(home: Home) -> None:
    home.write("## 2023.05.03 a\n\n#Walk\n\n## 2023.05.04 b\n\n#walk\n")
    home("tags", "rename", "Walk", "walk")
    assert [row[:2] for row in rows(home("tags"))] == [["walk", "2"]]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("---\ntags:\n  - old # why\n  - 'old/x'\n  - an old\n---", ["new", "new/x", "an old"]),
        ("---\ntags: old b\n---", ["new", "b"]),
        ("---\ntags: an old，old\n---", ["an old", "new"]),
        ('---\ntags: ["#old", c#, older ]  # old\nother: old\n---', ["new", "c#", "older"]),
        ("+++\ntags = [\n 'b', # old\n \"old\" ]\n+++", ["b", "new"]),
        ('{\n "tags": [\n  "old",\n  "older"\n ]\n}', ["new", "older"]),
    ],
)
def test_tags_of_every_kind_of_header(home: Home, header: str, expected: list[str]) -> None:
    home.write(f"## 2023.05.03 a\n<!--\n{header}\n-->\n\ntext old\n")
    home("tags", "rename", "old", "new")
    assert home.entries()[0]["tags"] == expected
    assert home.file.read_text("utf-8").endswith("-->\n\ntext old\n")


def test_a_tag_that_cannot_be_changed_alone_changes_nothing(home: Home) -> None:
    text = '## 2023.05.03 a\n<!--\n{\n "tags": ["\\u8001"]\n}\n-->\n\n## 2023.05.04 b\n\n#老\n'
    home.write(text)
    result = home.invoke("tags", "rename", "老", "新")
    assert result.exit_code == 3
    assert "diary.md:1: " in result.stderr
    assert home.file.read_bytes().decode() == text


def test_posts_of_a_folder_are_renamed_too(home: Home) -> None:
    post = (
        "---\ntitle: '#old one'\ndate: 2023-05-03\ntags: [old]\nother: old\n---\n\nText #old/x.\n"
    )
    home.write("## 2023.05.04 b\n\nnothing\n", "notes/2023.md")
    path = home.write(post, "notes/2023-05-03-one.md")
    home("-j", "notes/", "tags", "rename", "old", "new")
    expected = "---\ntitle: '#new one'\ndate: 2023-05-03\ntags: [new]\nother: old\n---\n\n"
    assert path.read_text("utf-8") == f"{expected}Text #new/x.\n"


def test_global_options_stand_after_a_command_below_a_command(diary: Home) -> None:
    result = diary.invoke("tags", "rename", "walk", "hike", "-q", "-j", "diary.md")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_at_signs_are_tags_where_the_setting_says_so(home: Home) -> None:
    config = home.write('tag_symbols = "@#"\n', "config.toml")
    text = "## 2023.05.03 a\n\n见 @小明，写信给 me@old.org 或 <x@old.org> `@old` @old #old/x\n"
    home.write(text)
    assert [row[0] for row in rows(home("--config", config, "tags"))] == ["old", "old/x", "小明"]
    assert [row[0] for row in rows(home("tags"))] == ["old/x"]
    home("--config", config, "tags", "rename", "@old", "new")
    changed = text.replace("` @old #old", "` @new #new")
    assert home.file.read_text("utf-8") == changed
    home("--config", config, "add", "-d", "2023-05-04", "-t", "@家", stdin="b\n\ntext\n")
    assert home.file.read_text("utf-8") == f"{changed}\n## 2023.05.04 b\n\ntext\n\n@家\n"


def test_on_a_terminal_it_is_a_table_of_bars(diary: Home) -> None:
    lines = diary("tags", "--color", "always", "--on", "2023-04").split("\n")
    assert "#walk" in lines[1]
    assert "━" in lines[1]
    assert lines[1].count("━") // 2 == lines[3].count("━") > 0
