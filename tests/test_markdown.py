"""A journal file, to the byte: parse, insert, replace, remove."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from journal.entry import Entry
from journal.errors import DataError
from journal.markdown.blocks import outline
from journal.markdown.document import Document, parse
from journal.markdown.heading import parse_heading
from journal.markdown.levels import unsettle
from journal.markdown.section import escape, settle, trim, unescape
from tests.markdown_texts import BODIES, ENTRIES, TEXTS

DIARY = """\
# 日记

一些说明。

## 2023.04.02 去了趟杭州
今天去了西湖。

```python
## 2023.04.01 not an entry
```

### 2023.04.02 晚上
不是新的一天。

## 2023.03.24 写小说
第一章。
"""


def test_parse_finds_preamble_entries_and_lines() -> None:
    document = parse(DIARY, "diary.md")
    assert document.preamble == "# 日记\n\n一些说明。\n\n"
    assert [(str(e.date), e.title, str(e.source), e.source.end_line) for e in document.entries] == [
        ("2023-04-02", "去了趟杭州", "diary.md:5", 13),
        ("2023-03-24", "写小说", "diary.md:15", 16),
    ]
    assert document.newest_first is True


@pytest.mark.parametrize(
    ("text", "date", "title"),
    [
        ("2023.04.02 title", "2023-04-02", "title"),
        ("title 2023.04.02", "2023-04-02", "title"),
        ("2023-04-02", "2023-04-02", ""),
        ("2023/4/2 (Sun) title", "2023-04-02", "title"),
        ("2023年4月2日 标题", "2023-04-02", "标题"),
        ("2023年04月02日 星期日 晴", "2023-04-02", "晴"),
        ("January 2, 2023", "2023-01-02", ""),
        ("Sunday, January 1, 2023", "2023-01-01", ""),
        ("2 January 2023 at home", "2023-01-02", "at home"),
        ("2023.04.02 14:30 title", "2023-04-02", "title"),
        ("2023.04.02 下午3点半茶", "2023-04-02", "下午3点半茶"),
        ("2023.04.02.  ", "2023-04-02", ""),
        ("２０２３．０４．０２　标题", "2023-04-02", "标题"),
        ("[2023-04-02] title", "2023-04-02", "title"),
        ("[[2023-04-02]]", "2023-04-02", ""),
        ("**2023-04-02**: title", "2023-04-02", "title"),
        ("2023.04.02 周一例会", "2023-04-02", "周一例会"),
        ("2023.04.03 Sat on the couch", "2023-04-03", "Sat on the couch"),
        ("2023.04.03 14:30 Sun-dried", "2023-04-03", "Sun-dried"),
        ("2023.04.02 Sun and rain", "2023-04-02", "and rain"),
        ("2022.04.02 Sun Walk", "2022-04-02", "Walk"),
        ("2022.04.02 sun, walked", "2022-04-02", "walked"),
        ("Day 12: November 10, 2018", "2018-11-10", "Day 12"),
        ("2023.02.30 不存在的一天", "None", "不存在的一天"),
    ],
)
def test_headings_in_every_form(text: str, date: str, title: str) -> None:
    head = parse_heading(text)
    assert head is not None
    assert (str(head.date), head.title) == (date, title)


@pytest.mark.parametrize(
    "text", ["", "2023", "2023.04", "1.2.2023", "version 2023.04.02.1", "see 2023.04.02 for more"]
)
def test_headings_without_a_full_date_at_an_end(text: str) -> None:
    assert parse_heading(text) is None


def test_weekday_and_time_are_read() -> None:
    head = parse_heading("2023.04.02 周日 21:05 标题")
    assert head is not None
    assert (head.weekday, head.time, head.title) == (6, dt.time(21, 5), "标题")


def test_the_level_of_most_dated_headings_begins_entries() -> None:
    text = (
        "# 2023\n\n### 2023.01.01 a\n\n### 2023.01.02 b\n\n## 2023.01.03 c\n\n#### 2023.01.04 d\n"
    )
    assert [entry.title for entry in parse(text).entries] == ["a", "b", "c"]


def test_an_impossible_date_keeps_its_entry() -> None:
    document = parse("## 2023.02.30 二月三十\ntext\n")
    assert [(entry.date, entry.title, entry.body) for entry in document.entries] == [
        (None, "二月三十", "text")
    ]


@given(TEXTS)
def test_parse_then_join_is_identity(text: str) -> None:
    assert parse(text).text == text


@given(st.binary(max_size=200))
def test_parse_keeps_any_bytes(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    assert parse(text).text.encode("utf-8", "surrogateescape") == data


@given(TEXTS, ENTRIES)
def test_an_inserted_entry_is_found_once_and_the_rest_stays(text: str, entry: Entry) -> None:
    before = parse(text)
    after = unless_refused(lambda: before.insert(entry))
    if after is None:
        # A file that begins with a rule may have its "header" closed by the new text.
        assert before.open_line or text.lstrip("\ufeff").startswith(("---", "+++", "{"))
        return
    assert len(after.entries) == len(before.entries) + 1
    wanted = settle(entry, before.style.level)
    assert shown(after).count((wanted.date, wanted.title, wanted.body)) == 1 + shown(before).count(
        (wanted.date, wanted.title, wanted.body)
    )
    position = 0
    while position < len(text) and text[position] == after.text[position]:
        position += 1
    added = len(after.text) - len(text)
    assert text[position:] == after.text[position + added :]


@given(TEXTS, ENTRIES)
def test_an_entry_put_in_and_taken_out_leaves_the_text(text: str, entry: Entry) -> None:
    before = parse(text)
    after = unless_refused(lambda: before.insert(entry))
    if after is None:
        return
    old = {(e.raw.rstrip(), e.source.line) for e in before.entries}
    new = [e for e in after.entries if (e.date, e.title) == (entry.date, settle(entry, 2).title)]
    gone = after.remove(next(e for e in new if (e.raw.rstrip(), e.source.line) not in old))
    assert written_lines(gone.text) == written_lines(text)


@given(TEXTS, ENTRIES, st.integers(0, 5))
def test_a_replaced_entry_leaves_all_others(text: str, entry: Entry, index: int) -> None:
    before = parse(text)
    if index >= len(before.entries) or before.open_line:
        return
    old = before.entries[index]
    after = unless_refused(lambda: before.replace(old, replace(entry, raw=old.raw)))
    if after is None:
        # What stood above the entry may swallow what stood below it: a list, or a rule as header.
        assert re.search(r"^(?:- |1\. |---|\+\+\+|\{)", text, re.MULTILINE)
        return
    others = [e.raw.rstrip(" \t\r\n") for e in before.entries if e is not old]
    assert len(after.entries) == len(before.entries)
    for raw in others:
        assert raw in [e.raw.rstrip(" \t\r\n") for e in after.entries]


def test_seconds_that_only_the_header_told_stay_when_it_is_made_anew() -> None:
    header = "---\ndate: 2021-11-05 23:13:53\ncover: a\n---"
    before = parse(f"## 2021.11.05 23:13 chip\n<!--\n{header}\n-->\n\nx\n\n## 2021.11.06 next\n")
    (old, _) = before.entries
    again = before.replace(old, replace(old, header="", meta={"cover": "b"}))
    (entry, _) = again.entries
    assert (dt.time(23, 13, 53), {"cover": "b"}) == (entry.time, entry.meta)
    kept = before.replace(old, replace(old, body="y"))
    assert kept.text == before.text.replace("x\n", "y\n")


@given(BODIES, st.integers(1, 6))
def test_escaped_headings_come_back(body: str, level: int) -> None:
    assert unescape(escape(body, level)) == body


@given(BODIES, st.integers(1, 3))
def test_an_entry_gets_its_headings_back_from_a_post(body: str, level: int) -> None:
    entry = settle(Entry(dt.date(2023, 4, 2), "标题", body, level=level), level)
    post, shows = unsettle(entry)
    assert settle(replace(post, shift=None if shows else post.shift), level).body == entry.body


@given(BODIES)
def test_a_post_gets_its_headings_back(body: str) -> None:
    body = trim(body)
    post = Entry(dt.date(2023, 4, 2), "标题", body, level=0)
    settled = settle(post, 2)
    assert unsettle(settled)[0].body.startswith(body)
    assert all(heading.level > 2 for heading in outline(settled.body).headings) or any(
        heading.level > 4 for heading in outline(body).headings
    )


@given(TEXTS)
def test_headings_agree_with_markdown_it(text: str) -> None:
    # Listed differences: HTML blocks that end at a blank line hide no heading here, and
    # lists are followed only as far as fences and indented headings need it.
    text = text.removeprefix("\ufeff")
    if any(mark in text for mark in ("- ", "1. ", "</", "-->", "\udcff")) or "\r" in text:
        return
    tokens = MarkdownIt("commonmark").parse(text)
    wanted = [
        (token.map[0], int(token.tag[1]))
        for token in tokens
        if token.type == "heading_open"
        and token.level == 0
        and token.map
        and token.markup[0] == "#"
    ]
    found = [(text.count("\n", 0, h.start), h.level) for h in outline(text).headings]
    assert found == wanted


def test_an_entry_behind_an_open_fence_is_refused_with_its_line() -> None:
    document = parse("## 2023.01.01 a\n```\ncode\n", "diary.md")
    with pytest.raises(DataError) as caught:
        document.insert(Entry(dt.date(2023, 1, 2), "b", ""))
    assert caught.value.where == "diary.md:2"


def test_an_entry_before_an_open_fence_is_inserted() -> None:
    text = "## 2023.01.03 c\n\n## 2023.01.01 a\n```\ncode\n"
    after = parse(text).insert(Entry(dt.date(2023, 1, 2), "b", "x"))
    assert after.text == "## 2023.01.03 c\n\n## 2023.01.02 b\nx\n\n## 2023.01.01 a\n```\ncode\n"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("## 2023-01-01 a\r\nx\r\n", "## 2023-01-02 b\r\ny\r\n"),
        ("### a 2023.01.01\n\nx\n", "### b 2023.01.02\n\ny\n"),
        ("# 2023年1月1日 (日) a\nx\n", "# 2023年1月2日 (一) b\ny\n"),
        ("# January 1, 2023 a\nx\n", "# January 2, 2023 b\ny\n"),
    ],
)
def test_a_new_entry_takes_the_form_of_the_file(text: str, section: str) -> None:
    newline = "\r\n" if "\r" in text else "\n"
    after = parse(text).insert(Entry(dt.date(2023, 1, 2), "b", "y"))
    assert after.text == text + newline + section


def test_a_file_out_of_order_gets_the_entry_where_fewest_are_wrong() -> None:
    text = "".join(f"## 2023.01.{day:02}\n\n" for day in (9, 8, 1, 7, 6, 3, 2))
    after = parse(text).insert(Entry(dt.date(2023, 1, 5), "", "new"))
    days = [entry.date.day for entry in after.entries if entry.date]
    assert days == [9, 8, 1, 7, 6, 5, 3, 2]


def unless_refused(change: Callable[[], Document]) -> Document | None:
    try:
        return change()
    except DataError:
        return None


def written_lines(text: str) -> list[str]:
    return [line for line in re.split(r"[\r\n]", text) if line]


def shown(document: Document) -> list[tuple[object, str, str]]:
    return [(entry.date, entry.title, entry.body) for entry in document.entries]
