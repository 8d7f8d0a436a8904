"""Lines that can be a paragraph, or a rule, by themselves."""

from __future__ import annotations

import re

# No list item, quote, rule, HTML or link's address.
_ONE_LINE = re.compile(
    r" {0,3}(?!(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)|>|#{1,6}(?:[ \t]|$)|<[a-z/!?]|\[[^\]]*\]:"
    r"|([-*_])(?:[ \t]*\1){2,}[ \t]*$)[^ \t]",
    re.IGNORECASE,
)
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")


def is_one_line(line: str) -> bool:
    """Tell whether a line can be the whole text of an underlined heading."""
    return _ONE_LINE.match(line) is not None


def is_rule(line: str) -> bool:
    """Tell whether a line is a thematic break."""
    return _RULE.fullmatch(line) is not None
