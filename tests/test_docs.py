"""The README tells the truth: its commands and pipelines run, its files are there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Home
from tests.test_pipelines import path, programs

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
DAILY, PIPES = (BLOCKS[index].strip().split("\n") for index in (2, 3))


def shell(home: Home, command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the README as a user's shell would."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**home.environment, "PATH": path(home), "EDITOR": "true"},
        cwd=home.path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def demo(home: Home) -> Home:
    """Give a home whose journal holds the demo diaries."""
    home("import", ROOT / "tests/data/demo")
    home.write("#!/bin/sh\ncat\n", "bin/mail").chmod(0o755)
    (home.path / "Downloads").mkdir()
    shutil.copy(ROOT / "tests/data/demo/phone.md", home.path / "Downloads/diary-export.md")
    return home


@pytest.mark.parametrize("command", [line for line in DAILY if line != "journal add"])
def test_everyday_commands_run(demo: Home, command: str) -> None:
    if command.startswith("journal add  "):
        pytest.skip("opens an editor on a terminal; see test_cli_add")
    done = shell(demo, command)
    nothing_found = command.startswith("journal search 杭州")
    assert (done.returncode, done.stderr if done.returncode > 1 else "") == (int(nothing_found), "")


@pytest.mark.parametrize("command", PIPES)
def test_pipelines_run(demo: Home, command: str) -> None:
    missing = [name for name in programs(command) if not shutil.which(name)]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")
    done = shell(demo, command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_a_pipe_shows_what_a_search_found(demo: Home) -> None:
    assert "柳树" in shell(demo, "journal search 搬家 | journal show -").stdout


def test_the_settings_of_the_readme_are_known() -> None:
    from journal.config import parse_config

    text = re.search(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert text is not None
    config = parse_config(text[1], "/home/me/config.toml")
    assert (config.default, config.order, list(config.journals)) == (
        "life",
        "newest-first",
        ["life", "work"],
    )


def test_pictures_and_pages_are_there() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [target for target in targets if not (ROOT / target).exists()] == []
