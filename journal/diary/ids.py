"""The ids of the entries of a file or a diary, counted where several are called the same."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from journal.ids import make_id
from journal.normal import normalize
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from journal.diary.diary import Diary
    from journal.entry import Entry
    from journal.markdown.document import Document


def with_ids(
    document: Document | Diary, *, days: Collection[dt.date | None] | None = None
) -> list[Entry]:
    """Return the entries of a file or a diary, in its order, with their ids.

    Equal ones are counted from the oldest, so that a new one changes no id.
    With `days` only the entries of these.
    """
    entries = [one for one in document.entries if days is None or one.date in days]
    ordinals = _ordinals(entries, newest_first=bool(document.newest_first))
    return [
        replace(entry, id=entry_id(entry.date, entry.title, ordinals.get(index, 0)))
        for index, entry in enumerate(entries)
    ]


def _ordinals(entries: Sequence[Entry], *, newest_first: bool) -> dict[int, int]:
    """Return by place how many older entries are called the same, where there are any."""
    days: dict[dt.date | None, list[int]] = {}
    for index, entry in enumerate(entries):
        days.setdefault(entry.date, []).append(index)
    found: dict[int, int] = {}
    for places in days.values():
        seen: Counter[str] = Counter()
        for index in (reversed(places) if newest_first else places) if len(places) > 1 else ():
            title = normalize("NFKC", entries[index].title)
            if seen[title]:
                found[index] = seen[title]
            seen[title] += 1
    return found


def numbered(diary: Diary) -> Diary:
    """Return a diary whose entries have their ids."""
    from journal.diary.standing import count_equals

    if count_equals(diary.entries, _ordinals(diary.entries, newest_first=diary.newest_first)):
        return diary
    entries = iter(with_ids(diary))
    documents: list[Document] = []
    for document in diary.documents:
        own = tuple(islice(entries, len(document.entries)))
        turned = diary.folder and document.newest_first
        documents.append(replace(document, entries=own[::-1] if turned else own))
    return replace(diary, documents=tuple(documents))


def entry_id(date: dt.date | None, title: str, ordinal: int) -> str:
    """Return the id of an entry; see `make_id`."""
    return make_id("" if date is None else date.isoformat(), title, ordinal)
