"""Entries read one day at a time are those of the full parse, in every order."""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.diary.ids import with_ids
from journal.errors import ChangedOnDiskError
from journal.journal import Journal
from journal.markdown.document import parse
from journal.query.order import arrange
from journal.scan import stream as stream_module
from journal.scan.files import scan_file
from journal.scan.form import UnsureError
from journal.scan.stream import stream
from journal.values import replace
from tests.test_scan import DIARIES, ORDERED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from journal.entry import Entry

DAY = dt.date(2023, 4, 2)


def streamed(path: str, *, oldest_first: bool, newest_first: bool = False) -> list[Entry] | None:
    """Return the entries of a file, None where a scan is not sure."""
    made = scan_file(path, journal="life")
    if made is None:
        return None
    found = list(stream([made[0]], oldest_first=oldest_first, newest_first=newest_first))
    made[0].close()
    return found


def check(text: str, *, oldest_first: bool, newest_first: bool = False) -> bool:
    """Check that a stream has what the full parse has; tell whether the scan was sure."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "d.md")
        with open(path, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        found = streamed(path, oldest_first=oldest_first, newest_first=newest_first)
    if found is None:
        return False
    document = parse(text, path, journal="life")
    if document.newest_first is None:
        document = replace(document, newest_first=newest_first)
    assert arrange(with_ids(document), reverse=oldest_first) == found
    return True


@pytest.fixture(params=[1 << 14, 40], ids=["blocks", "small blocks"])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Read the file by so many bytes, and small ones like large ones."""
    monkeypatch.setattr(stream_module, "_BLOCK", request.param)
    monkeypatch.setattr("journal.scan.files._SMALL", 0)
    return int(request.param)


@pytest.mark.usefixtures("block")
@given(text=DIARIES | ORDERED, oldest_first=st.booleans(), newest_first=st.booleans())
def test_a_stream_has_what_the_full_parse_has(
    text: str, oldest_first: bool, newest_first: bool
) -> None:
    check(text, oldest_first=oldest_first, newest_first=newest_first)


TITLES = ("河边", "", "14:30 tea", "9:05 tea", "23:59 tea", "周日", "walk #", "河边")
BODIES = (
    *("沿着河走。", "A walk. #walk\n\n- [ ] item", "    indented", "", "\\## 2022.01.01 x"),
    *("<!--\n---\ndraft: true\ntags: [a]\n---\n-->\n\ntext", "```\n## 2023.04.01 code\n```"),
    '<!--\n---\ndate: "2023-04-02 14:30:21"\n---\n-->\n\nseconds',
)


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("order", ["up", "down", "mixed"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_everyday_diaries_are_streamed(order: str, newline: str) -> None:
    chance = random.Random(order)  # noqa: S311 - no secret
    days = sorted(DAY + dt.timedelta(chance.randrange(20)) for _ in range(60))
    days = {"up": days, "down": days[::-1], "mixed": chance.sample(days, len(days))}[order]
    sections = [
        f"## {day:%Y.%m.%d} {chance.choice(TITLES)}".rstrip() + f"\n\n{chance.choice(BODIES)}\n\n"
        for day in days
    ]
    text = ("# 日记\n\n" + "".join(sections)).replace("\n", newline)
    assert check(text, oldest_first=True)
    assert check(text, oldest_first=False)


@pytest.mark.usefixtures("block")
@pytest.mark.parametrize("seed", range(12))
def test_files_of_a_folder_are_streamed_day_by_day(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    ways = [chance.choice([1, -1]) for _ in range(3)]
    for number, way in enumerate(ways):
        days = sorted(DAY + dt.timedelta(chance.randrange(8 * number, 20)) for _ in range(12))
        mark = chance.choice(".-/")
        sections = [
            f"## {day:%Y{mark}%m{mark}%d} {chance.choice(TITLES)}\n\n{chance.choice(BODIES)}\n\n"
            for day in days[::way]
        ]
        (tmp_path / f"{2020 + number}.md").write_text("".join(sections), "utf-8")
    journal = Journal(tmp_path, "life")
    made = [scan_file(path, journal="life") for path in sorted(journal.read())]
    surveys = [one[0] for one in made if one]
    for oldest_first in (True, False):
        found = list(stream(surveys, oldest_first=oldest_first))
        assert arrange(journal.entries(), reverse=oldest_first) == found
    for survey in surveys:
        survey.close()


def test_files_that_do_not_say_which_way_they_run_are_left_to_the_full_parse(
    tmp_path: Path,
) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("## 2023.04.02 a\n\nx\n\n## 2023.04.02 a\n\ny\n", "utf-8")
    made = [scan_file(str(tmp_path / name)) for name in ("a.md", "b.md")]
    surveys = [one[0] for one in made if one]
    with pytest.raises(UnsureError):
        stream(surveys)
    for survey in surveys:
        survey.close()


def test_only_the_days_that_are_wanted_are_read(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text("".join(f"## 2023.04.{day:02} a\n\nx\n\n" for day in (1, 2, 2, 3)), "utf-8")
    made = scan_file(str(path))
    assert made is not None
    found = list(stream([made[0]], DAY.__eq__))
    made[0].close()
    every = arrange(with_ids(parse(path.read_text("utf-8"), str(path))))
    assert [entry for entry in every if entry.date == DAY] == found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("oldest_first", [True, False])
def test_only_what_is_chosen_is_returned_in_its_place(
    tmp_path: Path, seed: int, oldest_first: bool
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for name in ("a.md", "b.md"):
        days = sorted(DAY + dt.timedelta(chance.randrange(4)) for _ in range(12))
        sections = [
            f"## {day:%Y.%m.%d} {chance.choice(TITLES)}\n\n{chance.choice(BODIES)}\n\n"
            for day in days[:: chance.choice([1, -1])]
        ]
        (tmp_path / name).write_text("".join(sections), "utf-8")
    made = [scan_file(str(tmp_path / name), journal="life") for name in ("a.md", "b.md")]
    surveys = [one[0] for one in made if one]
    chosen = {survey: bytes(chance.choices([0, 1], k=len(survey))) for survey in surveys}
    found = list(stream(surveys, chosen=chosen, oldest_first=oldest_first))
    every = list(stream(surveys, oldest_first=oldest_first))
    lines = {
        (survey.path, 1 + survey.count_lines(survey.start(at)))
        for survey, marks in chosen.items()
        for at, mark in enumerate(marks)
        if mark
    }
    for survey in surveys:
        survey.close()
    assert [one for one in every if (one.source.path, one.source.line) in lines] == found


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:30],
        lambda data: b"# new\n\n" + data,
        lambda data: data.replace(b"02", b"05"),
    ],
    ids=["cut", "longer", "another day"],
)
def test_a_file_that_changes_in_place_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr("journal.scan.files._SMALL", 0)
    path = tmp_path / "d.md"
    data = b"## 2023.04.01 a\n\nx\n\n## 2023.04.02 b\n\ny\n"
    path.write_bytes(data)
    made = scan_file(str(path))
    assert made is not None
    path.write_bytes(change(data))
    with pytest.raises(ChangedOnDiskError) as told:
        list(stream([made[0]]))
    made[0].close()
    assert str(told.value).startswith(f"{path}: changed while it was read")
