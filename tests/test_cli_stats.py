"""`stats`: what is counted, in rows, JSON and on a screen of any width."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from journal.cli.session import Session
from journal.entry import Entry
from journal.looking.overview import overview
from journal.looking.tally import tally_by
from journal.render.console import Screen
from journal.render.heatmap import heatmap_lines
from journal.render.stats import stats_lines, tag_lines, tally_lines
from journal.render.theme import make_theme

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """\
## 2023.05.04 08:30 早上
起得早。#路上

## 2023.05.03 回家
火车晚点。#路上 #车

## 2023.05.03 22:10 Late
one two three

## 2023.03.01 春天
四个字。

## 2023.02.30 不存在的一天
两字

## 2022.12.31 跨年
年末 review. #车
"""
UNICODE = make_theme("dark", unicode=True, links=False, styled=True, marked=False)
ASCII = make_theme("dark", unicode=False, links=False, styled=False, marked=True)


@pytest.fixture
def diary(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    zone = dt.timezone(dt.timedelta(hours=8))
    monkeypatch.setattr(Session, "now", dt.datetime(2023, 5, 5, 9, 30, tzinfo=zone))
    home.write(DIARY)
    return home


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")[:-1]]


def test_piped_it_gives_totals_streaks_and_months(diary: Home) -> None:
    assert rows(diary("stats")) == [
        ["entries", "6"],
        ["words", "24"],
        ["days", "4"],
        ["streak", "2", "2023-05-03", "2023-05-04"],
        ["longest-streak", "2", "2023-05-03", "2023-05-04"],
        ["longest-gap", "62", "2023-03-02", "2023-05-02"],
        ["2022-12", "1", "4", "1"],
        ["2023-03", "1", "3", "1"],
        ["2023-05", "3", "15", "2"],
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("year", ["2022 1 4 1", "2023 4 18 3", " 1 2 0"]),
        ("month", ["2022-12 1 4 1", "2023-03 1 3 1", "2023-05 3 15 2", " 1 2 0"]),
        ("week", ["2022-W52 1 4 1", "2023-W09 1 3 1", "2023-W18 3 15 2", " 1 2 0"]),
        ("hour", ["08 1 5 1", "22 1 3 1", " 4 16 3"]),
        ("tag", ["路上 2 12 2", "车 2 11 2", " 3 8 2"]),
        ("weekday", ["Wednesday 3 13 2", "Thursday 1 5 1", "Saturday 1 4 1", " 1 2 0"]),
        ("day", ["2022-12-31 1 4 1", "2023-03-01 1 3 1", "2023-05-03 2 10 1"]),
    ],
)
def test_tables_by(diary: Home, kind: str, expected: list[str]) -> None:
    found = [" ".join(row) for row in rows(diary("stats", "--by", kind))]
    assert found[: len(expected)] == expected


def test_an_unknown_table_is_refused(diary: Home) -> None:
    result = diary.invoke("stats", "--by", "mood")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "weekday" in result.stderr


def test_filters_limit_and_order(diary: Home) -> None:
    assert rows(diary("stats", "--by", "month", "--tag", "路上")) == [["2023-05", "2", "12", "2"]]
    assert rows(diary("stats", "--by", "year", "-r", "-n", "1", "--to", "2023"))[0][0] == "2023"
    diary("stats", "--tag", "none", code=1)


def test_week_start_is_respected(diary: Home) -> None:
    config = diary.write('week_start = "sunday"', "config.toml")
    weeks = rows(diary("--config", config, "stats", "--by", "week", "--on", "2023-05"))
    assert [row[0] for row in weeks] == ["2023-04-30..2023-05-06"]
    screen = diary("--config", config, "stats", "--color", "always").split("\n")
    days = [line[4:7] for line in screen if line[:4] == "\x1b[2m"]
    assert [day for day in days if day in ("Sun", "Mon", "Sat")] == ["Sun", "Mon", "Sat"]


def test_json_is_one_line_and_has_everything(diary: Home) -> None:
    (line,) = diary("stats", "--json").split("\n")[:-1]
    found: dict[str, Any] = json.loads(line)
    assert (found["schema"], found["entries"], found["words"], found["days"]) == (1, 6, 24, 4)
    assert found["streak"] == {"days": 2, "first": "2023-05-03", "last": "2023-05-04"}
    assert found["longest_gap"]["days"] == 62
    assert [month["month"] for month in found["months"]] == ["2022-12", "2023-03", "2023-05"]
    assert found["years"][1] == {"year": "2023", "entries": 4, "words": 18, "days": 3}
    first = json.loads(diary("stats", "--by", "hour", "--json").split("\n")[0])
    row = {"name": "08", "entries": 1, "words": 5, "days": 1}
    assert first == {"schema": 1, "by": "hour", **row}


def test_an_empty_journal_has_no_numbers(home: Home) -> None:
    assert rows(home("stats"))[:3] == [["entries", "0"], ["words", "0"], ["days", "0"]]
    assert home("stats", "--by", "month") == ""
    assert "no entries yet" in home.invoke("stats", "--color", "always").stderr


def plain(text: object) -> str:
    return str(getattr(text, "plain", text))


@given(
    st.dictionaries(
        st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31)), st.integers(0, 900), max_size=60
    ),
    st.integers(40, 200),
    st.integers(0, 6),
    st.sampled_from([2023, 2024]),
)
def test_each_day_of_the_year_stands_once_in_the_heatmap(
    words: dict[dt.date, int], width: int, week_start: int, year: int
) -> None:
    today = dt.date(2025, 1, 1)
    lines = heatmap_lines(words, year, ASCII, width, today=today, week_start=week_start)
    shown = [plain(line) for line in lines]
    assert max(map(len, shown)) <= width
    grid = "".join(line[4:] for line in shown[:-1] if line and not line.startswith("    "))
    size = len(grid.replace(" ", "")) // (366 if year == 2024 else 365)
    written = sum(day.year == year for day in words)
    assert sum(grid.count(sign) for sign in ASCII.shades) == size * (366 if year == 2024 else 365)
    assert sum(grid.count(sign) for sign in ASCII.shades[1:]) == size * written


def test_days_to_come_are_blank_and_full_days_are_dark() -> None:
    words = {dt.date(2023, 1, 2): 10, dt.date(2023, 1, 3): 1000, dt.date(2023, 1, 4): 1000}
    lines = heatmap_lines(words, 2023, ASCII, 80, today=dt.date(2023, 1, 5))
    shown = [plain(line) for line in lines]
    assert shown[1:8] == ["Mon  :", "Tue  #", "Wed  #", "Thu  .", "Fri", "Sat", "Sun ."]


entries = st.lists(
    st.builds(
        Entry,
        st.none() | st.dates(dt.date(2019, 1, 1), dt.date(2023, 12, 31)),
        st.just("t"),
        st.sampled_from(["", "one two", "今天下雨" * 300]),
        tags=st.lists(
            st.sampled_from(["a", "旅行/" * 12 + "杭州", "e\u0301👨‍👩‍👧", "x\x1b[2J"]), unique=True
        ).map(tuple),
    ),
    max_size=12,
)


@given(entries, st.integers(40, 200), st.sampled_from([UNICODE, ASCII]))
def test_no_line_is_wider_than_the_screen(written: list[Entry], width: int, theme: Any) -> None:
    today = dt.date(2023, 6, 1)
    tagged = [row for row in tally_by(written, "tag") if row.name]
    lines = [*stats_lines(overview(written, today), theme, width, today=today)]
    lines += tag_lines(tagged, theme, width) if tagged else []
    lines += tally_lines(tally_by(written, "tag"), "tag", theme, width) if written else []
    for line in map(plain, lines):
        assert 0 <= wcswidth(line) <= width
    if theme is ASCII and not any(row.name.startswith(("旅", "e")) for row in tagged):
        assert all(map(str.isascii, map(plain, lines)))


def test_a_screen_shows_totals_a_year_months_and_years(diary: Home) -> None:
    text = diary("stats", "--color", "never", "--on", "2022..2023")
    assert text.startswith("entries\t5")
    out = io.StringIO()
    written = [Entry(dt.date(2022, 1, 1), "", "one"), Entry(dt.date(2023, 5, 3), "", "one two")]
    page = Screen(environ={"COLUMNS": "80", "LINES": "99"}, stdout=out, stderr=out)
    today = dt.date(2023, 5, 4)
    page.show(stats_lines(overview(written, today), page.theme, 80, today=today))
    shown = out.getvalue().split("\n")
    assert shown[0] == "2 entries · 3 words · 2 days written · 2022-01-01 → 2023-05-03"
    assert shown[1].startswith("streak 1 day · longest 1 day 2023-05-03")
    assert "2023" in shown
    assert [line[:7] for line in shown if line.startswith("2023-")] == ["2023-05"]
    assert [line[:4] for line in shown if line.endswith("━")] == ["2023", "2022", "2023"]


def test_a_year_to_come_is_shown_only_where_there_is_no_other() -> None:
    today = dt.date(2023, 5, 4)
    slip = Entry(dt.date(2203, 5, 3), "", "")
    assert overview([slip, Entry(dt.date(2021, 5, 3), "", "")], today).year(today) == 2021
    assert overview([slip], today).year(today) == 2203
