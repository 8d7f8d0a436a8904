"""Encryption at rest: every command works, and no word is on the disk in plain text."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_group

from journal.age.keys import Keys
from journal.entry import Entry
from journal.errors import DataError
from journal.journal import Journal
from journal.render.pager import page
from journal.scan.files import scan_file
from journal.storage.memory import memory_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.conftest import Home

pyrage = pytest.importorskip("pyrage", reason="the package pyrage is not installed")

HEADER = b"age-encryption.org/v1\n"
PASSPHRASE = b"%s-> scrypt %s 18\n%s\n--- %s\n%s" % (
    *(HEADER, b"A" * 22, b"A" * 43),
    *(b"A" * 43, bytes(48)),
)
"""What a file begins with that is encrypted with a passphrase; to make one takes seconds."""

WORD, ZI = "Rohrdommel", "麻鳽飞"
"""Words that stand nowhere else; the shell of an editor puts them together of two parts."""
NIGHT = "护士长泡了一壶普洱，说这种日子一年里碰不上几回，窗外的雨下了整整一夜，谁也没有睡着。"
DIARY = (
    f"# 随手记 {WORD}\n\n"
    f"## 2023.04.02 {ZI}过河\n沿着河走，见{ZI}。\n\n"
    f"## 2023.04.05 {WORD} in the reeds\nOne {WORD}, then rain. #{WORD}\n\n"
    f"## 2023.04.09 夜班\n{NIGHT}\n"
)
EXPORT = (
    f"## 2023.04.05 {WORD} in the reeds\nOne {WORD}, then rain. #{WORD} Two more, later on.\n\n"
    f"## 2023.04.11 又见{ZI}\n这一次是两只，站在芦苇里一动不动。\n\n"
    f"## 2023.04.09 夜班\n{NIGHT.replace('普洱', f'{ZI}茶')}\n"
)

POST = f"---\ntitle: Train\ndate: 2023-05-02\n---\n\nOranges.\n\n![{WORD}](a.png)\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + WORD.encode()


def needles() -> list[bytes]:
    """Return the words as a file could hold them: UTF-8, UTF-16, JSON, hexadecimal."""
    found: list[bytes] = []
    for word in (WORD, ZI):
        data = word.encode()
        found += [data, word.encode("utf-16-le"), data.hex().encode()]
        found.append(json.dumps(word)[1:-1].encode())
    return found


def leaks(*folders: Path) -> list[str]:
    """Return the files, and names of files, below some folders that have one of the words."""
    found = []
    for path in (one for folder in folders for one in folder.rglob("*")):
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        data += os.fsencode(path.name)
        if any(needle in data for needle in needles()):
            found.append(str(path))
    return found


def tree(home: Home) -> dict[str, bytes]:
    files = (path for path in home.path.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(home.path)): path.read_bytes() for path in files}


def identity(home: Home) -> Path:
    return home.path / "config" / "journal" / "identity.txt"


def new_key(path: Path) -> str:
    """Write another identity to a file, and return its public key."""
    key = pyrage.x25519.Identity.generate()
    path.write_text(f"{key}\n", "ascii")
    return str(key.to_public())


def opened(path: Path, key: Path) -> bytes:
    lines = key.read_text("ascii").split("\n")
    (secret,) = (line for line in lines if line and line[0] != "#")
    return bytes(pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(secret)]))


@pytest.fixture
def diary(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give a home with an encrypted diary, and folders for temporary files in it."""
    home.write(DIARY)
    (home.path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(home.path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(home.path / "tmp"))
    home("encrypt", "--yes")
    return home


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder where the exports lie, which are plain text of course."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "export.md").write_bytes(EXPORT.encode())
    (folder / "blog" / "train").mkdir(parents=True)
    (folder / "blog" / "train" / "index.md").write_bytes(POST.encode())
    (folder / "blog" / "train" / "a.png").write_bytes(PICTURE)
    return folder


def editor(home: Home, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set an editor that is a shell script; `$1` is the file."""
    path = home.write(f"#!/bin/sh\n{text}\n", "editor")
    path.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(path))


def test_encrypt_leaves_no_plain_text_and_every_entry(home: Home) -> None:
    home.write(DIARY)
    home("add", "-d", "2023-04-10", f"{WORD} again")
    home("rm", "2023-04-02", "--yes")
    assert len(leaks(home.path)) > 1
    before = home.entries()
    result = home.invoke("encrypt", "--yes")
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.search(rf"{re.escape(str(identity(home)))}: .*key", result.stderr)
    assert re.search(r"back it up", result.stderr)
    assert re.search(r"2 commands can no longer be taken back", result.stderr)
    assert home.file.read_bytes().startswith(HEADER)
    assert leaks(home.path) == []
    assert before == home.entries()
    assert identity(home).stat().st_mode & 0o777 == 0o600


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets the path of every file that a word is written to."""
    real, found = os.write, []

    def write(descriptor: int, data: Any) -> int:
        if any(needle in bytes(data) for needle in needles()):
            path = os.path.realpath(f"/proc/self/fd/{descriptor}")
            found.append(path if os.path.isabs(path) else "somewhere")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    return found


@pytest.fixture
def memory() -> Iterator[Path]:
    """Give a folder in memory that no other process looks into."""
    folder = memory_folder()
    if not folder:
        pytest.skip("no folder in memory here")
    with TemporaryDirectory(dir=folder) as made:
        yield Path(made)


def commands(outside: Path) -> list[list[str | Path]]:
    """Return command after command, each with what it needs from those before."""
    one = "2023-04-09"
    return [
        ["list"],
        ["list", "--json"],
        ["show", "2023-04-02"],
        ["show", "--raw", "--color", "always"],
        ["search", WORD],
        ["search", "-e", f"{WORD}|{ZI}", "--lines"],
        ["add", "-d", "2023-04-10", f"{WORD} by night. {ZI}"],
        ["add", "-d", "2023-04-10", "--title", WORD, "-t", WORD, f"{ZI} again"],
        ["add", "-d", "2023-04-11", "-e"],
        ["edit", "2023-04-02"],
        ["import", "--dry-run", outside / "export.md"],
        ["import", outside / "export.md"],
        ["import", outside / "export.md", "--json"],
        ["import", outside / "blog"],
        ["show", "2023-05-02"],
        ["undo"],
        ["redo"],
        ["variants"],
        ["variants", one],
        ["variants", one, "--restore"],
        ["undo"],
        ["redo"],
        ["history"],
        ["history", "--json"],
        ["undo"],
        ["undo", "--as", "before.md"],
        ["redo"],
        ["undo", "4"],
        ["redo", "4"],
        ["rm", one, "--yes"],
        ["undo"],
        ["dedupe", "--dry-run"],
        ["dedupe", "--yes"],
        ["tags"],
        ["tags", "rename", WORD, f"{WORD}s"],
        ["stats"],
        ["stats", "--by", "tag"],
        ["on-this-day", "2024-04-02"],
        ["review", "month", "2023-04"],
        ["doctor"],
        ["journals"],
        ["journals", "add", "life", "diary.md"],
        ["config", "list"],
        ["config", "set", "editor", "ed"],
        ["export"],
        ["export", "-f", "html", "--embed"],
        ["export", "-f", "posts", "-o", outside / "posts"],
        ["export", "-f", "posts", "-o", outside / "posts", "--force"],
        ["export", "-o", outside / "all.db"],
        ["export", "-o", outside / "all.db", "--force"],
        ["git", "uninstall", "-n"],
        ["merge-driver", "diary.md", "diary.md", "diary.md"],
        ["encrypt", "--yes"],
        ["encrypt"],
        ["decrypt"],
        ["add", "-d", "2023-04-30", f"after all a {WORD}"],
        ["import", "nothing.md"],
        ["edit", "last"],
    ]


def test_a_canary_is_nowhere_during_and_after_any_command(
    diary: Home,
    outside: Path,
    memory: Path,
    written: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    half = len(WORD) // 2
    end = f'printf "{WORD[:half]}" >> "$1"; printf "{WORD[half:]} once more\\n" >> "$1"'
    editor(diary, end, monkeypatch)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    diary.write(PICTURE, "diary.assets/旧/a.png")
    diary("encrypt", "--yes")
    assert leaks(diary.path) == []
    subprocess.run(["git", "init", "-q"], check=True)
    for words in commands(outside):
        done = diary.invoke(*words)
        ends = {"--dry-run": 1, "nothing.md": 3, "encrypt": 1, "decrypt": 1}
        expected = ends.get(str(words[-1]), 0)
        assert done.exit_code == expected or words[0] == "dedupe", (words, done.output)
        assert ([], words) == (leaks(diary.path), words)
        assert ([], words) == (leaks(memory), words)
    assert len(diary.entries()) >= 6
    allowed = (str(memory), str(outside))
    assert [path for path in written if not path.startswith(allowed)] == []


def test_the_canary_flies_through_every_command(outside: Path) -> None:
    from journal.cli.app import app

    names = set(get_group(app).commands)
    aliases = {"ls", "cat", "grep", "otd"}
    assert names - aliases - {"decrypt"} == {str(words[0]) for words in commands(outside)} - {
        "decrypt"
    }


@pytest.mark.parametrize("signal", ["KILL", "TERM"])
def test_a_command_that_is_killed_while_the_editor_is_open_leaves_nothing(
    diary: Home, signal: str, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"TMPDIR": str(diary.path / "tmp"), "XDG_RUNTIME_DIR": str(memory)}
    half = len(WORD) // 2
    end = f'printf "{WORD[:half]}" >> "$1"; printf "{WORD[half:]} once more\n" >> "$1"'
    editor(diary, f'{end}; echo "$1" > "$HOME/seen"; kill -{signal} $PPID', monkeypatch)
    for words in (["edit", "2023-04-02"], ["add", "-e", "-d", "2023-04-10"]):
        done = diary.run(*words, EDITOR=os.environ["EDITOR"], **places)
        assert done.returncode != 0
        assert Path((diary.path / "seen").read_text("utf-8")).is_relative_to(memory)
        assert leaks(diary.path) == []
    diary("add", "-d", "2023-04-11", "after")
    assert leaks(diary.path) == []


def killed_in_the_editor(
    diary: Home,
    script: str,
    memory: Path,
    patch: pytest.MonkeyPatch,
    words: Sequence[str] = ("edit", "2023-04-02"),
) -> Path:
    """Kill a command in its editor, and return the folder in memory that it leaves."""
    patch.setenv("XDG_RUNTIME_DIR", str(memory))
    editor(diary, script, patch)
    known = {*memory.iterdir()}
    done = diary.run(*words, EDITOR=os.environ["EDITOR"], XDG_RUNTIME_DIR=str(memory))
    assert done.returncode == -9
    editor(diary, ":", patch)
    (folder,) = {*memory.iterdir()} - known
    return folder


def test_what_a_killed_edit_left_in_memory_goes_with_the_next(
    diary: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = killed_in_the_editor(diary, "kill -9 $PPID", memory, monkeypatch)
    assert leaks(folder)
    assert f"{folder}:1: note: left-text: " in diary("doctor", code=1)
    diary("edit", "2023-04-09")
    assert not folder.exists()
    assert "left-text" not in diary("doctor")


def test_what_was_typed_before_a_command_was_killed_is_told_and_stays(
    diary: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = killed_in_the_editor(diary, 'echo typed >> "$1"; kill -9 $PPID', memory, monkeypatch)
    for words in (["edit", "2023-04-09"], ["add", "-e", "-d", "2023-04-10"]):
        done = diary.invoke(*words)
        assert f"journal: {folder}: " in done.stderr
        assert (folder / "entry.md").read_text("utf-8").endswith("typed\n")
    assert f"{folder}:1: problem: left-text: " in diary("doctor", code=1)


def test_words_that_stand_nowhere_else_stay_in_memory(
    diary: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("add", "-e", "-d", "2023-04-10", "别丢了")
    folder = killed_in_the_editor(diary, "kill -9 $PPID", memory, monkeypatch, given)
    diary("edit", "2023-04-09")
    assert "别丢了" in (folder / "entry.md").read_text("utf-8")


def test_what_an_editor_has_open_still_is_nobodys_to_remove(
    diary: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'kill -9 $PPID; exec > /dev/null 2>&1; while [ ! -e "$HOME/go" ]; do sleep 0.1; done'
    folder = killed_in_the_editor(diary, script, memory, monkeypatch)
    diary("edit", "2023-04-09")
    assert (folder / "entry.md").exists()
    diary.write("", "go")
    for _ in range(100):
        if not folder.exists():
            break
        time.sleep(0.1)
        diary("edit", "2023-04-09")
    assert not folder.exists()


def test_folders_of_others_in_memory_are_left_alone(
    diary: Home, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    for name in ("journal-abcdefgh", "journal-flask", "other-abcdefgh"):
        (memory / name).mkdir()
    (memory / "journal-flask" / "entry.md").write_text("x", "ascii")
    (memory / "journal-zyxwvuts").symlink_to(memory / "journal-flask")
    (memory / "journal-12345678").write_text("a file", "ascii")
    before = sorted(memory.iterdir())
    editor(diary, ":", monkeypatch)
    done = diary.invoke("edit", "2023-04-09")
    assert (sorted(memory.iterdir()), "journal-" in done.stderr) == (before, False)


def test_the_pager_keeps_no_word_that_is_searched_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["sh", "-c", f'cat > /dev/null; echo "$LESSHISTFILE" >> {tmp_path / "said"}']
    monkeypatch.delenv("LESSHISTFILE", raising=False)
    page(command, ["x"], encoding="utf-8")
    monkeypatch.setenv("LESSHISTFILE", "mine")
    page(command, ["x"], encoding="utf-8")
    assert (tmp_path / "said").read_text("ascii") == "-\nmine\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_keeps_nothing(diary: Home, shell: str) -> None:
    environment = {"_JOURNAL_COMPLETE": f"complete_{shell}", "COMP_WORDS": "journal\nlist\n-t\n"}
    environment |= {"COMP_CWORD": "3", "_TYPER_COMPLETE_ARGS": "journal list -t "}
    done = diary.run(**environment)
    assert (done.returncode, WORD in done.stdout) == (0, True)
    assert leaks(diary.path) == []


def test_the_same_commands_say_the_same_of_a_plain_journal(home: Home, outside: Path) -> None:
    quiet = (
        "add",
        "edit",
        "encrypt",
        "decrypt",
        "doctor",
        "history",
        "config",
        "journals",
        "undo",
        "redo",
    )
    asked = [words for words in commands(outside) if words[0] not in quiet and "-o" not in words]
    home.write(DIARY)
    plain = [home.invoke(*words) for words in asked]
    shutil.rmtree(home.path / ".journal")
    home.write(DIARY)
    home("encrypt", "--yes")
    for words, before in zip(asked, plain, strict=True):
        after = home.invoke(*words)
        assert (words, before.exit_code, before.stdout) == (words, after.exit_code, after.stdout)


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
def test_age_itself_reads_our_files(diary: Home) -> None:
    diary("add", "-d", "2023-04-10", "words and 字")
    done = subprocess.run(
        ["age", "-d", "-i", identity(diary), diary.file], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(DIARY)
    assert done.stdout.decode().endswith("## 2023.04.10 words and 字\n")


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
@pytest.mark.parametrize("armor", [[], ["-a"]])
def test_we_read_what_age_made(diary: Home, armor: list[str]) -> None:
    public = re.findall(r"age1[0-9a-z]+", identity(diary).read_text("ascii"))[0]
    fresh = DIARY + "\n## 2023.05.01 五一\n劳动。\n"
    made = subprocess.run(
        ["age", "-r", public, *armor], input=fresh.encode(), capture_output=True, check=True
    )
    diary.write(made.stdout)
    assert diary.entries()[0]["title"] == "五一"
    done = diary.invoke("add", "-d", "2023-05-02", "more")
    assert (3 if armor else 0) == done.exit_code
    if armor:
        assert diary.file.read_bytes() == made.stdout
        diary("encrypt", "--yes")
        assert diary.file.read_bytes().startswith(HEADER)
        diary("add", "-d", "2023-05-02", "more")
    assert [entry["title"] for entry in diary.entries()][:2] == ["more", "五一"]


@pytest.mark.parametrize(
    "data",
    [
        DIARY.encode().replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + DIARY.encode(),
        DIARY.encode().rstrip(b"\n") + b"\0\xff\x80\r\n\x0b",
        b"",
    ],
)
def test_decrypt_gives_the_same_bytes_back(home: Home, data: bytes) -> None:
    home.write(data)
    home.file.chmod(0o640)
    home("encrypt", "--yes")
    assert home.file.read_bytes() != data
    home("decrypt", "--yes")
    assert home.file.read_bytes() == data
    assert home.file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(home.path / ".journal") == ["lock"]
    assert home.invoke("decrypt", "--yes").exit_code == 0


def test_a_link_stays_one(home: Home) -> None:
    home.write(DIARY, "far/real.md")
    home.file.symlink_to(home.path / "far" / "real.md")
    home("encrypt", "--yes")
    assert home.file.is_symlink()
    assert (home.path / "far" / "real.md").read_bytes().startswith(HEADER)
    assert leaks(home.path) == []


def test_undo_and_redo_go_through_ciphertext(diary: Home) -> None:
    states = [diary.file.read_bytes()]
    for words in (["add", "-d", "2023-04-10", WORD], ["rm", "2023-04-02", "--yes"]):
        diary(*words)
        states.append(diary.file.read_bytes())
    diary("undo")
    assert states[1] == diary.file.read_bytes()
    diary("undo")
    assert states[0] == diary.file.read_bytes()
    diary("redo", "2")
    assert states[2] == diary.file.read_bytes()
    assert diary.invoke("undo", "3").exit_code == 0
    assert states[0] == diary.file.read_bytes()
    assert leaks(diary.path) == []


def test_the_history_names_no_entry(diary: Home) -> None:
    diary("add", "-d", "2023-04-10", WORD)
    (row,) = (json.loads(line) for line in diary("history", "--json").split("\n") if line)
    assert (
        (row["command"], row["count"], row["entries"]),
        row["taken_back"],
    ) == (("add", 1, []), False)


def refused(home: Home, *words: str | Path) -> str:
    """Run commands that must fail in one line, and change nothing; return the line."""
    said = []
    for command in (["list"], ["search", WORD], ["rm", "last", "--yes"], ["decrypt", "--yes"]):
        before = tree(home)
        done = home.invoke(*command)
        assert (done.exit_code, done.stdout) == (3, "")
        assert re.fullmatch(rf"journal: {re.escape(str(home.file))}: .+\n", done.stderr)
        assert before == tree(home)
        said.append(done.stderr)
    assert len(set(said)) == 1
    return str(said[0])


def test_another_key_is_refused(diary: Home) -> None:
    new_key(identity(diary))
    assert "other keys" in refused(diary)


@pytest.mark.parametrize("is_armored", [False, True])
def test_a_passphrase_is_not_asked_for(diary: Home, is_armored: bool) -> None:
    data = PASSPHRASE
    if is_armored:
        lines = base64.encodebytes(data).replace(b"\n", b"")
        rows = [lines[at : at + 64] for at in range(0, len(lines), 64)]
        name = b"AGE ENCRYPTED FILE-----"
        data = b"\n".join([b"-----BEGIN " + name, *rows, b"-----END " + name, b""])
    diary.file.write_bytes(data)
    assert "passphrase" in refused(diary)


def test_a_key_that_others_can_read_is_told(diary: Home) -> None:
    identity(diary).chmod(0o644)
    assert f"{identity(diary)}:1: problem: open-to-others" in diary("doctor", code=1)


@pytest.mark.parametrize("left", ["", "# created: 2026-01-01\n\n"])
def test_a_missing_key_is_refused_and_none_is_made(diary: Home, left: str) -> None:
    identity(diary).write_text(left, "ascii")
    assert "missing" in refused(diary)
    identity(diary).unlink()
    assert "missing" in refused(diary)
    assert diary.invoke("encrypt", "--yes").exit_code == 3
    assert not identity(diary).exists()


def test_no_second_key_is_made_while_the_first_is_away(diary: Home) -> None:
    diary("journals", "add", "life", diary.file)
    identity(diary).unlink()
    other = diary.write(DIARY, "other.md")
    done = diary.invoke("-j", other, "encrypt", "--yes")
    assert done.exit_code == 3
    assert f"journal: {diary.file}: is encrypted, and the key" in done.stderr
    assert not identity(diary).exists()
    assert other.read_text("utf-8") == DIARY


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[:100],
        lambda data: data[: len(HEADER)],
        lambda data: data + b"x",
        lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:],
    ],
    ids=["cut", "cut in the header", "the header alone", "longer", "one bit"],
)
def test_a_file_that_was_cut_or_changed_is_refused(
    diary: Home, spoil: Callable[[bytes], bytes]
) -> None:
    diary.file.write_bytes(spoil(diary.file.read_bytes()))
    assert "cut or changed" in refused(diary)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("AGE-SECRET-KEY-1QQQQ\n", ":1: is no private key"),
        ("# mine\nssh-ed25519 secret\n", ":2: is no private key"),
        ("age-encryption.org/v1\n-> scrypt x 18\n", "passphrase"),
    ],
)
def test_an_odd_identity_file_is_told_and_never_shown(diary: Home, text: str, what: str) -> None:
    identity(diary).write_text(text, "ascii")
    done = diary.invoke("list")
    assert (done.exit_code, done.stdout) == (3, "")
    assert re.fullmatch(r"journal: .+\n", done.stderr)
    assert what in done.stderr
    assert "QQQQ" not in done.stderr
    assert "secret" not in done.stderr


def test_without_pyrage_it_says_what_to_install(
    diary: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert "pip install 'journal-md[age]'" in refused(diary)
    plain = diary.write("## 2023.04.02 河边\n", "plain.md")
    assert diary("-j", plain, "list", "--color", "never").endswith("河边\n")
    assert diary.invoke("-j", plain, "encrypt", "--yes").exit_code == 3
    assert plain.read_text("utf-8") == "## 2023.04.02 河边\n"


def test_without_yes_and_a_terminal_nothing_is_done(home: Home) -> None:
    home.write(DIARY)
    before = tree(home)
    done = home.invoke("encrypt")
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.fullmatch(r"journal: .*--yes.*\n", done.stderr)
    assert before == tree(home)
    home("encrypt", "--yes")
    before = tree(home)
    assert home.invoke("decrypt").exit_code == 1
    assert before == tree(home)


def test_recipients_can_read_too(diary: Home, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    public = new_key(other)
    diary("config", "set", "recipients", public)
    assert public in diary("config", "get", "recipients")
    with pytest.raises(pyrage.DecryptError):
        opened(diary.file, other)
    diary("encrypt", "--yes")
    assert opened(diary.file, other).decode() == DIARY
    diary("add", "-d", "2023-04-10", "text")
    assert opened(diary.file, other) == opened(diary.file, identity(diary))


def test_nobody_is_locked_out_by_a_machine_that_does_not_know_them(diary: Home) -> None:
    diary("config", "set", "recipients", new_key(diary.path / "other.txt"))
    diary("encrypt", "--yes")
    before = diary.file.read_bytes()
    diary("config", "set", "recipients", "")
    done = diary.invoke("add", "-d", "2023-04-10", "text")
    assert done.exit_code == 3
    assert "is encrypted for 2 keys" in done.stderr
    assert diary.file.read_bytes() == before
    diary("encrypt", "--yes")
    diary("add", "-d", "2023-04-10", "text")
    with pytest.raises(pyrage.DecryptError):
        opened(diary.file, diary.path / "other.txt")


def test_a_recipient_that_is_none_is_never_shown(home: Home) -> None:
    key = "AGE-SECRET-KEY-1" + "Q" * 58
    done = home.invoke("config", "set", "recipients", key)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Q" not in done.stderr
    home.write(f'recipients = ["age1{"q" * 58}"]\n', "config/journal/config.toml")
    home.write(DIARY)
    done = home.invoke("encrypt", "--yes")
    assert done.exit_code == 2
    assert home.file.read_text("utf-8") == DIARY


def test_a_journal_can_begin_encrypted(home: Home) -> None:
    home("encrypt", "--yes")
    home("add", "-d", "2023-04-02", f"{WORD} first")
    home("undo")
    home("add", "-d", "2023-04-03", f"{WORD} second")
    assert leaks(home.path) == []
    assert [entry["title"] for entry in home.entries()] == [f"{WORD} second"]


def test_what_is_kept_beside_is_encrypted_and_comes_back(home: Home, outside: Path) -> None:
    home.write(DIARY)
    home("import", outside / "export.md")
    home.write("# 没存上\n" + WORD, ".journal/journal-unsaved-0123abcd.md")
    home.write(WORD, ".journal/diary.memory.sync-conflict-20230402-101112-ABCDEFG.jsonl")
    home.write(WORD, ".journal/other.memory.jsonl")
    names = sorted(os.listdir(home.path / ".journal"))
    before = {name: (home.path / ".journal" / name).read_bytes() for name in names}
    home("encrypt", "--yes")
    assert [str(home.path / ".journal" / "other.memory.jsonl")] == leaks(home.path)
    assert home("variants")
    home("decrypt", "--yes")
    assert before == {name: (home.path / ".journal" / name).read_bytes() for name in names}


def test_a_text_that_could_not_be_saved_is_kept_encrypted(diary: Home) -> None:
    (diary.path / "state").rename(diary.path / "away")
    diary.write("no folder", "state")
    done = diary.invoke("add", "-d", "2023-04-03", f"别丢了 {WORD}")
    assert (done.exit_code, done.stdout) == (3, "")
    place = Path(re.findall(r"kept in (/\S+\.md)", done.stderr)[-1])
    assert f"别丢了 {WORD}" == opened(place, identity(diary)).decode()
    assert leaks(diary.path) == []
    assert f"age -d -i IDENTITY {place}" in diary("doctor", code=1)


def test_a_text_that_cannot_even_be_encrypted_is_not_lost(diary: Home) -> None:
    if not memory_folder():
        pytest.skip("no folder in memory here")
    identity(diary).unlink()
    done = diary.invoke("add", "-d", "2023-04-03", f"别丢了 {WORD}")
    assert (done.exit_code, done.stdout) == (3, "")
    place = Path(re.findall(r"kept in (/\S+\.md)", done.stderr)[-1])
    assert place.is_relative_to(memory_folder())
    assert f"别丢了 {WORD}" == place.read_text("utf-8")
    assert leaks(diary.path) == []
    shutil.rmtree(place.parent.parent)


def test_the_editor_works_in_memory(diary: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = memory_folder()
    if not folder:
        pytest.skip("no folder in memory here")
    editor(diary, 'echo "$1" > "$HOME/seen"; echo "more 字" >> "$1"', monkeypatch)
    for words in (["edit", "2023-04-09"], ["add", "-e", "-d", "2023-04-10"]):
        diary(*words)
        seen = Path((diary.path / "seen").read_text("utf-8").strip())
        assert seen.is_relative_to(folder)
        assert not seen.parent.exists()
    editor(diary, 'echo "never saved" >> "$1"; exit 3', monkeypatch)
    done = diary.invoke("edit", "2023-04-09")
    place = Path(re.findall(r"kept in (/\S+\.md)", done.stderr)[-1])
    assert opened(place, identity(diary)).decode().endswith("never saved\n")


def test_without_memory_the_editor_says_where_the_text_is(
    diary: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.storage.memory.memory_folder", lambda: "")
    editor(diary, 'echo "more 字" >> "$1"', monkeypatch)
    done = diary.invoke("edit", "2023-04-09")
    assert done.exit_code == 0
    assert f"journal: {diary.path / 'tmp'}: " in done.stderr
    assert os.listdir(diary.path / "tmp") == []


def test_an_export_over_an_older_one_leaves_nothing_in_the_history(diary: Home) -> None:
    for name in ("out.md", "out.db"):
        diary("export", "-o", name)
        done = diary.invoke("export", "--force", "-o", name)
        assert (done.exit_code, "undo" in done.stderr) == (0, False)
        (diary.path / name).unlink()
    assert leaks(diary.path) == []


def test_an_encrypted_export_can_be_imported(diary: Home, outside: Path) -> None:
    copy = outside / "copy.md"
    copy.write_bytes(diary.file.read_bytes())
    plain = outside / "plain.md"
    diary("-j", plain, "import", copy)
    assert [entry["title"] for entry in diary.entries()] == [
        entry["title"] for entry in diary.entries("-j", str(plain))
    ]


def test_the_fast_lane_leaves_an_encrypted_journal_alone(diary: Home) -> None:
    listed = diary("list")
    for words, out in ((["list"], listed), (["search", "-c", WORD], "1\n")):
        done = diary.run(*words)
        assert (0, out, "") == (done.returncode, done.stdout, done.stderr)
    done = diary.run("add", "-d", "2023-04-10", f"{WORD} again")
    assert (done.returncode, done.stderr) == (0, "")
    assert diary.file.read_bytes().startswith(HEADER)
    assert leaks(diary.path) == []


@pytest.mark.parametrize("begin", [HEADER, b"-----BEGIN AGE ENCRYPTED FILE-----\n"])
def test_a_scan_takes_nothing_from_what_begins_as_encrypted(home: Home, begin: bytes) -> None:
    path = home.write(begin + DIARY.encode())
    assert scan_file(str(path)) is None
    assert scan_file(str(home.write(DIARY, "plain.md"))) is not None


def test_a_program_reads_and_writes_with_keys(diary: Home) -> None:
    keys = Keys(str(identity(diary)))
    journal = Journal(str(diary.file), keys=keys)
    journal.add(Entry(dt.date(2023, 4, 10), WORD, ZI))
    assert diary.file.read_bytes().startswith(HEADER)
    assert [entry.title for entry in journal.entries()][-1:] == [WORD]
    assert leaks(diary.path) == []
    with pytest.raises(DataError, match="is encrypted"):
        Journal(str(diary.file)).entries()


def test_several_writers_at_once(diary: Home) -> None:
    words = [sys.executable, "-m", "journal", "add", "-d", "2023-05-01"]
    running = [
        subprocess.Popen([*words, f"number {at}"], env=diary.environment, stdout=subprocess.DEVNULL)
        for at in range(6)
    ]
    assert [one.wait() for one in running] == [0] * 6
    titles = [entry["title"] for entry in diary.entries("--on", "2023-05-01")]
    assert sorted(titles) == [f"number {at}" for at in range(6)]


class TestFolder:
    """A journal that is a folder of files."""

    @pytest.fixture
    def folder(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
        home.write(f"## 2022.01.02 {WORD}\n旧。\n", "life/2022.md")
        home.write(f"## 2023.04.02 {ZI}\n新。\n", "life/2023.md")
        monkeypatch.setenv("JOURNAL", str(home.path / "life"))
        return home.path / "life"

    def test_new_files_are_encrypted_too(self, home: Home, folder: Path) -> None:
        home("encrypt", "--yes")
        home("add", "-d", "2024-01-01", WORD)
        assert sorted(path.name for path in folder.glob("*.md")) == [
            "2022.md",
            "2023.md",
            "2024.md",
        ]
        assert leaks(home.path) == []
        assert [entry["title"] for entry in home.entries()] == [WORD, ZI, WORD]
        home("undo")
        home("decrypt", "--yes")
        assert (folder / "2022.md").read_text("utf-8") == f"## 2022.01.02 {WORD}\n旧。\n"

    def test_an_emptied_folder_is_still_encrypted(self, home: Home, folder: Path) -> None:
        home("encrypt", "--yes")
        home("rm", "2022-01-02", "2023-04-02", "--yes")
        assert list(folder.glob("*.md")) == []
        home("add", "-d", "2024-01-01", WORD)
        assert leaks(home.path) == []
        home("undo", "2")
        assert [entry["title"] for entry in home.entries()] == [ZI, WORD]

    def test_a_plain_file_among_them_is_read_and_not_written(
        self, home: Home, folder: Path
    ) -> None:
        home("encrypt", "--yes")
        text = "## 2024.01.01 from the phone\nplain\n"
        (folder / "2024.md").write_text(text, "utf-8")
        assert len(home.entries()) == 3
        done = home.invoke("add", "-d", "2024-01-02", "x")
        assert done.exit_code == 3
        assert "journal encrypt" in done.stderr
        assert (folder / "2024.md").read_text("utf-8") == text
        assert "plain-file" in home("doctor", code=1)
        home("encrypt", "--yes")
        home("add", "-d", "2024-01-02", "x")
        assert (folder / "2024.md").read_bytes().startswith(HEADER)
        assert len(home.entries()) == 4


def test_dedupe_does_not_mix_encrypted_and_plain(diary: Home) -> None:
    other = diary.write(
        "## 2023.04.09 夜班\n护士长泡了一壶普洱，说这种日子一年里碰不上几回。\n", "b.md"
    )
    before = tree(diary)
    words: list[str | Path] = ["-j", diary.file, "-j", other, "dedupe", "--yes"]
    done = diary.invoke(*words)
    assert (3, before) == (done.exit_code, tree(diary))
    diary("-j", other, "encrypt", "--yes")
    diary(*words)
    assert diary.entries("-j", str(other)) == []
    assert other.read_bytes().startswith(HEADER)


def test_what_stays_in_plain_text_is_named(home: Home) -> None:
    old = home.write(DIARY, "old.md")
    home("-j", old, "add", "-d", "2023-04-10", "text")
    old.rename(home.file)
    copy = home.write(DIARY, "diary (conflicted copy 2023-04-02).md")
    picture = home.write(b"\x89PNG", "diary.assets/00.png")
    done = home.invoke("encrypt", "--yes")
    logs = (home.path / "state" / "journal" / "history").glob("*/log.jsonl")
    (stray,) = (log.parent for log in logs if log.stat().st_size)
    assert not picture.exists()
    for path in (copy, stray):
        assert f"{path}: is not encrypted" in done.stderr


def test_what_other_journals_keep_of_it_goes_too(home: Home) -> None:
    home.write(DIARY)
    other = home.write(
        f"## 2023.04.05 {WORD} in the reeds\nOne {WORD}, then rain. #{WORD}\n", "b.md"
    )
    home("-j", home.file, "-j", other, "dedupe", "--yes")
    home("add", "-d", "2023-05-01", "in the diary itself")
    home("-j", other, "encrypt", "--yes")
    kept = [path for path in leaks(home.path) if "/state/" in path]
    assert kept == []
    rows = home("history", "--json").rstrip("\n").split("\n")
    assert [json.loads(row)["command"] for row in rows] == ["add"]
    home("undo")


@pytest.mark.parametrize("word", ["encrypt", "decrypt"])
def test_a_step_that_fails_changes_nothing(
    home: Home, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write(f"## 2022.01.02 {WORD}\n", "life/2022.md")
    home.write(f"## 2023.01.02 {ZI}\n", "life/2023.md")
    monkeypatch.setenv("JOURNAL", str(home.path / "life"))
    home("add", "-d", "2023-05-01", "x")
    if word == "decrypt":
        home("encrypt", "--yes")
    else:
        identity(home).parent.mkdir(parents=True)
        new_key(identity(home))
    before = tree(home)
    real, done = os.replace, []

    def fail(old: Any, new: Any, **more: Any) -> None:
        if str(new).endswith(".md") and "life" in str(new):
            done.append(new)
            if len(done) == 2:
                raise OSError(28, "No space left on device")
        real(old, new, **more)

    monkeypatch.setattr(os, "replace", fail)
    assert home.invoke(word, "--yes").exit_code == 3
    monkeypatch.undo()
    monkeypatch.setenv("JOURNAL", str(home.path / "life"))
    for name, value in home.environment.items():
        monkeypatch.setenv(name, value if name != "JOURNAL" else str(home.path / "life"))
    after = tree(home)
    log = [name for name in before if name.endswith("log.jsonl")]
    assert {name: data for name, data in before.items() if name not in log} == {
        name: data for name, data in after.items() if name not in log
    }
    if word == "encrypt":
        home("undo")


def test_cut_off_before_it_forgets_the_next_command_does(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write(DIARY)
    home("add", "-d", "2023-04-10", WORD)
    with monkeypatch.context() as patch:
        patch.setattr("journal.history.keeper.History._forget", _killed)
        home.invoke("encrypt", "--yes")
    assert home.file.read_bytes().startswith(HEADER)
    home("add", "-d", "2023-04-11", "after")
    assert leaks(home.path) == []
    home("undo")
    assert home.invoke("undo").exit_code == 1


def _killed(*_: Any) -> None:
    raise SystemExit(137)


def test_someone_elses_save_meanwhile_is_kept(diary: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from journal.history import History

    real = History.carry_out
    theirs = pyrage.encrypt(
        (DIARY + "\n## 2023.04.20 theirs\n").encode(),
        [
            pyrage.x25519.Recipient.from_str(
                re.findall(r"age1[0-9a-z]+", identity(diary).read_text("ascii"))[0]
            )
        ],
    )
    saved: list[bool] = []

    def carry_out(self: Any, step: Any) -> None:
        if not saved:
            saved.append(True)
            diary.file.write_bytes(theirs)
        real(self, step)

    monkeypatch.setattr(History, "carry_out", carry_out)
    diary("add", "-d", "2023-04-10", "ours")
    titles = [entry["title"] for entry in diary.entries()]
    assert titles[:2] == ["theirs", "ours"]
