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


def stream(session: Session, query: Query, filters: Filters) -> Iterator[Entry]:
    """Yield the entries that a query means in the wanted order, as many as are wanted.

    A journal of one plain file is read as they are yielded, any other before.
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
    if len(session.journals) > 1 or session.journal.is_folder:
        return None
    from journal.scan import scan_file
    from journal.scan.stream import stream

    journal = session.journal
    made = scan_file(journal.path, journal=journal.name)
    if made is None:
        return None
    survey = made[0]
    newest_first = session.config.order == "newest-first"

    def entries() -> Iterator[Entry]:
        try:
            yield from stream(survey, wanted, oldest_first=oldest_first, newest_first=newest_first)
        finally:
            survey.close()

    return entries()
