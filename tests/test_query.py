from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.dates import Period
from journal.entry import Entry, Source
from journal.errors import NothingFoundError, UsageError
from journal.query.build import build_query
from journal.query.clauses import Dated, Having, Not, Query, Tagged
from journal.query.grammar import parse_query
from journal.query.order import arrange
from journal.query.refs import find_among, find_refs
from journal.search.terms import Pattern
from journal.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from journal.query.clauses import Clause


def parse(text: str) -> Period:
    if text == "last week":
        return Period(dt.date(2023, 4, 3), dt.date(2023, 4, 9), "week")
    try:
        year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
        last = calendar.monthrange(year, month or 12)[1]
        end = dt.date(year, month or 12, day or last)
        return Period(dt.date(year, month or 1, day or 1), end, "range")
    except ValueError:
        raise UsageError("no date", where=text) from None


def entry_of(day: str | None = "2023-04-02", title: str = "", body: str = "", *tags: str) -> Entry:
    return Entry(dt.date.fromisoformat(day) if day else None, title, body, tags=tags)


def only_clause(*words: str) -> Clause:
    ((clause,),) = parse_query(words, parse=parse).groups
    return clause


# --- The grammar


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("杭州", Words("杭州")),
        ("a phrase", Words("a phrase")),
        ('"a phrase"', Words("a phrase")),
        ('-"a phrase"', Not(Words("a phrase"))),
        ("-a phrase", Not(Words("a phrase"))),
        ("-word", Not(Words("word"))),
        ("-", Words("-")),
        ('"-word"', Words("-word")),
        ('"tag:x"', Words("tag:x")),
        ('"OR"', Words("OR")),
        ("or", Words("or")),
        ("http://a.b/c", Words("http://a.b/c")),
        ("12:30", Words("12:30")),
        ("他说：", Words("他说：")),
        ("TODO:", Words("TODO:")),
        ("note: buy milk", Words("note: buy milk")),
        ('5"', Words('5"')),
        ("tag:旅行", Tagged("旅行")),
        ("tag：旅行", Tagged("旅行")),
        ("TAG:#a/b", Tagged("a/b")),
        ("-tag:x", Not(Tagged("x"))),
        ("title:a b", Words("a b", title_only=True)),
        ('title:"a b"', Words("a b", title_only=True)),
        ("-title:a", Not(Words("a", title_only=True))),
        ("has:Image", Having("image")),
        ("is:starred", Tagged("starred")),
        ("-is:starred", Not(Tagged("starred"))),
        ("on:2023", Dated("on", parse("2023"))),
        ("on:last week", Dated("on", parse("last week"))),
        ('on:"last week"', Dated("on", parse("last week"))),
        ("-before:2023-04", Dated("before", parse("2023-04"), outside=True)),
        ("since:2023", Dated("from", parse("2023"))),
        ("until:2023", Dated("to", parse("2023"))),
    ],
)
def test_one_word(word: str, expected: Clause) -> None:
    assert expected == only_clause(word)


@pytest.mark.parametrize(
    "words",
    [
        ["tag:x", "a b", "-c", "OR", "d"],
        ['tag:x "a b" -c OR d'],
        ["tag:x", '"a b" -c', "OR", '"d"'],
        ['tag:x "a b"-c OR d'],
    ],
)
def test_a_query_in_one_argument_or_in_several(words: list[str]) -> None:
    expected = ((Tagged("x"),), (Words("a b"),), (Not(Words("c")), Words("d")))
    assert expected == parse_query(words, parse=parse).groups


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("tag:x 杭州", (Tagged("x"), Words("杭州"))),
        ("on:2023 杭州", (Dated("on", parse("2023")), Words("杭州"))),
        ('"a" b', (Words("a"), Words("b"))),
        ("a b -c", (Words("a"), Words("b"), Not(Words("c")))),
    ],
)
def test_marks_make_an_argument_a_query(word: str, expected: tuple[Clause, ...]) -> None:
    assert tuple((clause,) for clause in expected) == parse_query([word], parse=parse).groups


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "the query is empty"),
        (["", " "], "the query is empty"),
        (["a", '""'], '"": there is nothing to look for'),
        (["tag:"], "tag: there is nothing to look for"),
        (["-tag:", "a"], "tag: there is nothing"),
        (["a", '"b c'], '"b: this quote is not closed'),
        (["a", '-title:"b'], '-title:"b: this quote is not closed'),
        (["OR", "a"], "OR: it needs a word on each side"),
        (["a", "OR"], "OR: it needs a word on each side"),
        (["a", "OR", "OR", "b"], "OR: it needs a word on each side"),
        (["OR a"], "OR: it needs a word on each side"),
        (["tga:x"], "tga:x: there is no key tga:; did you mean tag:x?"),
        (["-titel:x"], "-titel:x: there is no key titel:; did you mean title:x?"),
        (["zzz:x"], "zzz:x: there is no key zzz:; known are tag:, title:"),
        (["he said zzz:x"], "zzz:x: there is no key"),
        (["has:imge"], "has:imge: has: does not know imge; did you mean has:image?"),
        (["is:happy"], "is:happy: is: does not know happy; known are starred"),
        (["on:soon"], "soon: no date"),
        (["on:last weak"], "last weak: no date"),
    ],
)
def test_what_cannot_be_understood_is_pointed_at(words: list[str], sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_query(words, parse=parse)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


@given(
    st.lists(st.text(st.sampled_from('ab- "：:/OR\u3000\n\udc80tagon'), max_size=10), max_size=3)
)
def test_any_query_is_read_or_refused(words: list[str]) -> None:
    try:
        query = parse_query(words, parse=parse)
    except UsageError:
        return
    assert query.is_filter
    assert query.matches(entry_of()) in (True, False)


# --- What the clauses mean


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("on:2023-04", ["2023-04-01", "2023-04-30"]),
        ("-on:2023-04", ["2022-12-31", "2023-03-31", "2023-05-01", "2024-01-01"]),
        ("before:2023-04", ["2022-12-31", "2023-03-31"]),
        ("after:2023-04", ["2023-05-01", "2024-01-01"]),
        ("from:2023-04", ["2023-04-01", "2023-04-30", "2023-05-01", "2024-01-01"]),
        ("to:2023-04", ["2022-12-31", "2023-03-31", "2023-04-01", "2023-04-30"]),
    ],
)
def test_periods_are_taken_whole_and_no_day_is_in_none(word: str, days: list[str]) -> None:
    all_days = ["2022-12-31", "2023-03-31", "2023-04-01", "2023-04-30", "2023-05-01", "2024-01-01"]
    query = parse_query([word], parse=parse)
    assert days == [day for day in all_days if query.matches(entry_of(day))]
    assert not query.matches(entry_of(None))


@pytest.mark.parametrize(
    ("tag", "tags", "expected"),
    [
        ("旅行", ["旅行"], True),
        ("旅", ["旅行"], False),
        ("a", ["A/b"], True),
        ("a/b", ["a"], False),
        ("ＡＢ", ["ab"], True),
        ("#a", ["x", "a"], True),
        ("a", ["ab"], False),
    ],
)
def test_tags(tag: str, tags: list[str], expected: bool) -> None:
    assert expected == build_query(tags=[tag], parse=parse).matches(entry_of(None, "", "", *tags))


@pytest.mark.parametrize(
    ("feature", "yes", "no"),
    [
        ("image", "看 ![](a.png)", "`![](a.png)`"),
        ("image", '<img src="a.png" style="x">', "[图](a.png)"),
        ("link", "见 https://example.org/a", "example"),
        ("link", "[a](b.md)", "![a](b.png)"),
        ("code", "```\nx\n```", "'x'"),
        ("code", "用`ls`吧", "一个 ` 号"),
        ("task", "- [ ] 买票", "- [x](y)"),
        ("task", "1. [X] done", "```\n- [ ] x\n```"),
        ("math", "令$x^2$为", "花了$5和$10"),
        ("math", "$$\nx\n$$", "`$x$`"),
        ("math", r"\(x\)", r"\$x\$"),
    ],
)
def test_features(feature: str, yes: str, no: str) -> None:
    query = build_query(has=[feature], parse=parse)
    assert query.matches(entry_of(body=yes))
    assert not query.matches(entry_of(body=no))


# --- Flags


def test_nothing_asked_is_no_filter() -> None:
    query = build_query(parse=parse)
    assert not query.is_filter
    assert query.matches(entry_of(None))


@pytest.mark.parametrize(
    "query",
    [
        build_query(on="2023-04", parse=parse),
        build_query(since="2023", until="2023-04", parse=parse),
        build_query(tags=["a", "b"], not_tags=["c"], parse=parse),
        build_query(title="TITLE", has=["task"], starred=True, parse=parse),
        build_query(["body", "-absent"], tags=["a"], parse=parse),
        build_query(["^- ", "b[aeo]dy"], regex=True, parse=parse),
        build_query(["Title"], case_sensitive=True, whole_words=True, parse=parse),
    ],
)
def test_flags_all_hold(query: Query) -> None:
    entry = entry_of("2023-04-30", "a Title", "- [ ] body", "a", "b", "starred")
    assert query.is_filter
    assert query.matches(entry)
    other = Entry(dt.date(2024, 5, 1), "t", "text", tags=("b", "c"))
    assert not query.matches(other)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: build_query(tags=[""], parse=parse),
        lambda: build_query(title=" ", parse=parse),
        lambda: build_query(has=["fun"], parse=parse),
        lambda: build_query(until="soon", parse=parse),
        lambda: build_query([], parse=parse),
        lambda: build_query([], regex=True, parse=parse),
        lambda: build_query([""], regex=True, parse=parse),
        lambda: build_query(["("], regex=True, parse=parse),
    ],
)
def test_flags_that_say_nothing_are_refused(ask: Callable[[], Query]) -> None:
    with pytest.raises(UsageError):
        ask()


def test_terms_are_what_can_be_highlighted() -> None:
    words = ["a", "OR", "tag:x", "-b", "title:c", '"d e"']
    expected = (Words("a"), Words("c", title_only=True), Words("d e"))
    assert expected == parse_query(words, parse=parse).terms
    (pattern,) = build_query(["-x OR"], regex=True, parse=parse).terms
    assert isinstance(pattern, Pattern)
    assert pattern.source == "-x OR"


# --- Against plain Python


WORDS = ["杭", "杭州", "Ab", "ａｂ", "é", "e\u0301", "ガ", "ｶﾞ", "x，y", "12"]
simple_entries = st.builds(
    entry_of,
    st.sampled_from([None, "2022-12-31", "2023-03-31", "2023-04-01", "2023-04-30", "2024-02-29"]),
    st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
    st.lists(st.sampled_from([*WORDS, "\n", " "]), max_size=6).map("".join),
    st.sampled_from(["a", "A/b", "旅行", "starred"]),
)


def plain(text: str) -> str:
    return normalize("NFKC", normalize("NFKC", text).casefold())


def holds(word: str, entry: Entry) -> bool:
    if word.startswith("-"):
        return (entry.date is not None or ":2" not in word) and not holds(word[1:], entry)
    key, _, value = word.rpartition(":")
    if key == "tag":
        return any(f"{plain(tag)}/".startswith(plain(value) + "/") for tag in entry.tags)
    if key == "is":
        return "starred" in entry.tags
    if key == "title":
        return plain(value) in plain(entry.title)
    if not key:
        return plain(word) in plain(f"{entry.title}\n\n{entry.body}")
    if entry.date is None:
        return False
    day, cut = entry.date.isoformat(), len(value)
    return {
        "on": day[:cut] == value,
        "before": day[:cut] < value,
        "after": day[:cut] > value,
        "from": day[:cut] >= value,
        "to": day[:cut] <= value,
    }[key]


atoms = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map("title:{}".format),
    st.sampled_from(["tag:a", "tag:A/B", "tag:旅", "tag:旅行", "is:starred"]),
    st.builds(
        "{}:{}".format,
        st.sampled_from(["on", "before", "after", "from", "to"]),
        st.sampled_from(["2023", "2023-04", "2024-02-29", "2022-12"]),
    ),
)
words_or_not = st.builds("{}{}".format, st.sampled_from(["", "", "-"]), atoms)
queries = st.lists(st.lists(words_or_not, min_size=1, max_size=3), min_size=1, max_size=3)


@given(queries, st.lists(simple_entries, max_size=4))
def test_a_query_means_what_plain_python_says(
    groups: list[list[str]], entries: list[Entry]
) -> None:
    expected = [all(any(holds(word, e) for word in group) for group in groups) for e in entries]
    written = [word for group in groups for word in " OR ".join(group).split(" ")]
    query = parse_query(written, parse=parse)
    assert expected == [query.matches(entry) for entry in entries]


# --- Order


def in_file(path: str, *days: str) -> list[Entry]:
    """Make entries of one file; a day is `2023-04-02`, `2023-04-02T14:30` or ``."""
    entries = []
    for line, when in enumerate(days, 1):
        day, _, clock = when.partition("T")
        entry = replace(entry_of(day or None, f"{path}{line}"), source=Source(path, line))
        entries.append(replace(entry, time=dt.time.fromisoformat(clock) if clock else None))
    return entries


def titles(entries: list[Entry]) -> str:
    return " ".join(entry.title for entry in entries)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2023-04-01", "2023-04-02", "2023-04-02", ""], "a3 a2 a1 a4"),
        (["", "2023-04-02", "2023-04-02", "2023-04-01"], "a2 a3 a4 a1"),
        (["2023-04-02", "2023-04-02"], "a2 a1"),
        (["2023-04-01", "2023-04-02T09:00", "2023-04-02T08:00", "2023-04-02"], "a2 a4 a3 a1"),
        (["2023-04-02", "2023-04-02T09:00", "2023-04-02T10:00", "2023-04-01"], "a3 a1 a2 a4"),
        ([], ""),
    ],
)
def test_newest_first_in_files_of_either_order(days: list[str], expected: str) -> None:
    assert expected == titles(arrange(in_file("a", *days)))


def test_files_keep_their_own_orders_and_times_decide_across() -> None:
    up = in_file("a", "2023-04-01", "2023-04-02T10:00", "2023-04-03")
    down = in_file("b", "2023-04-03", "2023-04-02T11:00", "2023-04-02T09:00", "2023-04-01")
    assert titles(arrange(up + down)) == "b1 a3 b2 a2 b3 b4 a1"


def test_a_time_with_a_zone_can_be_compared() -> None:
    entries = in_file("a", "2023-04-02T10:00+08:00", "2023-04-02T09:00")
    assert titles(arrange(entries)) == "a1 a2"


def test_reverse_turns_round() -> None:
    entries = in_file("a", "2023-04-01", "", "2023-04-02", "2023-04-03")
    assert titles(arrange(entries, reverse=True)) == "a1 a3 a4 a2"


def test_other_orders_take_the_newest_of_equals_first() -> None:
    entries = [entry_of("2023-04-01", "b", "一二"), entry_of("2023-04-02", "Ａ", "one two 三")]
    entries += [entry_of("2023-04-03", "B", "四五"), entry_of(None, "c", "")]
    assert titles(arrange(entries, sort="title")) == "Ａ B b c"
    assert titles(arrange(entries, sort="title", reverse=True)) == "c B b Ａ"
    assert titles(arrange(entries, sort="words")) == "Ａ B b c"
    assert titles(arrange(entries, sort="words", reverse=True)) == "c B b Ａ"
    with pytest.raises(UsageError, match="titel: there is no such order; did you mean title"):
        arrange(entries, sort="titel")
    with pytest.raises(UsageError, match="mood: there is no such order; known are date, title"):
        arrange(entries, sort="mood")


# --- REFs


def shelf() -> list[Entry]:
    entries = in_file("a", "2023-04-01", "2023-04-02", "2023-04-02", "")
    ids = ["iecl5ku2", "iecl7777", "abcdefgh", "lastones"]
    return [replace(entry, id=name) for entry, name in zip(entries, ids, strict=True)]


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("iecl5ku2", "a1"),
        ("ABCD", "a3"),
        ("iecl7", "a2"),
        ("2023-04-01", "a1"),
        ("2023.4.1", "a1"),
        ("2023-04-02#1", "a2"),
        ("2023/04/02#2", "a3"),
        ("last", "a3"),
        ("last~2", "a1"),
        ("lasto", "a4"),
    ],
)
def test_a_ref_names_an_entry(ref: str, expected: str) -> None:
    assert expected == titles(find_refs([ref], shelf()))


@pytest.mark.parametrize(
    ("ref", "expected"),
    [("yesterday", "a1"), ("yesterday#1", "a1"), ("2日#2", "a3"), ("iecl5", "a1"), ("last", "a3")],
)
def test_a_ref_may_be_a_day_in_words(ref: str, expected: str) -> None:
    assert expected == titles(find_refs([ref], shelf(), parse=parse_words))


@pytest.mark.parametrize(
    ("ref", "sentence"),
    [
        ("2日", "2日: this names 2 entries; take one of 2023-04-02#1 (iecl7777), 2023-04-02#2"),
        ("last week", "last week: this is more than a day; name one, as journal list --on"),
        ("soon", "soon: no entry has this id or date"),
        ("3日", "3日: no entry has this id or date"),
        ("of", "of: this is too short"),
    ],
)
def test_a_day_in_words_that_names_not_one_entry_is_refused(ref: str, sentence: str) -> None:
    with pytest.raises((UsageError, NothingFoundError)) as caught:
        find_refs([ref], shelf(), parse=parse_words)
    assert str(caught.value).startswith(sentence)


def parse_words(text: str) -> Period:
    days = {"yesterday": "2023-04-01", "2日": "2023-04-02", "3日": "2023-04-03"}
    if text not in days:
        return parse(text)
    day = dt.date.fromisoformat(days[text])
    return Period(day, day, "day")


def test_refs_keep_their_order_and_name_each_once() -> None:
    assert titles(find_refs(["last", "iecl5", "abcdefgh"], shelf())) == "a3 a1"


def test_an_id_that_begins_another_is_itself() -> None:
    entries = [replace(entry_of(title="long"), id="abcde"), replace(entry_of(title="s"), id="abcd")]
    assert titles(find_refs(["abcd"], entries)) == "s"


@pytest.mark.parametrize(
    ("ref", "parts"),
    [
        ("iecl", ["iecl: this names 2 entries", "iecl5ku2 (2023-04-01)", "iecl7777 (2023-04-02)"]),
        ("2023-04-02", ["2023-04-02#1 (iecl7777)", "2023-04-02#2 (abcdefgh)"]),
        ("iec", ["iec: this is too short"]),
        ("", ['"": this is too short']),
        ("2023-02-30", ["2023-02-30: there is no such day"]),
    ],
)
def test_a_ref_that_names_several_or_none_is_refused(ref: str, parts: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        find_refs([ref], shelf())
    assert [part for part in parts if part not in str(caught.value)] == []


@pytest.mark.parametrize(
    "ref", ["zzzz", "2022-01-01", "2023-04-02#3", "2023-04-02#0", "last~4", f"last~{'9' * 30}"]
)
def test_a_ref_that_names_nothing_is_not_found(ref: str) -> None:
    with pytest.raises(NothingFoundError, match=ref):
        find_refs([ref], shelf())


def test_each_of_many_refs_is_found_without_a_look_at_all_entries() -> None:
    looks: list[str] = []

    class Watched:
        """Says when its id is looked at."""

        date = dt.date(2023, 4, 2)

        def __init__(self, number: int) -> None:
            self._id = f"{number:08}"

        @property
        def id(self) -> str:
            looks.append(self._id)
            return self._id

    shelf = [Watched(number * 7919 % 99_991) for number in range(400)]
    refs = [f"{number * 7919 % 99_991:08}" for number in reversed(range(400))]
    assert list(reversed(range(400))) == find_among(refs, shelf, lambda _: "")
    assert len(looks) < 400 * 25


def test_last_of_nothing_is_not_found() -> None:
    with pytest.raises(NothingFoundError):
        find_refs(["last"], [])
