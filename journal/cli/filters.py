"""The filters of every reading command, declared once."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from journal.cli.session import Session
    from journal.entry import Entry
    from journal.query.clauses import Query

_PANEL = "Which entries"


def _option(*names: str, help: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel=_PANEL, show_default=False)


_FILTERS: dict[str, tuple[Any, Any]] = {
    "on": (Annotated[str, _option("--on", help="In this period: 2023, 2023-04, 上周, a..b.")], ""),
    "since": (
        Annotated[str, _option("--from", "--since", help="From the beginning of this period on.")],
        "",
    ),
    "until": (
        Annotated[str, _option("--to", "--until", help="Up to the end of this period.")],
        "",
    ),
    "tags": (Annotated[list[str], _option("-t", "--tag", help="With this tag; repeatable.")], []),
    "not_tags": (Annotated[list[str], _option("--not-tag", help="Without this tag.")], []),
    "title": (Annotated[str, _option("--title", help="With this text in the title.")], ""),
    "has": (
        Annotated[list[str], _option("--has", help="With an image, link, code, task or math.")],
        [],
    ),
    "starred": (Annotated[bool, _option("--starred", help="With a star.")], False),
    "limit": (
        Annotated[int | None, typer.Option("-n", "--limit", min=0, help="At most so many.")],
        None,
    ),
    "sort": (Annotated[str, typer.Option("--sort", help="date, title, words or rank.")], "date"),
    "reverse": (
        Annotated[bool, typer.Option("-r", "--reverse", help="Turn the order round.")],
        False,
    ),
}


class Filters:
    """What the filter options of one command say."""

    def __init__(self, values: dict[str, Any]) -> None:
        """Keep the options by name."""
        self.limit: int | None = values.pop("limit")
        self.sort: str = values.pop("sort")
        self.reverse: bool = values.pop("reverse")
        self._values = values

    def query(self, session: Session, words: Sequence[str] | None = None, **search: Any) -> Query:
        """Return the query that the options, and the words of a search, make."""
        from journal.query.build import build_query

        options: dict[str, Any] = {name: value or None for name, value in self._values.items()}
        for name in ("tags", "not_tags", "has"):
            options[name] = self._values[name] or ()
        options["starred"] = self._values["starred"]
        return build_query(words, parse=session.period, **options, **search)

    def arrange(self, entries: Sequence[Entry]) -> list[Entry]:
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


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter options, as one argument `filters`."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> None:
        own = {name: values.pop(name) for name in _FILTERS}
        command(*args, filters=Filters(own), **values)

    signature = inspect.signature(command, eval_str=True)
    own = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in _FILTERS.items()
    ]
    kept = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in signature.parameters.values()
        if parameter.name != "filters"
    ]
    run.__signature__ = signature.replace(parameters=[*kept, *own])  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in (*kept, *own)}
    return run
