"""Tags, images, links and words in the text of an entry."""

from __future__ import annotations

import pytest

from journal.markdown.inline import count_words, images, links, tags

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


@pytest.mark.parametrize(
    "piece",
    ["<!-- #", "[[", "![", "![[", "[", "`", "```a\n", "<img ", "<a ", "[x](", "![x](", "(#"],
)
def test_hostile_repeats_end(piece: str) -> None:
    """A square of this many would take minutes; nothing here looks at a clock."""
    text = piece * 200_000 + " #end"
    assert [len(find(text)) <= 1 for find in (tags, images, links)] == [True] * 3
