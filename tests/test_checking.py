"""What programs hand to the library by mistake: told in one sentence, and never half done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from journal import Entry, record
from journal.errors import UsageError
from journal.markdown.checking import (
    check_entry,
    check_new,
    check_path,
    check_preference,
    check_words,
)

DAY = dt.date(2023, 4, 2)
NOON = dt.datetime(2023, 4, 2, 12, tzinfo=dt.UTC)
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"date": "2023-04-02"}, "str is given as the date of an entry; give a datetime.date"),
    ({"date": NOON}, "datetime is given as the date of an entry; give a datetime.date"),
    ({"title": None}, "None is given as the title of an entry; give a str"),
    ({"body": None}, "None is given as the body of an entry; give a str"),
    ({"body": "秘密".encode()}, "bytes is given as the body of an entry; give a str"),
    ({"time": "09:05"}, "str is given as the time of an entry; give a datetime.time"),
    ({"tags": "walk"}, "str is given as the tags of an entry; give a tuple of str"),
    ({"tags": None}, "None is given as the tags of an entry; give a tuple of str"),
    ({"tags": (1,)}, "int is given as a tag; give a str"),
    ({"meta": None}, "None is given as the meta of an entry; give a mapping"),
    ({"meta": {1: "x"}}, "int is given as a key of meta; give a str"),
    ({"meta": {"seen": DAY}}, "date is given as what meta says of 'seen'; give a value of JSON"),
]


def entry(**fields: Any) -> Entry:
    return Entry(**{"date": DAY, "title": "湖", "body": "雾", **fields})


@pytest.mark.parametrize(("fields", "told"), WRONG)
def test_a_field_of_another_kind_is_told(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_entry(entry(**fields))
    assert told == str(caught.value)


@pytest.mark.parametrize("value", [None, "text", {"date": "2023-04-02"}])
def test_what_is_no_entry_is_told(value: Any) -> None:
    for take in (check_entry, record):
        with pytest.raises(UsageError, match=r"give a journal\.Entry"):
            take(value)


@pytest.mark.parametrize("fields", [{"date": "2023-04-02"}, {"body": None}, {"tags": None}])
def test_a_record_of_a_wrong_entry_is_told(fields: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        record(entry(**fields))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": None}, "an entry to write has a date, and this has none; give it one"),
        ({"date": dt.date(1, 1, 1)}, "a diary cannot say the year 1; give one from 1000 to 2999"),
    ],
)
def test_a_day_that_no_heading_can_say_is_told(fields: dict[str, Any], told: str) -> None:
    check_entry(entry(**fields))
    with pytest.raises(UsageError) as caught:
        check_new(entry(**fields))
    assert told == str(caught.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"time": dt.time(9, 5), "tags": ("a", "b"), "meta": {"mood": ["好", 1, None]}},
        {"tags": ["a"], "body": "\udcff", "title": ""},
        {"date": None, "raw": "## 2023.02.30 x\n"},
    ],
)
def test_what_is_right_passes(fields: dict[str, Any]) -> None:
    check_new(entry(**fields))


def test_a_path_is_text_or_a_path() -> None:
    assert (
        check_path(Path("a/日记.md")) == check_path("a/日记.md").replace("\\", "/") == "a/日记.md"
    )
    for value in (b"life.md", None, 3, ["life.md"]):
        with pytest.raises(UsageError, match="give a str or a Path"):
            check_path(value)


def test_words_are_text_and_now_is_a_moment() -> None:
    check_words(["杭州", "-雨"], None)
    check_words([], NOON)
    for words, now in (([3], None), ([["杭州"]], None), (["杭州"], DAY), (["杭州"], "2023")):
        with pytest.raises(UsageError, match="give a "):
            check_words(words, now)


def test_a_preference_is_one_of_four_or_none() -> None:
    for value in (None, "newer", "existing", "incoming", "both"):
        check_preference(value)
    for wrong in ("", "bogus", 3, ["both"]):
        with pytest.raises(UsageError, match="'newer', 'existing'"):
            check_preference(wrong)
