"""What may come out of a command: printable characters, and on a terminal our own colours."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

_CODE = r"(?:38;5;\d{1,3}|[1-479]|3[0-7]|9[0-7])"
_OWN = re.compile(
    rf"\x1b\[(?:0|{_CODE}(?:;{_CODE})*)m"
    r"|\x1b\]8;(?:id=\d+;[a-z][a-z0-9+.-]*:[!-~]*|;)\x1b\\",
    re.IGNORECASE,
)
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Format characters that are seen, and the joiners that emoji and some scripts need.
_SEEN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\u200c\u200d]")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")


def unwanted(output: bytes, *, terminal: bool = False, data: bool = False) -> list[str]:
    """Return the first characters of an output that could drive a terminal or hide, at most five.

    They are controls, bidi and other format characters, line separators, and bytes
    that are no UTF-8. A terminal may get our own colours and hyperlinks, nothing else;
    `data` for programs may have what only hides, such as a zero-width blank.
    """
    text = output.decode("utf-8", "surrogateescape")
    if terminal:
        text = _OWN.sub("", text)
    if text.isascii() and text.isprintable():
        return []
    found = []
    for match in _bad(data=data).finditer(_FLAG.sub("", text)):
        around = match.string[max(0, match.start() - 12) : match.end() + 12]
        found.append(f"U+{ord(match[0]):04X} in {around!a}")
        if len(found) == 5:
            break
    return found


@cache
def _bad(*, data: bool) -> re.Pattern[str]:
    """Compile the class of all that is neither seen nor a line ending or a tab."""
    hidden = () if data else ("Cf",)
    codes = [
        code
        for code in range(sys.maxunicode + 1)
        if (
            unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp", *hidden)
            or chr(code) in _TURNING
        )
        and chr(code) not in "\n\t"
        and not _SEEN.match(chr(code))
    ]
    return re.compile("[" + "".join(f"\\U{code:08x}" for code in codes) + "]")
