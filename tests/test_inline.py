"""Tags, images, links and words in the text of an entry."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.markdown.inline import count_words, images, links, tags, without_code

BODY = """\
今天 #杭州 去了#不是 #a/b-c #1 `#code` （#标签，）#行 \\#no
```
#fenced ![n](n.png) [n](n.html)
```
![alt](a b.png) ![x](<c d.png> "title") <img src="/M/2023.png" width=3> ![[w.png|100]]
[t](http://a.b/c_(d)) [[wiki|shown]] <https://q.w> http://x.y/z#frag。[![b](b.png)](http://badge)
"""


def test_tags_are_found_where_a_reader_sees_them() -> None:
    assert tags(BODY) == ("杭州", "a/b-c", "标签")


def test_image_targets() -> None:
    assert images(BODY) == ("a b.png", "c d.png", "/M/2023.png", "w.png", "b.png")


def test_link_targets() -> None:
    wanted = ("http://a.b/c_(d)", "wiki", "https://q.w", "http://x.y/z#frag", "http://badge")
    assert links(BODY) == wanted


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("""![a](b.png "it's (c) here")""", "b.png"),
        ("""![a](b.png 'say "c" here' )""", "b.png"),
        ("""![a]( b c.png  "[d] (e" ) (f)""", "b c.png"),
        ("""![a](  b  c.png\t)""", "b  c.png"),
        ("""![a]("b")""", ""),
        ("""![a](b "c)""", ""),
        ("""![a](b "c" d)""", ""),
        ("""![a](b "c ![d](e 'f')""", "e"),
        ("""![a](b "c ![d](e "f")""", "e"),
    ],
)
def test_a_target_ends_before_its_title(text: str, target: str) -> None:
    wanted = (target,) if target else ()
    assert wanted == images(text)
    assert wanted == links(text.replace("!", ""))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a `b` c", "`b`"),
        ("a ``b`c`` d", "``b`c``"),
        ("``a` b", ""),
        ("`a`` b", ""),
        ("a `b``c` ``d", "`b``c`"),
        ("a\n```b\nc\n```\nd", "```b\nc\n```"),
    ],
)
def test_code_is_what_stands_between_equal_marks(text: str, code: str) -> None:
    blanks = "\n".join(" " * len(line) for line in code.split("\n"))
    assert text.replace(code, blanks) == without_code(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今天 hello world", 4),
        ("don't 1.5", 4),
        ("日本語カタ", 5),
        ("snake_case", 2),
        ("", 0),
        ("。！", 0),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


WORDY = st.text(
    st.one_of(
        st.sampled_from(
            "aZ9_ -\n，。“…\u3000河了あカ한豈㐀䷀𠀀éß\u0301\u200dｗ９０²½Ⅷ々〇〤😀\u2028\x7f\udcff"
        ),
        st.characters(),
    ),
    max_size=30,
)


@given(text=WORDY)
def test_words_are_those_of_the_text_character_by_character(text: str) -> None:
    shown = unicodedata.normalize("NFC", text)
    alone = "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    found = re.compile(f"{alone}\U00020000-\U0003ffff]")
    kinds = "".join("h" if found.match(char) else "a" if char.isalnum() else " " for char in shown)
    assert kinds.count("h") + len(kinds.replace("h", " ").split()) == count_words(text)


@pytest.mark.parametrize(
    "piece",
    [
        *("<!-- #", "[[", "![", "![[", "[", "`", "```a\n", "<img ", "<a ", "[x](", "![x](", "(#"),
        *("[a](b 'c", "![a](b 'c", "![a]( ' ", "`a ``"),
    ],
)
def test_hostile_repeats_end(piece: str) -> None:
    """A square of this many would take minutes; nothing here looks at a clock."""
    text = piece * 200_000 + " #end"
    assert [len(find(text)) <= 1 for find in (tags, images, links)] == [True] * 3


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'`' * n}a" for n in range(1, 1500)),
        "`" * 200_000 + "a" * 200_000,
        "![a](" + " " * 200_000 + "b",
        "[a](" + "b " * 200_000 + "\n)",
    ],
    ids=lambda text: f"{text[:8]}…",
)
def test_hostile_lines_end(text: str) -> None:
    """A square of this many would take minutes; nothing here looks at a clock."""
    assert [find(f"{text} #end") for find in (images, links)] == [()] * 2
