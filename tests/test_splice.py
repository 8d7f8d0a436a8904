"""Files read by their headings and changed by slices are as the parser reads and writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.diary.diary import Diary
from journal.diary.ids import numbered, with_ids
from journal.diary.splice import splice
from journal.diary.standing import Standing, read_standing
from journal.entry import Entry
from journal.errors import DataError
from journal.markdown.document import Document, parse
from journal.values import replace
from tests.markdown_texts import BODIES, ENTRIES
from tests.test_scan import DIARIES, ORDERED

DIARY = """# Diary 日记

## 2023.04.02 河边

沿着河走。 #walk

## 2023.04.03 A walk

```
## 1999.01.01 no entry
```

## 2023.04.05 14:30 tea
<!--
{
 "mood": "好"
}
-->

I drank tea.
"""


def read(text: str) -> Document:
    """Return the document of a text that is plain enough."""
    found = read_standing(text.encode(), "a.md", journal="work")
    assert found is not None
    return found


@given(text=DIARIES | ORDERED)
def test_what_stands_is_what_the_parser_reads(text: str) -> None:
    data = text.encode("utf-8", "surrogateescape")
    found = read_standing(data, "a.md", journal="work")
    if found is not None:
        assert parse(text, "a.md", journal="work") == found


@given(text=DIARIES | ORDERED)
def test_standing_entries_have_the_ids_of_parsed_ones(text: str) -> None:
    found = read_standing(text.encode("utf-8", "surrogateescape"), "a.md", journal="work")
    if found is not None:
        (document,) = numbered(Diary((found,))).documents
        assert all(type(entry) is Standing for entry in document.entries)
        wanted = [entry.id for entry in with_ids(parse(text, "a.md", journal="work"))]
        assert wanted == [entry.id for entry in document.entries]


def test_everyday_diaries_are_read_by_their_headings() -> None:
    found = read(DIARY)
    assert parse(DIARY, "a.md", journal="work") == found
    assert all(type(entry) is Standing for entry in found.entries)


def test_an_entry_may_be_longer_than_what_is_read_at_once() -> None:
    text = DIARY + f"{'x' * 99}\n" * 25_000 + "\n## 2023.04.06 after\n"
    assert parse(text, "a.md", journal="work") == read(text)


def test_a_copy_with_changes_holds_all_of_it() -> None:
    entry = read(DIARY).entries[2]
    parsed = parse(DIARY, "a.md", journal="work").entries[2]
    assert replace(parsed, title="Tea") == replace(entry, title="Tea")
    assert replace(parsed, id="abc") == replace(entry, id="abc")


@given(
    text=DIARIES | ORDERED,
    added=st.lists(ENTRIES, max_size=3),
    gone=st.sets(st.integers(0, 9), max_size=2),
    changed=st.dictionaries(
        st.integers(0, 9),
        st.tuples(BODIES, st.sampled_from([None, dt.date(2023, 4, 2), dt.date(2021, 1, 1)])),
        max_size=2,
    ),
    stands=st.booleans(),
)
def test_slices_write_what_the_parser_writes(
    text: str,
    added: list[Entry],
    gone: set[int],
    changed: dict[int, tuple[str, dt.date | None]],
    stands: bool,
) -> None:
    data = text.encode("utf-8", "surrogateescape")
    document = parse(text, "a.md")
    light = read_standing(data, "a.md", journal="") if stands else document
    removals = [one for at, one in enumerate(document.entries) if at in gone]
    replacements = [
        (one, replace(one, body=changed[at][0], date=changed[at][1] or one.date))
        for at, one in enumerate(document.entries)
        if at in changed and at not in gone
    ]
    if light is None or not (added or removals or replacements):
        return
    try:
        found = splice(light, data, added, replacements=replacements, removals=removals)
    except DataError:
        found = None
    if found is None:
        return
    after, written = found
    expected = document.edit(added, replacements=replacements, removals=removals)
    assert expected.text.encode("utf-8", "surrogateescape") == written
    assert (expected.preamble, expected.entries) == (after.preamble, after.entries)
    assert expected.open_line == after.open_line


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("day", [(2023, 1, 1), (2023, 4, 3), (2024, 1, 1)])
def test_everyday_changes_are_made_by_slices(day: tuple[int, int, int], newline: str) -> None:
    text = DIARY.replace("\n", newline)
    found = splice(
        read(text),
        text.encode(),
        [Entry(dt.date(*day), "新的", "第一行。\n\n- item")],
        removals=[read(text).entries[1]],
    )
    assert found is not None
    assert parse(found[1].decode(), "a.md", journal="work").entries == found[0].entries


def test_a_block_that_is_never_closed_is_left_to_the_parser() -> None:
    text = DIARY + "\n```\nopen\n"
    data = text.encode()
    assert read_standing(data, "a.md", journal="") is None
    assert splice(parse(text, "a.md"), data, [Entry(dt.date(2023, 4, 4), "x", "y")]) is None
