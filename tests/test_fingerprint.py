"""Letters, faces, units and samples of texts."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import fingerprint

TEXT = st.text(alphabet=st.characters(codec=None), max_size=60) | st.text("ab 今天。[]()!<>\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", "helloworld"),
        ("今天，去了杭州。", "今天去了杭州"),
        ("ＡＢＣ１２３", "abc123"),
        ("きょうは、さむい", "きょうはさむい"),
        ("Straße", "strasse"),
        ("see [my notes](a/b.md) now", "seemynotesnow"),
        ("[page (x)](https://e.org/wiki/A_(b)) end", "pagexend"),
        ("[[2023-04-02|yesterday]] and [[home]]", "yesterdayandhome"),
        ("before ![alt text](img/a.png) after", "beforeafter"),
        ('<img src="a.png" style ="width: 3px"> text', "text"),
        ("![[photo.png]]text", "text"),
        ("[![badge](b.svg)](https://e.org) text", "text"),
        ("**bold** and `code`", "boldandcode"),
        ("", ""),
    ],
)
def test_letters_keep_only_what_is_said(text: str, expected: str) -> None:
    assert expected == fingerprint.letters(text)


@given(TEXT)
def test_letters_do_not_depend_on_the_canonical_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fingerprint.letters(text) == fingerprint.letters(decomposed)


@given(st.text(), st.text())
def test_any_text_has_every_fingerprint(title: str, body: str) -> None:
    text = fingerprint.letters(body)
    fingerprint.face(title, body)
    fingerprint.content_key(body, text)
    fingerprint.title_key(title)
    assert len(fingerprint.sample(text)) <= len(fingerprint.shingles(text))
    assert text.replace("\n", "") == fingerprint.units(body).replace("\n", "")


SIGNS = st.text("，。、！？：；（）,.-*=_ \n\u3000a字か①™Å½\u0301\u0338\u3099\uff9e")


@given(SIGNS)
def test_letters_are_those_of_the_compatible_form(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not unicodedata.is_normalized("NFKC", plain):
        plain = unicodedata.normalize("NFKC", plain)
    expected = "".join(sign for sign in plain if sign.isalnum() or sign == "_")
    assert expected == fingerprint.letters(text)


def test_bytes_that_are_no_utf8_are_letters() -> None:
    one, other = (data.decode("utf-8", "surrogateescape") for data in (b"\xc4\xe3", b"\xba\xc3"))
    assert fingerprint.letters(one) != fingerprint.letters(other)
    assert fingerprint.sample(fingerprint.letters(one * 40))


def test_face_ignores_blank_space_and_nothing_else() -> None:
    face = fingerprint.face("a title", "one line\nmore")
    assert face == fingerprint.face("a  title ", "one\nline more\n")
    assert face != fingerprint.face("a title", "one line, more")


def test_text_without_letters_counts_by_its_images() -> None:
    one, same, other = "![](a/x.png)", "<img src='b/x.jpg'>", "![](a/y.png)"
    keys = [fingerprint.content_key(body, "") for body in (one, same, other)]
    assert keys[0] == keys[1] != keys[2]


def test_targets_are_found_in_order() -> None:
    body = '![](a b.png) ![x](c/d(1).png "t") <img alt="q" src=e.gif> ![[f.jpg|100]] [g](h) [[i]]'
    assert fingerprint.images(body) == ("a", "c/d(1).png", "e.gif", "f.jpg")
    assert fingerprint.links("[g](h) and [[i]]") == ("h", "i")


def test_paragraphs_are_split_at_blank_lines() -> None:
    assert fingerprint.paragraphs("a\nb\n \t\nc\n\n---\n\n　　今天。") == ["ab", "c", "今天"]


@pytest.mark.parametrize(
    "alphabet",
    [range(97, 123), range(0x430, 0x450), range(0x3041, 0x3094), range(0x4E00, 0x9FA5)],
)
def test_about_one_shingle_in_sixteen_is_sampled_wherever_it_stands(alphabet: range) -> None:
    random = Random(5)  # noqa: S311 - no secret
    text = "".join(map(chr, random.choices(alphabet, k=8000)))
    found = set(fingerprint.sample(text))
    assert 250 < len(found) < 1000
    assert found <= set(fingerprint.sample(f"xyz{text}xyz"))


@pytest.mark.parametrize("unit", ["[", "![", "[a](", "![[", "<img ", "[[", "(((", "]("])
def test_marks_left_open_cost_no_square(unit: str) -> None:
    text = unit * 200_000
    assert fingerprint.letters(text).replace("img", "").replace("a", "") == ""
    assert len(fingerprint.images(text)) + len(fingerprint.links(text)) <= 200_000


@pytest.mark.parametrize("marks", ["\u0301\u0315\u0316", "\u0f73", "\uff9e\u0301"])
def test_marks_without_end_cost_no_square(marks: str) -> None:
    text = "e" + marks * 100_000
    assert fingerprint.letters(text)
    assert fingerprint.units(text)
    assert fingerprint.face("", text)
