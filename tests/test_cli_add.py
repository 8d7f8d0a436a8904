"""`add`: what is written, where it lands, and what stays as it was."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from journal.cli.session import Session

if TYPE_CHECKING:
    from tests.conftest import Home

NEWEST_FIRST = "# 日记\n\n## 2023.04.05 去爬山\n山很高。\n\n## 2023.04.01 Rain\nAll day.\n"
OLDEST_FIRST = "# 日记\n\n## 2023.04.01 Rain\nAll day.\n\n## 2023.04.05 去爬山\n山很高。\n"


@pytest.fixture(autouse=True)
def _clock_and_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    monkeypatch.setattr(Session, "now", dt.datetime(2023, 5, 10, 9, 30, tzinfo=zone))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def said(home: Home) -> list[tuple[str, str, str]]:
    return [(entry["date"], entry["title"], entry["body"]) for entry in home.entries()]


def one_line(text: str) -> str:
    assert text.startswith("journal: ")
    assert text.find("\n") == len(text) - 1
    return text


def script(home: Home, text: str, name: str = "editor") -> str:
    path = home.write(f"#!/bin/sh\n{text}\n", name)
    path.chmod(0o755)
    return str(path)


def test_words_become_an_entry_of_today_in_a_new_file(home: Home) -> None:
    home("add", "今天", "去了 西湖")
    assert home.file.read_text("utf-8") == "## 2023.05.10 今天 去了 西湖\n"


def test_it_prints_what_was_written_where_and_under_which_id(home: Home) -> None:
    home.write(OLDEST_FIRST)
    out = home("add", "-d", "2023-04-03", "湖边")
    (entry,) = (entry for entry in home.entries() if entry["title"] == "湖边")
    assert out.endswith("\n")
    assert {entry["id"], "2023-04-03", "湖边", f"{home.file}:6"} <= set(re.split(r"[\t\n]", out))
    assert entry["line"] == 6


def test_quiet_says_nothing(home: Home) -> None:
    done = home.invoke("-q", "add", "-d", "昨天", "湖边")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert said(home) == [("2023-05-09", "湖边", "")]


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("走到湖边。很冷。", "走到湖边。", "很冷。"),
        ("Walked to the lake. Cold.", "Walked to the lake.", "Cold."),
        ("真的吗？是的！好。", "真的吗？", "是的！好。"),
        ("Really?! Yes.", "Really?!", "Yes."),
        ("One sentence only.", "One sentence only.", ""),
        ("版本 3.14 出来了", "版本 3.14 出来了", ""),
        ("Walked. Far.\nThen home.", "Walked. Far.", "Then home."),
        ("标题\n\n\u3000\u3000缩进的一段。\n", "标题", "\u3000\u3000缩进的一段。"),
        ("\n\n  \nlate start\nbody", "late start", "body"),
        ("# A heading\nbody", "A heading", "body"),
    ],
)
def test_without_a_title_the_first_line_or_sentence_is_one(
    home: Home, text: str, title: str, body: str
) -> None:
    home("add", stdin=text)
    assert said(home) == [("2023-05-10", title, body)]


def test_with_a_title_the_whole_text_is_the_body(home: Home) -> None:
    home("add", "--title", "湖边", "Walked. Far.")
    assert said(home) == [("2023-05-10", "湖边", "Walked. Far.")]


@pytest.mark.parametrize(
    "title",
    [
        *("Sunday walk", "周三", "14:30 tea", "2024.01.01 resolutions", "until 2024.01.01"),
        *("C #", "# mark", "- dash", "[x](y)", "**bold**", "(Wed)", "。", "a  b", "Wednesday"),
    ],
)
def test_a_title_comes_back_whatever_it_looks_like(home: Home, title: str) -> None:
    home.write(OLDEST_FIRST)
    home("add", "-d", "2023-05-10", "--title", title, "text")
    assert said(home)[0] == ("2023-05-10", " ".join(title.split()), "text")


def test_a_title_stays_on_its_line(home: Home) -> None:
    home("add", "--title", "one\n## 2020.01.01 two", "text")
    assert said(home) == [("2023-05-10", "one ## 2020.01.01 two", "text")]


@pytest.mark.parametrize("words", [["-"], []])
def test_text_comes_from_stdin(home: Home, words: list[str]) -> None:
    home("add", *words, "-d", "2023-04-02", stdin="标题\r\n一段。\r\n\r\n二段。\r\n")
    assert said(home) == [("2023-04-02", "标题", "一段。\n\n二段。")]
    assert b"\r" not in home.file.read_bytes()


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_text_from_stdin_is_saved_as_utf_8_whatever_it_came_in(home: Home, encoding: str) -> None:
    text = "今天天气很好，我们一起去爬山，山上有一座很老的庙。"
    home.write("## 2023.04.01 walk\nUp the hill.\n")
    done = home.run("add", "-d", "2023-04-02", "-", stdin=text.encode(encoding))
    assert done.returncode == 0
    assert f"\n\n## 2023.04.02 {text}\n" in home.file.read_text("utf-8")
    assert home.run("add", "-d", "2023-04-03", "next").returncode == 0


@pytest.mark.parametrize("words", [["-q"], ["--title", "山"]])
def test_an_argument_that_would_spoil_the_diary_is_refused(home: Home, words: list[str]) -> None:
    text = os.fsdecode("今天天气很好，我们一起去爬山，山上有一座很老的庙。".encode("gbk"))
    diary = home.write("## 2023.04.01 walk\nUp the hill.\n").read_bytes()
    done = home.run("add", "-d", "2023-04-02", *words, text)
    assert done.returncode == 3
    assert "would be in another encoding" in done.stderr
    assert "convert the new text to UTF-8" in done.stderr
    assert home.file.read_bytes() == diary


def test_what_is_no_text_is_not_added(home: Home) -> None:
    diary = home.write("## 2023.04.01 walk\nUp the hill.\n").read_bytes()
    done = home.run("add", "-", stdin=b"\0\1\2" * 99)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("journal: stdin: is no text")
    assert home.file.read_bytes() == diary


def test_bytes_that_are_no_utf8_and_a_byte_order_mark(home: Home) -> None:
    done = home.run("add", "-d", "2023-04-02", stdin=b"\xef\xbb\xbftitle\ncaf\xe9\n")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in home.file.read_bytes().split(b"\n") if line]
    assert lines == [b"## 2023.04.02 title", b"caf\xe9"]


def test_words_that_look_like_options_come_after_two_dashes(home: Home) -> None:
    home("add", "--", "-5", "度")
    assert said(home) == [("2023-05-10", "-5 度", "")]


def test_control_characters_are_kept_in_the_file_and_shown_in_words(home: Home) -> None:
    out = home("add", "-d", "2023-04-02", "--title", "a\x1b]52;c;eA==\x07b", "x\u202ey")
    assert "\x1b" not in out
    assert "\\x1b]52" in out
    assert "x\u202ey" in home.file.read_text("utf-8")
    assert said(home) == [("2023-04-02", "a\x1b]52;c;eA==\x07b", "x\u202ey")]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u3000"])
def test_nothing_to_add_is_bad_usage(home: Home, text: str) -> None:
    done = home.invoke("add", text)
    assert (done.exit_code, done.stdout) == (2, "")
    one_line(done.stderr)
    assert not home.file.exists()


def test_tags_stand_in_the_text_once(home: Home) -> None:
    home("add", "-t", "杭州", "-t", "#walk", "--title", "湖边", "去了#杭州，或 #杭州 那里。")
    assert [sorted(entry["tags"]) for entry in home.entries()] == [sorted(["杭州", "walk"])]
    lines = [line for line in home.file.read_text("utf-8").split("\n") if line]
    assert lines == ["## 2023.05.10 湖边", "去了#杭州，或 #杭州 那里。", "#walk"]


def test_a_tag_that_no_text_can_hold_is_kept_too(home: Home) -> None:
    home("add", "-t", "two words", "-t", "2023", "湖边")
    (entry,) = home.entries()
    assert sorted(entry["tags"]) == ["2023", "two words"]
    assert entry["body"] == ""
    assert [one["id"] for one in home.entries("--tag", "two words")] == [entry["id"]]


def test_a_starred_tag_is_a_star(home: Home) -> None:
    home("add", "-t", "starred", "湖边")
    assert [entry["starred"] for entry in home.entries("--starred")] == [True]


@pytest.mark.parametrize(
    ("when", "date", "time"),
    [
        ("2023-04-02", "2023-04-02", None),
        ("2023.4.2", "2023-04-02", None),
        ("2023/04/02", "2023-04-02", None),
        ("2023年4月2日", "2023-04-02", None),
        ("２０２３-04-02", "2023-04-02", None),
        ("2023-04-02 21:05", "2023-04-02", "21:05"),
        ("2023-04-02T21:05", "2023-04-02", "21:05"),
    ],
)
def test_exact_dates_are_taken_without_a_word(
    home: Home, when: str, date: str, time: str | None
) -> None:
    done = home.invoke("add", "-d", when, "x")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [(entry["date"], entry["time"]) for entry in home.entries()] == [(date, time)]


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("yesterday", "2023-05-09"),
        ("昨天", "2023-05-09"),
        ("today", "2023-05-10"),
        ("前天", "2023-05-08"),
        ("3 days ago", "2023-05-07"),
        ("last friday", "2023-05-05"),
        ("上周五", "2023-05-05"),
    ],
)
def test_words_for_a_day_are_resolved_and_echoed(home: Home, when: str, date: str) -> None:
    done = home.invoke("add", "--date", when, "x")
    assert done.exit_code == 0
    assert date in one_line(done.stderr)
    assert [entry["date"] for entry in home.entries()] == [date]


@pytest.mark.parametrize("when", ["2023-02-30", "whenever", "2023-13-01", "2023-04"])
def test_a_date_that_is_no_day_changes_nothing(home: Home, when: str) -> None:
    home.write(OLDEST_FIRST)
    done = home.invoke("add", f"--date={when}", "x")
    assert (done.exit_code, done.stdout) == (2, "")
    one_line(done.stderr)
    assert home.file.read_text("utf-8") == OLDEST_FIRST


@pytest.mark.parametrize("text", [NEWEST_FIRST, OLDEST_FIRST])
@pytest.mark.parametrize("day", [1, 3, 5, 7])
def test_it_stands_in_date_order_and_all_else_is_untouched(home: Home, text: str, day: int) -> None:
    home.write(text)
    home("add", "-d", f"2023-04-0{day}", "--title", "New", "正文。")
    days = re.findall(r"^## (\S+)", home.file.read_text("utf-8"), re.MULTILINE)
    assert days == sorted(days, reverse=text == NEWEST_FIRST)
    assert without(home, "New") == text


def without(home: Home, title: str) -> str:
    """Cut the section of that title, with the blank line that parts it from the next one."""
    text = home.file.read_bytes().decode("utf-8", "surrogateescape")
    start = text.index("## ", text.rindex("\n", 0, text.index(title)))
    end = text.find("\n## ", start) + 1
    return text[:start] + text[end:] if end else text[:start].removesuffix("\n")


@pytest.mark.parametrize(
    "data",
    [
        "## 2023.04.01 a\r\n一。\r\n\r\n\r\n## 2023.04.05 b\r\n二。\r\n".encode(),
        b"\xef\xbb\xbf## 2023.04.01 a\n\n\n\n## 2023.04.05 b\nno final newline",
        b"## 2023.04.01 a\ncaf\xe9 \x00 \xff\n## 2023.04.05 b\n",
        "## 2023.04.01 a\nx\u2028y\x0bz\x0c\x85\n\n## 2023.04.05 b  \n- \u3000x \t\n\n\n".encode(),
        b"---\ntitle: 'Diary'\n---\n# T\n## 2023.04.01 a\n## 2023.04.05 b ##\nx\r\ny\rz\n",
    ],
)
@pytest.mark.parametrize("day", [3, 9])
def test_no_other_byte_changes(home: Home, data: bytes, day: int) -> None:
    home.write(data)
    home("add", "-d", f"2023-04-0{day}", "--title", "新的", "正文。")
    after = home.file.read_bytes()
    same = next(
        (at for at in range(len(data), -1, -1) if after.startswith(data[:at])),
        0,
    )
    assert after.endswith(data[same:])
    inserted = after[same : len(after) - len(data) + same]
    assert "新的".encode() in inserted
    if b"\r\n\r\n" in data:
        assert inserted.count(b"\n") == inserted.count(b"\r\n")


def test_a_new_entry_takes_the_form_of_the_file(home: Home) -> None:
    home.write("### 去爬山 2023-04-01\n\n山很高。\n")
    home("add", "-d", "2023-04-02", "--title", "湖边", "很冷。")
    assert home.file.read_text("utf-8") == (
        "### 去爬山 2023-04-01\n\n山很高。\n\n### 湖边 2023-04-02\n\n很冷。\n"
    )


@pytest.mark.parametrize(
    ("order", "dates"),
    [
        ("oldest-first", ["2023.04.01", "2023.04.02"]),
        ("newest-first", ["2023.04.02", "2023.04.01"]),
    ],
)
def test_a_new_file_has_the_order_of_the_settings(home: Home, order: str, dates: list[str]) -> None:
    home.write(f'order = "{order}"\n', "config/journal/config.toml")
    for day in ("2023-04-01", "2023-04-02"):
        home("add", "-d", day, "x")
    assert re.findall(r"^## (\S+)", home.file.read_text("utf-8"), re.MULTILINE) == dates


def test_the_order_of_an_existing_file_is_its_own(home: Home) -> None:
    home.write(NEWEST_FIRST)
    home.write('order = "oldest-first"\n', "config/journal/config.toml")
    home("add", "-d", "2023-04-09", "x")
    assert home.file.read_text("utf-8").startswith("# 日记\n\n## 2023.04.09 x\n")


@pytest.mark.parametrize("again", ["去了西湖。人很多。", "去了西湖。 人很多。"])
def test_the_same_text_on_one_day_is_not_added_twice(home: Home, again: str) -> None:
    home("add", "-d", "2023-04-02", "去了西湖。人很多。")
    home("add", "-d", "2023-04-01", "Rain.")
    (there,) = home.entries("--on", "2023-04-02")
    before = home.file.read_bytes(), home.file.stat().st_mtime_ns
    done = home.invoke("add", "-d", "2023-04-02", again)
    assert done.exit_code == 0
    assert f"{home.file}:{there['line']}" in one_line(done.stderr)
    assert before == (home.file.read_bytes(), home.file.stat().st_mtime_ns)


def test_the_same_text_on_another_day_is_another_entry(home: Home) -> None:
    for day in ("2023-04-02", "2023-04-03"):
        home("add", "-d", day, "gym, read")
    assert [date for date, _, _ in said(home)] == ["2023-04-03", "2023-04-02"]


def test_two_texts_of_one_day_and_title_are_two_entries(home: Home) -> None:
    for text in ("早上。", "晚上。"):
        home("add", "-d", "2023-04-02", "--title", "日记", text)
    assert sorted(body for _, _, body in said(home)) == ["早上。", "晚上。"]
    assert len({entry["id"] for entry in home.entries()}) == 2


def test_a_dry_run_shows_the_section_and_writes_nothing(home: Home) -> None:
    home.write("### 去爬山 2023-04-01\n\n山很高。\n", "a/diary.md")
    before = sorted(home.path.rglob("*"))
    path = home.path / "a" / "diary.md"
    out = home("add", "-j", path, "-n", "-d", "2023-04-02", "--title", "湖边", "很冷。")
    assert out == "### 湖边 2023-04-02\n\n很冷。\n"
    assert home("add", "--dry-run", "-d", "2023-04-02", "x") == "## 2023.04.02 x\n"
    assert sorted(home.path.rglob("*")) == before


def test_an_open_fence_is_refused_and_the_text_is_kept(home: Home) -> None:
    text = "## 2023.01.01 a\n```\ncode\n"
    home.write(text)
    done = home.run("add", "-d", "2023-01-02", "--title", "湖边", "很冷，真的。")
    assert (done.returncode, done.stdout) == (3, "")
    error = one_line(done.stderr)
    assert f"{home.file}:2: " in error
    assert "很冷" not in error
    kept = Path(re.findall(r"/\S+\.md$", error.strip())[0])
    assert kept != home.file
    assert "湖边" in kept.read_text("utf-8")
    assert "很冷，真的。" in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert home.file.read_text("utf-8") == text


def test_a_text_with_an_open_fence_swallows_nothing(home: Home) -> None:
    home.write(NEWEST_FIRST)
    home("add", "-d", "2023-04-03", stdin="code\n```python\nx = 1\n")
    assert [(date, title) for date, title, _ in said(home)] == [
        ("2023-04-05", "去爬山"),
        ("2023-04-03", "code"),
        ("2023-04-01", "Rain"),
    ]


def test_a_line_that_reads_as_a_heading_begins_no_entry(home: Home) -> None:
    body = "before\n## 2020.01.01 quoted\n# 2020年1月2日\nafter"
    home("add", "-d", "2023-04-02", "--title", "湖边", "-", stdin=body)
    assert said(home) == [("2023-04-02", "湖边", body)]


def test_the_default_journal_is_made_at_the_first_add(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from platformdirs import user_documents_path

    monkeypatch.delenv("JOURNAL")
    umask = os.umask(0)
    try:
        home("add", "-d", "2023-04-02", "湖边")
    finally:
        os.umask(umask)
    path = user_documents_path() / "journal" / "journal.md"
    assert home.path in path.parents
    assert path.read_text("utf-8") == "## 2023.04.02 湖边\n"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_linked_journal_stays_a_link_with_its_mode(home: Home) -> None:
    target = home.write(OLDEST_FIRST, "real/notes.md")
    target.chmod(0o640)
    home.file.symlink_to(target)
    home("add", "-d", "2023-04-09", "x")
    assert home.file.is_symlink()
    assert target.read_text("utf-8") == OLDEST_FIRST + "\n## 2023.04.09 x\n"
    assert target.stat().st_mode & 0o777 == 0o640


def test_what_the_editor_writes_is_added(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", script(home, "printf '\\n写的。\\n' >> \"$1\""))
    home("add", "-d", "2023-04-02", "-e", "草稿")
    assert said(home) == [("2023-04-02", "草稿", "写的。")]


def test_visual_goes_before_editor_and_that_before_the_settings(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    editors = [script(home, f'echo {name} > "$1"', name) for name in ("one", "two", "three")]
    home.write(f"editor = '{editors[0]}'\n", "config/journal/config.toml")
    home("add", "-e")
    monkeypatch.setenv("EDITOR", editors[1])
    home("add", "-e")
    monkeypatch.setenv("VISUAL", editors[2])
    home("add", "-e")
    assert sorted(title for _, title, _ in said(home)) == ["one", "three", "two"]


def test_an_editor_may_have_arguments_and_blanks_but_no_shell(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(home, 'printf "%s|" "$@" > "$HOME/seen"; echo ok > "$4"', "my editor")
    monkeypatch.setenv("EDITOR", f"{shlex.quote(path)} --wait 'a b' '; touch {home.path}/bad'")
    home("add", "-e")
    words = (home.path / "seen").read_text().split("|")
    assert words[:3] == ["--wait", "a b", f"; touch {home.path}/bad"]
    assert not (home.path / "bad").exists()
    assert not Path(words[3]).exists()


def test_the_text_in_the_editor_is_private(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", script(home, 'stat -c %a "$1" > "$HOME/mode"; echo ok > "$1"'))
    home("add", "-e")
    assert (home.path / "mode").read_text() == "600\n"


def test_an_editor_that_fails_changes_nothing_and_the_text_is_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write(OLDEST_FIRST)
    monkeypatch.setenv("EDITOR", script(home, 'echo 写了一半 > "$1"; exit 4'))
    done = home.invoke("add", "-e")
    assert (done.exit_code, done.stdout) == (3, "")
    kept = Path(re.findall(r"/\S+\.md", one_line(done.stderr))[-1])
    assert kept.read_text("utf-8") == "写了一半\n"
    assert home.file.read_text("utf-8") == OLDEST_FIRST


@pytest.mark.parametrize(
    ("editor", "code"),
    [
        ("no-such-editor --wait", 2),
        ("'unclosed", 2),
        ("rm", 3),
        ("true", 2),
        ("sh -c 'kill -9 $$'", 3),
    ],
)
def test_editors_that_give_nothing(
    home: Home, editor: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write(OLDEST_FIRST)
    monkeypatch.setenv("EDITOR", editor)
    done = home.invoke("add", "-e")
    assert (done.exit_code, done.stdout) == (code, "")
    one_line(done.stderr)
    assert home.file.read_text("utf-8") == OLDEST_FIRST


def test_a_nul_in_the_name_of_an_editor_is_told(home: Home) -> None:
    home.write('editor = "v\\u0000i"\n', "config/journal/config.toml")
    done = home.invoke("add", "-e")
    assert (done.exit_code, done.stdout) == (2, "")
    one_line(done.stderr)


def test_a_text_given_to_an_editor_that_loses_it_is_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", script(home, 'rm "$1"'))
    done = home.invoke("add", "-e", "不能丢的话。")
    assert done.exit_code == 3
    kept = re.findall(r"/\S+\.md", one_line(done.stderr))
    assert kept
    assert "不能丢的话。" in Path(kept[-1]).read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_without_text_on_a_terminal_the_editor_opens(home: Home) -> None:
    import pty

    editor = script(home, 'echo 从编辑器 > "$1"')
    master, slave = pty.openpty()
    try:
        options: dict[str, Any] = {"cwd": home.path, "check": False, "capture_output": True}
        done = subprocess.run(
            [sys.executable, "-m", "journal", "add", "-d", "2023-04-02"],
            stdin=slave,
            env={**home.environment, "EDITOR": editor},
            timeout=30,
            **options,
        )
    finally:
        os.close(master)
        os.close(slave)
    assert (done.returncode, done.stderr) == (0, b"")
    assert home.file.read_text("utf-8") == "## 2023.04.02 从编辑器\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Temperature -5 degrees", "Temperature 5 degrees"),
        ("喝水 1.0 升", "喝水 10 升"),
        ("C", "C++"),
        ("mood 😀", "mood 😢"),
        ("[link](http://a)", "[link](http://b)"),
        ("今天很好。真的。", "今天很好！？真的"),
    ],
)
def test_a_text_that_differs_in_a_sign_is_another(home: Home, one: str, other: str) -> None:
    home("add", "-d", "2023-04-02", "--", one)
    home("add", "-d", "2023-04-02", "--", other)
    assert len(home.entries()) == 2


def test_a_dry_run_says_that_a_text_is_already_there(home: Home) -> None:
    home("add", "-d", "2023-04-02", "--title", "湖", "雾很厚。")
    before = home.file.read_text("utf-8")
    done = home.invoke("add", "-n", "-d", "2023-04-02", "--title", "湖", "雾很厚。")
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"{home.file}:1: this text is already there" in done.stderr
    assert "雨" in home("add", "-n", "-d", "2023-04-02", "--title", "湖", "雨。")
    assert home.file.read_text("utf-8") == before
