"""A start in UTF-8, whatever the locale."""

from __future__ import annotations

import os
import sys


def start_again() -> None:
    """Replace this process by one that reads arguments and paths as UTF-8.

    A locale that knows only ASCII is not meant as a wish to lose Chinese.
    """
    os.environ["PYTHONUTF8"] = "1"
    words = [sys.executable, "-m", "journal", *sys.argv[1:]]
    os.execv(sys.executable, [os.fsencode(word) for word in words])  # noqa: S606 - no shell
