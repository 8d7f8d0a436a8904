"""The files that a command changes, from two states of a diary."""

from __future__ import annotations

from journal import storage
from journal.history import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal.diary.diary import Diary


def changed_files(
    contents: Mapping[str, bytes | None], before: Diary, after: Diary
) -> tuple[Change, ...]:
    """Return the files that differ between two diaries, those that get more first.

    Raises DataError for one that is not UTF-8.
    """
    old = {document.path: document for document in before.documents}
    new = {document.path: document for document in after.documents}
    found: list[tuple[int, Change]] = []
    for path in sorted({*old, *new}):
        was, now = old.get(path), new.get(path)
        if was is now:
            continue
        data, text = contents.get(path), after.data.get(path)
        if now and text is None:
            text = storage.encode(now.text)
        if was and text == (data or b""):
            continue
        storage.refuse_foreign(data or b"", path)
        storage.refuse_foreign(text or b"", path, is_new=True)
        more = len(now.entries if now else ()) - len(was.entries if was else ())
        found.append((-more, Change(storage.resolve(path), data, text)))
    # Cut off in between, a text that moves stands twice and not nowhere.
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))
