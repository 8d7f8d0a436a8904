"""The entries that a command means, read as they are needed."""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from journal.cli.filters import Filters
    from journal.cli.session import Session
    from journal.entry import Entry
    from journal.query.clauses import Query
    from journal.scan import Found, Survey
    from journal.scan.needles import Needle
    from journal.search.terms import Term

_TEXTS = ("title", "words")
"""The orders for which the texts of all entries are looked at first."""


def stream(session: Session, query: Query, filters: Filters) -> Iterator[Entry | Found]:
    """Yield the entries that a query means in the wanted order, as many as are wanted.

    A journal of plain files is read as they are yielded, any other before.
    Raises DataError, and UsageError for an unknown order.
    """
    if filters.sort in _TEXTS:
        found = search(session, query, sort=filters.sort, reverse=filters.reverse)
        if found is not None:
            return islice(found, filters.limit)
    return islice(entries_of(session, query, filters), filters.limit)


def entries_of(session: Session, query: Query, filters: Filters) -> Iterator[Entry]:
    """Return the entries that a query means in the wanted order, as many as there are.

    Raises DataError, and UsageError for an unknown order.
    """
    entries: Iterable[Entry] | None = None
    if filters.sort in ("date", "rank"):
        entries = _narrowed(session, query, filters)
    if entries is None:
        entries = filters.arrange(session.entries())
    return filter(query.matches, entries) if query.is_filter else iter(entries)


def parsed(found: Iterable[Entry | Found]) -> Iterator[Entry]:
    """Yield the entries; of those that a scan has found one at a time is held."""
    from journal.scan import Found

    for one in found:
        if isinstance(one, Found):
            yield one.entry
            one.forget()
        else:
            yield one


def search(
    session: Session, query: Query, *, sort: str = "date", reverse: bool = False
) -> list[Found] | None:
    """Return what a query means in one journal, in the wanted order, by scanning it.

    None where only the full parse can tell, and for an order that needs it.
    """
    if len(session.journals) > 1 or sort not in ("date", *_TEXTS):
        return None
    from journal.scan.needles import needles_of

    found = _found(session, needles_of(query), query.matches)
    if found and sort in _TEXTS:
        from journal.query.order import sort_by_text

        return sort_by_text(found, sort, _count_words, reverse=reverse)
    return found[::-1] if found and reverse else found


def _found(
    session: Session, needles: Sequence[Needle] | None, wanted: Callable[[Any], bool]
) -> list[Found] | None:
    """Return the entries of one journal that are wanted, as `journal.scan.files.search` does."""
    from journal.folders import files_of, parser
    from journal.scan.files import search as search_files

    journal = session.journal
    return search_files(
        files_of(journal),
        needles,
        wanted,
        is_folder=journal.is_folder,
        journal=journal.name,
        decrypt=journal.read_file,
        parse=parser(journal.path, journal.name),
        newest_first=session.config.order == "newest-first",
    )


def _count_words(found: Found) -> int:
    from journal.markdown.inline import count_words

    words = count_words(found.body)
    found.forget()
    return words


def _narrowed(session: Session, query: Query, filters: Filters) -> Iterator[Entry] | None:
    """Return the entries among which are all that a query means, as few as is cheap to tell.

    None where a scan cannot tell.
    """
    # The first few are found sooner by reading than by a search in all of the file.
    if filters.limit is None and (query.terms or query.names_tags):
        from journal.scan.needles import needles_of

        if needles_of(query) is not None:
            return scanned(session, meant=Meant(query), oldest_first=filters.reverse)
    return scanned(session, query.may_mean, oldest_first=filters.reverse)


def tell_if_empty(session: Session) -> bool:
    """Say so where there is no entry at all, and tell whether. Raises DataError."""
    entries = scanned(session)
    is_empty = not any(True for _ in (session.entries() if entries is None else entries))
    if is_empty:
        session.tell(f"{session.place}: no entries yet; write one with journal add")
    return is_empty


def scanned(
    session: Session,
    wanted: Callable[[dt.date], bool] | None = None,
    *,
    meant: Meant | None = None,
    oldest_first: bool = False,
) -> Iterator[Entry] | None:
    """Return the entries of the days that are wanted, or those that are meant.

    Where a query names tags they are those that may be meant: to tell is to parse
    them. None where a scan cannot tell.
    """
    if len(session.journals) > 1:
        return None
    from journal.folders import files_of
    from journal.scan.files import scan_all, scan_file
    from journal.scan.form import UnsureError
    from journal.scan.stream import stream

    journal = session.journal
    look = (meant.needles, meant.note) if meant else (None, None)
    surveys: list[Survey] = []
    try:
        made = scan_all(
            files_of(journal),
            lambda path: scan_file(path, *look, journal=journal.name, decrypt=journal.read_file),
            is_folder=journal.is_folder,
        )
        surveys = [survey for survey, _ in made]
        if meant:
            meant.among = sum(map(len, surveys))
        found = stream(
            surveys,
            meant.days.__contains__ if meant else wanted,
            chosen={survey: meant.marks(survey) for survey in surveys} if meant else None,
            oldest_first=oldest_first,
            newest_first=session.config.order == "newest-first",
        )
    except UnsureError:
        _close(surveys)
        return _of_posts(session, wanted, meant, oldest_first=oldest_first)

    def entries() -> Iterator[Entry]:
        try:
            yield from found
        finally:
            _close(surveys)

    return entries()


def _of_posts(
    session: Session,
    wanted: Callable[[dt.date], bool] | None,
    meant: Meant | None,
    *,
    oldest_first: bool,
) -> Iterator[Entry] | None:
    """Return what `scanned` does of a folder with posts in it, each read again in its turn."""
    if not session.journal.is_folder or (meant and meant.having):
        return None

    def is_of_day(one: Found) -> bool:
        return wanted is None or wanted(one.date)

    look = (meant.needles, meant.query.matches) if meant else (None, is_of_day)
    found = _found(session, *look)
    return None if found is None else parsed(found[::-1] if oldest_first else found)


class Meant:
    """What a query means, noted while files are scanned: where it stands, and its days.

    `having` tells how many have each of the `terms`, of all entries, `among`.
    """

    def __init__(self, query: Query, terms: Sequence[Term] = ()) -> None:
        """Begin with nothing."""
        from journal.query.clauses import Query
        from journal.scan.needles import needles_of

        self.query = query
        self.needles = needles_of(query)
        if self.needles is not None and terms:
            more = needles_of(Query((tuple(terms),)))
            self.needles = None if more is None else [*self.needles, *more]
        self.days: set[dt.date] = set()
        self.having = [0] * len(terms)
        self.among = 0
        self._terms = terms
        self._marks: dict[Survey, bytearray] = {}
        self._may_be: Callable[[Any], bool] = query.matches
        if query.names_tags:  # to tell those of an entry is to parse it
            self._may_be = lambda found: query.may_mean(found.date)

    def count(self, entries: Sequence[Entry]) -> None:
        """Count those that have each term, where all entries had to be read."""
        self.among = len(entries)
        self.having = [sum(map(term.matches, entries)) for term in self._terms]

    def note(self, found: Found) -> bool:
        """Note where an entry stands if it is meant, or may be; it need not be kept itself."""
        for number, term in enumerate(self._terms):
            self.having[number] += term.matches(found)  # type: ignore[arg-type]
        if self._may_be(found):
            marks = self._marks.setdefault(found.survey, bytearray())
            marks += bytes(found.index - len(marks)) + b"\1"
            self.days.add(found.date)
        return False

    def marks(self, survey: Survey) -> bytes:
        """Return a byte for each entry of a survey, 1 if it is meant."""
        return bytes(self._marks.get(survey, b"")).ljust(len(survey), b"\0")


def _close(surveys: Iterable[Survey]) -> None:
    for survey in surveys:
        survey.close()
