"""`dedupe`: what stands twice in a journal, or in a copy beside it, stands once."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_cli_variants import CAME, GARDEN, GONE, NEW, NIGHT, OLD

if TYPE_CHECKING:
    from tests.conftest import Home

MOVE = (
    "搬家公司九点才到，书一共装了二十三箱，师傅说从没见过一个人有这么多旧杂志。\n\n"
    "新房子朝南，阳台能看见一小片湖水和远处的塔吊；晚上坐在纸箱上吃面，觉得一切可以重新开始。"
    "楼下的面馆开到很晚，老板说以后常来，他记得每一个人要不要放香菜。"
)
BIKE = (
    "今天教小侄女骑车，她一开始怎么也不肯松开我的手，绕着操场走了七八圈才敢自己蹬两下。"
    "后来她忽然就会了，歪歪扭扭地冲到梧桐树底下，回头冲我大笑，鞋带都散了也没有发现。"
    "傍晚买了两根绿豆冰棍，一人一根坐在台阶上吃完，回家的路上她还在说明天要骑到河边去。"
)
FIRST = f"""# 随手记

## 2023.04.01 学骑车
{BIKE}

## 2023.04.05 Garden
{GARDEN}

## 2023.04.09 夜班
{NIGHT}
"""
SECOND = f"""## 2023.04.05 Garden
{GARDEN}

## 2023.04.09 夜班
{NIGHT.replace(GONE, CAME)}

## 2023.05.20 搬家
{MOVE}
"""
TITLES = ["学骑车", "Garden", "夜班", "搬家"]


def plan(home: Home, *args: str, code: int = 0) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    lines = [
        json.loads(one) for one in home("dedupe", "--json", *args, code=code).split("\n") if one
    ]
    return lines[:-1], lines[-1]["receipt"]


def state(home: Home) -> dict[str, tuple[bytes, int]]:
    files = (path for path in home.path.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def sections(home: Home) -> list[str]:
    return re.split(r"(?m)^(?=## )", home.file.read_text("utf-8"))


def titles(home: Home) -> list[str]:
    return [section.split("\n")[0].split(" ")[-1] for section in sections(home)[1:]]


def test_exports_pasted_together_give_every_entry_once(home: Home) -> None:
    home.write(FIRST + "\n" + SECOND)
    before = sections(home)
    decisions, receipt = plan(home, "--yes")
    assert [(one["verdict"], one["incoming"]["title"]) for one in decisions] == [
        ("identical", "Garden"),
        ("revised", "夜班"),
    ]
    assert (receipt["identical"], receipt["revised"], receipt["written"]) == (1, 1, True)
    assert sorted(TITLES) == sorted(titles(home))
    assert NIGHT.replace(GONE, CAME) in home.file.read_text("utf-8")
    assert GONE in home("variants", "--json")
    assert set(sections(home)) <= set(before)
    for one in decisions:
        assert {str(home.file)} == {one[side]["file"] for side in ("incoming", "existing")}


@pytest.mark.parametrize("turned", [False, True])
def test_it_is_the_same_whichever_way_the_file_runs(home: Home, turned: bool) -> None:
    pieces = [re.split(r"(?m)^(?=## )", text) for text in (FIRST + "\n", SECOND + "\n")]
    step = -1 if turned else 1
    parts = [piece.removesuffix("\n").rstrip("\n") for text in pieces for piece in text[1:][::step]]
    home.write("# 随手记\n\n" + "\n\n".join(parts) + "\n")
    plan(home, "--yes")
    assert sorted(TITLES) == sorted(titles(home))
    assert CAME in home.file.read_text("utf-8")


def test_a_second_time_there_is_nothing_to_do(home: Home) -> None:
    home.write(FIRST + "\n" + SECOND)
    plan(home, "--yes")
    before = state(home)
    for flags in (["--yes"], ["-n"], [], ["--json"]):
        assert home.invoke("dedupe", *flags).exit_code == 0
    assert before == state(home)
    home("import", home.write(FIRST, "in/first.md"))
    home("import", home.write(SECOND, "in/second.md"))
    assert sorted(TITLES) == sorted(titles(home))


def test_one_undo_takes_all_of_it_back(home: Home) -> None:
    text = FIRST + "\n" + SECOND
    home.write(text)
    plan(home, "--yes")
    assert "dedupe" in home("undo")
    assert text == home.file.read_text("utf-8")
    assert home("variants") == ""


@pytest.mark.parametrize("flags", [["-n"], ["--dry-run", "--json"], ["--dry-run", "--yes"], []])
def test_a_dry_run_and_a_pipe_write_nothing_and_exit_1(home: Home, flags: list[str]) -> None:
    home.write(FIRST + "\n" + SECOND)
    before = state(home)
    done = home.invoke("dedupe", *flags)
    assert (1, before) == (done.exit_code, state(home))
    assert "夜班" in done.stdout
    assert flags or "dedupe --yes" in done.stderr
    home.write(FIRST)
    assert home.invoke("dedupe", *flags).exit_code == 0


def test_an_empty_or_missing_journal_has_nothing_twice(home: Home) -> None:
    assert home("dedupe", "--yes") == ""
    assert list(home.path.iterdir()) == []
    home.write("# 随手记\n")
    assert home("dedupe") == ""


def test_an_export_one_year_early_below_another_is_found(home: Home) -> None:
    early = FIRST.removeprefix("# 随手记\n\n").replace("2023.", "2022.")
    parts = re.split(r"(?m)^(?=## )", FIRST + "\n")[:0:-1], re.split(r"(?m)^(?=## )", early)[:0:-1]
    home.write("\n\n".join(part.rstrip("\n") for part in (*parts[0], *parts[1])) + "\n")
    decisions, _ = plan(home, "--yes")
    assert {"re-dated"} == {one["verdict"] for one in decisions}
    assert len(home.entries()) == 3


STAY = {
    "short repeats": "".join(f"## 2023.04.{day:02} 跑步\n跑步，读书。\n\n" for day in range(1, 29)),
    "same day": f"## 2023.04.09 日记\n{NIGHT}\n\n## 2023.04.09 日记\n{GARDEN}\n",
    "two clock times": "## 2023.04.09 08:00 药\n吃药。\n\n## 2023.04.09 20:00 药\n吃药。\n",
    "a template": "".join(
        f"## 2023.{month:02}.01 周报\n\n### 做了什么\n\n{NIGHT}\n\n### 计划\n\n"
        + "- [ ] 跑步\n" * 9
        for month in (1, 2, 3, 4)
    ),
    "impossible days": f"## 2023.02.30 a\n{NIGHT}\n\n## 2023.02.31 a\n{NIGHT}\n",
    "a slip": f"## 2023.01.02 a\n{NIGHT}\n\n## 2022.01.03 b\n{GARDEN}\n\n## 2023.01.04 c\n{MOVE}\n",
    "clock times in pieces": (
        f"## 2023.04.09 08:00 药\n吃药。\n\n## 2023.04.10 a\n{NIGHT}\n\n"
        f"## 2023.04.09 20:00 药\n吃药。\n\n## 2023.04.11 b\n{GARDEN}\n"
    ),
}


@pytest.mark.parametrize("text", STAY.values(), ids=STAY)
def test_different_entries_stay(home: Home, text: str) -> None:
    home.write(text)
    assert (plan(home, "--yes")[0], plan(home)[1]["identical"]) == ([], 0)
    assert text == home.file.read_text("utf-8")


def test_word_for_word_repeats_go_and_nothing_else_changes(home: Home) -> None:
    once = "\ufeff# T\r\n\r\n## 2023.04.02 a ##\r\nx \t\r\n\r\n\r\n"
    home.write(
        (once + once.removeprefix("\ufeff# T\r\n\r\n") + "## 2023.04.03 b\r\ny\x0b\r\n").encode()
    )
    plan(home, "--yes")
    assert (once + "## 2023.04.03 b\r\ny\x0b\r\n").encode() == home.file.read_bytes()
    assert not list(home.path.glob(".journal/*.variants.md"))


def test_a_text_changed_by_hand_after_the_import_stays(home: Home) -> None:
    home("import", home.write(FIRST, "in/first.md"))
    mine = home.file.read_text("utf-8").replace("油条刚出锅", "油条我是后来才想起来刚出锅")
    home.write(mine + "\n" + SECOND)
    plan(home, "--yes")
    assert sorted(TITLES) == sorted(titles(home))
    assert "我是后来才想起来" in home.file.read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "diary (Ann's conflicted copy 2023-05-21).md",
        "diary.sync-conflict-20230521-101112-ABCDEFG.md",
        "diary 2.md",
    ],
)
def test_conflict_copies_count_as_exports_and_stay_where_they_are(home: Home, name: str) -> None:
    home.write(FIRST)
    text = FIRST.replace(GONE, CAME) + f"\n## 2023.05.20 搬家\n{MOVE}\n"
    copy = home.write(text, name)
    done = home.invoke("dedupe", "--yes")
    assert done.exit_code == 0
    assert str(copy) in done.stderr
    assert titles(home) == TITLES
    assert CAME in home.file.read_text("utf-8")
    assert copy.read_text("utf-8") == text
    assert home.invoke("dedupe", "-n").exit_code == 0


def test_a_file_that_only_looks_like_a_copy_is_left_out(home: Home) -> None:
    home.write(FIRST)
    home.write(f"## 2023.05.20 搬家\n{MOVE}\n", "diary 2.md")
    assert home.invoke("dedupe", "-n").exit_code == 0


def test_what_is_said_is_no_more_than_asked_for(home: Home) -> None:
    home.write(OLD + "\n" + NEW)
    done = home.invoke("-q", "dedupe", "--yes")
    assert (done.exit_code, done.output) == (0, "")
    assert home.invoke("dedupe", "--ask").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_on_a_terminal_it_asks_before_it_writes(home: Home, answer: str, code: int) -> None:
    text = FIRST + "\n" + SECOND
    home.write(text)
    done, shown = typed(home, answer, "dedupe")
    assert code == done
    assert "Write this?" in shown
    assert "夜班" in shown
    assert (text == home.file.read_text("utf-8")) == bool(code)


def typed(home: Home, answers: str, *args: str | Path, width: int = 80) -> tuple[int, str]:
    """Run `journal` on a terminal of its own; return its code and all that it shows."""
    import pty
    import subprocess
    import threading

    master, slave = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        try:
            while data := os.read(master, 10_000):
                shown.append(data)
        except OSError:
            pass

    process = subprocess.Popen(
        [sys.executable, "-m", "journal", *map(str, args)],
        env={
            **home.environment,
            "COLUMNS": str(width),
            "JOURNAL_PAGER": "cat",
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        },
        cwd=home.path,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    reader = threading.Thread(target=read)
    reader.start()
    os.write(master, answers.encode())
    code = process.wait(timeout=30)
    reader.join(timeout=5)
    os.close(master)
    return code, b"".join(shown).decode("utf-8", "replace")
