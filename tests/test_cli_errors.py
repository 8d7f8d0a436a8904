"""Bad input: one clear line, the right code, no traceback, and nothing changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

DIARY = "# 日记\n\n## 2023.04.02 去了趟杭州\n秘密的一句话。#walk\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
PRIVATE = "秘密"


def one_line(text: str) -> str:
    assert text.startswith("journal: ")
    assert text.find("\n") == len(text) - 1
    assert PRIVATE not in text
    assert "Traceback" not in text
    return text


def tree(home: Home) -> dict[str, bytes]:
    files = (path for path in home.path.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path): path.read_bytes() for path in files if ".journal" not in path.parts}


def check(home: Home, args: list[str], code: int, where: str = "") -> str:
    """Run a process that must fail, in one line that begins with the place."""
    before = tree(home)
    done = home.run(*args)
    assert (done.returncode, done.stdout) == (code, "")
    error = one_line(done.stderr)
    assert error.startswith(f"journal: {where}")
    assert tree(home) == before
    return error


def test_a_missing_path(home: Home) -> None:
    home.write(DIARY)
    check(home, ["import", "nowhere.md"], 3, "nowhere.md: ")


@pytest.mark.parametrize("command", [["list"], ["add", "-d", "2023-04-03", "x"]])
def test_a_folder_as_journal_file(home: Home, command: list[str]) -> None:
    home.file.mkdir()
    error = check_without_recovery(home, command)
    assert str(home.file) in error


def check_without_recovery(home: Home, command: list[str]) -> str:
    done = home.run(*command)
    assert (done.returncode, done.stdout) == (3, "")
    assert home.file.is_dir()
    assert [path.name for path in home.file.iterdir()] in ([], [".journal"])
    return one_line(done.stderr)


def test_a_binary_file_to_import(home: Home) -> None:
    home.write(PNG, "image.png")
    check(home, ["import", "image.png"], 3, "image.png: ")


def test_a_binary_file_as_journal(home: Home) -> None:
    home.write(PNG)
    check(home, ["add", "-d", "2023-04-03", "x"], 3, f"{home.file}: ")


def test_a_header_that_does_not_parse(home: Home) -> None:
    home.write(DIARY)
    home.write("---\ntitle: x\ntags: [秘密\ndate: 2023-01-01\n---\n秘密的正文。\n", "post.md")
    assert "post.md:4: " in check(home, ["import", "post.md"], 3)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("---\ntitle: x\ntags: [秘密\ndate: 2023-01-01\n---\n", 4),
        ("+++\ntitle = '秘密'\ndate 2023-01-01\n+++\n", 3),
        ('{\n"title": "秘密",\n"date" "2023-01-01"\n}\n', 3),
    ],
)
def test_a_header_that_does_not_parse_is_named_with_its_line(
    home: Home, header: str, line: int
) -> None:
    home.write(DIARY)
    home.write(f"{header}秘密的正文。\n", "post.md")
    done = home.invoke("import", "post.md")
    assert done.exit_code == 3
    assert f"post.md:{line}: " in done.stderr
    assert PRIVATE not in done.stderr
    assert home.file.read_text("utf-8") == DIARY


@pytest.mark.parametrize(
    "command",
    [
        ["add", "-d", "2023-02-30", "x"],
        ["list", "--on", "not a date at all"],
        ["search", "on:2023-13", "x"],
    ],
)
def test_a_date_that_is_none(home: Home, command: list[str]) -> None:
    home.write(DIARY)
    check(home, command, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and rights of Unix")
@pytest.mark.parametrize("kind", ["loop", "fifo", "mode"])
@pytest.mark.parametrize("command", [["list"], ["add", "-d", "2023-04-03", "x"]])
def test_an_unreadable_journal(home: Home, kind: str, command: list[str]) -> None:
    if kind == "loop":
        home.file.symlink_to(home.file)
    elif kind == "fifo":
        os.mkfifo(home.file)
    else:
        if os.geteuid() == 0:
            pytest.skip("root reads every file")
        home.write(DIARY).chmod(0)
    done = home.run(*command)
    assert (done.returncode, done.stdout) == (3, "")
    assert str(home.file) in one_line(done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and rights of Unix")
@pytest.mark.parametrize("kind", ["loop", "fifo", "dangling"])
def test_an_unreadable_export(home: Home, kind: str) -> None:
    home.write(DIARY)
    path = home.path / "in.md"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "loop" else home.path / "nowhere")
    done = home.invoke("import", path)
    assert (done.exit_code, done.stdout) == (3, "")
    assert sum(str(path) in line for line in done.stderr.split("\n")) == 1
    assert home.file.read_text("utf-8") == DIARY


def test_an_export_without_an_entry(home: Home) -> None:
    home.write("# Only notes\n\nNothing dated.\n", "notes.md")
    done = home.invoke("import", "notes.md")
    assert done.exit_code == 3
    assert one_line(done.stderr).startswith("journal: notes.md: ")


@pytest.mark.parametrize(
    ("args", "suggestion"),
    [
        (["lsit"], "list"),
        (["serach", "x"], "search"),
        (["list", "--jsno"], "--json"),
        (["add", "--titel", "x", "y"], "--title"),
        (["search", "tga:x"], "tag:x"),
    ],
)
def test_a_misspelt_word_gets_a_suggestion(home: Home, args: list[str], suggestion: str) -> None:
    home.write(DIARY)
    done = home.invoke(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    error = one_line(done.stderr)
    assert "did you mean" in error.lower()
    assert suggestion in error
    assert home.file.read_text("utf-8") == DIARY


@pytest.mark.parametrize("args", [["list", "--tag", "wlak"], ["search", "tag:wlak"]])
def test_a_misspelt_tag_gets_a_suggestion(home: Home, args: list[str]) -> None:
    home.write(DIARY)
    done = home.invoke(*args)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "did you mean" in one_line(done.stderr).lower()
    assert "walk" in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["list", "-n", "-1"],
        ["list", "-n", "many"],
        ["list", "--color", "blue"],
        ["list", "--has", "picture"],
        ["list", "--sort", "colour"],
        ["list", "--tag"],
        ["list", "extra"],
        ["-j", "no-such-name", "list"],
        ["import", "--from", "docx", "in.md"],
        ["import", "--prefer", "mine", "in.md"],
    ],
)
def test_bad_usage(home: Home, args: list[str]) -> None:
    home.write(DIARY)
    home.write("## 2023.01.01 x\n", "in.md")
    done = home.invoke(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    one_line(done.stderr)
    assert home.file.read_text("utf-8") == DIARY
    assert not (home.path / ".journal").exists()


@pytest.mark.parametrize("args", [["import"], ["search"]])
def test_a_missing_argument_is_named(home: Home, args: list[str]) -> None:
    done = home.invoke(*args)
    assert done.exit_code == 2
    assert re.match(r"journal: \w.*", one_line(done.stderr))


@pytest.mark.parametrize("command", [[], ["add"], ["import"], ["list"], ["show"], ["search"]])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_everywhere_with_an_example(home: Home, command: list[str], flag: str) -> None:
    done = home.invoke(*command, flag)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Example" in done.stdout
    assert f"journal {' '.join(command)}" in done.stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("remove", "did you mean 'rm'?"),
        ("delete", "did you mean 'rm'?"),
        ("find", "did you mean 'search'?"),
        ("new", "did you mean 'add'?"),
        ("lsit", "did you mean 'list'?"),
        ("merge", "journal --help lists the commands"),
        ("config ste", "did you mean 'set'?"),
        ("config xyzzy", "journal config --help lists the commands"),
        ("journals remove x", "did you mean 'rm'?"),
        ("list --tga x", "did you mean --tag?"),
        ("list --form 2023", "did you mean --from?"),
        ("list --format json", "did you mean --json?"),
        ("list --star", "did you mean --starred?"),
        ("list --verbose", "see journal list --help"),
        ("list -x", "see journal list --help"),
        ("add --dry x", "did you mean --dry-run?"),
        ("--colour always list", "did you mean --color?"),
    ],
)
def test_what_was_meant_is_guessed_where_it_can_be(home: Home, words: str, hint: str) -> None:
    home.write(DIARY)
    done = home.invoke(*words.split())
    assert done.exit_code == 2
    assert one_line(done.stderr).endswith(f"; {hint}\n")


def test_help_names_values_as_other_programs_do(home: Home) -> None:
    for command in ("list", "add", "rm", "import", "stats"):
        shown = home(command, "--help")
        assert re.findall(r"<\w+", shown) == []
    shown = home("list", "--help")
    assert re.search(r"--tag +-t +TAG +With this tag", shown)
    assert re.search(r"--limit +-n +N ", shown)
    assert re.search(r"--starred +With a star", shown)


def test_the_version(home: Home) -> None:
    from journal import __version__

    assert home("--version") == f"journal {__version__}\n"
    assert home.run("--version").stdout == f"journal {__version__}\n"


def test_control_characters_in_a_name_do_not_reach_the_terminal(home: Home) -> None:
    done = home.invoke("import", "no\x1b]52;c;eA==\x07\nwhere\u202e.md")
    assert done.exit_code == 3
    error = one_line(done.stderr)
    assert error.rstrip("\n").isprintable()
    assert "\\x1b" in error


def test_debug_shows_where_it_went_wrong(home: Home) -> None:
    home.write(DIARY)
    assert "Traceback" in home.run("--debug", "show", "zzzzzzzz").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of Unix")
def test_an_interrupt_ends_with_130_and_changes_nothing(home: Home) -> None:
    home.write(DIARY)
    editor = home.write("#!/bin/sh\nkill -INT $PPID\nsleep 1\n", "editor")
    editor.chmod(0o755)
    before = tree(home)
    done = home.run("add", "-e", EDITOR=str(editor), TMPDIR=str(home.path))
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr
    assert {path: data for path, data in tree(home).items() if path in before} == before


def many(home: Home) -> Path:
    text = "".join(
        f"## {year}.{month:02}.{day:02} 很长很长的标题 {'好' * 30}\n杭州\n\n"
        for year in range(2015, 2023)
        for month in range(1, 13)
        for day in range(1, 29)
    )
    return home.write(text)


@pytest.mark.parametrize("command", [["list"], ["export", "-f", "jsonl"]])
def test_a_closed_pipe_is_quiet(home: Home, command: list[str]) -> None:
    many(home)
    process = subprocess.Popen(
        [sys.executable, "-m", "journal", *command],
        env=home.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), error) == (0, b"")


@pytest.mark.parametrize("command", ["rm", "edit", "tags rename", "config set", "journals add"])
def test_a_command_that_lacks_what_it_works_on_is_bad_usage(home: Home, command: str) -> None:
    home.write(DIARY)
    done = home.invoke(*command.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert one_line(done.stderr).endswith(f"; see journal {command} --help\n")


@pytest.mark.parametrize("command", ["", "git"])
def test_what_only_holds_commands_shows_them(home: Home, command: str) -> None:
    done = home.invoke(*command.split())
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Commands" in done.stdout


@pytest.mark.parametrize("command", ["--help", "list --help", "--show-completion", "list"])
def test_nobody_who_reads_is_no_error(home: Home, command: str) -> None:
    home.write(DIARY)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "journal", *command.split()],
        env=home.environment | {"SHELL": "/bin/bash"},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")
def test_a_full_disk_behind_stdout_is_told(home: Home) -> None:
    home.write(DIARY)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "journal", "list"],
            env=home.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    one_line(done.stderr.decode())


@pytest.mark.parametrize("place", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}])
def test_no_locale_makes_a_traceback(home: Home, place: dict[str, str]) -> None:
    home.write(DIARY)
    done = home.run("list", **place)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\t")[1] == "2023-04-02"


def test_a_failing_import_leaves_the_good_part_of_a_journal(home: Home) -> None:
    home.write(DIARY)
    home.write("## 2023.04.03 新的\n好。\n", "good.md")
    home.write(PNG, "bad.md")
    done = home.invoke("import", "bad.md", "good.md")
    assert done.exit_code == 3
    assert "bad.md: " in done.stderr
    assert [entry["title"] for entry in home.entries()] == ["新的", "去了趟杭州"]
