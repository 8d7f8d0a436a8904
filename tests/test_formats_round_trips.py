"""What an export says comes back from it: the same entries, whatever the format."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal import Journal, formats
from journal.database import read_database, write_database
from journal.entry import Entry
from journal.formats import posts
from journal.formats.names import post_names
from journal.formats.sections import write as write_sections
from journal.markdown.document import parse
from journal.markdown.section import settle
from tests.markdown_texts import BODIES, DATES, LINES, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Home

TIMES = st.none() | st.times().map(lambda time: time.replace(microsecond=0, tzinfo=None))
TAGS = st.lists(
    st.sampled_from(["starred", "walk", "河边", "a b", "x,y", "[z]", "#", "a/b", "-", " c"]),
    max_size=3,
    unique=True,
).map(tuple)
VALUES = st.recursive(
    st.booleans() | st.text(max_size=8) | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)
META = st.dictionaries(st.sampled_from(["mood", "天气", "draft", "a b", "x-y"]), VALUES, max_size=2)
FORMULAS = st.sampled_from(["=1+1", "+x", "-2", "@sum", "'=1", "''+", "'", "\tx", "[2020-01-01] x"])
ENTRIES = st.builds(
    Entry,
    DATES,
    TITLES | FORMULAS,
    BODIES | FORMULAS,
    time=TIMES,
    tags=TAGS,
    meta=META,
)


def settled(entry: Entry) -> Entry:
    """Return an entry as a journal holds it."""
    (found,) = parse("".join(write_sections([settle(entry, 2)]))).entries
    return found


def fields(entry: Entry) -> tuple[object, ...]:
    meta = {key: value for key, value in entry.meta.items() if value is not None}
    tags = frozenset(entry.tags)
    return entry.date, entry.time, entry.title, entry.body, tags, entry.starred, meta


def told(entries: Any) -> list[tuple[object, ...]]:
    return sorted(map(fields, entries), key=str)


def text_trip(name: str) -> Callable[[list[Entry]], list[Entry]]:
    def trip(entries: list[Entry]) -> list[Entry]:
        text = "".join(formats.write(entries, name))
        return [*formats.read(text, f"export.{name}", name=name).entries]

    return trip


def posts_trip(entries: list[Entry]) -> list[Entry]:
    read = [
        posts.read(posts.write_post(entry), f"/x/{name}").entries[0]
        for name, entry in zip(post_names(entries), entries, strict=True)
    ]
    return [settled(entry) for entry in read]


def sqlite_trip(entries: list[Entry]) -> list[Entry]:
    return [*read_database(write_database(entries), "x.db").entries]


TRIPS = {
    "sections": lambda entries: [
        *formats.read("".join(formats.write(entries, "markdown")), "x.md", name="sections").entries
    ],
    "posts": posts_trip,
    "sqlite": sqlite_trip,
    **{name: text_trip(name) for name in ("jsonl", "json", "csv", "jrnl", "txt")},
}


@settings(max_examples=15)
@pytest.mark.parametrize("name", ["sections", "sqlite", "jsonl", "json", "csv"])
@given(entries=st.lists(ENTRIES, min_size=1, max_size=2))
def test_an_export_brings_back_the_same_entries(name: str, entries: list[Entry]) -> None:
    entries = [settled(entry) for entry in entries]
    assert told(entries) == told(TRIPS[name](entries))


@settings(max_examples=25)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=2))
def test_posts_bring_back_the_same_entries(entries: list[Entry]) -> None:
    entries = [settled(entry) for entry in entries]
    assert told(entries) == told(TRIPS["posts"](entries))


@settings(max_examples=40)
@given(entry=ENTRIES)
def test_a_post_of_ours_is_read_as_a_post(entry: Entry) -> None:
    entry = settled(entry)
    (name,) = post_names([entry])
    text = posts.write_post(entry)
    (expected,) = TRIPS["posts"]([entry])
    (read,) = formats.read(text, f"/x/{name}").entries
    assert fields(expected) == fields(settled(read))


@pytest.mark.parametrize("title", ["", "# 章节\n\n"])
def test_a_post_that_begins_with_dated_headings_stays_one_entry(home: Home, title: str) -> None:
    body = f"{title}\\## 2020.01.01 old\n早上\n\n\\## 2020.01.02 older\n晚上\n"
    home.write(f"## 2023.04.02 A walk\n\n{body}\n## 2023.04.19 湖\n\n{body}")
    home("export", "-f", "posts", "-o", "posts")
    home("-j", "again.md", "import", "posts")
    expected, actual = (Journal(name).entries() for name in ("diary.md", "again.md"))
    assert list(map(carried, expected)) == list(map(carried, actual))
    assert home("import", "posts").count("identical") == 2
    home("-j", "again.md", "export", "-f", "posts", "-o", "twice")
    first, second = (
        sorted(path.read_text("utf-8") for path in (home.path / name).iterdir())
        for name in ("posts", "twice")
    )
    assert first == second


WORDS = st.sampled_from(
    [
        *("Walk.", "河边。", "It rained! All day.", "[x] done", "- a", "**b**", "@home"),
        *("note*", "五星 *", "2 * 3", "*", "**", "a*\u200b", "Wow! 5*"),
    ]
)
JRNL_TAGS = st.lists(st.sampled_from(["starred", "walk", "河边", "a-b", "x/y"]), max_size=2)
JRNL_LINES = st.sampled_from(
    [
        *("words", "", "  [2020-01-01] two blanks", "[2020-01-01 09:00] x", "[x] done", "@tag"),
        *("[a footnote] with words", "[link](url)", "\u3000\u3000正文", "#inline", "*"),
    ]
)
JRNL_ENTRIES = st.builds(
    Entry,
    DATES,
    WORDS,
    st.lists(JRNL_LINES, max_size=4).map("\n".join),
    time=TIMES,
    tags=JRNL_TAGS.map(tuple),
)


def there_and_back(name: str, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return entries as a journal holds them, and as they come back, in the same order."""
    entries = [settled(entry) for entry in entries]
    read = TRIPS[name](entries)
    if [one.date for one in read] != [one.date for one in entries]:
        read.reverse()  # a file that begins with its newest entry is read the other way round
    return entries, read


@settings(max_examples=30)
@given(entries=st.lists(JRNL_ENTRIES, min_size=1, max_size=3))
def test_jrnl_brings_back_what_it_can_carry(entries: list[Entry]) -> None:
    entries, read = there_and_back("jrnl", entries)
    assert list(map(carried, entries)) == list(map(carried, read))
    assert all(set(one.tags) <= set(two.tags) for one, two in zip(entries, read, strict=True))


@pytest.mark.parametrize("title", ["note*", "五星 *", "**b**", "2 * 3"])
@pytest.mark.parametrize("tags", [(), ("starred",)])
def test_jrnl_takes_no_star_of_a_title_for_its_own(title: str, tags: tuple[str, ...]) -> None:
    entry = Entry(dt.date(2023, 4, 2), title, "words", tags=tags)
    first = "".join(formats.write([entry], "jrnl")).partition("\n")[0].partition("] ")[2]
    # jrnl strips a first line that ends with one of all stars around it
    starred = first.strip().endswith("*")
    kept = first.strip("\n *") if starred else first
    assert (starred, kept.strip("\u200b")) == (bool(tags), title)


TXT_LINES = LINES | st.sampled_from(
    ["2023-01-01", "2023-01-01 14:30  a head", "\\2023-01-01", "\\\\2023-01-01  x", "2023.02.30 no"]
)
TXT_ENTRIES = st.builds(
    Entry,
    DATES,
    TITLES,
    st.lists(TXT_LINES | st.just("") | st.just("\n"), max_size=8).map("\n".join),
    time=TIMES,
    tags=JRNL_TAGS.map(tuple),
)


@settings(max_examples=200)
@given(entries=st.lists(TXT_ENTRIES, min_size=1, max_size=3))
def test_txt_brings_back_all_but_meta(entries: list[Entry]) -> None:
    entries, read = there_and_back("txt", entries)
    expected = [(*carried(one), set(one.tags)) for one in entries]
    assert expected == [(*carried(one), set(one.tags)) for one in read]


def test_a_tag_of_several_words_stays_one_in_txt() -> None:
    entry = Entry(dt.date(2021, 11, 5), "laptop", "Set everything up.", tags=("nvm", "m1 chip"))
    (again,) = formats.read("".join(formats.write([entry], "txt")), "diary.txt").entries
    assert (again.body, again.tags) == (entry.body, entry.tags)


def test_our_txt_is_known_by_its_first_line(home: Home) -> None:
    home.write(
        "## 2023.04.02 14:30 A walk\nUp the hill. #x\n\n\\## 2020.01.01 old heading\nmore\n\n"
        "## 2023.02.30 no such day\nText.\n\n## 2023.04.19 湖\n"
    )
    home("export", "-f", "txt", "-o", "out.txt")
    told = home("-j", "again.md", "import", "out.txt")
    assert told.count("not seen before") == 3
    expected, actual = (Journal(name).entries() for name in ("diary.md", "again.md"))
    assert sorted(map(carried, expected), key=str) == sorted(map(carried, actual), key=str)
    assert home("import", "out.txt").count("identical") == 3


@settings(max_examples=60)
@given(entries=st.lists(TXT_ENTRIES, min_size=1, max_size=3))
def test_our_txt_is_known_whatever_its_entries_say(entries: list[Entry]) -> None:
    text = "".join(formats.write([settled(entry) for entry in entries], "txt"))
    assert formats.detect(text, "out.txt") == "txt"


@pytest.mark.parametrize(
    "line", ["#lake", "### below", "\\## 2020.01.01 old", "2020.01.01 old\n\\---"]
)
def test_our_txt_is_known_without_a_title_too(home: Home, line: str) -> None:
    home.write(f"## 2023.04.01\nwalked\n\n{line}\n")
    home("export", "-f", "txt", "-o", "out.txt")
    assert home("import", "out.txt").count("identical") == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2023-04-02\n\n## 2023.04.01 a\nx\n", "notes.txt"),
        ("2023-04-02  a date in a title\n\n## 2023.04.01 a\nx\n", "notes.md"),
        ("2023-04-02\n\nwords\n\n\n## 2023.04.01 a\nx\n", "notes.txt"),
        ("2023-99-02  no date\n\n## 2023.04.01 a\nx\n", "notes.txt"),
        ("words\n\n\n2023-04-02  a\n\n## 2023.04.01 a\nx\n", "notes.txt"),
    ],
)
def test_sections_below_a_date_are_no_txt_of_ours(text: str, name: str) -> None:
    assert formats.detect(text, name) == "sections"


def test_days_told_by_dates_alone_stay_days_where_a_text_has_a_heading() -> None:
    text = "2023-04-02\n\nwalked\n\n## 2020.01.01 old\n\n\n2023-04-01\n\nslept\n"
    read = formats.read(text, "notes.txt").entries
    assert [(one.date, one.body) for one in read] == [
        (dt.date(2023, 4, 1), "slept"),
        (dt.date(2023, 4, 2), "walked\n\n## 2020.01.01 old"),
    ]


def test_a_diary_by_hand_with_one_blank_line_between_its_days() -> None:
    days = ["2023-04-02\nwalked", "2023-04-03 14:30\nslept\n\nand ate", "2023-04-05  湖边\n骑车"]
    read = formats.read("\n\n".join(days), "notes.txt").entries
    assert [(str(one.date), one.title, one.body) for one in read] == [
        ("2023-04-02", "", "walked"),
        ("2023-04-03", "", "slept\n\nand ate"),
        ("2023-04-05", "湖边", "骑车"),
    ]
    # What has a blank line below its date may be one entry of ours, which names other days.
    one = formats.read("2023-04-02\n\nwalked\n\n2023-04-03\nslept", "notes.txt").entries
    assert [entry.body for entry in one] == ["walked\n\n2023-04-03\nslept"]


def carried(entry: Entry) -> tuple[object, ...]:
    return entry.date, entry.time, entry.title, entry.body, entry.starred


@pytest.mark.skipif(not shutil.which("jrnl"), reason="jrnl is not installed")
def test_jrnl_itself_reads_the_export(home: Home) -> None:
    home.write(
        "## 2023.04.02 14:30 河边\n很冷。 #walk\n\n[2020-01-01 09:00] is no entry\n\n"
        '## 2023.04.03 Garden\n<!--\n{\n "tags": ["starred", "home"]\n}\n-->\n\n- dug\n'
    )
    home("export", "-f", "jrnl", "-o", home.path / "journal.txt")
    config = home.write(
        "version: v4.2\njournals:\n  default:\n    journal: "
        f"{home.path}/journal.txt\ntimeformat: '%Y-%m-%d %H:%M'\ntagsymbols: '@#'\n"
        "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: true\n"
        "indent_character: '|'\nlinewrap: 79\ntemplate: false\ncolors: {}\n",
        "jrnl.yaml",
    )
    done = subprocess.run(
        ["jrnl", "--config-file", config, "--format", "json"],
        env={**home.environment, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    entries = json.loads(done.stdout)["entries"]
    assert [(one["date"], one["time"], one["title"], one["starred"]) for one in entries] == [
        ("2023-04-02", "14:30", "河边", False),
        ("2023-04-03", "00:00", "Garden", True),
    ]
    assert "[2020-01-01 09:00] is no entry" in entries[0]["body"]
    assert entries[0]["tags"] == ["#walk"]
    assert entries[1]["tags"] == ["@home"]
