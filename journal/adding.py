"""An entry of a line or two written into a plain diary, without the parser."""

from __future__ import annotations

from journal import storage
from journal.age.header import is_encrypted
from journal.scan import newest
from journal.scan.form import UnsureError
from journal.scan.insert import insert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.history import Step
    from journal.journal import Journal
    from journal.scan import Found, Survey

_MARKUP = frozenset("[]<>")


def add_line(journal: Journal, day: str, title: str, body: str) -> Found | None:
    """Write an entry as `Journal.add` does, by the same safe write, and return it.

    `day` is ISO 8601. None, and nothing was written, where the entry or the
    file needs the parser, or the text may be there already. Raises DataError.
    """
    from journal.history import Change, Mention, Step

    target = storage.resolve(journal.path)
    made: list[Found] = []

    def plan() -> Step:
        data = storage.read(target)
        if is_encrypted(data):
            raise UnsureError
        storage.refuse_foreign(data or b"", journal.path)
        new, survey, index = insert(data or b"", journal.path, day, title, body)
        found = survey.find(index)
        _refuse_same(survey, found, body)
        made[:] = newest([survey], [found])
        mention = Mention(found.id, day, title)
        return Step("add", (Change(target, data, new),), (mention,), spans=True)

    try:
        journal.write(plan)
    except UnsureError:
        return None
    return made[0]


def _refuse_same(survey: Survey, found: Found, body: str) -> None:
    """Raise UnsureError where another entry of the day may say the same."""
    own = _bare(f"{found.title}\n{body}")
    for index in survey.of_day(survey.days[found.index]):
        if index != found.index:
            other = survey.find(index)
            text = f"{other.title}\n{other.body}"
            if not _MARKUP.isdisjoint(text) or _bare(text) == own:
                raise UnsureError


def _bare(text: str) -> str:
    """Return the letters and digits of a text without markup: equal ones have the same."""
    from journal.search.folding import fold

    return "".join(filter(str.isalnum, fold(text)))
