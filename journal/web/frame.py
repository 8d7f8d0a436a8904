"""What stands around every page: its policy, its style, its script."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files


def opening(title: str, language: str, words: dict[str, str]) -> str:
    """Return the document up to its first visible line; `title` is HTML already.

    The policy lets run the one script and apply the one style that stand here,
    by their hashes, and lets no address be fetched but pictures beside the page.
    """
    style, script = _asset("page.css"), _asset("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' file: data:",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta http-equiv="x-dns-prefetch-control" content="off">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="journal">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n<script>{script}</script>\n"
        f'</head>\n<body>\n<a class="skip" href="#entries">{words["skip"]}</a>\n'
    )


def closing(words: dict[str, str]) -> str:
    """Return what ends the document."""
    return (
        f'<p id="nothing" hidden>{words["nothing"]}'
        f' <button id="clear" type="button">{words["clear"]}</button></p>\n'
        "</main>\n</div>\n</body>\n</html>\n"
    )


@cache
def _asset(name: str) -> str:
    return files("journal.web").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
