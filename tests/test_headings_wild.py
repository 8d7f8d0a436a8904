"""Headings as people write them: days without years, ranges, underlines, links, no fences."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from journal import formats
from journal.dates.stamp import find_week
from journal.entry import Entry
from journal.errors import DataError
from journal.formats import NoEntryError, posts
from journal.journal import Journal
from journal.markdown.blocks import outline
from journal.markdown.document import Document, parse
from journal.markdown.form import write_heading
from journal.markdown.heading import Form, parse_heading, parse_part
from journal.markdown.pages import page_of_path, read_page
from journal.markdown.section import escape, settle, unescape
from tests.markdown_texts import ENDINGS, LINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Home

WILD = st.sampled_from(
    [
        *("# 2023", "# 2022年", "# 日记 2023", "## 四月", "# 2023-04", "# 十二月", "2023\n===="),
        *("## 1/12", "## 12/31 除夕", "## 4月2日 湖边", "## April 2", "## 12-31", "### 2日"),
        *("## 3/4 of the work", "## 1/12-13", "## 3/3, 3/8", "### 4月2日", "# 1/13"),
        *("## 2/29 leap", "## 四月三日", "## walk 4/2", "## 4/2 14:30 tea (Sun)"),
        *("2023.04.02 a\n=====", "2023.04.03 b\n-----", "1/12\n---", "c 2023.04.04\n---"),
        *("2023.04.05 d", "=====", "-----", "\\-----", "\\=====", "\\## 1/12", "\\# 2023"),
        *("## 2023.04.02-04.05 trip", "## 2023-04-02 ~ 2023-04-05", "## trip 2023.04.02-05"),
        *("## [[2023-04-02]]", "## [[2023-04-02|Sunday]] x", "## <2023-04-02 Sun>"),
        *("## Day 12: November 10, 2018", "***", "text", "", "", ""),
    ]
)
LINE = st.one_of(WILD, WILD, LINES)
TEXTS = st.lists(st.tuples(LINE, ENDINGS), max_size=20).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
# What a person writes: days below years, a blank line between any two of them.
_HEADING = "# 2023|# 2022|# 2024年|## 1/12 a|## 4月2日 b|## 12/31|## 1/1 c|## 6/30|## 2023.05.05 x"
DIARIES = st.lists(st.sampled_from([*_HEADING.split("|"), "text", "# 附录"]), max_size=12).map(
    lambda lines: "\n\n".join([*lines, ""])
)
BODIES = st.lists(LINE, max_size=6).map("\n".join)
TITLES = st.sampled_from(
    ["", "标题", "-13 trip", "~ 2023-04-05", "3/8", "/2023-04-05", "13", "x 1/12", "日记 2023"]
)
NAMES = st.sampled_from(["", "标题", "-13 trip", "3/8", "13", "x 1/12", "日记 2023"])
ENTRIES = st.builds(Entry, st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)), TITLES, BODIES)
NEAR = st.builds(Entry, st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)), NAMES, st.just("文"))
PATHS = st.sampled_from(["diary.md", "2023.md", "diary-2022.md", "2023/04.md"])


def unless_refused(change: Callable[[], Document]) -> Document | None:
    try:
        return change()
    except DataError:
        return None


def shown(document: Document) -> list[tuple[object, str, str]]:
    return [(entry.date, entry.title, entry.body) for entry in document.entries]


@given(TEXTS, PATHS)
def test_no_byte_is_lost(text: str, path: str) -> None:
    assert parse(text, path).text == text


@given(TEXTS, PATHS, ENTRIES)
def test_an_entry_is_found_again_once(text: str, path: str, entry: Entry) -> None:
    before = parse(text, path)
    after = unless_refused(lambda: before.insert(entry))
    if after is None:
        return
    wanted = settle(entry, before.style.level)
    fact = (wanted.date, wanted.title, wanted.body)
    assert sorted(map(str, shown(after))) == sorted(map(str, [*shown(before), fact]))


@given(DIARIES, PATHS, NEAR)
def test_a_diary_without_years_takes_every_entry(text: str, path: str, entry: Entry) -> None:
    before = parse(text, path)
    if before.calendar is None:
        return
    assert len(before.insert(entry).entries) == len(before.entries) + 1


@given(BODIES, st.integers(1, 6), st.booleans())
def test_escaped_headings_come_back(body: str, level: int, without_year: bool) -> None:
    assert unescape(escape(body, level, without_year=without_year)) == body


@given(TEXTS)
def test_underlined_headings_agree_with_markdown_it(text: str) -> None:
    # Listed differences: those of `test_markdown`, and a heading right under a quote, a list or
    # indented code, where a text that goes on would not be one.
    if any(mark in text for mark in ("- ", "1. ", "</", "-->", "\udcff", "    ", "\t", "\r")):
        return
    wanted = {
        (token.map[0], int(token.tag[1]))
        for token in MarkdownIt("commonmark").parse(text)
        if token.type == "heading_open" and token.level == 0 and token.map
        if token.markup[0] == "#" or token.map[1] - token.map[0] == 2
    }
    headings = outline(text, underlined=True).headings
    found = {(text.count("\n", 0, heading.start), heading.level) for heading in headings}
    lines = text.split("\n")
    assert found <= wanted
    assert {one for one in wanted if not (one[0] and lines[one[0] - 1].strip(" "))} <= found


@given(st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)), TITLES)
def test_a_title_with_the_rest_of_a_range_is_written_so_that_it_reads_back(
    date: dt.date, title: str
) -> None:
    head = parse_heading(write_heading(date, None, title, Form()))
    assert head is not None
    assert (head.date, head.title) == (date, title)


@pytest.mark.parametrize(
    ("text", "date", "weekday", "title"),
    [
        ("2023.04.02-04.05 title", "2023-04-02", None, "-04.05 title"),
        ("2023-04-02 ~ 2023-04-05", "2023-04-02", None, "~ 2023-04-05"),
        ("2023-04-02/2023-04-05", "2023-04-02", None, "/2023-04-05"),
        ("2023.12.30-01.02 跨年", "2023-12-30", None, "-01.02 跨年"),
        ("trip 2023.04.02-05", "2023-04-02", None, "trip -05"),
        ("trip (2023.04.02 - 2023.04.05)", "2023-04-02", None, "trip - 2023.04.05"),
        ("[[2023-04-02]]", "2023-04-02", None, ""),
        ("[[2023-04-02|Sunday]] x", "2023-04-02", 6, "x"),
        ("[[2023-04-02|湖边]] x", "2023-04-02", None, "湖边 x"),
        ("<2023-04-02 Sun>", "2023-04-02", 6, ""),
        ("<2023-04-02 Sun 10:30> x", "2023-04-02", 6, "x"),
        ("Day 12: November 10, 2018", "2018-11-10", None, "Day 12"),
    ],
)
def test_whole_dates(text: str, date: str, weekday: int | None, title: str) -> None:
    head = parse_heading(text)
    assert head is not None
    assert (str(head.date), head.weekday, head.title) == (date, weekday, title)


@pytest.mark.parametrize("text", ["2023-04-02-16-24", "2023.04.02.1", "2023.04.05-02 x"])
def test_stamps_and_versions_are_no_ranges(text: str) -> None:
    assert parse_heading(text) is None


@pytest.mark.parametrize(
    ("text", "month", "day", "title"),
    [
        *(("1/12", 1, 12, ""), ("1/12-13", 1, 12, "-13"), ("3/3, 3/8", 3, 3, "3/8")),
        *(("4月2日 题", 4, 2, "题"), ("4月2日吃饭", 4, 2, "吃饭"), ("四月二十日", 4, 20, "")),
        *(("April 2", 4, 2, ""), ("2 Apr. walk", 4, 2, "walk"), ("12-31", 12, 31, "")),
        *(
            ("walk 4/2", 4, 2, "walk"),
            ("周日 4/2", 4, 2, ""),
            ("4月2日-5日 京都", 4, 2, "-5日 京都"),
        ),
    ],
)
def test_days_without_a_year(text: str, month: int, day: int, title: str) -> None:
    head = parse_part(text)
    assert head is not None
    assert head.date is not None
    assert (head.date.month, head.date.day, head.title) == (month, day, title)


@pytest.mark.parametrize(
    "text", ["", "1.2 Method", "24/7", "12/31/2024", "2 things", "13/45", "2023.04.02", "4/2%"]
)
def test_what_names_no_day(text: str) -> None:
    assert parse_part(text) is None


@pytest.mark.parametrize(
    ("text", "path", "dates"),
    [
        (
            "# 2023\n\n## 四月\n\n### 4月2日\n\n## 五月\n\n### 5月3日\n",
            "d.md",
            "2023-04-02 2023-05-03",
        ),
        ("# 2020年周报\n\n## **七月**\n\n### 7月6日至7月10日\n", "d.md", "2020-07-06"),
        ("## 1/12\n\n## 1/13\n", "2023.md", "2023-01-12 2023-01-13"),
        ("## 1/12\n\n## 1/13\n", "notes/2023/01.md", "2023-01-12 2023-01-13"),
        ("# 2023-04\n\n## 2\n\n## 3日 x\n", "d.md", "2023-04-02 2023-04-03"),
        ("## 12/30\n\n## 12/31\n\n## 1/2\n", "diary-2023.md", "2023-12-30 2023-12-31 2024-01-02"),
        ("## 1/3\n\n## 1/2\n\n## 12/31\n", "2023.md", "2023-01-03 2023-01-02 2022-12-31"),
        ("# 2023\n\n## 1/5\n\n# 2022\n\n## 12/31\n", "d.md", "2023-01-05 2022-12-31"),
        ("2023\n====\n\n1/12\n----\n\nx\n\n## 1/13\n", "d.md", "2023-01-12 2023-01-13"),
        ("## 4/3\n\n## 4/2\n\n# 2022\n\n## 12/31\n", "d.md", "2023-04-03 2023-04-02 2022-12-31"),
        ("# 2023\n\n## 2/28\n\n## 2/29\n\n## 3/1\n", "d.md", "2023-02-28 2023-03-01"),
        (
            "## 2023.04.02\n\n## 3/4 of the work\n\n## 2023.04.01\n",
            "2023.md",
            "2023-04-02 2023-04-01",
        ),
        ("## 2023.04.02\n\n### 4/3\n\n### 4/4\n\n### 4/5\n", "2023.md", "2023-04-02"),
        ("# 2023\n\n## A\n\n## B\n\n## 1/2 cup\n", "d.md", ""),
        ("## 1/12\n\n## 1/13\n", "diary.md", ""),
        ("## 1/12\n\n## 1/13\n", "2022-2023.md", ""),
        ("2023.04.02 a\n====\n\nx\n\n# 2023.04.01 b\n", "d.md", "2023-04-02 2023-04-01"),
        ("## 2023.04.02 a\n\nx\n\nAnn 2023.04.03\n---\n", "d.md", "2023-04-02"),
        ("```\n2023.04.02 a\n====\n```\n\ntwo lines\n2023.04.03\n---\n", "d.md", ""),
    ],
)
def test_the_dates_of_a_file(text: str, path: str, dates: str) -> None:
    assert [str(entry.date) for entry in parse(text, path).entries] == dates.split()


@pytest.mark.parametrize(
    ("path", "year", "month"),
    [
        *(("2023.md", 2023, None), ("a/diary-2023.md", 2023, None), ("2023-04.md", 2023, 4)),
        *(("2023年4月.md", 2023, 4), ("2023/04.md", 2023, 4), ("2023-04-02.md", None, None)),
        *(("diary.md", None, None), ("2022-2023.md", None, None), ("v12023.md", None, None)),
    ],
)
def test_the_year_of_a_file_name(path: str, year: int | None, month: int | None) -> None:
    page = page_of_path(path)
    assert (page.year, page.month) == (year, month)


@pytest.mark.parametrize("text", ["附录", "12 months", "2023.04.02", "2022 to 2023", "1.2", ""])
def test_headings_that_name_no_year_or_month(text: str) -> None:
    assert read_page(text) is None


def test_what_stands_under_a_year_belongs_to_no_entry() -> None:
    text = "# 2023\n\n## 1/5 a\nx\n\n## Notes\n\n# 2022\n\n那一年。\n\n## 12/31 z\nz\n"
    first, second = parse(text, "d.md").entries
    assert (first.body, first.source.end_line) == ("x\n\n## Notes", 6)
    assert (second.body, second.source.line) == ("z", 12)


YEARS = "# 2023\n\n## 4/2 b\n\nb\n\n## 1/5 a\n\na\n\n# 2022\n\n## 12/31 z\n\nz\n"
MONTHS = "# 2023\n\n## 四月\n\n### 4月2日 a\n\na\n\n## 五月\n\n### 5月3日 b\n\nb\n"


@pytest.mark.parametrize(
    ("text", "date", "before", "section"),
    [
        (YEARS, dt.date(2023, 1, 2), "# 2022", "## 1/2 新\n\n文\n\n"),
        (YEARS, dt.date(2022, 12, 31), "## 12/31 z", "## 12/31 新\n\n文\n\n"),
        (YEARS, dt.date(2024, 1, 3), "# 2023", "# 2024\n\n## 1/3 新\n\n文\n\n"),
        (YEARS, dt.date(2021, 5, 5), "", "\n# 2021\n\n## 5/5 新\n\n文\n"),
        (MONTHS, dt.date(2023, 4, 5), "## 五月", "### 4月5日 新\n\n文\n\n"),
        (MONTHS, dt.date(2023, 6, 1), "", "\n## 六月\n\n### 6月1日 新\n\n文\n"),
        (MONTHS, dt.date(2024, 1, 1), "", "\n# 2024\n\n## 一月\n\n### 1月1日 新\n\n文\n"),
        ("2023\n====\n\n1/12 a\n------\nx\n", dt.date(2023, 1, 13), "", "\n1/13 新\n------\n文\n"),
    ],
)
def test_a_new_entry_stands_under_its_year(
    text: str, date: dt.date, before: str, section: str
) -> None:
    at = text.index(before) if before else len(text)
    after = parse(text, "d.md").insert(Entry(date, "新", "文"))
    assert after.text == text[:at] + section + text[at:]


def test_an_entry_of_another_year_says_it_where_no_heading_can() -> None:
    text = "# 1/12 a\nx\n\n# 1/13 b\nx\n"
    after = parse(text, "2023.md").insert(Entry(dt.date(2026, 11, 22), "新", "文"))
    assert after.text == f"{text}\n# 2026/11/22 新\n文\n"


def test_removing_an_entry_leaves_the_year_behind_it() -> None:
    document = parse(YEARS, "d.md")
    after = document.remove(document.entries[1])
    assert after.text == YEARS.replace("## 1/5 a\n\na\n\n", "")


def test_a_replaced_entry_keeps_the_year_behind_it() -> None:
    document = parse(YEARS, "d.md")
    old = document.entries[1]
    after = document.replace(old, replace(old, body="neu"))
    assert after.text == YEARS.replace("\na\n", "\nneu\n")


def test_an_underlined_diary_gets_underlined_entries() -> None:
    text = "2023.04.02 a\n============\nx\n"
    after = parse(text).insert(Entry(dt.date(2023, 4, 3), "新的", "y"))
    assert after.text == f"{text}\n2023.04.03 新的\n=============\ny\n"


def test_a_body_with_an_underlined_date_stays_in_its_section() -> None:
    body = "开头\n\n2023.04.01 inner\n---\n\nend"
    after = parse("").insert(Entry(dt.date(2023, 4, 2), "a", body))
    assert [entry.body for entry in after.entries] == [body]
    assert "\n\\---\n" in after.text


def test_adding_to_a_diary_without_years_reads_back(home: Home) -> None:
    home.write("# 2023\n\n## 4月2日 湖边\n\n走路。\n")
    home("add", "-d", "2023-04-03", "--title", "读书", "一本书。")
    home("add", "-d", "2025-01-02", "--title", "新年", "下雪。")
    found = [(str(one.date), one.title) for one in Journal(str(home.file)).entries()]
    assert sorted(found) == [("2023-04-02", "湖边"), ("2023-04-03", "读书"), ("2025-01-02", "新年")]


def test_a_diary_without_years_is_imported_with_them(home: Home) -> None:
    home.write("", "diary.md")
    home(
        "import",
        home.write("# 2023\n\n## 4/2 b\n\nb\n\n# 2022\n\n那一年。\n\n## 12/31 z\n", "x.md"),
    )
    text = home.file.read_text("utf-8")
    assert "## 2023/4/2 b" in text
    assert "## 2022/12/31 z" in text
    assert "那一年。" in text
    assert "# 2022\n" not in text


def test_a_guessed_year_is_said() -> None:
    reading = formats.read("## 4/3 a\n\n# 2022\n\n## 12/31 z\n", "d.md")
    assert [note.split(": ")[0] for note in reading.notes] == ["d.md:1"]


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2023-W14.md", "2023-04-03"),
        ("weekly-2023w01.md", "2023-01-02"),
        ("weekly-2023-04-02.md", "2023-04-02"),
        ("2023年第14周.md", "2023-04-03"),
    ],
)
def test_a_file_without_dates_has_the_one_of_its_name(name: str, date: str) -> None:
    reading = formats.read("# 周报\n\n文字\n", name)
    assert [(str(one.date), one.title) for one in reading.entries] == [(date, "周报")]


@pytest.mark.parametrize("name", ["weekly-123.md", "docs/issue-123.md", "2023-W60.md"])
def test_a_file_that_nothing_dates_is_said_to_have_no_entry(name: str) -> None:
    with pytest.raises(NoEntryError) as caught:
        formats.read("# 周报\n\n文字\n", name)
    assert caught.value.where == name
    assert find_week(name) is None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_post_without_its_first_fence_comes_back(newline: str, mark: str) -> None:
    lines = ["title: x", "date: 2024-3-6", "tags:", "- a", "weight: 0123", "---", "", "body", ""]
    (entry,) = formats.read(mark + newline.join(lines), "post.md").entries
    assert (str(entry.date), entry.title, entry.tags, entry.body) == (
        "2024-03-06",
        "x",
        ("a",),
        "body",
    )
    assert posts.write_post(entry) == "\n".join(["---", *lines])


@pytest.mark.parametrize(
    "text",
    [
        "title: x\n---\n\n## 2023.04.02 a\n",
        "Note: on 2023\n---\n\n## 2023.04.02 a\n",
        "title: x\ndate: 2020-01-01\n---\n## 2020.01.01 a\nx\n\n## 2020.01.02 b\n",
    ],
)
def test_what_is_no_header_without_its_fence(text: str) -> None:
    assert not posts.looks_like_post(text, "diary.md")


def test_a_range_is_never_damaged() -> None:
    text = "## 2023.04.02-04.05 京都\n\na\n"
    document = parse(text)
    (old,) = document.entries
    assert document.replace(old, replace(old, body="b")).text == text.replace("\na\n", "\nb\n")
    moved = document.replace(old, replace(old, date=dt.date(2023, 4, 3)))
    assert [entry.title for entry in moved.entries] == ["-04.05 京都"]


def test_an_edited_date_in_a_diary_without_years_changes_no_other(home: Home) -> None:
    home.write("# 2023\n\n## 4月2日 a\nx\n\n## 4月5日 b\ny\n\n# 2024\n\n## 1月3日 c\nz\n")
    home.run("edit", "2023-04-02", EDITOR="sed -i s/4月2日/4月20日/")
    days = {entry["title"]: entry["date"] for entry in home.entries()}
    assert days == {"a": "2023-04-20", "b": "2023-04-05", "c": "2024-01-03"}


@pytest.mark.parametrize(
    ("text", "date", "title", "weekday"),
    [
        ("Sep-02,2019", dt.date(2019, 9, 2), "", None),
        ("R1D1 - 15MAY2020", dt.date(2020, 5, 15), "R1D1", None),
        ("12th of May 2023 (Fri)", dt.date(2023, 5, 12), "", 4),
        ("Rain all day, August 15, 2018 - Wednesday", dt.date(2018, 8, 15), "Rain all day,", 2),
        ("2023.05.12 - Friday market", dt.date(2023, 5, 12), "Friday market", None),
        ("Day 12: November 10, 2018", dt.date(2018, 11, 10), "Day 12", None),
        ("第12天：2018年11月10日", dt.date(2018, 11, 10), "第12天", None),
        ("Nov 12-14, 2023", dt.date(2023, 11, 12), "-14", None),
        ("Rome: Nov 12–14, 2023 (Sun)", dt.date(2023, 11, 12), "Rome –14", 6),
        ("12-14 November 2023 Rome", dt.date(2023, 11, 12), "-14 Rome", None),
        ("Nov 30 - Dec 2, 2023", dt.date(2023, 11, 30), "- Dec 2", None),
        ("30 Nov to 2 Dec 2023", dt.date(2023, 11, 30), "to 2 Dec", None),
    ],
)
def test_english_dates_as_they_are_typed(
    text: str, date: dt.date, title: str, weekday: int | None
) -> None:
    head = parse_heading(text)
    assert head is not None
    assert (head.date, head.title, head.weekday) == (date, title, weekday)


@pytest.mark.parametrize("title", ["Day 12", "Day 12:", "-14", "- Dec 2", "Rome –14", "a: b:"])
@pytest.mark.parametrize(
    "heading", ["Day 12: November 10, 2018", "Nov 12-14, 2023", "a 2023.04.02"]
)
def test_a_title_beside_a_range_or_a_colon_is_read_as_written(title: str, heading: str) -> None:
    head = parse_heading(heading)
    assert head is not None
    assert head.date is not None
    again = parse_heading(write_heading(head.date, None, title, head.form))
    assert again is not None
    assert (again.date, again.title) == (head.date, title)


def test_a_heading_with_a_colon_or_a_range_stays_as_it_is_written(home: Home) -> None:
    text = "## Day 12: November 10, 2018\nwalked\n\n## Nov 12-14, 2018\nrested\n"
    home.write(text)
    home("add", "-d", "2018-11-20", "home again")
    assert home.file.read_text("utf-8").startswith(text)
    assert [entry["title"] for entry in home.entries()][-2:] == ["-14", "Day 12"]


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("notes/2023/0402.md", "2023-04-02"),
        ("2023/04/02.md", "2023-04-02"),
        ("x\\2023-04\\02.txt", "2023-04-02"),
        ("2023/04/2023-05-01.md", "2023-05-01"),
        ("2023/0231.md", None),
        ("2023/04/12-things.md", None),
        ("2023/04.md", None),
        ("12023/0402.md", None),
        ("0402.md", None),
    ],
)
def test_folders_date_what_nothing_else_does(path: str, date: str | None) -> None:
    if date is None:
        with pytest.raises(NoEntryError):
            formats.read("only words\n", path)
    else:
        (entry,) = formats.read("only words\n", path).entries
        assert (str(entry.date), entry.title, entry.body) == (date, "", "only words")
