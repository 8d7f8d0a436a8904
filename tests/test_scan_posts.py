"""What a scan finds in a folder with posts is what the full parse finds, with the same ids."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.age.keys import Keys
from journal.cli import lane
from journal.diary.layout import date_of
from journal.errors import ChangedOnDiskError
from journal.folders import files_of, parser
from journal.formats import posts
from journal.journal import Journal
from journal.markdown.document import parse
from journal.query.order import arrange
from journal.scan.facts import is_no_entry, read_facts
from journal.scan.files import latest, search
from journal.scan.needles import Needle
from journal.search.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal.scan import Found
    from tests.conftest import Home

DAYS = ["2023-04-02", "2023-04-02", "2023-04-03", "2022-12-31"]
LINES = [
    *(f"date: {day}" for day in DAYS),
    *("date: 2023-04-02 08:15", "date: 2023-04-02T23:05:09+08:00", "Date: 2023/4/3", "date: soon"),
    *("created: 2022-12-31", "created_at: 2023-04-02T01:00:00Z", 'date: "2023-04-03"', "date:"),
    *("title: A walk", "title: 'A walk'", 'title: "A walk"', "Title: 河边", "title: ''", "title:"),
    *("title: Cafe\u0301", "title: Café", 'title: "\\u6cb3边"', "title: a: b", "title: >\n  walk"),
    *("tags: [walk, 河]", "tags:\n  - walk\n  - 河", "tags:\n- walk", "draft: true", "# tea"),
    *("anchor: &a walk", "other: *a", "meta: {walk: 1}", "no colon", "", "...", "## 2023.04.02 x"),
]
HEADERS = st.one_of(
    st.lists(st.sampled_from(LINES), max_size=5).map(lambda lines: ["---", *lines, "---"]),
    st.lists(st.sampled_from(LINES[:20]), min_size=1, max_size=4).map(lambda one: [*one, "---"]),
    st.sampled_from(
        [
            ["+++", 'title = "A walk"', "date = 2023-04-02T08:00:00Z", "+++"],
            ["+++", "date = 2023-04-03", 'tags = ["walk"]', "+++"],
            ["{", '"title": "\\u6cb3边", "date": "2023-04-02"', "}"],
            [],
        ]
    ),
)
BODIES = st.lists(
    st.sampled_from(
        [
            *("A walk by the river.", "沿着河走。", "ＷＡＬＫ", "#walk", "", "", "\\#no", "　河"),
            *("# Walk", "## Morning", "## 2023.04.02 a", "## 2023.04.03 b", "# 4月", "2023.04.02"),
            *("---", "===", "- tea", "```", "<!-- headings +1 -->", "    walk", "   # 2023.04.02"),
        ]
    ),
    max_size=7,
)
SECTIONS = st.lists(
    st.sampled_from(["## 2023.04.02 A walk", "## 2023-04-03 河边", "## 2022.12.31", "walk", ""]),
    min_size=1,
    max_size=6,
)
NAMES = st.sampled_from(
    [
        *("2023-04-02.md", "2023-04-02-walk.md", "2023-04-03-12.md", "2023-02-30-x.md", "a.md"),
        *("walk.md", "河.markdown", "README.md", "20230402.md", "2023_04_02.md", "2023-W14.md"),
        *("2023/04/02.md", "2023/0403.md", "2022-12/31.md", "walk 3.md", "日记2023-04-03.md"),
        *(
            "b/2023-04-02-walk/index.md",
            "b/2023-04-03/index.zh.md",
            "2023.md",
            "2023-04-02 walk.md",
        ),
    ]
)
CONTENTS = st.builds(
    lambda lines, ending, end, mark: mark + ending.join("\n".join(lines).split("\n")) + end,
    st.one_of(st.builds(lambda head, body: [*head, *body], HEADERS, BODIES), SECTIONS),
    st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n"]),
    st.sampled_from(["", "", "", "\ufeff"]),
).map(str.encode) | st.sampled_from(
    ["## 2023.04.02 河\n河\n".encode("gb18030"), b"\xffwalk", b"\0"]
)
FOLDERS = st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=6)
NEEDLES = st.sampled_from(["walk", "WALK", "河", "a", "tea", "é", "12", "边", "morning", "-"])


def write(folder: str, files: Mapping[str, bytes]) -> None:
    """Write files, by name, into a folder."""
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(path).write_bytes(data)


def searched(folder: str, paths: list[str], words: Words | None) -> list[Found] | None:
    """Return what a scan finds in a folder; without words it is all entries."""
    needle = Needle(words) if words else None
    return search(
        paths,
        [needle] if needle and needle.literal else None,
        words.matches if words else lambda _: True,
        is_folder=True,
        parse=parser(folder),
    )


def check(folder: str, words: Words | None, count: int | None) -> tuple[bool, bool]:
    """Check that both say the same; tell whether the scan was sure of each answer."""
    every = arrange(Journal(folder).entries())
    paths = files_of(Journal(folder))
    found, chosen = searched(folder, paths, words), latest(paths, count, is_folder=True)
    if found is not None:
        wanted = [one for one in every if not words or words.matches(one)]
        rows = [(one.id, f"{one.date}", one.title, one.body, one.tags) for one in wanted]
        assert rows == [(one.id, one.day, one.title, one.body, one.tags) for one in found]
        assert wanted == [one.entry for one in found]
        assert [one.id for one in wanted] == [one.entry.id for one in found]
    if chosen is not None:
        assert [one.id for one in every[:count]] == [one.id for one in chosen]
    return found is not None, chosen is not None


@pytest.fixture(params=[1, 1 << 19], ids=["one-by-one", "at-once"])
def batch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Look at so many bytes of posts at once."""
    monkeypatch.setattr("journal.scan.folder._BATCH", request.param)
    monkeypatch.setattr("journal.scan.finder._WORTH", 0 if request.param > 1 else 200_000)
    return int(request.param)


@given(name=NAMES, data=CONTENTS)
@example(name="tea\\walk.md", data=b"---\ndate: 2023-04-02\n---\nwalk\n")
def test_what_is_plainly_a_post_or_none_is_so_to_the_parser(name: str, data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    facts = read_facts(text, f"/d/{name}")
    day = date_of(name)
    for path in {f"/d/{name}", f"{day}.md" if day else f"/d/{name}"}:
        if facts:
            assert posts.looks_like_post(text, path)
            (entry,) = posts.read(text, path).entries
            assert (entry.date, entry.time, entry.title) == (facts.day, facts.time, facts.title)
            assert facts.body(text) in (entry.body, None)
        elif is_no_entry(text, f"/d/{name}"):
            assert not posts.looks_like_post(text, path)
            assert not parse(text, path).entries


@pytest.mark.usefixtures("batch")
@given(
    files=FOLDERS,
    needle=NEEDLES,
    case=st.booleans(),
    count=st.none() | st.integers(0, 3),
)
def test_a_scan_of_posts_finds_what_the_full_parse_finds(
    files: dict[str, bytes], needle: str, case: bool, count: int | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(folder, files)
        check(folder, Words(needle, case_sensitive=case), count)
        check(folder, None, count)


@given(files=FOLDERS, needle=NEEDLES)
def test_a_command_says_the_same_of_posts_with_a_scan_and_without(
    home: Home, capsys: pytest.CaptureFixture[str], files: dict[str, bytes], needle: str
) -> None:
    with tempfile.TemporaryDirectory(dir=home.path) as folder:
        write(folder, files)
        for words in (["search", needle], ["search", "-c", needle], ["list", "-n", "2"], ["list"]):
            quick = lane.answer(["-j", folder, *words]), *capsys.readouterr()
            full = without_scan(["-j", folder, *words]), *capsys.readouterr()
            assert full == quick


def without_scan(words: list[str]) -> int | None:
    """Carry out a command by the full parse, and return its exit code."""
    with patch("journal.scan.files.search", no_scan), patch("journal.scan.files.latest", no_scan):
        return lane.answer(words)


def no_scan(*_: object, **__: object) -> None:
    """Tell nothing."""


PLAIN = {
    "hugo.md": '---\ntitle: "湖边 \\"走\\""\ndate: 2023-04-02T12:30:00+08:00\n---\nWalk.\n',
    "obsidian.md": "---\ncreated: 2023-04-02 09:10\ntags:\n  - walk\n---\n\n# 湖边\n\nWalk.\n",
    "2023-04-02-jekyll.md": "---\nlayout: post\ntitle: Walk\n---\n\n走。\n\n## Later\n\n- walk\n",
    "2023-04-02.md": "Walk.\r\n\r\n走。\r\n",
    "2023-04-03.md": "\ufeff# Walk\r\n\r\n走。\r\n",
    "2023/04/02.md": "Walk.\n",
    "toml.md": '+++\ntitle = "Walk"\ndate = 2023-04-02T08:00:00Z\n+++\n\n走。\n',
    "README.md": "# Walks\n\nWalk 12 km.\n",
    "2022.md": "# 2022\n\n## 2022.12.31 Walk\n\n走。\n\n## 2023.04.02 Walk\n\n走。\n",
}


@pytest.mark.usefixtures("batch")
def test_everyday_posts_need_no_full_parse(tmp_path: Path) -> None:
    write(str(tmp_path), {name: text.encode() for name, text in PLAIN.items()})
    assert all(check(str(tmp_path), Words("walk"), 3))
    assert all(check(str(tmp_path), Words("走"), None))
    paths = files_of(Journal(tmp_path))
    assert search(paths, None, Words("walk").matches, is_folder=True) is not None


def test_a_word_of_a_name_is_found(tmp_path: Path) -> None:
    write(str(tmp_path), {"2023-04-02-翡翠鸬鹚.md": b"Walk.\n", "2023-04-03-x.md": b"Walk.\n"})
    found = searched(str(tmp_path), files_of(Journal(tmp_path)), Words("鸬鹚"))
    assert found is not None
    assert {"翡翠鸬鹚"} == {one.title for one in found}


def test_many_files_of_a_day_or_two_are_one_diary(tmp_path: Path) -> None:
    days = [f"2023-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]
    files = {f"{day}.md": f"## {day} Walk\n\n{number}\n" for number, day in enumerate(days)}
    files["2023-01-01-again.md"] = "---\ntitle: Walk\ndate: 2023-01-01\n---\n"
    write(str(tmp_path), {name: text.encode() for name, text in files.items()})
    assert all(check(str(tmp_path), None, 3))
    assert all(check(str(tmp_path), Words("walk"), None))


@pytest.mark.parametrize("change", ["---\ndate: 2023-04-03\ntitle: Walk\n---\n走。\n", None])
def test_a_post_that_is_another_by_now_is_told(tmp_path: Path, change: str | None) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ndate: 2023-04-02\ntitle: Walk\n---\n走。\n", "utf-8")
    found = searched(str(tmp_path), [str(path)], Words("走"))
    assert found is not None
    path.write_text(change, "utf-8") if change else path.unlink()
    with pytest.raises(ChangedOnDiskError):
        _ = found[0].entry


def test_posts_that_are_encrypted_are_found(tmp_path: Path) -> None:
    keys = Keys(str(tmp_path / "identity.txt"))
    keys.make()
    folder = tmp_path / "posts"
    write(
        str(folder), {"plain.md": PLAIN["hugo.md"].encode(), "2022.md": PLAIN["2022.md"].encode()}
    )
    path = folder / "2023-04-02-secret.md"
    path.write_bytes(keys.encrypt(PLAIN["2023-04-02-jekyll.md"].encode(), str(path)))
    journal = Journal(folder, keys=keys)
    words = Words("走")
    paths = files_of(journal)
    found = search(paths, [Needle(words)], words.matches, is_folder=True, decrypt=journal.read_file)
    assert found is not None
    wanted = [one for one in arrange(journal.entries()) if words.matches(one)]
    assert [(one.id, one.body) for one in wanted] == [(one.id, one.entry.body) for one in found]
    assert search(paths, [Needle(words)], words.matches, is_folder=True) is None


@pytest.mark.parametrize(
    "files",
    [
        {"a.md": b"\0\0\0\0\0\0\0\0"},
        {"a.md": b"---\ndate: 2023-04-02\n---\n", "b.md": b"## 2023.02.30 no day\n"},
        {"README.md": b"none of this is an entry\n"},
    ],
    ids=["no text", "odd sections", "no entry"],
)
def test_what_a_scan_of_posts_cannot_tell_is_left_to_the_full_parse(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    write(str(tmp_path), files)
    assert latest(files_of(Journal(tmp_path)), 1, is_folder=True) is None


def test_links_that_lead_nowhere_hide_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    write(str(folder), {"b.md": b"x", "z/a.MD": b"x", ".hidden/c.md": b"x", "d.md/e.md": b"x"})
    for name, target in (("a.md", "a.md"), ("c.md", "nowhere"), ("f.md", "b.md"), ("y", "z")):
        (folder / name).symlink_to(target)
    found = {os.path.relpath(path, folder) for path in files_of(Journal(folder))}
    assert found == {"b.md", "z/a.MD", "d.md/e.md"}  # and `f.md` is another name of `b.md`
