"""Pipelines with the programs of a shell; those that are missing here are named and skipped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Home

DIARY = """\
# 日记

## 2021.04.02 Café at the lock
Ten years of it, "quoted", and a\ttab. #walk

## 2022.04.02 去了趟杭州
西湖边走了一圈，$x^2$ 也没想。

- [ ] 洗照片

## 2023.04.02 搬家
推开窗就能看见对岸的柳树。#家
"""


@pytest.fixture
def diary(home: Home) -> Home:
    home.write(DIARY)
    return home


def shell(home: Home, command: str) -> str:
    """Run a line as a user's shell would, and return its stdout; nothing may fail or complain."""
    missing = [name for name in programs(command) if not shutil.which(name)]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**home.environment, "PATH": path(home)},
        cwd=home.path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def programs(command: str) -> list[str]:
    """Return the programs of a line that a machine may lack."""
    words = re.findall(r"(?:^|[|&;(])\s*([a-z0-9-]+)", re.sub(r"'[^']*'", "''", command))
    return [word for word in dict.fromkeys(words) if word not in ("journal", "mail", "cd")]


def path(home: Home) -> str:
    """Return the PATH of a user who has the program, and a `mail` that keeps what it is given."""
    places = [str(home.path / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    return os.pathsep.join(places)


@pytest.fixture
def mail(diary: Home) -> Path:
    """Put a `mail` into the home that writes its arguments and its letter to a file."""
    letter = diary.path / "letter"
    script = diary.write(f'#!/bin/sh\n{{ echo "$@"; cat; }} > {letter}\n', "bin/mail")
    script.chmod(0o755)
    return letter


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("journal list --json | jq -r 'select(.starred | not) | .title' | head -n 1", "搬家\n"),
        ("journal list --json | jq -rs 'map(.words) | add'", "37\n"),
        ("journal search --json 杭州 | jq -c '.matches[0] | [.line, .text]'", '[6,"杭州"]\n'),
        (
            "journal list | fzf -f 杭州 | cut -f 1 | journal show - | head -n 1",
            "## 2022.04.02 去了趟杭州\n",
        ),
        ("journal list | grep -c 04-02", "3\n"),
        ("journal search --lines 柳树 | cut -d : -f 2", "12\n"),
        (
            "journal export -f csv | sqlite3 -csv :memory: '.import /dev/stdin e'"
            " 'select title from e where length(tags) = 4'",
            '"Café at the lock"\n',
        ),
        (
            "journal export -q -f sqlite -o d.db &&"
            " sqlite3 d.db 'select tag, count(*) from tags group by tag order by tag'",
            "walk|1\n家|1\n",
        ),
        ("journal export | pandoc -t plain | grep -c 杭州", "1\n"),
        ("journal export --on 2022 | pandoc -f markdown -t html | grep -c 'math inline'", "1\n"),
        ("journal tags | sort -t $'\\t' -k 1 | cut -f 1", "walk\n家\n"),
        ("journal list --on 2022 | xargs -n 1 echo | wc -l | tr -d ' '", "3\n"),
    ],
)
def test_a_pipeline_gives(diary: Home, command: str, expected: str) -> None:
    assert expected == shell(diary, command)


def test_a_year_becomes_a_document(diary: Home) -> None:
    shell(diary, "journal export --on 2022 | pandoc -f markdown -o 2022.docx")
    with zipfile.ZipFile(diary.path / "2022.docx") as document:
        assert "西湖边走了一圈" in document.read("word/document.xml").decode()


def test_the_diary_lives_in_git(diary: Home) -> None:
    git = "git -c user.name=me -c user.email=me@example.org"
    shell(diary, f"git init -q && git add diary.md && {git} commit -q -m 日记")
    shell(diary, "journal add -q -d 2023-04-03 '又下雨了。'")
    added, removed, name = shell(diary, "git diff --numstat").split()
    assert (removed, name) == ("0", "diary.md")
    assert int(added) <= 3
    shell(diary, f"{git} commit -q -a -m 'journal'")
    shell(diary, "journal undo -q")
    assert DIARY.encode() == diary.file.read_bytes()
    shell(diary, "git checkout -q diary.md")
    assert "又下雨了" in shell(diary, "journal list")


def test_a_day_of_other_years_goes_by_mail(diary: Home, mail: Path) -> None:
    shell(diary, "journal otd 2023-04-02 | journal show - | mail -s 'On this day' me@example.org")
    first, _, letter = mail.read_text("utf-8").partition("\n")
    assert first == "-s On this day me@example.org"
    assert re.findall(r"^## (\S+)", letter, re.MULTILINE) == ["2022.04.02", "2021.04.02"]


def test_nothing_found_is_nothing_to_send(diary: Home) -> None:
    assert shell(diary, "! journal -q otd 2023-05-05") == ""
    assert shell(diary, "journal search nothing-of-that | journal show - || true") == ""


CRON = "30 7 * * 1-5 journal otd 2023-04-02 | journal show - | mail -s otd me"


def test_a_line_of_cron_works_in_the_bare_environment_it_gets(diary: Home, mail: Path) -> None:
    fields = CRON.split(" ", 5)
    assert "%" not in fields[5]
    ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
    for field, (low, high) in zip(fields[:5], ranges, strict=True):
        assert all(low <= int(number) <= high for number in re.findall(r"\d+", field))
    documents = diary.path / "Documents/journal/journal.md"
    documents.parent.mkdir(parents=True)
    documents.write_text(DIARY, "utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", fields[5]],
        env={"HOME": str(diary.path), "PATH": path(diary), "LOGNAME": "me", "SHELL": "/bin/sh"},
        cwd=diary.path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "西湖边走了一圈" in mail.read_text("utf-8")
    bare = ["env", "-i", f"HOME={diary.path}", f"PATH={path(diary)}", "journal", "list"]
    listed = subprocess.run(bare, capture_output=True, check=True, cwd=diary.path)
    titles = [row.split("\t")[2] for row in listed.stdout.decode("utf-8").split("\n")[:-1]]
    assert titles == ["搬家", "去了趟杭州", "Café at the lock"]
