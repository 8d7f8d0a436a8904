"""A real browser for tests: headless Chromium, one page open, all that it does noted."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Sight:
    """A page as it is open: what it said on the console, what it asked for."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        """Return the titles of the entries that can be seen."""
        return [str(title) for title in self.page.locator("article:visible h4").all_text_contents()]

    def wait(self, expression: str) -> None:
        """Wait up to ten seconds for what an expression says; the page's policy allows no less."""
        for _ in range(200):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"still not: {expression}")


@contextmanager
def browser() -> Iterator[Browser]:
    """Run Chromium; skip the test, saying why, where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as play:
        made = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            yield made
        finally:
            made.close()


@contextmanager
def seen(browser: Browser, path: Path, **options: Any) -> Iterator[Sight]:
    """Open a file in a fresh profile."""
    context = browser.new_context(**options)
    sight = Sight(context.new_page())
    sight.page.on("console", lambda message: sight.messages.append(message.text))
    sight.page.on("pageerror", lambda error: sight.messages.append(str(error)))
    sight.page.on("dialog", lambda dialog: sight.messages.append(f"dialog {dialog.message}"))
    sight.page.on("request", lambda request: sight.requests.append(request.url))
    sight.page.goto(path.resolve().as_uri())
    try:
        yield sight
    finally:
        context.close()


@contextmanager
def opened(path: Path, **options: Any) -> Iterator[Sight]:
    """Open a file in a browser of its own."""
    with browser() as made, seen(made, path, **options) as sight:
        yield sight
