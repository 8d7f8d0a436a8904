"""The form of the headings of a file: what begins an entry, and what could."""

from __future__ import annotations

from journal.markdown.plain import names_no_day, read_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.markdown.blocks import Heading

DAY = 10
"""The bytes of a date such as `2023.04.02`."""


class UnsureError(Exception):
    """Only the full parse can tell what the entries of this file are."""


class Form:
    """How the headings of a file's entries begin, and what else is in it.

    `mark` is `## `, `day` what the date looks like with each digit a 9.
    `undated` counts the other headings of that level, `deeper` those below it
    with a digit, by level; `unseen` counts lines that may be the one or the other.
    """

    __slots__ = ("day", "deeper", "level", "mark", "undated", "unseen")

    def __init__(self, level: int, separator: str) -> None:
        """Begin to count."""
        self.level = level
        self.mark = b"#" * level + b" "
        self.day = f"9999{separator}99{separator}99 ".encode()
        self.undated = 0
        self.unseen = 0
        self.deeper = [0] * 7

    def meet(self, heading: Heading) -> None:
        """Raise UnsureError for a heading that begins no entry of this form, but may begin one."""
        level = heading.level
        if level > self.level or names_no_day(heading.text):
            return
        from journal.markdown.heading import parse_heading, parse_part

        is_part = parse_part(heading.text) and (level < self.level or heading.underline)
        if is_part or parse_heading(heading.text):
            raise UnsureError

    def is_harmless(self, level: int, text: str) -> bool:
        """Tell whether a heading of this level and text can begin no entry."""
        return level > self.level or names_no_day(text)

    def count(self, level: int, text: str) -> None:
        """Count a heading that begins no entry."""
        if level == self.level:
            self.undated += 1
        elif self.level < level < 7 and not names_no_day(text):
            self.deeper[level] += 1

    def holds(self, count: int) -> bool:
        """Tell whether so many entries are enough for this level to be theirs."""
        return self.unseen + max(self.undated, *self.deeper) <= count


def read_heading(line: bytes) -> tuple[int, str]:
    """Return the number of `#` that a line begins with, and the text behind them."""
    bare = line.decode("utf-8", "surrogateescape").lstrip(" ")
    text = bare.lstrip("#")
    return len(bare) - len(text), text


def find_form(data: bytes) -> Form | None:
    """Return the form of the first heading that begins with a plain date."""
    at = data.find(b"#")
    while at >= 0:
        end = at
        while data[end : end + 1] == b"#":
            end += 1
        day = data[end + 1 : end + 1 + DAY]
        if (at == 0 or data[at - 1] == 10) and end - at < 7 and data[end : end + 1] == b" ":
            text = day.decode("ascii", "replace")
            if read_day(text):
                return Form(end - at, text[4])
        at = data.find(b"#", end)
    return None
