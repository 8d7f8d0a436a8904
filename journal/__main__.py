#!python
"""The entry point of `journal` and `python -m journal`; short, for it is compiled at each start."""

import os
import sys


def main() -> None:
    """Run the command line and exit."""
    if sys.getfilesystemencoding() == "ascii":
        from journal.cli.utf8 import start_again

        start_again()
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


if __name__ == "__main__":
    main()
