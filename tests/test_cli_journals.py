"""Several journals: registered, read at once, and deduped together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.deduping import prepare_dedupe
from journal.history import plan_undo
from journal.importing import carry_out
from journal.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

CONFIG = "config/journal/config.toml"
RIVER = "沿着河走了很久，看见一只白鹭站在浅水里，风很大，柳树都弯了腰。" * 5
TRAIN = "The train was late, and the whole carriage shared one thermos of tea. " * 5


@pytest.fixture
def two(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give a home with the journals life, the default, and work."""
    monkeypatch.delenv("JOURNAL")
    home.write(f"## 2023.04.02 river\n\n{RIVER}\n\n## 2023.04.05 lunch\n\nx\n", "life.md")
    home.write(f"## 2023.04.03 train\n\n{TRAIN}\n\n## 2023.04.05 lunch\n\ny\n", "work.md")
    text = 'default = "life"\n[journals]\nwork = "{0}/work.md"\nlife = "{0}/life.md"\n'
    home.write(text.format(home.path), CONFIG)
    return home


def files(home: Home) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in home.path.glob("*.md")}


def error(home: Home, *args: str | Path, code: int) -> str:
    """Run a command that fails, and return its one line."""
    done = home.invoke(*args)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("journal: ")
    return str(done.stderr)


def journals(home: Home, *args: str) -> list[tuple[str, str]]:
    return [(entry["journal"], entry["title"]) for entry in home.entries(*args)]


def test_several_are_read_at_once(two: Home) -> None:
    every = [("work", "train"), ("life", "river")]
    assert journals(two, "-j", "life", "-j", "work", "--to", "2023-04-03") == every
    assert journals(two, "-j", "all", "--to", "2023-04-03") == every
    assert journals(two, "-j", "work", "--to", "2023-04-03") == every[:1]
    assert journals(two, "--to", "2023-04-03") == every[1:]
    entry = two.entries("-j", "all", "--on", "2023-04-03")[0]
    assert (entry["file"], entry["line"]) == (f"{two.path}/work.md", 1)


def test_the_environment_names_all_of_them(two: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL", "all")
    assert len(two.entries()) == 4
    assert len(two.entries("-j", "work")) == 2


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        (["search", "thermos OR 白鹭"], 2),
        (["export", "-f", "jsonl"], 4),
        (["list"], 4),
        (["show", "2023-04-02", "2023-04-03", "--json"], 2),
    ],
)
def test_every_reading_command_takes_several(two: Home, args: list[str], lines: int) -> None:
    assert two("-j", "all", *args).count("\n") == lines


def test_a_journal_that_is_named_twice_is_read_once(two: Home) -> None:
    assert len(two.entries("-j", "life", "-j", str(two.path / "life.md"))) == 2
    (two.path / "same.md").symlink_to(two.path / "life.md")
    assert len(two.entries("-j", "life", "-j", str(two.path / "same.md"))) == 2


def test_paths_that_end_alike_keep_their_entries_apart(two: Home) -> None:
    two.write("## 2023.01.01 other\nx\n", "other/life.md")
    found = journals(two, "-j", "life", "-j", "other/life.md", "--on", "2023-01")
    assert found == [(f"{two.path}/other/life.md", "other")]


def test_equal_ids_of_two_journals_are_told_apart_by_name(two: Home) -> None:
    both = [entry["id"] for entry in two.entries("-j", "all", "--on", "2023-04-05")]
    assert len(set(both)) == 1
    said = error(two, "-j", "all", "show", both[0], code=2)
    assert "this names 2 entries" in said
    assert "-j life" in said
    assert "-j work" in said
    assert two("-j", "work", "show", both[0], "--raw").endswith("\ny\n")


@pytest.mark.parametrize(
    "args",
    [
        ["add", "-d", "2023-04-09", "x"],
        ["rm", "--yes", "last"],
        ["edit", "last"],
        ["undo"],
        ["import", "life.md"],
    ],
)
def test_writing_to_several_is_refused(two: Home, args: list[str]) -> None:
    before = files(two)
    said = error(two, "-j", "all", *args, code=2)
    assert "this command works on one journal, and several are named (life, work)" in said
    assert files(two) == before


def test_all_needs_a_registered_one(home: Home) -> None:
    assert "no journal is registered" in error(home, "-j", "all", "list", code=2)


def test_a_wrong_name_among_them(two: Home) -> None:
    assert "did you mean 'work'?" in error(two, "-j", "life", "-j", "wrok", "list", code=2)


def test_an_entry_of_two_journals_stays_in_the_first(two: Home) -> None:
    both = (two.path / "work.md").read_text() + f"\n## 2023.04.02 river\n\n{RIVER}\n"
    two.write(both, "work.md")
    before = files(two)
    plan = two("dedupe", "-j", "life", "-j", "work", "--dry-run", "--json", code=1)
    (decision, _) = (json.loads(line) for line in plan.split("\n") if line)
    assert decision["incoming"]["file"] == f"{two.path}/work.md"
    assert decision["existing"]["file"] == f"{two.path}/life.md"
    assert files(two) == before
    two("dedupe", "-j", "life", "-j", "work", "--yes")
    after = files(two)
    assert after["life.md"] == before["life.md"]
    assert after["work.md"] == before["work.md"].partition("## 2023.04.02")[0]
    two("-j", "life", "undo")
    assert files(two) == before
    two("-j", "life", "redo")
    assert files(two) == after


@pytest.mark.parametrize("order", [["life", "work"], ["work", "life"]])
def test_the_first_one_named_keeps_it(two: Home, order: list[str]) -> None:
    for name in order:
        two.write(f"## 2023.04.02 river\n\n{RIVER}\n", f"{name}.md")
    two("dedupe", *(f"-j{name}" for name in order), "--yes")
    assert {name: "river" in text for name, text in files(two).items()} == {
        f"{order[0]}.md": True,
        f"{order[1]}.md": False,
    }


def test_all_keeps_it_in_the_default_one(two: Home) -> None:
    for name in ("life", "work"):
        two.write(f"## 2023.04.02 river\n\n{RIVER}\n", f"{name}.md")
    two("dedupe", "-j", "all", "--yes")
    assert [name for name, text in files(two).items() if "river" in text] == ["life.md"]


def test_no_word_is_lost_between_two_journals(two: Home) -> None:
    longer = RIVER.replace("白鹭", "苍鹭", 1) + "回家的路上下了雨。"
    two.write(f"## 2023.04.02 river\n\n{longer}\n", "work.md")
    two("dedupe", "-j", "life", "-j", "work", "--yes")
    kept = "".join(path.read_text() for path in (two.path / ".journal").glob("*.variants.md"))
    everything = "".join(files(two).values()) + kept
    assert RIVER in everything
    assert longer in everything
    assert "river" not in files(two)["work.md"]


def test_what_stands_in_the_other_journal_alone_can_be_imported_still(two: Home) -> None:
    both = (two.path / "work.md").read_text() + f"\n## 2023.04.02 river\n\n{RIVER}\n"
    two.write(both, "work.md")
    two("dedupe", "-j", "life", "-j", "work", "--yes")
    export = two.write(f"## 2023.04.03 train\n\n{TRAIN}\n", "export.txt")
    two("import", export)
    assert journals(two, "--on", "2023-04-03") == [("life", "train")]


def test_nothing_stands_twice(two: Home) -> None:
    before = files(two)
    done = two.invoke("dedupe", "-j", "all", "--yes")
    assert done.exit_code == 0
    assert "nothing stands twice" in done.stderr
    assert files(two) == before


def test_a_file_of_two_journals_is_refused(two: Home) -> None:
    two.write(f"## 2022.04.02 river\n\n{RIVER}\n", "diary/2022.md")
    said = error(two, "dedupe", "-j", "diary/", "-j", two.path / "diary/2022.md", "--yes", code=2)
    assert "this file is in two of the journals" in said
    assert (two.path / "diary/2022.md").exists()


def test_a_file_and_a_folder_together(two: Home) -> None:
    two.write(f"## 2023.04.02 river\n\n{RIVER}\n\n## 2023.06.01 c\n\nz\n", "diary/2023/06.md")
    two("dedupe", "-j", "life", "-j", "diary/", "--yes")
    assert (two.path / "diary/2023/06.md").read_text() == "## 2023.06.01 c\n\nz\n"
    assert not (two.path / "diary/2023/.journal").exists()
    two("-j", "life", "undo")
    assert RIVER in (two.path / "diary/2023/06.md").read_text()
    assert not (two.path / "diary/2023/.journal").exists()


TEXTS = [
    RIVER,
    RIVER.replace("白鹭", "灰鹤", 1),
    RIVER + "回家的路上下了雨。",
    TRAIN,
    TRAIN.replace("tea", "coffee", 1),
    "short",
]
SECTION = st.tuples(st.sampled_from(["2022.04.02", "2023.04.02", "2023.04.03"]), st.integers(0, 5))


@settings(max_examples=40)
@given(st.lists(SECTION, max_size=5), st.lists(SECTION, max_size=5), st.booleans())
def test_dedupe_over_two_loses_nothing_ends_and_can_be_taken_back(
    tmp_path_factory: pytest.TempPathFactory,
    ours: list[tuple[str, int]],
    theirs: list[tuple[str, int]],
    as_folder: bool,
) -> None:
    place = tmp_path_factory.mktemp("two")
    (place / "b").mkdir()
    names = [place / "a.md", place / "b" / "2023.md" if as_folder else place / "b.md"]
    for path, sections in zip(names, (ours, theirs), strict=True):
        path.write_text("\n".join(f"## {day} t{at % 2}\n\n{TEXTS[at]}\n" for day, at in sections))
    before = [path.read_bytes() for path in names]
    journals = [
        Journal(str(names[0]), "a", state=str(place / "state")),
        Journal(str(place / "b" if as_folder else names[1]), "b", state=str(place / "state")),
    ]
    rounds = 0
    while prepared := prepare_dedupe(journals, ()):
        carry_out(journals[0], prepared)
        rounds += 1
        kept = "".join(path.read_text() for path in place.rglob("*.md"))
        assert [at for _, at in (*ours, *theirs) if TEXTS[at] not in kept] == []
    assert rounds <= 1 + len(ours) + len(theirs)
    history = journals[0].history
    assert history is not None
    for _ in range(rounds):
        journals[0].write(lambda: plan_undo(history), also=[journals[1].folder])
    assert [path.read_bytes() for path in names] == before


def rows(home: Home) -> list[list[str]]:
    return [line.split("\t") for line in home("journals").split("\n")[:-1]]


def test_the_list_says_what_is_registered(two: Home) -> None:
    assert rows(two) == [
        ["life", f"{two.path}/life.md", "2", "default"],
        ["work", f"{two.path}/work.md", "2", ""],
    ]
    values: list[dict[str, Any]] = [
        json.loads(line) for line in two("journals", "--json").split("\n") if line
    ]
    assert values[0] == {
        "schema": 1,
        "name": "life",
        "path": f"{two.path}/life.md",
        "layout": "",
        "entries": 2,
        "default": True,
        "exists": True,
    }


def test_one_that_cannot_be_read_hides_no_other(two: Home) -> None:
    (two.path / "work.md").unlink()
    (two.path / "work.md").mkdir()
    done = two.invoke("journals")
    assert done.exit_code == 0
    assert done.stdout.split("\n")[1] == f"work\t{two.path}/work.md\t\t"
    assert done.stderr.startswith(f"journal: {two.path}/work.md: ")


def test_without_settings_the_default_one_is_listed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JOURNAL")
    path = f"{home.path}/Documents/journal/journal.md"
    assert rows(home) == [["journal", path, "0", "default"]]
    assert home("journals", "default") == f"journal\t{path}\n"


def test_journals_are_registered_and_taken_off(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL")
    home("journals", "add", "life", home.path / "life.md")
    home("journals", "add", "work", "notes/work.md", "--default")
    assert home("journals", "default") == f"work\t{home.path}/notes/work.md\n"
    home("add", "-d", "2023-04-02", "x")
    assert (home.path / "notes/work.md").exists()
    home("journals", "default", "life")
    assert [row[0] for row in rows(home)] == ["life", "work"]
    home("journals", "rm", "work")
    assert [row[0] for row in rows(home)] == ["life"]
    assert (home.path / "notes/work.md").exists()
    done = home.invoke("journals", "rm", "life")
    assert "life was the default journal" in done.stderr
    assert rows(home)[0][0] == "journal"


def test_a_folder_is_registered_with_its_layout(home: Home) -> None:
    home("journals", "add", "d", home.path / "d", "--layout", "daily")
    text = (home.path / CONFIG).read_text()
    assert 'd = {path = "~/d", layout = "daily"}' in text
    home("-j", "d", "add", "-d", "2023-04-02", "x")
    assert (home.path / "d/2023-04-02.md").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["add", "life", "x.md"], "a journal is called 'life' already"),
        (["add", "all", "x.md"], "cannot be the name of a journal"),
        (["add", "a/b", "x.md"], "cannot be the name of a journal"),
        (["add", "x", "life.md", "--layout", "daily"], "a single file has no layout"),
        (["add", "x", "new", "--layout", "dayly"], "one of single, yearly, monthly, daily"),
        (["rm", "lief"], "did you mean 'life'?"),
        (["default", "lief"], "did you mean 'life'?"),
    ],
)
def test_what_cannot_be_registered(two: Home, args: list[str], words: str) -> None:
    before = (two.path / CONFIG).read_bytes()
    assert words in error(two, "journals", *args, code=2)
    assert (two.path / CONFIG).read_bytes() == before


def test_a_default_that_is_not_there_is_told(two: Home) -> None:
    path = two.write('default = "lief"\n[journals]\nlife = "life.md"\n', CONFIG)
    said = error(two, "list", code=2)
    assert said == (
        f"journal: {path}: default: no journal is called 'lief'; did you mean 'life'?\n"
    )
    done = two.invoke("journals")
    assert (done.exit_code, done.stdout.split("\t")[0]) == (0, "life")
