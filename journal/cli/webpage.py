"""The page that `export -f html` makes of entries, with the files beside them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from journal.cli.decisions import progress_of
from journal.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journal.cli.session import Session
    from journal.entry import Entry
    from journal.journal import Journal


def page_pieces(
    entries: Sequence[Entry], output: str, session: Session, *, embed: bool
) -> Iterator[str]:
    """Return the pieces of a page for a file, or for stdout where that is no terminal.

    Pictures are linked from the page's folder, which of stdout is the current one.
    Raises UsageError.
    """
    from journal.web.files import Files
    from journal.web.page import write_page

    if output == "-" and sys.stdout.isatty():
        raise UsageError("a page is not for a terminal", where="export", todo="add -o FILE.html")
    folder = os.getcwd() if output == "-" else os.path.dirname(os.path.realpath(output))
    folders = [journal.folder for journal in session.journals]
    files = Files(folders, folder, embed=embed, keys=session.keys)
    title = " · ".join(map(_title, session.journals))
    pieces = write_page(entries, title=title, places=files.places)

    def told() -> Iterator[str]:
        with progress_of(session) as progress:
            progress.tell("making the page")
            yield from pieces
        if files.left_out:
            count = "1 picture is" if files.left_out == 1 else f"{files.left_out} pictures are"
            session.tell(
                f"{count} linked, not embedded: too large, no picture by its content, "
                "or outside the journal's folder"
            )
        if files.sealed:
            what = "1 file that the page leads to is"
            if len(files.sealed) > 1:
                what = f"{len(files.sealed)} files that the page leads to are"
            todo = "journal decrypt does" if embed else "--embed puts pictures into the page"
            session.tell(f"{what} encrypted, which no browser shows; {todo}")

    return told()


def _title(journal: Journal) -> str:
    """Return the heading above all entries if it tells more than a year, or the journal's name."""
    from journal.markdown.blocks import outline
    from journal.markdown.pages import is_bare

    headings = outline(_preamble(journal), underlined=True).headings
    said = next((one.text for one in headings if one.level == 1 and not is_bare(one.text)), "")
    name = os.path.basename(journal.path)
    return said or journal.name or os.path.splitext(name)[0] or name


def _preamble(journal: Journal) -> str:
    """Return what stands before the entries of the files. Raises DataError."""
    from journal.folders import files_of
    from journal.scan.files import scan_all, scan_file
    from journal.scan.form import UnsureError
    from journal.storage import readable_text

    try:
        made = scan_all(
            files_of(journal),
            lambda path: scan_file(path, decrypt=journal.read_file),
            is_folder=journal.is_folder,
        )
    except UnsureError:
        return journal.diary().preamble
    surveys = [survey for survey, _ in made]
    texts = [readable_text(one.read(0, one.start(0)), one.path) for one in surveys]
    for survey in surveys:
        survey.close()
    return "\n\n".join(texts)
