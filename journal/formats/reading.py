"""What an importer gives: entries, and what else the file held."""

from __future__ import annotations

from journal.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from journal.entry import Entry
    from journal.markdown.form import Style


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of one file, oldest first within a day, and what stands before them.

    `style` and `newest_first` are the file's own, for a journal made by this
    import; None for a post. `notes` are sentences about what could not be placed,
    `counts` says how often which small thing was left out.
    """

    entries: tuple[Entry, ...]
    preamble: str = ""
    style: Style | None = None
    newest_first: bool = False
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def whole_diary(
    entries: Sequence[Entry],
    notes: Iterable[str] = (),
    *,
    preamble: str = "",
    counts: Mapping[str, int] | None = None,
) -> Reading:
    """Return the reading of a file that is a diary of its own, in the order that it has."""
    from journal.markdown.form import Style

    dates = [entry.date for entry in entries if entry.date]
    newest_first = bool(dates) and dates[0] > dates[-1]
    return Reading(
        tuple(reversed(entries) if newest_first else entries),
        preamble=preamble,
        style=Style(),
        newest_first=newest_first,
        notes=tuple(notes),
        counts=counts or {},
    )


def split_title(text: str) -> tuple[str, str]:
    """Split a text without a title of its own: its heading, or a short first line, is one."""
    import re

    from journal.frontmatter.header import one_line
    from journal.markdown.section import trim

    text = trim(text)
    first, _, rest = text.partition("\n")
    heading = re.match(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\Z", first)
    if heading:
        return one_line(heading[1]), trim(rest)
    # What is marked up is more than words, and a long line is the text itself.
    if len(first) > 60 or re.match(r"\s*(?:[-*+>|!<`~#]|\d+[.)] |    |\t|\[)", first):
        return "", text
    return one_line(first), trim(rest)
