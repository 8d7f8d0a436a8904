"""How far long work has come: on stderr, on terminals only, once it takes a while."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from journal.render.console import Screen

PATIENCE = 0.5
"""Seconds in which nothing is shown."""


class Progress:
    """A bar that says what is being done; it goes when the work is done.

    Without a screen, where nobody looks, there is none.
    """

    def __init__(self, screen: Screen | None) -> None:
        """Start nothing yet."""
        self._screen = screen
        self._label = ""
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Progress:
        """Begin to wait."""
        if self._screen:
            self._timer = threading.Timer(PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._screen = None
            if self._bar:
                self._bar.stop()

    def tell(self, label: str) -> None:
        """Say what is being done from now on."""
        with self._lock:
            self._label = label
            if self._bar and self._task is not None:
                self._bar.update(self._task, description=label)

    def _show(self) -> None:
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        with self._lock:
            if not self._screen or self._screen.err.is_dumb_terminal:
                return
            theme = self._screen.theme
            self._bar = Bar(
                TextColumn("{task.description}", markup=False),
                BarColumn(self._screen.width // 4, theme.quiet, pulse_style=theme.date),
                TimeElapsedColumn(),
                console=self._screen.err,
                transient=True,
                refresh_per_second=8,
            )
            self._task = self._bar.add_task(self._label, total=None)
            self._bar.start()
