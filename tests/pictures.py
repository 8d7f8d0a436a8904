"""Make the pictures of the README from the real program: `python -m tests.pictures`.

Runs commands on the demo diaries as an 80-column colour terminal would, and
writes one SVG a picture to `.pictures/`.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
DEMO = Path("tests/data/demo")
COLUMNS = 80
# Rich's SVG loads its font from the network; the reader's own font does as well.
REMOTE_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
TEXT = re.compile(r'textLength="[\d.]+"([^>]*>)([^<]*)</text>')
CHARACTER = 12.2  # the width that Rich gives a cell; it forgets that Chinese takes two
SESSIONS = {
    "import": ["import tests/data/demo"],
    "daily": ["list", "search 河", "show 2023-04-09"],
}


def main() -> None:
    """Draw every picture."""
    with tempfile.TemporaryDirectory() as home:
        for name, commands in SESSIONS.items():
            console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: SIM115
            for number, command in enumerate(commands):
                if number:
                    console.print()
                console.print(Text.assemble(("$ ", "green"), (f"journal {command}", "bold")))
                console.print(Text.from_ansi(_run(command.split(), home)), soft_wrap=True)
            svg = console.export_svg(title="journal", theme=DEFAULT_TERMINAL_THEME)
            (ROOT / ".pictures" / f"{name}.svg").write_text(_mend(svg), "utf-8")


def _mend(svg: str) -> str:
    """Return a picture without remote fonts, each text as wide as its cells."""

    def widen(match: re.Match[str]) -> str:
        width = cell_len(html.unescape(match[2])) * CHARACTER
        return f'textLength="{width:.1f}"{match[1]}{match[2]}</text>'

    return TEXT.sub(widen, REMOTE_FONTS.sub("", svg))


def _run(arguments: list[str], home: str) -> str:
    """Return what the program shows, colours included."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JOURNAL")},
        "HOME": home,
        "JOURNAL": f"{home}/diary.md",
        "COLUMNS": str(COLUMNS),
        "LINES": "100",
        "TERM": "xterm-256color",
        "COLORFGBG": "0;15",
    }
    done = subprocess.run(
        [sys.executable, "-m", "journal", "--color", "always", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    return (done.stdout + done.stderr).decode().replace(home, "~").rstrip("\n")


if __name__ == "__main__":
    main()
