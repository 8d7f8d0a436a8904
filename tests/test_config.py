"""Settings: which goes before which, and what is said of a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journal.config import Config, config_path, is_path, load_config, parse_config

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

ENTRY = "## 2023.04.02 {}\nx\n"


def titles(home: Home, *args: str | Path) -> list[str]:
    return [line.split("\t")[2] for line in home(*args, "list").split("\n")[:-1]]


def settings(home: Home, text: str, name: str = "config/journal/config.toml") -> Path:
    return home.write(text, name)


def test_without_a_file_there_are_defaults(home: Home) -> None:
    assert load_config() == Config()
    assert (Config().order, Config().week_start) == ("oldest-first", 0)


def test_the_journal_flag_goes_before_environment_and_file(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("flag", "environment", "file"):
        home.write(ENTRY.format(name), f"{name}.md")
    settings(home, f'default = "third"\n[journals]\nthird = "{home.path}/file.md"\n')
    monkeypatch.delenv("JOURNAL")
    assert titles(home) == ["file"]
    monkeypatch.setenv("JOURNAL", str(home.path / "environment.md"))
    assert titles(home) == ["environment"]
    assert titles(home, "-j", home.path / "flag.md") == ["flag"]
    assert titles(home, "-j", "third") == ["file"]
    monkeypatch.setenv("JOURNAL", "third")
    assert titles(home) == ["file"]


def test_the_config_flag_goes_before_environment_and_the_usual_place(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JOURNAL")
    for name in ("flag", "environment", "usual"):
        home.write(ENTRY.format(name), f"{name}.md")
    text = 'default = "d"\n[journals]\nd = "{}/{}.md"\n'
    settings(home, text.format(home.path, "usual"))
    assert titles(home) == ["usual"]
    path = settings(home, text.format(home.path, "environment"), "env.toml")
    monkeypatch.setenv("JOURNAL_CONFIG", str(path))
    assert titles(home) == ["environment"]
    flag = settings(home, text.format(home.path, "flag"), "flag.toml")
    assert titles(home, "--config", flag) == ["flag"]
    assert config_path(str(flag)) == str(flag)


def test_paths_of_journals_start_at_the_file_or_at_home(home: Home) -> None:
    text = '[journals]\na = "notes/a.md"\nb = "~/b.md"\nc = "/c.md"\n'
    config = parse_config(text, str(home.path / "etc" / "config.toml"))
    assert {name: place.path for name, place in config.journals.items()} == {
        "a": str(home.path / "etc" / "notes" / "a.md"),
        "b": str(home.path / "b.md"),
        "c": "/c.md",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("./life", True),
        ("a/b", True),
        ("life.md", True),
        ("LIFE.MD", True),
        ("life.markdown", True),
        ("there", True),
        ("life", False),
        ("生活", False),
        ("life.txt", False),
    ],
)
def test_a_journal_is_a_path_or_a_name(home: Home, value: str, expected: bool) -> None:
    home.write("", "there")
    assert is_path(value) is expected


def test_a_value_that_exists_as_a_path_is_no_name(home: Home) -> None:
    home.write(ENTRY.format("path"), "life")
    home.write(ENTRY.format("name"), "registered.md")
    settings(home, f'[journals]\nlife = "{home.path}/registered.md"\n')
    assert titles(home, "-j", "life") == ["path"]


def test_a_name_that_is_not_registered_gets_a_suggestion(home: Home) -> None:
    settings(home, '[journals]\nwork = "w.md"\nlife = "l.md"\n')
    done = home.invoke("-j", "wrok", "list")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean 'work'?" in done.stderr


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('oder = "newest-first"\n', 1, ["oder", "did you mean 'order'?"]),
        ('\n# c\neditr = "vi"\n', 3, ["editr", "did you mean 'editor'?"]),
        ("zzz = 1\n", 1, ["zzz"]),
        ('theme = "dark"\norder = "random"\n', 2, ["order", "oldest-first", "newest-first"]),
        ('week_start = "someday"\n', 1, ["week_start"]),
        ("\nweek_start = 1\n", 2, ["week_start"]),
        ("languages = 'zh'\n", 1, ["languages"]),
        ("journals = 'a.md'\n", 1, ["journals"]),
        ("theme = 'dark'\n[journals]\na = 1\n", 3, ["journals.a"]),
        ("date_order = 'DYM'\n", 1, ["date_order", "YMD"]),
        ("order = 'newest-first'\norde = 1\n", 2, ["orde"]),
        ("theme = 'dark'\norder = \n", 2, ["TOML"]),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(
    home: Home, text: str, line: int, words: list[str]
) -> None:
    path = settings(home, text)
    done = home.invoke("list")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"journal: {path}:{line}: ")
    assert done.stderr.find("\n") == len(done.stderr) - 1
    for word in words:
        assert word in done.stderr


def test_settings_that_cannot_be_read(home: Home) -> None:
    for args in (["--config", "nowhere.toml"], ["--config", str(home.path)]):
        done = home.invoke(*args, "list")
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.startswith(f"journal: {home.path}")
        assert done.stderr.find("\n") == len(done.stderr) - 1
    settings(home, "")
    path = home.write(b"editor = '\xff'\n", "bad.toml")
    assert f"journal: {path}: " in home.invoke("--config", path, "list").stderr


def test_a_wrong_setting_changes_nothing(home: Home) -> None:
    settings(home, "oder = 1\n")
    home.write(ENTRY.format("x"))
    done = home.run("add", "-d", "2023-04-03", "y")
    assert (done.returncode, done.stdout) == (2, "")
    assert home.file.read_text() == ENTRY.format("x")


@pytest.mark.parametrize(("order", "date"), [("MDY", "2023-01-02"), ("DMY", "2023-02-01")])
def test_the_order_of_a_slashed_date_is_a_setting_and_echoed(
    home: Home, order: str, date: str
) -> None:
    settings(home, f'date_order = "{order}"\n')
    done = home.invoke("add", "-d", "1/2/2023", "x")
    assert done.exit_code == 0
    assert date in done.stderr
    assert [entry["date"] for entry in home.entries()] == [date]
