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
    from collections.abc import Collection

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
    seen: Counter[tuple[object, str]] = Counter()
    entries = [one for one in document.entries if days is None or one.date in days]
    order = range(len(entries))
    for index in reversed(order) if document.newest_first else order:
        entry = entries[index]
        key = (entry.date, normalize("NFKC", entry.title))
        entries[index] = replace(entry, id=entry_id(entry.date, entry.title, seen[key]))
        seen[key] += 1
    return entries


def numbered(diary: Diary) -> Diary:
    """Return a diary whose entries have their ids."""
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
