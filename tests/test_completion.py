"""Completion: what is offered where, and real shells that offer it."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from journal.cli.app import app
from journal.cli.completion import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Home

DIARY = """\
## 2022.12.31 last

y

## 2023.04.02 a $(touch evil) `x` 'q' "d" \x1b[31m

x #walk #walk/河 #旅行

## 2023.04.02 again

y #walk
"""
CONFIG = """\
default = "life"
[journals]
life = "life.md"
"my work" = "work.md"
[aliases]
weekly = "list --on 'this week'"
[templates]
morning = "x"
"""
SHELLS = ("bash", "zsh", "fish")


@pytest.fixture
def home(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give a home with two journals, an alias and a template."""
    monkeypatch.delenv("JOURNAL")
    home.write(DIARY, "config/journal/life.md")
    home.write("## 2023.05.01 w\n\n#work\n", "config/journal/work.md")
    home.write(CONFIG, "config/journal/config.toml")
    return home


@pytest.fixture(scope="module")
def group() -> Any:
    return get_command(app)


@pytest.fixture
def offered(home: Home, group: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Give a function that asks as fish and zsh do, without the process."""

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        found, _ = find(group, "fish")
        return [one.value for one in found]

    return ask


@pytest.mark.parametrize(
    ("line", "some", "none"),
    [
        ("journal ", ["list", "add", "config", "weekly"], ["ls", "cat"]),
        ("journal se", ["search"], ["list"]),
        ("journal -j ", ["life", "my work", "all"], []),
        ("journal list --journal=li", ["life"], ["all"]),
        ("journal list -t ", ["walk", "walk/河", "旅行"], ["work"]),
        ("journal list --not-tag w", ["walk"], ["旅行"]),
        ("journal -j 'my work' list -t ", ["work"], ["walk"]),
        ("journal add -t wal", ["walk", "walk/河"], []),
        ("journal list --on ", ["yesterday", "上周", "last week", "2023", "2022"], ["2023-04"]),
        ("journal list --from 2023", ["2023-04"], ["2022-12"]),
        ("journal list --to 2023-04-", ["2023-04-02"], []),
        ("journal add -d 昨", ["昨天"], ["today"]),
        ("journal show ", ["last", "2023-04-02#1", "2023-04-02#2", "2022-12-31"], []),
        ("journal edit 2022", ["2022-12-31"], ["last"]),
        ("journal rm last 2022", ["2022-12-31"], []),
        ("journal search tag:", ["tag:walk", "tag:旅行"], []),
        ("journal search x on:2023-0", ["on:2023-04"], []),
        ("journal search has:i", ["has:image"], []),
        ("journal search is", ["is:starred"], []),
        ("journal config get ", ["order", "aliases.weekly", "journals.life"], []),
        ("journal config set order ", ["oldest-first", "newest-first"], []),
        ("journal config set theme l", ["light"], ["dark"]),
        ("journal config set default ", ["life", "my work"], ["all"]),
        ("journal journals rm ", ["life", "my work"], ["all"]),
        ("journal journals add new ", [], ["life"]),
        ("journal export -f ", ["markdown", "jsonl"], []),
        ("journal import --from ", ["sections", "posts"], []),
        ("journal add --template ", ["morning"], []),
        ("journal list --has c", ["code"], ["image"]),
        ("journal list --so", ["--sort"], ["--on"]),
        ("journal list --co", ["--color", "--config"], []),
        ("journal weekly --js", ["--json"], []),
        ("journal weekly -t w", ["walk"], []),
        ("journal import ", [], ["last"]),
        ("journal list --on 'last w", ["last week"], []),
    ],
)
def test_what_is_offered(
    offered: Callable[[str], list[str]], line: str, some: list[str], none: list[str]
) -> None:
    found = offered(line)
    assert [one for one in some if one not in found] == []
    assert [one for one in none if one in found] == []
    if not some:
        assert found == []


def test_an_id_is_offered_once_it_is_begun(home: Home, offered: Callable[[str], list[str]]) -> None:
    entry = home.entries("--on", "2022")[0]
    assert offered(f"journal show {entry['id'][:3]}") == [entry["id"]]


@pytest.mark.parametrize(
    ("shell", "trouble"),
    [
        ("bash", "settings"),
        ("zsh", "journal"),
        ("fish", "locale"),
        ("bash", "words"),
        ("zsh", "words"),
        ("fish", "nothing"),
    ],
)
def test_trouble_is_silent(home: Home, shell: str, trouble: str) -> None:
    environment = {"_JOURNAL_COMPLETE": f"complete_{shell}", "COMP_WORDS": "journal\nlist\n-t\n"}
    environment |= {"COMP_CWORD": "3", "_TYPER_COMPLETE_ARGS": "journal list -t "}
    if trouble == "settings":
        home.write("oder = 1\n", "config/journal/config.toml")
    elif trouble == "journal":
        path = home.path / "config/journal/life.md"
        path.unlink()
        path.mkdir()
    elif trouble == "locale":
        environment["LC_ALL"] = "C"
    elif trouble == "words":
        environment |= {"COMP_CWORD": "x", "_TYPER_COMPLETE_ARGS": "journal list 'a \\"}
    else:
        environment |= {"COMP_WORDS": "", "_TYPER_COMPLETE_ARGS": ""}
    done = home.run(**environment)
    assert done.stderr == ""
    assert "Traceback" not in done.stdout


def test_a_large_journal_is_read_at_its_ends(
    home: Home, offered: Callable[[str], list[str]]
) -> None:
    days = (f"## 20{year:02}.01.01 y\n\n{'word ' * 40000}#tag{year}\n" for year in range(24))
    home.write("\n".join(days), "config/journal/life.md")
    tags = offered("journal list -t ")
    assert {"tag0", "tag23"} <= set(tags)
    assert len(tags) < 24
    assert "2023-01-01" in offered("journal show ")


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, home: Home, shell: str) -> None:
        """Start the shell as its user does, completion being installed."""
        setup = {
            "bash": "PS1='$ '; bind 'set enable-bracketed-paste off'",
            "zsh": "PS1='$ '; unset zle_bracketed_paste",
            "fish": "function fish_prompt; echo '$ '; end",
        }[shell]
        environment = {**home.environment, "TERM": "dumb" if shell != "fish" else "xterm"}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # Typer installs for fish in ~/.config, wherever XDG_CONFIG_HOME is.
        environment["XDG_CONFIG_HOME"] = str(home.path / ".config")
        environment["JOURNAL_CONFIG"] = str(home.path / "config/journal/config.toml")
        environment.pop("JOURNAL")
        self.pid, self.file = pty.fork()
        if not self.pid:
            os.chdir(home.path)
            os.execvpe(shell, [shell, "-i"], environment)  # noqa: S606 - a shell is what is tried
        self.type(setup + "; echo rea''dy\n")
        assert "ready" in self.read_until("ready")

    def type(self, keys: str) -> None:
        os.write(self.file, keys.encode())

    def read_until(self, wanted: str, seconds: float = 20) -> str:
        """Return what the shell shows, as soon as a text is there."""
        shown = b""
        end = time.monotonic() + seconds
        while wanted.encode() not in shown and time.monotonic() < end:
            if select.select([self.file], [], [], 0.1)[0]:
                try:
                    shown += os.read(self.file, 65536)
                except OSError:
                    break
        return shown.decode("utf-8", "replace")

    def complete(self, line: str) -> list[str]:
        """Return the words of a line as the shell reads them once TAB was pressed at its end."""
        self.type(f"{line}\t")
        time.sleep(0.2)
        # The line becomes the arguments of another command, which shows them.
        self.type("\x01printf '<%s>' \x05; echo e''nd\n")
        shown = self.read_until("end\r\n" if "\r\n" else "end")
        found = re.findall(r"<journal>((?:<[^>]*>)*)", shown)
        return re.findall(r"<([^>]*)>", found[-1]) if found else [shown]

    def end(self) -> None:
        os.close(self.file)
        os.waitpid(self.pid, 0)


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest, home: Home) -> Iterator[Terminal]:
    shell: str = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    if not (Path(sys.executable).parent / "journal").exists():
        pytest.skip("the command journal is not installed here")
    home.write("", ".zshrc")
    done = home.run("--install-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert (done.returncode, done.stderr) == (0, "")
    made = Terminal(home, shell)
    yield made
    made.end()


def test_real_shells_complete(terminal: Terminal, home: Home) -> None:
    lines = {
        "journal hist": ["history"],
        "journal wee": ["weekly"],
        "journal list -t 旅": ["list", "-t", "旅行"],
        "journal -j li": ["-j", "life"],
        "journal -j my": ["-j", "my work"],
        "journal show 2022": ["show", "2022-12-31"],
        "journal search tag:旅": ["search", "tag:旅行"],
        "journal config set week_": ["config", "set", "week_start"],
        "journal list --starr": ["list", "--starred"],
        "journal import .zsh": ["import", ".zshrc"],
    }
    for line, words in lines.items():
        assert terminal.complete(line) == words, line
    assert not (home.path / "evil").exists()
