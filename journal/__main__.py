"""The entry point of `journal` and `python -m journal`."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit."""
    from journal.cli.app import app

    app(prog_name="journal")


if __name__ == "__main__":
    main()
