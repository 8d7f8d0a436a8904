"""`undo`, `redo`, `history`: what was done can be taken back, and the list says so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = "# 随手记\n\n## 2023.04.02 河边\n沿着河走。\n\n## 2023.04.05 Garden\nBeans, then rain.\n"
EXPORT = "## 2023.04.09 夜班\n护士长泡了一壶普洱，说这种日子一年里碰不上几回。\n"


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n") if line]


def listed(home: Home) -> list[dict[str, Any]]:
    return [json.loads(line) for line in home("history", "--json").split("\n") if line]


def state(home: Home) -> dict[str, bytes]:
    found = (path for path in home.path.rglob("*") if path.is_file() and path.name != "lock")
    return {
        str(path.relative_to(home.path)): path.read_bytes()
        for path in found
        if "state" not in path.relative_to(home.path).parts
    }


@pytest.fixture
def diary(home: Home) -> Home:
    home.write(DIARY)
    home.write(EXPORT, "export.md")
    return home


def test_undo_takes_back_whatever_was_last_and_says_so(diary: Home) -> None:
    states = [state(diary)]
    for words in (["add", "-d", "2023-04-03", "新"], ["import", "export.md"], ["rm", "last"]):
        diary(*words)
        states.append(state(diary))
    ((_, command, count, taken, file, about),) = rows(diary("undo"))
    assert (command, count, taken, file, about) == (
        "rm",
        "1",
        "taken back",
        str(diary.file),
        "2023-04-09 夜班",
    )
    assert states[2] == state(diary)
    assert [row[1] for row in rows(diary("undo", "2"))] == ["import", "add"]
    assert states[0] == state(diary)
    assert [row[1] for row in rows(diary("redo", "3"))] == ["add", "import", "rm"]
    assert states[3] == state(diary)


def test_more_than_there_are_takes_back_all(diary: Home) -> None:
    diary("add", "-d", "2023-04-03", "新")
    done = diary.invoke("undo", "7")
    assert (done.exit_code, len(rows(done.stdout))) == (0, 1)
    assert "only 1" in done.stderr
    assert diary.file.read_text("utf-8") == DIARY


@pytest.mark.parametrize("word", ["undo", "redo"])
def test_nothing_to_take_back_is_told_with_1_and_makes_nothing(home: Home, word: str) -> None:
    done = home.invoke(word)
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.fullmatch(r"journal: .+\n", done.stderr)
    assert state(home) == {}
    assert list(home.path.iterdir()) == []
    home("add", "一")
    home("undo")
    assert home.invoke("undo").exit_code == 1
    home("redo")
    assert home.invoke("redo").exit_code == 1


def test_redo_ends_with_a_new_command(diary: Home) -> None:
    diary("add", "-d", "2023-04-03", "一")
    diary("undo")
    diary("add", "-d", "2023-04-03", "二")
    done = diary.invoke("redo")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "一" not in diary.file.read_text("utf-8")


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_number_that_is_none_is_bad_usage(diary: Home, number: str) -> None:
    assert diary.invoke("undo", number).exit_code == 2


def test_a_changed_file_stays_and_the_old_version_goes_to_a_file(diary: Home) -> None:
    diary("rm", "2023-04-02")
    by_hand = diary.file.read_text("utf-8") + "手写\n"
    diary.write(by_hand)
    done = diary.invoke("undo")
    assert (done.exit_code, done.stdout) == (3, "")
    assert re.fullmatch(r"journal: .+ changed since; .+ --as FILE .+\n", done.stderr)
    diary("undo", "--as", "before.md")
    assert (diary.path / "before.md").read_text("utf-8") == DIARY
    assert diary.file.read_text("utf-8") == by_hand
    assert [one["taken_back"] for one in listed(diary)] == [False]
    assert diary.invoke("undo", "--as", "before.md").exit_code == 3
    assert diary.invoke("undo", "2", "--as", "new.md").exit_code == 1
    assert not (diary.path / "new.md").exists()


def test_of_an_entry_that_was_added_only_its_text_goes(diary: Home) -> None:
    diary("add", "-d", "2023-04-03", "加的")
    diary.write(diary.file.read_text("utf-8").replace("沿着", "慢慢沿着"))
    diary("undo")
    assert diary.file.read_text("utf-8") == DIARY.replace("沿着", "慢慢沿着")


def test_a_journal_that_the_first_add_made_is_gone_again(home: Home) -> None:
    home("add", "一")
    home("undo")
    assert not home.file.exists()
    home("redo")
    assert [entry["title"] for entry in home.entries()] == ["一"]


def test_history_lists_newest_first_what_was_done(diary: Home) -> None:
    assert diary("history") == ""
    diary("add", "-d", "2023-04-03", "加的")
    diary("import", "export.md")
    diary("rm", "2023-04-02", "2023-04-05")
    diary("undo")
    assert [(row[1], row[2], row[3], row[5]) for row in rows(diary("history"))] == [
        ("rm", "2", "taken back", "2023-04-02 河边 and 1 more"),
        ("import", "1", "done", "2023-04-09 夜班"),
        ("add", "1", "done", "2023-04-03 加的"),
    ]
    assert [row[1] for row in rows(diary("history", "-n", "1"))] == ["rm"]
    newest = listed(diary)[0]
    assert {
        "schema",
        "number",
        "time",
        "command",
        "journal",
        "file",
        "files",
        "count",
        "entries",
        "taken_back",
    } == newest.keys()
    assert [entry["title"] for entry in newest["entries"]] == ["河边", "Garden"]
    assert (str(diary.file), True) == (newest["file"], newest["taken_back"])
    assert newest["time"] == rows(diary("history"))[0][0]


def test_every_journal_has_a_history_of_its_own(diary: Home) -> None:
    diary("add", "-d", "2023-04-03", "一")
    diary("-j", "work.md", "add", "two")
    assert [row[5] for row in rows(diary("history"))] == ["2023-04-03 一"]
    diary("undo")
    assert diary.file.read_text("utf-8") == DIARY
    assert (diary.path / "work.md").exists()
    assert [
        json.loads(line)["taken_back"]
        for line in rows(diary("-j", "work.md", "history", "--json"))[0]
    ] == [False]


def test_history_shows_no_control_characters(home: Home) -> None:
    home("add", "--title", "a\x1b[2Jb\u202e", "-d", "2023-04-02", "x")
    for words in (["history"], ["history", "--color", "always"], ["undo"]):
        out = re.sub(r"\x1b\[[0-9;]*m", "", home(*words))
        assert "a\\x1b[2Jb\\u202e" in out
        assert "\x1b" not in out


def test_without_a_place_for_snapshots_nothing_is_written_and_the_text_is_kept(
    diary: Home,
) -> None:
    diary.write("no folder", "state")
    done = diary.invoke("add", "-d", "2023-04-03", "别丢了")
    assert (done.exit_code, done.stdout) == (3, "")
    assert diary.file.read_text("utf-8") == DIARY
    kept = re.findall(r"/\S+\.md", done.stderr)[-1]
    assert "别丢了" in Path(kept).read_text("utf-8")
    for words in (["rm", "last"], ["import", "export.md"], ["undo"]):
        done = diary.invoke(*words)
        assert (done.exit_code, done.stdout) == (3, "")
        assert re.fullmatch(r"journal: .+\n", done.stderr)
    assert diary.file.read_text("utf-8") == DIARY


def test_quiet_says_nothing(diary: Home) -> None:
    diary("-q", "rm", "last")
    for word in ("undo", "redo"):
        done = diary.invoke("-q", word)
        assert (done.exit_code, done.output) == (0, "")


def test_an_import_that_wrote_nothing_is_no_command_to_take_back(home: Home) -> None:
    text = "## 2023.04.02 河边\n沿着河走了很久，回来的时候天已经黑了。\n"
    home.write(text, "old.md")
    home("import", "old.md")
    home("add", "-d", "2023-08-08", "My own thought. It matters.")
    home.write(text + "\n## 2023.08.08 My own thought\nIt matters.\n", "new.md")
    assert "nothing written" in home.invoke("import", "new.md").stderr
    assert [line.split("\t")[1] for line in home("history").split("\n")[:-1]] == ["add", "import"]
    home("undo")
    assert [entry["title"] for entry in home.entries()] == ["河边"]
    home("redo")
    assert [entry["title"] for entry in home.entries()] == ["My own thought.", "河边"]
    home("undo", "2")
    assert not home.file.exists()
