"""A journal: one diary in a Markdown file or a folder of them, read whole and written safely."""

from __future__ import annotations

import os
import time

from journal import storage
from journal.diary.names import SUFFIXES
from journal.errors import ChangedOnDiskError
from journal.folders import markdown_files, writing
from journal.sealing import has_encrypted, read_open, seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from journal.age.keys import Keys
    from journal.dedupe.model import Preference
    from journal.diary.diary import Diary
    from journal.entry import Entry
    from journal.history import History, Step
    from journal.importing import Import, ImportPlan
    from journal.markdown.document import Document
    from journal.markdown.form import Style

    StrPath = str | os.PathLike[str]

_REPEATS = 3
_SETTLE = 0.1


class Added:
    """What came of adding an entry: the entry as it stands, and whether it is new."""

    def __init__(self, entry: Entry, *, is_new: bool) -> None:
        """Keep both."""
        self.entry = entry
        self.is_new = is_new


class Journal:
    """One named diary in a Markdown file or in a folder of them, which need not be there yet.

    `newest_first` and `style` are those of a file that has none of its own yet,
    `layout` the kind that a folder shall have, "" for the one it has. `state` is
    the private folder below which its history is kept; without one, nothing can
    be taken back. `keys` open its files where they are encrypted. `tell` is called with
    what a user should know of a command that does well.
    """

    def __init__(
        self,
        path: StrPath,
        name: str = "",
        *,
        newest_first: bool = False,
        style: Style | None = None,
        layout: str = "",
        state: str = "",
        keys: Keys | None = None,
    ) -> None:
        """Keep where the journal is; nothing is read."""
        if not isinstance(path, str):
            from journal.markdown.checking import check_path

            path = check_path(path)
        self.path = os.path.abspath(path)
        self.name = name
        self.keys = keys
        self.tell: Callable[[str], object] = lambda _: None
        self._layout = layout
        self._state = state
        self._newest_first = newest_first
        self._style = style
        self._history: History | None = None

    @property
    def _new(self) -> Document:
        """Return the document of a file that can take after no other."""
        from journal.markdown.document import Document
        from journal.markdown.form import Style

        return Document("", (), newest_first=self._newest_first, style=self._style or Style())

    @property
    def is_folder(self) -> bool:
        """Tell whether the journal is a folder, or will be one.

        A folder with a name such as `diary.md` stands where a file should be, and is none.
        """
        is_new = bool(self._layout and not os.path.lexists(self.path))
        return not self.path.lower().endswith(SUFFIXES) and (is_new or os.path.isdir(self.path))

    @property
    def folder(self) -> str:
        """Return the folder that the journal is, or stands in; links are followed."""
        target = storage.resolve(self.path)
        return target if self.is_folder else os.path.dirname(target)

    @property
    def model_path(self) -> str:
        """Return the path that a file of the journal has or could have."""
        return os.path.join(self.path, "journal.md") if self.is_folder else self.path

    @property
    def is_encrypted(self) -> bool:
        """Tell whether some file of the journal, or beside it, is encrypted. Raises DataError."""
        return has_encrypted(self)

    def read(self) -> dict[str, bytes | None]:
        """Return the bytes of all files by path; None for a single file that is not there.

        What is encrypted is decrypted. Of a folder they are its Markdown files,
        those in hidden folders left out. Raises DataError.
        """
        if not self.is_folder:
            return {self.path: self.read_file(self.path)}
        found = {path: self.read_file(path) for path in markdown_files(self.path)}
        return {path: data for path, data in found.items() if data is not None}

    def read_file(self, path: str) -> bytes | None:
        """Return what is in a file of the journal or beside it, decrypted. Raises DataError."""
        return read_open(self, path)

    def diary(self) -> Diary:
        """Read and parse all files, in whatever encoding. Raises DataError."""
        return self._parse(self.read(), storage.readable_text)

    def parse(self, contents: Mapping[str, bytes | None]) -> Diary:
        """Parse what `read` gave, so that it can be written back.

        Raises DataError for a single file that is not UTF-8; of a folder only
        the files that are changed must be.
        """
        from journal.diary.reading import read_bytes
        from journal.values import replace

        data = None if self.is_folder else contents[self.path]
        if data:
            storage.refuse_foreign(data, self.path)
            if diary := read_bytes(data, self.path, journal=self.name, new=self._new):
                return diary
        return replace(self._parse(contents, storage.writable_text), data=contents)

    def _parse(
        self, contents: Mapping[str, bytes | None], decode: Callable[[bytes, str], str]
    ) -> Diary:
        from journal.diary.reading import read_file, read_folder

        if not self.is_folder:
            text = decode(contents[self.path] or b"", self.path)
            return read_file(text, self.path, journal=self.name, new=self._new)
        texts = {path: storage.readable_text(data or b"", path) for path, data in contents.items()}
        folder = self.path.replace(os.sep, "/")
        return read_folder(texts, folder, journal=self.name, new=self._new, wanted=self._layout)

    def entries(self) -> list[Entry]:
        """Return all entries in the file's order, a folder's oldest first. Raises DataError."""
        from journal.diary.ids import with_ids

        return with_ids(self.diary())

    def search(self, *words: str, now: dt.datetime | None = None) -> list[Entry]:
        """Return the entries that a query means, the newest first.

        Each of `words` is an argument of `journal search`: `杭州`, `-出差`, `on:昨天`,
        counted from `now`, or else from the clock. Raises UsageError and DataError.
        """
        import datetime as dt

        from journal.query.find import find_entries

        return find_entries(self.entries(), words, now or dt.datetime.now().astimezone())

    def plan(
        self, *paths: StrPath, format_name: str = "", prefer: Preference | None = None
    ) -> ImportPlan:
        """Return what importing these exports would do, each entry once; nothing is written.

        They are files, folders or archives; `format_name` is one of `journal import
        --from help`, or "" for what their content shows. `prefer` says whose text and
        date stay where two differ. Raises DataError for a path that is not there.
        """
        from journal.exports import collect
        from journal.importing import ImportPlan, prepare_import
        from journal.markdown.checking import check_path, check_preference

        check_preference(prefer)
        names = [check_path(path) for path in paths]
        found = collect(names, format_name=format_name, ignore=self.model_path, keys=self.keys)
        return ImportPlan(found, prepare_import(self, found.exports, prefer=prefer))

    def apply(self, plan: ImportPlan) -> Import:
        """Carry out a plan as it was shown, or write nothing.

        Raises DataError, and ChangedOnDiskError where the journal is another by now.
        """
        from journal.importing import Import, carry_out

        if not plan.found.exports:
            return Import(plan.prepared.plan)
        return carry_out(self, plan.prepared)

    def preview(self, entry: Entry) -> Iterator[str]:
        """Yield the section that `add` would write. Raises DataError."""
        from journal.markdown.section import write_section

        diary = self.diary()
        yield write_section(entry, diary.document_of(diary.home_of(entry)).style)

    def add(self, entry: Entry) -> Added:
        """Write an entry into its place by date; a text that is there on that day already is not.

        Raises DataError, and then nothing was written.
        """
        from journal.changing import changed_files
        from journal.diary.ids import with_ids
        from journal.diary.same import same_text, shows
        from journal.history import Step, mention
        from journal.markdown.checking import check_new
        from journal.markdown.section import settle

        check_new(entry)
        made: list[Added] = []

        def plan() -> Step:
            contents = self.read()
            before = after = self.parse(contents)
            there = [one for one in before.entries if same_text(one, entry)]
            if there:
                wanted = there[0]
            else:
                after = before.edit([entry])
                wanted = settle(entry, after.document_of(before.home_of(entry)).style.level)
            found = next(one for one in with_ids(after, days={wanted.date}) if shows(one, wanted))
            made[:] = [Added(found, is_new=not there)]
            return Step("add", changed_files(contents, before, after), mention([found]), spans=True)

        self.write(plan)
        return made[0]

    def write(
        self,
        plan: Callable[[], Step],
        *,
        also: Sequence[str] = (),
        others: Sequence[Journal] = (),
    ) -> Step:
        """Carry out one writing command under the lock: all of its changes, or none.

        `plan` reads the files and says what to change; it is asked again, three
        times at most, when someone else saves one of them meanwhile. `others`
        are the journals that it may change besides, `also` the folders of such.
        What belongs to an encrypted journal is encrypted on its way. Raises
        DataError, also where the way back cannot be kept, and then nothing was
        written.
        """
        from journal.history import apply

        with writing(self, [*also, *(other.folder for other in others)]):
            for attempt in range(_REPEATS + 1):
                step = plan()
                try:
                    written = seal(step, (self, *others))
                    self.history.carry_out(written) if self.history else apply(written.changes)
                except ChangedOnDiskError:
                    if attempt == _REPEATS:
                        raise
                    # An editor that saves in place may be half way: its rest would be lost.
                    time.sleep(_SETTLE)
                else:
                    return step
        raise AssertionError("unreachable")

    @property
    def history(self) -> History | None:
        """Return the history of this journal, where one is kept. Raises DataError."""
        if self._history is None and self._state:
            from journal.history import History, history_folder

            self._history = History(history_folder(self._state, storage.resolve(self.path)))
        return self._history
