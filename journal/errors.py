"""Everything that can go wrong, with its exit code and its own sentence."""

from __future__ import annotations


class JournalError(Exception):
    """A problem to tell in one line: `WHERE: what is wrong; what to do`.

    `where` is `PATH` or `PATH:LINE` or empty. `exit_code` follows sysexits only
    in spirit; the numbers are the contract of the command line.
    """

    exit_code = 3

    def __init__(self, what: str, *, where: object = "", todo: str = "") -> None:
        """Keep the three parts of the sentence."""
        super().__init__(what)
        self.what = what
        self.where = str(where)
        self.todo = todo

    def __str__(self) -> str:
        """Return the sentence, without the program's name."""
        place = f"{self.where}: " if self.where else ""
        remedy = f"; {self.todo}" if self.todo else ""
        return f"{place}{self.what}{remedy}"


class NothingFoundError(JournalError):
    """What was asked for is not there."""

    exit_code = 1


class UsageError(JournalError):
    """The words of the command, a query or a date cannot be understood."""

    exit_code = 2


class DataError(JournalError):
    """A file stands in the way: unreadable, not saved, or not what it should be."""


class ChangedOnDiskError(DataError):
    """A file was changed by someone else between reading and writing it."""
