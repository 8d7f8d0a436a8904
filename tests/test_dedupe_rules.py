"""Each verdict, what is done, and the sentence that says why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from journal.dedupe import Export, Memory, plan_import
from journal.entry import Entry, Source
from tests.dedupe_diaries import diary, lookalikes, versions
from tests.dedupe_helpers import Book, split

MODEL = (
    "今天想找一个模型来试一试，可是朋友一定要拉我出去玩，我们下午去爬了山，山很高，累得走不动，不过花开得很好。"
    '\n\n<img src="MyLife/shots/2023-04-02-16-24-19.png">\n\n'
    "回来以后想到一个问题，模型这么大，训练要很多显卡，如果能少用一些，那么更多的人就可以参加进来，这是很值得期待的事情，"
    "也许明年就能看到很多新的模型了，谁知道呢。"
)
NOVEL = (
    "群里有人每天都和机器聊天，我突然想到可以用它来写小说，先写一个大概的结构，再一点一点改得更好，"
    "人物和情节都可以慢慢商量，这样写出来的东西也许没有那么差。\n\n最近外面的情况不太好，银行出了事，很多人没有工作，"
    "不过未来的事情谁又说得准，不如先开心一点，吃好睡好，把手上的事情做完。"
)
REPAIR = (
    "看到朋友发了一张修电脑的照片，想起来我大一的时候也在技术部，经过我手的电脑不计其数，清灰换盘装系统样样都会，"
    "这也是一门手艺，以后回老家开一个小店，一边修电脑一边卖吃的，日子也不会太差，想想就觉得高兴。"
    "\n\n大城市的房子太贵，干几年就回去，这样的话说过很多次，"
    "可是每一次说出来都觉得轻松一点。"
)
EARLY = (
    f"# 日记\n\n## 2022.04.02 模型\n{MODEL}\n\n## 2022.03.24 写小说\n{NOVEL}\n\n"
    f"## 2022.03.11 手艺\n{REPAIR}\n"
)
RIGHT = EARLY.replace("## 2022.", "## 2023.").replace("MyLife/shots", "/MyLife/shots")
LATER = RIGHT.replace(
    "# 日记\n", "# 日记\n\n## 2023.05.20 毕业\n" + "答辩结束了，研究生的生活也要结束了。" * 2 + "\n"
)


def entry(body: str, *, day: int = 2, title: str = "title", line: int = 1) -> Entry:
    return Entry(dt.date(2023, 4, day), title, body, source=Source("b.md", line))


def verdict(before: Entry, after: Entry) -> tuple[str, str]:
    before = replace(before, source=Source("a.md", 7))
    (decision,) = plan_import([Export("b.md", (after,))], [before], Memory()).decisions
    return decision.verdict, decision.reason


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
@pytest.mark.parametrize("together", [True, False])
def test_a_year_early_is_put_right_in_either_order(order: list[int], together: bool) -> None:
    both = [split(EARLY, "early.md"), split(LATER, "later.md")]
    exports = [both[number] for number in order]
    book = Book()
    plans = [book.take(*exports)] if together else [book.take(export) for export in exports]
    assert [str(each.date) for each in book.entries] == [
        "2023-03-11",
        "2023-03-24",
        "2023-04-02",
        "2023-05-20",
    ]
    moved = [d for plan in plans for d in plan.decisions if d.verdict == "re-dated"]
    assert len(moved) == 3
    assert all("year 2022 → 2023" in decision.reason for decision in moved)
    assert all(decision.existing and decision.existing.source.path for decision in moved)
    assert any("2023-04-02-16-24-19.png says 2023" in decision.reason for decision in moved)
    notes = [note for plan in plans for note in plan.notes]
    assert notes == ["early.md: this export is one year early"]
    actions = {decision.action for decision in moved}
    assert ({"skip"} if order == [1, 0] else {"move", "replace"}) == actions


def test_a_year_early_is_put_right_in_a_journal_never_imported() -> None:
    book = Book(split(EARLY, "journal.md").entries)
    plan = book.take(split(LATER, "later.md"))
    assert {2023} == {each.date.year for each in book.entries if each.date}
    assert len(plan.replacements) == 3
    assert len(plan.additions) == 1


@pytest.mark.parametrize(
    ("change", "expected", "said"),
    [
        (lambda e: e, "identical", "same date, title and text"),
        (lambda e: replace(e, body=e.body.replace("MyLife", "a")), "reformatted", "image path"),
        (lambda e: replace(e, body=e.body.replace("，", "\n")), "reformatted", "punctuation"),
        (lambda e: replace(e, body=e.body.replace("\n\n", "\n\n\n")), "reformatted", "blank space"),
        (lambda e: replace(e, title=" title"), "reformatted", "heading form"),
        (lambda e: replace(e, title="Titel"), "reformatted", "title differs"),
        (lambda e: replace(e, body=f"{e.body}\n\n{REPAIR}"), "extended", "holds all of the text"),
        (
            lambda e: replace(e, body=e.body.split("\n\n")[0]),
            "shortened",
            "the text known holds all of it",
        ),
        (lambda e: replace(e, body=e.body.replace("山", "河")), "revised", "in common"),
        (lambda e: replace(e, date=dt.date(2023, 2, 4)), "re-dated", "day and month swapped"),
        (lambda e: replace(e, date=dt.date(2023, 4, 3)), "re-dated", "one day off"),
        (lambda e: replace(e, date=dt.date(2023, 4, 22)), "re-dated", "one digit"),
        (lambda e: replace(e, date=dt.date(2020, 7, 9)), "re-dated", "2020-07-09"),
        (lambda e: replace(e, body=REPAIR), "conflict", "both are kept"),
        (lambda e: replace(e, body=REPAIR, title="other"), "new", "not seen before"),
        (lambda e: replace(e, body=REPAIR, date=dt.date(2024, 1, 1)), "new", "not seen before"),
    ],
)
def test_each_verdict_has_its_reason(change: object, expected: str, said: str) -> None:
    assert callable(change)
    before = entry(MODEL)
    found, reason = verdict(before, change(before))
    assert expected == found
    assert said in reason


def test_a_short_text_on_another_day_is_new() -> None:
    found, reason = verdict(entry("gym, read", title=""), entry("gym, read", day=9, title=""))
    assert found == "new"
    assert reason == "short text repeated on another day, as at a.md:7"


def test_tasks_moved_to_the_next_day_stay_two_entries() -> None:
    tasks = "\n".join(f"- [ ] {part}" for part in (MODEL + NOVEL).split("，"))
    found, reason = verdict(
        entry(tasks, title="todo"), entry(tasks + "\n- [ ] 洗碗", day=3, title="todo")
    )
    assert found == "new"
    assert "overlap with a.md:7" in reason


def test_text_speaks_before_date_where_a_date_is_used_again() -> None:
    book = Book()
    book.take(Export("a.md", (entry(REPAIR, day=2, title=""),)))
    plan = book.take(
        Export("b.md", (entry(REPAIR, day=5, title=""), entry(NOVEL, day=2, title="")))
    )
    assert [decision.verdict for decision in plan.decisions] == ["re-dated", "new"]
    assert [(e.date.day, e.body) for e in book.entries if e.date] == [(2, NOVEL), (5, REPAIR)]


def test_repeats_inside_one_export_are_found_once_and_told() -> None:
    plan = Book().take(Export("b.md", (entry(MODEL, line=3), entry(MODEL, line=40))))
    assert [decision.verdict for decision in plan.decisions] == ["new", "identical"]
    assert plan.decisions[1].reason == "stands twice in this export, first at b.md:3"
    assert len(plan.additions) == 1


def test_two_texts_of_one_export_are_two_entries() -> None:
    plan = Book().take(Export("b.md", (entry(MODEL), entry(MODEL + "\n\n又及，今天下雨。"))))
    assert len(plan.additions) == 2


def test_an_entry_that_bridges_two_makes_them_one() -> None:
    parts = [MODEL, NOVEL, REPAIR]
    one, other = entry(parts[0]), entry(parts[1])
    bridge = entry(f"{parts[0]}\n\n{parts[1]}\n\n{parts[2]}")
    exports = [Export(f"{n}.md", (each,)) for n, each in enumerate((one, other, bridge))]
    book = Book()
    for export in exports:
        plan = book.take(export)
    assert len(book.entries) == 1
    assert len(plan.removals) == 1
    assert bridge.body == book.entries[0].body


def test_a_left_out_paragraph_becomes_a_variant_once() -> None:
    old, new = entry(f"{MODEL}\n\n{NOVEL}"), entry(f"{MODEL}\n\n{REPAIR}")
    late = replace(new, date=dt.date(2024, 1, 1), title="late", body="以后的事情。")
    book = Book()
    book.take(Export("a.md", (old,)))
    plan = book.take(Export("b.md", (new, late)))
    (variant,) = plan.variants
    assert old.body == variant.entry.body
    assert new.body == variant.kept.body
    assert book.take(Export("a.md", (old,))).variants == ()


def test_tags_and_header_keys_come_in_once() -> None:
    book = Book()
    book.take(Export("a.md", (entry(MODEL),)))
    post = replace(entry(MODEL), tags=("讲座",), meta={"category": "review"}, header="---\nx\n---")
    plan = book.take(Export("p.md", (post,)))
    assert plan.decisions[0].verdict == "reformatted"
    (pair,) = plan.replacements
    assert (pair[1].tags, dict(pair[1].meta)) == (("讲座",), {"category": "review"})
    plan = book.take(Export("p.md", (post,)))
    assert (plan.decisions[0].verdict, plan.replacements) == ("identical", ())


@pytest.mark.parametrize("seed", [4, 15])
def test_look_alikes_stay_apart(seed: int) -> None:
    for name, left, right in lookalikes(Random(seed)):  # noqa: S311 - no secret
        plan = plan_import([Export("b.md", tuple(right))], left, Memory())
        assert {"new", "conflict"} >= {decision.verdict for decision in plan.decisions}, name


def test_versions_are_recognised() -> None:
    random = Random(23)  # noqa: S311 - no secret
    before = diary(random, 120)
    after, pairs = versions(before, random)
    decisions = plan_import([Export("b.md", tuple(after))], before, Memory()).decisions
    hits = 0
    for pair in pairs:
        other = decisions[pair.place].existing
        matched = decisions[pair.place].verdict not in ("new", "conflict")
        assert not matched or (other and other.source.line in pair.lines), pair.edit
        hits += matched
    assert hits > 0.9 * sum(pair.wanted for pair in pairs)


@pytest.mark.parametrize("body", ["", "5km", "![](a/run.png)"])
def test_few_words_under_two_titles_of_a_day_are_two_entries(body: str) -> None:
    lost, run, swim = (
        Export(f"{title}.md", (entry(body, title=title),)) for title in ("", "跑步", "游泳")
    )
    for exports in permutations([lost, run, swim]):
        book = Book()
        for export in exports:
            book.take(export)
        assert len(book.entries) == 2
        assert not book.take(*exports).changes


def test_a_title_that_a_merge_leaves_out_is_kept_beside_it() -> None:
    late = Export("late.md", (entry(MODEL, title="大模型"), entry("以后", day=20, title="late")))
    book = Book()
    book.take(Export("a.md", (entry(MODEL, title="爬山"),)))
    (variant,) = book.take(late).variants
    assert (variant.entry.title, variant.reason) == ("爬山", "another title of the same entry")
    assert book.entries[0].title == "大模型"
    assert not book.take(Export("a.md", (entry(MODEL, title="爬山"),)), late).changes


def test_many_tags_in_a_long_text_cost_no_square() -> None:
    tags = tuple(f"tag{number}" for number in range(20_000))
    post = replace(entry(" ".join(f"#{tag}" for tag in tags)), tags=tags)
    book = Book()
    book.take(Export("a.md", (post,)))
    assert book.entries[0].tags == tags


def _form(
    day: int, done: str, thought: str, link: str = "[示例 example](http://www.example.com)"
) -> str:
    return (
        f"## 2018.06.{day:02} Day {day}\n**Progress**: {done}\n\n"
        f"**Thoughts:** {thought}\n\n**Link to work:** {link}\n"
    )


def test_a_form_that_is_filled_in_later_is_one_entry_in_any_order() -> None:
    """Challenges of 100 days lay all their days out before the first; some stay nearly empty."""
    filled = [
        _form(
            day,
            f"第{day}天写完了{'湖山云雨'[day]}的那一章。",
            f"Wrote {'abcd'[day] * 9}.",
            "chapter",
        )
        for day in (1, 2, 3)
    ]
    filled += [_form(day, "None", "None", "") for day in (4, 5, 6, 7)]
    late = split("\n".join(filled), "a.md")
    blank = split("\n".join(_form(day, "", "") for day in range(1, 8)), "b.md")
    results = []
    for order in permutations([late, blank]):
        book = Book()
        for export in order:
            book.take(export)
        results.append(sorted((str(one.date), one.title, one.body) for one in book.entries))
    assert results[0] == results[1]
    assert [title for _, title, _ in results[0]] == [f"Day {day}" for day in range(1, 8)]
    assert all("的那一章" in body for _, _, body in results[0][:3])


def test_a_short_note_that_is_often_written_stays_beside_another_text() -> None:
    """Without a title of their own nothing says that two texts of a day are one."""
    usual = "\n".join(f"## 2023.04.{day:02}\nGym, read, slept early.\n" for day in range(1, 8))
    other = "## 2023.04.04\nGym, read, and then the whole family came, unannounced, for a week.\n"
    book = Book()
    book.take(split(usual, "a.md"))
    book.take(split(other, "b.md"))
    assert len(book.entries) == 8


def test_another_version_of_an_entry_taken_out_says_so_and_why_its_date_is_another() -> None:
    book = Book()
    book.take(split(RIGHT, "right.md"))
    book.entries = [one for one in book.entries if one.title != "模型"]
    decision = book.take(split(EARLY, "early.md")).decisions[0]
    assert (dt.date(2023, 4, 2), "add") == (decision.result.date, decision.action)
    assert decision.reason == (
        "another version of it was imported before and no longer in the journal; added again; "
        "year 2022 → 2023; the image name 2023-04-02-16-24-19.png says 2023"
    )


def test_a_new_entry_of_an_export_that_is_early_says_that_its_date_was_kept() -> None:
    book = Book()
    book.take(split(RIGHT, "right.md"))
    fresh = "\n## 2022.05.05 新的\n今天又去了河边，水涨了一点。\n"
    decision = book.take(split(EARLY + fresh, "early.md")).decisions[-1]
    assert (dt.date(2022, 5, 5), "new") == (decision.result.date, decision.verdict)
    assert decision.reason == (
        "not seen before; its date is kept, but this export is one year early"
    )
    known = book.take(split(RIGHT + fresh, "other.md"), split(EARLY, "early.md")).decisions
    assert all("one year early" not in one.reason for one in known)


@pytest.mark.parametrize(
    ("before", "after"),
    [("跑了 1.5 公里，", "跑了 15 公里，"), ("room 3-14", "room 31-4"), ("at 7.30,", "at 730,")],
)
@pytest.mark.parametrize("year", [2023, 2022])
def test_numbers_that_differ_are_words_that_differ(before: str, after: str, year: int) -> None:
    text = f"{before} 沿着河一直到桥边，天很冷，一个人也没有，回来的时候太阳已经下山了。" * 4
    book = Book()
    for number, body in enumerate((text, text.replace(before, after), text)):
        date = f"{2023 if number == 0 else year}.04.02"
        plan = book.take(split(f"## {date} 跑步\n{body}\n", f"{number}.md"))
        if number == 1:
            assert ["revised" if year == 2023 else "re-dated"] == [
                one.verdict for one in plan.decisions
            ]
            assert "numbers differ" in plan.decisions[0].reason
    (entry,) = book.entries
    bodies = [one.body for one in (entry, *book.variants) if one.body]
    assert sorted([text, text.replace(before, after)]) == sorted(bodies)


def test_a_number_in_a_title_is_kept_too() -> None:
    book = Book([entry("", title="Ran 1.5 km.")])
    book.take(Export("b.md", (entry("", title="Ran 15 km."),)))
    titles = {one.title for one in (*book.entries, *book.variants)}
    assert {"Ran 1.5 km.", "Ran 15 km."} == titles


def test_the_same_numbers_in_another_form_are_the_same() -> None:
    after = "早上 ８：３０ 走了\n3.5 公里， 1/2个小时。"
    book = Book([entry("早上 8:30 走了 3.5 公里，1/2 个小时。")])
    (decision,) = book.take(Export("b.md", (entry(after),))).decisions
    assert (decision.verdict, book.variants) == ("reformatted", [])
