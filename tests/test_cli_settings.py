"""Settings on the command line: read, written with their comments, and every error in one line."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.config import parse_config
from journal.config.settings import SETTINGS
from journal.config.writing import new_settings
from journal.errors import JournalError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

CONFIG = "config/journal/config.toml"
COMMENTED = """\
# mine
theme = "dark"   # at night

[journals]
# the big one
life = "~/life.md"

[aliases]
w = "list -n 1"
"""


def error(home: Home, *args: str | Path, code: int = 2) -> str:
    done = home.invoke(*args)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("journal: ")
    return str(done.stderr)


def test_the_path_is_told_be_it_there_or_not(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home("config", "path") == f"{home.path}/{CONFIG}\n"
    assert home("--config", "my.toml", "config", "path") == f"{home.path}/my.toml\n"
    monkeypatch.setenv("JOURNAL_CONFIG", "~/e.toml")
    assert home("config", "path") == f"{home.path}/e.toml\n"
    home.write("oder = 1\n", "e.toml")
    assert home("config", "path") == f"{home.path}/e.toml\n"


def test_every_setting_is_listed(home: Home) -> None:
    keys = [line.split("\t")[0] for line in home("config").split("\n")[:-1]]
    assert keys == [key for key, one in SETTINGS.items() if not isinstance(one.default, dict)]
    home.write(COMMENTED, CONFIG)
    assert "aliases.w\tlist -n 1\n" in home("config", "list")
    assert f"journals.life\t{home.path}/life.md\n" in home("config", "list")


def test_the_origin_of_a_value(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL")
    path = home.write('default = "a.md"\neditor = "nano"\n', CONFIG)

    def origin(key: str, *flags: str) -> str:
        return home(*flags, "config", "get", key, "--origin").rstrip("\n")

    assert origin("order") == "oldest-first\tdefault"
    assert origin("default") == f"a.md\tfile {path}"
    assert origin("editor") == f"nano\tfile {path}"
    monkeypatch.setenv("JOURNAL", "b.md")
    monkeypatch.setenv("VISUAL", "vim")
    assert origin("default") == "b.md\tenvironment JOURNAL"
    assert origin("editor") == "vim\tenvironment VISUAL"
    assert origin("default", "-j", "c.md") == "c.md\tflag --journal"
    assert origin("pager", "--no-pager") == "cat\tflag --no-pager"
    values = [json.loads(line) for line in home("config", "list", "--json").split("\n") if line]
    assert {"schema": 1, "key": "default", "value": "b.md", "origin": "environment JOURNAL"} in (
        values
    )


def test_a_value_is_printed_as_it_is(home: Home) -> None:
    home.write(COMMENTED, CONFIG)
    assert home("config", "get", "theme") == "dark\n"
    assert home("config", "get", "languages") == "zh,en\n"
    assert home("config", "get", "week_start") == "monday\n"
    assert home("config", "get", "aliases.w") == "list -n 1\n"
    assert home("config", "get", "aliases") == "aliases.w\tlist -n 1\n"
    assert "aliases.x: not set" in error(home, "config", "get", "aliases.x", code=1)
    assert "did you mean 'theme'?" in error(home, "config", "get", "teme")


def test_writing_keeps_comments_and_layout(home: Home) -> None:
    path = home.write(COMMENTED, CONFIG)
    home("config", "set", "theme", "light")
    home("config", "set", "aliases.t", 'search "tag:a b"')
    home("config", "set", "week_start", "sunday")
    text = path.read_text()
    assert [line for line in COMMENTED.split("\n") if line not in text.split("\n")] == [
        'theme = "dark"   # at night'
    ]
    assert 'theme = "light"   # at night\n' in text
    config = parse_config(text, str(path))
    assert (config.theme, config.week_start) == ("light", 6)
    assert config.aliases == {"w": "list -n 1", "t": 'search "tag:a b"'}


def test_a_setting_is_taken_out_and_nothing_else(home: Home) -> None:
    path = home.write(COMMENTED, CONFIG)
    home("config", "unset", "theme")
    home("config", "unset", "aliases.w")
    gone = [line for line in COMMENTED.split("\n") if line not in path.read_text().split("\n")]
    assert gone == ['theme = "dark"   # at night', 'w = "list -n 1"']
    assert home("config", "get", "theme", "--origin") == "auto\tdefault\n"


@pytest.mark.parametrize(
    ("key", "words", "code"),
    [
        ("order", "order: not set", 1),
        ("aliases.x", "aliases.x: not set", 1),
        ("templates.x", "templates.x: not set", 1),
        ("ordre", "did you mean 'order'?", 2),
        ("aliases", "name one of its keys: aliases.NAME", 2),
        ("journals.life", "journal journals rm", 2),
    ],
)
def test_what_cannot_be_taken_out(home: Home, key: str, words: str, code: int) -> None:
    path = home.write(COMMENTED, CONFIG)
    assert words in error(home, "config", "unset", key, code=code)
    assert path.read_text() == COMMENTED


def test_taking_out_makes_no_file(home: Home) -> None:
    assert "not set" in error(home, "config", "unset", "order", code=1)
    assert not (home.path / CONFIG).exists()


def test_line_endings_stay(home: Home) -> None:
    path = home.write(COMMENTED.replace("\n", "\r\n"), CONFIG)
    home("config", "set", "order", "newest-first")
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == COMMENTED.count("\n") + 1


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("order", "newest-first", "newest-first"),
        ("heading", "# YYYY-MM-DD title", "# YYYY-MM-DD title"),
        ("languages", "zh, en,de", ["zh", "en", "de"]),
        ("tag_symbols", "#@", "#@"),
        ("templates.day", "# $date\n", {"day": "# $date\n"}),
        ("journals.work", "~/w.md", {"work": "~/w.md"}),
        ("default", "some/where.md", "~/some/where.md"),
    ],
)
def test_a_value_is_written_where_there_is_no_file(
    home: Home, key: str, value: str, read: object
) -> None:
    home("config", "set", key, value)
    path = home.path / CONFIG
    assert tomllib.loads(path.read_text()) == {key.split(".")[0]: read}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["order", "random"], "must be one of oldest-first, newest-first"),
        (["oder", "x"], "did you mean 'order'?"),
        (["order.x", "y"], "unknown setting 'order.x'"),
        (["aliases", "x"], "name one of its keys: aliases.NAME"),
        (["aliases.", "x"], "name it: aliases.NAME"),
        (["aliases.list", "show"], "which an alias cannot replace"),
        (["aliases.x", "lisst"], "did you mean 'list'?"),
        (["aliases.x", "x -n 1"], "never end: x → x"),
        (["aliases.x", "list 'a"], "open quote"),
        (["aliases.two words", "list"], "must be one word"),
        (["languages", "zh,Klingon!"], "has no language 'Klingon!'"),
        (["tag_symbols", "x"], "must be # or #@"),
        (["heading", "no date"], "a form such as ## YYYY.MM.DD title"),
        (["heading", "YYYY.MM.DD"], "a form such as ## YYYY.MM.DD title"),
        (["default", "nowhere"], "no journal is called 'nowhere'"),
        (["journals.all", "x.md"], "cannot be the name of a journal"),
    ],
)
def test_what_cannot_be_set(home: Home, args: list[str], words: str) -> None:
    assert words in error(home, "config", "set", *args)
    assert not (home.path / CONFIG).exists()


def test_a_wrong_file_is_not_written_to(home: Home) -> None:
    path = home.write("oder = 1\n", CONFIG)
    assert f"{path}:1: unknown setting 'oder'" in error(home, "config", "set", "theme", "dark")
    assert path.read_text() == "oder = 1\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[journals]\na = 'x.md'\nall = 'y.md'\n", 3, "journals.all"),
        ("[journals]\na = { path = 'x', layot = 'daily' }\n", 2, "unknown key 'layot'"),
        ("[journals.a]\npath = 'x'\nlayout = 'dayly'\n", 1, "no layout 'dayly'"),
        ("[journals]\na = { layout = 'daily' }\n", 2, "a path"),
        ("theme = 'dark'\n[aliases]\nx = 1\n", 3, "aliases.x"),
        ('[aliases]\nx = "list \'a"\n', 2, "open quote"),
        ("[templates]\nx = 1\n", 2, "templates.x must be a string"),
        ("aliases = 'x'\n", 1, "must be a table of name = command"),
        ("\nheading = '## title'\n", 2, "heading must be auto"),
        ("languages = ['zh', 'English language']\n", 1, "has no language"),
        ("\ntag_symbols = ''\n", 2, "tag_symbols must be"),
        ("a" * 3000 + " = 1\n", 1, "unknown setting"),
        ("x = " + "[" * 5000, 0, "journal: "),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(
    home: Home, text: str, line: int, words: str
) -> None:
    path = home.write(text, CONFIG)
    said = error(home, "list")
    assert words in said
    assert not line or said.startswith(f"journal: {path}:{line}: ")


def test_a_byte_order_mark_is_no_error(home: Home) -> None:
    home.write("\ufefftheme = 'dark'\n", CONFIG)
    assert home("config", "get", "theme") == "dark\n"


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("# YYYY-MM-DD title", "# 2023-04-02 a"),
        ("### YYYY年M月D日 title", "### 2023年4月2日 a"),
        ("## title YYYY.MM.DD", "## a 2023.04.02"),
        ("## YYYYMMDD title", "## 20230402 a"),
        ("## MMMM D, YYYY title", "## April 2, 2023 a"),
        ("## YYYY/MM/DD (Sun) title", "## 2023/04/02 (Sun) a"),
        ("auto", "## 2023.04.02 a"),
    ],
)
def test_the_heading_of_new_files(home: Home, form: str, first: str) -> None:
    home("config", "set", "heading", form)
    home("add", "-d", "2023-04-02", "--title", "a", "text")
    assert home.file.read_text() == f"{first}\n\ntext\n"
    assert home.entries()[0]["title"] == "a"


def test_a_file_keeps_its_own_headings(home: Home) -> None:
    home.write("## 2023.04.02 a\nx\n")
    home("config", "set", "heading", "# YYYY-MM-DD title")
    home("add", "-d", "2023-04-03", "--title", "b", "y")
    assert "## 2023.04.03 b\n" in home.file.read_text()


def test_settings_are_edited_and_saved_only_if_they_can_be_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home.path / CONFIG
    monkeypatch.setenv("EDITOR", "sed -i 's/^# order = .*/order = \"newest-first\"/'")
    home("config", "edit")
    assert parse_config(path.read_text(), str(path)).order == "newest-first"
    before = path.read_text()
    monkeypatch.setenv("EDITOR", "sed -i s/^order/odrer/")
    said = error(home, "config", "edit")
    assert "unknown setting 'odrer'; did you mean 'order'?; your text is kept in " in said
    assert path.read_text() == before
    monkeypatch.setenv("EDITOR", "true")
    assert "nothing was changed" in home.invoke("config", "edit").stderr


def test_a_wrong_file_can_be_mended_in_the_editor(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home.write("oder = 'newest-first'\n", CONFIG)
    monkeypatch.setenv("EDITOR", "sed -i s/oder/order/")
    home("config", "edit")
    assert path.read_text() == "order = 'newest-first'\n"


def test_a_new_file_names_every_setting_and_changes_none() -> None:
    text = new_settings()
    assert parse_config(text, "c.toml") == parse_config("", "c.toml")
    bare = "\n".join(
        line.removeprefix("# ") for line in text.split("\n") if " = " in line and "…" not in line
    )
    config = tomllib.loads("\n".join(line for line in bare.split("\n") if line[0].islower()))
    assert set(config) == {k for k, one in SETTINGS.items() if not isinstance(one.default, dict)}


@given(st.text(max_size=200))
def test_any_text_is_settings_or_one_clear_sentence(text: str) -> None:
    try:
        said = repr(parse_config(text, "c.toml"))
    except JournalError as error:
        said = str(error)
    assert said.startswith(("Config(", "c.toml"))


def test_an_alias_stands_for_its_command(home: Home) -> None:
    home.write(COMMENTED, CONFIG)
    home.write("## 2023.04.02 a\nx\n\n## 2023.04.03 b\ny\n")
    shown = home("list", "-n", "1")
    assert home("w") == shown
    assert home("-q", "w", "--json") == home("list", "-n", "1", "--json")
    assert home("w", "-n", "2").count("\n") == 2
    home("config", "set", "aliases.ww", "w --json")
    assert home("ww") == home("list", "-n", "1", "--json")


def test_an_alias_sees_no_shell(home: Home) -> None:
    home.write("## 2023.04.02 a; b\nx $HOME `id` * \n")
    home("config", "set", "aliases.s", "search '$HOME `id` *'")
    assert home("s", "--count") == "1\n"


def test_aliases_never_end_or_lead_nowhere(home: Home) -> None:
    home.write('[aliases]\na = "b"\nb = "a"\nc = "lisst"\nlist = "show"\n', CONFIG)
    home.write("## 2023.04.02 t\nx\n")
    assert "never end: a → b → a" in error(home, "a")
    assert "no command 'lisst' (the alias c leads to it); did you mean 'list'?" in error(home, "c")
    assert home("list").endswith("\tt\n")


def test_an_unknown_command_suggests_commands_and_aliases(home: Home) -> None:
    home.write('[aliases]\nweekly = "list"\n', CONFIG)
    assert "did you mean 'weekly'?" in error(home, "weekyl")
    assert "did you mean 'search'?" in error(home, "serach")
    assert "journal --help lists the commands" in error(home, "xyzzy")


@pytest.mark.parametrize("command", ["config", "journals"])
def test_help_has_an_example_and_fits(home: Home, command: str) -> None:
    for words in ([command], *([command, sub] for sub in SUBCOMMANDS[command])):
        shown = home(*words, "--help")
        assert "Example" in shown
        assert max(map(len, shown.split("\n"))) <= 80


SUBCOMMANDS = {
    "config": ["path", "list", "get", "set", "unset", "edit"],
    "journals": ["add", "rm", "default"],
}


def test_first_use_without_any_setting(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL")
    place = home.path / "Documents/journal/journal.md"
    empty = home.invoke("list")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert f"{place}: no entries yet; write one with journal add" in empty.stderr
    assert home.invoke("search", "湖").exit_code == 1
    assert not place.exists()
    home("add", "-d", "2023-04-02", "去湖边走走。很冷。")
    assert place.read_text() == "## 2023.04.02 去湖边走走。\n\n很冷。\n"
    assert home("search", "湖").endswith("去湖边走走。\n")
    assert home("list") == home("search", "湖")
    home("undo")
    assert not place.exists()


def test_a_registered_journal_gets_another_layout(home: Home) -> None:
    home("journals", "add", "years", home.path / "years", "--layout", "yearly")
    home("config", "set", "journals.years.layout", "monthly")
    file = home.path / CONFIG
    (place,) = tomllib.loads(file.read_text("utf-8"))["journals"].values()
    assert place["layout"] == "monthly"
    before = file.read_text("utf-8")
    assert "bogus" in error(home, "config", "set", "journals.years.layout", "bogus")
    assert "no journal" in error(home, "config", "set", "journals.months.layout", "daily")
    assert "empty" in error(home, "config", "set", "journals.here", "")
    assert "empty" in error(home, "journals", "add", "here", "")
    assert file.read_text("utf-8") == before
