"""The folders of journals: which files they hold, and the lock on writing in them."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress

from journal import storage
from journal.diary.names import SUFFIXES
from journal.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journal.journal import Journal


@contextmanager
def writing(journal: Journal, also: Iterable[str] = ()) -> Iterator[None]:
    """Hold the lock of a journal, with what killed commands left settled and removed.

    `also` are folders of other journals that are written to. Raises DataError.
    """
    history = journal.history
    if journal.is_folder:
        storage.hidden_folder(journal.model_path)
        swept = {journal.folder, *map(os.path.dirname, markdown_files(journal.path))}
    else:
        storage.check_file(journal.path)
        swept = set()
    assets = assets_folder(journal.model_path)
    swept.add(os.path.join(journal.folder, ".journal"))
    swept.update(place for place, _, _ in os.walk(assets))
    swept.update({history.folder} if history else ())
    with _locked(journal.path, journal.folder, also=also, swept=swept):
        if history:
            history.settle()
        if journal.keys and os.path.isdir(assets):
            from journal.age.folder import pairs, settle_pairs

            with suppress(DataError):  # what stands there twice is no reason not to write
                if twice := pairs(assets):
                    settle_pairs(twice, journal.keys, encrypted=journal.is_encrypted)
        yield


def assets_folder(journal: str) -> str:
    """Return the folder for the attachments of a journal's file: `life.assets` for `life.md`."""
    return f"{os.path.splitext(storage.resolve(journal or 'journal.md'))[0]}.assets"


@contextmanager
def _locked(
    path: str, folder: str, *, also: Iterable[str] = (), swept: Iterable[str] = ()
) -> Iterator[None]:
    """Hold the lock of a journal and of other folders, in one order for everybody.

    `folder` is the one that the journal is, or stands in; what killed writers
    have left in the folders `swept` is removed. Raises DataError.
    """
    places = {one: one for one in also} | {folder: path}
    with ExitStack() as held:
        for one in sorted(places):
            held.enter_context(storage.lock(places[one], folders=swept if one == folder else ()))
        yield


def folder_of(path: str) -> str:
    """Return the folder of the journal that a file belongs to, "" where it belongs to none.

    It is the next one above that a command has locked. All links of the path
    have been followed.
    """
    folder = os.path.dirname(path)
    while not os.path.isdir(os.path.join(folder, ".journal")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def files_of(journal: Journal) -> list[str]:
    """Return the paths of the files of a journal, in order; a single one need not be there."""
    return sorted(markdown_files(journal.path)) if journal.is_folder else [journal.path]


def markdown_files(folder: str) -> Iterator[str]:
    """Yield the paths of the Markdown files below a folder, with slashes; hidden ones left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = f"{place.replace(os.sep, '/')}/{name}"
            if name.lower().endswith(SUFFIXES) and name[0] != "." and os.path.isfile(path):
                yield path
