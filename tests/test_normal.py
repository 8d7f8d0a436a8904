"""Normal forms: those of Unicode, but for runs of marks that no language has."""

from __future__ import annotations

import sys
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.normal import LIMIT, normalize

FORMS: tuple[Literal["NFC", "NFKC"], ...] = ("NFC", "NFKC")
MARKS = "\u0301\u0315\u0316\u0300\u3099\u0f71\u0f74"
LATE = "\u0f73\uff9e"


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text(st.sampled_from(MARKS + "aé湖ｶ"), max_size=LIMIT) | st.text())
def test_a_text_has_the_form_that_unicode_gives_it(form: Literal["NFC", "NFKC"], text: str) -> None:
    assert unicodedata.normalize(form, text) == normalize(form, text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", MARKS + LATE)
@pytest.mark.parametrize("before", ["", "湖边的风，" * 50, "e\u0301" * 50])
def test_only_a_run_that_is_too_long_is_parted(
    form: Literal["NFC", "NFKC"], mark: str, before: str
) -> None:
    whole, longer = f"{before}x{mark * LIMIT}", f"{before}x{mark * (LIMIT + 1)}"
    assert unicodedata.normalize(form, whole) == normalize(form, whole)
    assert unicodedata.normalize(form, f"{whole}\u034f{mark}") == normalize(form, longer)


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text(st.sampled_from(MARKS), min_size=LIMIT, max_size=5 * LIMIT))
def test_what_is_normal_stays(form: Literal["NFC", "NFKC"], text: str) -> None:
    found = normalize(form, f"é{text}")
    assert found == normalize(form, found)
    assert unicodedata.is_normalized(form, found)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("marks", ["\u0315\u0300", LATE, "\u0344\u0316"])
def test_endless_marks_end(form: Literal["NFC", "NFKC"], marks: str) -> None:
    """A square of this many would take minutes; nothing here looks at a clock."""
    assert len(normalize(form, f"a{marks * 300_000}")) > 600_000


def test_the_letters_that_become_marks_are_known() -> None:
    characters = map(chr, range(sys.maxunicode + 1))
    found = [
        char
        for char in characters
        if not unicodedata.combining(char)
        and unicodedata.combining(unicodedata.normalize("NFKD", char)[0])
    ]
    marks = [char * 2 * LIMIT for char in found]
    assert [normalize("NFKC", run).count("\u034f") for run in marks] == [1] * len(found)
