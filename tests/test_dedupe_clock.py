"""Clock times: when two texts of one day are two entries, and what time an entry has."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest

from journal.dedupe import Export
from journal.dedupe.memory import loads
from journal.entry import Entry, Source
from tests.dedupe_helpers import Book

DAY = dt.date(2023, 4, 2)
EARLY, LATE = dt.time(14, 30), dt.time(18, 0)
SHORT = "去跑步了。"
LONG = (
    "We walked along the river until the lights went on, talked about the house we want to build, "
    "and counted the boats; there were eleven of them, all asleep. 回家的路上买了一袋橘子，很甜。"
)


def at(time: dt.time | None, text: str = SHORT) -> Entry:
    return Entry(DAY, "", text, time=time)


def export(name: str, *entries: Entry) -> Export:
    placed = [replace(e, source=Source(name, 3 * n + 1)) for n, e in enumerate(entries)]
    return Export(name, tuple(placed))


def standing(book: Book) -> list[tuple[dt.time | None, str]]:
    return sorted(((entry.time, entry.body) for entry in book.entries), key=str)


def over_orders(*exports: Export) -> list[list[tuple[dt.time | None, str]]]:
    """Return what stands after each order of the exports, without repeats."""
    found: list[list[tuple[dt.time | None, str]]] = []
    for order in permutations(exports):
        book = Book()
        for each in order:
            book.take(each)
        assert not book.take(*exports).changes
        if standing(book) not in found:
            found.append(standing(book))
    return found


def test_the_same_words_at_two_times_are_two_entries() -> None:
    book = Book()
    plan = book.take(export("a", at(EARLY), at(LATE), at(EARLY)))
    assert [decision.verdict for decision in plan.decisions] == ["new", "new", "identical"]
    assert plan.decisions[1].reason == ("short text repeated at another time of the day, as at a:1")
    assert standing(book) == [(EARLY, SHORT), (LATE, SHORT)]


@pytest.mark.parametrize("lost", [(at(None),), (at(None), at(None))])
def test_an_export_that_lost_the_times_adds_nothing(lost: tuple[Entry, ...]) -> None:
    both = [(EARLY, SHORT), (LATE, SHORT)]
    assert over_orders(export("a", at(EARLY), at(LATE)), export("b", *lost)) == [both]
    assert over_orders(export("a", at(EARLY)), export("b", *lost), export("c", at(LATE))) == [both]


def test_a_time_comes_back_to_an_entry_that_lost_it() -> None:
    book = Book()
    book.take(export("a", at(None)))
    plan = book.take(export("b", at(EARLY)))
    assert plan.decisions[0].reason == "same date, title and text; the clock time is added"
    assert standing(book) == [(EARLY, SHORT)]


def test_a_long_text_whose_clock_was_off_is_one_entry() -> None:
    found = over_orders(export("a", at(EARLY, LONG)), export("b", at(LATE, LONG)))
    assert len(found) == 1
    assert len(found[0]) == 1
    book = Book()
    book.take(export("a", at(EARLY, LONG)))
    plan = book.take(export("b", at(LATE, LONG)))
    assert plan.decisions[0].verdict == "reformatted"
    assert "clock time differs" in plan.decisions[0].reason


def test_a_longer_note_at_another_time_is_no_version_of_the_first() -> None:
    more = f"{SHORT} 又游泳。"
    one, other = export("a", at(EARLY)), export("b", at(LATE, more))
    assert over_orders(one, other) == [[(EARLY, SHORT), (LATE, more)]]
    assert over_orders(one, export("b", at(EARLY, more))) == [[(EARLY, more)]]


def test_seconds_that_a_heading_does_not_tell_make_no_entry() -> None:
    exact = EARLY.replace(second=15)
    found = over_orders(export("a", at(exact)), export("b", at(EARLY)))
    assert {1} == {len(entries) for entries in found}


def test_a_time_changed_by_hand_stays() -> None:
    book = Book()
    exports = export("a", at(EARLY), at(None, LONG)), export("b", at(EARLY), at(None, LONG))
    book.take(exports[0])
    book.entries = [replace(e, time=LATE) if e.body == SHORT else e for e in book.entries]
    for each in (*exports, *exports):
        book.take(each)
        book.memory = loads(book.memory.dumps())
    assert standing(book) == [(None, LONG), (LATE, SHORT)]
