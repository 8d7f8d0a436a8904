"""The walls of the house: who imports whom, what a start costs, how large a room may be."""

from __future__ import annotations

import ast
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Home

PACKAGE = Path(__file__).resolve().parent.parent / "journal"
MODULES = sorted(PACKAGE.rglob("*.py"))
RENDER = ("rich", "journal.render.console")
BODY = (*RENDER, "markdown_it", "journal.render.body")
HEAVY = (
    *("typer", "pydantic", "dateparser", "regex", "frontmatter", "yaml", "sqlite3", "tomlkit"),
    *("journal.dedupe", "journal.fingerprint", "journal.doctor", "journal.history"),
    *("journal.formats", "journal.search.matches", "journal.dates.words"),
    *BODY,
)
LOADS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("--version",): (),
    ("list",): (),
    ("list", "-n", "3", "--on", "2023-04"): (),
    ("list", "--on", "last week"): ("journal.dates.words",),
    ("list", "--json"): ("journal.formats",),
    ("list", "--color", "always"): RENDER,
    ("search", "河"): (),
    ("search", "河", "--lines"): ("journal.search.matches",),
    ("search", "-e", "沿.河"): ("regex",),
    ("search", "河", "--color", "always"): (*RENDER, "journal.search.matches"),
    ("show",): (),
    ("show", "--color", "always"): BODY,
    ("export", "-f", "jsonl"): ("journal.formats",),
    ("add", "-d", "2023-04-02", "text"): ("journal.history",),
    ("config", "list"): ("typer",),
    ("config", "set", "theme", "dark"): ("typer", "tomlkit"),
    ("journals",): ("typer",),
}
"""What a command may load of what is heavy, by its arguments."""


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", LOADS, ids=" ".join)
def test_a_command_loads_only_what_it_uses(home: Home, arguments: tuple[str, ...]) -> None:
    home.write("## 2023.04.02 河边\n沿着河走。\n")
    config = home.write("", "config.toml")
    loaded = home.imports(*arguments, JOURNAL_CONFIG=str(config)) & set(HEAVY)
    assert sorted(LOADS[arguments]) == sorted(loaded)


def test_the_entry_point_itself_loads_nothing() -> None:
    script = (
        "import sys; before = set(sys.modules); import journal.__main__;"
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= {"journal", "journal.__main__", "__future__"}


def test_the_command_loads_no_more_than_the_entry_point() -> None:
    script = Path(sys.executable).parent / "journal"
    assert os.access(script, os.X_OK)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", script, "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.split("\n")}
    assert "journal.cli.lane" in loaded
    assert loaded.isdisjoint({"re", "typer", "importlib.metadata"})


def test_rooms_are_small() -> None:
    sizes = {path: path.read_text("utf-8").count("\n") for path in MODULES}
    assert statistics.median(sizes.values()) < 150
    assert {path.name: size for path, size in sizes.items() if size > 300} == {}


def test_functions_are_short() -> None:
    long = {
        f"{path.relative_to(PACKAGE)}:{node.name}": length
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (length := _body_length(node)) > 40
    }
    assert long == {}


def test_no_split_at_strange_line_ends() -> None:
    """`str.splitlines` cuts at U+2028 and form feeds, which are text."""
    found = [path.name for path in MODULES if ".splitlines(" in path.read_text("utf-8")]
    assert found == []


def _body_length(node: ast.FunctionDef) -> int:
    """Return the lines of a function from its first statement on, its docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
