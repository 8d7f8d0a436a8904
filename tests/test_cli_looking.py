"""`on-this-day` and `review`: what is looked back at, and the review that is written."""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from journal.cli.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

DIARY = """\
## 2023.04.12 今天
今天的事。

## 2023.04.11 Review of 2023-W14
- [x] 跑完半马 #目标

#review

## 2023.04.05 下雨
- [ ] 买票
- [x] 还书
- [ ] mend the boots

## 2023.04.03 晴
- [ ] run twice a week #goal
- [ ] 跑完半马 #目标

## 2023.03.21 Review of 2023-W12
It went well. #review

## 2022.04.12 Lake
One line.

![x](img/lake.png)

Two lines.

Three lines.

Four lines.

## 2020.04.12 老照片
很久以前。

## 2020.04.14 Later
A day or two.
"""
ZONE = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def diary(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(Session, "now", dt.datetime(2023, 4, 12, 20, 30, tzinfo=ZONE))
    home.write(DIARY)
    return home


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")[:-1]]


def test_the_same_day_of_other_years_latest_first(diary: Home) -> None:
    assert [row[1:] for row in rows(diary("on-this-day"))] == [
        ["2022-04-12", "Lake"],
        ["2020-04-12", "老照片"],
    ]
    assert diary("otd", "2023-04-12") == diary("on-this-day")
    assert diary("otd", "今天") == diary("on-this-day")


def test_a_day_of_words_is_echoed(diary: Home) -> None:
    result = diary.invoke("otd", "last", "wednesday", "--window", "8")
    assert (result.exit_code, "2023-04-05" in result.stderr) == (0, True)


def test_window_limit_order_and_filters(diary: Home) -> None:
    def titles(*args: str) -> list[str]:
        return [row[2] for row in rows(diary("otd", *args))]

    assert titles("--window", "2") == ["Lake", "Later", "老照片"]
    assert titles("--window", "2", "-n", "2") == ["Lake", "Later"]
    assert titles("--window", "2", "-r", "-n", "1") == ["老照片"]
    assert titles("--to", "2021") == ["老照片"]


def test_nothing_on_this_day_is_code_1(diary: Home) -> None:
    result = diary.invoke("otd", "2023-07-01")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "01 July" in result.stderr
    assert diary.invoke("otd", "--window", "400").exit_code == 2


def test_on_this_day_as_json(diary: Home) -> None:
    found = [json.loads(line) for line in diary("otd", "--json").split("\n")[:-1]]
    assert [(one["title"], one["years_ago"]) for one in found] == [("Lake", 1), ("老照片", 3)]
    assert found[0].keys() >= {"schema", "id", "body", "words"}


def test_on_a_screen_there_are_years_and_first_lines(diary: Home) -> None:
    text = diary("otd", "--color", "always")
    for words in ("2022", "1 year earlier", "3 years earlier", "One line.", "Three lines.", "…"):
        assert words in text
    assert "Four lines." not in text
    assert "lake.png" not in text


def test_review_week_has_entries_open_tasks_and_goals(diary: Home) -> None:
    found = [(row[0], row[3]) for row in rows(diary("review", "week", "2023-W14", "--print"))]
    assert found == [
        ("entry", "晴"),
        ("entry", "下雨"),
        ("task", "买票"),
        ("task", "mend the boots"),
        ("goal", "run twice a week"),
        ("kept", "跑完半马"),
    ]


def test_review_quarter_has_its_reviews_and_goals(diary: Home) -> None:
    found = [(row[0], row[3]) for row in rows(diary("review", "quarter", "2023-Q2"))]
    assert found == [
        ("entry", "Review of 2023-W14"),
        ("goal", "run twice a week"),
        ("kept", "跑完半马"),
    ]
    assert [row[3] for row in rows(diary("review", "quarter", "last", "quarter"))] == [
        "Review of 2023-W12"
    ]


def test_review_of_words(diary: Home) -> None:
    assert [row[3] for row in rows(diary("review", "month", "上个月"))] == ["Review of 2023-W12"]
    assert [row[3] for row in rows(diary("review", "week"))][:2] == ["Review of 2023-W14", "今天"]
    assert diary("review", "month", "2023-04-05") == diary("review", "month", "2023-04")


def test_review_as_json(diary: Home) -> None:
    found = json.loads(diary("review", "week", "2023-W14", "--json"))
    assert (found["schema"], found["period"]) == (1, "2023-W14")
    assert (found["from"], found["to"]) == ("2023-04-03", "2023-04-09")
    assert [one["title"] for one in found["entries"]] == ["晴", "下雨"]
    assert [one["text"] for one in found["tasks"]] == ["买票", "mend the boots"]
    kept = found["goals"]["kept"][0]
    assert (kept["text"], kept["date"]) == ("跑完半马", "2023-04-11")


def test_review_on_a_screen(diary: Home) -> None:
    text = diary("review", "week", "2023-W14", "--color", "always")
    for words in ("2023-W14", "Open tasks", "Goals kept", "Goals open", "☑", "☐", "买票"):
        assert words in text


def test_which_mondays_were_missed(diary: Home) -> None:
    result = diary.invoke("review")
    assert result.stdout == "2023-03-27\n2023-04-03\n"
    assert result.stderr == ""
    found = json.loads(diary("review", "--json"))
    days = ["2023-03-27", "2023-04-03"]
    assert found == {"schema": 1, "missed": days, "weeks": 3, "due": False}
    assert "Mondays missed in 3 weeks" in diary("review", "--color", "always").replace(
        "\x1b[0m", ""
    )


def test_a_review_that_is_due_is_said(diary: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "now", dt.datetime(2023, 4, 17, 20, 30, tzinfo=ZONE))
    result = diary.invoke("review")
    assert result.stdout == "2023-03-27\n2023-04-03\n"
    assert "review week" in result.stderr


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("wek",), 2, "did you mean 'week'?"),
        (("week", "2023-04"), 2, "more than a week"),
        (("week", "2019-W01", "--print"), 1, "2019-W01: nothing to look back at"),
        (("month", "soonish"), 2, "no date"),
    ],
)
def test_what_cannot_be_reviewed(diary: Home, args: tuple[str, ...], code: int, said: str) -> None:
    result = diary.invoke("review", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_without_a_review_there_is_nothing_to_miss(home: Home) -> None:
    home.write("## 2023.04.12 今天\n")
    result = home.invoke("review")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "journal review week" in result.stderr


def in_terminal(home: Home, *args: str, editor: str) -> tuple[int, str]:
    """Run a command as on a terminal, and return its exit code and what it showed."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "journal", *args],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**home.environment, "EDITOR": editor, "PAGER": "cat"},
        cwd=home.path,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return process.wait(), shown.decode()


def editor(folder: Path, script: str) -> str:
    path = folder / "editor.py"
    head = "import pathlib, sys\np = pathlib.Path(sys.argv[1])\ns = p.read_text('utf-8')\n"
    path.write_text(head + script, "utf-8")
    return f"{sys.executable} {path}"


def test_on_a_terminal_the_review_is_written(home: Home) -> None:
    home.write("## 2023.04.03 晴\n\n- [ ] 跑完半马 #目标\n")
    script = "p.write_text(s.replace('- \\n', '- 走了很多路\\n', 1), 'utf-8')"
    code, shown = in_terminal(home, "review", "week", "2023-W14", editor=editor(home.path, script))
    assert (code, "Goals open" in shown) == (0, True)
    newest = home.entries("-t", "review")[0]
    today = dt.datetime.now().astimezone().date()
    assert newest["title"] == "Review of 2023-W14"
    assert abs((dt.date.fromisoformat(newest["date"]) - today).days) <= 1
    assert "- 走了很多路" in newest["body"]
    assert "- [ ] 跑完半马 #目标" in newest["body"]


def test_a_review_left_as_it_was_is_not_written(home: Home) -> None:
    text = "## 2023.04.03 晴\n\n什么也没做。\n"
    home.write(text)
    code, shown = in_terminal(home, "review", "week", "2023-W14", editor="true")
    assert (code, "nothing was written" in shown) == (2, True)
    assert home.file.read_text("utf-8") == text


def test_print_opens_no_editor(home: Home) -> None:
    home.write("## 2023.04.03 晴\n\n什么也没做。\n")
    code, shown = in_terminal(home, "review", "week", "2023-W14", "--print", editor="false")
    assert (code, "什么也没做。" in shown) == (0, True)


@pytest.mark.parametrize("order", ["two one", "one two"])
def test_entries_of_one_day_stand_as_in_the_list(home: Home, order: str) -> None:
    days = "".join(f"## 2023.04.02 {title}\na\n\n" for title in order.split())
    home.write(days)
    listed = home("list")
    assert listed == home("otd", "2024-04-02")
    assert listed == home("otd", "2024-04-02", "--on", "2023-04")
