"""The safe write on ordinary and odd files: what is kept, what is refused."""

from __future__ import annotations

import os
import stat
import struct
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import storage
from journal.errors import ChangedOnDiskError, DataError
from journal.storage.staging import Spliced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")
DIARY = "## 2023.04.02 春天 spring\n\n　　今天很好。\n".encode()
MORE = DIARY + "\n## 2023.04.03 雨\n\nRain.\n".encode()


def append(data: bytes) -> Callable[[bytes | None], bytes]:
    return lambda old: (old or b"") + data


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".journal"}


@contextmanager
def umask(value: int) -> Iterator[None]:
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def as_nobody(work: Callable[[Path], None]) -> None:
    """Run the work as an ordinary user, in a folder of that user's own."""
    if os.geteuid() != 0:
        with tempfile.TemporaryDirectory() as own:
            work(Path(own).resolve())
        return
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer).resolve() / "home"
        folder.mkdir()
        os.chmod(outer, 0o755)  # noqa: S103
        os.chown(folder, 65534, 65534)
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
                work(folder)
                os._exit(0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0


# What is written


def test_update_returns_what_stood_and_what_stands(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    assert storage.update(path, append(b"\r\nmore\r")) == (DIARY, DIARY + b"\r\nmore\r")
    assert path.read_bytes() == DIARY + b"\r\nmore\r"
    assert names_in(tmp_path) == {"life.md"}


def test_update_creates_file_and_folders_private(tmp_path: Path) -> None:
    for number, mask in enumerate((0o000, 0o077, 0o777)):
        path = tmp_path / str(number) / "日记" / "life.md"
        with umask(mask):
            assert storage.update(path, append(DIARY)) == (None, DIARY)
        assert path.read_bytes() == DIARY
        made = [path.parent.parent, path.parent, path.parent / ".journal"]
        assert [mode_of(folder) for folder in made] == [0o700] * 3
        assert [mode_of(path), mode_of(path.parent / ".journal" / "lock")] == [0o600] * 2
        assert names_in(path.parent) == {"life.md"}


def test_nothing_is_written_when_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before = path.stat()
    assert storage.update(path, lambda old: old or b"") == (DIARY, DIARY)
    assert (path.stat().st_ino, path.stat().st_mtime) == (before.st_ino, 1_000_000_000)


def test_a_change_that_fails_changes_nothing_and_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)

    def fail(_: bytes | None) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        storage.update(path, fail)
    assert path.read_bytes() == DIARY
    storage.update(path, append(b"x"), wait=0)


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    with path.open("rb") as reader:
        storage.update(path, append(b"x" * 100_000))
        assert reader.read() == DIARY


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    path.chmod(mode)
    for mask in (0o000, 0o077):
        with umask(mask):
            storage.update(path, append(b"x"))
        assert mode_of(path) == mode


@posix
def test_the_owner_is_kept(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    path.chmod(0o640)
    os.chown(path, 12345, 54321)
    storage.update(path, append(b"x"))
    now = path.stat()
    assert (now.st_uid, now.st_gid, mode_of(path)) == (12345, 54321, 0o640)


@posix
def test_a_file_whose_owner_cannot_be_kept_is_refused() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make files of two users")

    with tempfile.TemporaryDirectory() as outer:
        os.chmod(outer, 0o777)  # noqa: S103
        path = Path(outer).resolve() / "life.md"
        path.write_bytes(DIARY)
        path.chmod(0o666)

        def work(_: Path) -> None:
            with pytest.raises(DataError, match="owner, mode and attributes cannot be kept"):
                storage.update(path, append(b"x"))

        as_nobody(work)
        assert path.read_bytes() == DIARY
        assert names_in(path.parent) == {"life.md"}


def set_attribute(path: Path, name: str, value: bytes) -> None:
    if sys.platform != "linux":
        pytest.skip("Python sets extended attributes on Linux only")
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"this file system has no such attributes: {error.strerror}")


def acl(*entries: tuple[int, int, int]) -> bytes:
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NONE = 0xFFFFFFFF
BOB_READS = acl((1, 6, NONE), (2, 4, 4242), (4, 0, NONE), (0x10, 4, NONE), (0x20, 0, NONE))


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    set_attribute(path, "user.tag", "日记".encode())
    storage.update(path, append(b"x"))
    if sys.platform == "linux":
        assert os.getxattr(path, "user.tag") == "日记".encode()


def test_an_access_list_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    set_attribute(path, "system.posix_acl_access", BOB_READS)
    mode = mode_of(path)
    storage.update(path, append(b"x"))
    if sys.platform == "linux":
        assert os.getxattr(path, "system.posix_acl_access") == BOB_READS
    assert mode_of(path) == mode


def test_the_access_list_of_a_folder_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    path.chmod(0o640)
    set_attribute(tmp_path, "system.posix_acl_default", BOB_READS)
    storage.update(path, append(b"x"))
    if sys.platform == "linux":
        assert "system.posix_acl_access" not in os.listxattr(path)
    assert mode_of(path) == 0o640
    storage.update(tmp_path / "new.md", append(b"x"))
    assert mode_of(tmp_path / "new.md") == 0o600


# Links


@posix
def test_links_stay_links(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "real.md"
    real.parent.mkdir()
    real.write_bytes(DIARY)
    home = tmp_path / "home"
    home.mkdir()
    (home / "one.md").symlink_to("../elsewhere/real.md")
    (home / "two.md").symlink_to(home / "one.md")
    storage.update(home / "two.md", append(b"x"))
    assert real.read_bytes() == DIARY + b"x"
    assert os.readlink(home / "one.md") == "../elsewhere/real.md"
    assert os.readlink(home / "two.md") == str(home / "one.md")
    assert storage.resolve(home / "two.md") == str(real)
    assert not (home / ".journal").exists()


@posix
def test_a_dangling_link_creates_its_target(tmp_path: Path) -> None:
    link = tmp_path / "life.md"
    link.symlink_to("deep/down/real.md")
    assert storage.read(link) is None
    assert storage.update(link, append(DIARY)) == (None, DIARY)
    assert os.readlink(link) == "deep/down/real.md"
    assert (tmp_path / "deep" / "down" / "real.md").read_bytes() == DIARY


@posix
def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    for act in (storage.resolve, storage.read, lambda path: storage.update(path, append(b"x"))):
        with pytest.raises(DataError, match="symbolic links"):
            act(tmp_path / "a.md")
    assert names_in(tmp_path) == {"a.md", "b.md"}


@posix
def test_a_file_with_two_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(DIARY)
    (tmp_path / "other.md").hardlink_to(path)
    with pytest.raises(DataError, match=r"2 names \(hard links\)"):
        storage.update(path, append(b"x"))
    assert (tmp_path / "other.md").read_bytes() == DIARY
    assert names_in(tmp_path) == {"life.md", "other.md"}


@posix
def test_a_hidden_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".journal").symlink_to("../elsewhere")
    with pytest.raises(DataError, match="not a folder of its own"):
        storage.update(tmp_path / "home" / "life.md", append(b"x"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


# What cannot be read or written


def test_a_missing_file_reads_as_none(tmp_path: Path) -> None:
    assert storage.read(tmp_path / "no.md") is None
    assert storage.read(tmp_path / "no" / "no.md") is None


@pytest.mark.parametrize("name", ["a\0b.md", "x" * 300 + ".md", "file.md/inside.md"])
def test_impossible_names_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.md").write_bytes(DIARY)
    with pytest.raises(DataError):
        storage.read(f"{tmp_path}/{name}")
    with pytest.raises(DataError):
        storage.update(f"{tmp_path}/{name}", append(b"x"))
    assert names_in(tmp_path) == {"file.md"}


@posix
def test_a_read_only_place_is_refused_with_one_sentence() -> None:
    def work(folder: Path) -> None:
        path = folder / "life.md"
        path.write_bytes(DIARY)
        folder.chmod(0o500)
        with pytest.raises(DataError, match=r"life\.md: not saved.*Permission denied; check"):
            storage.update(path, append(b"x"))
        folder.chmod(0o700)
        storage.update(path, append(b"x"))
        folder.chmod(0o500)
        with pytest.raises(DataError, match=r"life\.md: not saved: Permission denied; check"):
            storage.update(path, append(b"y"))
        folder.chmod(0o700)
        path.chmod(0o400)
        with pytest.raises(DataError, match="read-only; make it writable"):
            storage.update(path, append(b"y"))
        path.chmod(0o000)
        with pytest.raises(DataError, match="cannot be read: Permission denied"):
            storage.read(path)
        path.chmod(0o600)
        assert path.read_bytes() == DIARY + b"x"
        assert names_in(folder) == {"life.md"}

    as_nobody(work)


# Several files


def test_replace_all_writes_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    with storage.lock(tmp_path):
        storage.replace_all(
            [
                (tmp_path / "a.md", b"a", b"A"),
                (tmp_path / "new" / "b.md", None, b"B"),
                (tmp_path / "c.md", None, b""),
            ]
        )
    assert (tmp_path / "a.md").read_bytes() == b"A"
    assert (tmp_path / "new" / "b.md").read_bytes() == b"B"
    assert (tmp_path / "c.md").read_bytes() == b""
    assert names_in(tmp_path) == {"a.md", "new", "c.md"}
    assert names_in(tmp_path / "new") == {"b.md"}


def test_replace_all_writes_none_if_one_has_changed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.md").write_bytes(b"changed")
    for changes in (
        [(tmp_path / "a.md", b"a", b"A"), (tmp_path / "b.md", b"b", b"B")],
        [(tmp_path / "a.md", b"a", b"A"), (tmp_path / "b.md", None, b"B")],
        [(tmp_path / "a.md", b"a", b"A"), (tmp_path / "gone.md", b"g", b"G")],
    ):
        with pytest.raises(ChangedOnDiskError):
            storage.replace_all(changes)
    assert (tmp_path / "a.md").read_bytes() == b"a"
    assert (tmp_path / "b.md").read_bytes() == b"changed"
    assert names_in(tmp_path) == {"a.md", "b.md"}


def test_replace_all_refuses_one_file_under_two_names(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a")
    twice = [(path, b"a", b"A"), (tmp_path / "." / "x" / ".." / "a.md", b"a", b"B")]
    with pytest.raises(DataError, match="two changes"):
        storage.replace_all(twice)
    assert path.read_bytes() == b"a"
    assert names_in(tmp_path) == {"a.md"}


# The recovery file


def test_a_text_that_was_not_saved_is_kept_privately(tmp_path: Path) -> None:
    text = "\ufeff一天\r\n\udcff\u2028"
    with umask(0):
        kept = Path(storage.recover(text, tmp_path / "life.md"))
    assert kept.read_bytes() == "\ufeff一天\r\n".encode() + b"\xff\xe2\x80\xa8"
    assert (kept.parent, mode_of(kept), mode_of(kept.parent)) == (
        tmp_path / ".journal",
        0o600,
        0o700,
    )
    again = storage.recover("half \ud83d", tmp_path)
    assert again != str(kept)
    assert Path(again).read_bytes() == b"half \xed\xa0\xbd"


def test_the_recovery_file_goes_where_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no").write_bytes(b"")
    near = tmp_path / "no" / "life.md"
    state = tmp_path / "state" / "journal"
    kept = Path(storage.recover("text", near, otherwise=[str(tmp_path / "no"), str(state)]))
    assert (kept.parent, kept.read_bytes(), mode_of(kept)) == (state, b"text", 0o600)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    assert Path(storage.recover("text", near)).parent == tmp_path / "tmp"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no"))
    with pytest.raises(DataError, match="could not be kept"):
        storage.recover("text", near)


@given(
    data=st.binary(max_size=30),
    piece=st.binary(max_size=20),
    at=st.integers(0, 30),
    start=st.integers(0, 60),
    length=st.integers(0, 60),
)
def test_a_piece_put_in_reads_as_if_it_stood_there(
    data: bytes, piece: bytes, at: int, start: int, length: int
) -> None:
    spliced = Spliced(data, min(at, len(data)), piece)
    new = data[: spliced.at] + piece + data[spliced.at :]
    assert new == spliced.join()
    assert new[start : start + length] == spliced.read(start, start + length)


# Bytes and text


@given(st.binary())
def test_any_bytes_come_back(data: bytes) -> None:
    assert storage.encode(storage.decode(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        DIARY,
        b"\xef\xbb\xbf" + DIARY.replace(b"\n", b"\r\n"),
        b"a\rb\nc\r\nd\0e\x0b\x0c\x1c\xc2\x85\xe2\x80\xa8 no end",
        b"caf\xe9 and \xff",
        DIARY * 3 + "一行旧字".encode("gbk"),
        b"\0",
        b"no\0w \0and \0then: a few NULs in much text, over and over" * 3,
    ],
)
def test_odd_bytes_may_be_written_to_and_stay(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(data)

    def change(old: bytes | None) -> bytes:
        return storage.encode(storage.writable_text(old or b"", path) + "新\n")

    storage.update(path, change)
    assert path.read_bytes() == data + "新\n".encode()


CHINESE = "## 2023.04.02 春天\n\n今天很好，我们去了公园。\n"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (CHINESE.encode("utf-16"), "UTF-16"),
        (CHINESE.encode("utf-16-le"), "not UTF-8"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "UTF-16"),
        ("## 2023.04.02 spring\n".encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("utf-32"), "UTF-32"),
        (b"\x00\x00\xfe\xff" + CHINESE.encode("utf-32-be"), "UTF-32"),
        (CHINESE.encode("gbk"), "GBK"),
        (CHINESE.encode("gb18030") + b"plain ASCII\n" * 500, "GBK"),
        (CHINESE.encode("big5", "ignore"), "not UTF-8"),
        ("déjà vu à la fête, été".encode("latin-1"), "Latin-1"),
        (bytes(200), "binary"),
    ],
)
def test_foreign_encodings_are_read_but_not_written_to(
    tmp_path: Path, data: bytes, word: str
) -> None:
    path = tmp_path / "life.md"
    path.write_bytes(data)

    def change(old: bytes | None) -> bytes:
        return storage.encode(storage.writable_text(old or b"", path) + "新\n")

    with pytest.raises(DataError, match=f"life.md: is .*{word}.*; convert"):
        storage.update(path, change)
    assert path.read_bytes() == data
    assert storage.encode(storage.decode(data)) == data


@given(
    parts=st.lists(st.sampled_from(["a", "é", "河", "𠮷", "\udce9", "\udcb0"]), max_size=40),
    size=st.integers(4, 9),
)
def test_a_file_is_read_as_utf_8_wherever_it_is_cut(parts: list[str], size: int) -> None:
    data = storage.encode("".join(parts))
    said = []
    for chunk in (size, 1 << 16):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("journal.storage.files._CHUNK", chunk)
            try:
                said.append(storage.writable_text(data, "d.md"))
            except DataError as error:
                said.append(str(error))
    assert said[0] == said[1]


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(DataError, match=r"U\+D83D"):
        storage.encode("text \ud83d")
