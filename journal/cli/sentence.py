"""The first sentence of a line, which is a title if more follows."""

from __future__ import annotations

_ENDS = {"。！？": "”’」』）", ".!?": "\"')]"}
_BLANKS = " \t"


def split_sentence(line: str) -> tuple[str, str]:
    """Split a line behind its first sentence; it is all title where nothing follows.

    A sentence ends at 。！？ wherever they stand, at . ! ? only before a blank,
    with the quotes and brackets that it closes.
    """
    for at, char in enumerate(line):
        for marks, closers in _ENDS.items():
            # Within a run of marks its first one has told.
            if char in marks and (not at or line[at - 1] not in marks):
                end = _sentence_end(line, at, marks, closers)
                if end:
                    return line[:end], line[end:].lstrip(_BLANKS)
    return line, ""


def _sentence_end(line: str, at: int, marks: str, closers: str) -> int:
    """Return where the sentence ends whose mark stands at an offset, or 0 if nothing follows."""
    last = at
    while line[last : last + 1] and line[last] in marks:
        last += 1
    for end in range(last, at, -1):
        close = end
        while line[close : close + 1] and line[close] in closers:
            close += 1
        for stop in range(close, end - 1, -1):
            before_blank = marks[0] != "." or line[stop : stop + 1] in (" ", "\t")
            rest = line[stop:].lstrip(_BLANKS)
            if before_blank and rest and not rest[0].isspace():
                return stop
    return 0
