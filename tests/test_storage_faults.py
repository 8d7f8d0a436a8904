"""The safe write when calls fail, processes die, signals come and others save meanwhile."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

from journal import storage
from journal.errors import ChangedOnDiskError, DataError
from journal.storage import files, locking, staging, system, writing
from journal.storage.staging import Spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Call = Callable[[], object]
    Act = Callable[[int, str, Call, tuple[object, ...]], object]
    State = dict[str, bytes | None]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill")
MODULES = ("files", "locking", "staging", "system", "writing")
NAMING = frozenset(["link", "mkdir", "open", "rename", "replace", "unlink", "write"])
MUTATING = NAMING | {"chmod", "close", "fchmod", "fchown", "fsync", "removexattr", "setxattr"}
OLD, PIECE = "## 旧 old\n".encode(), "## 新 new\n".encode()
NEW = OLD + PIECE
ERRORS = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS]


class Watched:
    """The module `os`, with a function asked about every call that changes something."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> object:
        # What is killed leaves its writes with the kernel: waiting for the disk would show nothing.
        real = getattr(os, "fstat" if name == "fsync" else name)
        if name not in MUTATING:
            return real

        def call(*args: object, **options: object) -> object:
            self.calls.append(name)
            return self.act(len(self.calls), name, lambda: real(*args, **options), args)

        return call


@contextmanager
def watched(act: Act) -> Iterator[Watched]:
    seen = Watched(act)
    with pytest.MonkeyPatch.context() as patch:
        for module in MODULES:
            patch.setattr(f"journal.storage.{module}.os", seen)
        yield seen


@pytest.fixture(autouse=True)
def _limit() -> Iterator[None]:
    """Let a test that hangs fail: an endless wait is a failure of its own."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(30)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def through(number: int, name: str, call: Call, args: tuple[object, ...]) -> object:
    return call()


def before_call(at: int, work: Callable[[], object]) -> Act:
    """Do the work before the call of that number."""

    def act(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if n == at:
            work()
        return call()

    return act


def failing(at: int, number: int, *, sticky: bool) -> Act:
    """Let the call of that number fail, or that and all later ones."""

    def act(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if n == at or (sticky and n > at):
            if name == "close":
                call()
            raise OSError(number, os.strerror(number))
        return call()

    return act


def half_written(at: int, work: Callable[[], object]) -> Act:
    """Let the call of that number write a few bytes only, then do the work."""

    def act(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if n != at:
            return call()
        assert isinstance(args[0], int)
        os.write(args[0], NEW[:5])
        return work()

    return act


def in_child(work: Callable[[], None]) -> int:
    """Start the work in a process of its own, and return its id."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def append(data: bytes) -> Callable[[bytes | None], bytes]:
    return lambda old: (old or b"") + data


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".journal"}


class Scene:
    """Something to write, with what stands before and after."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self.kind = kind
        self.old: State
        self.new: State
        if kind in ("change", "put in"):
            self.old, self.new = {"a.md": OLD}, {"a.md": NEW}
        elif kind == "create":
            self.old, self.new = {"a.md": None}, {"a.md": NEW}
        else:
            self.old = {"a.md": OLD, "b.md": None, "c.md": OLD}
            self.new = {"a.md": NEW, "b.md": NEW, "c.md": NEW}
        folder.mkdir()
        for name, data in self.old.items():
            if data is not None:
                (folder / name).write_bytes(data)
                (folder / name).chmod(0o640)

    def run(self) -> None:
        if self.kind == "many":
            with storage.lock(self.folder, 0):
                storage.replace_all([(self.folder / n, self.old[n], NEW) for n in self.old])
        elif self.kind == "put in":
            with storage.lock(self.folder, 0):
                storage.replace_all([(self.folder / "a.md", OLD, Spliced(OLD, len(OLD), PIECE))])
        else:
            storage.update(self.folder / "a.md", lambda _: NEW, wait=0)

    def state(self) -> State:
        return {name: storage.read(self.folder / name) for name in self.old}

    def check_next_command(self) -> None:
        state = self.state()
        with watched(through):
            storage.update(self.folder / "a.md", append(b"next"), wait=0)
        state["a.md"] = (state["a.md"] or b"") + b"next"
        assert state == self.state()
        assert names_in(self.folder) == {name for name, data in state.items() if data is not None}
        assert state["a.md"] is not None
        kept = 0o640 if self.old["a.md"] is not None else 0o600
        assert (self.folder / "a.md").stat().st_mode & 0o7777 == kept


def run_watched(scene: Scene, act: Act) -> None:
    with watched(act):
        scene.run()


KINDS = ["change", "put in", "create", "many"]


def calls_of(tmp_path: Path, kind: str) -> list[str]:
    scene = Scene(tmp_path / "rehearsal", kind)
    with watched(through) as seen:
        scene.run()
    assert scene.new == scene.state()
    return seen.calls


# Calls that fail


@pytest.mark.parametrize("sticky", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("kind", KINDS)
def test_whichever_call_fails_old_or_new_stands(
    tmp_path: Path, kind: str, number: int, sticky: bool
) -> None:
    for at in range(1, len(calls_of(tmp_path, kind)) + 1):
        scene = Scene(tmp_path / str(at), kind)
        said = ""
        try:
            with watched(failing(at, number, sticky=sticky)):
                scene.run()
        except DataError as error:
            said = str(error)
        state = scene.state()
        if not said:
            assert scene.new == state
        elif sticky and "saved, but what followed failed" in said:
            assert all(state[name] in (scene.old[name], scene.new[name]) for name in state)
        else:
            assert scene.old == state
            assert os.strerror(number) in said
        scene.check_next_command()


@pytest.mark.parametrize("kind", KINDS)
def test_short_writes_are_continued(tmp_path: Path, kind: str) -> None:
    def short(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if name != "write":
            return call()
        descriptor, data = args
        assert isinstance(descriptor, int)
        assert isinstance(data, memoryview)
        return os.write(descriptor, data[: (len(data) + 1) // 2])

    scene = Scene(tmp_path / "short", kind)
    with watched(short):
        scene.run()
    assert scene.new == scene.state()


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_in_the_middle_of_a_write_leaves_the_old(tmp_path: Path, kind: str) -> None:
    def torn(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if name != "write":
            return call()
        descriptor, data = args
        assert isinstance(descriptor, int)
        assert isinstance(data, memoryview)
        if len(data) < len(NEW):
            raise OSError(errno.ENOSPC, "")
        return os.write(descriptor, data[:3])

    scene = Scene(tmp_path / "torn", kind)
    with watched(torn), pytest.raises(DataError, match="No space left on device; free some space"):
        scene.run()
    assert scene.old == scene.state()
    scene.check_next_command()


def test_a_write_that_writes_nothing_ends(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "x", "change")
    with (
        watched(lambda n, name, call, args: 0 if name == "write" else call()),
        pytest.raises(DataError, match="Input/output error"),
    ):
        scene.run()
    assert scene.old == scene.state()


def test_bytes_and_names_are_flushed_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    events: list[str] = []

    def note(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if name == "fsync":
            assert isinstance(args[0], int)
            status = os.fstat(args[0])
            events.append("flush folder" if status.st_ino == folder.stat().st_ino else "flush file")
        elif name in ("write", "fchmod", "replace", "link"):
            events.append(name)
        return call()

    scene = Scene(folder, "change")
    with storage.lock(folder), watched(note):
        storage.replace(folder / "a.md", OLD, NEW)
    assert events == ["write", "fchmod", "flush file", "replace", "flush folder"]
    events.clear()
    with storage.lock(folder), watched(note):
        storage.replace(folder / "b.md", None, NEW)
    assert events == ["write", "flush file", "link", "flush folder"]
    assert scene.state() == scene.new


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_ours_is_open_to_others_for_a_moment(tmp_path: Path, kind: str) -> None:
    scene = Scene(tmp_path / "home", kind)
    for name, data in scene.old.items():
        if data is not None:
            (scene.folder / name).chmod(0o600)

    def look(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        result = call()
        modes = {path.name: path.stat().st_mode & 0o077 for path in scene.folder.rglob("*")}
        assert set(modes.values()) <= {0}, modes
        return result

    before = os.umask(0)
    try:
        run_watched(scene, look)
    finally:
        os.umask(before)
    assert scene.new == scene.state()


def test_a_folder_that_cannot_be_flushed_by_nature_is_no_failure(tmp_path: Path) -> None:
    folder = tmp_path / "home"

    def refuse(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if name == "fsync":
            assert isinstance(args[0], int)
            if os.fstat(args[0]).st_ino == folder.stat().st_ino:
                raise OSError(errno.EINVAL, "")
        return call()

    scene = Scene(folder, "change")
    with watched(refuse):
        scene.run()
    assert scene.new == scene.state()


def test_a_file_system_without_hard_links_still_creates(tmp_path: Path) -> None:
    def refuse(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if name == "link":
            raise OSError(errno.EPERM, "")
        return call()

    scene = Scene(tmp_path / "home", "create")
    with watched(refuse):
        scene.run()
    assert scene.new == scene.state()
    scene.check_next_command()


def test_a_file_system_without_locks_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "")

    scene = Scene(tmp_path / "home", "change")
    monkeypatch.setattr(f"{system.__name__}.fcntl.flock", refuse)
    with pytest.raises(DataError, match="cannot be locked: No locks available"):
        scene.run()
    assert scene.old == scene.state()


# Processes that die


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt_self() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("torn", [False, True], ids=["before", "after half"])
@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_any_call_old_or_new_stands(tmp_path: Path, kind: str, torn: bool) -> None:
    calls = calls_of(tmp_path, kind)
    for at, doomed in enumerate(calls, 1):
        if torn and doomed != "write":
            continue
        scene = Scene(tmp_path / str(at), kind)
        act = half_written(at, kill_self) if torn else before_call(at, kill_self)
        assert ended(in_child(partial(run_watched, scene, act))) == -signal.SIGKILL
        state = scene.state()
        assert all(state[name] in (scene.old[name], scene.new[name]) for name in state)
        if "replace" not in calls[: at - 1] and "link" not in calls[: at - 1]:
            assert scene.old == state
        scene.check_next_command()


@contextmanager
def holder(path: Path) -> Iterator[int]:
    """Give the id of a process that has the lock, and kill it at the end."""
    reader, writer = os.pipe()

    def hold() -> None:
        with storage.lock(path):
            os.write(writer, b"!")
            time.sleep(60)

    child = in_child(hold)
    assert os.read(reader, 1) == b"!"
    try:
        yield child
    finally:
        os.close(reader)
        os.close(writer)
        os.kill(child, signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL


def test_the_lock_is_waited_for_and_free_once_its_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(OLD)
    began = time.monotonic()
    with (
        holder(path),
        pytest.raises(DataError, match=r"life\.md: another journal command is writing; try"),
    ):
        storage.update(path, append(b"x"), wait=0.1)
    assert 0.1 <= time.monotonic() - began < 5
    storage.update(path, append(b"x"), wait=0)
    assert path.read_bytes() == OLD + b"x"


def test_a_waiter_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    with holder(path) as child:
        timer = threading.Timer(0.1, os.kill, (child, signal.SIGKILL))
        timer.start()
        storage.update(path, append(NEW))
        timer.join()
    assert path.read_bytes() == NEW


def test_the_wait_begins_again_while_others_write(tmp_path: Path) -> None:
    """One that waits for 0.3 s outlives a row of writers that together hold the lock for longer."""
    path = tmp_path / "life.md"
    path.write_bytes(OLD)

    def write_slowly() -> None:
        with storage.lock(path):
            for _ in range(8):
                storage.replace(path, path.read_bytes(), path.read_bytes() + b"x")
                time.sleep(0.1)

    child = in_child(write_slowly)
    try:
        while path.read_bytes() == OLD:
            time.sleep(0.01)
        storage.update(path, append(NEW), wait=0.3)
    finally:
        ended(child)
    assert path.read_bytes() == OLD + b"x" * 8 + NEW


def test_a_thread_waits_for_the_lock_too(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    with holder(path) as child:
        waiting = threading.Thread(target=storage.update, args=(path, append(NEW)))
        waiting.start()
        time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        waiting.join()
    assert path.read_bytes() == NEW


def test_a_journal_that_is_a_folder_has_one_lock(tmp_path: Path) -> None:
    path = tmp_path / "2023" / "04.md"
    with storage.lock(tmp_path), pytest.raises(DataError, match="another journal command"):
        storage.update(path, append(NEW), wait=0, under=tmp_path)
    storage.update(path, append(NEW), wait=0, under=tmp_path)
    assert names_in(tmp_path / "2023") == {"04.md"}
    assert not (tmp_path / "2023" / ".journal").exists()


def test_the_lock_is_free_although_a_child_has_its_file_open(tmp_path: Path) -> None:
    with storage.lock(tmp_path):
        child = in_child(lambda: time.sleep(60))
    try:
        with storage.lock(tmp_path, 0):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        ended(child)


def test_a_deleted_lock_file_does_not_let_two_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = tmp_path / ".journal" / "lock"

    def delete_first(descriptor: int) -> bool:
        monkeypatch.undo()
        name.unlink()
        return system.try_lock(descriptor)

    monkeypatch.setattr(locking, "try_lock", delete_first)
    with (
        storage.lock(tmp_path, 1),
        pytest.raises(DataError, match="another journal"),
        storage.lock(tmp_path, 0),
    ):
        pass


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "life.md"
    lines = [f"{writer}-{number}\n".encode() for writer in range(8) for number in range(20)]

    def write(own: list[bytes]) -> None:
        for line in own:
            storage.update(path, append(line))

    children = [in_child(partial(write, lines[n : n + 20])) for n in range(0, 160, 20)]
    assert [ended(child) for child in children] == [0] * 8
    assert sorted(path.read_bytes().splitlines(keepends=True)) == sorted(lines)


def test_the_next_writer_sweeps_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    sub = tmp_path / "2023"
    sub.mkdir()
    other = {".journal-notes.tmp", "journal-0123456789abcdef.tmp", ".life.md.swp", "x.tmp"}
    for name in other:
        (tmp_path / name).write_bytes(b"")
    for folder in (tmp_path, sub):
        (folder / locking.temporary_name()).write_bytes(b"half")
    with storage.lock(tmp_path, folders=[str(sub), str(tmp_path / "missing")]):
        pass
    assert names_in(tmp_path) == other | {"2023"}
    assert names_in(sub) == set()


# Signals


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupt_waits_until_the_write_is_whole(tmp_path: Path, kind: str) -> None:
    calls = calls_of(tmp_path, kind)
    first = calls.index("write")
    last = max(at for at, name in enumerate(calls) if name == "fsync")
    for at in range(1, len(calls) + 1):
        scene = Scene(tmp_path / str(at), kind)
        with watched(before_call(at, interrupt_self)), pytest.raises(KeyboardInterrupt):
            scene.run()
        state = scene.state()
        assert state in (scene.old, scene.new)
        if first <= at - 1 <= last:
            assert scene.new == state
        scene.check_next_command()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_ignored_interrupt_stays_ignored(tmp_path: Path) -> None:
    calls = calls_of(tmp_path, "change")
    scene = Scene(tmp_path / "x", "change")
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        run_watched(scene, before_call(calls.index("write") + 1, interrupt_self))
    finally:
        signal.signal(signal.SIGINT, before)
    assert scene.new == scene.state()


def test_a_thread_can_write(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "x", "change")
    thread = threading.Thread(target=scene.run)
    thread.start()
    thread.join()
    assert scene.new == scene.state()


# Others who save meanwhile


def save_in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def save_by_rename(path: Path, data: bytes) -> None:
    draft = path.with_name("editor's draft")
    draft.write_bytes(data)
    draft.rename(path)


SAVES = [save_in_place, save_by_rename]


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("kind", ["change", "create"])
def test_what_others_save_before_the_rename_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    save: Callable[[Path, bytes], None],
) -> None:
    monkeypatch.setattr(writing, "_SETTLE", 0)
    calls = calls_of(tmp_path, kind)
    decisive = calls.index("replace") if kind == "change" else calls.index("link") + 1
    for at in range(1, decisive + 1):
        scene = Scene(tmp_path / str(at), kind)
        path = scene.folder / "a.md"
        before = scene.old["a.md"] or b""
        theirs = partial(save, path, before + b"theirs\n")
        with watched(before_call(at, theirs)):
            storage.update(path, append(b"ours\n"))
        assert path.read_bytes() == before + b"theirs\nours\n"
        assert names_in(scene.folder) == {"a.md"}


@pytest.mark.parametrize("save", SAVES)
def test_what_others_save_while_we_compare_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path, bytes], None]
) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(OLD)

    def compare_then_lose_the_race(target: str, data: bytes | None) -> bool:
        monkeypatch.undo()
        same = files.holds(target, data)
        save(path, OLD + b"theirs\n")
        return same

    monkeypatch.setattr(staging, "holds", compare_then_lose_the_race)
    storage.update(path, append(b"ours\n"))
    assert path.read_bytes() == OLD + b"theirs\nours\n"


@pytest.mark.parametrize(("times", "kept"), [(3, True), (4, False)])
def test_a_change_is_applied_again_three_times_at_most(
    tmp_path: Path, times: int, kept: bool
) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(b"")
    asked: list[bytes | None] = []

    def change(old: bytes | None) -> bytes:
        asked.append(old)
        if len(asked) <= times:
            save_in_place(path, b"t" * len(asked))
        return (old or b"") + b"ours"

    if kept:
        storage.update(path, change)
        assert path.read_bytes() == b"tttours"
    else:
        with pytest.raises(ChangedOnDiskError, match="changed by someone else"):
            storage.update(path, change)
        assert path.read_bytes() == b"tttt"
    assert asked == [b"", b"t", b"tt", b"ttt"]
    assert names_in(tmp_path) == {"life.md"}


def test_a_save_in_place_has_time_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(OLD)
    with path.open("r+b", buffering=0) as editor:

        def change(old: bytes | None) -> bytes:
            if old == OLD:
                editor.truncate(0)
                editor.write(b"their first half, ")
            return (old or b"") + b"ours\n"

        def end_the_save(_: float) -> None:
            editor.write(b"their second half\n")

        monkeypatch.setattr(f"{writing.__name__}.time.sleep", end_the_save)
        storage.update(path, change)
    assert path.read_bytes() == b"their first half, their second half\nours\n"


def test_a_save_that_looks_the_same_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(b"one\n")
    status = path.stat()
    asked: list[bytes | None] = []

    def change(old: bytes | None) -> bytes:
        asked.append(old)
        path.write_bytes(b"two\n")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return (old or b"") + b"ours\n"

    storage.update(path, change)
    assert asked == [b"one\n", b"two\n"]
    assert path.read_bytes() == b"two\nours\n"


def test_a_file_that_vanishes_is_made_again_from_nothing(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(OLD)

    def change(old: bytes | None) -> bytes:
        with suppress(FileNotFoundError):
            path.unlink()
        return (old or b"") + b"ours\n"

    assert storage.update(path, change) == (None, b"ours\n")
    assert path.read_bytes() == b"ours\n"


def test_a_file_that_vanishes_while_it_is_read_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(OLD)

    with watched(before_call(1, path.unlink)):
        assert storage.read(path) is None


def test_what_others_save_is_not_undone_when_a_later_file_fails(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(OLD)

    def fail(n: int, name: str, call: Call, args: tuple[object, ...]) -> object:
        if name == "replace" and str(args[1]).endswith("b.md"):
            save_in_place(tmp_path / "a.md", b"theirs")
            raise OSError(errno.EIO, "")
        return call()

    with watched(fail), pytest.raises(DataError):
        storage.replace_all([(tmp_path / name, OLD, NEW) for name in ("a.md", "b.md")])
    assert (tmp_path / "a.md").read_bytes() == b"theirs"
    assert (tmp_path / "b.md").read_bytes() == OLD


# What could block


def test_special_files_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    server = socket.socket(socket.AF_UNIX)
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(tmp_path)  # a socket's path has to be short
        server.bind("socket.md")
    finally:
        os.fchdir(here)
        os.close(here)
        server.close()
    kinds = {"pipe.md": "a pipe", "folder.md": "a folder", "socket.md": "a socket"}
    for name, kind in kinds.items():
        path = tmp_path / name
        with pytest.raises(DataError, match=f"{name}: is {kind}, not a file"):
            storage.read(path)
        with pytest.raises(DataError, match=f"is {kind}"):
            storage.update(path, append(b"x"))
        with pytest.raises(DataError, match=f"is {kind}"):
            storage.replace(path, b"", b"x")
    with pytest.raises(DataError, match="is a device"):
        storage.read("/dev/null")
    assert names_in(tmp_path) == set(kinds)


def test_a_save_is_noticed_wherever_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    data = bytes(range(256)) * 5000
    path.write_bytes(data)
    assert files.holds(path, data)
    for at in (0, (1 << 20) - 1, 1 << 20, len(data) - 1):
        assert not files.holds(path, data[:at] + b"!" + data[at + 1 :])
    for other in (data[:-1], data[: 1 << 20], data + b"x", b"", None):
        assert not files.holds(path, other)
    path.write_bytes(b"")
    assert files.holds(path, b"")
    assert not files.holds(path, None)
    path.unlink()
    assert files.holds(path, None)
    assert not files.holds(path, b"")


# Where the system is another one


def run_python(code: str, *args: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); import journal.storage\n"
        "print(*sorted({'dataclasses', 'json', 'pathlib', 're', 'shutil', 'signal', 'tempfile',"
        " 'threading', 'typing'} & (set(sys.modules) - before)))"
    )
    assert run_python(code) == "\n"


def test_it_works_where_there_is_no_fcntl(tmp_path: Path) -> None:
    code = """if True:
        import os, sys, types
        locks = types.ModuleType("msvcrt")
        locks.LK_NBLCK, locks.LK_UNLCK = 2, 0
        locks.locking = lambda descriptor, mode, count: None
        sys.modules["msvcrt"], sys.modules["fcntl"] = locks, None
        sys.platform = "win32"
        for name in ("O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "fchmod",
                     "fchown", "getxattr", "listxattr", "setxattr", "removexattr"):
            delattr(os, name)
        from journal import storage
        storage.update(sys.argv[1], lambda old: b"one")
        storage.update(sys.argv[1], lambda old: old + b"two")
        print(storage.read(sys.argv[1]))
        """
    assert run_python(code, str(tmp_path / "new" / "life.md")) == "b'onetwo'\n"
    assert names_in(tmp_path / "new") == {"life.md"}
