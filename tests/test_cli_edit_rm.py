"""`edit` and `rm`: only the section meant changes, and nothing that was typed is lost."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Home

DIARY = (
    "# 随手记\n\n"
    "## 2023.04.02 河边\n沿着河走。\n\n"
    "## 2023.04.05 Garden\n\nBeans, then rain.\n\n\n"
    "## 2023.04.09 夜班\n\u3000\u3000普洱。\n"
)
NEW = "## 2023.04.05 Garden\n\nBeans. 豆子。\n\n\n"
OLD = "## 2023.04.05 Garden\n\nBeans, then rain.\n\n\n"
CHANGE = 'sed -i "s/, then rain[.]/. 豆子。/" "$1"'


@pytest.fixture
def diary(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    home.write(DIARY)
    monkeypatch.setenv("TMPDIR", str(home.path))
    monkeypatch.setattr("tempfile.tempdir", str(home.path))
    return home


@pytest.fixture
def editor(diary: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set an editor that is a shell script; `$1` is the file."""

    def use(text: str) -> None:
        path = diary.write(f"#!/bin/sh\n{text}\n", "editor")
        path.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(path))

    return use


def text(home: Home) -> str:
    return home.file.read_bytes().decode()


def kept(stderr: str) -> str:
    """Return the text whose place an error of one line names."""
    assert re.fullmatch(r"journal: .+\n", stderr)
    return Path(re.findall(r"kept in (/\S+\.md)", stderr)[-1]).read_text("utf-8")


def litter(home: Home) -> list[str]:
    return [path.name for path in home.path.iterdir() if path.name.startswith("journal-")]


def replaced(diary: Home, editor: Callable[[str], None], by: str, ref: str = "2023-04-05") -> Any:
    """Edit an entry with an editor that writes just this text."""
    diary.write(by, "typed")
    editor('cat "$HOME/typed" > "$1"')
    return diary.invoke("edit", ref)


def test_only_the_section_is_opened_and_only_it_changes(
    diary: Home, editor: Callable[[str], None]
) -> None:
    editor('cp "$1" "$HOME/seen"; stat -c %a "$1" > "$HOME/mode"; ' + CHANGE)
    out = diary("edit", "2023-04-05")
    assert (diary.path / "seen").read_text("utf-8") == "## 2023.04.05 Garden\n\nBeans, then rain.\n"
    assert (diary.path / "mode").read_text() == "600\n"
    assert text(diary) == DIARY.replace(OLD, NEW)
    (entry,) = diary.entries("--on", "2023-04-05")
    assert out == f"{entry['id']}\t2023-04-05\tGarden\t{diary.file}:6\n"
    assert litter(diary) == []
    diary("undo")
    assert text(diary) == DIARY


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("typed", ["\n", "\r\n"])
def test_line_endings_stay_those_of_the_file(
    diary: Home, editor: Callable[[str], None], newline: str, typed: str
) -> None:
    diary.write(DIARY.replace("\n", newline))
    done = replaced(diary, editor, NEW.replace("\n", typed))
    assert done.exit_code == 0
    assert text(diary) == DIARY.replace(OLD, NEW).replace("\n", newline)


@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_the_end_of_the_file_stays(diary: Home, editor: Callable[[str], None], ending: str) -> None:
    diary.write(DIARY.rstrip("\n") + ending)
    replaced(diary, editor, "## 2023.04.09 夜班\n改了\n\n", "last")
    assert text(diary) == DIARY.replace("\u3000\u3000普洱。\n", "改了") + ending


def test_bytes_that_are_no_text_survive(diary: Home, editor: Callable[[str], None]) -> None:
    data = DIARY.encode().replace(b"rain", b"r\xff\xfen\xe2\x80\xa8\x0c")
    diary.write(data)
    editor('sed -i "s/Beans/Peas/" "$1"')
    diary("edit", "2023-04-05")
    assert diary.file.read_bytes() == data.replace(b"Beans", b"Peas")


@pytest.mark.parametrize("script", ["true", "touch -d 2001-01-01 $1", 'printf "\\n\\n" >> "$1"'])
def test_unchanged_is_said(diary: Home, editor: Callable[[str], None], script: str) -> None:
    editor(script)
    done = diary.invoke("edit", "last")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing was changed" in done.stderr
    assert text(diary) == DIARY
    assert diary("history") == ""
    assert litter(diary) == []


@pytest.mark.parametrize("typed", ["", "\n \n", "\u3000\n"])
def test_emptied_changes_nothing(diary: Home, editor: Callable[[str], None], typed: str) -> None:
    done = replaced(diary, editor, typed)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "emptied" in done.stderr
    assert text(diary) == DIARY


def test_another_date_moves_the_entry(diary: Home, editor: Callable[[str], None]) -> None:
    replaced(diary, editor, "## 2023.04.20 花园 new\n\n*Beans*, as typed.\n")
    assert text(diary) == (
        "# 随手记\n\n## 2023.04.02 河边\n沿着河走。\n\n## 2023.04.09 夜班\n\u3000\u3000普洱。\n"
        "\n## 2023.04.20 花园 new\n\n*Beans*, as typed.\n"
    )
    replaced(diary, editor, "## 2023.04.01 花园\nx", "last")
    assert text(diary) == (
        "# 随手记\n\n## 2023.04.01 花园\nx\n\n"
        "## 2023.04.02 河边\n沿着河走。\n\n## 2023.04.09 夜班\n\u3000\u3000普洱。\n\n"
    )
    diary("undo", "2")
    assert text(diary) == DIARY


def test_another_title_stays_in_its_place(diary: Home, editor: Callable[[str], None]) -> None:
    replaced(diary, editor, "## 2023.04.05 花园 14:30\n\nBeans, then rain.\n")
    assert text(diary) == DIARY.replace("Garden", "花园 14:30")


def test_two_headings_make_two_entries(diary: Home, editor: Callable[[str], None]) -> None:
    done = replaced(diary, editor, "## 2023.04.05 a\n1\n\n## 2023.04.05 b\n2")
    assert len(done.stdout.split("\n")) == 3
    assert text(diary) == DIARY.replace(OLD, "## 2023.04.05 a\n1\n\n## 2023.04.05 b\n2\n\n\n")


def test_of_two_headings_each_goes_to_its_day(diary: Home, editor: Callable[[str], None]) -> None:
    replaced(diary, editor, "## 2023.04.05 a\n1\n\n## 2023.04.01 b\n2\n\n## 2023.04.30 c")
    assert text(diary) == (
        "# 随手记\n\n## 2023.04.01 b\n2\n\n## 2023.04.02 河边\n沿着河走。\n\n"
        "## 2023.04.05 a\n1\n\n## 2023.04.09 夜班\n\u3000\u3000普洱。\n\n## 2023.04.30 c\n"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "no heading any more\n",
        "a line above\n## 2023.04.05 Garden\n\nBeans.\n",
        "### 2023.04.05 too deep\n",
        "## 2023.04.05 Garden\n\n```\nnever closed\n",
        "## 2023.04.05 Garden\n\n<!-- never closed\n",
        "## Garden\n\nno date\n",
    ],
)
def test_what_is_no_entry_is_refused_and_kept(
    diary: Home, editor: Callable[[str], None], typed: str
) -> None:
    done = replaced(diary, editor, typed)
    assert (done.exit_code, done.stdout) == (3, "")
    assert kept(done.stderr) == typed
    assert text(diary) == DIARY
    assert litter(diary) == []


def test_what_is_utf_16_is_refused_and_kept(diary: Home, editor: Callable[[str], None]) -> None:
    (diary.path / "typed").write_bytes(NEW.encode("utf-16"))
    editor('cat "$HOME/typed" > "$1"')
    done = diary.invoke("edit", "last")
    assert (done.exit_code, done.stdout) == (3, "")
    place = Path(re.findall(r"kept in (/\S+\.md)", done.stderr)[-1])
    assert place.read_bytes() == NEW.encode("utf-16")
    assert text(diary) == DIARY


MEANWHILE = {
    "before": ("# 随手记\n", "# 随手记\n\n## 2023.04.01 别人\nx\n"),
    "after": ("\n\n## 2023.04.09", "\n## 2023.04.06 别人\ny\n\n## 2023.04.09"),
    "same day": ("## 2023.04.05", "## 2023.04.05 Garden\n\nBeans.\n\n## 2023.04.05"),
    "neighbour": ("沿着河走", "沿着湖走"),
}


@pytest.mark.parametrize("case", MEANWHILE)
def test_what_others_write_meanwhile_stays(
    diary: Home, editor: Callable[[str], None], case: str
) -> None:
    theirs = DIARY.replace(*MEANWHILE[case])
    assert theirs != DIARY
    diary.write(theirs, "theirs")
    editor('cp "$HOME/theirs" "$JOURNAL"; ' + CHANGE)
    diary("edit", "2023-04-05")
    assert text(diary) == theirs.replace("Beans, then rain.", "Beans. 豆子。")


def test_an_add_while_the_editor_is_open_stays(diary: Home, editor: Callable[[str], None]) -> None:
    editor(f'"{sys.executable}" -m journal add -d 2023-04-05 meanwhile >&2 || exit 9\n{CHANGE}')
    package = Path(__file__).resolve().parent.parent
    os.environ["PYTHONPATH"] = str(package)
    try:
        diary("edit", "2023-04-05")
    finally:
        del os.environ["PYTHONPATH"]
    assert text(diary) == DIARY.replace(OLD, NEW + "## 2023.04.05 meanwhile\n\n")
    diary("undo")
    diary("undo")
    assert text(diary) == DIARY


@pytest.mark.parametrize(
    "theirs",
    [
        DIARY.replace("Beans", "Carrots"),
        DIARY.replace("Garden", "Field"),
        DIARY.replace(OLD, ""),
        "",
    ],
)
def test_where_others_changed_the_same_entry_both_are_kept(
    diary: Home, editor: Callable[[str], None], theirs: str
) -> None:
    diary.write(theirs, "theirs")
    editor('cp "$HOME/theirs" "$JOURNAL"; ' + CHANGE)
    done = diary.invoke("edit", "2023-04-05")
    assert (done.exit_code, done.stdout) == (3, "")
    assert kept(done.stderr) == NEW.rstrip("\n") + "\n"
    assert text(diary) == theirs
    assert litter(diary) == []


@pytest.mark.parametrize("end", ["exit 4", "kill -9 $$"])
def test_an_editor_that_fails_changes_nothing_and_what_was_typed_is_kept(
    diary: Home, editor: Callable[[str], None], end: str
) -> None:
    editor(f'echo 写了一半 > "$1"; {end}')
    done = diary.invoke("edit", "last")
    assert (done.exit_code, done.stdout) == (3, "")
    assert kept(done.stderr) == "写了一半\n"
    editor(end)
    done = diary.invoke("edit", "last")
    assert done.exit_code == 3
    assert "kept in" not in done.stderr
    assert text(diary) == DIARY
    assert litter(diary) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("no-such-editor --wait", 2),
        ("'unclosed", 2),
        ("rm", 3),
        ('sh -c \'rm "$0"; mkdir "$0"\'', 3),
    ],
)
def test_an_editor_that_is_none_changes_nothing(
    diary: Home, monkeypatch: pytest.MonkeyPatch, command: str, code: int
) -> None:
    monkeypatch.setenv("VISUAL", command)
    done = diary.invoke("edit", "last")
    assert (done.exit_code, done.stdout) == (code, "")
    assert re.fullmatch(r"journal: .+\n", done.stderr)
    assert "kept in" not in done.stderr
    assert text(diary) == DIARY
    assert litter(diary) == []


def test_where_the_change_cannot_be_saved_what_was_typed_is_kept(
    diary: Home, editor: Callable[[str], None]
) -> None:
    diary.write("no folder", "state")
    done = replaced(diary, editor, NEW)
    assert (done.exit_code, done.stdout) == (3, "")
    assert kept(done.stderr) == NEW
    assert text(diary) == DIARY


def test_an_interrupt_is_the_editors_business(diary: Home, editor: Callable[[str], None]) -> None:
    editor("kill -INT $PPID; " + CHANGE)
    done = diary.run("edit", "2023-04-05", EDITOR=os.environ["EDITOR"])
    assert (done.returncode, done.stderr) == (0, "")
    assert text(diary) == DIARY.replace(OLD, NEW)
    editor("kill -INT $PPID; sleep 0.1")
    done = diary.run("edit", "last", EDITOR=os.environ["EDITOR"])
    assert (done.returncode, done.stdout) == (130, "")


@pytest.mark.parametrize("words", [["edit", "2020-01-01"], ["rm", "2020-01-01"]])
def test_a_ref_that_names_nothing_ends_with_1(diary: Home, words: list[str]) -> None:
    done = diary.invoke(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert text(diary) == DIARY
    assert not (diary.path / ".journal").exists()


def test_rm_removes_prints_and_can_be_taken_back(diary: Home) -> None:
    first, second = diary.entries("--on", "2023-04-05")[0], diary.entries()[0]
    done = diary.invoke("rm", first["id"], "last")
    assert done.stdout == "".join(
        f"{entry['id']}\t{entry['date']}\t{entry['title']}\n" for entry in (first, second)
    )
    assert "2 entries removed; journal undo brings them back" in done.stderr
    assert text(diary) == "# 随手记\n\n## 2023.04.02 河边\n沿着河走。\n\n"
    diary("undo")
    assert text(diary) == DIARY


def test_one_wrong_ref_and_nothing_is_removed(diary: Home) -> None:
    assert diary.invoke("rm", "2023-04-02", "zzzz").exit_code == 1
    assert text(diary) == DIARY


def test_rm_takes_refs_from_stdin(diary: Home) -> None:
    diary("rm", "-", stdin=diary("list", "--to", "2023-04-05"))
    assert text(diary) == "# 随手记\n\n## 2023.04.09 夜班\n\u3000\u3000普洱。\n"
    assert diary.invoke("rm", "-").exit_code == 1


@pytest.mark.parametrize("flag", ["-n", "--dry-run"])
def test_a_dry_run_removes_nothing(diary: Home, flag: str) -> None:
    done = diary.invoke("rm", flag, "last")
    assert (done.exit_code, done.stdout.split("\t")[2]) == (0, "夜班\n")
    assert "nothing was" in done.stderr
    assert text(diary) == DIARY


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(
    ("flags", "answer", "code"), [([], "y\n", 0), ([], "n\n", 1), ([], "\n", 1), (["--yes"], "", 0)]
)
def test_on_a_terminal_rm_asks(diary: Home, flags: list[str], answer: str, code: int) -> None:
    import pty
    import subprocess

    master, slave = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "journal", "rm", *flags, "last"],
            env={**diary.environment, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.write(master, answer.encode())
        assert process.wait(timeout=20) == code
        shown = os.read(master, 10_000).decode()
    finally:
        os.close(master)
        os.close(slave)
    assert ("Remove 1 entry?" in shown) == (not flags)
    assert "夜班" in shown
    assert (text(diary) == DIARY) == bool(code)


def test_an_entry_that_changed_since_it_was_read_is_not_removed(
    diary: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journal import editing

    theirs = DIARY.replace("普洱", "红茶")
    real = editing.writable_entries

    def late(journal: Any) -> Any:
        found = real(journal)
        diary.write(theirs)
        return found

    monkeypatch.setattr(editing, "writable_entries", late)
    done = diary.invoke("rm", "last")
    assert (done.exit_code, done.stdout) == (3, "")
    assert text(diary) == theirs


@pytest.mark.parametrize("words", [["rm", "last"], ["edit", "last"]])
def test_a_file_in_a_foreign_encoding_is_refused(
    diary: Home, editor: Callable[[str], None], words: list[str]
) -> None:
    data = ("## 2023.04.09 夜班\n护士长泡了一壶普洱。\n" * 3).encode("gbk")
    diary.write(data)
    editor('touch "$HOME/opened"')
    done = diary.invoke(*words)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "UTF-8" in done.stderr
    assert diary.file.read_bytes() == data
    assert not (diary.path / "opened").exists()
