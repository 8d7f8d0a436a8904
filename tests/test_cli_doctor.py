"""`doctor`: what it says, its exit codes, what is on the disk, and that it writes nothing."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.conftest import Home

GOOD = "# 日记\n\n## 2023.04.02 河边\n\n沿着河走了很久，回来的时候天已经黑了。\n"
WRONG = f"{GOOD}\n## 2023.02.30 茶\n\n喝茶。\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def found(home: Home, code: int = 1) -> list[tuple[str, str, int]]:
    """Return kind, file name and line of each finding."""
    rows = [json.loads(line) for line in home("doctor", "--json", code=code).split("\n") if line]
    return [(row["kind"], Path(row["file"]).name, row["line"]) for row in rows]


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return everything below a folder: modes, times and bytes."""
    paths = [folder, *sorted(folder.rglob("*"))]
    return {
        str(path): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in paths
    }


def test_a_healthy_journal_is_told_to_be_so(home: Home) -> None:
    home.write(GOOD)
    result = home.invoke("doctor")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 entry, nothing wrong found" in result.stderr


def test_a_finding_is_a_line_for_people_and_an_object_for_scripts(home: Home) -> None:
    path = home.write(WRONG)
    line = home("doctor", code=1)
    assert line.startswith(f"{path}:7: problem: impossible-date: the heading names a day that")
    assert line.count("\n") == 1
    (row,) = (json.loads(text) for text in home("doctor", "--json", code=1).split("\n") if text)
    assert {"schema", "kind", "severity", "file", "line", "what", "todo"} == set(row)
    assert (1, "problem", str(path), 7) == (
        row["schema"],
        row["severity"],
        row["file"],
        row["line"],
    )
    assert f"{path}:7: problem: impossible-date: {row['what']}; {row['todo']}\n" == line


def test_a_note_alone_is_a_finding_too(home: Home) -> None:
    home.write(GOOD + "\n##2023.04.03 无空格\n")
    assert found(home) == [("heading-without-blank", "diary.md", 7)]


def test_the_terminal_shows_the_same_with_nothing_that_drives_it(home: Home) -> None:
    home.write(f"{WRONG}\n![](a\x1b]0;x\x07.png)\n")
    shown = home("doctor", "--color", "always", code=1)
    for part in ("impossible-date", "missing-image", "diary.md:7", "\\x1b]0;x", "2 "):
        assert part in shown
    assert "\x1b]" not in shown


def test_a_missing_journal_is_nothing_wrong(home: Home) -> None:
    result = home.invoke("doctor")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no journal here yet" in result.stderr
    assert not [path for path in home.path.rglob("*") if path.is_file()]


def test_a_journal_that_is_gone_is_missed(home: Home) -> None:
    home("import", home.write(GOOD, "export.md"))
    home.file.unlink()
    assert found(home) == [("missing-journal", "diary.md", 1)]


@posix
def test_a_link_to_nothing_is_told(home: Home) -> None:
    home.file.symlink_to(home.path / "elsewhere.md")
    assert found(home) == [("missing-journal", "diary.md", 1)]


def test_an_unreadable_journal_is_an_error(home: Home) -> None:
    home.file.mkdir()
    result = home.invoke("doctor")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is a folder, not a file" in result.stderr


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_foreign_encoding_is_told_and_nothing_else(home: Home, encoding: str) -> None:
    home.write(WRONG.encode(encoding))
    assert found(home) == [("foreign-encoding", "diary.md", 1)]


def test_copies_of_synchronisers_are_compared(home: Home) -> None:
    home.write(GOOD)
    home.write(WRONG, "diary (Mei's conflicted copy 2023-04-02).md")
    home.write(GOOD, "diary.sync-conflict-20230402-101112-ABCDEFG.md")
    home.write("## 2020.01.01 别的\n\n完全不同。\n", "diary 2.md")
    home.write(GOOD, "diary 3.md")
    rows = [json.loads(line) for line in home("doctor", "--json", code=1).split("\n") if line]
    told = {Path(row["file"]).name: row for row in rows}
    assert {name: row["severity"] for name, row in told.items()} == {
        "diary (Mei's conflicted copy 2023-04-02).md": "problem",
        "diary.sync-conflict-20230402-101112-ABCDEFG.md": "problem",
        "diary 3.md": "note",
    }
    dropbox = told["diary (Mei's conflicted copy 2023-04-02).md"]
    assert "1 of its 2 texts are not in the journal" in dropbox["what"]
    assert "journal import '" in dropbox["todo"]
    assert "all its texts are in the journal" in told["diary 3.md"]["what"]


def test_what_commands_left_is_told(home: Home) -> None:
    home.write(GOOD)
    home.write("x", ".journal-0123456789abcdef.tmp")
    home.write("x", ".journal/journal-unsaved-0123abcd.md").chmod(0o600)
    (home.path / ".journal").chmod(0o700)
    assert found(home) == [
        ("leftover", ".journal-0123456789abcdef.tmp", 1),
        ("unsaved-text", "journal-unsaved-0123abcd.md", 1),
    ]


@posix
def test_hard_links_and_an_odd_lock_are_told(home: Home) -> None:
    home("import", home.write(GOOD, "export.md"))
    os.link(home.file, home.path / "other.md")
    lock = home.path / ".journal" / "lock"
    lock.unlink()
    lock.symlink_to("/nowhere")
    assert found(home) == [("hard-links", "diary.md", 1), ("odd-lock", "lock", 1)]


@posix
def test_what_others_may_read_is_told(home: Home) -> None:
    home("import", home.write(GOOD, "export.md"))
    assert found(home, code=0) == []
    (home.path / ".journal").chmod(0o755)
    (home.path / ".journal" / "diary.memory.jsonl").chmod(0o640)
    assert found(home) == [
        ("open-to-others", ".journal", 1),
        ("open-to-others", "diary.memory.jsonl", 1),
    ]


@posix
def test_a_readable_journal_behind_a_closed_folder_is_private(tmp_path: Path) -> None:
    from journal.doctor.beside import check_file

    path = tmp_path / "diary.md"
    path.write_text(GOOD)
    path.chmod(0o644)
    tmp_path.chmod(0o700)
    assert list(check_file(str(path))) == []
    modes = [os.stat(folder).st_mode for folder in tmp_path.parents]
    tmp_path.chmod(0o755)
    wanted = ["open-to-others"] if all(mode & stat.S_IXOTH for mode in modes) else []
    assert wanted == [one.kind for one in check_file(str(path))]


@posix
def test_a_hidden_folder_that_is_none_is_told(home: Home) -> None:
    home.write(GOOD)
    home.write("x", ".journal")
    assert found(home) == [("odd-hidden-folder", ".journal", 1)]


def test_a_damaged_memory_is_told_with_its_line(home: Home) -> None:
    home("import", home.write(GOOD, "export.md"))
    memory = home.path / ".journal" / "diary.memory.jsonl"
    memory.write_bytes(memory.read_bytes() + b'{"half":\n')
    line = memory.read_bytes().count(b"\n")
    assert [("damaged-memory", "diary.memory.jsonl", line)] == found(home)
    memory.write_bytes(b'{"journal-memory":99}\n')
    assert found(home) == [("newer-memory", "diary.memory.jsonl", 1)]


def test_nothing_is_ever_written(home: Home) -> None:
    home.write(WRONG + "![](a.png)\n\0\r\n```\n")
    home.write(GOOD, "diary 2.md")
    home.write("x", ".journal-0123456789abcdef.tmp")
    before = state(home.path)
    for arguments in ((), ("--json",), ("--color", "always")):
        home("doctor", *arguments, code=1)
    assert before == state(home.path)


def log_of(home: Home) -> Path:
    (log,) = home.path.rglob("log.jsonl")
    return log


def test_commands_that_can_be_taken_back_are_no_finding(home: Home) -> None:
    home.write(GOOD)
    home("rm", "--yes", "2023-04-02")
    home("undo")
    assert found(home, code=0) == []


@pytest.mark.parametrize("damage", [b"", b"another text", None])
def test_a_snapshot_that_is_gone_or_damaged_is_told_before_it_is_needed(
    home: Home, damage: bytes | None
) -> None:
    home.write(GOOD)
    home("add", "-d", "2023-04-03", "茶")
    home("rm", "--yes", "2023-04-02")
    (kept,) = (path for path in log_of(home).parent.iterdir() if len(path.name) == 40)
    kept.unlink() if damage is None else kept.write_bytes(damage)
    assert found(home) == [("undo-incomplete", "log.jsonl", 1)]
    assert "1 of 2 commands cannot be taken back" in home("doctor", code=1)


def test_a_log_of_a_later_version_is_told(home: Home) -> None:
    home.write(GOOD)
    home("add", "-d", "2023-04-03", "茶")
    with log_of(home).open("a") as file:
        file.write('{"schema": 99, "begin": 2}\n')
    assert found(home) == [("unreadable-history", "log.jsonl", 1)]


def test_a_command_that_was_cut_off_is_told_until_the_next_one_settles_it(home: Home) -> None:
    home.write(GOOD)
    home("add", "-d", "2023-04-03", "茶")
    log = log_of(home)
    begin, _ = log.read_text("utf-8").split("\n")[:2]
    log.write_text(f"{begin}\n", "utf-8")
    assert found(home, code=0) == []  # it may be writing right now
    old = json.loads(begin)
    log.write_text(json.dumps({**old, "time": old["time"] - 3600}) + "\n", "utf-8")
    assert found(home) == [("cut-off-command", "log.jsonl", 1)]
    home("add", "-d", "2023-04-04", "粥")
    assert found(home, code=0) == []


def test_a_merge_that_nobody_has_decided_is_told(home: Home) -> None:
    home.write(f"{GOOD}<<<<<<< HEAD\n河边。\n=======\n湖边。\n>>>>>>> phone\n")
    assert found(home) == [("conflict-markers", "diary.md", 6)]
    home.write(f"{GOOD}\nTitle\n=======\n")
    assert found(home, code=0) == []
