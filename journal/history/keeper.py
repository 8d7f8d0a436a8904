"""The history of one journal: carry out a command so that it can be taken back."""

from __future__ import annotations

import os
import time

from journal.errors import DataError, suppress
from journal.history.carrying import apply
from journal.history.log import Log
from journal.history.record import NAMED, Record, Trace, digest, trace_change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from journal.history.log import Limits
    from journal.history.record import Step
    from journal.history.snapshots import Snapshots


def history_folder(state: str, path: str) -> str:
    """Return the folder of a journal's history below the state folder; its links are followed."""
    return os.path.join(state, "history", digest(os.fsencode(path))[:16])


class History:
    """Log and snapshots of one journal; all but `records` under the journal's lock.

    `clock` gives seconds since 1970.
    """

    def __init__(self, folder: str, *, clock: Callable[[], float] = time.time) -> None:
        """Keep where it is; nothing is made."""
        self.folder = folder
        self.log = Log(folder)
        self._clock = clock
        self._latest = 0
        self._limits: Limits | None = None

    @property
    def snapshots(self) -> Snapshots:
        """Return the bytes that are kept."""
        from journal.history.snapshots import Snapshots

        return Snapshots(self.folder)

    def records(self) -> list[Record]:
        """Return what happened, the oldest first; nothing is written. Raises DataError."""
        from journal.history.recovery import happened

        return [
            record
            for record in self.log.read()
            if not record.is_final
            and (record.end == "done" or (not record.end and happened(record)))
        ]

    def settle(self) -> None:
        """End what was cut off, and drop what is kept for too long. Raises DataError.

        To be called once the lock is held, before the files are read.
        """
        now = self._clock()
        if known := self.log.settled(now):
            self._latest, self._limits = known
        elif records := self._settle(sure=False):
            from journal.history.pruning import prune

            with suppress(DataError):
                self._limits = prune(records, self.log, self.snapshots, now=now)

    def carry_out(self, step: Step) -> None:
        """Change the files of a command, all or none, with the way back on disk before.

        Raises DataError, and then nothing has changed; ChangedOnDiskError where
        someone else saved one of the files meanwhile.
        """
        if not step.changes:
            return
        record = self._next(step, self._trace(step))
        record.entries = step.entries[:NAMED]
        record.count = step.count or len(step.entries)
        record.of = step.of
        self._apply(record, step)
        if self._limits:
            number, when, room = self._limits
            room -= sum(trace.size for trace in record.traces)
            self._limits = (number, when, room) if room >= 0 else None
        # The files are on disk: where this line is missing, the next writer adds it.
        with suppress(DataError):
            self.log.end(record.number, "done", self._limits)

    def carry_out_for_good(self, step: Step) -> None:
        """Change the files of a command that nothing takes back; all that was before stays.

        Cut off in between, the next `settle` takes it back. Raises DataError, and
        then nothing has changed.
        """
        record = self._next(step, self._trace(step))
        record.is_final = True
        self._apply(record, step)
        with suppress(DataError):
            self.log.end(record.number, "drop")
            self._sweep()

    def begin_anew(self, step: Step) -> int:
        """Change the files of a command that nothing takes back, nor what was before.

        Returns how many commands the next `settle` is to forget. No old bytes are kept
        of it, but the new ones: cut off in between, `settle` does the rest. Raises
        DataError, and then nothing has changed.
        """
        traces: list[Trace] = []
        for change in step.changes:
            new = change.new or b""
            after = digest(new)
            self.snapshots.keep(new, after)
            traces.append(Trace(change.path, digest(change.old), after, after, len(new)))
        record = self._next(step, traces)
        record.starts_anew = True
        from journal.history.undo import commands

        forgotten = len(commands(self.records()))
        self._apply(record, step)
        return forgotten

    def _next(self, step: Step, traces: Iterable[Trace]) -> Record:
        """Return the next record."""
        self._latest += 1
        return Record(self._latest, round(self._clock(), 3), step.command, tuple(traces))

    def _apply(self, record: Record, step: Step) -> None:
        """Change the files of a step once its record is on disk; settle at once what fails."""
        self.log.begin(record)
        try:
            apply(step.changes)
        except BaseException:
            with suppress(DataError):
                self._settle(sure=True)
            raise

    def forget_files(self, paths: Collection[str]) -> None:
        """Let go of the commands that changed one of these files. Raises DataError."""
        records = self._settle(sure=False)
        gone = {
            record.of or record.number
            for record in records
            if any(trace.path in paths for trace in record.traces)
        }
        if gone:
            self._forget([one for one in records if (one.of or one.number) not in gone])

    def others(self, paths: Collection[str]) -> list[History]:
        """Return the histories of other journals that keep something of these files.

        Raises DataError.
        """
        return [one for one in self._neighbours() if one.paths().intersection(paths)]

    def strays(self) -> list[History]:
        """Return histories all of whose files are gone: of journals that were moved, perhaps.

        Raises DataError.
        """
        found = ((one, one.paths()) for one in self._neighbours())
        return [one for one, paths in found if paths and not any(map(os.path.lexists, paths))]

    def paths(self) -> set[str]:
        """Return the paths of all files that the log names. Raises DataError."""
        return {trace.path for record in self.log.read() for trace in record.traces}

    def _neighbours(self) -> Iterator[History]:
        """Yield the histories of other journals."""
        home = os.path.dirname(self.folder)
        for name in sorted(os.listdir(home)) if os.path.isdir(home) else ():
            folder = os.path.join(home, name)
            if folder != self.folder:
                yield History(folder)

    def _forget(self, kept: list[Record]) -> None:
        """Let go of all records but these, and of what they do not need. Raises DataError."""
        wanted = {trace.kept for record in kept for trace in record.traces}
        self.snapshots.sweep(wanted)
        if left := self.snapshots.names() - wanted:
            raise DataError(
                f"what undo kept of earlier commands cannot be removed ({len(left)} files)",
                where=self.folder,
                todo="delete this folder",
            )
        self.log.rewrite(kept)

    def _sweep(self) -> None:
        """Remove what nothing needs any more: whole journals, encrypted. Raises DataError."""
        kept = [record for record in self.log.read() if record.end != "drop"]
        self.snapshots.sweep({trace.kept for record in kept for trace in record.traces})

    def _trace(self, step: Step) -> list[Trace]:
        """Return the traces of a step, what they need for the way back being on disk."""
        traces: list[Trace] = []
        for change in step.changes:
            trace, kept = trace_change(change, spans=step.spans)
            if kept is not None:
                self.snapshots.keep(kept, trace.kept)
            traces.append(trace)
        return traces

    def _settle(self, *, sure: bool) -> list[Record]:
        """Give every command that has none its end, the latest first; return all records."""
        self._limits = None
        records = self.log.read()
        self._latest = max((record.number for record in records), default=0)
        for record in reversed(records):
            if record.end:
                continue
            from journal.history.recovery import happened, roll_back, roll_forward

            is_done = happened(record, sure=sure)
            if not is_done and record.starts_anew:
                is_done = roll_forward(record, self.snapshots)
            if not is_done:
                roll_back(record, self.snapshots)
            end = "done" if is_done and not record.is_final else "drop"
            self.log.end(record.number, end)
            if record.starts_anew or record.is_final:
                self._sweep()
            record.end = end
        anew = [at for at, one in enumerate(records) if one.starts_anew and one.end == "done"]
        if anew:
            records = records[anew[-1] + 1 :]
            self._forget(records)
        return records
