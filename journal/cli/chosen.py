"""The entries that a command means, read as they are needed."""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from journal.cli.filters import Filters
    from journal.cli.session import Session
    from journal.entry import Entry
    from journal.query.clauses import Query
    from journal.scan import Survey


def stream(session: Session, query: Query, filters: Filters) -> Iterator[Entry]:
    """Yield the entries that a query means in the wanted order, as many as are wanted.

    A journal of plain files is read as they are yielded, any other before.
    Raises DataError, and UsageError for an unknown order.
    """
    entries: Iterable[Entry] | None = None
    if filters.sort in ("date", "rank"):
        entries = scanned(session, query.may_mean, oldest_first=filters.reverse)
    if entries is None:
        entries = filters.arrange(session.entries())
    chosen = filter(query.matches, entries) if query.is_filter else entries
    return islice(chosen, filters.limit)


def is_empty(session: Session) -> bool:
    """Tell whether there is no entry at all. Raises DataError."""
    entries = scanned(session)
    return not any(True for _ in (session.entries() if entries is None else entries))


def scanned(
    session: Session, wanted: Callable[[dt.date], bool] | None = None, *, oldest_first: bool = False
) -> Iterator[Entry] | None:
    """Return the entries of the days that are wanted, None where a scan cannot tell."""
    if len(session.journals) > 1:
        return None
    from journal.folders import files_of
    from journal.scan.files import scan_all, scan_file
    from journal.scan.form import UnsureError
    from journal.scan.stream import stream

    journal = session.journal
    newest_first = session.config.order == "newest-first"
    surveys: list[Survey] = []
    try:
        made = scan_all(
            files_of(journal),
            lambda path: scan_file(path, journal=journal.name, decrypt=journal.read_file),
            is_folder=journal.is_folder,
        )
        surveys = [survey for survey, _ in made]
        found = stream(surveys, wanted, oldest_first=oldest_first, newest_first=newest_first)
    except UnsureError:
        _close(surveys)
        return None

    def entries() -> Iterator[Entry]:
        try:
            yield from found
        finally:
            _close(surveys)

    return entries()


def _close(surveys: Iterable[Survey]) -> None:
    for survey in surveys:
        survey.close()
