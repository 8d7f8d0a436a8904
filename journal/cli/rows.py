"""Entries one line each: the list on a terminal, plain rows elsewhere."""

from __future__ import annotations

from journal.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.cli.session import Session
    from journal.entry import Entry


def show_rows(entries: Iterable[Entry], session: Session) -> None:
    """Show the list of entries on a terminal, their rows elsewhere."""
    from journal.cli.session import emit

    if not session.rendered:
        emit(rows(entries))
        return
    from journal.markdown.inline import count_words
    from journal.render.listing import show_list

    show_list(
        list(entries),
        session.screen,
        today=session.now.date(),
        words=lambda entry: count_words(entry.body),
    )


def show_written(entries: Iterable[Entry], session: Session) -> None:
    """Show entries that a command has written, with the place where each stands now."""
    if session.quiet:
        return
    from journal.cli.session import emit

    if not session.rendered:
        emit(rows(entries, where=True))
        return
    from journal.render.added import show_added

    for entry in entries:
        show_added(entry, session.screen)


def rows(entries: Iterable[Entry], *, where: bool = False) -> Iterator[str]:
    """Yield `id<TAB>date<TAB>title`, and with `where` `<TAB>path:line`; titles on one line."""
    for entry in entries:
        day = "" if entry.date is None else entry.date.isoformat()
        place = [str(entry.source)] if where else []
        yield row(entry.id, day, entry.title, *place)


def row(*fields: str) -> str:
    """Return a line of fields with TABs between; nothing in them can drive a terminal."""
    return "\t".join(visible(field, keep="") for field in fields) + "\n"
