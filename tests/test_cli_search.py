"""`search`: what matches, and how it is shown."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

DIARY = """\
# 日记

## 2023.05.03 回家路上
火车晚点，在杭州东站等了两个小时。#路上

## 2023.04.30 Canal walk
Along the CANAL, seven kilometres. Cafe\u0301 at the lock. #walk

## 2023.04.02 去了趟杭州
ＡＢＣ书店，咖啡 (20 yuan). a.b matches nothing else; axb neither.
第二行也有 canal 的名字，第三行没有。

## 2022.12.31 跨年
Year review: 一切都好。
"""


@pytest.fixture
def diary(home: Home) -> Home:
    home.write(DIARY)
    return home


def found(home: Home, *query: str) -> list[str]:
    done = home.invoke("search", "--json", *query)
    rows = [json.loads(line)["title"] for line in done.stdout.split("\n") if line]
    assert done.exit_code == (0 if rows else 1)
    assert done.stderr == ""
    return rows


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (["杭州"], ["回家路上", "去了趟杭州"]),
        (["州"], ["回家路上", "去了趟杭州"]),
        (["canal"], ["Canal walk", "去了趟杭州"]),
        (["CANAL", "walk"], ["Canal walk"]),
        (["café"], ["Canal walk"]),
        (["CAFE\u0301"], ["Canal walk"]),
        (["abc"], ["去了趟杭州"]),
        (["ａｂｃ书店"], ["去了趟杭州"]),
        (["a.b"], ["去了趟杭州"]),
        (["("], ["去了趟杭州"]),
        (["kilo"], ["Canal walk"]),
        (["杭州", "canal"], ["去了趟杭州"]),
        (['"seven kilometres"'], ["Canal walk"]),
        (['"kilometres seven"'], []),
        (["杭州", "-火车"], ["去了趟杭州"]),
        (["kilo OR review"], ["Canal walk", "跨年"]),
        (["tag:walk"], ["Canal walk"]),
        (["title:杭州"], ["去了趟杭州"]),
        (["on:2023-04", "canal"], ["Canal walk", "去了趟杭州"]),
        (["before:2023"], ["跨年"]),
        (["after:2023-04"], ["回家路上"]),
        (["没有这样的词句"], []),
        (["canal", "--on", "2023-04-30"], ["Canal walk"]),
        (["canal", "--tag", "walk"], ["Canal walk"]),
        (["canal", "-n", "1"], ["Canal walk"]),
        (["-s", "canal"], ["去了趟杭州"]),
        (["-w", "kilo"], []),
        (["-w", "canal"], ["Canal walk", "去了趟杭州"]),
        (["-w", "州"], ["回家路上", "去了趟杭州"]),
        (["-w", "ABC"], ["去了趟杭州"]),
        (["-w", "-e", "cana."], ["Canal walk", "去了趟杭州"]),
        (["--sort", "rank", "canal"], ["Canal walk", "去了趟杭州"]),
        (["--sort", "rank", "杭州"], ["去了趟杭州", "回家路上"]),
        (["-e", "a.b match"], ["去了趟杭州"]),
        (["-e", r"等了.{2,4}小时"], ["回家路上"]),
    ],
)
def test_what_matches(diary: Home, query: list[str], titles: list[str]) -> None:
    assert found(diary, *query) == titles


def test_json_adds_score_and_matches(diary: Home) -> None:
    listed = {entry["id"]: entry for entry in diary.entries()}
    rows = [json.loads(line) for line in diary("search", "canal", "--json").split("\n")[:-1]]
    lines = DIARY.split("\n")
    for row in rows:
        assert isinstance(row.pop("score"), (int, float))
        matches = row.pop("matches")
        assert row == listed[row["id"]]
        assert matches
        for match in matches:
            assert match.keys() == {"line", "start", "end", "text"}
            assert match["text"] == lines[match["line"] - 1][match["start"] : match["end"]]
            assert match["text"].lower() == "canal"
    assert len(rows) == 2


def test_matches_of_other_width_and_form_are_given_as_they_stand(diary: Home) -> None:
    (row,) = (json.loads(line) for line in diary("search", "abc", "--json").split("\n")[:-1])
    assert [match["text"] for match in row["matches"]] == ["ＡＢＣ"]
    (row,) = (json.loads(line) for line in diary("search", "café", "--json").split("\n")[:-1])
    assert [match["text"] for match in row["matches"]] == ["Cafe\u0301"]


def test_piped_it_gives_rows_as_list_does(diary: Home) -> None:
    rows = [row for row in diary("list").split("\n") if "回家" in row or "杭州" in row]
    assert diary("search", "杭州").split("\n")[:-1] == rows
    assert diary("grep", "杭州") == diary("search", "杭州")


def test_count_and_ids(diary: Home) -> None:
    rows = diary("search", "杭州").split("\n")[:-1]
    assert diary("search", "-c", "杭州") == "2\n"
    assert diary("search", "-l", "杭州").split("\n")[:-1] == [row.split("\t")[0] for row in rows]


def test_lines_are_those_of_the_file_each_once(diary: Home) -> None:
    lines = DIARY.split("\n")
    rows = [row.split(":", 2) for row in diary("search", "--lines", "canal").split("\n")[:-1]]
    numbers = [number for number, line in enumerate(lines, 1) if "canal" in line.lower()]
    assert [(path, int(number)) for path, number, _ in rows] == [
        (str(diary.file), number) for number in numbers
    ]
    assert all(text and lines[int(number) - 1].endswith(text) for _, number, text in rows)


def test_context_shows_the_lines_around_a_match(diary: Home) -> None:
    def shown(*options: str) -> list[bool]:
        text = diary("search", "--color", "always", "--no-pager", "第二行", *options)
        return [word in text for word in ("第三行", "yuan", "跨年")]

    assert shown() == [True, False, False]
    assert shown("-C", "1") == [True, True, False]


def test_a_pattern_that_takes_too_long_is_bad_usage(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.search.terms.PATIENCE", 0.1)
    home.write(f"## 2023.04.02 x\n{'a' * 5000}b\n")
    done = home.invoke("search", "-e", "(a+)+$")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("journal: (a+)+$: this pattern takes too long;")


def test_nothing_found_exits_1_and_is_quiet(diary: Home) -> None:
    for extra in ([], ["--json"], ["-l"], ["--lines"]):
        done = diary.invoke("search", "没有这样的词句", *extra)
        assert (done.exit_code, done.output) == (1, "")
    assert diary("search", "-c", "没有这样的词句", code=1) == "0\n"


@pytest.mark.parametrize(
    "query",
    [
        ["tga:walk"],
        ["on:whenever"],
        ["has:picture"],
        ["is:stared"],
        ["OR"],
        ["canal OR"],
        ['"open'],
        [""],
        ["-e", "("],
        ["-C", "x", "canal"],
        ["--sort", "colour", "canal"],
    ],
)
def test_a_query_that_cannot_be_read_is_bad_usage(diary: Home, query: list[str]) -> None:
    done = diary.invoke("search", *query)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("journal: ")
    assert done.stderr.find("\n") == len(done.stderr) - 1


def test_an_unknown_key_gets_a_suggestion(diary: Home) -> None:
    assert "did you mean tag:walk?" in diary.invoke("search", "tga:walk").stderr


def test_an_undated_entry_is_found(home: Home) -> None:
    home.write("## 2023.02.30 不存在的一天\n还是写了几个字。\n")
    assert found(home, "几个字") == ["不存在的一天"]
    assert found(home, "几个字", "--from", "2000") == []


def fold(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


WORDS = st.sampled_from(
    ["杭州", "雨", "Rain", "rain", "ＲＡＩＮ", "café", "cafe\u0301", "x.y", "好"]
)
ENTRIES = st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4)), max_size=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search")


@settings(max_examples=30)
@given(entries=ENTRIES, query=st.lists(WORDS, min_size=1, max_size=2), day=st.integers(0, 7))
def test_words_and_filters_against_a_plain_oracle(
    folder: Path, entries: list[tuple[str, list[str]]], query: list[str], day: int
) -> None:
    from tests.conftest import Home

    home = Home(folder)
    sections = [
        (number, title, f"{' '.join(body)}。") for number, (title, body) in enumerate(entries, 1)
    ]
    home.write("\n".join(f"## 2023.04.0{n} {title}\n{body}\n" for n, title, body in sections))
    options = ["--config", str(home.write("", "config.toml")), "-j", str(home.file)]
    options += ["--from", f"2023-04-0{day}"] if day else []
    wanted = [
        (f"2023-04-0{number}", fold(title))
        for number, title, body in reversed(sections)
        if all(fold(word) in fold(f"{title}\n{body}") for word in query) and number >= day
    ]
    done: Any = home.invoke("search", "--json", *options, *query)
    rows = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [(row["date"], fold(row["title"])) for row in rows] == wanted
    assert done.exit_code == (0 if wanted else 1)
