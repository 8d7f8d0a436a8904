"""The commands that write: add."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.session import Session, emit
from journal.errors import DataError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from journal.dates import Moment
    from journal.entry import Entry
    from journal.journal import Added

# A sentence ends at 。！？ wherever they stand, at . ! ? only before a blank.
_SENTENCE = re.compile(r"(.*?(?:[。！？!?]+[”’」』）]*|[.!?]+[\"')\]]*(?=[ \t])))[ \t]*(?=\S)")

_ATX = re.compile(r" {0,3}#{1,6}[ \t]")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(add)


def add(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]", help="What to write; - reads it from stdin."),
    ] = None,
    date: Annotated[
        str, typer.Option("-d", "--date", help="Its day: 2023-04-02, yesterday, 昨天 …")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Its title.", show_default=False)] = "",
    tag: Annotated[list[str] | None, typer.Option("-t", "--tag", help="A tag; repeatable.")] = None,
    edit: Annotated[bool, typer.Option("-e", "--edit", help="Open the editor first.")] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Write nothing.")] = False,
) -> None:
    """Write an entry.

    Without --title the first line is the title, or of a single line the first
    sentence if more follows.

    Examples: journal add "Walked to the lake. Cold." · echo 想法 | journal add -d 昨天
    """
    session = Session(ctx)
    words, moment = _moment(text or [], date, session)
    entry = _compose(
        _read_text(words, session, edit=edit), title, tag or [], moment.date, moment.time
    )
    if dry_run:
        emit(session.journal.preview(entry))
        return
    try:
        added = session.journal.add(entry)
    except DataError as error:
        raise _kept(entry, error, session) from error
    _report(added, session)


def _moment(words: list[str], date: str, session: Session) -> tuple[list[str], Moment]:
    """Return the words to write and their day: `--date`, `yesterday: …`, or today."""
    from journal.dates import Moment, leading_moment

    if date:
        moment = session.moment(date)
        if not moment.exact or moment.note:
            note = f" ({moment.note})" if moment.note else ""
            session.tell(f"{date} is {moment.date.isoformat()}{note}")
        return words, moment
    found = leading_moment(" ".join(words), session.now, **session.dates) if words else None
    if found:
        session.tell(f"dated {found[0].date.isoformat()}")
        return [found[1]], found[0]
    return words, Moment(session.now.date(), None, True, "")


def _read_text(words: list[str], session: Session, *, edit: bool) -> str:
    """Return what to write: the words, stdin, or what the editor gives back."""
    text = " ".join(words)
    if text == "-" or (not words and not edit and not sys.stdin.isatty()):
        text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    elif not words:
        edit = True
    if edit:
        from journal.cli.editor import edit_text

        text = edit_text(text, session.config.editor)
    return text


def _compose(text: str, title: str, tags: list[str], day: dt.date, time: dt.time | None) -> Entry:
    """Return the entry that a text and the options make; raises UsageError for an empty one."""
    from journal.entry import Entry
    from journal.frontmatter.header import one_line
    from journal.markdown.inline import tags as tags_in
    from journal.markdown.section import trim, unix

    body = trim(unix(text))
    if not title:
        title, body = _split_title(body)
    title = one_line(title).strip(" \t\u3000")
    if not title and not body:
        raise UsageError("there is nothing to add", todo="give some text; nothing was written")
    names = [one_line(tag).lstrip("#") for tag in tags]
    fresh = [name for name in names if name and name not in tags_in(body)]
    shown = [f"#{name}" for name in fresh if tags_in(f"#{name}") == (name,)]
    if shown:
        body = f"{body}\n\n{' '.join(shown)}" if body else " ".join(shown)
    return Entry(day, title, body, time=time, tags=tuple(fresh))


def _split_title(text: str) -> tuple[str, str]:
    """Split a text into title and body, at its first line or its first sentence."""
    from journal.markdown.section import trim

    first, _, rest = text.partition("\n")
    if rest:
        return first.strip(" \t").lstrip("#") if _ATX.match(first) else first, trim(rest)
    match = _SENTENCE.match(first)
    return (match[1], first[match.end() :]) if match else (first, "")


def _kept(entry: Entry, error: DataError, session: Session) -> DataError:
    """Return the error with the place where the unsaved text is kept."""
    from journal.config import state_folder
    from journal.storage import recover

    text = f"{entry.title}\n\n{entry.body}\n"
    path = recover(text, session.journal.path, otherwise=[state_folder()])
    todo = f"{error.todo}; " if error.todo else ""
    return DataError(error.what, where=error.where, todo=f"{todo}your text is kept in {path}")


def _report(added: Added, session: Session) -> None:
    """Say what was written, where, and under which id."""
    from journal.render.visible import visible

    entry = added.entry
    day = "" if entry.date is None else entry.date.isoformat()
    title = visible(entry.title, keep="")
    if not added.is_new:
        session.tell(
            f"{entry.source}: this text is already there ({entry.id}); nothing was written"
        )
    elif session.rendered and not session.quiet:
        from journal.render.added import show_added

        show_added(entry, session.screen)
    elif not session.quiet:
        emit([f"{entry.id}\t{day}\t{title}\t{visible(str(entry.source), keep='')}\n"])
