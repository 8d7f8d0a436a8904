"""`list` and `show`: which entries, in which order, in which form."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.cli import chosen
from journal.cli.session import Session

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """\
# 日记

## 2023.05.03 回家
火车晚点。#路上 [时刻表](https://example.org/trains)

## 2023.04.30 Canal walk
Along the canal, 7 km. #walk #路上

- [ ] mend the boots

## 2023.04.02 去了趟杭州
下了雨。![湖](img/2023-04-02.png) #路上

## 2023.04.02 晚上
`print("好")` and $x^2$. #starred

## 2023.02.30 不存在的一天
还是写了几个字。

## 2022.12.31 跨年
年末 review.
"""
KINDS = {
    "schema": int,
    "id": str,
    "title": str,
    "body": str,
    "tags": list,
    "starred": bool,
    "draft": bool,
    "journal": str,
    "file": str,
    "line": int,
    "end_line": int,
    "words": int,
    "images": list,
    "links": list,
    "hash": str,
    "meta": dict,
}


@pytest.fixture
def diary(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    zone = dt.timezone(dt.timedelta(hours=8))
    monkeypatch.setattr(Session, "now", dt.datetime(2023, 5, 4, 9, 30, tzinfo=zone))
    home.write(DIARY)
    return home


def by_title(home: Home) -> dict[str, dict[str, Any]]:
    return {entry["title"]: entry for entry in home.entries()}


def titles(home: Home, *filters: str) -> list[str]:
    return [entry["title"] for entry in home.entries(*filters)]


def test_piped_it_gives_id_date_and_title_newest_first(diary: Home) -> None:
    rows = [line.split("\t") for line in diary("list").split("\n")[:-1]]
    dates = ["2023-05-03", "2023-04-30", "2023-04-02", "2023-04-02", "2022-12-31", ""]
    assert [row[1] for row in rows if row[1]] == dates[:-1]
    assert [len(row) for row in rows] == [3] * 6
    assert all(re.fullmatch("[a-z2-7]{8}", row[0]) for row in rows)
    assert sorted(row[2] for row in rows) == sorted(one["title"] for one in diary.entries())


def test_json_fields_are_complete_and_typed(diary: Home) -> None:
    entries = diary.entries()
    assert len(entries) == 6
    for entry in entries:
        undated = () if entry["date"] else ("heading",)
        assert entry.keys() == {*KINDS, "date", "time", *undated}
        for name, kind in KINDS.items():
            assert type(entry[name]) is kind, name
        assert entry["date"] is None or dt.date.fromisoformat(entry["date"])
        assert entry["time"] is None
        assert (entry["schema"], entry["journal"]) == (1, "diary")
        assert entry["file"] == str(diary.file)
    found = by_title(diary)
    lines = DIARY.split("\n")
    for title, entry in found.items():
        assert title in lines[entry["line"] - 1]
    walk, lake, late = found["Canal walk"], found["去了趟杭州"], found["晚上"]
    assert walk["body"] == "Along the canal, 7 km. #walk #路上\n\n- [ ] mend the boots"
    assert sorted(walk["tags"]) == ["walk", "路上"]
    assert (lake["images"], lake["links"]) == (["img/2023-04-02.png"], [])
    assert found["回家"]["links"] == ["https://example.org/trains"]
    assert (late["starred"], lake["starred"]) == (True, False)
    assert found["不存在的一天"]["date"] is None
    assert (lake["line"], lines[lake["end_line"] - 1]) == (
        11,
        "下了雨。![湖](img/2023-04-02.png) #路上",
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("今天下雨", 4),
        ("two words", 2),
        ("读 SICP 第3章", 5),
        ("It's 2023-04-02", 5),
        ("naïve café", 2),
        ("ひらがな", 4),
        ("", 0),
        ("。，！ — …", 0),
    ],
)
def test_words_count_each_character_of_chinese_and_each_run_of_others(
    home: Home, body: str, words: int
) -> None:
    home.write(f"## 2023.04.02 x\n{body}\n")
    assert [entry["words"] for entry in home.entries()] == [words]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--on", "2023-04-02"], ["去了趟杭州", "晚上"]),
        (["--on", "2023.04"], ["Canal walk", "去了趟杭州", "晚上"]),
        (["--on", "2023年4月"], ["Canal walk", "去了趟杭州", "晚上"]),
        (["--on", "2022"], ["跨年"]),
        (["--on", "昨天"], ["回家"]),
        (["--on", "last week"], ["Canal walk"]),
        (["--on", "2022-12..2023-04-29"], ["去了趟杭州", "晚上", "跨年"]),
        (["--to", "2023-04"], ["Canal walk", "去了趟杭州", "晚上", "跨年"]),
        (["--until", "2023-04-29"], ["去了趟杭州", "晚上", "跨年"]),
        (["--from", "2023-04-30"], ["回家", "Canal walk"]),
        (["--since", "2023-04", "--to", "2023-04"], ["Canal walk", "去了趟杭州", "晚上"]),
        (["--tag", "路上"], ["回家", "Canal walk", "去了趟杭州"]),
        (["--tag", "路上", "--tag", "walk"], ["Canal walk"]),
        (["--tag", "路上", "--not-tag", "walk"], ["回家", "去了趟杭州"]),
        (["--title", "WALK"], ["Canal walk"]),
        (["--starred"], ["晚上"]),
        (["--has", "image"], ["去了趟杭州"]),
        (["--has", "link"], ["回家"]),
        (["--has", "task"], ["Canal walk"]),
        (["--has", "code"], ["晚上"]),
        (["--has", "math"], ["晚上"]),
        (["--on", "2023-04", "--tag", "路上", "-n", "1"], ["Canal walk"]),
        (["--limit", "2"], ["回家", "Canal walk"]),
        (["-n", "1", "-r", "--from", "2022"], ["跨年"]),
    ],
)
def test_filters(diary: Home, filters: list[str], found: list[str]) -> None:
    assert sorted(titles(diary, *filters)) == sorted(found)
    plain = diary("list", *filters).split("\n")[:-1]
    assert [line.split("\t")[0] for line in plain] == [
        entry["id"] for entry in diary.entries(*filters)
    ]


def test_sorts(diary: Home) -> None:
    dates = [entry["date"] for entry in diary.entries() if entry["date"]]
    assert dates == sorted(dates, reverse=True)
    turned = [entry["date"] for entry in diary.entries("-r") if entry["date"]]
    assert turned == sorted(dates)
    words = [entry["words"] for entry in diary.entries("--sort", "words")]
    assert words in (sorted(words), sorted(words, reverse=True))
    names = [entry["title"] for entry in diary.entries("--sort", "title")]
    assert sorted(names) == sorted(entry["title"] for entry in diary.entries())


def test_a_filter_without_result_exits_1_and_an_empty_journal_0(diary: Home) -> None:
    done = diary.invoke("list", "--on", "1999")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "")
    assert diary("list", "--json", "--tag", "nothing", code=1) == ""
    diary.file.unlink()
    done = diary.invoke("list")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "journal add" in done.stderr


def test_ids_survive_edits_of_the_body_and_a_move(diary: Home) -> None:
    before = {title: entry["id"] for title, entry in by_title(diary).items()}
    assert len(set(before.values())) == 6
    diary.write(
        "# 别的\n\n" + DIARY.replace("下了雨。", "下了一整天的雨。").replace("# 日记\n\n", "")
    )
    assert {title: entry["id"] for title, entry in by_title(diary).items()} == before
    diary.write(DIARY.replace("## 2023.04.02 去了趟杭州", "## 去了趟杭州 2023-04-02"), "b.markdown")
    moved = [
        json.loads(line) for line in diary("list", "--json", "-j", "b.markdown").split("\n")[:-1]
    ]
    assert {entry["title"]: entry["id"] for entry in moved} == before


def test_an_id_is_a_hash_of_date_nfkc_title_and_ordinal(home: Home) -> None:
    home.write("## 2023.04.02 Ａ\nx\n\n## 2023.04.02 A\ny\n\n## 2023.04.03 A\nz\n")
    first = {entry["body"]: entry["id"] for entry in home.entries()}
    assert len(set(first.values())) == 3
    home.write("## 2023.04.02 A\nx\n\n## 2023.04.02 A\ny\n\n## 2023.04.03 A\nz\n")
    assert {entry["body"]: entry["id"] for entry in home.entries()} == first


def test_the_hash_changes_with_the_section_alone(diary: Home) -> None:
    before = {title: entry["hash"] for title, entry in by_title(diary).items()}
    diary.write(DIARY.replace("下了雨", "下了雪"))
    after = {title: entry["hash"] for title, entry in by_title(diary).items()}
    assert {title for title in before if before[title] != after[title]} == {"去了趟杭州"}


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        ("2023-05-03", "回家"),
        ("2023.4.30", "Canal walk"),
        ("2023-04-02#1", None),
        ("2023-04-02#2", None),
        ("last", "回家"),
        ("last~1", "Canal walk"),
    ],
)
def test_refs_by_date_and_place(diary: Home, ref: str, title: str | None) -> None:
    shown = [json.loads(line) for line in diary("show", ref, "--json").split("\n")[:-1]]
    assert len(shown) == 1
    if title:
        assert shown[0]["title"] == title
    else:
        assert shown[0]["date"] == "2023-04-02"


def test_refs_by_id_and_its_beginning(diary: Home) -> None:
    for entry in diary.entries():
        for ref in (entry["id"], entry["id"][:4], entry["id"][:7].upper()):
            assert json.loads(diary("show", ref, "--json")) == entry


def test_refs_on_one_day_are_told_apart(diary: Home) -> None:
    pair = [json.loads(diary("show", f"2023-04-02#{at}", "--json"))["id"] for at in (1, 2)]
    assert set(pair) == {by_title(diary)["去了趟杭州"]["id"], by_title(diary)["晚上"]["id"]}
    done = diary.invoke("show", "2023-04-02")
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(one in done.stderr for one in pair)


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("2023-05-04", 1),
        ("zzzzzzzz", 1),
        ("last~99", 1),
        ("2023-04-02#3", 1),
        ("abc", 2),
        ("2023-02-30", 2),
    ],
)
def test_refs_that_name_nothing(diary: Home, ref: str, code: int) -> None:
    done = diary.invoke("show", ref)
    assert (done.exit_code, done.stdout) == (code, "")
    assert re.fullmatch(f"journal: {re.escape(ref)}: .+\n", done.stderr)


def test_refs_come_from_a_pipe(diary: Home) -> None:
    rows = diary("list", "--tag", "路上")
    shown = diary("show", "-", "--json", stdin=rows)
    assert [json.loads(line)["id"] for line in shown.split("\n")[:-1]] == [
        line.split("\t")[0] for line in rows.split("\n")[:-1]
    ]


SECTION = st.builds(
    "## 2023.04.{:02} {}{}\n{}\n".format,
    st.integers(1, 4),
    st.sampled_from(["", "", "14:30 ", "09:05 "]),
    st.sampled_from(["河边", "Walk", ""]),
    st.sampled_from(
        ["沿着河走。", "one #walk", "```\n## 2023.04.09 code\n```", "<!-- time: 8:00 -->"]
    ),
)
SECTIONS = st.lists(SECTION, min_size=1, max_size=9)
DAY_REF = st.builds(
    "2023-04-{:02}{}".format, st.integers(1, 5), st.sampled_from(["", "#1", "#2", "#3"])
)
REF = st.sampled_from(["last", "last~1", "last~2", "last~9", "yesterday", "zzzz"]) | DAY_REF


def check_alike(home: Home, *words: str) -> None:
    """Check that a command says the same where all is parsed as where a scan may tell."""
    seen = []
    for in_full in (False, True):
        with pytest.MonkeyPatch.context() as patch:
            if in_full:
                patch.setattr(chosen, "scanned", lambda *_, **__: None)
                patch.setattr(chosen, "search", lambda *_, **__: None)
            done = home.invoke(*words)
            seen.append((done.exit_code, done.stdout, done.stderr))
    assert seen[1] == seen[0]


@given(
    sections=SECTIONS,
    refs=st.lists(DAY_REF | REF | st.integers(0, 8), max_size=4),
    length=st.integers(4, 8),
)
def test_refs_name_what_they_name_among_all_entries(
    home: Home, sections: list[str], refs: list[str | int], length: int
) -> None:
    home.write("\n".join(sections))
    ids = [line.split("\t")[0][:length] for line in home("list").split("\n")[:-1]]
    named = [ids[ref % len(ids)] if isinstance(ref, int) else ref for ref in refs]
    check_alike(home, "show", *named, "--json")


@given(
    sections=SECTIONS,
    words=st.sampled_from(
        [
            *("search --json 河", "search --lines walk -r", "search --json -e w.lk -n 3"),
            *(
                "search --json -- -walk",
                "search -l -- -walk",
                "search -c -e 河|w",
                "search 沿 OR o",
            ),
            *("search --json walk --from 2023-04-02 --tag walk", "search --json 河 --sort title"),
            *("search --sort words -r 河", "list --sort words", "list --sort title -r -n 4"),
            *("list --json --sort words --on 2023-04-02", "export -f jsonl --sort title"),
            *("list --json --tag walk", "export -f jsonl --tag walk --from 2023-04-02"),
            *("list --not-tag walk", "list --json --title 河", "stats --json --tag WALK"),
            *("search --json tag:walk OR 河", "search --lines walk --starred", "list -t walkx"),
            *("search --sort rank 河", "search --sort rank -r --json 河 walk"),
            *("search --sort rank --lines o OR tag:walk -n 3", "search --sort rank -l -e w.lk"),
            *("search --sort rank title:walk", "search --sort rank --json tag:walk -- -河"),
            *("review month 2023-04 --print --json", "review", "search --lines nowhere"),
        ]
    ),
)
def test_what_a_scan_tells_is_what_the_full_parse_tells(
    home: Home, sections: list[str], words: str
) -> None:
    home.write("\n".join(sections))
    check_alike(home, *words.split(" "))


def test_without_a_ref_the_newest_is_shown(diary: Home) -> None:
    assert diary("show") == diary("show", "last") == diary("cat")
    assert "火车晚点。" in diary("show")


def test_raw_is_exact_to_the_byte(home: Home) -> None:
    first = b"## 2023.04.03 a \x1b[31m\r\nx\x00\xff\xe9 \t\r\n\r\n\r\n"
    second = "## 2023.04.02 b\n\u3000\u3000正文\u2028\x0b\x85\u202e no end".encode()
    home.write(b"\xef\xbb\xbf# T\n\n" + first + second)
    newest, older = home.run("show", "last", "--raw"), home.run("show", "last~1", "--raw")
    assert newest.stdout.encode("utf-8", "surrogateescape") == first
    assert older.stdout.encode("utf-8", "surrogateescape") == second


def test_control_characters_are_shown_not_sent(home: Home) -> None:
    bad = "\x1b]52;c;eA==\x07 \x1b[2J \u202egnol\u202c \x9b31m \x08 \x7f \u2066x\u2069"
    home.write(
        f"## 2023.04.02 标题 {bad}\n正文 {bad}\r and #tag\x1b[31m [/] \udcff\n".encode(
            "utf-8", "surrogateescape"
        )
    )
    for command in (["list"], ["show"], ["search", "正文"], ["search", "正文", "--lines"]):
        for color in ([], ["--color", "always"]):
            out = home(*command, *color)
            rest = re.sub(r"\x1b\[[\d;]*m", "", out) if color else out
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)
            assert "\x1b]52" not in out
            assert "\x1b[2J" not in out
            assert "\\x1b" in rest
            assert "\\u202e" in rest
    assert "[/]" in home("show")


def test_piped_output_is_plain(diary: Home) -> None:
    long = "很长的一行。" * 60
    diary.write(f"## 2023.04.02 {long}\n{long}\n")
    for command in (["list"], ["show"], ["search", "很长"]):
        out = diary(*command)
        assert "\x1b" not in out
        assert long in out
    assert diary.run("list").stdout == diary("list")
    assert diary("list").count("\n") == 1


@pytest.mark.parametrize(
    ("flag", "environment", "colored"),
    [
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_is_a_flag_then_the_environment(
    diary: Home,
    flag: str,
    environment: dict[str, str],
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in diary("list", "--color", flag)) is colored


def test_an_empty_journal_has_nothing_to_show_or_find(home: Home) -> None:
    for command in (["show"], ["show", "last"], ["search", "x"]):
        done = home.invoke(*command)
        assert (done.exit_code, done.stdout) == (1, "")
    assert not home.file.exists()


def test_global_options_stand_before_and_after(diary: Home) -> None:
    other = diary.write("## 2020.01.01 元旦\n雪。\n", "other.md")
    before, after = diary("-j", other, "list"), diary("list", "-j", other)
    assert before == after
    assert before.endswith("\t2020-01-01\t元旦\n")
    assert diary("ls") == diary("list") != before


def test_reading_writes_nothing(diary: Home) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in diary.path.rglob("*"))
    for command in (["list"], ["show"], ["search", "雨"], ["export"]):
        diary(*command)
    assert sorted((path, path.stat().st_mtime_ns) for path in diary.path.rglob("*")) == before
