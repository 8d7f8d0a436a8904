"""The commands that read: list, show, search."""

from __future__ import annotations

from itertools import chain, islice

from journal.cli.filters import Filters, misspelt_tag
from journal.cli.rows import row, rows, show_rows
from journal.cli.session import Session, emit, emit_raw, emit_utf8, read_refs
from journal.errors import NothingFoundError
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    import typer

    from journal.cli.chosen import Meant
    from journal.entry import Entry
    from journal.query.clauses import Query
    from journal.scan import Found
    from journal.search.matches import Match
    from journal.search.terms import Term

_NOTHING = 1


def register(app: typer.Typer) -> None:
    """Add the commands and their short names."""
    from journal.cli.exclusions import SearchCommand
    from journal.cli.options import SHORT, TABLES, declare

    for name, command, kind in (
        ("list", list_, None),
        ("show", show, None),
        ("search", search, SearchCommand),
    ):
        run = declare(command, TABLES[name])
        app.command(name, cls=kind)(run)
        app.command(SHORT[name], cls=kind, hidden=True)(run)


def list_(ctx: typer.Context, *, json: bool, **values: Any) -> int:
    """List entries, newest first, one line each.

    Examples: journal list --on 2023-04 · journal list --tag 杭州 -n 5 --json
    """
    from journal.cli.chosen import parsed, stream, tell_if_empty

    session = Session(ctx)
    filters = Filters.take(values)
    query = filters.query(session)
    chosen = stream(session, query, filters)
    first = list(islice(chosen, 1))
    found = chain(first, chosen)
    if json:
        _emit_json(parsed(found))
    elif session.rendered:
        show_rows(parsed(found), session)
    else:
        emit(_rows(found))
    if first:
        return 0
    tell_if_empty(session)
    if not query.is_filter:
        return 0
    return _nothing(session, query, session.entries() if query.names_tags else ())


def show(ctx: typer.Context, refs: list[str], *, raw: bool, json: bool) -> None:
    """Show entries to read; without REF the newest one.

    Examples: journal show 2023-04-02 · journal search 杭州 | journal show -
    """
    from journal.cli.chosen import parsed

    session = Session(ctx)
    found = parsed(_named(session, read_refs(refs or ["last"])))
    if json:
        _emit_json(found)
    elif raw:
        emit_raw(entry.raw for entry in found)
    elif session.rendered:
        from journal.render.entry import show_entries

        show_entries(found, session.screen)
    else:
        emit(_plain(found))


def _named(session: Session, refs: Sequence[str]) -> Sequence[Entry | Found]:
    """Return the entries that REFs name; others are read only where it takes them."""
    from journal.cli.chosen import scanned
    from journal.cli.chosen import search as scan
    from journal.query.clauses import Query
    from journal.query.refs import find_among, find_refs, scope

    count, days = scope(refs)
    if count or days:
        entries = scanned(session, days.__contains__ if days else None, oldest_first=bool(days))
        if entries is not None:
            some = list(entries) if days else list(islice(entries, count))[::-1]
            return find_refs(refs, some, parse=session.period)
    elif (found := scan(session, Query())) is not None:
        places = find_among(refs, found, lambda at: found[at].survey.journal, parse=session.period)
        return [found[at] for at in places]
    every = session.entries()
    if not every:
        raise NothingFoundError(
            "no entries yet", where=session.place, todo="write one with journal add"
        )
    return find_refs(refs, every, parse=session.period)


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
) -> int:
    """Find entries: words match anywhere, ignoring case and width; Chinese of any length works.

    --sort rank puts the best first: a word in the title before any number of
    mentions, a rare word before a common one, the newest of equals.

    Examples: journal search 杭州 · journal search '"end of year"' -draft --from 2023
    """
    from journal.cli.chosen import Meant, parsed

    session = Session(ctx)
    filters = Filters.take(values)
    form = {"regex": regex, "case_sensitive": case_sensitive, "whole_words": word}
    wanted = filters.query(session, query, **form)
    texts = not (count or ids) and (json or lines or session.rendered)
    ranks = filters.sort == "rank" and not (count or ids)
    meant = Meant(wanted, wanted.terms if ranks else ())
    found, every = _found(session, meant, filters, texts=texts, ranks=ranks)
    rest = iter(found)
    first = list(islice(rest, 1))
    found = chain(first, rest)
    if count:
        emit([f"{sum(1 for _ in islice(found, filters.limit))}\n"])
    elif ids:
        emit(f"{entry.id}\n" for entry in islice(found, filters.limit))
    elif not (texts or ranks):
        emit(_rows(islice(found, filters.limit)))
    else:
        matches = _matches(parsed(found), wanted.terms, meant, filters, texts=texts)
        if json:
            _emit_matches(matches)
        elif lines:
            emit(_matched_lines(matches))
        elif session.rendered:
            _show_matches(list(matches), session, context)
        else:
            emit(rows(match.entry for match in matches))
    if first:
        return 0
    return _nothing(session, wanted, every or (session.entries() if wanted.names_tags else ()))


def _found(
    session: Session, meant: Meant, filters: Filters, *, texts: bool, ranks: bool
) -> tuple[Iterable[Entry | Found], Sequence[Entry]]:
    """Return what a query means, in order, and all entries where they had to be read.

    With `texts` they are read one at a time, without it only their headings; for
    `ranks` all entries are counted that have one of the terms.
    """
    from journal.cli.chosen import scanned, search

    query = meant.query
    sort = "date" if filters.sort == "rank" else filters.sort
    found: Iterable[Entry | Found] | None = None
    if ranks or (texts and sort == "date"):
        found = entries = scanned(session, meant=meant, oldest_first=filters.reverse)
        if entries is not None and query.names_tags:
            found = (entry for entry in entries if query.matches(entry))
    if found is None and not ranks:
        found = search(session, query, sort=sort, reverse=filters.reverse)
    if found is not None:
        return found, ()
    every = session.entries()
    meant.count(every)
    return [entry for entry in filters.arrange(every) if query.matches(entry)], every


def _rows(found: Iterable[Entry | Found]) -> Iterator[str]:
    """Yield rows of what was found; what is not in them is not read."""
    return (row(one.id, str(one.date or ""), one.title) for one in found)


def _nothing(session: Session, query: Query, entries: Sequence[Entry]) -> int:
    """Return code 1, after a hint where a tag is misspelt."""
    hint = misspelt_tag(query, entries)
    if hint or session.rendered:
        session.tell(hint or "nothing found")
    return _NOTHING


def _matches(
    found: Iterable[Entry], terms: Sequence[Term], meant: Meant, filters: Filters, *, texts: bool
) -> Iterable[Match]:
    """Return the matches in the wanted order; only `--sort rank` looks at all of them first."""
    from journal.search.matches import find, rank

    if filters.sort != "rank":
        return (find(terms, entry) for entry in islice(found, filters.limit))
    matches = (find(terms, entry) for entry in found)
    if not texts:
        matches = (_light(match) for match in matches)
    ranked = rank(matches, meant.having, among=meant.among)
    if filters.reverse:
        ranked.reverse()
        ranked.sort(key=lambda match: (match.score, match.entry.date is None))
    return ranked[: filters.limit]


def _light(match: Match) -> Match:
    """Return a match without its texts."""
    return replace(match, entry=replace(match.entry, body="", raw=""), lines=())


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
    from journal.visible import visible

    for number, entry in enumerate(entries):
        text = visible(entry.raw.replace("\r\n", "\n")).rstrip("\n")
        yield ("\n" if number else "") + text + "\n"


def _matched_lines(matches: Iterable[Match]) -> Iterator[str]:
    """Yield `path:line:text` of each matched line once, as grep does."""
    from journal.search.lines import locate
    from journal.visible import visible

    for match in matches:
        title, body = locate(match.entry)
        texts = {line.number: line.text for line in (title, *body)}
        for number in dict.fromkeys(hit.line for hit in match.lines):
            path = visible(match.entry.source.path, keep="")
            yield f"{path}:{number}:{visible(texts.get(number, ''), keep='')}\n"
