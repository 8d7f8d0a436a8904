"""Fixtures: a fresh home, the command line in this process, and real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

for name, examples, same in (("default", 100, True), ("thorough", 3000, False)):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,
        derandomize=same,
        suppress_health_check=list(HealthCheck),
    )
# What a shell runs in the background ignores interrupts, and so do its children.
signal.signal(signal.SIGINT, signal.default_int_handler)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@dataclass
class Home:
    """A home of its own with one journal file, and the command line that works on it."""

    path: Path

    @property
    def file(self) -> Path:
        return self.path / "diary.md"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LD_PRELOAD") if name in os.environ}
        places = {
            f"XDG_{name}_HOME": str(self.path / name.lower())
            for name in ("CONFIG", "STATE", "CACHE", "DATA")
        }
        home = {"HOME": str(self.path), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
        return {**kept, **places, **home, "JOURNAL": str(self.file), "TERM": "xterm-256color"}

    def write(self, text: str | bytes, name: str = "diary.md") -> Path:
        """Put a file into the home."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(
        self, *args: str | Path, stdin: str | bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `journal` as a process."""
        done = subprocess.run(
            [sys.executable, "-m", "journal", *map(str, args)],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            env={**self.environment, **environment},
            cwd=self.path,
            capture_output=True,
            check=False,
        )
        out, err = (part.decode("utf-8", "surrogateescape") for part in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def imports(self, *args: str, **environment: str) -> set[str]:
        """Return the modules that a command imports, in a process of its own."""
        # The command would end the process before they can be told.
        script = (
            "import os, sys; before = set(sys.modules); os._exit = sys.exit\n"
            "from journal.__main__ import main\n"
            "try:\n main()\n"
            "finally:\n print(*set(sys.modules) - before, file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, *args],
            env={**self.environment, **environment},
            cwd=self.path,
            capture_output=True,
            text=True,
            check=False,
        )
        found = set(done.stderr.split("\n")[-2].split())
        assert "journal.__main__" in found, done.stderr
        return found

    def __call__(self, *args: str | Path, stdin: str = "", code: int = 0) -> str:
        """Run a command in this process, check its exit code, and return its stdout."""
        result = self.invoke(*args, stdin=stdin)
        assert result.exit_code == code, (result.exit_code, result.output, result.exception)
        return str(result.stdout)

    def invoke(self, *args: str | Path, stdin: str = "") -> Any:
        """Run a command in this process."""
        from journal.cli.app import app

        return CliRunner().invoke(app, [*map(str, args)], input=stdin, prog_name="journal")

    def entries(self, *filters: str) -> list[dict[str, Any]]:
        """Return what `list --json` says."""
        result = self.invoke("list", "--json", *filters)
        return [json.loads(line) for line in result.stdout.split("\n") if line]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give a fresh home, and point this process at it."""
    made = Home(tmp_path)
    for name in list(os.environ):
        if name.startswith(("JOURNAL", "XDG_")) or name in ("VISUAL", "EDITOR", "NO_COLOR"):
            monkeypatch.delenv(name)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return made
