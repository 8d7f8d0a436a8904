"""All files of a journal, parsed; changed together, each to the byte."""

from __future__ import annotations

from journal.errors import DataError
from journal.markdown.document import Document
from journal.markdown.pages import page_of_path
from journal.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from journal.diary.layout import Layout
    from journal.entry import Entry
    from journal.markdown.form import Style


@dataclass(frozen=True, slots=True)
class Diary:
    """The files of one journal, in the order of their paths: one, or those of a folder.

    `folder` is "" for a single file, and that file is in `documents` though it
    need not be there. A post is a document of one entry without a preamble.
    `new` is how a file is that can take after no other. `data` has the bytes of
    files, by path, as far as they are at hand.
    """

    documents: tuple[Document, ...]
    folder: str = ""
    layout: Layout | None = None
    new: Document = Document("", ())
    data: Mapping[str, bytes | None] = field(default_factory=dict, compare=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all entries: those of a single file in its order, of a folder oldest first."""
        if not self.folder:
            return self.documents[0].entries
        found: list[Entry] = []
        for document in self.documents:
            found += document.entries[::-1] if document.newest_first else document.entries
        return tuple(found)

    @property
    def newest_first(self) -> bool:
        """Tell which way `entries` run."""
        return not self.folder and bool(self.documents[0].newest_first)

    @property
    def style(self) -> Style:
        """Return how the journal writes its entries: as its last file with sections does."""
        return self._model.style

    @property
    def preamble(self) -> str:
        """Return what stands before the entries of the files."""
        return "\n\n".join(document.preamble for document in self.documents)

    def edit(
        self,
        additions: Sequence[Entry] = (),
        *,
        replacements: Iterable[tuple[Entry, Entry]] = (),
        removals: Iterable[Entry] = (),
    ) -> Diary:
        """Return a diary with all these changes made, each file checked.

        An entry whose date is another moves to the file of that day. Raises
        DataError where an entry cannot be written.
        """
        work: dict[str, _Work] = {}
        documents = {document.path: document for document in self.documents}
        for entry in removals:
            _of(entry.source.path, work).removals.append(entry)
        for old, new in replacements:
            home = self.home_after(old, new)
            if home == old.source.path:
                _of(home, work).replacements.append((old, new))
            else:
                _of(old.source.path, work).removals.append(old)
                _of(home, work).additions.append(new)
        for entry in additions:
            _of(self._home(entry, documents), work).additions.append(entry)
        data = {path: one for path, one in self.data.items() if path not in work}
        for path, task in work.items():
            before = documents.get(path) or self._new_document(path)
            after, written = _edited(before, task, self.data.get(path))
            if written is not None:
                data[path] = written
            if self.folder and before.entries and _is_empty(after):
                del documents[path]
            else:
                documents[path] = after
        order = sorted(documents) if self.folder else documents
        found = tuple(documents[path] for path in order)
        return replace(self, documents=found, data=data)

    def home_of(self, entry: Entry) -> str:
        """Return the path of the file that a new entry belongs in. Raises DataError for none."""
        return self._home(entry, {document.path: document for document in self.documents})

    def _home(self, entry: Entry, documents: Mapping[str, Document]) -> str:
        if not self.folder:
            return self.documents[0].path
        if self.layout is None:
            posts = any(map(is_post, self.documents))
            what = (
                "this folder holds posts, one file an entry"
                if posts
                else "its files show no layout"
            )
            raise DataError(
                f"not saved: {what}, so a new entry has no place in it",
                where=self.folder,
                todo="write a file of its own, or register the folder with a layout",
            )
        path = f"{self.folder}/{self.layout.name_of(entry.date)}"
        stem, dot, suffix = path.rpartition(".")
        number = 1
        while path in documents and is_post(documents[path]):
            number += 1
            path = f"{stem}-{number}{dot}{suffix}"
        return path

    def document_of(self, path: str) -> Document:
        """Return the document at a path, or the new one that would stand there."""
        found = (document for document in self.documents if document.path == path)
        return next(found, None) or self._new_document(path)

    def home_after(self, old: Entry, new: Entry) -> str:
        """Return the path of the file in which an entry stands after a change of it."""
        path = old.source.path
        layout = self.layout
        if not self.folder or layout is None or old.date == new.date or not old.level:
            return path
        strays = path != f"{self.folder}/{layout.name_of(old.date)}"
        stays = strays or layout.name_of(old.date) == layout.name_of(new.date)
        return path if stays else self.home_of(new)

    @property
    def _model(self) -> Document:
        """Return the document that new files take after: the last that has sections."""
        if not self.folder:
            return self.documents[0]
        having = (one for one in reversed(self.documents) if one.entries and not is_post(one))
        return next(having, None) or self.new

    def _new_document(self, path: str) -> Document:
        """Return an empty document in the form of its neighbours."""
        style, model = self.style, self._model
        # A file whose name says the year may have headings that do not.
        if style.form.lacks and page_of_path(path).year is None:
            style = style.with_years
        return Document("", (), style, model.newest_first, path=path)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done in one file."""

    additions: list[Entry]
    replacements: list[tuple[Entry, Entry]]
    removals: list[Entry]


def is_post(document: Document) -> bool:
    """Tell whether a file is one entry as a whole, and no section of it."""
    return len(document.entries) == 1 and not document.entries[0].level


def _of(path: str, work: dict[str, _Work]) -> _Work:
    return work.setdefault(path, _Work([], [], []))


def _is_empty(document: Document) -> bool:
    return not document.entries and not document.text.strip(" \t\r\n\ufeff")


def _edited(document: Document, task: _Work, data: bytes | None) -> tuple[Document, bytes | None]:
    """Return a document with the changes of one file made, and its bytes if they are at hand."""
    if is_post(document):
        return _edited_post(document, task), None
    if data and document.entries:
        from journal.diary.splice import splice

        found = splice(
            document,
            data,
            task.additions,
            replacements=task.replacements,
            removals=task.removals,
        )
        if found:
            return found
    edited = document.edit(task.additions, replacements=task.replacements, removals=task.removals)
    return edited, None


def _edited_post(document: Document, task: _Work) -> Document:
    """Return a post that is written anew, or an empty document where it goes."""
    if task.removals:
        return replace(document, preamble="", entries=())
    from journal.formats import posts

    ((old, new),) = task.replacements
    text = posts.write_post(new)
    (read,) = posts.read(text, document.path).entries
    if (read.date, read.title, read.body) != (new.date, new.title, new.body):
        raise DataError(
            "not saved: this file is one post, and would not read back as it should",
            where=old.source,
            todo="change it in an editor",
        )
    return replace(document, entries=(read,))
