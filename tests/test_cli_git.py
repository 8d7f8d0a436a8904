"""A journal in git: the driver set up, shown and taken back; real merges of real clones."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from journal.cli import git as git_commands
from journal.markdown.document import parse
from tests.benchmarks.merge import Row, compare
from tests.conftest import Home

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

DIARY = """\
# Diary

## 2023.04.01 lake

Round the lake in the cold, twice, and home by the mill with wet feet and a good appetite.

## 2023.04.02 面包

面包发了两次，放在炉子边上，晚上大家一起吃完了，一点也没有剩下。
"""
TEA = "\n## 2023.04.06 tea\n\nMint tea and a letter.\n"
RAIN = "\n## 2023.04.07 雨\n\n下了一整天的雨。\n"
LINES = [
    "/diary.md merge=journal",
    "/.journal/diary.variants.md merge=journal",
    "/.journal/diary.memory.jsonl merge=journal",
]


class Clone:
    """A repository, or a clone of one."""

    def __init__(self, home: Home, path: Path) -> None:
        self.home, self.path = home, path
        self.file = path / "diary.md"

    def git(self, *words: str, code: int | None = 0) -> str:
        """Run git, check how it ends, and return all that it says."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.path,
            env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert code is None or done.returncode == code, said
        return said

    def journal(self, *words: str | Path, code: int = 0) -> str:
        """Run a command on the diary of this clone, and return all that it says."""
        result = self.home.invoke("-j", self.file, *words)
        assert result.exit_code == code, result.output
        return str(result.output)

    def save(self, text: str | bytes, name: str = "diary.md") -> None:
        """Write a file and commit everything."""
        data = text if isinstance(text, bytes) else text.encode()
        (self.path / name).write_bytes(data)
        self.commit()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def text(self, name: str = "diary.md") -> str:
        return (self.path / name).read_bytes().decode()

    def merge(self, other: Clone, code: int = 0) -> str:
        """Merge what another clone has committed."""
        self.git("fetch", "-q", str(other.path))
        return self.git("merge", "--no-edit", "FETCH_HEAD", code=code)


@pytest.fixture
def repository(home: Home) -> Clone:
    """Give a repository with a diary in it."""
    path = home.path / "one"
    path.mkdir()
    home.write("[user]\nname = x\nemail = x@x\n[init]\ndefaultBranch = main\n", ".gitconfig")
    made = Clone(home, path)
    made.git("init", "-q")
    made.save(".journal/lock\n", ".gitignore")
    made.save(DIARY)
    return made


@pytest.fixture
def clones(repository: Clone) -> tuple[Clone, Clone]:
    """Give two clones in which the driver is installed."""
    repository.journal("git", "install", "--yes")
    repository.commit()
    path = repository.path.parent / "other"
    repository.git("clone", "-q", ".", str(path))
    other = Clone(repository.home, path)
    assert "git config" in other.journal("git", "install", "--yes")
    return repository, other


def test_install_shows_what_it_does_and_does_it_once(repository: Clone) -> None:
    shown = repository.journal("git", "install", "-n")
    assert [line for line in LINES if f"add {line}\n" in shown] == LINES
    assert "merge-driver %O %A %B %P" in shown
    assert "--yes does it" in repository.journal("git", "install", code=1)
    assert repository.git("status", "--porcelain") == ""
    assert repository.git("config", "--get-regexp", "merge", code=1) == ""
    repository.journal("git", "install", "--yes")
    assert repository.text(".gitattributes").split("\n")[:-1] == LINES
    assert "driver" in repository.git("config", "--local", "--get-regexp", "merge.journal")
    assert "nothing is left to do" in repository.journal("git", "install")
    assert repository.text(".gitattributes").split("\n")[:-1] == LINES


@pytest.mark.parametrize("before", [b"", b"*.md text", b"*.png -text\r\n# mine\r\n"])
def test_uninstall_leaves_what_was_there(repository: Clone, before: bytes) -> None:
    if before:
        repository.save(before, ".gitattributes")
    repository.journal("git", "install", "--yes")
    assert "remove /diary.md" in repository.journal("git", "uninstall", "-n")
    repository.journal("git", "uninstall", "--yes")
    assert "journal" not in repository.git("check-attr", "merge", "diary.md").partition(": ")[2]
    path = repository.path / ".gitattributes"
    assert (path.read_bytes() if path.exists() else b"").removesuffix(b"\n") == before.removesuffix(
        b"\n"
    )
    assert repository.git("config", "--get-regexp", "merge", code=1) == ""
    assert "nothing is left to do" in repository.journal("git", "uninstall")


@pytest.mark.parametrize(("answer", "code", "done"), [("n\n", 1, False), ("y\n", 0, True)])
def test_on_a_terminal_it_asks(
    repository: Clone, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, done: bool
) -> None:
    monkeypatch.setattr(git_commands, "has_terminal", lambda: True)
    result = repository.home.invoke("-j", repository.file, "git", "install", stdin=answer)
    assert (result.exit_code, (repository.path / ".gitattributes").exists()) == (code, done)


@pytest.mark.parametrize("name", ["my diary.md", "a[1]*.md", 'say "x".md', "日记.md", "#1.md"])
def test_any_name_is_named_to_git(repository: Clone, name: str) -> None:
    repository.save(DIARY, name)
    repository.file = repository.path / name
    repository.journal("git", "install", "--yes")
    said = repository.git("check-attr", "-z", "merge", "--", name, "a1x.md", "diary.md")
    assert said.split("\0")[2::3] == ["journal", "unspecified", "unspecified"]


def test_all_files_of_a_folder_are_named(repository: Clone) -> None:
    folder = repository.path / "life"
    folder.mkdir()
    (folder / "2023.md").write_text(DIARY, "utf-8")
    repository.file = folder
    repository.journal("git", "install", "--yes")
    names = ["life/2023.md", "life/a/2024.md", "life/.journal/variants.md"]
    names += ["life/.journal/memory.jsonl", "diary.md"]
    said = repository.git("check-attr", "-z", "merge", "--", *names)
    assert said.split("\0")[2::3] == ["journal"] * 4 + ["unspecified"]


def test_a_journal_outside_git_is_told_so(home: Home) -> None:
    home.write(DIARY)
    result = home.invoke("git", "install", "--yes")
    assert (result.exit_code, "in no git repository" in result.stderr) == (3, True)


def test_the_driver_is_no_command_for_every_day(home: Home) -> None:
    assert "merge-driver" not in home("--help")
    assert "Exits with 1" in home("merge-driver", "--help")


def test_both_clones_get_both_entries(clones: tuple[Clone, Clone]) -> None:
    one, other = clones
    one.save(DIARY + RAIN)
    other.save(DIARY + TEA)
    start = one.git("rev-parse", "HEAD").strip()
    one.merge(other)
    other.git("fetch", "-q", str(one.path), start)
    other.git("merge", "--no-edit", start)
    assert one.text() == other.text() == DIARY + TEA + RAIN
    # Each has merged the other: git now has two bases, and merges these first.
    one.save(one.text().replace("Mint", "Green"))
    other.merge(one)
    assert other.text() == (DIARY + TEA + RAIN).replace("Mint", "Green")


@pytest.mark.parametrize("word", ["merge", "rebase", "cherry-pick"])
def test_a_branch_from_before_it_was_installed_is_merged_by_entries_too(
    repository: Clone, word: str
) -> None:
    repository.git("branch", "old")
    repository.journal("git", "install", "--yes")
    repository.commit()
    repository.save(DIARY + TEA)
    repository.git("checkout", "-q", "old")
    repository.save(DIARY + RAIN)
    words = ["merge", "--no-edit"] if word == "merge" else [word]
    repository.git(*words, "main")
    assert repository.text() == DIARY + TEA + RAIN


def test_a_clone_that_knows_the_lines_by_its_files_alone_is_told_what_lacks(
    clones: tuple[Clone, Clone],
) -> None:
    one, _ = clones
    (one.path / ".git" / "info" / "attributes").unlink()
    shown = one.journal("git", "install", "-n")
    assert [line for line in LINES if f"info/attributes: add {line}\n" in shown] == LINES
    assert ".gitattributes" not in shown


def test_a_program_in_the_repository_is_not_run(clones: tuple[Clone, Clone]) -> None:
    one, other = clones
    one.save("raise SystemExit(9)\n", "journal.py")
    one.save(DIARY + RAIN)
    other.save(DIARY + TEA)
    one.merge(other)
    assert one.text() == DIARY + TEA + RAIN


def test_a_clash_is_told_and_leaves_both_texts(clones: tuple[Clone, Clone]) -> None:
    one, other = clones
    one.save(DIARY.replace("in the cold", "in the snow and wind"))
    other.save(DIARY.replace("in the cold", "in the sun"))
    said = one.merge(other)
    assert "journal: diary.md:3: both sides changed the text of this entry" in said
    titles = [entry.title for entry in parse(one.text()).entries]
    assert titles == ["lake", "lake", "面包"]
    assert ("snow and wind" in one.text(), "in the sun" in one.text()) == (True, True)


def test_a_rebase_puts_entries_where_they_belong(clones: tuple[Clone, Clone]) -> None:
    one, other = clones
    one.save(DIARY + RAIN)
    other.save(DIARY + TEA)
    other.save((DIARY + TEA).replace("放在炉子边上", "放在窗边"))
    one.git("fetch", "-q", str(other.path))
    one.git("rebase", "-q", "FETCH_HEAD")
    assert one.text() == (DIARY + TEA + RAIN).replace("放在炉子边上", "放在窗边")


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (b"one\n", b"two\n", b"three\n"),
        (b"a\nb\nc\nd\n", b"A\nb\nc\nd\n", b"a\nb\nc\nD\n"),
        *[tuple(f"## 2023.04.0{n} 日记\n\n天气很好\n".encode("gbk") for n in (1, 2, 3))],
        (b"", b"## 2023.04.01 a\n\n```\nx\n", b"## 2023.04.02 b\n\ny\n"),
    ],
    ids=["words", "words apart", "GBK", "open fence"],
)
def test_what_is_no_journal_is_merged_as_git_does(
    repository: Clone, base: bytes, ours: bytes, theirs: bytes
) -> None:
    paths = [repository.path / name for name in "OAB"]
    for path, data in zip(paths, (base, ours, theirs), strict=True):
        path.write_bytes(data)
    labels = [word for name in ("ours", "base", "theirs") for word in ("-L", name)]
    expected = subprocess.run(
        ["git", "merge-file", "-p", *labels, "A", "O", "B"],
        cwd=repository.path,
        capture_output=True,
        check=False,
    )
    result = repository.home.invoke("merge-driver", *paths, "x.md")
    assert (result.exit_code, paths[1].read_bytes()) == (
        min(expected.returncode, 1),
        expected.stdout,
    )
    assert "journal: x.md: merged by lines" in result.stderr


def test_a_fault_of_ours_is_no_fault_of_the_merge(
    repository: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("journal.merging.merge", fail)
    paths = [repository.path / name for name in "OAB"]
    for path, text in zip(paths, (DIARY, DIARY + TEA, "# 我的日记\n" + DIARY), strict=True):
        path.write_text(text, "utf-8")
    result = repository.home.invoke("merge-driver", *paths, "diary.md")
    assert (result.exit_code, "RecursionError" in result.stderr) == (0, True)
    assert paths[1].read_text("utf-8") == "# 我的日记\n" + DIARY + TEA


def test_what_is_remembered_of_imports_is_merged_too(clones: tuple[Clone, Clone]) -> None:
    one, other = clones
    exports = [one.home.path / name for name in ("phone.md", "blog.md")]
    exports[0].write_text(DIARY.replace("2023.04.01", "2022.04.01") + TEA, "utf-8")
    exports[1].write_text(DIARY.replace("一起吃完了", "一起慢慢吃完了") + RAIN, "utf-8")
    for clone, export in zip((one, other), exports, strict=True):
        clone.journal("import", export)
        clone.commit()
    start = one.git("rev-parse", "HEAD").strip()
    one.merge(other)
    other.git("fetch", "-q", str(one.path), start)
    other.git("merge", "--no-edit", start)
    for name in ("diary.md", ".journal/diary.memory.jsonl", ".journal/diary.variants.md"):
        assert one.text(name) == other.text(name)
    # Who has seen both exports may know better than who had seen one; then all is settled.
    for clone in clones:
        for export in (*exports, *exports):
            clone.commit()
            clone.journal("import", export)
        assert clone.git("diff") == ""
        titles = [entry.title for entry in parse(clone.text()).entries]
        assert sorted(titles) == ["lake", "tea", "雨", "面包"]
    assert one.text() == other.text()


class TestEncrypted:
    """Clones of a journal that is encrypted."""

    @pytest.fixture
    def sealed(self, repository: Clone) -> tuple[Clone, Clone]:
        """Give two clones of an encrypted diary in which the driver is installed."""
        pytest.importorskip("pyrage", reason="the package pyrage is not installed")
        repository.save("*.md text eol=lf\n", ".gitattributes")
        repository.journal("encrypt", "--yes")
        repository.journal("git", "install", "--yes")
        repository.commit()
        path = repository.path.parent / "other"
        repository.git("clone", "-q", ".", str(path))
        other = Clone(repository.home, path)
        other.journal("git", "install", "--yes")
        return repository, other

    def test_encrypt_says_what_git_may_do(self, repository: Clone) -> None:
        pytest.importorskip("pyrage", reason="the package pyrage is not installed")
        line = "it is in git: journal git install"
        assert line in repository.journal("encrypt", "--yes")
        repository.journal("git", "install", "--yes")
        assert line not in repository.journal("encrypt", "--yes")

    def plain(self, clone: Clone, name: str = "diary.md") -> str:
        from journal.age.keys import Keys

        path = clone.path / name
        key = clone.home.path / "config" / "journal" / "identity.txt"
        return Keys(str(key)).decrypt(path.read_bytes(), str(path)).decode()

    def add(self, clone: Clone, text: str) -> None:
        day, _, title = text.partition(" ")
        clone.journal("add", "-d", day, title)
        clone.commit()

    def test_git_keeps_every_byte_of_them(self, sealed: tuple[Clone, Clone]) -> None:
        one, other = sealed
        names = ["diary.md", ".journal/diary.memory.jsonl", "diary.assets/a/b.png.age"]
        said = one.git("check-attr", "-z", "text", "merge", "--", *names)
        assert said.split("\0")[2::3] == ["unset", "journal"] * 3
        for number in range(4):
            self.add(one, f"2023-05-{number + 1:02} number {number}")
        other.merge(one)
        assert other.path.joinpath("diary.md").read_bytes() == one.file.read_bytes()

    def test_both_get_both_entries(self, sealed: tuple[Clone, Clone]) -> None:
        one, other = sealed
        self.add(one, "2023-04-07 雨")
        self.add(other, "2023-04-06 tea")
        said = one.merge(other)
        assert "merged by lines" not in said
        titles = [entry.title for entry in parse(self.plain(one)).entries]
        assert titles == ["lake", "面包", "tea", "雨"]
        assert "雨".encode() not in one.file.read_bytes()
        other.merge(one)
        assert other.file.read_bytes() == one.file.read_bytes()
        files = [path for path in one.path.rglob("*") if path.is_file()]
        assert [path for path in files if b"Round the lake" in path.read_bytes()] == []

    def test_without_the_key_nothing_is_touched(self, sealed: tuple[Clone, Clone]) -> None:
        one, other = sealed
        self.add(one, "2023-04-07 雨")
        self.add(other, "2023-04-06 tea")
        before = one.file.read_bytes()
        key = one.home.path / "config" / "journal" / "identity.txt"
        key.rename(key.with_suffix(".away"))
        said = one.merge(other, code=1)
        assert "journal: diary.md: not merged, for it is encrypted, and the key" in said
        assert one.file.read_bytes() == before
        key.with_suffix(".away").rename(key)
        one.git("merge", "--abort")
        one.merge(other)

    def test_nobody_is_locked_out_by_a_merge(self, sealed: tuple[Clone, Clone]) -> None:
        import pyrage

        one, other = sealed
        key = pyrage.x25519.Identity.generate()
        one.journal("config", "set", "recipients", str(key.to_public()))
        one.journal("encrypt", "--yes")
        self.add(one, "2023-04-07 雨")
        one.journal("config", "set", "recipients", "")
        self.add(other, "2023-04-06 tea")
        said = other.merge(one, code=1)
        assert "is encrypted for 2 keys, and the setting recipients names fewer" in said
        other.git("merge", "--abort")
        one.journal("config", "set", "recipients", str(key.to_public()))
        other.merge(one)
        assert b"\xe9\x9b\xa8" in pyrage.decrypt(other.file.read_bytes(), [key])

    def test_one_side_was_decrypted_or_encrypted_anew(self, sealed: tuple[Clone, Clone]) -> None:
        one, other = sealed
        one.journal("encrypt", "--yes")
        one.commit()
        self.add(other, "2023-04-06 tea")
        one.merge(other)
        assert one.file.read_bytes() == other.file.read_bytes()
        one.journal("decrypt", "--yes")
        one.commit()
        self.add(other, "2023-04-08 fog")
        other.merge(one)
        assert [entry.title for entry in parse(other.text()).entries][-2:] == ["tea", "fog"]

    def test_one_side_was_encrypted_while_the_other_wrote(
        self, clones: tuple[Clone, Clone]
    ) -> None:
        pytest.importorskip("pyrage", reason="the package pyrage is not installed")
        one, other = clones
        one.journal("encrypt", "--yes")
        one.commit()
        other.save(DIARY + TEA)
        other.merge(one)
        assert self.plain(other) == DIARY + TEA

    def test_the_same_attachment_on_both_sides_is_no_conflict(
        self, sealed: tuple[Clone, Clone]
    ) -> None:
        one, other = sealed
        post = one.home.path / "blog" / "index.md"
        post.parent.mkdir()
        post.write_text("---\ntitle: Train\ndate: 2023-05-02\n---\n\nA.\n\n![](a.png)\n")
        (post.parent / "a.png").write_bytes(b"PNG pixels")
        for clone in (one, other):
            clone.journal("import", post.parent)
            clone.commit()
        (mine,) = (one.path / "diary.assets").iterdir()
        (theirs,) = (other.path / "diary.assets").iterdir()
        assert mine.name == theirs.name
        assert mine.read_bytes() != theirs.read_bytes()
        one.merge(other)
        assert len(parse(self.plain(one)).entries) == 3
        assert self.plain(one, f"diary.assets/{mine.name}").endswith("pixels")

    def test_a_clash_of_attachments_is_left_to_a_person(self, sealed: tuple[Clone, Clone]) -> None:
        one, other = sealed
        for clone, data in ((one, b"one"), (other, b"other")):
            (clone.path / "diary.assets").mkdir()
            (clone.path / "diary.assets" / "a.bin").write_bytes(data)
            clone.journal("encrypt", "--yes")
            clone.commit()
        before = (one.path / "diary.assets" / "a.bin.age").read_bytes()
        said = one.merge(other, code=1)
        assert "a.bin.age: not merged, for it was changed on both sides" in said
        assert (one.path / "diary.assets" / "a.bin.age").read_bytes() == before


def test_random_histories_lose_and_double_nothing() -> None:
    rows = compare(10, seed=1000)
    clean = Row(histories=10, left_out=rows["journal"].left_out)
    assert rows["journal"] == clean
    assert rows["git"].conflicts > 0
    assert rows["union"].doubled > 0
