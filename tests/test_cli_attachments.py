"""Attachments of an encrypted journal: sealed beside it, shown all the same, and back again."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from journal.age.keys import Keys
from journal.errors import DataError
from journal.render.console import Screen
from journal.render.entry import show_entries
from tests.test_cli_encryption import PASSPHRASE

if TYPE_CHECKING:
    from tests.conftest import Home

pyrage = pytest.importorskip("pyrage", reason="the package pyrage is not installed")

PICTURE = b"\x89PNG\r\n\x1a\n and Rohrdommel pixels".ljust(90, b".")
PAPER = "第一页：Rohrdommel。\n".encode()
DIARY = "## 2023.04.02 河\n沿着河走。\n\n![](diary.assets/a.png) [纸](diary.assets/旧/报告.pdf)\n"
POST = "---\ntitle: Train\ndate: 2023-05-02\n---\n\nOranges.\n\n![](a.png)\n"


def identity(home: Home) -> Path:
    return home.path / "config" / "journal" / "identity.txt"


def keys(home: Home) -> Keys:
    return Keys(str(identity(home)))


def opened(home: Home, name: str) -> bytes:
    path = str(home.path / name)
    return keys(home).decrypt(Path(path).read_bytes(), path)


def attachments(home: Home) -> dict[str, bytes]:
    """Return the files in the folder of the attachments, by their paths from it."""
    folder = home.path / "diary.assets"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def leaks(home: Home) -> list[str]:
    files = (path for path in home.path.rglob("*") if path.is_file() and not path.is_symlink())
    return [
        str(path) for path in files if any(one in path.read_bytes() for one in (PICTURE, PAPER))
    ]


@pytest.fixture
def diary(home: Home) -> Home:
    """Give a home with a diary that is not encrypted, and two attachments."""
    home.write(DIARY)
    home.write(PICTURE, "diary.assets/a.png").chmod(0o644)
    home.write(PAPER, "diary.assets/旧/报告.pdf")
    return home


@pytest.fixture
def sealed(diary: Home) -> Home:
    """Give it encrypted."""
    diary("encrypt", "--yes")
    return diary


@pytest.fixture
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a post with a picture that lies beside it."""
    folder = tmp_path_factory.mktemp("outside") / "blog" / "train"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(POST, "utf-8")
    (folder / "a.png").write_bytes(PICTURE)
    return folder.parent


def test_encrypt_and_decrypt_turn_every_attachment(diary: Home) -> None:
    before = attachments(diary)
    done = diary.invoke("encrypt", "--yes")
    assert "encrypted (2 files and 2 attachments, for 1 key)" in done.stderr
    assert sorted(attachments(diary)) == ["a.png.age", "旧/报告.pdf.age"]
    assert opened(diary, "diary.assets/a.png.age") == PICTURE
    assert leaks(diary) == []
    assert diary.entries()[0]["images"] == ["diary.assets/a.png"]
    done = diary.invoke("decrypt", "--yes")
    assert "decrypted (2 files and 2 attachments)" in done.stderr
    assert attachments(diary) == before
    assert (diary.path / "diary.assets" / "a.png").stat().st_mode & 0o777 == 0o644
    assert diary.file.read_text("utf-8") == DIARY


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
def test_age_itself_reads_an_attachment(sealed: Home) -> None:
    path = sealed.path / "diary.assets" / "a.png.age"
    done = subprocess.run(
        ["age", "-d", "-i", identity(sealed), path], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, PICTURE)


def test_an_import_seals_what_it_brings(sealed: Home, bundle: Path) -> None:
    before = attachments(sealed)
    done = sealed.invoke("import", bundle)
    assert (done.exit_code, "not encrypted" in done.stderr) == (0, False)
    (name,) = attachments(sealed).keys() - before.keys()
    assert opened(sealed, f"diary.assets/{name}") == PICTURE
    assert sealed.entries()[0]["images"] == [f"diary.assets/{name.removesuffix('.age')}"]
    after = attachments(sealed)
    assert "nothing written" in sealed.invoke("import", bundle).stderr
    (bundle / "train" / "index.md").write_text(POST.replace("Oranges", "Oranges and tea"), "utf-8")
    sealed("import", bundle)
    assert attachments(sealed) == after
    sealed("undo", "2")
    assert attachments(sealed) == before
    sealed("redo", "2")
    assert attachments(sealed) == after
    assert leaks(sealed) == []


def test_what_undo_kept_of_an_attachment_goes(home: Home, bundle: Path) -> None:
    home("import", bundle)
    home("undo")
    assert len(leaks(home)) == 1
    home("encrypt", "--yes")
    assert leaks(home) == []


def test_an_archive_of_an_encrypted_journal_comes_in_whole(sealed: Home) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, one in attachments(sealed).items():
            archive.writestr(f"diary.assets/{name}", one)
        archive.writestr("diary.md", sealed.file.read_bytes())
    archive_path = sealed.write(data.getvalue(), "old.zip")
    other = sealed.path / "b" / "life.md"
    done = sealed.invoke("-j", other, "import", archive_path)
    assert (done.exit_code, "belong to no entry" in done.stderr) == (0, False)
    files = list((other.parent / "life.assets").iterdir())
    assert sorted(path.read_bytes() for path in files) == sorted([PICTURE, PAPER])
    assert {path.suffix for path in files} == {".png", ".pdf"}


def test_a_page_has_the_picture_or_says_why_not(sealed: Home) -> None:
    from base64 import b64encode

    done = sealed.invoke("export", "-f", "html", "--embed")
    assert b64encode(PICTURE).decode() in done.stdout
    assert "1 file that the page leads to is encrypted" in done.stderr
    done = sealed.invoke("export", "-f", "html")
    assert "2 files that the page leads to are encrypted" in done.stderr
    assert "--embed" in done.stderr


def test_an_export_without_pictures_says_where_they_are(sealed: Home) -> None:
    said = [sealed.invoke("export", "-o", name).stderr for name in ("a.md", "b.html", "-")]
    line = f"{sealed.path / 'diary.assets'}: attachments stay here, encrypted; a page has"
    assert [line in one for one in said] == [True, False, False]


def test_a_screen_shows_the_picture(sealed: Home) -> None:
    pytest.importorskip("textual_image")
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (40, 40), (255, 0, 0)).save(made, "PNG")
    path = str(sealed.path / "diary.assets" / "red.png.age")
    Path(path).write_bytes(keys(sealed).encrypt(made.getvalue(), path))
    sealed("add", "-d", "2023-05-01", "red. ![](diary.assets/red.png)")
    shown = {}
    for name, opener in (("with", keys(sealed)), ("without", None)):
        out = io.StringIO()
        environ = {"TERM": "xterm-256color", "JOURNAL_PICTURES": "blocks", "FORCE_HYPERLINK": "1"}
        screen = Screen("always", False, environ=environ, stdout=out, stderr=out, keys=opener)
        from journal.journal import Journal

        entries = Journal(str(sealed.file), keys=keys(sealed)).entries()
        show_entries(entries[-1:], screen)
        shown[name] = out.getvalue()
    assert ("▀" in shown["with"], "▀" in shown["without"]) == (True, False)
    assert "file://" not in shown["with"]


def test_doctor_finds_what_is_sealed_and_what_is_not(sealed: Home) -> None:
    assert "missing-image" not in sealed("doctor")
    sealed.write(b"new", "diary.assets/new.png")
    assert "new.png:1: problem: plain-file" in sealed("doctor", code=1)
    sealed("encrypt", "--yes")
    assert "plain-file" not in sealed("doctor")
    assert opened(sealed, "diary.assets/new.png.age") == b"new"


def test_a_new_recipient_opens_attachments_too(sealed: Home) -> None:
    key = pyrage.x25519.Identity.generate()
    sealed("config", "set", "recipients", str(key.to_public()))
    sealed("encrypt", "--yes")
    for data in (*attachments(sealed).values(), sealed.file.read_bytes()):
        assert pyrage.decrypt(data, [key])


def test_attachments_that_could_not_be_encrypted_anew_are_told(
    sealed: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = pyrage.x25519.Identity.generate()
    sealed("config", "set", "recipients", str(key.to_public()))
    real = os.replace

    def fail(old: Any, new: Any, **more: Any) -> None:
        if str(new).endswith(".pdf.age"):
            raise OSError(28, "No space left on device")
        real(old, new, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        done = sealed.invoke("encrypt", "--yes")
    assert done.exit_code == 3
    assert "报告.pdf.age: not saved: No space left on device; what comes before it" in done.stderr
    assert pyrage.decrypt(sealed.file.read_bytes(), [key]).decode() == DIARY
    assert opened(sealed, "diary.assets/旧/报告.pdf.age") == PAPER
    sealed("encrypt", "--yes")
    assert [bytes(pyrage.decrypt(one, [key])) for one in attachments(sealed).values()]


def test_what_stays_plain_is_named(diary: Home) -> None:
    folder = diary.path / "diary.assets"
    outside = diary.write(PICTURE, "照片/b.png")
    diary.write(DIARY + f"![](照片/b.png) ![]({outside}) ![](nowhere.png)\n")
    (folder / "link.png").symlink_to(outside)
    (folder / ".hidden").write_bytes(b"x")
    os.link(folder / "a.png", diary.path / "again.png")
    said = diary.invoke("encrypt", "--yes").stderr
    for name in ("link.png", ".hidden"):
        assert f"{folder / name}: is not encrypted" in said
    assert "1 file that entries link to, outside the folder of the attachments, stays" in said
    assert f"as it is: {outside}\n" in said
    assert f"{folder / 'a.png'} (under its other name, a hard link): is not encrypted" in said
    assert sorted(leaks(diary)) == [str(diary.path / "again.png"), str(outside)]


def test_files_that_end_in_age_come_back_as_they_were(diary: Home) -> None:
    theirs = pyrage.encrypt(b"x", [pyrage.x25519.Identity.generate().to_public()])
    diary.write(theirs, "diary.assets/letter.age")
    diary.write(b"no age file", "diary.assets/stone.age")
    before = attachments(diary)
    diary("encrypt", "--yes")
    assert all(name.endswith(".age") for name in attachments(diary))
    diary("encrypt", "--yes")
    diary("decrypt", "--yes")
    assert attachments(diary) == before


def test_a_name_that_is_taken_stops_it_before_anything_is_done(diary: Home) -> None:
    diary.write(b"something else", "diary.assets/a.png.age")
    before = attachments(diary)
    done = diary.invoke("encrypt", "--yes")
    assert done.exit_code == 3
    assert "stands beside a.png.age, which is something else; move one of them away" in done.stderr
    assert (attachments(diary), diary.file.read_text("utf-8")) == (before, DIARY)


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda _: PASSPHRASE])
def test_an_attachment_that_cannot_be_opened_stays(sealed: Home, spoil: Any) -> None:
    path = sealed.path / "diary.assets" / "a.png.age"
    path.write_bytes(spoil(path.read_bytes()))
    before = path.read_bytes()
    for word in ("encrypt", "decrypt"):
        done = sealed.invoke(word, "--yes")
        assert done.exit_code == 0
        assert f"{path}: stays as it is, for it is encrypted" in done.stderr
        assert path.read_bytes() == before
    assert attachments(sealed)["旧/报告.pdf"] == PAPER


@pytest.mark.parametrize("command", [["add", "-d", "2023-05-01", "x"], ["undo"]])
def test_what_a_killed_command_left_twice_is_settled_by_the_next(
    sealed: Home, command: list[str]
) -> None:
    sealed("add", "-d", "2023-04-30", "before")
    names = sorted(attachments(sealed))
    sealed.write(PICTURE, "diary.assets/a.png")
    sealed.write("与众不同", "diary.assets/旧/报告.pdf")
    done = sealed.invoke(*command)
    assert done.exit_code == 0
    assert re.findall(r"journal: (\S+): removed, for it stood there", done.stderr) == [
        str(sealed.path / "diary.assets" / "a.png")
    ]
    assert sorted(attachments(sealed)) == sorted([*names, "旧/报告.pdf"])
    assert attachments(sealed)["旧/报告.pdf"].decode() == "与众不同"


def test_of_a_killed_first_encrypt_nothing_stays(diary: Home) -> None:
    diary("journals")
    (diary.path / "config" / "journal").mkdir(parents=True)
    keys(diary).make()
    before = attachments(diary)
    path = str(diary.path / "diary.assets" / "a.png.age")
    Path(path).write_bytes(keys(diary).encrypt(PICTURE, path))
    done = diary.run("add", "-d", "2023-05-01", "in the fast lane")
    assert (done.returncode, attachments(diary)) == (0, before)


@pytest.mark.parametrize("word", ["encrypt", "decrypt"])
def test_a_disk_that_is_full_changes_nothing(
    diary: Home, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if word == "decrypt":
        diary("encrypt", "--yes")
    before = (attachments(diary), diary.file.read_bytes())
    real, made = os.replace, []

    def fail(old: Any, new: Any, **more: Any) -> None:
        if "diary.md" in str(new):
            made.append(new)
            raise OSError(28, "No space left on device")
        real(old, new, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        assert diary.invoke(word, "--yes").exit_code == 3
    assert made
    assert (attachments(diary), diary.file.read_bytes()) == before


def test_a_linked_journal_keeps_its_attachments_beside_its_file(diary: Home) -> None:
    (diary.path / "far").mkdir()
    for name in ("diary.md", "diary.assets"):
        (diary.path / name).rename(diary.path / "far" / name)
    diary.file.symlink_to(diary.path / "far" / "diary.md")
    diary("encrypt", "--yes")
    assert leaks(diary) == []
    assert "missing-image" not in diary("doctor")
    assert diary("export", "-f", "html", "--embed").count("data:image/png") == 1


def test_a_folder_has_its_attachments_in_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL", str(home.path / "life"))
    home.write("## 2023.04.02 河\n![](journal.assets/a.png)\n", "life/2023.md")
    home.write(PICTURE, "life/journal.assets/a.png")
    home.write("## 2023.04.03 page\nwith the pictures\n", "life/journal.assets/page.md")
    home("encrypt", "--yes")
    names = os.listdir(home.path / "life" / "journal.assets")
    assert (sorted(names), leaks(home)) == (["a.png.age", "page.md"], [])
    assert len(home.entries()) == 2
    assert home("export", "-f", "html", "--embed").count("data:image/png") == 1
    home("decrypt", "--yes")
    assert (home.path / "life" / "journal.assets" / "a.png").read_bytes() == PICTURE


def test_without_its_key_no_attachment_is_touched(sealed: Home) -> None:
    before = attachments(sealed)
    identity(sealed).unlink()
    for word in ("encrypt", "decrypt"):
        assert sealed.invoke(word, "--yes").exit_code == 3
    assert attachments(sealed) == before
    with pytest.raises(DataError, match="missing"):
        opened(sealed, "diary.assets/a.png.age")
