"""What comes in and what goes out: posts, sections, records."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from typing import TYPE_CHECKING, Any

import frontmatter
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from journal import formats
from journal.entry import Entry
from journal.errors import DataError, UsageError
from journal.formats import NoEntryError, posts, record, sections
from journal.journal import Journal
from journal.markdown.document import parse
from journal.markdown.section import settle
from tests.markdown_texts import BODIES, ENTRIES, TITLES

if TYPE_CHECKING:
    from tests.conftest import Home

YAML = """\
---
title: "讲座 笔记"
date: 2024-09-18
draft: false
tags: ["讲座", AI] # kept
category: 'review'
weight: 0123
nested:
  - {a: 1}
---
"""
TOML = """\
+++
title = 'LLM 趋势'
date = 2024-08-24T21:01:10+08:00
draft = true
tags = ["AI"]
categories = ['conclusion']
[cover]
image = "a.png"
+++
"""
JSON = """\
{
 "title": "JSON 标题",
 "date": "2024-03-06 08:30",
 "tags": ["a b", "c"],
 "description": "多行\\n文字",
 "rating": 4.5
}
"""
BARE = "---\ntitle: x\ndate: 2024-3-6\n---\n"
CLOSERS = [
    "---\ntitle: x\ndate: 2024-03-06\nsummary: a --> b\ntags: [t]\n---\n",
    "+++\ntitle = 'x'\ndate = 2024-03-06T08:30:00+08:00\nsummary = 'a --> b'\n+++\n",
    '{\n"title": "x",\n"date": "2024-03-06 08:30",\n"summary": "a --> b"\n}\n',
]
BODY = """\
开头。

## 第一部分

### 细节

```md
## 2020.01.01 code
```

## 2020.01.02 dated
结尾 #tag"""


def values(text: str) -> dict[str, Any]:
    """Read a header with the libraries of others."""
    if text.startswith("+++"):
        return tomllib.loads(text.split("+++\n")[1])
    if text.startswith("{"):
        return dict(json.JSONDecoder().raw_decode(text)[0])
    return dict(frontmatter.loads(text).metadata)


def body_of(text: str) -> str:
    """Return what stands below the header of a post."""
    if text.startswith("{"):
        return text[json.JSONDecoder().raw_decode(text)[1] :].strip("\n")
    return text.split(text[:4], 2)[2].strip("\n")


def through_journal(home: Home, text: str, name: str = "post.md") -> Entry:
    home("import", home.write(text, name))
    (entry,) = Journal(str(home.file)).entries()
    return entry


@pytest.mark.parametrize("header", [YAML, TOML, JSON, BARE])
@pytest.mark.parametrize("around", ["", "## 2020.05.05 old\nx\n", "# T\n\n### old 2020-05-05\nx\n"])
def test_a_post_comes_back_from_a_journal_with_its_keys_and_values(
    home: Home, header: str, around: str
) -> None:
    if around:
        home.write(around)
    home("import", home.write(f"{header}\n{BODY}\n", "post.md"))
    (entry,) = (one for one in Journal(str(home.file)).entries() if one.title != "old")
    post = posts.write_post(entry)
    assert values(post) == values(header)
    assert body_of(post) == BODY


@pytest.mark.parametrize("header", CLOSERS)
def test_a_header_that_would_end_its_comment_comes_back_too(home: Home, header: str) -> None:
    post = posts.write_post(through_journal(home, f"{header}\n{BODY}\n"))
    assert post.split("\n")[0] == header.split("\n")[0]
    assert values(post) == values(header)


@pytest.mark.parametrize("header", CLOSERS)
def test_a_header_that_would_end_its_comment_loses_no_key(home: Home, header: str) -> None:
    post = posts.write_post(through_journal(home, f"{header}\n{BODY}\n"))
    assert values(post).keys() == values(header).keys()
    assert values(post)["summary"] == "a --> b"
    assert body_of(post) == BODY


@pytest.mark.parametrize("header", [YAML, TOML, BARE])
def test_a_header_that_is_still_true_comes_back_to_the_byte(home: Home, header: str) -> None:
    post = posts.write_post(through_journal(home, f"{header}\n{BODY}\n"))
    assert post.startswith(header) or header == BARE
    if header == BARE:
        assert values(post) == values(header)


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: 旧标题\ndate: 2024-09-18\nweight: 3\nrating: 4.5\n---\n",
        "+++\ntitle = '旧标题'\ndate = 2024-09-18\n[cover]\nimage = 'a.png'\n+++\n",
        "+++\ntitle = '旧标题'\ndate = 2024-09-18\nlastmod = 2024-10-01T08:00:00Z\n+++\n",
        "+++\ntitle = '旧标题'\ndate = 2024-09-18T08:00:00+08:00\n+++\n",
        "---\ntitle: 旧标题\ndate: 2024-09-18\ndraft: true\nslug: 'a: b'\nx: [a, b]\n---\n",
        "+++\ntitle = '旧标题'\ndate = 2024-09-18\nweight = 3\ntags = ['a', 'b']\n+++\n",
        '{\n"title": "旧标题",\n"date": "2024-09-18",\n"a": {"b": [1, null, "c"]}\n}\n',
    ],
)
def test_a_post_whose_title_was_changed_keeps_its_other_values(home: Home, header: str) -> None:
    through_journal(home, f"{header}\n{BODY}\n")
    home.write(home.file.read_text("utf-8").replace("旧标题", "新的标题", 1))
    (entry,) = Journal(str(home.file)).entries()
    post = posts.write_post(entry)
    assert post.split("\n")[0] == header.split("\n")[0]
    assert values(post) == {**values(header), "title": "新的标题"}


def test_what_a_post_says_is_in_the_fields_of_its_entry(home: Home) -> None:
    home("import", home.write(f"{TOML}\n{BODY}\n", "post.md"))
    (entry,) = home.entries()
    assert (entry["date"], entry["time"], entry["title"]) == ("2024-08-24", "21:01:10", "LLM 趋势")
    assert entry["tags"] == ["AI", "tag"]
    assert entry["draft"] is True
    assert entry["meta"] == {
        "draft": True,
        "categories": ["conclusion"],
        "cover": {"image": "a.png"},
    }
    assert "+++" not in entry["body"]
    assert home.file.read_text("utf-8").startswith("## 2024.08.24 21:01")


def test_the_headings_of_a_post_stay_inside_its_section(home: Home) -> None:
    entry = through_journal(home, f"{YAML}\n{BODY}\n")
    lines = [line for line in entry.body.split("\n") if line.startswith("#")]
    assert "### 第一部分" in lines
    assert "#### 细节" in lines
    assert [one["title"] for one in home.entries()] == ["讲座 笔记"]


@pytest.mark.parametrize(
    ("text", "name", "date", "title"),
    [
        ("Just text.\n", "2023-04-02-a-walk.md", "2023-04-02", "a walk"),
        ("# 标题\n\ntext\n", "2023-04-02.md", "2023-04-02", "标题"),
        ("---\ntitle: 湖边\n---\ntext\n", "2023-04-02-lake.md", "2023-04-02", "湖边"),
        ("---\ndate: 2023-04-01\n---\ntext\n", "2023-04-02-lake.md", "2023-04-01", "lake"),
        ("---\ndate: 2023-04-01\n---\n# 标题\n\ntext\n", "x.md", "2023-04-01", "标题"),
        ("---\ntitle: T\ndate: 2023-04-01\n---\n## 2020.01.01 one\nx\n", "x.md", "2023-04-01", "T"),
    ],
)
def test_files_that_are_one_entry(text: str, name: str, date: str, title: str) -> None:
    reading = formats.read(text, f"/posts/{name}")
    assert [(str(one.date), one.title) for one in reading.entries] == [(date, title)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("---\ntitle: My diary\n---\n## 2020.01.01 a\nx\n\n## 2020.01.02 b\ny\n", ["a", "b"]),
        ("---\n\nA rule.\n\n---\n\n## 2020.01.01 a\nx\n", ["a"]),
        (
            "---\ntitle: D\ndate: 2020-02-02\n---\n# D\n\n"
            "## 2020.01.01 a\nx\n\n## 2020.01.02 b\ny\n",
            ["a", "b"],
        ),
        ("## 2020.01.02 b\ny\n\n## 2020.01.01 a\nx\n", ["a", "b"]),
    ],
)
def test_files_that_are_diaries(text: str, titles: list[str]) -> None:
    reading = formats.read(text, "/notes/diary.md")
    assert [entry.title for entry in reading.entries] == titles
    assert reading.style is not None


@pytest.mark.parametrize("text", ["", "text\n", "# T\n\ntext\n", "## 1/12 no year\nx\n"])
def test_files_without_an_entry(text: str) -> None:
    with pytest.raises(NoEntryError) as caught:
        formats.read(text, "notes.md")
    assert caught.value.where == "notes.md"


def test_a_header_without_a_date_names_the_file() -> None:
    with pytest.raises(DataError) as caught:
        formats.read("---\ntitle: x\n---\ntext\n", "notes.md")
    assert caught.value.where == "notes.md"


@pytest.mark.parametrize("name", ["docx", "JSONL", "markdown "])
def test_an_unknown_format_is_bad_usage(name: str) -> None:
    with pytest.raises(UsageError):
        formats.read("## 2020.01.01 x\n", "x.md", name=name)
    with pytest.raises(UsageError):
        list(formats.write([], name))


@pytest.mark.parametrize(
    "below",
    [" " * 60_000, "\r\n a" * 200, " a\r\n" * 190 + "x", "\t\r" * 30_000, "a: \r\n" * 10_000],
    ids=["blanks", "CRLF first", "CRLF", "CR", "keys"],
)
def test_a_header_without_its_first_fence_may_never_end(below: str) -> None:
    """More than a line of it would take years; nothing here looks at a clock."""
    text = f"date: 2023-04-02\r\n{below}"
    assert not posts.looks_like_post(text, "a.md")
    assert not posts.looks_like_post(f"{text}\r\n--- a", "a.md")


def test_as_many_tags_as_there_are_words() -> None:
    """A square of this many would take hours; nothing here looks at a clock."""
    tags = tuple(f"湖{number}" for number in range(50_000))
    entry = Entry(dt.date(2023, 4, 2), "a", " ".join(f"#{tag}" for tag in tags), tags=tags)
    assert "tags" not in posts.write_post(entry)
    assert "tags" not in "".join(Journal("a", "/a.md").preview(entry))


def test_a_diary_with_an_open_fence_says_so() -> None:
    reading = formats.read("## 2020.01.01 a\n```\n## 2020.01.02 b\n", "d.md")
    assert [entry.title for entry in reading.entries] == ["a"]
    assert [note.split(": ")[0] for note in reading.notes] == ["d.md:2"]


def fields(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.time, entry.title, entry.body, entry.tags, dict(entry.meta)


@pytest.mark.parametrize(
    "body",
    [
        "### 2023.01.01 早上\nx\n\n### 2023.01.02 晚上\ny",
        "- ```\n## 2023.01.01 code\n  ```\n## 2023.01.02 晚上",
    ],
)
def test_dated_lines_inside_an_entry_do_not_split_its_export(body: str) -> None:
    entry = settle(Entry(dt.date(2023, 4, 2), "一周", body), 2)
    text = "".join(sections.write([entry]))
    assert [(one.title, one.body) for one in parse(text).entries] == [("一周", entry.body)]


@given(st.lists(ENTRIES, max_size=4))
def test_sections_written_and_read_again_are_the_same_entries(entries: list[Entry]) -> None:
    wanted = [settle(entry, 2) for entry in entries]
    text = "".join(sections.write(wanted))
    read = parse(text).entries
    assert [(one.date, one.title, one.body) for one in read] == [
        (one.date, one.title, one.body) for one in wanted
    ]
    again = "".join(sections.write(read))
    assert list(map(fields, parse(again).entries)) == list(map(fields, read))


META = st.dictionaries(
    st.text("abc标题", min_size=1, max_size=5),
    st.booleans() | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
    max_size=3,
)


@settings(max_examples=60)
@given(
    TITLES.filter(lambda title: title.isprintable() and title.strip()),
    BODIES,
    META,
    st.sampled_from("yj"),
)
def test_any_post_comes_back_with_its_keys_and_values(
    title: str, body: str, meta: dict[str, Any], kind: str
) -> None:
    wanted = {**meta, "title": title, "date": "2023-04-02"}
    header = (
        "---\n" + yaml.safe_dump(wanted, allow_unicode=True) + "---\n"
        if kind == "y"
        else json.dumps(wanted, indent=1, ensure_ascii=False) + "\n"
    )
    (entry,) = posts.read(f"{header}\n{body}\n", "post.md").entries
    document = parse("## 2020.01.01 old\nx\n\n## 2019.01.01 older\ny\n").insert(entry)
    kept = next(one for one in document.entries if one.date == dt.date(2023, 4, 2))
    post = posts.write_post(kept)
    read = values(post)
    assert {key: str(value) for key, value in read.items()} == {
        key: str(value) for key, value in wanted.items()
    }


def test_a_plain_entry_becomes_a_post() -> None:
    (entry,) = parse("### 2023.04.02 14:30 湖边\n很冷。 #walk\n\n#### 小标题\n").entries
    post = posts.write_post(entry)
    assert values(post)["title"] == "湖边"
    assert str(values(post)["date"]) in ("2023-04-02 14:30:00", "2023-04-02T14:30:00")
    assert post.endswith("\n\n很冷。 #walk\n\n## 小标题\n")


@pytest.mark.parametrize("mark", ["\x7f", "\x9f", "\ufffe"])
def test_a_title_with_a_control_character_makes_a_header_that_loads(mark: str) -> None:
    post = posts.write_post(Entry(dt.date(2023, 4, 2), f"a{mark}b", "x"))
    assert values(post)["title"] == f"a{mark}b"


def test_a_record_is_one_line_whatever_the_text() -> None:
    body = 'a\nb\r"\x1b\u2028\u202e\udcff\x00 ' + "好" * 3
    line = "".join(record.write_lines([Entry(dt.date(2023, 4, 2), "x\udce9", body)]))
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert line.encode()
    assert json.loads(line)["body"] == body
    assert (json.loads(line)["title"], json.loads(line)["date"]) == ("x\udce9", "2023-04-02")


@given(st.lists(ENTRIES, max_size=4))
def test_jsonl_and_json_say_the_same(entries: list[Entry]) -> None:
    lines = [json.loads(line) for line in "".join(record.write_lines(entries)).split("\n")[:-1]]
    assert json.loads("".join(record.write_array(entries))) == lines
    assert [(line["date"], line["title"], line["body"]) for line in lines] == [
        (str(entry.date), entry.title, entry.body) for entry in entries
    ]


@given(
    text=st.text(
        st.sampled_from(
            "a河 \x7f\x85\x9b\u061c\u200d\u200e\u2027\u2028\u202e\u2066\udcff\ufffa\ufffd😀"
        )
    )
)
def test_json_has_no_character_that_drives_a_terminal(text: str) -> None:
    line = record.dump({"body": text})
    escaped = "".join(
        char if char in "a河 \u200d\u2027\ufffd😀" else f"\\u{ord(char):04x}" for char in text
    )
    assert f'{{"body": "{escaped}"}}' == line
    assert json.loads(line) == {"body": text}
