"""The values everything else speaks of: an entry, and where it stands."""

from __future__ import annotations

from journal.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry stands: a file and its lines, counted from 1."""

    path: str
    line: int = 1
    end_line: int = 1
    journal: str = ""

    def __str__(self) -> str:
        """Return `path:line`, the form that editors and terminals open."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated piece of writing.

    `date` is None where the heading names an impossible day (`2023.02.30`).
    `body` has LF line endings, no blank lines around it, and none of the
    escapes or comments that keep a section in one piece; `raw` is the exact
    slice of the file. `header` is the front matter as it was read, fences
    included, or "" for a plain section; `meta` holds its keys other than date,
    title and tags. `weekday` is the one the heading names (0 is Monday), true
    or not. `level` is that of the heading in its file; 0 for a post. `shift` is
    how far the headings of the body were moved down when a post became a
    section, where that is not what every post gets.
    """

    date: dt.date | None
    title: str
    body: str
    time: dt.time | None = None
    tags: tuple[str, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
    header: str = ""
    weekday: int | None = None
    level: int = 2
    shift: int | None = None
    raw: str = ""
    source: Source = field(default_factory=lambda: Source(""))
    id: str = ""

    @property
    def starred(self) -> bool:
        """Tell whether the entry has a star, which is the tag `starred`."""
        return "starred" in self.tags

    @property
    def draft(self) -> bool:
        """Tell whether the header calls the entry a draft."""
        return self.meta.get("draft") in (True, "true", "True", "yes")
