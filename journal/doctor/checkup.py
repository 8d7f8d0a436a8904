"""The whole check-up of one journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import storage
from journal.diary.diary import is_post
from journal.doctor import beside
from journal.doctor.characters import check_characters
from journal.doctor.dates import check_dates
from journal.doctor.encryption import check_encryption
from journal.doctor.finding import Finding
from journal.doctor.headings import check_headings
from journal.doctor.metadata import check_metadata
from journal.doctor.pictures import check_images
from journal.doctor.repeats import check_repeats
from journal.doctor.undo import check_undo
from journal.errors import DataError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from journal.journal import Journal
    from journal.markdown.document import Document


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What a check-up found, in order of file and line, and how many entries it looked at.

    `exists` tells whether there is a journal file at all.
    """

    findings: tuple[Finding, ...]
    entries: int
    exists: bool


def check_journal(journal: Journal, today: dt.date) -> CheckUp:
    """Look a journal over, and around it; nothing is written. Raises DataError if unreadable."""
    contents = journal.read()
    diary = journal.diary()
    findings: list[Finding] = []
    for document in diary.documents:
        found = list(_check_encoding(contents.get(document.path) or b"", document.path))
        findings += found or check_document(document, beside.look_beside(document.path), today)
        findings += beside.check_file(document.path)
    if not diary.documents:
        findings += beside.check_file(journal.path)
    findings += beside.check_hidden_folder(journal.path, journal.read_file)
    findings += beside.check_leavings(journal.path)
    findings += beside.check_copies(journal.path, diary.entries, journal.read_file)
    findings += check_encryption(journal)
    findings += check_undo(journal.history)
    order = {path: place for place, path in enumerate(dict.fromkeys(f.path for f in findings))}
    findings.sort(key=lambda finding: (order[finding.path], finding.line))
    exists = any(data is not None for data in contents.values())
    return CheckUp(tuple(findings), len(diary.entries), exists)


def check_document(
    document: Document, is_there: Callable[[str], bool], today: dt.date
) -> Iterator[Finding]:
    """Yield all findings in a text; `is_there` tells of image targets whether they lead somewhere.

    Never raises, whatever the text.
    """
    text = document.text
    yield from check_characters(text, document.path)
    if is_post(document):
        yield from check_images(document, is_there)
        return
    yield from check_metadata(document)
    yield from check_headings(document, text)
    yield from check_dates(document, today)
    yield from check_repeats(document)
    yield from check_images(document, is_there)


def _check_encoding(data: bytes, path: str) -> Iterator[Finding]:
    """Find a file that is not UTF-8 as a whole; every other finding in it would be an echo."""
    try:
        storage.writable_text(data, path)
    except DataError as error:
        what = error.what.partition(";")[0]
        todo = f"{error.todo}; until then journal does not write to it"
        yield Finding("foreign-encoding", "problem", path, 1, what, todo)
