"""Header keys that change while the text stays: one value is shown, no value is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from journal.dedupe import Export
from journal.entry import Entry, Source
from tests.dedupe_helpers import Book
from tests.test_cli_variants import listed

if TYPE_CHECKING:
    from tests.conftest import Home

BODY = "绕湖走了一圈，雾很厚，对岸的塔只剩一个影子。"
OTHER = Entry(dt.date(2023, 6, 1), "夏", "蝉还没有叫。")


def post(name: str, *others: Entry, **meta: object) -> Export:
    entry = Entry(dt.date(2023, 4, 2), "湖", BODY, meta=meta, source=Source(name))
    return Export(name, (entry, *others))


def shown(book: Book) -> dict[str, Any]:
    return dict(next(one.meta for one in book.entries if one.title == "湖"))


def left_out(book: Book) -> list[dict[str, Any]]:
    return sorted((dict(one.meta) for one in book.variants), key=str)


def test_the_value_of_the_export_that_reaches_further_is_taken_in_any_order() -> None:
    versions = [
        post("a.md", mood="calm"),
        post("b.md", OTHER, mood="wild", place="杭州"),
        post("c.md", mood="a little tired"),
    ]
    for order in permutations(versions):
        for at_once in (False, True):
            book = Book()
            for exports in [order] if at_once else [[one] for one in order]:
                book.take(*exports)
            assert shown(book) == {"mood": "wild", "place": "杭州"}
            assert {"calm", "a little tired"} == {one["mood"] for one in left_out(book)}
            for one in versions:
                assert not book.take(one).changes


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("ab", "its value of mood is taken, the other kept beside it"),
        ("ba", "its value of mood is kept beside it"),
    ],
)
def test_the_reason_says_whose_value_stays(order: str, said: str) -> None:
    versions = {"a": post("a.md", mood="calm"), "b": post("b.md", OTHER, mood="wild")}
    book = Book()
    book.take(versions[order[0]])
    decision = book.take(versions[order[1]]).decisions[0]
    assert (decision.verdict, decision.action) == (
        "reformatted",
        "replace" if order == "ab" else "skip",
    )
    assert decision.reason == f"same date, title and text; {said}"
    assert [one.meta for one in book.variants] == [{"mood": "calm"}]


def test_a_key_that_is_added_says_so_beside_one_that_changes() -> None:
    book = Book()
    book.take(post("a.md", mood="calm"))
    decision = book.take(post("b.md", OTHER, mood="wild", place="x")).decisions[0]
    assert decision.reason == (
        "same date, title and text; tags or header keys are added; "
        "its value of mood is taken, the other kept beside it"
    )


def test_a_value_changed_or_taken_away_by_hand_stays() -> None:
    for by_hand in ({"mood": "mine"}, {}):
        book = Book()
        book.take(post("a.md", mood="calm"))
        book.entries = list(post("journal.md", **by_hand).entries)
        book.take(post("b.md", OTHER, mood="wild"))
        assert shown(book) == by_hand
        assert left_out(book) == [{"mood": "wild"}]


def test_a_journal_written_by_hand_keeps_its_values() -> None:
    book = Book()
    book.take(Export("other.md", (OTHER,)))
    book.entries += post("journal.md", mood="mine").entries
    for name in ("a.md", "b.md"):
        book.take(post(name, OTHER, mood=name))
        assert shown(book) == {"mood": "mine"}
    assert left_out(book) == [{"mood": "a.md"}, {"mood": "b.md"}]


def test_a_memory_without_values_leaves_the_journal_as_it_is_once() -> None:
    book = Book()
    book.take(post("a.md", mood="calm"))
    (family,) = book.memory.families
    book.memory = replace(book.memory, families=(replace(family, labels=("mood",)),))
    book.take(post("b.md", OTHER, mood="wild"))
    assert (shown(book), left_out(book)) == ({"mood": "calm"}, [{"mood": "wild"}])
    book.take(post("c.md", OTHER, mood="new"))
    assert shown(book) == {"mood": "new"}


def test_a_value_can_be_seen_and_put_back(home: Home) -> None:
    for name, mood in (("one", "calm"), ("two", "quite wild")):
        header = f"title: 湖\ndate: 2023-04-02\nfrom: {name}\nmood: {mood}"
        home.write(f"---\n{header}\n---\n\n{BODY}\n", f"{name}.md")
        home("import", f"{name}.md")
    (entry,) = home.entries()
    assert entry["meta"] == {"from": "two", "mood": "quite wild"}
    (variant,) = listed(home)
    assert variant["reason"] == 'another value of from: "one", mood: "calm"'
    assert (variant["from"], variant["kept"]) == ("one.md:1", "two.md:1")
    home("variants", entry["id"], "--restore")
    assert home.entries()[0]["meta"] == {"from": "one", "mood": "calm"}
    (variant,) = listed(home)
    assert '"quite wild"' in home.path.joinpath(".journal/diary.variants.md").read_text("utf-8")
    before = home.file.read_bytes()
    for name in ("one", "two"):
        assert "nothing written" in home.invoke("import", f"{name}.md").stderr
    assert before == home.file.read_bytes()
    home("variants", entry["id"], variant["id"], "--restore")
    assert home.entries()[0]["meta"] == {"from": "two", "mood": "quite wild"}
