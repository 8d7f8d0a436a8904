"""The fast lane says what Typer's says, or says nothing."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.cli import lane, options
from journal.cli.app import app
from journal.cli.sentence import split_sentence
from journal.config import places
from journal.entry import Source
from journal.history.lines import dumps, loads

if TYPE_CHECKING:
    from tests.conftest import Home

DIARY = """# 日记

## 2023.04.01 河边

沿着河走。A walk by the river.

## 2023.04.02 Walk

Walked home, 冷。 #walk

```
## 2023.04.03 code
```

## 2023.04.02 14:30 walk

ＷＡＬＫ \x1b[31m

## 2023.04.02 Walk

Again.
"""
COVERED = [
    ["--version"],
    ["list"],
    ["ls", "-n", "2"],
    ["list", "--limit=1", "-r"],
    ["list", "-n", "0"],
    ["list", "--limit", "99", "--reverse", "-q"],
    ["search", "walk"],
    ["grep", "河"],
    ["search", "walk", "river"],
    ["search", "-s", "Walk"],
    ["search", "-w", "walk", "-c"],
    ["search", "--ids", "walk", "-n", "1"],
    ["search", "walk", "-n", "0"],
    ["search", "没有"],
    ["search", "-c", "没有"],
    ["search", "code"],
    ["-q", "search", "walk", "--reverse"],
]
WORDS = st.sampled_from(
    [
        *("list", "ls", "search", "grep", "-n", "2", "0", "-n1", "--limit=1", "--limit", "-r"),
        *("-c", "-l", "-s", "-w", "-q", "--count", "--ids", "河", "walk", "Walk", "home", "2023"),
        *("--", "-walk", "OR", "tag:walk", '"', "", " ", "a b", "-rc", "--json", "--sort", "-x"),
        *("--on", "2023-04", "--starred", "-e", "--lines", "-j", "diary.md", "--color", "-C"),
        *("show", "cat", "-", "--raw", "last", "last~1", "2023-04-01", "2023-04-02#2", "zz"),
        *("--no-pager", "--color=never", "always", "--debug", "--config", "none.toml", "--title"),
    ]
)
# Most lists of any words are refused; these get as far as the commands.
SENSIBLE = st.tuples(
    st.lists(st.sampled_from([["-q"], ["--no-pager"], ["--color", "always"], ["-j", "diary.md"]])),
    st.sampled_from(
        [
            *(["show"], ["cat", "last"], ["show", "last~1", "2023-04-01"], ["show", "2023-04-02"]),
            *(["list"], ["ls", "--sort", "title"], ["list", "--on", "2023-04-02"], ["list", "-r"]),
            *(["list", "--tag", "wlak"], ["list", "--tag", "walk"], ["list", "--sort", "titel"]),
            *(["search", "walk"], ["grep", "河", "-C", "1"], ["search", "-e", "w.lk"]),
            *(["search", "没有"], ["search", "walk", "--lines"], ["search", "-e", "("]),
        ]
    ),
    st.lists(
        st.sampled_from([["--json"], ["-n", "2"], ["-q"], ["--color=never"], ["--raw"], ["-r"]]),
        max_size=3,
    ),
).map(lambda parts: [*chain(*parts[0]), *parts[1], *chain(*parts[2])])
Said = tuple[int, str] | None


def both(home: Home, words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[Said, Said]:
    """Return exit code and output of a command down both lanes; None where the fast one passes."""
    capsys.readouterr()
    code = lane.answer(words)
    if code is None:
        return None, None
    fast = code, capsys.readouterr().out
    slow = home.invoke(*words)
    return fast, (slow.exit_code, slow.stdout)


@pytest.mark.parametrize("words", COVERED, ids=" ".join)
def test_covered_spellings_take_the_fast_lane(
    home: Home, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    home.write(DIARY)
    fast, slow = both(home, words, capsys)
    assert fast is not None
    assert fast == slow


@given(words=SENSIBLE | st.lists(WORDS, max_size=6))
def test_any_arguments_mean_the_same_in_both_lanes(
    home: Home, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    home.write(DIARY)
    fast, slow = both(home, words, capsys)
    assert fast == slow


@pytest.mark.parametrize(
    "words",
    [
        ["add", "Walked home. 天冷。", "-d", "2023-04-05"],
        ["add", "-d", "2023-04-02", "--title", "Tea", "two", "words"],
        ["add", "-d", "2023-04-05", "-t", "tea", "x"],
        ["add", "yesterday: rain"],
        ["add", "-d", "2023-04-01", "# not a heading"],
        ["add", "-d", "nonsense", "x"],
        ["add", "   "],
    ],
    ids=" ".join,
)
def test_the_same_is_written_down_both_lanes(home: Home, words: list[str]) -> None:
    slow = "from journal.cli.app import app; app(prog_name='journal')"
    seen = []
    for code in ("from journal.__main__ import main; main()", slow):
        home.write(DIARY)
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            env=home.environment,
            capture_output=True,
            check=False,
        )
        seen.append((done.returncode, done.stdout, done.stderr, home.file.read_bytes()))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "text",
    ["# 2023\n\n## 4月2日 x\n", "no entry\n", "---\na: b\n---\n\n## 2023.04.02 x\n"],
    ids=["without years", "no entry", "a header"],
)
def test_what_needs_the_full_parse_gets_it(
    home: Home, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write(text)
    fast, slow = both(home, ["list"], capsys)
    assert fast is not None
    assert fast == slow


@pytest.mark.parametrize(
    "files",
    [{}, {"2023-04-02.md": "title: Post\ndate: 2023-04-02\n---\n\n## 2023.04.01 walk\n\nText.\n"}],
    ids=["empty", "one post"],
)
@pytest.mark.parametrize("words", [["list"], ["search", "walk"]], ids=" ".join)
def test_folders_are_read_as_the_full_parse_reads_them(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str],
    words: list[str],
) -> None:
    (home.path / "life").mkdir()
    for name, text in files.items():
        home.write(text, f"life/{name}")
    monkeypatch.setenv("JOURNAL", str(home.path / "life"))
    full = home.invoke(*words, "--sort", "title")
    capsys.readouterr()
    code = lane.answer(words)
    said = capsys.readouterr()
    assert (full.exit_code, full.stdout, full.stderr) == (code, said.out, said.err)


@pytest.mark.parametrize("color", ["", "1"])
@pytest.mark.parametrize("order", ["oldest-first", "newest-first"])
def test_settings_and_colours_are_heeded(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    order: str,
    color: str,
) -> None:
    home.write(DIARY)
    monkeypatch.setenv("FORCE_COLOR", color)
    home.write(f"order = '{order}'\n", "config/journal/config.toml")
    fast, slow = both(home, ["list"], capsys)
    assert fast is not None
    assert fast == slow
    assert ("\x1b[" in fast[1]) == bool(color)


def on_terminal(act: Callable[[], int | None], columns: int = 80) -> tuple[int | None, bytes]:
    """Return what an act returns, or the code it exits with, and what it shows on a terminal."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 400, columns, 0, 0))
    code: int | None = None
    stdin = io.TextIOWrapper(io.BytesIO(b"2023-04-01\n"))
    with (
        open(follower, "w", encoding="utf-8") as screen,
        pytest.MonkeyPatch.context() as patch,
        contextlib.ExitStack() as stack,
    ):
        patch.setattr(sys, "stdin", stdin)
        stack.enter_context(contextlib.redirect_stdout(screen))
        stack.enter_context(contextlib.redirect_stderr(screen))
        try:
            code = act()
        except SystemExit as end:
            code = int(end.code or 0)
        screen.write("END")
        screen.flush()
        shown = b""
        while not shown.endswith(b"END"):
            shown += os.read(leader, 1 << 16)
    os.close(leader)
    return code, shown


def both_on_terminal(words: list[str], columns: int = 80) -> tuple[object, object]:
    """Return exit code and bytes of a command on a terminal down both lanes, if both take it."""
    fast = on_terminal(lambda: lane.answer(words), columns)
    if fast[0] is None:
        return None, None
    return fast, on_terminal(lambda: app(words, prog_name="journal"), columns)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "words",
    [
        *COVERED[1:],
        ["show"],
        ["cat", "last~1", "2023-04-01"],
        ["show", "2023-04-02"],
        ["show", "2023-04-02#2", "--raw"],
        ["show", "--json", "-"],
        ["list", "--on", "2023-04-02", "--sort", "title", "--no-pager"],
        ["list", "--tag", "wlak"],
        ["--color", "never", "search", "-e", "w.lk", "-C", "1"],
        ["search", "walk", "--lines"],
        ["export", "-f", "txt", "--on", "2023-04"],
        ["export", "-f", "posts"],
    ],
    ids=" ".join,
)
def test_a_terminal_shows_the_same_down_both_lanes(
    home: Home, monkeypatch: pytest.MonkeyPatch, words: list[str], columns: int
) -> None:
    home.write(DIARY)
    monkeypatch.delenv("COLUMNS")
    fast, slow = both_on_terminal(words, columns)
    assert fast is not None
    assert fast == slow


@given(words=SENSIBLE | st.lists(WORDS, max_size=6))
def test_any_arguments_show_the_same_down_both_lanes(home: Home, words: list[str]) -> None:
    home.write(DIARY)
    fast, slow = both_on_terminal(words)
    assert fast == slow


@pytest.mark.parametrize(
    "words", [["--version"], ["list", "-n", "2"], ["search", "walk"]], ids=" ".join
)
def test_the_fast_lane_loads_little(home: Home, words: list[str]) -> None:
    home.write(DIARY.replace("14:30", "at"))
    known = {"__future__", "_bisect", "_blake2", "_operator", "errno", "gc", "itertools", "time"}
    loaded = home.imports(*words) - known - {"unicodedata"}
    assert "journal.cli.lane" in loaded
    assert {name for name in loaded if not name.startswith("journal")} == set()


def test_no_spelling_is_declared_twice_for_a_command() -> None:
    for table in options.TABLES.values():
        spellings = [name for one in (*options.GLOBALS, *table) for name in one.spellings]
        assert len(spellings) == len(set(spellings))
        names = [one.name for one in (*options.GLOBALS, *table)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("home_folder", ["/home/me", "relative", "/a b", ""])
@pytest.mark.parametrize("folder", ["", "/x/y", "relative", "/x/../y", "~/z"])
def test_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, folder: str, home_folder: str
) -> None:
    monkeypatch.setenv("HOME", home_folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    monkeypatch.setenv("XDG_STATE_HOME", folder)
    monkeypatch.delenv("JOURNAL_CONFIG", raising=False)
    assert str(platformdirs.user_config_path("journal") / "config.toml") == places.config_path()
    assert str(platformdirs.user_state_path("journal")) == places.state_folder()


SENTENCE = re.compile(r"(.*?(?:[。！？]+[”’」』）]*|[.!?]+[\"')\]]*(?=[ \t])))[ \t]*(?=\S)")


@given(line=st.text("ab。！？.!?”」\"') \t　", max_size=12))
def test_a_line_is_split_behind_its_first_sentence(line: str) -> None:
    match = SENTENCE.match(line)
    expected = (match[1], line[match.end() :]) if match else (line, "")
    assert expected == split_sentence(line)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(value=st.dictionaries(st.text(), VALUES))
def test_lines_of_the_log_are_json(value: dict[str, object]) -> None:
    text = json.dumps(value, separators=(",", ":"))
    assert text == dumps(value)
    assert value == loads(text.encode())


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[1]", b"null", b'{"a":1}x', b"\xff", b'{"a":' * 99999]
)
def test_a_torn_line_of_the_log_is_none(line: bytes) -> None:
    assert loads(line) == {}


def test_light_values_are_dataclasses_to_others() -> None:
    source = Source("a.md", 3)
    assert dataclasses.replace(source, line=4) == Source("a.md", 4)
    assert [field.name for field in dataclasses.fields(Source)][:2] == ["path", "line"]
    assert len({source, Source("a.md", 3)}) == 1
    with pytest.raises(AttributeError):
        source.line = 5  # type: ignore[misc]
