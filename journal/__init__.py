"""A journal over plain Markdown: every entry once, no word lost.

    from journal import Journal

    diary = Journal("life.md")  # or a folder; need not be there yet
    diary.entries(), diary.search("lake", "-rain"), diary.plan("export.md")

Everything that can go wrong is a `journal.errors.JournalError`.
"""

__version__ = "0.1.0"

__all__ = ["Added", "Decision", "Entry", "Import", "ImportPlan", "Journal", "Source", "record"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.dedupe.model import Decision
    from journal.entry import Entry, Source
    from journal.formats.record import record
    from journal.importing import Import, ImportPlan
    from journal.journal import Added, Journal
else:

    def __getattr__(name: str) -> object:
        """Import what is asked for, and no more: the command line starts without any of it."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(_HOMES[name]), name)
        globals()[name] = found
        return found


_HOMES = {
    "Added": "journal.journal",
    "Decision": "journal.dedupe.model",
    "Entry": "journal.entry",
    "Import": "journal.importing",
    "ImportPlan": "journal.importing",
    "Journal": "journal.journal",
    "Source": "journal.entry",
    "record": "journal.formats.record",
}
