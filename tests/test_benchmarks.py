"""The table of costs: whole and right at a tiny size, and true about memory; nothing is timed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks import corpus, speed
from tests.benchmarks.measuring import FLOOR, Task, run
from tests.benchmarks.table import Goal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="measures by POSIX means")


def test_every_row_is_measured_and_every_answer_right(capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--sizes", "20,30", "--rounds", "1"])
    shown = capsys.readouterr().out
    for name in ("search quokka", "add", "list -n 10, a file an entry", "30 entries over 20"):
        assert name in shown
    for name in ("terminal: show", "import over", "memory: search --json"):
        assert name in shown


def test_only_some_rows(capsys: pytest.CaptureFixture[str]) -> None:
    speed.main(["--sizes", "20", "--rounds", "1", "--only", "terminal", "tags"])
    lines = capsys.readouterr().out.split("\n")
    assert [line.strip()[:14] for line in lines[1:] if line] == ["terminal: tags"]


def test_a_wrong_answer_ends_it() -> None:
    task = Task((sys.executable, "-c", "print('weather')"), lambda out: out == "rain\n")
    with pytest.raises(SystemExit, match="a wrong answer"):
        run(task, os.environ)


def test_a_peak_is_that_of_the_process_alone() -> None:
    ballast = bytearray(os.urandom(1) * 200_000_000)
    assert run(FLOOR, os.environ).peak < len(ballast) / 2
    own = Task((sys.executable, "-c", "bytearray(b'x' * 200_000_000)"), lambda out: True)
    assert run(own, os.environ).peak > len(ballast)


@pytest.mark.parametrize(
    ("goal", "got", "wanted"),
    [
        (Goal(2, 1), 2.5, "missed"),
        (Goal(2, 1), 2.0, ""),
        (Goal(2, 1), 0.9, "stretch"),
        (Goal(12, 18, more=True), 11, "missed"),
        (Goal(12, 18, more=True), 20, "stretch"),
        (Goal(2), 1, ""),
        (Goal(), 1, ""),
    ],
)
def test_a_goal_is_missed_reached_or_passed(goal: Goal, got: float, wanted: str) -> None:
    assert wanted == goal.judge(got)


def test_a_diary_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    pieces = list(corpus.pieces(50))
    assert pieces == list(corpus.pieces(50))
    corpus.write_one(pieces, tmp_path / "one.md")
    corpus.write_posts(pieces, tmp_path / "posts")
    assert len(list((tmp_path / "posts").iterdir())) == 50
    assert (tmp_path / "one.md").read_text("utf-8").count(corpus.RARE[0]) == 10
