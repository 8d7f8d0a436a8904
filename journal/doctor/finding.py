"""One thing that a check-up found, and how findings are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from journal.markdown.document import count_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Severity = Literal["problem", "note"]
"""A problem should be put right; a note may well be as it was meant."""

_SHOWN = 10
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a line (1 where it is the whole file), and what to do about it.

    `kind` is a name for scripts, in kebab-case. No sentence holds the text of an
    entry, but names of files and targets of images it may.
    """

    kind: str
    severity: Severity
    path: str
    line: int
    what: str
    todo: str


def lines_at(text: str, offsets: Iterable[int]) -> Iterator[int]:
    """Yield the line numbers (from 1) of offsets that never fall."""
    line, position = 1, 0
    for offset in offsets:
        line += count_lines(text, position, offset)
        position = offset
        yield line


def spread(finding: Finding, lines: Sequence[int]) -> Iterator[Finding]:
    """Yield the finding for each of these lines; where they are many, once, with the count."""
    from dataclasses import replace

    if len(lines) > _SHOWN:
        lines_too = f"{len(lines):,} times, on lines {name_lines(lines)}"
        yield replace(finding, line=lines[0], what=f"{finding.what} ({lines_too})")
        return
    for line in lines:
        yield replace(finding, line=line)


def name_lines(lines: Sequence[int]) -> str:
    """Return the first few of these line numbers in words."""
    named = ", ".join(map(str, lines[:_NAMED]))
    return f"{named} …" if len(lines) > _NAMED else named
