"""Archives: read member by member, nothing outside, what is refused named, the rest in."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from journal import attachments
from journal.archives import names, open_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Home

GOOD = "## 2023.04.02 河边\n\n很冷。![](img/a.png)\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(40))


def make_zip(members: Mapping[str, Any], *, modes: dict[str, int] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if modes and name in modes:
                info.external_attr = modes[name] << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def make_tar(members: Mapping[str, bytes | tarfile.TarInfo]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            info = data if isinstance(data, tarfile.TarInfo) else tarfile.TarInfo(name)
            if isinstance(data, bytes):
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data if isinstance(data, bytes) else b""))
    return buffer.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


HOSTILE = [
    *("../out.md", "/etc/out.md", "a/../../out.md", "C:\\out.md", "..\\out.md", "C:out.md"),
    "\\\\server\\share\\out.md",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_member_that_leads_out_is_refused_and_the_rest_is_in(home: Home, name: str) -> None:
    (home.path / "in").mkdir()
    export = home.write(make_zip({name: GOOD.replace("02", "03"), "d.md": GOOD}), "in/e.zip")
    outside = {path for path in everything(home.path.parent) if "/in/" not in path}
    done = home.invoke("import", export)
    assert done.exit_code == 3
    assert name.replace("\\", "\\") in done.stderr
    assert [one["date"] for one in home.entries()] == ["2023-04-02"]
    written = {path for path in everything(home.path.parent) if "/in/" not in path} - outside
    assert all(str(home.path) in path for path in written)
    assert not any("out.md" in path for path in written)


@pytest.mark.parametrize("name", HOSTILE[:3])
def test_a_tar_member_that_leads_out_is_refused(home: Home, name: str) -> None:
    export = home.write(make_tar({name: b"x", "d.md": GOOD.encode()}), "e.tar")
    done = home.invoke("import", export)
    assert done.exit_code == 3
    assert name in done.stderr
    assert [one["date"] for one in home.entries()] == ["2023-04-02"]


def test_links_and_devices_of_a_tar_are_refused(home: Home) -> None:
    members: dict[str, bytes | tarfile.TarInfo] = {
        "link.md": special("link.md", tarfile.SYMTYPE, "/etc/passwd"),
        "hard.md": special("hard.md", tarfile.LNKTYPE, "d.md"),
        "pipe.md": special("pipe.md", tarfile.FIFOTYPE),
        "device.md": special("device.md", tarfile.CHRTYPE),
        "d.md": GOOD.encode(),
    }
    done = home.invoke("import", home.write(gzip.compress(make_tar(members)), "e.tar.gz"))
    assert done.exit_code == 3
    for name in ("link.md", "hard.md", "pipe.md", "device.md"):
        assert name in done.stderr
    assert [one["title"] for one in home.entries()] == ["河边"]


def test_a_link_in_a_zip_is_refused(home: Home) -> None:
    data = make_zip({"l.md": "/etc/passwd", "d.md": GOOD}, modes={"l.md": stat.S_IFLNK | 0o777})
    done = home.invoke("import", home.write(data, "e.zip"))
    assert done.exit_code == 3
    assert "l.md" in done.stderr
    assert [one["title"] for one in home.entries()] == ["河边"]


def test_two_members_of_one_name_are_not_both_read(home: Home) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("d.md", GOOD)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("d.md", GOOD.replace("02", "05"))
        archive.writestr("./d.md", GOOD.replace("02", "06"))
    done = home.invoke("import", home.write(buffer.getvalue(), "e.zip"))
    assert done.exit_code == 3
    assert done.stderr.count("of this name already") == 2
    assert [one["date"] for one in home.entries()] == ["2023-04-02"]


def test_a_name_with_a_nul_is_refused_and_shown(home: Home) -> None:
    data = make_zip({"nuXout.md": GOOD.replace("02", "03"), "d.md": GOOD})
    done = home.invoke("import", home.write(data.replace(b"nuXout", b"nu\0out"), "e.zip"))
    assert done.exit_code == 3
    assert r"e.zip/nu\x00out.md: its name holds a NUL" in done.stderr
    assert len(home.entries()) == 1


@pytest.mark.parametrize(
    "name", ["x" * 300 + ".md", "dir/" * 200 + "d.md", "sub\\日记.md", "e\u0301.md", "\x1b[2Jx.md"]
)
def test_names_that_no_disk_would_take_do_no_harm(home: Home, name: str) -> None:
    for export in (
        home.write(make_zip({name: GOOD}), "e.zip"),
        home.write(make_tar({name: GOOD.replace("02", "03").encode()}), "e.tar"),
    ):
        done = home.invoke("import", export)
        assert done.exit_code == 0
        assert "\x1b" not in done.output + done.stderr
    assert len(home.entries()) == 2


def test_a_bomb_is_refused_and_the_rest_is_in(home: Home) -> None:
    data = make_zip({"bomb.md": b"0" * (20 << 20), "d.md": GOOD})
    done = home.invoke("import", home.write(data, "e.zip"))
    assert done.exit_code == 3
    assert "bomb.md" in done.stderr
    assert [one["title"] for one in home.entries()] == ["河边"]


def test_a_tar_that_grows_beyond_the_cap_stops(home: Home) -> None:
    tar = make_tar({"d.md": GOOD.encode(), "bomb.md": b"0" * (20 << 20), "z.md": b"x"})
    done = home.invoke("import", home.write(gzip.compress(tar), "e.tar.gz"))
    assert done.exit_code == 3
    assert "grows" in done.stderr
    assert [one["title"] for one in home.entries()] == ["河边"]


def test_a_size_that_lies_gives_no_more_than_it_says(tmp_path: Path) -> None:
    data = bytearray(make_zip({"d.md": b"0" * 5000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    (tmp_path / "e.zip").write_bytes(data)
    tree = open_tree(str(tmp_path / "e.zip"))
    assert [len(found) for _, found in tree.read(tree.names)] in ([], [100])
    assert len(tree.problems) == 1


def test_the_member_after_the_last_allowed_is_not_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "MEMBERS", 3)
    members = {f"{day}.md": GOOD.replace("02", f"0{day}") for day in range(1, 6)}
    done = home.invoke("import", home.write(make_zip(members), "e.zip"))
    assert done.exit_code == 3
    assert "more than 3 files" in done.stderr
    assert len(home.entries()) == 3


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_of_20001_members_the_last_is_refused(tmp_path: Path, make: Any) -> None:
    (tmp_path / "e").write_bytes(make({f"{at}.md": b"x" for at in range(20_001)}))
    tree = open_tree(str(tmp_path / "e"))
    assert len(tree.names) == 20_000
    assert [str(problem) for problem in tree.problems] == [
        f"{tmp_path}/e: holds more than 20000 files; those after it are not read"
    ]


def test_more_bytes_than_allowed_are_not_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "SIZE", 100)
    members = {f"{day}.md": GOOD.replace("02", f"0{day}") for day in range(1, 6)}
    done = home.invoke("import", home.write(make_zip(members), "e.zip"))
    assert done.exit_code == 3
    assert "4.md" in done.stderr
    assert len(home.entries()) == 2


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_cut_archive_is_told_in_clear_lines(home: Home, part: float) -> None:
    text = GOOD + "".join(f"{number * 7919 % 10007}\n" for number in range(2000))
    for name, data in (
        ("e.zip", make_zip({"d.md": text})),
        ("e.tar.gz", gzip.compress(make_tar({"d.md": text.encode()}))),
    ):
        done = home.invoke("import", home.write(data[: int(len(data) * part)], name))
        assert done.exit_code == 3
        assert all(line.startswith("journal: ") for line in done.stderr.strip().split("\n"))


def test_an_encrypted_member_is_named(home: Home) -> None:
    data = bytearray(make_zip({"d.md": GOOD}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    done = home.invoke("import", home.write(bytes(data), "e.zip"))
    assert done.exit_code == 3
    assert "encrypted" in done.stderr


@pytest.mark.parametrize("make", ["zip", "tar", "tar.gz"])
def test_attachments_lie_beside_the_journal_and_links_lead_to_them(home: Home, make: str) -> None:
    members = {"x/d.md": GOOD.encode(), "x/img/a.png": PNG}
    data = make_zip(members) if make == "zip" else make_tar(members)
    export = home.write(gzip.compress(data) if make == "tar.gz" else data, f"e.{make}")
    home("import", export)
    (kept,) = (home.path / "diary.assets").iterdir()
    assert kept.read_bytes() == PNG
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    (entry,) = home.entries()
    assert entry["images"] == [f"diary.assets/{kept.name}"]
    before = everything(home.path)
    assert "1 identical" in home.invoke("import", export).stderr
    assert everything(home.path) == before


def test_a_dry_run_writes_no_attachment(home: Home) -> None:
    export = home.write(make_zip({"d.md": GOOD, "img/a.png": PNG}), "e.zip")
    home("import", "-n", export)
    assert not (home.path / "diary.assets").exists()


def test_undo_takes_the_attachments_back(home: Home) -> None:
    home("import", home.write(make_zip({"d.md": GOOD, "img/a.png": PNG}), "e.zip"))
    home("undo")
    assert [*(home.path / "diary.assets").iterdir()] == []
    assert home.entries() == []
    home("redo")
    assert len([*(home.path / "diary.assets").iterdir()]) == 1


def test_doubles_are_stored_once(home: Home) -> None:
    text = "## 2023.04.02 a\n\n![](a.png)\n\n## 2023.04.03 b\n\n![](sub/b.png) [c](<c d.PNG>)\n"
    members = {"d.md": text, "a.png": PNG, "sub/b.png": PNG, "c d.PNG": PNG}
    home("import", home.write(make_zip(members), "e.zip"))
    assert len([*(home.path / "diary.assets").iterdir()]) == 1
    found = {image for entry in home.entries() for image in entry["images"]}
    assert len(found) == 1


def test_what_an_archive_lacks_and_what_no_entry_names_is_told(home: Home) -> None:
    members = {"d.md": "## 2023.04.02 a\n\n![](gone.png)\n", "song.mp3": b"x", "e.bin": b"y"}
    done = home.invoke("import", home.write(make_zip(members), "e.zip"))
    assert done.exit_code == 0
    for name in ("gone.png", "song.mp3", "e.bin"):
        assert name in done.stderr


def test_a_link_in_code_stays(home: Home) -> None:
    text = "## 2023.04.02 a\n\n`![](a.png)` ![](a.png)\n"
    home("import", home.write(make_zip({"d.md": text, "a.png": PNG}), "e.zip"))
    body = home.entries()[0]["body"]
    assert body.startswith("`![](a.png)` ![a.png](diary.assets/")


def test_a_zip_in_a_zip_is_read(home: Home) -> None:
    inner = make_zip({"d.md": GOOD, "img/a.png": PNG})
    home(
        "import",
        home.write(make_zip({"Part-1.zip": inner, "x/Part-2.zip": inner[:50]}), "e.zip"),
        code=3,
    )
    assert len(home.entries()) == 1
    assert len([*(home.path / "diary.assets").iterdir()]) == 1


def test_zips_in_a_zip_may_hold_files_of_one_name(home: Home) -> None:
    years = {
        f"{year}.zip": make_zip({"d.md": GOOD.replace("2023", year), "img/a.png": picture})
        for year, picture in (("2022", PNG), ("2023", PNG + b"1"))
    }
    home("import", home.write(make_zip(years), "e.zip"))
    found = home.entries()
    assert [one["date"] for one in found] == ["2023-04-02", "2022-04-02"]
    assert len({one["images"][0] for one in found}) == 2


def test_zips_in_a_zip_count_towards_the_cap(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "SIZE", 2000)
    inner = {f"{at}.zip": b"\0" * 900 + make_zip({f"{at}.md": "text"}) for at in range(4)}
    done = home.invoke("import", home.write(make_zip({"d.md": GOOD, **inner}), "e.zip"))
    assert done.exit_code == 3
    assert "e.zip/3.zip: is beyond" in done.stderr
    assert len(home.entries()) == 1


def test_names_in_other_encodings_are_read(home: Home) -> None:
    name = "照片.png"
    raw = make_zip({"d.md": f"## 2023.04.02 a\n\n![]({name})\n", "XXXX.png": PNG})
    gbk = name[:2].encode("gbk")
    home("import", home.write(raw.replace(b"XXXX", gbk), "e.zip"))
    assert len([*(home.path / "diary.assets").iterdir()]) == 1


def test_a_link_out_of_a_folder_is_not_followed(home: Home) -> None:
    secret = home.write("secret", "secret.txt")
    home.write("---\ndate: 2023-04-02\n---\n![](../secret.txt) ![](link.png)\n", "blog/p.md")
    (home.path / "blog/link.png").symlink_to(secret)
    home("import", home.path / "blog")
    assert not (home.path / "diary.assets").exists()


def test_an_archive_of_several_diaries_tells_each_thing_once(home: Home) -> None:
    members = {
        "a.md": "## 2023.04.02 a\n\n![](x.png)\n",
        "b.md": "## 2022.04.02 b\n\n![](y.png) ![](gone.png)\n",
        **{"x.png": PNG, "y.png": PNG + b"1", "rest.mp3": b"z"},
        "2023-05-06-post.md": "text ![](x.png)",
    }
    done = home.invoke("import", home.write(make_zip(members), "e.zip"))
    assert done.exit_code == 0
    assert done.stderr.count("rest.mp3") == 1
    assert done.stderr.count("gone.png") == 1
    assert "y.png" not in done.stderr
    assert len([*(home.path / "diary.assets").iterdir()]) == 2
    assert len(home.entries()) == 3


@pytest.mark.parametrize("target", [".ssh/id", "../secret.txt", "/etc/hostname", "a/../../x"])
def test_no_hidden_or_outer_file_is_an_attachment(home: Home, target: str) -> None:
    home.write("key", "blog/.ssh/id")
    home.write("secret", "secret.txt")
    home.write(f"---\ndate: 2023-04-02\n---\n![]({target}) [x]({target})\n", "blog/p.md")
    home("import", home.path / "blog/p.md")
    assert not (home.path / "diary.assets").exists()
    assert target in home.entries()[0]["body"]


def test_a_folder_of_one_picture_is_no_export(home: Home) -> None:
    home.write(PNG, "in/a.png")
    done = home.invoke("import", home.path / "in")
    assert done.exit_code == 1
    assert "no entry found" in done.stderr


def test_a_journal_that_is_a_folder_keeps_attachments_in_it(home: Home) -> None:
    home.write("# 2023\n\n## 2023.01.01 old\n\nx\n", "life/2023.md")
    export = home.write(make_zip({"d.md": GOOD, "img/a.png": PNG}), "e.zip")
    home("-j", home.path / "life", "import", export)
    (kept,) = (home.path / "life/journal.assets").iterdir()
    assert f"](journal.assets/{kept.name})" in (home.path / "life/2023.md").read_text("utf-8")


def test_a_journal_with_a_blank_in_its_name_gets_links_that_lead_somewhere(home: Home) -> None:
    export = home.write(make_zip({"d.md": GOOD, "img/a.png": PNG}), "e.zip")
    home("-j", home.path / "my life.md", "import", export)
    (kept,) = (home.path / "my life.assets").iterdir()
    assert f"](my%20life.assets/{kept.name})" in (home.path / "my life.md").read_text("utf-8")


def test_an_attachment_that_changes_meanwhile_stops_the_import(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write("---\ndate: 2023-04-02\n---\n![](a.png)\n", "blog/p.md")
    picture = home.write(PNG, "blog/a.png")
    real = attachments.with_attachments

    def meddled(*arguments: Any) -> Any:
        picture.write_bytes(b"other")
        return real(*arguments)

    monkeypatch.setattr("journal.importing.with_attachments", meddled)
    done = home.invoke("import", home.path / "blog")
    assert done.exit_code == 3
    assert "changed while it was read" in done.stderr
    assert not home.file.exists()


@pytest.mark.parametrize("at_once", [0, 1 << 20])
def test_attachments_too_many_for_memory_are_written_all_the_same(
    home: Home, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(attachments, "_AT_ONCE", at_once)
    home("import", home.write(make_zip({"d.md": GOOD, "img/a.png": PNG}), "e.zip"))
    (kept,) = (home.path / "diary.assets").iterdir()
    assert kept.read_bytes() == PNG
