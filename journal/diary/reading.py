"""Files of a folder read into a diary: sections or posts, and the layout that their names show."""

from __future__ import annotations

from journal.diary.diary import Diary, is_post
from journal.diary.layout import NEW, Layout, date_of, recognise
from journal.errors import DataError
from journal.markdown.document import Document, parse
from journal.markdown.form import Style
from journal.scan.facts import read_facts
from journal.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def read_file(text: str, path: str, *, journal: str, new: Document) -> Diary:
    """Return the diary that is one file; what it does not say of itself is as in `new`."""
    return Diary((_as_new(parse(text, path, journal=journal), new),))


def read_bytes(data: bytes, path: str, *, journal: str, new: Document) -> Diary | None:
    """Return what `read_file` does, which holds little more than the bytes; None if not sure."""
    from journal.diary.standing import read_standing

    document = read_standing(data, path, journal=journal)
    return Diary((_as_new(document, new),), data={path: data}) if document else None


def read_folder(
    texts: Mapping[str, str], folder: str, *, journal: str, new: Document, wanted: str = ""
) -> Diary:
    """Return the diary that these files, by path, make; `wanted` is the kind of its layout."""
    read = [_read(text, path, folder, journal) for path, text in sorted(texts.items())]
    # A file of one entry runs as the others do.
    known = (one.newest_first for one in reversed(read) if one.newest_first is not None)
    new = replace(new, newest_first=next(known, new.newest_first))
    documents = tuple(_as_new(document, new) for document in read)
    return Diary(documents, folder, _layout(documents, folder, wanted), new)


def _as_new(document: Document, new: Document) -> Document:
    """Return a document that has the order, and without entries the style, of a new one."""
    if document.newest_first is None:
        document = replace(document, newest_first=new.newest_first)
    if document.entries or new.style == Style():
        return document
    return replace(document, style=replace(new.style, newline=document.style.newline))


def _layout(documents: Iterable[Document], folder: str, wanted: str) -> Layout | None:
    """Return the layout of a folder, None where a new entry has no place in it."""
    documents = [one for one in documents if one.entries]
    sections = [one.path.removeprefix(f"{folder}/") for one in documents if not is_post(one)]
    if wanted == "single":
        return Layout("single", sections[0]) if len(sections) == 1 else Layout.plain("single")
    names = (document.path.removeprefix(f"{folder}/") for document in documents)
    shown = recognise(names, wanted)
    if shown or wanted:
        return shown or Layout.plain(wanted)
    if len(sections) == 1 == len(documents):
        return Layout("single", sections[0])
    return None if documents else Layout.plain(NEW)


def _read(text: str, path: str, folder: str, journal: str) -> Document:
    """Read a file as sections, or as a post; one that is neither has no entry."""
    document = parse(text, path, journal=journal)
    if document.entries and text[:1] == "#":
        return document
    from journal.formats import posts

    name = path
    if read_facts(text, path) is None:
        # A day may be told by folders above the file: 2023/04/02.md.
        day = date_of(path.removeprefix(f"{folder}/"))
        name = f"{day}.md" if day else path
        if not posts.looks_like_post(text, name):
            return document
    try:
        found = posts.read(text, name).entries
    except DataError:
        return document
    entries = tuple(
        replace(one, source=replace(one.source, path=path, journal=journal)) for one in found
    )
    # Hugo's page about a folder is no entry, whatever day its folder has.
    return replace(document, preamble="", entries=entries, calendar=None) if entries else document
