"""Ids: short, stable, and nothing written into the file for them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.diary.ids import entry_id, with_ids
from journal.markdown.document import parse

if TYPE_CHECKING:
    from tests.conftest import Home

DAY = dt.date(2023, 4, 2)


def ids(text: str) -> dict[str, str]:
    """Return the id of each entry by its body."""
    return {entry.body: entry.id for entry in with_ids(parse(text))}


@given(st.dates() | st.none(), st.text(), st.integers(0, 50))
def test_an_id_is_eight_characters_of_base32(day: dt.date | None, title: str, number: int) -> None:
    assert re.fullmatch("[a-z2-7]{8}", entry_id(day, title, number))
    assert entry_id(day, unicodedata.normalize("NFKC", title), number) == entry_id(
        day, title, number
    )


def test_ids_are_the_same_on_every_machine() -> None:
    assert entry_id(DAY, "去了趟杭州", 0) == "kamkt72q"
    assert len({entry_id(DAY, f"{number}", 0) for number in range(5000)}) == 5000
    assert len({entry_id(DAY, "", number) for number in range(5000)}) == 5000
    assert len({entry_id(day, "x", 0) for day in (None, DAY, dt.date(2023, 4, 3))}) == 3


def test_a_byte_that_is_no_utf8_is_no_hindrance() -> None:
    assert entry_id(DAY, "caf\udce9", 0) != entry_id(DAY, "caf\udce8", 0)


def test_an_id_does_not_know_its_file_form_or_body() -> None:
    here = with_ids(parse("## 2023.04.02 Ａ标题\nx\n", "a.md"))
    there = with_ids(parse("# T\n\n### A标题 2023-04-02\n\ny\nz\n", "b.md"))
    assert [entry.id for entry in here] == [entry.id for entry in there]


def test_equal_entries_are_counted_from_the_oldest() -> None:
    oldest_first = "## 2023.04.01 x\na\n\n## 2023.04.02 x\nb\n\n## 2023.04.02 x\nc\n"
    newest_first = "## 2023.04.02 x\nc\n\n## 2023.04.02 x\nb\n\n## 2023.04.01 x\na\n"
    assert ids(oldest_first) == ids(newest_first)
    assert len(set(ids(oldest_first).values())) == 3


def test_an_entry_without_a_date_has_one_too() -> None:
    found = ids("## 2023.02.30 x\na\n\n## 2023.02.30 x\nb\n\n## 2023.02.31 y\nc\n")
    assert len(set(found.values())) == 3


@pytest.mark.parametrize("order", ["oldest-first", "newest-first"])
def test_a_new_entry_changes_no_id(home: Home, order: str) -> None:
    home.write(f'order = "{order}"\n', "config/journal/config.toml")
    before: dict[str, str] = {}
    for text in ("早上。", "中午。", "晚上。"):
        home("add", "-d", "2023-04-02", "--title", "日记", text)
        now = {entry["body"]: entry["id"] for entry in home.entries()}
        assert {body: now[body] for body in before} == before
        before = now
    home("add", "-d", "2023-04-01", "--title", "日记", "昨天。")
    now = {entry["body"]: entry["id"] for entry in home.entries()}
    assert {body: now[body] for body in before} == before


def test_add_and_list_and_export_name_the_same_id(home: Home) -> None:
    name = home("add", "-d", "2023-04-02", "湖边").split("\t")[0]
    assert name in home("list")
    assert f'"id": "{name}"' in home("export", "-f", "jsonl")
    assert name not in home.file.read_text("utf-8")
