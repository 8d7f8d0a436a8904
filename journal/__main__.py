#!python
"""The entry point of `journal` and `python -m journal`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit."""
    if sys.getfilesystemencoding() == "ascii":
        _start_again_in_utf8()
    import gc

    from journal.cli.lane import answer

    # Most commands are over before there is anything to collect.
    gc.set_threshold(50_000, 20, 20)
    code = answer(sys.argv[1:])
    if code is not None:
        # All is written; to take the interpreter apart would cost as much as to search.
        os._exit(code)
    try:
        from journal.cli.app import app

        app(prog_name="journal")
    except KeyboardInterrupt:  # while it was still being loaded
        sys.exit(130)


def _start_again_in_utf8() -> None:
    """Replace this process by one that reads arguments and paths as UTF-8.

    A locale that knows only ASCII is not meant as a wish to lose Chinese.
    """
    os.environ["PYTHONUTF8"] = "1"
    words = [sys.executable, "-m", "journal", *sys.argv[1:]]
    os.execv(sys.executable, [os.fsencode(word) for word in words])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
