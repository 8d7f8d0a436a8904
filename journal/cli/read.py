"""The commands that read: list, show, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from journal.cli.exclusions import SearchCommand, unmark
from journal.cli.filters import Filters, misspelt_tag
from journal.cli.options import JSON, LIST, SEARCH, declare
from journal.cli.rows import rows, show_rows
from journal.cli.session import Session, emit, emit_raw, emit_utf8, read_refs
from journal.errors import NothingFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.entry import Entry
    from journal.query.clauses import Query
    from journal.search.matches import Match
    from journal.search.terms import Term

_NOTHING = 1


def register(app: typer.Typer) -> None:
    """Add the commands and their short names."""
    listing, searching = declare(list_, LIST), declare(search, SEARCH)
    app.command("list")(listing)
    app.command("ls", hidden=True)(listing)
    app.command()(show)
    app.command("cat", hidden=True)(show)
    app.command("search", cls=SearchCommand)(searching)
    app.command("grep", hidden=True, cls=SearchCommand)(searching)


def list_(ctx: typer.Context, *, json: bool, **values: Any) -> None:
    """List entries, newest first, one line each.

    Examples: journal list --on 2023-04 · journal list --tag 杭州 -n 5 --json
    """
    session = Session(ctx)
    filters = Filters.take(values)
    query = filters.query(session)
    every = session.entries()
    found = [entry for entry in filters.arrange(every) if query.matches(entry)][: filters.limit]
    if json:
        _emit_json(found)
    else:
        show_rows(found, session)
    if not every:
        session.tell(f"{session.place}: no entries yet; write one with journal add")
    if not found and query.is_filter:
        _nothing(session, query, every)


def show(
    ctx: typer.Context,
    refs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REF]", help="An id, a date, last, last~3; - reads them from stdin."
        ),
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The bytes of the file, as they are.")] = False,
    json: Annotated[bool, typer.Option(*JSON.spellings, help=JSON.help)] = False,
) -> None:
    """Show entries to read; without REF the newest one.

    Examples: journal show 2023-04-02 · journal search 杭州 | journal show -
    """
    session = Session(ctx)
    from journal.query.refs import find_refs

    entries = session.entries()
    if not entries:
        raise NothingFoundError(
            "no entries yet", where=session.place, todo="write one with journal add"
        )
    found = find_refs(read_refs(refs or ["last"]), entries, parse=session.period)
    if json:
        _emit_json(found)
    elif raw:
        emit_raw(entry.raw for entry in found)
    elif session.rendered:
        from journal.render.entry import show_entries

        show_entries(found, session.screen)
    else:
        emit(_plain(found))


def search(
    ctx: typer.Context,
    query: list[str],
    *,
    regex: bool,
    case_sensitive: bool,
    word: bool,
    context: int,
    count: bool,
    ids: bool,
    lines: bool,
    json: bool,
    **values: Any,
) -> None:
    """Find entries: words match anywhere, ignoring case and width; Chinese of any length works.

    --sort rank puts the best first: a word in the title before any number of
    mentions, a rare word before a common one, the newest of equals.

    Examples: journal search 杭州 · journal search '"end of year"' -draft --from 2023
    """
    session = Session(ctx)
    filters = Filters.take(values)
    form = {"regex": regex, "case_sensitive": case_sensitive, "whole_words": word}
    wanted = filters.query(session, unmark(query), **form)
    every: Sequence[Entry] = ()
    found = _scan(session, wanted, filters)
    if found is None:
        every = session.entries()
        found = [entry for entry in filters.arrange(every) if wanted.matches(entry)]
    if count:
        emit([f"{len(found[: filters.limit])}\n"])
    elif ids:
        emit(f"{entry.id}\n" for entry in found[: filters.limit])
    elif not (json or lines or session.rendered or filters.sort == "rank"):
        emit(rows(found[: filters.limit]))
    else:
        matches = _ranked(found, wanted.terms, every, filters)
        if json:
            _emit_matches(matches)
        elif lines:
            emit(_matched_lines(matches))
        elif session.rendered:
            _show_matches(matches, session, context)
        else:
            emit(rows(match.entry for match in matches))
    if not found:
        _nothing(session, wanted, every)


def _scan(session: Session, query: Query, filters: Filters) -> list[Entry] | None:
    """Return what a query means in a journal of one file, in the wanted order, by scanning it.

    None where only the full parse can tell.
    """
    if filters.sort != "date" or len(session.journals) != 1 or session.journal.is_folder:
        return None
    from journal.scan import newest, scan_file
    from journal.scan.needles import needles_of

    needles = needles_of(query)
    if needles is None:
        return None
    journal = session.journal
    made = scan_file(journal.path, needles, query.matches, journal=journal.name)
    if made is None or (not made[1] and query.names_tags):
        return None  # the hint at a misspelt tag needs all entries
    found = newest(*made, newest_first=session.config.order == "newest-first")
    chosen = (found[::-1] if filters.reverse else found)[: filters.limit]
    return [one.entry for one in chosen]


def _nothing(session: Session, query: Query, entries: Sequence[Entry]) -> NoReturn:
    """End with code 1, with a hint where a tag is misspelt."""
    hint = misspelt_tag(query, entries)
    if hint or session.rendered:
        session.tell(hint or "nothing found")
    raise typer.Exit(_NOTHING)


def _ranked(
    found: Sequence[Entry], terms: Sequence[Term], every: Sequence[Entry], filters: Filters
) -> list[Match]:
    """Return the matches in the wanted order; only `--sort rank` looks at all of them."""
    from journal.search.matches import find, rank

    if filters.sort != "rank":
        return [find(terms, entry) for entry in found[: filters.limit]]
    ranked = rank([find(terms, entry) for entry in found], terms, among=every)
    if filters.reverse:
        ranked.reverse()
        ranked.sort(key=lambda match: (match.score, match.entry.date is None))
    return ranked[: filters.limit]


def _show_matches(matches: Sequence[Match], session: Session, context: int) -> None:
    from journal.render.matches import show_matches
    from journal.search.matches import excerpts

    shown: list[tuple[Entry, Sequence[tuple[int, str, Any]]]] = []
    for match in matches:
        pieces = excerpts(match, context=context)
        shown.append((match.entry, [(one.line, one.text, one.spans) for one in pieces]))
    show_matches(shown, session.screen, counts=[len(match.lines) for match in matches])


def _emit_json(entries: Iterable[Entry]) -> None:
    from journal.formats.record import write_lines

    emit_utf8(write_lines(entries))


def _emit_matches(matches: Iterable[Match]) -> None:
    from journal.formats.record import dump, record

    def matched() -> Iterator[dict[str, Any]]:
        for match in matches:
            hits = [
                {"line": hit.line, "start": hit.start, "end": hit.end, "text": hit.text}
                for hit in match.lines
            ]
            yield {**record(match.entry), "score": round(match.score, 4), "matches": hits}

    emit_utf8(dump(row) + "\n" for row in matched())


def _plain(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield entries as the Markdown they are, with control characters made visible."""
    from journal.render.visible import visible

    for number, entry in enumerate(entries):
        text = visible(entry.raw.replace("\r\n", "\n")).rstrip("\n")
        yield ("\n" if number else "") + text + "\n"


def _matched_lines(matches: Iterable[Match]) -> Iterator[str]:
    """Yield `path:line:text` of each matched line once, as grep does."""
    from journal.render.visible import visible
    from journal.search.lines import locate

    for match in matches:
        title, body = locate(match.entry)
        texts = {line.number: line.text for line in (title, *body)}
        for number in dict.fromkeys(hit.line for hit in match.lines):
            path = visible(match.entry.source.path, keep="")
            yield f"{path}:{number}:{visible(texts.get(number, ''), keep='')}\n"
