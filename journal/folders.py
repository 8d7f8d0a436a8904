"""The folders of journals: which files they hold, and the lock on writing in them."""

from __future__ import annotations

import os

from journal.diary.names import SUFFIXES
from journal.errors import DataError, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from journal.age.keys import Keys
    from journal.journal import Journal
    from journal.markdown.document import Document
    from journal.storage import lock


class writing:
    """Hold the lock of a journal, with what killed commands left settled and removed.

    `also` are folders of other journals that are written to. Raises DataError.
    """

    __slots__ = ("_folders", "_held", "_journal")

    def __init__(self, journal: Journal, also: Iterable[str] = ()) -> None:
        """Keep what is locked; nothing is made."""
        self._journal = journal
        self._folders = also
        self._held: list[lock] = []

    def __enter__(self) -> None:
        """Wait for the lock. Raises DataError."""
        journal = self._journal
        try:
            self._lock(_swept(journal))
            if journal.history:
                journal.history.settle()
            if journal.keys:
                _settle_assets(journal, journal.keys)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        """Free it."""
        while self._held:
            self._held.pop().__exit__()

    def _lock(self, swept: Iterable[str]) -> None:
        """Lock all folders, in one order for everybody; that of the journal is `swept`."""
        from journal.storage import lock

        own = self._journal.folder
        places = {one: one for one in self._folders} | {own: self._journal.path}
        for one in sorted(places):
            held = lock(places[one], folders=swept if one == own else ())
            held.__enter__()
            self._held.append(held)


def _swept(journal: Journal) -> set[str]:
    """Return the folders in which killed writers may have left something. Raises DataError."""
    from journal.storage import check_file, hidden_folder

    folder = journal.folder
    swept = {os.path.join(folder, ".journal")}
    if journal.is_folder:
        hidden_folder(journal.model_path)
        swept |= {folder, *map(os.path.dirname, markdown_files(journal.path))}
    else:
        check_file(journal.path)
    swept.update(place for place, _, _ in os.walk(assets_folder(journal.model_path)))
    return swept | ({journal.history.folder} if journal.history else set())


def _settle_assets(journal: Journal, keys: Keys) -> None:
    """Leave one of each attachment that stands there twice, encrypted and not."""
    assets = assets_folder(journal.model_path)
    if not os.path.isdir(assets):
        return
    from journal.age.folder import pairs, settle_pairs

    with suppress(DataError):  # what stands there twice is no reason not to write
        if twice := pairs(assets):
            for path in settle_pairs(twice, keys, encrypted=journal.is_encrypted):
                journal.tell(f"{path}: removed, for it stood there both plain and encrypted")


def assets_folder(journal: str) -> str:
    """Return the folder for the attachments of a journal's file: `life.assets` for `life.md`."""
    from journal.storage import resolve

    return f"{os.path.splitext(resolve(journal or 'journal.md'))[0]}.assets"


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


def parser(folder: str, journal: str = "") -> Callable[[str, str], Document]:
    """Return what parses a text at a path of a folder: its sections, or the one entry that it is.

    What the other files of the folder say for it is left open.
    """

    def parse(text: str, path: str) -> Document:
        from journal.diary.reading import read_folder
        from journal.markdown.document import Document

        new = Document("", ())
        place = folder.replace(os.sep, "/")
        return read_folder({path: text}, place, journal=journal, new=new).documents[0]

    return parse


def markdown_files(folder: str) -> Iterator[str]:
    """Yield the paths of the Markdown files below a folder, with slashes; hidden ones left out.

    A file with several names in it, by links, has one of them.
    """
    folders, links = [folder], []
    for place in folders:
        with suppress(OSError), os.scandir(place) as found:
            for one in found:
                if one.name[0] == ".":
                    continue
                if _is_folder(one):
                    folders.append(one.path)
                elif one.name.lower().endswith(SUFFIXES) and _is_file(one):
                    path = f"{place.replace(os.sep, '/')}/{one.name}"
                    if one.is_symlink():
                        links.append(path)
                    else:
                        yield path
    if links:
        yield from _leading_out(links, os.path.join(os.path.realpath(folder), ""))


def _leading_out(links: list[str], folder: str) -> Iterable[str]:
    """Return those links to files that have no name of their own in the folder, each file once."""
    targets: dict[str, str] = {}
    for link in sorted(links):
        target = os.path.realpath(link)
        names = target.removeprefix(folder).split(os.sep)
        is_hidden = any(name.startswith(".") for name in names)
        if is_hidden or not target.startswith(folder) or not names[-1].lower().endswith(SUFFIXES):
            targets.setdefault(target, link)
    return targets.values()


def _is_folder(one: os.DirEntry[str]) -> bool:
    """Tell whether something is a folder, and no link to one."""
    try:
        return one.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(one: os.DirEntry[str]) -> bool:
    """Tell whether something is a file, or a link to one."""
    try:
        return one.is_file()
    except OSError:
        return False
