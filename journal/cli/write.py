"""The commands that write: add."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from journal.cli.rows import show_written
from journal.cli.sentence import split_sentence
from journal.cli.session import Session, emit
from journal.errors import DataError, UsageError
from journal.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    import typer

    from journal.dates import Moment
    from journal.entry import Entry
    from journal.journal import Added, Journal

_BLANKS = (" ", "\t")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    from journal.cli.options import ADD, declare

    app.command("add")(declare(add, ADD))


def add(
    ctx: typer.Context,
    text: list[str],
    *,
    date: str,
    title: str,
    tag: list[str],
    edit: bool,
    template: str,
    dry_run: bool,
) -> None:
    """Write an entry.

    Without --title the first line is the title, or of a single line the first
    sentence if more follows. A template is a text in the settings, or a file
    templates/NAME.md beside them; in it $date $weekday $time $week $month $year
    $title $previous are filled in, and $$ is a dollar.

    Examples: journal add "Walked to the lake. Cold." · echo 想法 | journal add -d 昨天
    """
    session = Session(ctx)
    journal = session.journal
    words, moment = _moment(text, date, session)
    begin = ""
    if template:
        from journal.cli.templates import filled

        begin = filled(template, session, day=moment.date, time=moment.time, title=title)
        # A template that begins with $title has said it.
        title = "" if _split_title(begin)[0].strip(" \t") == title else title
    with _written(words, title, session, edit=edit, begin=begin) as written:
        entry = _compose(written, title, tag, moment.date, moment.time)
        if dry_run:
            _preview(journal, entry, session)
            return
        added = journal.add(entry)
    _tell(added, session)


def write_in_editor(begin: str, tags: list[str], session: Session) -> None:
    """Open the editor on a text, and write what comes back as an entry of today."""
    journal = session.journal
    with _written([], "", session, edit=True, begin=begin) as written:
        added = journal.add(_compose(written, "", tags, session.now.date(), None))
    _tell(added, session)


def _preview(journal: Journal, entry: Entry, session: Session) -> None:
    """Show the section that would be written, or say that the text is there."""
    from journal.diary.same import same_text
    from journal.journal import Added

    there = next((one for one in journal.entries() if same_text(one, entry)), None)
    if there:
        _tell(Added(there, is_new=False), session)
    else:
        emit(map(visible, journal.preview(entry)))


def _tell(added: Added, session: Session) -> None:
    """Show the entry that was written, or say that it was there."""
    if added.is_new:
        show_written([added.entry], session)
    else:
        there = f"{added.entry.source}: this text is already there ({added.entry.id})"
        session.tell(f"{there}; nothing was written")


def _moment(words: list[str], date: str, session: Session) -> tuple[list[str], Moment]:
    """Return the words to write and their day: `--date`, `yesterday: …`, or today."""
    from journal.dates import Moment, leading_moment
    from journal.markdown.checking import check_year

    if date:
        moment = session.moment(date)
        check_year(moment.date.year, date)
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
def _written(
    words: list[str], title: str, session: Session, *, edit: bool, begin: str = ""
) -> Iterator[str]:
    """Give what to write: the words, stdin, or what the editor gives back.

    It begins with the text of a template; that alone, out of the editor, is nothing.
    Where it cannot be saved it is kept with its title, and the error says where.
    """
    keep = keep_of(session, title)
    text = " ".join(words)
    if text == "-" or (not words and not edit and not sys.stdin.isatty()):
        text = _piped()
    elif not words:
        edit = True
    text = f"{begin.rstrip()}\n\n{text}" if begin and text.strip() else begin or text
    if edit:
        from journal.cli.editor import edited

        alone = text == begin
        editor, secret = session.config.editor, session.is_encrypted
        with edited(text, editor, keep=keep, stands=alone, secret=secret) as typed:
            if begin and alone and typed == text:
                raise UsageError("the template was left as it was", todo="nothing was written")
            yield typed
        return
    try:
        yield text
    except DataError as error:
        keep_text(error, keep, text)
        raise


def _piped() -> str:
    """Return the text of stdin, in whatever encoding it clearly is. Raises DataError for none."""
    from journal.storage import readable_text

    try:
        return readable_text(sys.stdin.buffer.read(), "stdin").removeprefix("\ufeff")
    except DataError as error:
        raise DataError(error.what, where="stdin", todo="nothing was written") from None


def keep_of(session: Session, title: str) -> Callable[[str], str]:
    """Return how a text is kept with its title: what it gives back says where."""
    return lambda text: session.keep(f"{title}\n\n{text}" if title else text)


def keep_text(error: DataError, keep: Callable[[str], str], text: str) -> None:
    """Keep a text that could not be saved, and let the error say where."""
    kept = f"your text is kept in {keep(text)}"
    error.todo = f"{error.todo}; {kept}" if error.todo else kept


def _compose(text: str, title: str, tags: list[str], day: dt.date, time: dt.time | None) -> Entry:
    """Return the entry that a text and the options make; raises UsageError for an empty one."""
    from journal.entry import Entry
    from journal.frontmatter.header import one_line
    from journal.markdown.inline import tag_symbols
    from journal.markdown.inline import tags as tags_in
    from journal.markdown.section import trim, unix

    body = trim(unix(text))
    if not title:
        title, body = _split_title(body)
    title = one_line(title).strip(" \t\u3000")
    if not title and not body:
        raise UsageError("there is nothing to add", todo="give some text; nothing was written")
    symbol = tag_symbols()[0]
    names = [one_line(tag).lstrip("#" + tag_symbols()) for tag in tags]
    fresh = [name for name in names if name and name not in tags_in(f"{title}\n{body}")]
    shown = [symbol + name for name in fresh if tags_in(symbol + name) == (name,)]
    if shown:
        body = f"{body}\n\n{' '.join(shown)}" if body else " ".join(shown)
    return Entry(day, title, body, time=time, tags=tuple(fresh))


def _split_title(text: str) -> tuple[str, str]:
    """Split a text into title and body, at its first line or its first sentence."""
    from journal.markdown.section import trim

    first, _, rest = text.partition("\n")
    if not rest:
        return split_sentence(first)
    bare = first.lstrip(" ")
    marks = len(bare) - len(bare.lstrip("#"))
    is_heading = len(first) - len(bare) < 4 and 0 < marks < 7 and bare[marks : marks + 1] in _BLANKS
    return first.strip(" \t").lstrip("#") if is_heading else first, trim(rest)
