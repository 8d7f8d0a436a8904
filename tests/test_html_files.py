"""The files a page shows: found, linked from where the page is, or put into it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from journal.web import files
from journal.web.addresses import Places
from journal.web.files import Files

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("diary/img/a b.png", "diary/图/山.png", "diary/note.md", "outside/c.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG)
    (tmp_path / "page").mkdir()
    return tmp_path


def places(folder: Path, page: str = "page", *, embed: bool = False) -> tuple[Files, Places]:
    made = Files([str(folder / "diary")], str(folder / page), embed=embed)
    return made, made.places(str(folder / "diary/diary.md"))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("img/a b.png", "../diary/img/a%20b.png"),
        ("img/a%20b.png", "../diary/img/a%20b.png"),
        ("./img/a b.png?raw=1#x", "../diary/img/a%20b.png"),
        ("/img/a b.png", "../diary/img/a%20b.png"),
        ("图/山.png", "../diary/%E5%9B%BE/%E5%B1%B1.png"),
        ("../outside/c.png", "../outside/c.png"),
        ("img/none.png", ""),
        ("img", ""),
        ("", ""),
        ("\0", ""),
    ],
)
def test_pictures_are_linked_from_the_page(folder: Path, address: str, wanted: str) -> None:
    _, where = places(folder)
    assert where.picture(address).replace("/./", "/") == wanted


def test_links_lead_to_files_and_their_parts(folder: Path) -> None:
    _, where = places(folder, "diary")
    assert where.link("note.md#今天") == "note.md#%E4%BB%8A%E5%A4%A9"
    assert where.link("none.md") == ""


def test_an_entry_of_a_folder_sees_what_is_beside_its_own_file(folder: Path) -> None:
    made = Files([str(folder / "diary")], str(folder / "diary"))
    where = made.places(str(folder / "diary/img/2023.md"))
    assert where.picture("a b.png") == "img/a%20b.png"
    assert where.picture("图/山.png") == "%E5%9B%BE/%E5%B1%B1.png"


def test_pictures_can_be_put_into_the_page(folder: Path) -> None:
    made, where = places(folder, embed=True)
    data = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert where.picture("img/a b.png") == data
    assert made.left_out == 0


@pytest.mark.parametrize("content", [b"SECRET=1\n", b"<svg onload='x'/>", b"", b"GIF88a"])
def test_only_pictures_are_put_into_the_page(folder: Path, content: bytes) -> None:
    (folder / "diary/x.png").write_bytes(content)
    made, where = places(folder, embed=True)
    assert where.picture("x.png") == "../diary/x.png"
    assert where.picture("x.png") == "../diary/x.png"
    assert made.left_out == 1


def test_nothing_from_outside_the_journal_is_put_into_the_page(folder: Path) -> None:
    (folder / "diary/link.png").symlink_to(folder / "outside/c.png")
    made, where = places(folder, embed=True)
    for address in ("../outside/c.png", str(folder / "outside/c.png"), "link.png"):
        assert not where.picture(address).startswith("data:")
    assert made.left_out == 3


def test_there_is_an_end_to_what_is_put_into_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", len(PNG) * 3)
    for name in "123":
        (folder / f"diary/{name}.png").write_bytes(PNG)
    (folder / "diary/large.png").write_bytes(PNG * 2)
    monkeypatch.setattr(files, "LARGEST", len(PNG) + 1)
    made, where = places(folder, embed=True)
    shown = [where.picture(f"{name}.png")[:5] for name in ("large", "1", "2", "3", "img/a b")]
    assert shown == ["../di", "data:", "data:", "data:", "../di"]
    assert made.left_out == 2
