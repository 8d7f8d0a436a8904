"""The history: every command can be taken back, to the byte, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from journal.editing import remove_entries, rewrite_entry
from journal.entry import Entry
from journal.errors import DataError, NothingFoundError
from journal.history import (
    Change,
    History,
    Step,
    apply,
    commands,
    former_bytes,
    plan_redo,
    plan_undo,
    undone_bytes,
)
from journal.history.lines import dumps, loads
from journal.history.log import Log
from journal.history.record import Insertion, digest, trace_change
from journal.journal import Journal
from journal.storage.staging import Spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal.history import Record

DIARY = "# 随手记\n\n## 2023.04.02 河边\n沿着河走。\n\n## 2023.04.05 Garden\nBeans, then rain.\n"
LATER = "2023.04.05 Garden"
EXPORT = """# 随手记

## 2023.04.02 河边
沿着河走，水退了很多，露出去年冬天沉下去的那只旧船，几个孩子在船上钓鱼，笑声传得很远。

## 2023.04.09 夜班
夜班的时候急诊室格外安静，护士长泡了一壶普洱，说这种日子一年里碰不上几回。
"""
SHORTER = EXPORT.replace("，笑声传得很远", "")
DIARIES = (
    None,
    b"",
    DIARY.encode(),
    DIARY.replace("\n", "\r\n").encode(),
    b"\xef\xbb\xbf" + DIARY.encode() + b"\n\n",
    DIARY.rstrip("\n").encode(),
    b"## 2023.04.02 \xff\xfe stray \xe6 bytes\n\ntext\n\n## 2023.04.02 same day\n\ntext\n",
    b"## 2023.04.09 newest first\n\n---\n\n## 2023.04.05 Garden\n\n\n\nBeans.\n",
)


class Place:
    """A folder with a journal in it, and its state beside."""

    def __init__(self, folder: Path, diary: bytes | None = DIARY.encode()) -> None:
        self.folder = folder
        self.file = folder / "home" / "diary.md"
        self.file.parent.mkdir(parents=True)
        if diary is not None:
            self.file.write_bytes(diary)
        self.export = folder / "export.md"
        self.export.write_text(EXPORT, "utf-8")
        self.now = 1_700_000_000.0

    @property
    def journal(self) -> Journal:
        journal = Journal(str(self.file), state=str(self.folder / "state"))
        if journal.history:
            journal.history._clock = self.clock
        return journal

    @property
    def history(self) -> History:
        history = self.journal.history
        assert history is not None
        return history

    def clock(self) -> float:
        self.now += 1
        return self.now

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.file.parent.rglob("*") if path.is_file())
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in found
            if path.name != "lock"
        }

    def add(self, title: str = "新的一天", day: int = 3, body: str = "body") -> None:
        self.journal.add(Entry(dt.date(2023, 4, day), title, body))

    def bring(self) -> None:
        self.journal.apply(self.journal.plan(self.export))

    def rm(self, index: int = 0) -> None:
        remove_entries(self.journal, [self.journal.entries()[index]])

    def edit(self, index: int = 0, text: str = "## 2023.04.08 moved 搬走\n\n别的话\n") -> None:
        rewrite_entry(self.journal, self.journal.entries()[index], text)

    def undo(self) -> None:
        journal = self.journal
        assert journal.history is not None
        history = journal.history
        journal.write(lambda: plan_undo(history))

    def redo(self) -> None:
        journal = self.journal
        assert journal.history is not None
        history = journal.history
        journal.write(lambda: plan_redo(history))

    def told(self) -> list[tuple[str, bool]]:
        return [(one.record.command, one.taken_back) for one in commands(self.history.records())]

    def kept(self) -> int:
        return sum(path.stat().st_size for path in Path(self.history.folder).iterdir())


COMMANDS: dict[str, Callable[[Place], None]] = {
    "add": Place.add,
    "import": Place.bring,
    "rm": Place.rm,
    "edit": Place.edit,
}


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed leaves its writes with the kernel: waiting for the disk would show nothing."""
    monkeypatch.setattr(os, "fsync", os.fstat)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("diary", DIARIES)
@pytest.mark.parametrize("name", COMMANDS)
def test_undo_gives_back_every_byte_and_redo_takes_them_again(
    tmp_path: Path, name: str, diary: bytes | None
) -> None:
    place = Place(tmp_path, diary)
    if name in ("rm", "edit") and not diary:
        place.add()
    before = place.files()
    COMMANDS[name](place)
    after = place.files()
    assert before != after
    for _ in range(2):
        place.undo()
        assert before == place.files()
        place.redo()
        assert after == place.files()


def test_commands_are_taken_back_one_by_one_and_done_again(place: Place) -> None:
    states = [place.files()]
    for run in (Place.add, Place.bring, Place.edit, Place.rm):
        run(place)
        states.append(place.files())
    for state in states[-2::-1]:
        place.undo()
        assert state == place.files()
    with pytest.raises(NothingFoundError, match="nothing to take back"):
        place.undo()
    for state in states[1:]:
        place.redo()
        assert state == place.files()
    with pytest.raises(NothingFoundError, match="nothing to do again"):
        place.redo()


def test_a_new_command_ends_redo(place: Place) -> None:
    place.add("one")
    place.add("two")
    place.undo()
    place.add("three")
    with pytest.raises(NothingFoundError):
        place.redo()
    assert place.told() == [("add", False), ("add", True), ("add", False)]
    place.undo()
    place.redo()
    place.undo()
    place.undo()
    assert {"home/diary.md": DIARY.encode()} == place.files()


def test_what_writes_nothing_is_no_command(place: Place) -> None:
    place.add()
    place.add()
    place.bring()
    place.bring()
    place.edit(0, place.journal.entries()[0].raw)
    assert place.told() == [("add", False), ("import", False)]


def test_an_add_keeps_only_its_span(tmp_path: Path) -> None:
    place = Place(tmp_path, DIARY.encode() + b"line\n" * 200_000)
    for day in (1, 3, 9):
        place.add(day=day)
    place.undo()
    place.redo()
    assert place.kept() < 10_000
    place.rm()
    assert place.kept() > 1_000_000


EDITS = {
    "before": ("沿着河走。", "沿着河走，走了很久。"),
    "behind": ("Beans, then rain.", "Rain.\n\nAnd rain again."),
    "next heading": ("## 2023.04.05 Garden", "## 2023.04.06 花园"),
    "both": ("\n", "\n\n"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("day", [1, 2, 3, 5, 9])
def test_of_an_added_entry_just_its_span_goes_when_the_rest_was_changed(
    place: Place, day: int, edit: str
) -> None:
    old, new = EDITS[edit]
    changed = DIARY.replace(old, new)
    place.add("加的", day, "一行")
    written = place.file.read_text("utf-8")
    entry = next(one for one in place.journal.entries() if one.title == "加的")
    head, tail = written.split(entry.raw)
    if edit == "both":
        head, tail = head.replace(old, new), tail.replace(old, new)
    else:
        head, tail = head.replace(old, new), tail.replace(old, new)
    place.file.write_text(head + entry.raw + tail, "utf-8")
    place.undo()
    left = place.file.read_text("utf-8")
    assert "加的" not in left
    assert changed.replace("\n", "") == left.replace("\n", "")
    place.redo()
    assert head + entry.raw + tail == place.file.read_text("utf-8")


def test_an_added_entry_that_was_touched_stays(place: Place) -> None:
    place.add("加的", 3, "一行")
    text = place.file.read_text("utf-8").replace("一行", "两行")
    place.file.write_text(text, "utf-8")
    with pytest.raises(DataError, match="what it added was changed since"):
        place.undo()
    assert text == place.file.read_text("utf-8")


def test_a_file_that_an_add_made_goes_only_if_it_is_unchanged(tmp_path: Path) -> None:
    place = Place(tmp_path, None)
    place.add()
    text = place.file.read_bytes()
    place.file.write_bytes(b"# mine\n\n" + text)
    place.undo()
    assert place.file.read_bytes() == b"# mine\n\n"
    place.file.write_bytes(b"")
    with pytest.raises(DataError):
        place.redo()
    assert place.file.read_bytes() == b""


@pytest.mark.parametrize("name", ["import", "rm", "edit"])
def test_a_file_that_was_changed_since_stays_and_the_old_version_is_in_reach(
    place: Place, name: str
) -> None:
    COMMANDS[name](place)
    place.file.write_bytes(place.file.read_bytes() + "\n手写的\n".encode())
    before = place.files()
    with pytest.raises(DataError, match=r"changed since; journal undo --as FILE"):
        place.undo()
    assert before == place.files()
    assert former_bytes(place.history, str(place.file), 1) == DIARY.encode()


def test_versions_before_several_commands(place: Place) -> None:
    versions = [DIARY.encode()]
    for run in (Place.add, Place.rm, lambda place: Place.add(place, "x", 9), Place.bring):
        run(place)
        versions.append(place.file.read_bytes())
    for number, version in enumerate(versions[-2::-1], 1):
        assert version == former_bytes(place.history, str(place.file), number)
    with pytest.raises(NothingFoundError, match="only 4"):
        former_bytes(place.history, str(place.file), 5)
    place.undo()
    place.undo()
    place.file.write_bytes(b"")
    with pytest.raises(DataError, match="not done again"):
        place.redo()
    assert undone_bytes(place.history, str(place.file)) == b"\n## 2023.04.09 x\nbody\n"


def test_a_missing_or_damaged_snapshot_changes_nothing(place: Place) -> None:
    place.rm()
    before = place.files()
    for name in os.listdir(place.history.folder):
        if name != "log.jsonl":
            Path(place.history.folder, name).write_bytes(b"x" * len(DIARY.encode()))
    with pytest.raises(DataError, match="damaged"):
        place.undo()
    assert before == place.files()


def test_all_is_private_whatever_the_umask(place: Place) -> None:
    before = os.umask(0)
    try:
        for run in COMMANDS.values():
            run(place)
        place.undo()
    finally:
        os.umask(before)
    for path in (place.folder / "state").rglob("*"):
        mode = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == mode, path


@pytest.mark.parametrize("name", COMMANDS)
def test_without_a_way_back_nothing_is_written(place: Place, name: str) -> None:
    (place.folder / "state").write_text("no folder")
    before = place.files()
    with pytest.raises(DataError, match="what undo needs cannot be"):
        COMMANDS[name](place)
    assert before == place.files()


def test_a_torn_or_strange_line_in_the_log_does_no_harm(place: Place) -> None:
    place.add("one")
    log = Path(place.history.folder, "log.jsonl")
    with log.open("ab") as file:
        file.write(b'\xff[]\n{"schema":1,"done":99}\n{"schema":1,"begin":"x"}\n17\n{"schema":1,"be')
    place.add("two", 9)
    assert place.told() == [("add", False), ("add", False)]
    place.undo()
    place.undo()
    assert {"home/diary.md": DIARY.encode()} == place.files()


def test_the_log_of_a_later_version_is_left_alone(place: Place) -> None:
    place.add()
    log = Path(place.history.folder, "log.jsonl")
    log.write_text(log.read_text().replace('"schema":1', '"schema":2'))
    before = place.files()
    with pytest.raises(DataError, match="later version"):
        place.add("two")
    assert before == place.files()


def test_two_journals_in_one_folder_have_histories_of_their_own(place: Place) -> None:
    other = Journal(str(place.file.with_name("work.md")), state=str(place.folder / "state"))
    place.add()
    other.add(Entry(dt.date(2023, 4, 3), "work", ""))
    place.undo()
    assert {"home/diary.md", "home/work.md"} == place.files().keys()
    with pytest.raises(NothingFoundError):
        place.undo()


def test_a_link_to_the_journal_shares_its_history(place: Place) -> None:
    place.add()
    link = place.folder / "link.md"
    link.symlink_to(place.file)
    journal = Journal(str(link), state=str(place.folder / "state"))
    assert journal.history is not None
    assert place.history.folder == journal.history.folder


def grow(place: Place, number: int) -> None:
    """Add so many entries, one a second."""
    for index in range(number):
        place.add(f"nr {place.now} {index}", 9)


def test_what_is_old_goes_but_never_the_last_ten(place: Place) -> None:
    grow(place, 15)
    place.now += 29 * 86400
    grow(place, 1)
    assert len(place.told()) == 16
    place.now += 2 * 86400
    grow(place, 1)
    assert len(place.told()) == 11
    for _ in range(10):
        place.undo()
    with pytest.raises(NothingFoundError):
        place.undo()


def test_so_many_commands_are_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.history.pruning._MOST", 30)
    monkeypatch.setattr("journal.history.pruning._SLACK", 5)
    grow(place, 48)
    assert 30 <= len(place.told()) <= 36
    log = Path(place.history.folder, "log.jsonl").read_bytes()
    assert 60 <= log.count(b"\n") <= 72


def test_to_and_fro_does_not_fill_the_log(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.history.pruning._SPENT", 10)
    place.rm()
    for _ in range(20):
        place.undo()
        place.redo()
    log = Path(place.history.folder, "log.jsonl").read_bytes()
    assert log.count(b"\n") <= 30
    place.undo()
    assert {"home/diary.md": DIARY.encode()} == place.files()


def test_snapshots_have_a_limit_and_go_with_their_commands(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.history.pruning._BYTES", 100_000)
    place.add("big", 1, "字" * 10_000)
    for number in range(30):
        place.edit(0, f"## 2023.04.01 big\n{number}{'字' * 10_000}\n")
    assert 10 <= len(place.told()) <= 12
    assert place.kept() < 400_000
    for _ in range(10):
        place.undo()
    assert "\n19字" in place.file.read_text("utf-8")


def test_a_command_reads_the_end_of_the_log_alone_while_there_is_room(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    read = Log.read

    def look(log: Log) -> list[Record]:
        looks.append(log.path)
        return read(log)

    monkeypatch.setattr(Log, "read", look)
    grow(place, 2)
    assert len(looks) == 2
    grow(place, 9)
    assert len(looks) == 2
    place.rm()
    place.edit()
    grow(place, 3)
    assert len(looks) == 2


@pytest.mark.parametrize("cut", [*range(5), *range(9, 70, 12)])
def test_a_torn_end_of_the_log_is_no_end(tmp_path: Path, cut: int) -> None:
    place = Place(tmp_path)
    grow(place, 3)
    log = Path(place.history.folder, "log.jsonl")
    data = log.read_bytes()
    line = data[data.rindex(b"\n", 0, -1) + 1 :]
    assert b"settled" in line
    log.write_bytes(data[: len(data) - min(cut, len(line))])
    grow(place, 1)
    assert place.told() == [("add", False)] * 4
    for _ in range(4):
        place.undo()
    assert {"home/diary.md": DIARY.encode()} == place.files()


def logs_of(place: Place, runs: list[int], *, whole: bool) -> list[object]:
    """Carry out commands, and return all of the log that undo goes by, after each."""
    logs: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        few = {"_MOST": 6, "_SLACK": 2, "_SPENT": 12, "_BYTES": 200, "_ALWAYS": 3, "_DAYS": 1}
        for name, value in few.items():
            patch.setattr(f"journal.history.pruning.{name}", value)
        patch.setattr(os, "fsync", os.fstat)
        if whole:
            patch.setattr(Log, "settled", lambda log, now: None)
        for run in runs:
            if run < 4:
                grow(place, 1)
            elif run == 4:
                place.now += 30_000
            else:
                with suppress(NothingFoundError, IndexError):
                    (place.undo, place.redo, place.rm)[run - 5]()
            records = place.history.log.read()
            logs.append([(one.number, one.time, one.command, one.of, one.end) for one in records])
    return logs


@settings(max_examples=max(20, settings().max_examples // 5))
@example(runs=[0] * 20)
@example(runs=[0] * 5 + [4, 0] * 9)
@example(runs=[0] + [5, 6] * 9 + [0] * 3)
@given(runs=st.lists(st.integers(0, 7), max_size=40))
def test_the_end_of_the_log_says_what_all_of_it_would(runs: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole, end = Place(Path(folder, "whole")), Place(Path(folder, "end"))
        assert logs_of(whole, runs, whole=True) == logs_of(end, runs, whole=False)
        assert whole.files() == end.files()
        kept = [sorted(place.history.snapshots.names()) for place in (whole, end)]
        assert kept[0] == kept[1]


@given(data=st.binary(max_size=60), piece=st.binary(min_size=1, max_size=40), at=st.integers(0, 60))
def test_a_piece_put_in_is_recorded_as_one_found(data: bytes, piece: bytes, at: int) -> None:
    spliced = Spliced(data, min(at, len(data)), piece)
    new = spliced.join()
    for change in (Insertion("d.md", spliced), Change("d.md", data, new)):
        trace, kept = trace_change(change, spans=True)
        assert kept is None
        assert (digest(data), digest(new)) == (trace.before, trace.after)
        assert trace.at is not None
        end = trace.at + trace.length
        assert data == new[: trace.at] + new[end:]
        assert digest(new[trace.at : end]) == trace.span


@contextmanager
def cut_off(place: Place, left: int) -> Iterator[None]:
    """Let an import end as if killed when all but `left` of its files are there, no line after."""
    old = place.files()
    place.bring()
    log = Path(place.history.folder, "log.jsonl")
    lines = log.read_bytes().split(b"\n")
    files = [Path(one["path"]) for one in json.loads(lines[-3])["files"]]
    log.write_bytes(b"\n".join(lines[:-2]) + b"\n")
    for path in files[len(files) - left :]:
        data = old.get(str(path.relative_to(place.folder)))
        path.unlink() if data is None else path.write_bytes(data)
    yield


def test_a_command_that_was_cut_off_is_ended_or_taken_back_by_the_next(tmp_path: Path) -> None:
    for left in range(3):
        place = Place(tmp_path / str(left))
        before = place.files()
        with cut_off(place, left):
            place.journal.write(lambda: Step("next"))
        assert left == 0 or before == place.files()
        assert [("import", False)] * (left == 0) == place.told()
        place.bring()
        assert "夜班" in place.file.read_text("utf-8")
        place.undo()
        assert before == place.files()


def test_what_was_written_by_hand_after_a_kill_stays(tmp_path: Path) -> None:
    for left in range(3):
        place = Place(tmp_path / str(left))
        with cut_off(place, left):
            by_hand = place.file.read_bytes() + "\n手写\n".encode()
            place.file.write_bytes(by_hand)
            place.journal.write(lambda: Step("next"))
        assert by_hand == place.file.read_bytes()
        if left > 1:
            assert {"home/diary.md": by_hand} == place.files()
        else:
            assert former_bytes(place.history, str(place.file), 1) == DIARY.encode()


def test_a_lost_snapshot_does_not_stop_later_commands(place: Place) -> None:
    place.rm()
    with cut_off(place, 1):
        for name in os.listdir(place.history.folder):
            if name != "log.jsonl":
                Path(place.history.folder, name).unlink()
        place.add()
    assert "新的一天" in place.file.read_text("utf-8")


def test_someone_else_saves_in_the_window(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from journal.history import keeper

    saves = ["one\n", "two\n"]

    def late(changes: tuple[Change, ...]) -> None:
        if saves:
            place.file.write_bytes(place.file.read_bytes() + saves.pop().encode())
        apply(changes)

    monkeypatch.setattr("journal.journal._SETTLE", 0)
    monkeypatch.setattr(keeper, "apply", late)
    place.rm()
    text = place.file.read_text("utf-8")
    assert "河边" not in text
    assert text.endswith("two\none\n")
    assert place.told() == [("rm", False)]
    place.undo()
    assert place.file.read_text("utf-8") == DIARY + "two\none\n"


MODULES = [
    *(f"storage.{name}" for name in ("files", "locking", "staging", "system", "writing")),
    *(f"history.{name}" for name in ("log", "snapshots", "carrying")),
]
MUTATING = frozenset(
    ["chmod", "fchmod", "fsync", "ftruncate", "link", "mkdir", "open", "replace", "unlink", "write"]
)


class Watched:
    """The module `os`, with a function asked before every call that changes something."""

    def __init__(self, act: Callable[[int], None]) -> None:
        self.act = act
        self.calls = 0

    def __getattr__(self, name: str) -> object:
        real: Callable[..., object] = getattr(os, name)
        if name not in MUTATING:
            return real

        def call(*args: object, **options: object) -> object:
            flags = args[1] if name == "open" else os.O_CREAT
            assert isinstance(flags, int)
            if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
                self.calls += 1
                self.act(self.calls)
            return real(*args, **options)

        return call


@contextmanager
def watched(act: Callable[[int], None]) -> Iterator[None]:
    seen = Watched(act)
    with pytest.MonkeyPatch.context() as patch:
        for module in MODULES:
            patch.setattr(f"journal.{module}.os", seen)
        yield


RUNS: dict[str, tuple[list[Callable[[Place], None]], Callable[[Place], None]]] = {
    **{name: ([], run) for name, run in COMMANDS.items() if name != "rm"},
    "third add": ([lambda place: grow(place, 2)], Place.add),
    "first import": ([lambda place: place.file.unlink()], Place.bring),
    "undo add": ([Place.add], Place.undo),
    "undo import": ([Place.bring], Place.undo),
    "redo import": ([Place.bring, Place.undo], Place.redo),
    "undo first import": ([lambda place: place.file.unlink(), Place.bring], Place.undo),
}


def prepared(folder: Path, steps: list[Callable[[Place], None]]) -> Place:
    shutil.rmtree(folder, ignore_errors=True)
    place = Place(folder)
    for step in steps:
        step(place)
    return place


def check_whole(
    place: Place, run: Callable[[Place], None], old: dict[str, bytes], new: dict[str, bytes]
) -> bool:
    """Check that the next command finds all or nothing, and no litter; tell which."""
    place.journal.write(lambda: Step("next"))
    found = place.files()
    assert found in (old, new)
    assert [path for path in place.folder.rglob("*") if path.name.endswith(".tmp")] == []
    if found == old:
        run(place)
        assert new == place.files()
    last = max(commands(place.history.records()), key=lambda one: one.last.number)
    (place.redo if last.taken_back else place.undo)()
    assert old == place.files()
    return bool(found == new)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("name", RUNS)
def test_killed_anywhere_all_or_nothing(tmp_path: Path, name: str) -> None:
    steps, run = RUNS[name]
    reference = prepared(tmp_path / "place", steps)
    old = reference.files()
    run(reference)
    new = reference.files()
    number, code = 0, 9
    while code:
        number += 1
        place = prepared(tmp_path / "place", steps)
        child = os.fork()
        if not child:
            with watched(lambda call, at=number: os._exit(9) if call == at else None):  # type: ignore[misc]
                run(place)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 9)
        check_whole(place, run, old, new)
    assert number > 12


@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("name", RUNS)
def test_failing_anywhere_all_or_nothing_and_truly_said(
    tmp_path: Path, name: str, sticky: bool
) -> None:
    steps, run = RUNS[name]
    reference = prepared(tmp_path / "place", steps)
    old = reference.files()
    run(reference)
    new = reference.files()
    number, reached = 0, True
    while reached:
        number += 1
        place = prepared(tmp_path / "place", steps)
        failed: list[int] = []

        def act(call: int, at: int = number, failed: list[int] = failed) -> None:
            if call == at or (sticky and call > at):
                failed.append(call)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        said = True
        with watched(act):
            try:
                run(place)
            except DataError:
                said = False
        reached = bool(failed)
        assert check_whole(place, run, old, new) or not said


class Steps(RuleBasedStateMachine):
    """Any commands in any order; each state comes back, to the byte."""

    place: Place

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()

    @initialize(diary=st.sampled_from(DIARIES))
    def begin(self, diary: bytes | None) -> None:
        self.place = Place(Path(self._folder.name), diary)
        self.past: list[dict[str, bytes]] = []
        self.future: list[dict[str, bytes]] = []
        self.now = self.place.files()

    def note(self) -> None:
        found = self.place.files()
        if found != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = found

    @rule(
        day=st.integers(1, 9),
        title=st.sampled_from(["河边", "x", "", "## y"]),
        body=st.sampled_from(
            ["", "一行", "```\nopen", "a\n\n## 2023.04.04 b", "\u3000\u3000段\r\n\x0c"]
        ),
    )
    def add(self, day: int, title: str, body: str) -> None:
        with suppress(DataError):
            self.place.add(title, day, body)
        self.note()

    @rule(text=st.sampled_from([EXPORT, SHORTER, DIARY, EXPORT.replace("2023", "2022")]))
    def bring(self, text: str) -> None:
        self.place.export.write_text(text, "utf-8")
        self.place.bring()
        self.note()

    @precondition(lambda self: self.place.journal.entries())
    @rule(at=st.integers(0, 50))
    def rm(self, at: int) -> None:
        with suppress(DataError):
            self.place.rm(at % len(self.place.journal.entries()))
        self.note()

    @precondition(lambda self: self.place.journal.entries())
    @rule(
        at=st.integers(0, 50),
        text=st.sampled_from(
            [
                "## 2023.04.01 第一\n\n改了\n",
                "## 2023.04.30 last",
                "## 2023.04.03 a\n1\n## 2023.04.07 b\n2",
                "no heading",
                "## 2023.02.30 impossible\r\n\r\ntext",
            ]
        ),
    )
    def edit(self, at: int, text: str) -> None:
        with suppress(DataError):
            self.place.edit(at % len(self.place.journal.entries()), text)
        self.note()

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(self.now)
        self.now = self.past.pop()
        self.place.undo()
        assert self.now == self.place.files()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(self.now)
        self.now = self.future.pop()
        self.place.redo()
        assert self.now == self.place.files()

    def teardown(self) -> None:
        if hasattr(self, "place"):
            while self.past:
                self.undo()
            with pytest.raises(NothingFoundError):
                self.place.undo()
        self._folder.cleanup()


TestSteps = Steps.TestCase
TestSteps.settings = settings(
    max_examples=max(20, settings().max_examples // 5), stateful_step_count=12
)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), JSON))
def test_lines_are_what_json_makes_of_them(value: dict[str, object]) -> None:
    line = dumps(value)
    assert json.dumps(value, separators=(",", ":")) == line
    assert value == loads(line.encode())


@pytest.mark.parametrize("line", [b'{"begin":2,"comm', b'{"begin":2,"a":"\\x"}', b'{"begin"'])
def test_a_torn_line_is_none_where_json_is_not_loaded(
    monkeypatch: pytest.MonkeyPatch, line: bytes
) -> None:
    monkeypatch.delitem(sys.modules, "json.decoder", raising=False)
    nothing: dict[str, object] = {}
    assert nothing == loads(line)


@pytest.mark.parametrize("hook", ["array_hook", "tuple_hook"])
def test_lines_are_read_by_later_versions_of_python(
    monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    scanners = pytest.importorskip("_json")
    make_scanner = scanners.make_scanner

    def make_later(context: object) -> object:
        assert getattr(context, hook) is None  # as 3.15 asks for its own
        return make_scanner(context)

    monkeypatch.setattr(scanners, "make_scanner", make_later)
    wanted: dict[str, object] = {"a": [1]}
    assert wanted == loads(b'{"a":[1]}')
