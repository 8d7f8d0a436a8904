"""`journal` in Python: what the README shows runs, and what it promises holds."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import journal
from journal import Entry, Journal, record
from journal.config import state_folder
from journal.errors import ChangedOnDiskError, DataError, JournalError, UsageError
from journal.formats import write

if TYPE_CHECKING:
    from tests.conftest import Home

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
DIARY = """# 日记

## 2023.04.19 去了趟杭州
去趟杭州真不容易啊，高铁一趟要7个小时。 #旅行

## 2023.04.02 14:30 A walk
Up the hill, and down again. #outdoors
"""
EXPORT = """## 2023.04.19 去了趟杭州
去趟杭州真不容易啊，高铁一趟要7个小时。 #旅行

## 2023.05.01 雨
下了一整天。
"""


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_readme_run(home: Home, example: str) -> None:
    home.write(EXPORT, "phone.md")
    home.write("---\ntitle: Post\ndate: 2023-06-01\n---\n\nText.\n", "blog/posts/post.md")
    shown = io.StringIO()
    with redirect_stdout(shown):
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert "湖边" in shown.getvalue()
    assert "not seen before" in shown.getvalue()
    assert len(Journal("life.md").entries()) == 4


def test_entries_are_those_of_list(home: Home) -> None:
    path = home.write(DIARY)
    entries = Journal(path, "diary").entries()
    assert home.entries() == [record(one) for one in entries]
    assert (dt.time(14, 30), f"{path}:6") == (entries[1].time, str(entries[1].source))


def test_a_folder_is_a_journal(home: Home) -> None:
    home.write(DIARY, "life/2023.md")
    home.write(EXPORT.replace("2023", "2024"), "life/2024.md")
    found = Journal(home.path / "life").search("杭州")
    assert [one.date for one in found] == [dt.date(2024, 4, 19), dt.date(2023, 4, 19)]


@pytest.mark.parametrize(
    "words", [("杭州",), ("tag:outdoors",), ("-杭州", "on:2023"), ("-杭州 on:2023",), ("the hill",)]
)
def test_search_reads_the_words_of_the_command_line(home: Home, words: tuple[str, ...]) -> None:
    path = home.write(DIARY)
    command = home("search", "-l", "--", *words).split()
    assert command == [entry.id for entry in Journal(path).search(*words)]
    assert command


@pytest.mark.parametrize(("day", "times"), [(20, 1), (4, 0)])
def test_a_search_counts_from_the_moment_it_is_given(home: Home, day: int, times: int) -> None:
    diary = Journal(home.write(DIARY))
    assert times == len(diary.search("on:昨天", now=dt.datetime(2023, 4, day)))  # noqa: DTZ001


def test_without_a_moment_a_search_counts_from_the_clock(home: Home) -> None:
    today = dt.date.today()  # noqa: DTZ011 - the writer's day
    diary = Journal(home.path / "diary.md")
    diary.add(Entry(today, "now", "text"))
    assert [one.title for one in diary.search("from:yesterday", "to:tomorrow")] == ["now"]


def test_a_query_that_cannot_be_understood_is_an_error(home: Home) -> None:
    diary = Journal(home.write(DIARY))
    for words in ([""], ["colour:red"], ["on:someday"], []):
        with pytest.raises(UsageError):
            diary.search(*words)


def test_a_plan_writes_nothing_and_says_why(home: Home) -> None:
    home.write(DIARY)
    home.write(EXPORT, "export.md")
    plan = Journal(home.file).plan(home.path / "export.md")
    told = [(one.verdict, one.action, one.reason) for one in plan.decisions]
    assert told == [
        ("identical", "skip", "same date, title and text"),
        ("new", "add", "not seen before"),
    ]
    assert (plan.receipt()["new"], plan.receipt()["identical"], plan.problems) == (1, 1, ())
    assert sorted(path.name for path in home.path.iterdir()) == ["diary.md", "export.md"]


def test_a_plan_is_applied_once(home: Home) -> None:
    home.write(DIARY)
    home.write(EXPORT, "export.md")
    diary = Journal(home.file)
    plan = diary.plan("export.md")
    assert diary.apply(plan).written
    assert [one.title for one in diary.search("on:2023-05")] == ["雨"]
    with pytest.raises(ChangedOnDiskError):
        diary.apply(plan)
    assert not diary.apply(diary.plan("export.md")).written


def test_what_was_written_since_a_plan_stays(home: Home) -> None:
    home.write(DIARY)
    home.write(EXPORT, "export.md")
    diary = Journal(home.file)
    plan = diary.plan("export.md")
    home.write(DIARY + "\n## 2023.03.01 more\nwords\n")
    with pytest.raises(ChangedOnDiskError):
        diary.apply(plan)
    assert home.file.read_text("utf-8") == DIARY + "\n## 2023.03.01 more\nwords\n"


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read(home: Home) -> None:
    home.write(EXPORT, "export.md")
    home.write("no date in here\n", "other.md")
    plan = Journal(home.file).plan("export.md", "other.md")
    assert [problem.where for problem in plan.problems] == ["other.md"]
    assert plan.receipt()["new"] == 2


def test_nothing_to_import_is_nothing_to_write(home: Home) -> None:
    home.write("no date in here\n", "other.md")
    diary = Journal(home.file)
    assert not diary.apply(diary.plan("other.md")).written
    assert not home.file.exists()
    with pytest.raises(DataError):
        diary.plan("nowhere.md")
    with pytest.raises(UsageError):
        diary.plan("other.md", format_name="nothing")


def test_prefer_is_that_of_the_command(home: Home) -> None:
    home.write("## 2023.04.02 湖\n清早绕湖走了一圈，雾很厚，对岸的塔只剩一个影子。\n")
    home.write("## 2023.04.02 湖\n清早绕湖走了两圈，雾很厚，对岸的塔只剩一个影子。\n", "export.md")
    diary = Journal(home.file)
    diary.apply(diary.plan("export.md", prefer="existing"))
    (entry,) = diary.entries()
    assert "一圈" in entry.body


def test_what_is_added_stands_in_its_place_and_once(home: Home) -> None:
    home.write(DIARY)
    diary = Journal(home.file)
    entry = Entry(dt.date(2023, 4, 10), "中间", "第一段。\n\n第二段。", time=dt.time(9, 5))
    first, second = diary.add(entry), diary.add(entry)
    assert (first.is_new, second.is_new, first.entry) == (True, False, second.entry)
    assert [one.title for one in diary.entries()] == ["去了趟杭州", "中间", "A walk"]
    assert "\n## 2023.04.10 09:05 中间\n" in home.file.read_text("utf-8")


def test_what_a_program_wrote_can_be_taken_back(home: Home) -> None:
    home.write(DIARY)
    Journal(home.file, state=state_folder()).add(Entry(dt.date(2023, 4, 10), "中间", "text"))
    home("undo")
    assert home.file.read_text("utf-8") == DIARY


def test_entries_are_exported_in_any_text_format(home: Home) -> None:
    diary = Journal(home.write(DIARY))
    for name in ("markdown", "jsonl", "json", "csv", "txt", "jrnl"):
        assert "去趟杭州真不容易啊" in "".join(write(diary.entries(), name))


@pytest.mark.parametrize("path", [b"life.md", None, 3, ["life.md"]])
def test_a_path_of_another_kind_is_told(home: Home, path: Any) -> None:
    with pytest.raises(UsageError, match="give a str or a Path"):
        Journal(path)
    with pytest.raises(UsageError, match="give a str or a Path"):
        Journal(home.file).plan(path)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2023-04-10"}, "give a datetime.date"),
        ({"date": None}, "give it one"),
        ({"body": None}, "give a str"),
        ({"body": b"text"}, "give a str"),
        ({"time": "09:05"}, "give a datetime.time"),
        ({"tags": "walk"}, "give a tuple of str"),
        ({"meta": {"seen": dt.date(2023, 4, 2)}}, "give a value of JSON"),
    ],
)
def test_an_entry_of_other_kinds_is_told_and_not_written(
    home: Home, fields: dict[str, Any], told: str
) -> None:
    home.write(DIARY)
    values: dict[str, Any] = {"date": dt.date(2023, 4, 10), "title": "t", "body": "x", **fields}
    with pytest.raises(UsageError, match=told):
        Journal(home.file).add(Entry(**values))
    assert home.file.read_text("utf-8") == DIARY


def test_odd_words_and_odd_preferences_are_told(home: Home) -> None:
    diary = Journal(home.write(DIARY))
    odd: list[tuple[Any, Any]] = [(3, None), (None, None), (b"x", None), ("x", "2023")]
    for word, now in odd:
        with pytest.raises(UsageError, match="give a "):
            diary.search(word, now=now)
    wrong: Any = "bogus"
    with pytest.raises(UsageError, match="'newer', 'existing'"):
        diary.plan(prefer=wrong)


def test_errors_say_what_is_wrong_where_and_what_to_do(home: Home) -> None:
    with pytest.raises(JournalError) as caught:
        Journal(home.file).plan("nowhere.md")
    error = caught.value
    assert (error.where, error.exit_code) == ("nowhere.md", 3)
    assert str(error) == f"{error.where}: {error.what}; {error.todo}"


def test_every_name_is_there_and_no_other() -> None:
    for name in journal.__all__:
        assert getattr(journal, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing"):
        _ = journal.nothing  # type: ignore[attr-defined]
    assert (Path(journal.__file__).parent / "py.typed").exists()


def test_importing_it_loads_nothing_and_reading_nothing_heavy(home: Home) -> None:
    home.write(DIARY)
    script = (
        "import sys; before = set(sys.modules); import journal\n"
        "print(*sorted(set(sys.modules) - before))\n"
        "journal.Journal('diary.md').search('杭州', 'on:2023')\n"
        "print(*sorted({'typer', 'rich', 'dateparser', 'journal.cli', 'journal.dedupe',"
        " 'journal.history', 'journal.config'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=home.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "journal\n\n"
