"""The commands that write: add."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.rows import show_written
from journal.cli.session import Session, emit
from journal.errors import DataError, UsageError
from journal.render.visible import visible

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from journal.dates import Moment
    from journal.entry import Entry

# A sentence ends at 。！？ wherever they stand, at . ! ? only before a blank.
_SENTENCE = re.compile(r"(.*?(?:[。！？]+[”’」』）]*|[.!?]+[\"')\]]*(?=[ \t])))[ \t]*(?=\S)")

# What headings can name; see `journal.dates.stamp`.
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
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
    with _written(words, title, session, edit=edit) as written:
        entry = _compose(written, title, tag or [], moment.date, moment.time)
        if dry_run:
            emit(map(visible, session.journal.preview(entry)))
            return
        added = session.journal.add(entry)
    if added.is_new:
        show_written([added.entry], session)
    else:
        there = f"{added.entry.source}: this text is already there ({added.entry.id})"
        session.tell(f"{there}; nothing was written")


def _moment(words: list[str], date: str, session: Session) -> tuple[list[str], Moment]:
    """Return the words to write and their day: `--date`, `yesterday: …`, or today."""
    from journal.dates import Moment, leading_moment

    if date:
        moment = session.moment(date)
        if not _FIRST_YEAR <= moment.date.year <= _LAST_YEAR:
            raise UsageError(
                f"a diary cannot say the year {moment.date.year}",
                where=date,
                todo=f"name one from {_FIRST_YEAR} to {_LAST_YEAR}",
            )
        if not moment.exact or moment.note:
            note = f" ({moment.note})" if moment.note else ""
            session.tell(f"{date} is {moment.date.isoformat()}{note}")
        return words, moment
    found = leading_moment(" ".join(words), session.now, **session.dates) if words else None
    if found:
        session.tell(f"dated {found[0].date.isoformat()}")
        return [found[1]], found[0]
    return words, Moment(session.now.date(), None, True, "")


@contextmanager
def _written(words: list[str], title: str, session: Session, *, edit: bool) -> Iterator[str]:
    """Give what to write: the words, stdin, or what the editor gives back.

    Where it cannot be saved it is kept with its title, and the error says where.
    """

    def keep(text: str) -> str:
        return session.keep(f"{title}\n\n{text}" if title else text)

    text = " ".join(words)
    if text == "-" or (not words and not edit and not sys.stdin.isatty()):
        text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    elif not words:
        edit = True
    if edit:
        from journal.cli.editor import edited

        with edited(text, session.config.editor, keep=keep) as typed:
            yield typed
        return
    try:
        yield text
    except DataError as error:
        kept = f"your text is kept in {keep(text)}"
        error.todo = f"{error.todo}; {kept}" if error.todo else kept
        raise


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
    fresh = [name for name in names if name and name not in tags_in(f"{title}\n{body}")]
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
