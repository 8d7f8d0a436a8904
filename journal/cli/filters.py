"""The filters of every reading command, declared once."""

from __future__ import annotations

from journal.cli.options import FILTERS, typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from journal.cli.session import Session
    from journal.entry import Entry
    from journal.query.clauses import Query


class Filters:
    """What the filter options of one command say."""

    def __init__(self, values: dict[str, Any]) -> None:
        """Keep the options by name."""
        self.limit: int | None = values.pop("limit")
        self.sort: str = values.pop("sort", "date")
        self.reverse: bool = values.pop("reverse")
        self._values = values

    @classmethod
    def take(cls, values: dict[str, Any]) -> Filters:
        """Take the filters out of the options of a command."""
        names = [option.name for option in FILTERS if option.name in values]
        return cls({name: values.pop(name) for name in names})

    def query(self, session: Session, words: Sequence[str] | None = None, **search: Any) -> Query:
        """Return the query that the options, and the words of a search, make."""
        from journal.query.build import build_query

        options: dict[str, Any] = {name: value or None for name, value in self._values.items()}
        for name in ("tags", "not_tags", "has"):
            options[name] = self._values[name] or ()
        options["starred"] = self._values["starred"]
        return build_query(words, parse=session.period, **options, **search)

    def choose(self, session: Session) -> Iterator[Entry]:
        """Return the entries that are meant, as many as there are, the newest first.

        Ends the command with code 1 where there are some, but none is meant.
        """
        from itertools import chain, islice

        from journal.cli.chosen import entries_of, tell_if_empty

        query = self.query(session)
        found = entries_of(session, query, self)
        first = list(islice(found, 1))
        if not first and not tell_if_empty(session):
            hint = misspelt_tag(query, session.entries()) if query.names_tags else ""
            if hint:
                session.tell(hint)
            import typer

            raise typer.Exit(1)
        return chain(first, found)

    def arrange(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return all entries of a journal in the wanted order, newest first by default.

        They are cut to the limit only after the query: order needs the whole file.
        """
        from journal.query.order import arrange

        return arrange(entries, sort=self.sort, reverse=self.reverse)


def misspelt_tag(query: Query, entries: Sequence[Entry]) -> str:
    """Return a hint where the query names a tag that no entry has but one looks much like it."""
    from difflib import get_close_matches

    from journal.query.clauses import Tagged

    known = {tag for entry in entries for tag in entry.tags}
    for clause in (clause for group in query.groups for clause in group):
        if isinstance(clause, Tagged) and not any(clause.matches(entry) for entry in entries):
            close = get_close_matches(clause.tag, known, 1)
            if close:
                return f"no entry has the tag {clause.tag!r}; did you mean {close[0]!r}?"
    return ""


def counted(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filters as one argument `filters`, but for the order, which is its own."""
    import inspect
    from functools import wraps

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        command(*args, filters=Filters.take(values), **values)

    signature = inspect.signature(command, eval_str=True)
    own = typed(option for option in FILTERS if option.name != "sort")
    kept = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in signature.parameters.values()
        if parameter.name != "filters"
    ]
    run.__signature__ = signature.replace(parameters=[*kept, *own])  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in (*kept, *own)}
    return run
