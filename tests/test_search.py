from __future__ import annotations

import datetime as dt
from itertools import count
from types import SimpleNamespace
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.entry import Entry, Source
from journal.errors import UsageError
from journal.search import terms as search_terms
from journal.search.folding import Folded, compose, fold, fold_width
from journal.search.lines import locate
from journal.search.matches import Excerpt, Hit, Match, excerpts, find, highlight, rank
from journal.search.terms import Pattern
from journal.search.words import Words

ALPHABET = (
    "aAbB sS ß ẞ ﬁ ﬃ f i İ ı e\u0301 é É q\u0303 ａＡ １１ ｶﾞ ガ が か\u3099 ﾊﾟ ǆ Å \u212b ½"
    "가 \u1100\u1161\u11a8 각 ㄱㅏ 杭州 昨天， , … ... ⽅ 方 \u0345 ᾳ \u0300\u0316"
    "\n\u3000\u00a0-_.# \U00020000 \udc80 \ud800"
)
# Each is one character for the reader, and of one when folded.
ONE = [
    "a",
    "Ａ",
    "é",
    "E\u0301",
    "ｶﾞ",
    "ガ",
    "가",
    "\u1100\u1161",
    "ㄱㅏ",
    "杭",
    "州",
    "，",
    "\udc80",
]
texts = st.text(st.sampled_from(ALPHABET), max_size=12)
any_text = texts | st.text(st.characters(), max_size=8)


def make_entry(title: str, body: str, *, raw: str = "", line: int = 1, level: int = 2) -> Entry:
    raw = raw or f"## 2023.04.02 {title}\n{body}\n"
    source = Source("life.md", line)
    return Entry(dt.date(2023, 4, 2), title, body, raw=raw, source=source, level=level)


def cut(text: str, needle: str, **how: bool) -> list[str]:
    return [text[start:end] for start, end in Words(needle, **how).spans(text)]


@given(any_text)
def test_canonical_forms_fold_alike(text: str) -> None:
    assert fold(normalize("NFC", text)) == fold(normalize("NFD", text))
    assert fold(fold(text)) == fold(text)
    assert normalize("NFKC", fold(text)) == normalize("NFKC", normalize("NFKC", text).casefold())


@given(any_text, any_text, any_text)
@example("", "가", "\u11a8")
@example("e", "\u0301", "")
@example("q", "\u0303", "ﾞ")
@pytest.mark.parametrize("form", [fold, fold_width, compose])
def test_every_folded_character_knows_its_origin(
    form: type[str], before: str, middle: str, after: str
) -> None:
    text = before + middle + after
    folded = Folded(text, form)
    assert form(text) == folded.text
    for at in range(len(folded.text)):
        start, end = folded.origin(at, at + 1)
        assert folded.text[at] in form(text[start:end])
        first, _ = folded.origin(0, at + 1)
        assert form(text[first:end]).startswith(folded.text[: at + 1])


@given(any_text, any_text)
def test_a_word_is_found_where_the_folded_text_has_it(needle: str, text: str) -> None:
    wanted = fold(needle)
    spans = Words(needle).spans(text)
    assert sorted(set(spans)) == spans
    if wanted and not any(map(str.isspace, wanted)):
        assert (wanted in fold(text)) == bool(spans)
    for start, end in spans:
        assert "".join(wanted.split()) in "".join(fold(text[start:end]).split())


@pytest.mark.parametrize("word", ["i", "老"])
def test_no_character_beside_a_word_hides_it_or_moves_it(word: str) -> None:
    words = Words(word)
    for first in (*range(0, 0x20000, 256), *range(0x2F800, 0x2FB00, 256)):
        chars = [chr(code) for code in range(first, first + 256)]
        text = word.join(chars)
        spans = words.spans(text)
        assert fold(text).count(word) == len(spans)
        assert all(word in fold(text[start:end]) for start, end in spans)
        for char in chars:
            assert (word in fold(char)) == words.found_in(char)
            assert (word in fold(word + char)) == words.found_in(word + char)


@given(*[st.lists(st.sampled_from(ONE), max_size=4).map("".join)] * 3)
def test_a_slice_folds_to_the_needle(before: str, needle: str, after: str) -> None:
    text = before + needle + after
    spans = Words(needle).spans(text)
    assert bool(needle) == bool(spans)
    for start, end in spans:
        assert fold(needle) == fold(text[start:end])


@pytest.mark.parametrize(
    ("needle", "text", "expected"),
    [
        ("杭", "去了趟杭州", ["杭"]),
        ("杭州", "杭州到杭州", ["杭州", "杭州"]),
        ("chatgpt", "用ChatGPT写", ["ChatGPT"]),
        ("ABC１", "ａｂｃ1", ["ａｂｃ1"]),
        ("你好,世界", "你好，世界", ["你好，世界"]),
        ("café", "un cafe\u0301!", ["cafe\u0301"]),
        ("cafe\u0301", "CAFÉ", ["CAFÉ"]),
        ("cafe", "café cafe\u0301", []),
        ("ガス", "ｶﾞｽの", ["ｶﾞｽ"]),
        ("각", "\u1100\u1161\u11a8", ["\u1100\u1161\u11a8"]),
        ("office", "the oﬃce", ["oﬃce"]),
        ("off", "the oﬃce", ["oﬃ"]),
        ("strasse", "Straße", ["Straße"]),
        ("İ", "xİy", ["İ"]),
        ("……", "好……吧", ["……"]),
        (".", "好…吧", []),
        ("人", "\u2f08生", ["\u2f08"]),
        ("后", "说…后", ["后"]),
        ("\udc80", "a\udc80b", ["\udc80"]),
        ("big  day", "a big\nday, big \u3000 day", ["big\nday", "big \u3000 day"]),
        ("big day", "big\n\nday, bigday", []),
        (" \u3000", "a b", []),
        ("", "a", []),
    ],
)
def test_spans_are_those_of_the_original(needle: str, text: str, expected: list[str]) -> None:
    assert expected == cut(text, needle)


@pytest.mark.parametrize(
    ("needle", "text", "expected"),
    [
        ("art", "start art, art's ART", ["art", "art", "ART"]),
        ("art", "用art做", ["art"]),
        ("州", "去杭州了", ["州"]),
        ("2023", "2023年 12023", ["2023"]),
        ("caf", "cafe\u0301", []),
        ("a-a", "xa-a-a", ["a-a"]),
        ("a", "q\u0303a a", ["a"]),
        ("big day", "big days, big day", ["big day"]),
        ("c++", "c++ 和 xc++", ["c++"]),
    ],
)
def test_whole_words(needle: str, text: str, expected: list[str]) -> None:
    assert expected == cut(text, needle, whole_words=True)
    assert bool(expected) == Words(needle, whole_words=True).found_in(text)


def test_case_can_count_while_width_never_does() -> None:
    assert cut("ab Ａb", "Ab", case_sensitive=True) == ["Ａb"]
    assert not Words("AB", case_sensitive=True).found_in("ab")


@given(any_text, any_text, st.booleans(), st.booleans())
def test_found_means_that_there_are_spans(
    needle: str, text: str, case_sensitive: bool, whole_words: bool
) -> None:
    words = Words(needle, case_sensitive, whole_words)
    assert bool(words.spans(text)) == words.found_in(text)


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("^a.", "Ab\nxab\nA杭", ["Ab", "A杭"]),
        ("é.", "x e\u0301y", ["e\u0301y"]),
        ("e\u0301", "É", ["É"]),
        ("^$", "a\n\nb", []),
        ("x*", "axxb", ["xx"]),
        (r"\d+月", "12月，１月", ["12月", "１月"]),
        ("\\W", "a\udc80", ["\udc80"]),
    ],
)
def test_patterns(source: str, text: str, expected: list[str]) -> None:
    pattern = Pattern(source)
    assert expected == [text[start:end] for start, end in pattern.spans(text)]
    assert pattern.found_in(text)


def test_patterns_take_case_and_words() -> None:
    assert not Pattern("A", case_sensitive=True).found_in("a")
    whole = Pattern("art|artist", whole_words=True)
    assert whole.spans("用art做 start artist") == [(1, 4), (12, 18)]


@pytest.mark.parametrize(
    ("source", "place"),
    [("(a", "at character 3"), ("*a", "at character 1"), ("", "empty"), ("(" * 5000, "too big")],
)
def test_a_bad_pattern_says_where(source: str, place: str) -> None:
    with pytest.raises(UsageError, match=place):
        Pattern(source)


def test_an_explosive_pattern_ends_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_terms, "PATIENCE", 0.2)
    pattern = Pattern("(a+)+$")
    with pytest.raises(UsageError, match=r"^\(a\+\)\+\$: this pattern takes too long"):
        pattern.found_in("a" * 5000 + "b")


@pytest.mark.parametrize(("seconds", "calls"), [(0.4, 5), (1.5, 2), (3.0, 1)])
def test_slow_texts_share_one_patience(
    monkeypatch: pytest.MonkeyPatch, seconds: float, calls: int
) -> None:
    clock = SimpleNamespace(process_time=count(0, seconds).__next__)
    monkeypatch.setattr(search_terms, "time", clock)
    pattern = Pattern("a")
    assert all(pattern.found_in("a") for _ in range(calls - 1))
    with pytest.raises(UsageError, match="too long"):
        any(not pattern.found_in("a") for _ in range(2))


def test_long_texts_are_given_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(process_time=count(0, 0.05).__next__)
    monkeypatch.setattr(search_terms, "time", clock)
    pattern = Pattern("a")
    assert all(pattern.found_in("a" * 60_000) for _ in range(100))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file(newline: str) -> None:
    raw = newline.join(
        [
            "## 2023.04.02 去了趟杭州 ",
            "<!-- ---",
            "category: 杭州",
            "--- -->",
            "",
            "西湖",
            "",
            "\\## 2023.01.01 杭州",
            "在杭州，杭州",
            "",
            "",
        ]
    )
    body = "西湖\n\n## 2023.01.01 杭州\n在杭州，杭州"
    match = find([Words("杭州")], make_entry("去了趟杭州", body, raw=raw, line=10))
    expected = (
        Hit(10, 17, 19, "杭州"),
        Hit(17, 15, 17, "杭州"),
        Hit(18, 1, 3, "杭州"),
        Hit(18, 4, 6, "杭州"),
    )
    assert expected == match.lines


@pytest.mark.parametrize(
    ("raw", "title", "level", "expected"),
    [
        ("## 2023.04.02 2023", "2023", 2, Hit(5, 14, 18, "2023")),
        ("## 2023 2023.04.02", "2023", 2, Hit(5, 3, 7, "2023")),
        ("---\ndate: 2023-04-02\ntitle: '2023'\n---\n", "2023", 0, Hit(7, 8, 12, "2023")),
        ("## 2023.04.02 C\\#", "2023#", 2, Hit(5, 0, 4, "2023")),
    ],
)
def test_the_title_is_found_in_its_heading(raw: str, title: str, level: int, expected: Hit) -> None:
    match = find([Words("2023")], make_entry(title, "", raw=raw, line=5, level=level))
    assert (expected,) == match.lines


@given(
    st.lists(st.sampled_from(["杭州", "", "## a", "x…e\u0301", "> q"]), max_size=6),
    st.integers(1, 9),
)
def test_located_lines_say_what_the_body_says(lines: list[str], line: int) -> None:
    body = "\n".join(lines).strip("\n")
    entry = make_entry(
        "t", body, raw=f"## 2023.04.02 t\r\n\r\n{body}\r\n\r\n".replace("## a", "\\## a"), line=line
    )
    title, found = locate(entry)
    assert (line, "t") == (title.number, title.content)
    assert body == "\n".join(each.content for each in found)
    for each in found:
        assert entry.raw.replace("\r\n", "\n").split("\n")[each.number - line] == each.text


@pytest.mark.parametrize("level", [0, 2])
@pytest.mark.parametrize(("raw", "title"), [("杭州", ""), ("杭州", "杭州"), ("杭州\n", "t")])
def test_a_text_without_a_heading_has_its_lines(raw: str, title: str, level: int) -> None:
    match = find([Words("杭州")], make_entry(title, "杭州", raw=raw, level=level))
    assert Hit(1, 0, 2, "杭州") == match.lines[-1]


def test_an_entry_that_was_not_read_from_a_file_counts_its_own_lines() -> None:
    entry = Entry(None, "杭州", "一\n杭州")
    assert (Hit(1, 0, 2, "杭州"), Hit(3, 0, 2, "杭州")) == find([Words("杭州")], entry).lines


def test_where_lines_stand_can_be_told_from_outside() -> None:
    entry = make_entry("t", "杭州")
    title, (line,) = locate(entry)
    match = find([Words("杭州")], entry, locate=lambda _: (title, [type(line)(99, "州杭州", 1, 3)]))
    assert (Hit(99, 1, 3, "杭州"),) == match.lines


def test_a_phrase_over_a_line_break_is_two_hits() -> None:
    match = find([Words("big day")], make_entry("t", "one big\n  day more"))
    assert (Hit(2, 4, 7, "big"), Hit(3, 0, 5, "  day")) == match.lines


def test_hits_that_overlap_are_joined_and_neighbours_are_not() -> None:
    assert highlight([Words("ab"), Words("bc"), Words("de")], "abcde") == [(0, 3), (3, 5)]


def test_a_term_for_titles_leaves_the_body_alone() -> None:
    match = find([Words("杭州", title_only=True)], make_entry("杭州", "杭州"))
    assert [hit.line for hit in match.lines] == [1]


@given(st.lists(texts.filter(lambda text: "\n" not in text), min_size=1, max_size=4), texts)
def test_hits_are_slices_of_their_lines(lines: list[str], needle: str) -> None:
    body = "\n".join(lines)
    entry = make_entry("杭州", body)
    raw = entry.raw.split("\n")
    for hit in find([Words(needle)], entry).lines:
        assert hit.text == raw[hit.line - 1][hit.start : hit.end] != ""


def ranked(query: list[str], *entries: Entry) -> list[str]:
    terms = [Words(word) for word in query]
    matches = [find(terms, e) for e in entries if any(term.matches(e) for term in terms)]
    having = [sum(term.matches(entry) for entry in entries) for term in terms]
    return [match.entry.title for match in rank(matches, having, among=len(entries))]


def test_a_title_outranks_any_number_of_mentions() -> None:
    often = make_entry("often", "杭州 " * 50)
    once = make_entry("once", "杭州")
    title = make_entry("杭州", "")
    assert ranked(["杭州"], once, often, title) == ["杭州", "often", "once"]


def test_a_rare_word_outranks_a_common_one() -> None:
    common = [make_entry(f"common {n}", "上海") for n in range(3)]
    rare = make_entry("rare", "杭州")
    assert ranked(["上海", "杭州"], *common, rare)[0] == "rare"


def test_equals_keep_their_order() -> None:
    entries = [make_entry(f"{n}", "杭州") for n in range(5)]
    assert ranked(["杭州"], *entries) == ["0", "1", "2", "3", "4"]


def test_excerpts_are_the_lines_with_most_different_words() -> None:
    body = "杭州\n杭州杭州\n上海\n上海的杭州\n无"
    terms = [Words("杭州"), Words("上海")]
    match = find(terms, make_entry("杭州", body))
    assert [Excerpt(2, "杭州", ((0, 2),)), Excerpt(5, "上海的杭州", ((0, 2), (3, 5)))] == excerpts(
        match, 2
    )
    assert [excerpt.line for excerpt in excerpts(match, None)] == [2, 3, 4, 5]


def test_context_lines_have_nothing_to_highlight() -> None:
    match = find([Words("x")], make_entry("t", "a\nb\nx\nx\nc\nd"))
    expected = [(3, 0), (4, 1), (5, 1), (6, 0)]
    assert expected == [(e.line, len(e.spans)) for e in excerpts(match, None, context=1)]


def test_a_match_is_a_value() -> None:
    entry = make_entry("杭州", "")
    assert Match(entry, (Hit(1, 14, 16, "杭州"),), ((1, 0),), 2.0) == find([Words("杭州")], entry)
