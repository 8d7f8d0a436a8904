"""What is remembered, what was changed by hand, and what was asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from journal.dedupe import Export, Memory, loads, plan_import
from journal.dedupe.memory import Family, Seen, Version
from journal.entry import Entry, Source
from tests.dedupe_helpers import Book, apply

OLD = (
    "早上下了一点雨，我在家里看书，看的是一本讲船的书，船长很老，海很大，风也很大，"
    "最后他们都回来了。中午煮面吃，下午睡了一会儿。"
)
MORE = (
    OLD + "\n\n晚上朋友来了，我们一起做饭，喝了一点酒，说起很多以前的事情，笑了很久，他很晚才走。"
)
NEWER = (
    OLD.replace("早上", "上午")
    + "\n\n晚上雨停了，我一个人出去走了走，街上没有什么人，灯很亮，空气很好闻，走了一个小时才回来。"
)


def export(name: str, body: str, *, reach: int = 5, date: int = 2) -> Export:
    """Return an export of one entry, and another that tells how far it reaches."""
    last = Entry(dt.date(2023, 6, reach), "end", f"最后一条 {name}")
    return Export(name, (Entry(dt.date(2023, 4, date), "雨天", body), last))


def shown(book: Book) -> list[str]:
    return [each.body for each in book.entries if each.title == "雨天"]


def write(book: Book, **changes: object) -> None:
    """Change the entry by hand."""
    book.entries = [
        replace(each, **changes) if each.title == "雨天" else each  # type: ignore[arg-type]
        for each in book.entries
    ]


def test_the_export_that_reaches_further_is_newer() -> None:
    for order in ((0, 1), (1, 0)):
        exports = [export("a", MORE, reach=9), export("b", NEWER, reach=8)]
        book = Book()
        for number in order:
            book.take(exports[number])
        assert shown(book) == [MORE]
        assert [each.body for each in book.variants] == [NEWER]


def test_the_longer_text_stays_where_it_holds_the_other() -> None:
    book = Book()
    book.take(export("a", MORE))
    plan = book.take(export("b", OLD, reach=20))
    assert plan.decisions[0].verdict == "shortened"
    assert shown(book) == [MORE]
    assert book.variants == []


def test_text_changed_by_hand_is_newest_of_all() -> None:
    book = Book()
    book.take(export("a", OLD))
    write(book, body=OLD + "\n\n（后来补记）")
    plan = book.take(export("b", NEWER, reach=20))
    assert shown(book) == [OLD + "\n\n（后来补记）"]
    assert plan.decisions[0].verdict == "revised"
    assert [each.body for each in book.variants] == [NEWER]
    assert not book.take(export("a", OLD), export("b", NEWER, reach=20)).changes


def test_text_rewritten_under_its_heading_is_still_the_entry() -> None:
    book = Book()
    book.take(export("a", OLD))
    write(book, body="全部重写了。")
    plan = book.take(export("a", OLD))
    assert "new" not in {decision.verdict for decision in plan.decisions}
    assert shown(book) == ["全部重写了。"]


def test_a_date_changed_by_hand_stays() -> None:
    book = Book()
    book.take(export("a", OLD))
    write(book, date=dt.date(2021, 1, 1))
    for name, reach in (("a", 5), ("b", 20)):
        plan = book.take(export(name, OLD, reach=reach))
        assert plan.decisions[0].verdict == "re-dated"
        assert "by hand" in plan.decisions[0].reason
    assert [dt.date(2021, 1, 1)] == [each.date for each in book.entries if each.title == "雨天"]


def test_hand_written_text_in_a_later_export_is_a_text_like_others() -> None:
    book = Book()
    book.take(export("a", OLD))
    write(book, body=MORE)
    book.take(export("b", MORE, reach=8))
    book.take(export("c", NEWER, reach=20))
    assert shown(book) == [NEWER]


def test_an_entry_taken_out_by_hand_comes_back_only_if_it_comes_in_again() -> None:
    book = Book()
    book.take(export("a", OLD))
    book.entries = [each for each in book.entries if each.title != "雨天"]
    book.take(Export("z", (Entry(dt.date(2020, 1, 1), "别的", "别的事情。"),)))
    assert shown(book) == []
    plan = book.take(export("a", OLD))
    assert shown(book) == [OLD]
    assert plan.decisions[0].reason == "imported before and no longer in the journal; added again"


def test_without_memory_the_same_exports_still_add_nothing() -> None:
    book = Book()
    exports = [export("a", MORE, reach=9), export("b", NEWER, reach=8)]
    book.take(*exports)
    book.memory = Memory()
    plan = book.take(*exports)
    assert plan.additions == ()
    assert plan.removals == ()


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        ("newer", [NEWER]),
        ("existing", [MORE]),
        ("incoming", [NEWER]),
        ("both", [MORE, NEWER]),
    ],
)
def test_what_was_asked_for_is_done_and_stays(prefer: str, expected: list[str]) -> None:
    book = Book()
    book.take(export("a", MORE))
    second = export("b", NEWER, reach=8)
    plan = plan_import([second], book.entries, book.memory, prefer=prefer)  # type: ignore[arg-type]
    book.entries, book.memory = apply(plan, book.entries), plan.memory
    assert sorted(expected) == sorted(shown(book))
    assert not book.take(export("a", MORE), second).changes
    assert sorted(expected) == sorted(shown(book))


def test_an_answer_overrides_for_one_decision() -> None:
    book = Book()
    book.take(export("a", NEWER, reach=9))
    plan = plan_import([export("b", MORE)], book.entries, book.memory, answers={0: "incoming"})
    assert [new.body for _, new in plan.replacements] == [MORE]


def test_a_damaged_line_is_skipped_and_told() -> None:
    book = Book()
    book.take(export("a", OLD), export("b", NEWER, reach=9))
    lines = book.memory.dumps().split("\n")
    for number, damage in ((1, '{"export":0,'), (3, "[]"), (4, "\x00")):
        damaged = [*lines[:number], damage, *lines[number + 1 :]]
        memory = loads("\n".join(damaged))
        assert (number + 1,) == memory.damaged
        plan = plan_import([export("b", NEWER, reach=9)], book.entries, memory)
        assert plan.additions == ()


def test_what_a_later_program_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="memory format 2"):
        loads('{"journal-memory":2}\n')


def test_every_field_is_written_and_read() -> None:
    version = Version(
        dt.date(2023, 4, 2),
        "标题",
        1 << 79,
        7,
        120,
        (0,),
        fits=False,
        weekday=6,
        body="a\udc80b\n\u2028",
        hand="text",
        pin=True,
        apart=True,
        kept="text",
        source="a.md:3",
    )
    other = Version(None, "", 3, 4, 0)
    memory = Memory(
        (Seen("a.md", dt.date(2023, 5, 1), 99), Seen("b.md", None, 98)),
        (Family(dt.date(2023, 4, 2), "标题", (version, other), fixed=True),),
    )
    assert memory == loads(memory.dumps())


def test_the_text_form_stays_what_it_was() -> None:
    day = dt.date(2023, 4, 2)
    version = Version(day, 'a"标\udc80', 255, 16, 3, (0, 2), time=dt.time(9, 5), source="a.md:3")
    later = Version(None, "b", 1, 2, 0, weekday=6, body="x\n", kept="date", pin=True)
    family = Family(day, "b", (version, later), time=dt.time(9, 5, 1), labels=("#x", "=k=1"))
    text = Memory((Seen("a.md", None, 31),), (family,)).dumps()
    assert text.split("\n") == [
        '{"journal-memory":1}',
        '{"export":0,"name":"a.md","reach":null,"key":"1f"}',
        '{"date":"2023-04-02","time":"09:05:01","title":"b","labels":["#x","=k=1"],"versions":['
        '{"time":"09:05:00","title":"a\\"\\u6807\\udc80","face":"ff","letters":"10","size":3,'
        '"from":[0,2],"source":"a.md:3"},'
        '{"date":null,"time":null,"face":"1","letters":"2","size":0,"from":[],"weekday":6,'
        '"body":"x\\n","pin":true,"kept":"date"}]}',
        "",
    ]


def test_families_held_as_lines_are_those_written() -> None:
    book = Book()
    book.take(export("a", OLD), export("b", NEWER, reach=9))
    lines, read = book.memory.families, loads(book.memory.dumps()).families
    assert (len(read), read, read[-1:]) == (len(lines), lines, lines[-1:])
    assert [*read] == [lines[place] for place in range(len(lines))]
    assert read[-1] == lines[-1]
    with pytest.raises(IndexError):
        lines[len(lines)]
    fewer = replace(book.memory, exports=())
    assert fewer == loads(fewer.dumps())


def test_a_variant_names_where_both_texts_came_from() -> None:
    book = Book()
    book.take(at("a.md", MORE, reach=5))
    plan = book.take(at("b.md", NEWER, reach=9))
    assert [variant.sources for variant in plan.variants] == [("a.md:3", "b.md:3")]


def at(name: str, body: str, *, reach: int) -> Export:
    made = export(name, body, reach=reach)
    return Export(name, tuple(replace(e, source=Source(name, 3)) for e in made.entries))


def test_text_changed_by_hand_says_nothing_of_the_date() -> None:
    book = Book()
    early = replace(export("a", OLD).entries[0], date=dt.date(2022, 4, 2))
    book.take(Export("a", (early,)))
    write(book, body=OLD + "（后来补记）")
    book.take(export("b", OLD))
    assert shown(book) == [OLD + "（后来补记）"]
    assert {2023} == {each.date.year for each in book.entries if each.date}
