"""Exports on the command line: posts, tables, databases, text; names, quotes, refusals."""

from __future__ import annotations

import csv
import io
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.database import _SCHEMA
from journal.entry import Entry
from journal.formats.names import post_names
from tests.markdown_texts import DATES
from tests.test_formats_archives import everything

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """\
## 2023.04.02 14:30 河边
很冷。 #walk

## 2023.04.03 =1+1
<!--
{
 "tags": [
  "starred",
  "a, b"
 ],
 "mood": "好"
}
-->

-2 度
"""
HOSTILE = [
    *("../x", "CON", "nul.txt", "a\0b", "-rf", ".hidden", "a/b\\c", "雪" * 300, "", "..", "~"),
    *("COM1", "a:b*c?", "\u202etxt.exe", "é", "e\u0301", "A", "a", "\udcff", " ", "%2e%2e"),
]
TITLES = st.sampled_from(HOSTILE) | st.text(max_size=100)


@given(st.lists(st.builds(Entry, st.none() | DATES, TITLES, st.just("")), max_size=12))
def test_names_of_posts_are_safe_and_each_its_own(entries: list[Entry]) -> None:
    names = [*post_names(entries)]
    assert len(names) == len(entries)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert len(name.encode()) <= 255
        assert name[0] not in "-._ "
        assert not set(name) & set('/\\\0:*?"<>|\n ')
        assert name.endswith(".md")
        assert name.split(".")[0].lower() not in ("con", "nul", "com1", "aux", "prn")


def test_posts_with_hostile_titles_stay_in_their_folder(home: Home) -> None:
    titles = [title for title in HOSTILE if "\0" not in title and title.isprintable()]
    home.write(
        "".join(f"## 2023.04.02 {title}\n\ntext {at}\n\n" for at, title in enumerate(titles))
    )
    count = len(home.entries())
    before = set(everything(home.path))
    home("export", "-f", "posts", "-o", "out")
    fresh = set(everything(home.path)) - before
    assert len(fresh) == count
    assert all(path.startswith(f"{home.path}/out/2023-04-02") for path in fresh)
    modes = {stat.S_IMODE((home.path / path).stat().st_mode) for path in fresh}
    assert modes == {0o600}
    assert stat.S_IMODE((home.path / "out").stat().st_mode) == 0o700


def test_posts_come_back_and_change_nothing(home: Home) -> None:
    home.write(DIARY)
    home("export", "-f", "posts", "-o", "out")
    before = home.file.read_bytes()
    assert "2 identical" in home.invoke("import", "out").stderr
    assert home.file.read_bytes() == before


def test_posts_are_not_overwritten_unless_told_to(home: Home) -> None:
    home.write(DIARY)
    home("export", "-f", "posts", "-o", "out")
    kept = home.write("mine", "out/2023-04-03-=1+1.md")
    done = home.invoke("export", "-f", "posts", "-o", "out")
    assert done.exit_code == 3
    assert "--force" in done.stderr
    assert kept.read_text() == "mine"
    home("export", "-f", "posts", "-o", "out", "--force")
    assert "-2 度" in kept.read_text("utf-8")
    home("undo")
    assert kept.read_text() == "mine"


@pytest.mark.parametrize("arguments", [("posts",), ("posts", "-o", "-")])
def test_posts_want_a_folder(home: Home, arguments: tuple[str, ...]) -> None:
    home.write(DIARY)
    done = home.invoke("export", "-f", *arguments)
    assert done.exit_code == 2
    assert "-o FOLDER" in done.stderr


def test_posts_into_a_file_or_over_the_journal_are_refused(home: Home) -> None:
    home.write(DIARY)
    before = home.file.read_bytes()
    assert home.invoke("export", "-f", "posts", "-o", home.file, "--force").exit_code == 3
    assert home.invoke("export", "-f", "sqlite", "-o", home.file, "--force").exit_code == 3
    assert home.file.read_bytes() == before


def test_cells_that_look_like_formulas_are_guarded(home: Home) -> None:
    home.write(DIARY)
    rows = [*csv.DictReader(io.StringIO(home("export", "-f", "csv")))]
    assert [row["title"] for row in rows] == ["河边", "'=1+1"]
    assert rows[1]["body"] == "'-2 度"
    assert rows[1]["tags"] == '["starred", "a, b"]'
    raw = [*csv.DictReader(io.StringIO(home("export", "-f", "csv", "--raw")))]
    assert [raw[1]["title"], raw[1]["body"]] == ["=1+1", "-2 度"]


def test_a_database_that_others_open(home: Home) -> None:
    home.write(DIARY)
    home("export", "-o", "x.db", "--tag", "starred")
    with closing(sqlite3.connect(home.path / "x.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = database.execute("SELECT date, title, body, starred, meta FROM entries").fetchall()
        assert rows == [("2023-04-03", "=1+1", "-2 度", 1, '{"mood": "好"}')]
        tags = database.execute("SELECT tag FROM tags ORDER BY position").fetchall()
        assert tags == [("starred",), ("a, b",)]
    assert stat.S_IMODE((home.path / "x.db").stat().st_mode) == 0o600
    assert home.invoke("export", "-o", "x.db").exit_code == 3


def test_more_than_a_database_in_memory_holds_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.database._SCHEMA", f"PRAGMA max_page_count = 9; {_SCHEMA}")
    home.write("".join(f"## 2023.04.{day:02} x\n\n{'河边' * 999}\n\n" for day in range(1, 29)))
    done = home.invoke("export", "-o", "x.db")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("journal: export: too much for one database (")
    assert not (home.path / "x.db").exists()


@pytest.mark.parametrize("data", [b"SQLite format 3\0", b"SQLite format 3\0" + b"x" * 5000])
def test_a_spoilt_database_is_told(home: Home, data: bytes) -> None:
    done = home.invoke("import", home.write(data, "x.db"))
    assert done.exit_code == 3
    assert "x.db" in done.stderr


def test_a_database_of_somebody_else_is_told(home: Home) -> None:
    with closing(sqlite3.connect(home.path / "x.db")) as database:
        database.execute("CREATE VIEW entries AS SELECT 1")
        database.commit()
    assert home.invoke("import", home.path / "x.db").exit_code == 3


def test_plain_text(home: Home) -> None:
    home.write(DIARY)
    assert home("export", "-f", "txt") == (
        "2023-04-02 14:30  河边\n\n很冷。 #walk\n\n\n"
        "2023-04-03  =1+1\n#starred #a,\u00a0b\n\n-2 度\n"
    )


@pytest.mark.parametrize("name", ["markdown", "jsonl", "json", "csv", "txt", "jrnl"])
def test_filters_apply_to_every_format(home: Home, name: str) -> None:
    home.write(DIARY)
    shown = home("export", "-f", name, "--on", "2023.04.02")
    assert "河边" in shown
    assert "度" not in shown


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "jrnl", "md", "db"])
def test_an_export_comes_in_again_and_changes_nothing(home: Home, name: str) -> None:
    home.write(DIARY)
    home("export", "-o", f"x.{name}")
    before = home.file.read_bytes()
    assert "2 identical" in home.invoke("import", f"x.{name}").stderr
    assert home.file.read_bytes() == before


def test_an_unknown_format_names_those_there_are(home: Home) -> None:
    home.write(DIARY)
    done = home.invoke("export", "-f", "docx")
    assert done.exit_code == 2
    for name in ("posts", "sqlite", "csv", "html"):
        assert name in done.stderr


@pytest.mark.parametrize(("name", "told"), [("jrnl", True), ("txt", True), ("csv", False)])
def test_what_a_format_has_no_place_for_is_told(home: Home, name: str, told: bool) -> None:
    home.write(DIARY)
    assert ("meta of 1 entry" in home.invoke("export", "-f", name).stderr) == told


@pytest.mark.parametrize(
    "header",
    [
        "+++\ntitle = '湖'\ndate = 2023-04-02T08:00:00+08:00\ntags = ['a']\n+++\n",
        "---\ntitle: 湖 # kept\ndate: 2023-04-02\nweight: 0123\n---\n",
    ],
)
def test_a_post_goes_out_with_the_header_that_it_came_with(home: Home, header: str) -> None:
    home("import", home.write(f"{header}\n很冷\n", "in/p.md"))
    home("export", "-f", "posts", "-o", "out")
    assert (home.path / "out/2023-04-02-湖.md").read_text("utf-8") == f"{header}\n很冷\n"
