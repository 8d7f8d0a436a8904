"""Long work says what it is doing, to a terminal, once it takes a while, and leaves no trace."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest

from journal.render import progress
from journal.render.console import Screen

if TYPE_CHECKING:
    from collections.abc import Callable


class Terminal(io.StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


def work(term: str, until: Callable[[Terminal], bool]) -> Terminal:
    """Do a piece of work on a screen until something is true, and return what was shown."""
    err = Terminal()
    page = Screen(environ={"TERM": term, "COLUMNS": "60"}, stdout=io.StringIO(), stderr=err)
    with progress.Progress(page) as shown:
        shown.tell("比较 [b]2[/b] entries")
        end = time.monotonic() + 10
        while not until(err) and time.monotonic() < end:
            time.sleep(0.01)
    return err


def test_says_what_is_done_and_clears_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    err = work("xterm", lambda err: "entries" in err.getvalue()).getvalue()
    assert "比较 [b]2[/b] entries" in err
    assert err.endswith("\x1b[2K")


def test_says_nothing_of_what_is_soon_done() -> None:
    assert work("xterm", lambda err: True).getvalue() == ""


def test_a_dumb_terminal_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    end = time.monotonic() + 0.3
    assert work("dumb", lambda err: time.monotonic() > end).getvalue() == ""


def test_nobody_looks_where_there_is_no_screen() -> None:
    with progress.Progress(None) as shown:
        shown.tell("x")
