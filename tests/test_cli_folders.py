"""A journal that is a folder of Markdown files: read as one, written file by file."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.entry import Entry
from journal.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

LONG = "沿着河走了很久，看见一只白鹭站在浅水里，风很大，柳树都弯了腰。" * 5


@pytest.fixture
def folder(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the command line at a folder that is not there yet."""
    monkeypatch.setenv("JOURNAL", str(home.path / "life") + "/")
    return home.path / "life"


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def texts(folder: Path) -> dict[str, str]:
    """Return the visible files of a folder by name."""
    found: dict[str, str] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "."]
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read().decode()
    return found


def rows(home: Home) -> list[tuple[str, str]]:
    return [(entry["date"], entry["title"]) for entry in home.entries()]


def ref(home: Home, title: str) -> str:
    (entry,) = (entry for entry in home.entries() if entry["title"] == title)
    return str(entry["id"])


YEARS = {
    "2022.md": "# 2022\n\n## 2022.12.31 last\nx\n",
    "2023.md": "## 2023.04.02 spring\nx\n\n## 2023.05.01 may\nx\n",
}


def test_all_files_are_read_as_one(home: Home, folder: Path) -> None:
    put(
        folder,
        {
            **YEARS,
            "notes.txt": "## 2023.01.01 no Markdown\n",
            ".hidden/2023.md": "## 2023.01.02 hidden\n",
            ".2024.md": "## 2024.01.01 hidden\n",
            "README.md": "# About\n\nnothing dated\n",
            "2024/01.md": "## 2024.01.05 deep\nx\n",
        },
    )
    assert rows(home) == [
        ("2024-01-05", "deep"),
        ("2023-05-01", "may"),
        ("2023-04-02", "spring"),
        ("2022-12-31", "last"),
    ]
    entry = home.entries("--on", "2022")[0]
    assert (entry["journal"], entry["file"], entry["line"]) == ("life", f"{folder}/2022.md", 3)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (YEARS, "2024.md"),
        ({"2023-04.md": "## 2023.04.02 a\nx\n"}, "2024-03.md"),
        ({"2023/04.md": "## 2023.04.02 a\nx\n"}, "2024/03.md"),
        ({"2023/04/2023-04-02.md": "# 2023-04-02 a\n\nx\n"}, "2024/03/2024-03-05.md"),
        ({"2023/04/02.md": "A walk by the river.\n"}, "2024/03/05.md"),
        ({"diary.md": "## 2023.04.02 a\nx\n"}, "diary.md"),
        ({}, "2024.md"),
    ],
)
def test_an_entry_goes_into_the_file_of_its_day(
    home: Home, folder: Path, files: dict[str, str], name: str
) -> None:
    put(folder, files)
    home("add", "-d", "2024-03-05", "--title", "new", "text")
    after = texts(folder)
    assert {old: after.pop(old) for old in files if old != name} == {
        old: text for old, text in files.items() if old != name
    }
    assert list(after) == [name]
    assert after[name].startswith(files.get(name, ""))
    assert rows(home)[0] == ("2024-03-05", "new")
    assert (folder / ".journal").is_dir()
    assert not (home.path / ".journal").exists()


def test_a_new_file_takes_after_its_neighbours(home: Home, folder: Path) -> None:
    put(folder, {"2023.md": "# 2 May 2023, b\r\n\r\nx\r\n\r\n# 1 May 2023, a\r\n\r\nx\r\n"})
    home("add", "-d", "2024-03-05", "--title", "new", "text")
    assert (folder / "2024.md").read_bytes() == b"# 5 March 2024 new\r\n\r\ntext\r\n"
    home("add", "-d", "2024-03-06", "--title", "newer", "text")
    assert (folder / "2024.md").read_bytes().startswith(b"# 6 March 2024 newer")


def test_headings_without_a_year_stay_so_where_the_file_names_it(home: Home, folder: Path) -> None:
    put(folder, {"2023.md": "## 4月2日 春\n\nx\n\n## 4月9日 夏\n\nx\n"})
    home("add", "-d", "2024-03-05", "--title", "new", "text")
    assert (folder / "2024.md").read_text() == "## 3月5日 new\n\ntext\n"
    assert rows(home)[0] == ("2024-03-05", "new")


@pytest.mark.parametrize("layout", ["single", "yearly", "monthly", "daily"])
def test_a_registered_layout_makes_the_folder(home: Home, layout: str) -> None:
    home("journals", "add", "d", home.path / "new" / "d", "--layout", layout)
    home("-j", "d", "add", "-d", "2023-04-02", "--title", "a", "text")
    name = {
        "single": "journal.md",
        "yearly": "2023.md",
        "monthly": "2023-04.md",
        "daily": "2023-04-02.md",
    }[layout]
    assert texts(home.path / "new" / "d") == {name: "## 2023.04.02 a\n\ntext\n"}
    assert (home.path / "new").stat().st_mode & 0o777 == 0o700


def test_a_dry_run_shows_the_form_of_the_file_and_makes_nothing(home: Home, folder: Path) -> None:
    put(folder, {"2023.md": "### 2023-04-02 a\nx\n"})
    shown = home("add", "-n", "-d", "2024-03-05", "--title", "b", "text")
    assert shown == "### 2024-03-05 b\ntext\n"
    assert list(texts(folder)) == ["2023.md"]


def test_edit_touches_one_file(home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, YEARS)
    monkeypatch.setenv("EDITOR", "sed -i s/spring/summer/")
    home("edit", ref(home, "spring"))
    changed = YEARS["2023.md"].replace("spring", "summer")
    assert texts(folder) == {**YEARS, "2023.md": changed}
    home("undo")
    assert texts(folder) == YEARS
    home("redo")
    assert texts(folder) == {**YEARS, "2023.md": changed}


def test_an_edit_to_another_year_moves_the_entry(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, YEARS)
    monkeypatch.setenv("EDITOR", "sed -i s/2023.04.02/2022.04.02/")
    home("edit", ref(home, "spring"))
    assert texts(folder) == {
        "2022.md": "# 2022\n\n## 2022.04.02 spring\nx\n\n## 2022.12.31 last\nx\n",
        "2023.md": "## 2023.05.01 may\nx\n",
    }
    home("undo")
    assert texts(folder) == YEARS


def test_rm_takes_an_empty_file_along_and_undo_brings_it_back(home: Home, folder: Path) -> None:
    files = {f"2023-04-0{day}.md": f"# 2023-04-0{day} d{day}\n\nx\n" for day in (1, 2, 3)}
    put(folder, files)
    home("rm", "--yes", "2023-04-02", "2023-04-03")
    assert texts(folder) == {"2023-04-01.md": files["2023-04-01.md"]}
    home("undo")
    assert texts(folder) == files


def test_undo_of_a_first_add_leaves_no_file(home: Home, folder: Path) -> None:
    home("add", "-d", "2023-04-02", "text")
    home("add", "-d", "2024-04-02", "text")
    assert sorted(texts(folder)) == ["2023.md", "2024.md"]
    home("undo")
    assert sorted(texts(folder)) == ["2023.md"]
    home("undo")
    assert texts(folder) == {}


def test_import_spreads_over_the_files_and_is_one_command(home: Home, folder: Path) -> None:
    put(folder, YEARS)
    export = home.write(
        "## 2022.01.01 a\nfirst day\n\n## 2023.04.02 spring\nx\n\n## 2025.02.02 b\nlast day\n",
        "export.md",
    )
    home("import", export)
    after = texts(folder)
    assert after["2022.md"] == "# 2022\n\n## 2022.01.01 a\nfirst day\n\n## 2022.12.31 last\nx\n"
    assert after["2023.md"] == YEARS["2023.md"]
    assert after["2025.md"] == "## 2025.02.02 b\nlast day\n"
    home("import", export)
    assert texts(folder) == after
    home("undo")
    assert texts(folder) == YEARS


def test_what_an_import_leaves_out_is_kept_in_the_folder(home: Home, folder: Path) -> None:
    put(folder, {"2023.md": f"## 2023.04.02 a\n\n{LONG}\n"})
    other = LONG.replace("白鹭", "灰鹤", 1)
    home("import", home.write(f"## 2023.04.02 a\n\n{other}\n", "export.md"))
    assert other not in (folder / "2023.md").read_text()
    assert other in (folder / ".journal" / "variants.md").read_text()
    home("variants", "2023-04-02", "--restore")
    assert other in (folder / "2023.md").read_text()
    home("undo")
    assert LONG in (folder / "2023.md").read_text()


def test_dedupe_across_the_files_of_a_folder(home: Home, folder: Path) -> None:
    put(
        folder,
        {
            "2022.md": "## 2022.12.31 last\nx\n",
            "2023.md": f"## 2023.04.02 a\n\n{LONG}\n\n## 2023.05.01 b\n\ny\n",
            "old-2023-export.md": f"## 2023.04.02 a\n\n{LONG}\n\n## 2023.04.09 only here\n\nz\n",
        },
    )
    before = texts(folder)
    home("dedupe", "--yes")
    after = texts(folder)
    assert "".join(after.values()).count(LONG) == 1
    assert len(rows(home)) == 4
    assert after["2022.md"] == before["2022.md"]
    home("dedupe", "--yes")
    assert texts(folder) == after
    home("undo")
    assert texts(folder) == before


def test_a_folder_in_order_has_nothing_to_dedupe(home: Home, folder: Path) -> None:
    put(
        folder, {f"2023-{month:02}.md": f"## 2023.{month:02}.02 m\n\nx\n" for month in range(1, 13)}
    )
    assert home.invoke("dedupe", "--yes").exit_code == 0
    assert len(rows(home)) == 12


def test_doctor_looks_at_every_file(home: Home, folder: Path) -> None:
    put(folder, {**YEARS, "2024.md": "## 2024.02.30 impossible\nx\n"})
    for path in folder.iterdir():
        path.chmod(0o600)
    done = home.invoke("doctor", "--json")
    found = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [one["file"] for one in found] == [f"{folder}/2024.md"]


POSTS = {
    "2023-04-02-river.md": "---\ntitle: River\ntags: [walk]\n---\n\nA walk.\n",
    "trip.md": "---\ntitle: Trip\ndate: 2023-05-01\n---\n\nFar away.\n",
}


def test_posts_are_read_and_nothing_is_added_to_them(home: Home, folder: Path) -> None:
    put(folder, POSTS)
    assert rows(home) == [("2023-05-01", "Trip"), ("2023-04-02", "River")]
    assert home.entries("-t", "walk")[0]["title"] == "River"
    done = home.invoke("add", "-d", "2023-06-01", "new")
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"journal: {folder}: not saved: this folder holds posts" in done.stderr
    assert texts(folder) == POSTS


def test_the_page_about_a_folder_of_posts_is_no_entry(home: Home, folder: Path) -> None:
    put(folder, {**POSTS, "_index.md": "---\ntitle: All posts\n---\n\nAbout them.\n"})
    assert rows(home) == [("2023-05-01", "Trip"), ("2023-04-02", "River")]


def test_a_post_can_be_edited_and_removed(
    home: Home, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, POSTS)
    monkeypatch.setenv("EDITOR", "sed -i s/walk/stroll/")
    home("edit", "2023-04-02")
    assert texts(folder)["2023-04-02-river.md"] == POSTS["2023-04-02-river.md"].replace(
        "walk", "stroll"
    )
    home("undo")
    home("rm", "--yes", "2023-05-01")
    assert texts(folder) == {"2023-04-02-river.md": POSTS["2023-04-02-river.md"]}
    home("undo")
    assert texts(folder) == POSTS


def test_a_day_that_is_one_post_gets_a_second_file(home: Home, folder: Path) -> None:
    put(folder, {"2023-04-01.md": "First day.\n", "2023-04-02.md": "A quiet day.\n"})
    home("add", "-d", "2023-04-02", "--title", "evening", "text")
    assert texts(folder) == {
        "2023-04-01.md": "First day.\n",
        "2023-04-02.md": "A quiet day.\n",
        "2023-04-02-2.md": "## 2023.04.02 evening\n\ntext\n",
    }
    assert [day for day, _ in rows(home)] == ["2023-04-02", "2023-04-02", "2023-04-01"]


def test_a_header_that_is_broken_hides_no_other_file(home: Home, folder: Path) -> None:
    put(folder, {**POSTS, "bad.md": "---\ntitle: [\ndate: 2023-01-01\n---\n\nx\n"})
    assert {title for _, title in rows(home)} >= {"Trip", "River"}
    done = home.invoke("doctor", "--json")
    found = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert ("bad-header", f"{folder}/bad.md") in [(one["kind"], one["file"]) for one in found]


def test_no_place_for_an_entry_among_several_files(home: Home, folder: Path) -> None:
    put(folder, {"life.md": "## 2023.04.02 a\nx\n", "work.md": "## 2023.04.03 b\nx\n"})
    done = home.invoke("add", "-d", "2023-04-04", "c")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "register the folder with a layout" in done.stderr


def test_only_the_file_concerned_must_be_utf8(home: Home, folder: Path) -> None:
    gbk = "## 2022.12.31 去年\n今年\n".encode("gb18030")
    put(folder, {"2023.md": YEARS["2023.md"]})
    (folder / "2022.md").write_bytes(gbk)
    home("add", "-d", "2023-06-01", "new")
    done = home.invoke("add", "-d", "2022-06-01", "old")
    assert done.exit_code == 3
    assert f"{folder}/2022.md: " in done.stderr
    assert (folder / "2022.md").read_bytes() == gbk


def test_equal_titles_of_one_day_have_ids_of_their_own(home: Home, folder: Path) -> None:
    put(folder, {"2023.md": "## 2023.04.02 a\nx\n", "2023-04-02.md": "# 2023-04-02 a\n\ny\n"})
    found: list[dict[str, Any]] = home.entries()
    assert len({entry["id"] for entry in found}) == 2


def test_links_are_followed_to_the_file(home: Home, folder: Path) -> None:
    real = home.write("## 2023.04.02 a\nx\n", "elsewhere/2023.md")
    folder.mkdir()
    (folder / "2023.md").symlink_to(real)
    home("add", "-d", "2023-06-01", "new")
    assert (folder / "2023.md").is_symlink()
    assert "2023.06.01 new" in real.read_text()


def test_many_writers_lose_nothing(home: Home, folder: Path) -> None:
    days = [f"2023-0{month}-02" for month in range(1, 7)] * 2
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "journal", "add", "-q", "-d", day, f"entry {number}"],
            env={**home.environment, "JOURNAL": f"{folder}/"},
        )
        for number, day in enumerate(days)
    ]
    assert [one.wait() for one in running] == [0] * len(days)
    assert sorted(title for _, title in rows(home)) == sorted(
        f"entry {number}" for number in range(len(days))
    )


def test_what_a_killed_writer_left_is_swept_from_every_folder(home: Home, folder: Path) -> None:
    put(folder, {"2023/04.md": "## 2023.04.02 a\nx\n"})
    left = folder / "2023" / ".journal-0123456789abcdef.tmp"
    left.write_text("half")
    home("add", "-d", "2023-04-03", "b")
    assert not left.exists()


def test_an_export_never_overwrites_a_file_of_the_folder(home: Home, folder: Path) -> None:
    put(folder, YEARS)
    done = home.invoke("export", "-o", str(folder / "2023.md"), "--force")
    assert done.exit_code == 3
    assert "this is the journal itself" in done.stderr
    assert texts(folder) == YEARS


def test_undo_can_write_the_version_before_to_a_file(home: Home, folder: Path) -> None:
    put(folder, YEARS)
    home("add", "-d", "2023-06-01", "new")
    home("undo", "--as", "before.md")
    assert (home.path / "before.md").read_text() == YEARS["2023.md"]


@settings(max_examples=25)
@given(
    data=st.lists(
        st.tuples(
            st.dates(dt.date(2021, 1, 1), dt.date(2023, 12, 31)), st.sampled_from(["a", "b", "春"])
        ),
        max_size=8,
    ),
    layout=st.sampled_from(["single", "yearly", "monthly", "daily"]),
)
def test_any_layout_holds_what_one_file_holds(
    tmp_path_factory: pytest.TempPathFactory, data: list[tuple[dt.date, str]], layout: str
) -> None:
    place = tmp_path_factory.mktemp("any")
    journals = [
        Journal(str(place / "d"), layout=layout, state=str(place / "state")),
        Journal(str(place / "one.md"), state=str(place / "state")),
    ]
    for number, (day, title) in enumerate(data):
        for journal in journals:
            journal.add(Entry(day, title, f"text {number}"))
    found = [
        sorted((entry.id, str(entry.date), entry.title, entry.body) for entry in journal.entries())
        for journal in journals
    ]
    assert found[0] == found[1]
    assert len({row[0] for row in found[0]}) == len(data)


@pytest.mark.skipif(sys.platform == "win32", reason="no ulimit")
@pytest.mark.parametrize("words", [["list", "-n", "1"], ["search", "-c", "river"]])
def test_more_large_files_than_may_be_open(home: Home, words: list[str]) -> None:
    text = "up the river and down again\n" * 800
    for year in range(1960, 2020):
        home.write(f"## {year}.04.02 walk\n\n{text}", f"life/{year}.md")
    command = shlex.join([sys.executable, "-m", "journal", "-j", "life/", *words])
    done = subprocess.run(
        ["sh", "-c", f"ulimit -n 40; {command}"],
        cwd=home.path,
        env=home.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ("2019-04-02" in done.stdout) == (words[0] == "list")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege here")
def test_a_file_with_two_names_is_one(home: Home) -> None:
    text = "## 2023.04.16 湖边\n雾很厚，只有一个钓鱼的老人，坐了整整一个下午。 #lake\n"
    file = home.write(text, "diary/2023.md")
    outside = home.write("## 2022.01.01 before\nelsewhere\n", "other.md")
    hidden = home.write("## 2021.01.01 hidden\nelsewhere\n", "diary/.old/2021.md")
    (home.path / "diary" / "today.md").symlink_to("2023.md")
    (home.path / "diary" / "a.md").symlink_to(outside)
    (home.path / "diary" / "b.md").symlink_to(outside)
    (home.path / "diary" / "c.md").symlink_to(hidden)
    folder = ("-j", home.path / "diary")
    listed = home(*folder, "list").split("\n")[:-1]
    assert [line.split("\t")[2] for line in listed] == ["湖边", "before", "hidden"]
    home(*folder, "dedupe", "--yes")
    assert file.read_text(encoding="utf-8") == text
    home(*folder, "tags", "rename", "lake", "water")
    assert file.read_text(encoding="utf-8") == text.replace("#lake", "#water")
