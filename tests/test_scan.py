"""What a scan finds is what the full parse finds."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.dates.stamp import read_date
from journal.diary.ids import with_ids
from journal.entry import Entry
from journal.errors import ChangedOnDiskError
from journal.journal import Journal
from journal.markdown import heading
from journal.markdown.document import parse
from journal.markdown.plain import names_no_day, parse_plain
from journal.query.clauses import Query, Tagged
from journal.query.order import arrange
from journal.scan import newest, scanning
from journal.scan.files import OpenFile, latest, scan_file, search
from journal.scan.finder import Finder
from journal.scan.form import UnsureError
from journal.scan.insert import insert
from journal.scan.needles import Needle, needles_of
from journal.scan.scanning import scan_bytes
from journal.search.folding import fold
from journal.search.words import Words
from journal.values import replace
from tests.markdown_texts import ENDINGS, LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.scan import Found

DAYS = ["2023.04.02", "2023.04.03", "2022.12.31", "2023.04.02", "2023.02.30", "1999.01.01"]
PLAIN = st.builds(
    lambda day, title: f"## {day}{title}",
    st.sampled_from(DAYS),
    st.sampled_from(
        [
            "",
            " 河边",
            " walk",
            " Walk #",
            " 14:30 tea",
            " 周日",
            " x\\#",
            "河",
            " 早上8点 起",
            " ＷＡＬＫ",
        ]
    ),
)
TEXT = st.sampled_from(
    [
        *[
            "沿着河走。",
            "I walked home.",
            "ＷＡＬＫ 河",
            "⼀日，㊐",
            "e\u0301te\u0301",
            "河\u3000边",
            "Wa-lk",
        ],
        *[
            "",
            "---",
            "===",
            "text",
            "### sub",
            "### 3 things",
            "```",
            "~~~",
            "<!-- x -->",
            "- item",
        ],
        *[
            "  - ```",
            "# 2023",
            "<pre>河</pre>",
            "wal\\k",
            "\\## 2022.01.05 x",
            "plain  ",
            "-",
            "```` py",
        ],
    ]
)
FENCED = st.builds(
    lambda info, lines, closer: "\n".join([f"```{info}", *lines, closer]),
    st.sampled_from(["", "python", "`", " x`y", "`` py"]),
    st.lists(st.one_of(PLAIN, TEXT), max_size=3),
    st.sampled_from(["```", "``` ", "````", "~~~", "text"]),
)
TAGGED = st.sampled_from(
    [
        *[
            "#旅行 路上",
            "去#a/旅行。",
            "＃walk",
            "#Walk",
            "`#walk`",
            "x #ｗalk",
            "# 2023",
            "#2023年",
        ],
        '<!--\n{\n"tags": ["wa\\u006ck", "旅行"]\n}\n-->',
        '<!--\n{\n"tags": ["\\u65c5\\u884c", 1000]\n}\n-->',
        '<!--\n---\ntags: ["tr\\\n  ip", "w\\x61lk"]\n---\n-->',
        "<!--\n+++\ntags = [1_000, true, 2_023]\n+++\n-->",
        "<!--\n---\ntags: [Walk, a/旅行, TRUE]\n---\n-->",
    ]
)
LINE = st.one_of(PLAIN, PLAIN, PLAIN, TEXT, TEXT, LINES, FENCED)
ENDING = st.one_of(st.just("\n"), st.just("\n"), st.just("\n"), ENDINGS)
DIARIES = st.builds(
    lambda mark, ending, lines: mark + "".join(line + (ending or end) for line, end in lines),
    st.sampled_from(["", "", "\ufeff", "# Diary\n\n"]),
    st.sampled_from(["\n", "\n", "\r\n", ""]),
    st.lists(st.tuples(LINE, ENDING), max_size=30),
)
# What `insert` takes is rarely drawn from the lines above.
ORDERED = st.builds(
    lambda lead, days, way, sections: (
        lead
        + "".join(
            f"## 2023.04.{day:02}{title}\n{gap}{body}{end}"
            for day, (title, gap, body, end) in zip(sorted(days)[::way], sections, strict=False)
        )
    ),
    st.sampled_from(["", "# Diary\n\n", "intro\n"]),
    st.lists(st.integers(1, 6), min_size=1, max_size=8),
    st.sampled_from([1, -1]),
    st.lists(
        st.tuples(
            st.sampled_from(["", " 河边", " walk", " 周日", " x\\#", " ＷＡＬＫ"]),
            st.sampled_from(["", "\n"]),
            TEXT,
            st.sampled_from(["\n\n", "\n", "", " \n"]),
        ),
        min_size=8,
        max_size=8,
    ),
)
NEEDLES = ["河", "walk", "日", "一", "été", "ete", "WALK", "k", "河 边", "item", "㊐", "2022", "#"]


def expected(text: str, path: str, words: Words | None) -> list[Entry]:
    """Return what the full parse says."""
    every = arrange(with_ids(parse(text, path)))
    return [entry for entry in every if words is None or words.matches(entry)]


def scanned(text: str, words: Words | None) -> list[Found] | None:
    """Return what the scan says, with all entries parsed, or None where it is not sure."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "d.md")
        with open(path, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        needles = None
        if words is not None:
            needle = Needle(words)
            needles = [needle] if needle.literal else None
        matches = words.matches if words else lambda _: True
        with closing_files():
            found = search([path], needles, matches, is_folder=False)
            for one in found or ():
                assert one.entry.id == one.id
        return found


@contextmanager
def closing_files() -> Iterator[None]:
    """Close what a scan leaves open, as the end of a process does."""
    opened: list[OpenFile] = []

    def open_file(path: str) -> OpenFile:
        opened.append(OpenFile(path))
        return opened[-1]

    with patch("journal.scan.files.OpenFile", open_file):
        yield
    for file in opened:
        with suppress(OSError):
            file.close()


def check(text: str, words: Words | None) -> bool:
    """Check that both say the same; tell whether the scan was sure."""
    found = scanned(text, words)
    if found is None:
        return False
    wanted = expected(text, found[0].survey.path if found else "d.md", words)
    assert wanted == [one.entry for one in found]
    rows = [(entry.id, str(entry.date), entry.title) for entry in wanted]
    assert rows == [(one.id, one.day, one.title) for one in found]
    return True


@pytest.fixture(params=[1 << 19, 400, 48], ids=["whole", "chunks", "crumbs"])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Read in chunks of so many bytes."""
    monkeypatch.setattr("journal.scan.files._SMALL", 0)
    monkeypatch.setattr(scanning, "_CHUNK", request.param)
    return int(request.param)


@pytest.fixture(params=[False, True], ids=["plain", "simd"])
def finder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Look with `bytes.find`, and with StringZilla where it is installed."""
    if request.param:
        pytest.importorskip("stringzilla")
        monkeypatch.setattr("journal.scan.finder._WORTH", 0)
    return bool(request.param)


@pytest.mark.usefixtures("chunk", "finder")
@given(text=DIARIES, needle=st.sampled_from(NEEDLES), case=st.booleans(), whole=st.booleans())
def test_a_scan_finds_what_the_full_parse_finds(
    text: str, needle: str, case: bool, whole: bool
) -> None:
    check(text, Words(needle, case_sensitive=case, whole_words=whole))
    check(text, None)


@pytest.mark.usefixtures("chunk", "finder")
@given(
    entries=st.lists(st.tuples(st.integers(1, 6), TAGGED), max_size=6),
    tag=st.sampled_from(["旅行", "walk", "Walk", "a/旅行", "2023", "1000", "true", "trip"]),
)
def test_a_scan_finds_tags_however_they_are_spelt(entries: list[tuple[int, str]], tag: str) -> None:
    text = "".join(f"## 2023.04.0{day} 走\n{line}\n" for day, line in entries)
    query = Query(((Tagged(tag),),))
    with tempfile.TemporaryDirectory() as folder, closing_files():
        path = Path(folder, "d.md")
        path.write_text(text, "utf-8")
        found = search([str(path)], needles_of(query), query.matches, is_folder=False)
        if found is not None:
            every = arrange(with_ids(parse(text, str(path))))
            assert [one for one in every if query.matches(one)] == [one.entry for one in found]


@given(
    texts=st.lists(DIARIES, min_size=2, max_size=3),
    needle=st.sampled_from(NEEDLES),
    count=st.integers(1, 4),
)
def test_files_of_a_folder_are_one_diary(texts: list[str], needle: str, count: int) -> None:
    words = Words(needle)
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{year}.md" for year in range(2020, 2020 + len(texts))]
        for path, text in zip(paths, texts, strict=True):
            with open(path, "wb") as file:
                file.write(text.encode("utf-8", "surrogateescape"))
        every = arrange(Journal(folder).entries())
        found = search(paths, None, words.matches, is_folder=True)
        if found is not None:
            wanted = [one for one in every if words.matches(one)]
            assert wanted == [one.entry for one in found]
            assert [one.id for one in wanted] == [one.id for one in found]
        chosen = latest(paths, count, is_folder=True)
        if chosen is not None:
            assert [one.id for one in every[:count]] == [one.id for one in chosen]


def test_a_folder_of_everyday_files_needs_no_full_parse(tmp_path: Path) -> None:
    years = {
        "2022.md": "# 2022\n\n## 2022.12.31 a\n\n河\n\n## 2023.01.01 b\n\n河\n",
        "2023.md": "## 2023-01-02 c\n\n河\n\n## 2023-01-01 b\n\n河 b\n",
    }
    for name, text in years.items():
        (tmp_path / name).write_text(text, "utf-8")
    paths = [str(tmp_path / name) for name in years]
    every = arrange(Journal(tmp_path).entries())
    found = search(paths, None, Words("河").matches, is_folder=True)
    assert found is not None
    assert [(one.id, one.source.path) for one in every] == [
        (one.id, one.entry.source.path) for one in found
    ]


@pytest.mark.usefixtures("chunk", "finder")
def test_everyday_diaries_need_no_full_parse() -> None:
    text = (
        "# 日记 2023\n\n## 2023.04.01 河边\n\n沿着河走。\n\n### 3 things\n\n- one\n\n"
        "```\n## 2023.04.01 code\n```\n\n## 2023.04.02 14:30 river\n\nA walk.\n\n---\n\n"
        "## 2023.04.02 周日\n\n<!-- walk -->\n走。\n"
    )
    assert check(text, Words("walk"))
    assert check(text, Words("走"))
    assert check(text, None)
    assert check(text.replace("\n", "\r\n"), Words("river"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no entry",
        "---\ntitle: x\n---\n\n## 2023.04.02 header\n",
        "## 2023.04.02 a\n\n## 2023年4月3日 b\n",
        "## 2023.04.02 a\n\n# 2023.04.03 above\n",
        "## 2023.04.02 a\n\n2023.04.03 underlined\n---\n",
        "## 2023.02.30 no such day\n",
        "## 2023.04.02 a\rlone\r",
        "## 2023.04.02 a\n\n\udcff\udcfe\n",
        "## 2023.04.02 a\n\n### 2023.04.02 b\n\n### 2023.04.03 c\n",
        "## 2023.04.02 a\n\n# 4月\n\n# 5月3日\n",
    ],
    ids=repr,
)
def test_what_a_scan_cannot_tell_is_left_to_the_full_parse(text: str) -> None:
    assert not check(text, None)


def test_a_file_that_is_foreign_further_on_is_left_to_the_full_parse(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    sections = [f"## 2023.04.{day % 28 + 1:02} day\n\n{{}}\n\n" for day in range(400)]
    english = "".join(sections).format(*["Walked to the lake and back."] * 400)
    chinese = "".join(sections).format(*["湖边，雾很厚，只有一个钓鱼的老人。" * 9] * 400)
    path.write_bytes(english.encode() + chinese.encode("gb18030"))
    assert search([str(path)], None, lambda _: True, is_folder=False) is None


@pytest.mark.parametrize("change", [b"## 2023.04.02 a\n", b"", b"line\n" * 9], ids=repr)
def test_an_entry_that_is_not_there_any_more_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: bytes
) -> None:
    monkeypatch.setattr("journal.scan.files._SMALL", 0)
    path = tmp_path / "d.md"
    path.write_bytes(b"## 2023.04.01 a\n\nx\n")
    found = search([str(path)], None, lambda _: True, is_folder=False)
    assert found is not None
    path.write_bytes(change)
    with pytest.raises(ChangedOnDiskError) as told:
        _ = found[0].entry
    found[0].survey.close()
    assert str(told.value) == f"{path}: changed while it was read; try again"


@pytest.mark.usefixtures("finder")
@pytest.mark.parametrize("mark", ["  ", "\ufeff", "\ufeff ", ""], ids=ascii)
def test_a_heading_in_the_first_line_counts_wherever_it_begins(mark: str) -> None:
    assert not check(f"{mark}### x 2023.04.06\n\n### y 2023.04.07\n\n## 2023.04.02 a\n", None)
    assert check(f"{mark}# Diary\n\n## 2023.04.02 a\n\n## 2023.04.01 b\n", None)


@pytest.mark.parametrize("small", [0, 1 << 14])
@pytest.mark.parametrize("name", ["fstat", "pread"])
def test_a_file_that_cannot_be_read_is_left_to_the_full_parse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, small: int
) -> None:
    path = tmp_path / "d.md"
    path.write_bytes(b"## 2023.04.01 a\n\nx\n")
    before = len(os.listdir("/dev/fd"))

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr("journal.scan.files._SMALL", small)
        patched.setattr(os, name, fail)
        assert search([str(path)], None, lambda _: True, is_folder=False) is None
    assert before == len(os.listdir("/dev/fd"))


def test_small_files_are_not_held_open(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{day}.md") for day in range(1, 29)]
    for day, path in enumerate(paths, 1):
        Path(path).write_text(f"## 2023.04.{day:02} a\n\n河\n", "utf-8")
    before = len(os.listdir("/dev/fd"))
    found = latest(paths, None, is_folder=True)
    assert found is not None
    assert (len(found), before) == (28, len(os.listdir("/dev/fd")))


def test_every_character_that_folds_to_a_needle_is_known() -> None:
    finder = Finder(0)
    missed = []
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x110000)):
        folded = fold(chr(code))
        if folded == chr(code):
            continue
        for char in folded:
            needle = needle_of(char)
            if needle.literal and not [*needle.places(chr(code).encode(), finder)]:
                missed.append((hex(code), char))
    assert missed == []


@functools.cache
def needle_of(char: str) -> Needle:
    return Needle(Words(char))


@given(
    day=st.sampled_from(["2023.04.02", "2023-04-02", "2023/4/2", "2023.02.30", "2023.04-02"]),
    rest=st.text(
        "abtTmonSun 　\t:|·-–—,.。()（早上8０点周日月曜12:3\\#/~至到第v@a下午", max_size=8
    ),
)
def test_plain_headings_say_what_the_grammar_says(day: str, rest: str) -> None:
    text = f"{day}{rest}".strip(" \t")
    plain = parse_plain(text)
    if plain is not None:
        head = heading._date_first(text, heading._fold(text), heading._DATE, read_date)
        assert head == heading.parse_heading(text)
    if names_no_day(rest):
        assert heading.parse_heading(rest) is None
        assert heading.parse_part(rest) is None


LINES_OF_TEXT = st.one_of(
    st.sampled_from(
        ["Walked home.", "天冷。", "a", "周日", "14:30 tea", "- dash", "x #y", "C\\", "1. one"]
    ),
    st.text("ab 。.-=天#0", max_size=6),
)


@pytest.mark.usefixtures("chunk", "finder")
@given(
    text=DIARIES | ORDERED | ORDERED,
    day=st.sampled_from(["2023-04-02", "2023-04-03", "2030-01-01", "1990-01-01"]),
    title=LINES_OF_TEXT | st.sampled_from(["Walked home.", "天冷。"]),
    body=st.one_of(st.just(""), LINES_OF_TEXT, st.just("天冷。")),
)
def test_slices_write_what_the_parser_writes(text: str, day: str, title: str, body: str) -> None:
    data = text.encode("utf-8", "surrogateescape")
    try:
        new, survey, index = insert(data, "d.md", day, title, body)
    except UnsureError:
        return
    before = parse(text, "d.md")
    entry = Entry(dt.date.fromisoformat(day), title, body)
    after = replace(before, newest_first=bool(before.newest_first)).insert(entry)
    assert after.text.encode("utf-8", "surrogateescape") == new.join()
    assert (title, body) == (after.entries[index].title, after.entries[index].body)
    found = [survey.find(number) for number in range(len(survey))]
    lines = [(one.title, one.line) for one in found]
    assert [(entry.title, entry.source.line) for entry in after.entries] == lines


def test_plain_entries_are_written_by_slices() -> None:
    text = "# 日记\n\n## 2023.04.01 one\n\n河边。\n\n## 2023.04.03 two\n\n- item"
    for day in ("2023-03-31", "2023-04-01", "2023-04-02", "2023-04-04"):
        new, _, index = insert(text.encode(), "d.md", day, "Walked home.", "天冷。")
        entry = Entry(dt.date.fromisoformat(day), "Walked home.", "天冷。")
        after = parse(text, "d.md").insert(entry)
        assert (after.text.encode(), after.entries[index].title) == (new.join(), "Walked home.")


@given(
    days=st.lists(st.integers(1, 7), min_size=1, max_size=12),
    way=st.sampled_from([0, 1, -1]),
    count=st.integers(0, 13),
)
def test_the_latest_entries_are_the_first_of_the_list(
    days: list[int], way: int, count: int
) -> None:
    if way:
        days = sorted(days)[::way]
    text = "".join(f"## 2023.04.{day:02} a\n\nx\n\n" for day in days)
    survey = scan_bytes(text.encode(), "d.md")
    found = newest([survey], [survey.find(index) for index in survey.latest(count)])[:count]
    wanted = expected(text, "d.md", None)[:count]
    assert [entry.id for entry in wanted] == [one.id for one in found]


@pytest.mark.parametrize("encoding", ["gbk", "latin-1"])
def test_one_foreign_entry_of_a_long_diary_is_seen(tmp_path: Path, encoding: str) -> None:
    plain = "".join(f"## 2023.04.02 day {n}\n\n{'I walked home. ' * 60}\n\n" for n in range(600))
    word = "café" if encoding == "latin-1" else "杭州"
    path = tmp_path / "diary.md"
    path.write_bytes(plain.encode() + f"## 2023.04.03 x\n\n{word * 9}\n".encode(encoding))
    assert search([str(path)], None, Words(word).matches, is_folder=False) is None
    assert [one.title for one in Journal(path).search(word)] == ["x"]


def test_a_file_that_loses_headings_while_it_is_read_is_said_to_change(tmp_path: Path) -> None:
    text = "".join(f"## 2023.04.{day:02} a\n\n{'x' * 20_000}\n\n" for day in range(1, 30))
    path = tmp_path / "diary.md"
    path.write_text(text, "utf-8")
    made = scan_file(str(path))
    assert made is not None
    for other in (text.replace("## 2023.04.1", "   2023.04.1"), text[:-30_000]):
        path.write_text(other, "utf-8")
        with pytest.raises(ChangedOnDiskError):
            [made[0].text(index) for index in range(len(made[0]))]
    made[0].close()


@pytest.mark.usefixtures("chunk", "finder")
@pytest.mark.parametrize("way", [1, -1])
def test_an_entry_in_the_middle_of_many_is_written_by_slices(way: int) -> None:
    days, title, body = range(1, 29)[::way], "Walked.", "冷。"
    text = "".join(f"## 2023.04.{day:02} 第{day}天\n\n{'河边。' * 9}\n\n" for day in days)
    for day in (1, 2, 13, 14, 27, 28):
        new, survey, index = insert(text.encode(), "d.md", f"2023-04-{day:02}", title, body)
        after = parse(new.join().decode(), "d.md").entries
        lines = [(entry.title, entry.source.line) for entry in after]
        found = [survey.find(number) for number in range(len(survey))]
        assert lines == [(one.title, one.line) for one in found]
        said = after[index].title, after[index].body
        assert (title, body) == said
