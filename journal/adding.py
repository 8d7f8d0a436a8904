"""An entry of a line or two written into a plain diary, without the parser."""

from __future__ import annotations

from journal import storage
from journal.normal import said
from journal.scan import newest
from journal.scan.form import UnsureError
from journal.scan.insert import insert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.history import Step
    from journal.journal import Journal
    from journal.scan import Found, Survey


def add_line(journal: Journal, day: str, title: str, body: str) -> Found | None:
    """Write an entry as `Journal.add` does, by the same safe write, and return it.

    `day` is ISO 8601. None, and nothing was written, where the entry or the
    file needs the parser, or the text may be there already. Raises DataError.
    """
    from journal.history import Insertion, Mention, Step

    target = storage.resolve(journal.path)
    made: list[Found] = []

    def plan() -> Step:
        data = storage.read(target) or b""
        new, survey, index = insert(data, journal.path, day, title, body)
        storage.refuse_foreign(data, journal.path)
        found = survey.find(index)
        _refuse_same(survey, found, body)
        made[:] = newest([survey], [found])
        mention = Mention(found.id, day, title)
        return Step("add", (Insertion(target, new),), (mention,), spans=True)

    try:
        journal.write(plan)
    except UnsureError:
        return None
    return made[0]


def _refuse_same(survey: Survey, found: Found, body: str) -> None:
    """Raise UnsureError where another entry of the day says the same; see `same_text`."""
    own = said(found.title, body)
    for index in survey.of_day(survey.days[found.index]):
        if index != found.index:
            other = survey.find(index)
            if said(other.title, other.body) == own:
                raise UnsureError
