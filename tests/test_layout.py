"""Folder layouts: told by the names that are there, and where a day then belongs."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.diary.layout import Layout, date_of, recognise

DAY = dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("names", "kind", "name"),
    [
        (["2022.md", "2023.md"], "yearly", "2024.md"),
        (["diary-2023.md"], "yearly", "diary-2024.md"),
        (["日记2023年.md"], "yearly", "日记2024年.md"),
        (["2023/2023.md"], "yearly", "2024/2024.md"),
        (["2023-04.md", "2023-05.md"], "monthly", "2024-03.md"),
        (["202304.markdown"], "monthly", "202403.markdown"),
        (["2023/04.md"], "monthly", "2024/03.md"),
        (["2023/2023-04.md"], "monthly", "2024/2024-03.md"),
        (["2023-04-02.md"], "daily", "2024-03-05.md"),
        (["20230402.md"], "daily", "20240305.md"),
        (["2023/04/2023-04-02.md"], "daily", "2024/03/2024-03-05.md"),
        (["2023/04/02.md"], "daily", "2024/03/05.md"),
        (["2023/04-02.md"], "daily", "2024/03-05.md"),
        (["2023-04/02.md"], "daily", "2024-03/05.md"),
        (["README.md", "2023.md", "about/me.md"], "yearly", "2024.md"),
        (["2021.md", "2022.md", "2023-04-02.md"], "yearly", "2024.md"),
        (["2023.md", "2023-04.md"], "yearly", "2024.md"),
    ],
)
def test_a_layout_is_told_by_names(names: list[str], kind: str, name: str) -> None:
    layout = recognise(names)
    assert layout is not None
    assert (layout.kind, layout.name_of(DAY)) == (kind, name)
    assert recognise(names[::-1]) == layout


@pytest.mark.parametrize(
    "name", ["diary.md", "2023-04-02-title.md", "2023-13.md", "2023-04-31-02.md", "x/2023.txt"]
)
def test_other_names_tell_nothing(name: str) -> None:
    assert recognise([name]) is None


def test_only_the_wanted_kind_counts() -> None:
    names = ["2021.md", "2022.md", "2023-04.md"]
    assert recognise(names, "monthly") == Layout("monthly", "{y}-{m}.md")
    assert recognise(names, "daily") is None


@pytest.mark.parametrize("kind", ["yearly", "monthly", "daily"])
@given(days=st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), min_size=1))
def test_a_new_folder_shows_the_layout_that_it_was_given(kind: str, days: list[dt.date]) -> None:
    layout = Layout.plain(kind)
    assert recognise(layout.name_of(day) for day in days) == layout


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_daily_file_names_its_day(day: dt.date) -> None:
    for name in ("2023/04/02.md", "2023-04-02.md", "2023/04-02.md"):
        layout = recognise([name])
        assert layout is not None
        assert date_of(layout.name_of(day)) == day


def test_what_has_no_day_has_a_file_too() -> None:
    assert Layout.plain("daily").name_of(None) == "undated.md"
    assert Layout("single", "diary.md").name_of(DAY) == "diary.md"
