"""Everything that can go wrong, with its exit code and its own sentence."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class suppress:
    """End a block where an error of these kinds is raised, and go on behind it.

    To import `contextlib` for this costs a third of the start of the interpreter.
    """

    __slots__ = ("_kinds",)

    def __init__(self, *kinds: type[BaseException]) -> None:
        """Keep the kinds."""
        self._kinds = kinds

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Tell whether the error ends here."""
        return kind is not None and issubclass(kind, self._kinds)


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
