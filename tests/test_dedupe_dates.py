"""Which date an entry has, by which evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.dedupe import Export
from journal.dedupe.order import in_order
from journal.dedupe.slips import moved, shift, slip, tell
from journal.entry import Entry
from tests.dedupe_diaries import Tongue
from tests.dedupe_helpers import Book

BODY = (
    "We walked along the river until the lights went on, talked about the house we want to build, "
    "and counted the boats; there were eleven of them, all asleep. 回家的路上买了一袋橘子，很甜。"
)
D = dt.date


def settled(*versions: Entry) -> set[tuple[dt.date | None, str]]:
    """Return date and reason of an entry over all orders of its versions, each an export."""
    found = set()
    for order in permutations(versions):
        book = Book()
        for entry in order:
            plan = book.take(Export(f"{entry.date}.md", (entry,)))
        (entry,) = book.entries
        found.add((entry.date, plan.decisions[0].reason.split("; ")[-1]))
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": BODY + "\n\n![](a/2022-04-05-10-11-12.png)"}, "the image name"),
        ({"body": BODY + "\n\n![](a/IMG_20220402_101112.jpg)"}, "the image name"),
        ({"body": BODY + "\n\n[notes](2022.04.02-notes.md)"}, "the image name"),
        ({"weekday": 5}, "the heading names the weekday of 2022-04-02"),
        ({}, "the newer export says 2023-04-02"),
    ],
)
def test_evidence_decides_in_any_order(change: dict[str, object], said: str) -> None:
    right = Entry(D(2022, 4, 2), "", BODY)
    wrong = replace(right, date=D(2023, 4, 2))
    changed = replace(right, **change), replace(wrong, **change)  # type: ignore[arg-type]
    expected = D(2022, 4, 2) if change else D(2023, 4, 2)
    results = settled(*changed)
    assert {expected} == {date for date, _ in results}
    assert all(reason.startswith(said) for _, reason in results)


def test_after_new_year_the_old_year_is_out_of_order() -> None:
    days = [D(2022, 12, 20), D(2022, 12, 30), D(2022, 1, 3), D(2023, 1, 9), D(2023, 2, 1)]
    tongue = Tongue(Random(7), "en")  # noqa: S311 - no secret
    slipped = [Entry(day, "", tongue.body()) for day in days]
    right = replace(slipped[2], date=D(2023, 1, 3))
    for order in permutations([Export("all.md", tuple(slipped)), Export("one.md", (right,))]):
        book = Book()
        for export in order:
            plan = book.take(export)
        assert D(2023, 1, 3) in {entry.date for entry in book.entries}
        assert len(book.entries) == 5
        assert "its neighbours are in order with 2023-01-03" in " ".join(
            decision.reason for decision in plan.decisions
        )


def test_an_impossible_date_is_never_changed() -> None:
    undated = Entry(None, "2023.02.30", BODY)
    dated = Entry(D(2023, 3, 2), "2023.02.30", BODY)
    book = Book()
    book.take(Export("a", (undated,)), Export("b", (dated,)))
    assert [D(2023, 3, 2), None] == [entry.date for entry in book.entries]
    assert book.take(Export("c", (undated, dated))).decisions[0].verdict == "identical"


@pytest.mark.parametrize(
    ("days", "out"),
    [
        ([1, 2, 3, 4, 5], []),
        ([5, 4, 3, 2, 1], []),
        ([1, 2, 9, 3, 4, 5], [2]),
        ([9, 8, 1, 7, 6, 6, 5], [2]),
        ([3, 1, 5, 2, 4, 6, 0], []),
        ([1], []),
        ([], []),
    ],
)
def test_what_stands_out_of_order(days: list[int], out: list[int]) -> None:
    dates = [D(2023, 1, 1 + day) for day in days]
    fits, reach = in_order(dates)
    assert out == [place for place, fit in enumerate(fits) if not fit]
    kept = [date for date, fit in zip(dates, fits, strict=True) if fit]
    assert max(kept, default=None) == reach


@pytest.mark.parametrize(
    ("start", "end", "kind", "said"),
    [
        (D(2022, 4, 2), D(2023, 4, 2), "year", "year 2022 → 2023"),
        (D(2023, 2, 28), D(2024, 2, 29), "year", "year 2023 → 2024"),
        (D(2023, 3, 4), D(2023, 4, 3), "swap", "day and month swapped 2023-03-04 → 2023-04-03"),
        (D(2022, 12, 31), D(2023, 1, 1), "day", "one day off 2022-12-31 → 2023-01-01"),
        (D(2013, 4, 2), D(2023, 4, 2), "digit", "one digit 2013-04-02 → 2023-04-02"),
        (D(2020, 7, 9), D(2023, 4, 2), "far", "date 2020-07-09 → 2023-04-02"),
    ],
)
def test_slips_are_named(start: dt.date, end: dt.date, kind: str, said: str) -> None:
    assert kind == slip(start, end) == slip(end, start)
    assert said == tell(start, end)


@given(st.dates(), st.dates())
def test_a_shift_leads_to_where_it_was_taken_from(start: dt.date, end: dt.date) -> None:
    if {(start.month, start.day), (end.month, end.day)} != {(2, 28), (2, 29)}:
        assert end == moved(start, shift(start, end))
