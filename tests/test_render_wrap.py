"""Lines break where a typesetter would break them, and never beyond the margin."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from journal.render.cells import cells, clusters, cut, head, tail
from journal.render.wrap import break_points

_NO_START = "，。、；：？！）》」』”’】〉…"
_NO_END = "（《「『“‘【〈"
_WORDS = ("杭州", "天气", "，", "。", "（", "）", "“", "”", "《", "》", "……", "！", "GPT", "LoRA")
_SIGNS = (
    "👨‍👩‍👧",
    "🇨🇳",
    "❤️",
    "👍🏽",
    "e\u0301",
    "한국",
    "🇨",
    "🏽",
    "क्‍ष",
    "１",
    "\u0301",
    "　",
    " ",
)

sentences = st.lists(st.sampled_from((*_WORDS, " ", "mountain", "2023")), max_size=60).map("".join)
texts = st.lists(st.sampled_from((*_WORDS, *_SIGNS)), max_size=60).map("".join)
widths = st.integers(20, 200)


def lines(text: str, width: int) -> list[str]:
    """Divide text at its break points."""
    points = [0, *break_points(text, width), len(text)]
    return [text[start:end].rstrip(" ") for start, end in pairwise(points)]


def test_wraps_between_chinese_characters_up_to_the_margin() -> None:
    text = "今天终于结束了我的毕业论文答辩，研究生生活即将画上句号。"
    assert lines(text, 20) == ["今天终于结束了我的毕", "业论文答辩，研究生生", "活即将画上句号。"]


def test_takes_punctuation_back_instead_of_beginning_a_line_with_it() -> None:
    assert lines("一二三四五六七八九十，然后（好）", 20) == ["一二三四五六七八九", "十，然后（好）"]
    assert lines("一二三四五六七八九（十）", 20) == ["一二三四五六七八九", "（十）"]


def test_keeps_latin_words_whole_inside_chinese() -> None:
    text = "我们用Transformer架构训练"
    assert lines(text, 13) == ["我们用", "Transformer架", "构训练"]
    assert lines("don’t break “this” here", 20) == ["don’t break “this”", "here"]


def test_divides_a_word_that_no_line_can_hold() -> None:
    assert lines("a" * 25 + " b", 20) == ["a" * 20, "a" * 5 + " b"]


def test_divides_an_address_behind_a_slash() -> None:
    address = "https://example.org/first/second/third"
    assert lines(address, 24) == ["https://example.org/", "first/second/third"]
    assert lines(f"见 {address}", 30) == ["见 https://example.org/first/", "second/third"]


@given(texts, widths)
def test_no_line_is_wider_than_the_screen_and_nothing_is_lost(text: str, width: int) -> None:
    points = break_points(text, width)
    assert sorted(set(points)) == points
    assert all(0 < point < len(text) for point in points)
    assert all(wcswidth(line) <= width for line in lines(text, width))


@given(sentences, widths)
def test_no_line_begins_or_ends_against_the_rules(text: str, width: int) -> None:
    broken = lines(text, width)
    for before, after in pairwise(broken):
        # A run of punctuation as wide as a line leaves no choice.
        if after and before and len(set(before) - set(_NO_START + _NO_END)) > 1:
            assert after[0] not in _NO_START or text[text.index(after) - 1] == " "
            assert before[-1] not in _NO_END or before + " " in text


@given(texts)
def test_cells_are_never_fewer_than_a_terminal_takes(text: str) -> None:
    assert wcswidth(text) <= cells(text)
    assert text == "".join(text[start:end] for start, end, _ in clusters(text))


@given(texts, st.integers(1, 40))
def test_cuts_to_the_width(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width
    assert cells(cut(text, width, end=True)) <= width
    assert text.startswith(head(text, width))
    assert text.endswith(tail(text, width))
    assert cells(text) > width or text == cut(text, width)


@given(texts, st.integers(0, 40))
def test_a_beginning_is_as_long_as_fits(text: str, width: int) -> None:
    ends = [0, *(end for _, end, _ in clusters(text))]
    sizes = [0, *accumulate(size for *_, size in clusters(text))]
    fitting = [end for end, size in zip(ends, sizes, strict=True) if size <= width]
    assert text[: fitting[-1]] == head(text, width)


@pytest.mark.parametrize("pair", ["👨‍👩‍👧", "🇨🇳", "❤️", "👍🏽"])
def test_never_divides_an_emoji(pair: str) -> None:
    for width in range(20, 26):
        assert all(pair * (len(line) // len(pair)) == line for line in lines(pair * 40, width))
