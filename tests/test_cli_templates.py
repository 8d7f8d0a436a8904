"""`add --template`: where templates come from, and what is filled in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from journal.cli.session import Session

if TYPE_CHECKING:
    from tests.conftest import Home

SETTINGS = """\
[templates]
morning = "Morning $date $weekday $time\\n\\nWeek $week of $month, $year. $$5 before: $previous"
titled = "# $title\\n\\n- [ ] one"
file = "texts/evening.md"
wrong = "line one\\n$datum"
bare = "line $ one"
"""


@pytest.fixture
def diary(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    zone = dt.timezone(dt.timedelta(hours=8))
    monkeypatch.setattr(Session, "now", dt.datetime(2023, 4, 12, 20, 30, tzinfo=zone))
    config = home.write(SETTINGS, "config.toml")
    monkeypatch.setenv("JOURNAL_CONFIG", str(config))
    home.write("Evening $weekday\r\n\r\n睡前。\r\n", "texts/evening.md")
    home.write("从文件夹来的 $date\n\n正文\n", "templates/晚上.md")
    home.write("From the folder\n", "templates/morning.md")
    home.write("## 2023.04.10 去了趟杭州\n\n下了雨。\n\n## 2023.04.13 later\n\nx\n")
    return home


def written(home: Home, *args: str, stdin: str = "") -> dict[str, Any]:
    before = {one["id"] for one in home.entries()}
    home("add", *args, stdin=stdin)
    (new,) = (one for one in home.entries() if one["id"] not in before)
    return new


def test_fields_are_filled_in(diary: Home) -> None:
    new = written(diary, "--template", "morning")
    assert new["title"] == "Morning 2023-04-12 Wednesday 20:30"
    assert new["body"] == "Week 2023-W15 of 2023-04, 2023. $5 before: 2023-04-10 去了趟杭州"


def test_they_are_those_of_the_day_that_is_named(diary: Home) -> None:
    new = written(diary, "--template", "morning", "-d", "2023-04-09 07:05")
    assert (new["date"], new["time"]) == ("2023-04-09", "07:05")
    assert new["title"] == "Morning 2023-04-09 Sunday 07:05"
    assert new["body"].startswith("Week 2023-W14 of")
    assert new["body"].endswith("before: ")


def test_text_follows_the_template(diary: Home) -> None:
    new = written(diary, "--template", "file", "还有", "一句")
    assert (new["title"], new["body"]) == ("Evening Wednesday", "睡前。\n\n还有 一句")
    piped = written(diary, "--template", "晚上", stdin="从管道来\n")
    assert (piped["title"], piped["body"]) == ("从文件夹来的 2023-04-12", "正文\n\n从管道来")


def test_a_template_may_begin_with_the_title(diary: Home) -> None:
    new = written(diary, "--template", "titled", "--title", "打扫", "-t", "家")
    assert (new["title"], new["body"], new["tags"]) == ("打扫", "- [ ] one\n\n#家", ["家"])


def test_the_built_in_review_can_be_used_and_replaced(diary: Home) -> None:
    assert written(diary, "--template", "review")["title"] == "Review of 2023-W15"
    diary.write("周记 $period\n", "templates/review.md")
    assert written(diary, "--template", "review")["title"] == "周记 2023-W15"


def test_dry_run_shows_what_would_be_written(diary: Home) -> None:
    assert diary("add", "--template", "晚上", "-n").startswith(
        "## 2023.04.12 从文件夹来的 2023-04-12"
    )
    assert len(diary.entries()) == 2


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("mornig", 2, "there is no template 'mornig'; did you mean 'morning'?"),
        ("晚上好", 2, "did you mean '晚上'?"),
        ("../texts/evening", 2, "there is no template"),
        ("wrong", 2, "template wrong:2: there is no field $datum; did you mean 'date'?"),
        ("bare", 2, "template bare:1: this $ begins no field; write $$ for a dollar"),
    ],
)
def test_what_is_wrong_is_one_line(diary: Home, name: str, code: int, said: str) -> None:
    result = diary.invoke("add", "--template", name, "text")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert said in result.stderr
    assert len(diary.entries()) == 2


def test_a_file_that_is_not_there_is_named(diary: Home) -> None:
    (diary.path / "texts" / "evening.md").unlink()
    result = diary.invoke("add", "--template", "file", "text")
    assert result.exit_code == 3
    assert "evening.md: there is no such file" in result.stderr
