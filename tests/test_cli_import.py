"""`import`: every entry once, in any order, with a reason, and nothing lost."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.journal import Journal

if TYPE_CHECKING:
    from tests.conftest import Home

BIKE = (
    "今天教小侄女骑车，她一开始怎么也不肯松开我的手，绕着操场走了七八圈才敢自己蹬两下。\n\n"
    '<img src="{folder}album/2023-04-02-08-15-30.png" style="max-width: 300px;">\n\n'
    "后来她忽然就会了，歪歪扭扭地冲到梧桐树底下，回头冲我大笑，鞋带都散了也没有发现。"
    "傍晚买了两根绿豆冰棍，一人一根坐在台阶上吃完，回家的路上她还在说明天要骑到河边去。"
)
GARDEN = (
    "Spent the whole morning turning the compost behind the shed; the robin waited on the "
    "handle of the fork for worms.\n\nPlanted two rows of broad beans, then rain came down the "
    "valley so quickly that the seed labels were washed into the neighbour's ditch."
)
NIGHT = (
    "夜班的时候急诊室格外安静，护士长泡了一壶普洱，说这种日子一年里碰不上几回。\n\n"
    "凌晨四点送来一位摔伤的老人，他一直念叨家里的猫没有人喂，我们便托邻居去看了一眼。"
    "天亮交班，雾还没散，楼下早点铺的油条刚出锅，我站在路边吃了两根，又给老人带了一碗豆浆。"
)
MOVE = (
    "搬家公司九点才到，书一共装了二十三箱，师傅说从没见过一个人有这么多旧杂志。\n\n"
    "新房子朝南，阳台能看见一小片湖水和远处的塔吊；晚上坐在纸箱上吃面，觉得一切可以重新开始。"
)

NEWER = f"""# 随手记

写给以后的自己。

## 2023.05.20 搬家
{MOVE}

## 2023.04.09 夜班
{NIGHT}

## 2023.04.05 Garden
{GARDEN}

## 2023.04.02 学骑车
{BIKE.format(folder="/")}
"""
OLDER = f"""# 随手记

## 2022.04.09 夜班
{NIGHT}

## 2022.04.05 Garden
{GARDEN}

## 2022.04.02 学骑车
{BIKE.format(folder="")}
"""
DIARY = {
    ("2023-05-20", "搬家"),
    ("2023-04-09", "夜班"),
    ("2023-04-05", "Garden"),
    ("2023-04-02", "学骑车"),
}
RECORD = {
    "verdict": str,
    "action": str,
    "reason": str,
    "score": float,
    "incoming": dict,
}
PLACE = {"file": str, "line": int, "date": str, "title": str}
VERDICTS = [
    *("new", "identical", "reformatted", "re-dated"),
    *("revised", "extended", "shortened", "conflict"),
]


def letters(text: str) -> str:
    text = re.sub(r"<img[^>]*>|!\[[^]]*\]\([^)]*\)", "", text)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in folded if mark.isalnum())


def dated(home: Home) -> set[tuple[str, str]]:
    return {(entry["date"], entry["title"]) for entry in home.entries()}


def plan(home: Home, *args: str | Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    lines = [json.loads(line) for line in home("import", "--json", *args).split("\n") if line]
    return lines[:-1], lines[-1]


def tree(home: Home) -> dict[str, tuple[bytes, int]]:
    files = (path for path in home.path.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def left_out(home: Home) -> str:
    paths = sorted(home.path.glob(".journal/*.variants.md"))
    return "\n".join(path.read_text("utf-8") for path in paths)


@pytest.fixture
def exports(home: Home) -> tuple[Path, Path]:
    return home.write(OLDER, "in/older.md"), home.write(NEWER, "in/newer.md")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_both_orders_give_every_entry_once_with_the_right_year(
    home: Home, exports: tuple[Path, Path], order: tuple[int, int], at_once: bool
) -> None:
    paths = [exports[number] for number in order]
    for group in [paths] if at_once else [[path] for path in paths]:
        home("import", *group)
    entries = home.entries()
    assert dated(home) == DIARY
    assert len(entries) == len(DIARY)
    bodies = {entry["title"]: letters(entry["body"]) for entry in entries}
    assert bodies["夜班"] == letters(NIGHT)
    (bike,) = (entry for entry in entries if entry["title"] == "学骑车")
    assert bike["images"] == ["/album/2023-04-02-08-15-30.png"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_wrong_year_is_told_with_its_evidence(
    home: Home, exports: tuple[Path, Path], order: tuple[int, int]
) -> None:
    first, second = (exports[number] for number in order)
    home("import", first)
    decisions, _ = plan(home, second)
    found = {one["incoming"]["title"]: one for one in decisions if one["verdict"] == "re-dated"}
    assert sorted(found) == sorted(["夜班", "Garden", "学骑车"])
    for one in found.values():
        assert "2022 → 2023" in one["reason"]
        assert {one["incoming"]["date"][:4], one["existing"]["date"][:4]} == {"2022", "2023"}
    assert "image" in found["学骑车"]["reason"]


def test_importing_again_leaves_bytes_and_mtime(home: Home, exports: tuple[Path, Path]) -> None:
    home("import", *exports)
    before = tree(home)
    for group in (exports, exports[::-1], exports[:1], exports[1:]):
        _, last = plan(home, *group)
        assert last["receipt"]["written"] is False
        assert last["receipt"]["new"] == 0
    assert tree(home) == before


def test_a_dry_run_tells_the_same_and_writes_nothing_at_all(
    home: Home, exports: tuple[Path, Path]
) -> None:
    before = tree(home), sorted(home.path.rglob("*"))
    shown, last = plan(home, "--dry-run", *exports)
    plain = home.invoke("import", "-n", *exports)
    assert plain.exit_code == 0
    assert (tree(home), sorted(home.path.rglob("*"))) == before
    done, receipt = plan(home, *exports)
    assert shown == done
    assert last["receipt"] == {**receipt["receipt"], "written": False}
    assert receipt["receipt"]["written"] is True


def test_json_lines_and_the_receipt_are_complete_and_typed(
    home: Home, exports: tuple[Path, Path]
) -> None:
    home("import", exports[0])
    decisions, last = plan(home, exports[1])
    assert len(decisions) == 4
    for one in decisions:
        assert one.keys() == {"schema", "existing", *RECORD}
        assert one["schema"] == 1
        for name, kind in RECORD.items():
            assert isinstance(one[name], kind), name
        assert one["verdict"] in VERDICTS
        assert one["action"] in ("add", "skip", "replace", "move", "keep-both")
        assert one["reason"] or one["verdict"] == "new"
        assert 0 <= one["score"] <= 1
        places = [one["incoming"], *([one["existing"]] if one["existing"] else [])]
        for place in places:
            for name, kind in PLACE.items():
                assert isinstance(place[name], kind), name
        assert one["incoming"].keys() == PLACE.keys()
        assert one["existing"] is None or one["existing"].keys() == {"id", *PLACE}
        line = Path(one["incoming"]["file"]).read_text("utf-8").split("\n")
        assert one["incoming"]["title"] in line[one["incoming"]["line"] - 1]
    assert [one["existing"] is None for one in decisions] == [
        one["verdict"] == "new" for one in decisions
    ]
    assert last.keys() == {"schema", "receipt"}
    assert last["receipt"] == {
        **dict.fromkeys(VERDICTS, 0),
        "new": 1,
        "re-dated": 3,
        "written": True,
    }


def test_piped_it_tells_each_decision_and_ends_with_the_counts(
    home: Home, exports: tuple[Path, Path]
) -> None:
    home("import", exports[0])
    done = home.invoke("import", exports[1])
    lines = done.stdout.rstrip("\n").split("\n")
    assert len(lines) == 4
    for title in ("搬家", "夜班", "Garden", "学骑车"):
        assert sum(title in line for line in lines) == 1
    assert sum("re-dated" in line and str(exports[1]) in line for line in lines) == 3
    assert "1 new" in done.stderr
    assert "3 re-dated" in done.stderr
    assert "\x1b" not in done.output
    assert home.invoke("-q", "import", *exports).output == ""


def test_a_new_journal_takes_order_form_and_preamble_of_the_export(home: Home) -> None:
    text = "# 随手记\n\n序。\n\n### 去爬山 2023-04-05\n\n山。\n\n### 雨 2023-04-01\n\n下。\n"
    path = home.write(text, "in.md")
    home("import", path)
    assert home.file.read_text("utf-8") == text


def test_a_second_preamble_is_kept_beside_the_journal(home: Home) -> None:
    home("import", home.write(NEWER, "a.md"))
    older = home.write("# 旧本子\n\n这是我的第一本。\n\n## 2020.01.01 元旦\n雪。\n", "b.md")
    told = f"{older}: what stands before its first entry is kept in the variants\n"
    assert told in home.invoke("import", older).stderr
    assert told not in home.invoke("import", older).stderr
    assert home.file.read_text("utf-8").startswith("# 随手记\n\n写给以后的自己。\n\n## 2023.05.20")
    assert "这是我的第一本。" in left_out(home)


def test_new_entries_change_no_other_byte(home: Home) -> None:
    before = (
        "\ufeff# T\r\n\r\n## 2023.04.30 b\r\nx \t\r\n\r\n\r\n"
        "## 2021.01.01 a ##\r\ny\u2028\x0b\x85\r\n"
    ).encode()
    home.write(before)
    home("import", home.write(NEWER, "in.md"))
    after = home.file.read_bytes()
    assert b"".join(cut(after, "2023.04.30", "2021.01.01")) == b"".join(
        cut(before, "2023.04.30", "2021.01.01")
    )
    assert after.count(b"\n") == after.count(b"\r\n")
    assert {title for _, title in dated(home)} == {"a", "b", "搬家", "夜班", "Garden", "学骑车"}


def cut(data: bytes, *days: str) -> list[bytes]:
    """Return the preamble and the sections of these days, without the line ends around them."""
    parts = re.split(rb"(?=## \d)", data)
    kept = [part for part in parts[1:] if any(day.encode() in part for day in days)]
    return [parts[0], *(part.rstrip(b"\r\n") for part in kept)]


def test_what_a_revision_leaves_out_is_in_the_variants(home: Home) -> None:
    old = OLDER.replace("2022.", "2023.")
    gone = "说这种日子一年里碰不上几回"
    new = NEWER.replace(gone, "感叹说上一次这么清闲还是在三年前的中秋节")
    home("import", home.write(old, "old.md"))
    decisions, _ = plan(home, home.write(new, "new.md"))
    (one,) = (one for one in decisions if one["verdict"] == "revised")
    assert one["incoming"]["title"] == "夜班"
    assert gone not in home.file.read_text("utf-8")
    variants = left_out(home)
    assert gone in variants
    assert gone not in home("show", "2023-04-09", "--raw")
    assert home.invoke("search", gone).exit_code == 1


def test_a_variant_names_both_sources(home: Home) -> None:
    old = OLDER.replace("2022.", "2023.")
    home("import", home.write(old, "old.md"))
    home("import", home.write(NEWER.replace("护士长", "年轻的护士长"), "new.md"))
    variants = left_out(home)
    assert "护士长" in variants
    assert f"{home.path / 'old.md'}:3" in variants
    assert f"{home.path / 'new.md'}:10" in variants


def test_the_longer_text_stays_and_the_other_is_named(home: Home) -> None:
    first, second = NIGHT.split("\n\n")
    home("import", home.write(f"## 2023.04.09 夜班\n{first}\n", "short.md"))
    decisions, _ = plan(home, home.write(f"## 2023.04.09 夜班\n{first}\n\n{second}\n", "long.md"))
    assert [one["verdict"] for one in decisions] == ["extended"]
    decisions, _ = plan(home, home.path / "short.md")
    assert [one["verdict"] for one in decisions] == ["shortened"]
    assert [letters(entry["body"]) for entry in home.entries()] == [letters(NIGHT)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_texts_of_one_day_and_title_stay_two(home: Home, order: tuple[int, int]) -> None:
    paths = [
        home.write(f"## 2023.04.09 日记\n{text}\n", f"{number}.md")
        for number, text in enumerate((NIGHT, GARDEN))
    ]
    home("import", paths[order[0]])
    decisions, _ = plan(home, paths[order[1]])
    assert [(one["verdict"], one["action"]) for one in decisions] == [("conflict", "keep-both")]
    assert {letters(entry["body"]) for entry in home.entries()} == {letters(NIGHT), letters(GARDEN)}


def test_a_short_text_on_another_day_is_another_entry(home: Home) -> None:
    home("import", home.write("## 2023.04.01 日常\ngym, read\n", "a.md"))
    decisions, _ = plan(home, home.write("## 2023.04.08 日常\ngym, read\n", "b.md"))
    assert [one["verdict"] for one in decisions] == ["new"]
    assert dated(home) == {("2023-04-01", "日常"), ("2023-04-08", "日常")}


def test_a_difference_in_blanks_or_heading_form_changes_nothing(home: Home) -> None:
    home("import", home.write(NEWER, "a.md"))
    before = home.file.read_bytes()
    turned = re.sub(r"^## (\S+) (.*)$", r"## \2 \1", NEWER, flags=re.MULTILINE)
    decisions, _ = plan(home, home.write(turned.replace("\n\n", "\n\n\n"), "b.md"))
    assert {one["verdict"] for one in decisions} <= {"identical", "reformatted"}
    assert home.file.read_bytes() == before


def test_other_line_ends_and_decomposed_letters_are_no_news(home: Home) -> None:
    text = NEWER + "\n## 2021.01.01 Café\nNaïve à la carte.\n"
    home("import", home.write(text, "a.md"))
    before = home.file.read_bytes()
    other = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    decisions, _ = plan(home, home.write(other, "b.md"))
    assert {one["verdict"] for one in decisions} <= {"identical", "reformatted"}
    assert home.file.read_bytes() == before


def test_entries_of_an_export_take_the_line_ends_of_the_journal(home: Home) -> None:
    home.write("## 2021.01.01 a\nx\n")
    home("import", home.write(NEWER.replace("\n", "\r\n"), "in.md"))
    assert b"\r" not in home.file.read_bytes()


def test_the_same_export_twice_in_one_command_is_one(home: Home) -> None:
    path = home.write(NEWER, "a.md")
    home("import", path, path, home.write(NEWER, "copy.md"))
    assert len(home.entries()) == len(DIARY)
    assert dated(home) == DIARY


def test_a_folder_that_holds_the_journal_brings_the_rest(home: Home) -> None:
    home.write("## 2021.01.01 a\nx\n")
    home.write(NEWER, "in/newer.md")
    for _ in range(2):
        home("import", home.path)
        assert dated(home) == {*DIARY, ("2021-01-01", "a")}


def test_a_text_changed_by_hand_since_its_import_is_the_newest(
    home: Home, exports: tuple[Path, Path]
) -> None:
    home("import", exports[0])
    text = home.file.read_text("utf-8")
    home.write(text.replace("泡了一壶普洱", "亲手泡了一壶陈年的普洱茶"))
    home("import", exports[1])
    assert "亲手泡了一壶陈年的普洱茶" in home.file.read_text("utf-8")
    assert {title for _, title in dated(home)} == {title for _, title in DIARY}


def test_a_text_changed_by_hand_gets_the_right_year_too(
    home: Home, exports: tuple[Path, Path]
) -> None:
    home("import", exports[0])
    text = home.file.read_text("utf-8")
    home.write(text.replace("泡了一壶普洱", "亲手泡了一壶陈年的普洱茶"))
    home("import", exports[1])
    assert dated(home) == DIARY


@pytest.mark.parametrize(
    ("preference", "there"),
    [
        ("existing", [True, False]),
        ("incoming", [False, True]),
        ("both", [True, True]),
        ("newer", [False, True]),
    ],
)
def test_a_preference_overrides(home: Home, preference: str, there: list[bool]) -> None:
    old, new = "说这种日子一年里碰不上几回", "感叹说上一次这么清闲还是在三年前的中秋节"
    home("import", home.write(OLDER.replace("2022.", "2023."), "old.md"))
    home("import", "--prefer", preference, home.write(NEWER.replace(old, new), "new.md"))
    text = home.file.read_text("utf-8")
    assert [old in text, new in text] == there
    for part in (old, new):
        assert part in text + left_out(home)


def test_an_entry_without_a_possible_date_is_kept_and_never_re_dated(home: Home) -> None:
    path = home.write(f"## 2023.02.30 不存在的一天\n{NIGHT}\n", "a.md")
    home("import", path)
    home("import", home.write(f"## 2023.03.02 不存在的一天\n{NIGHT}\n", "b.md"))
    before = home.file.read_bytes()
    home("import", path)
    assert home.file.read_bytes() == before
    assert None in {entry["date"] for entry in home.entries()}
    assert "## 2023.02.30 不存在的一天" in home.file.read_text("utf-8")


def test_a_folder_brings_diaries_and_posts_and_says_what_it_passed_over(home: Home) -> None:
    home.write(NEWER, "in/diary.md")
    home.write("---\ntitle: 湖\ndate: 2021-06-01\n---\n船很慢。\n", "in/posts/lake.md")
    home.write("A page named by its day.\n", "in/posts/2021-07-01-a-walk.markdown")
    home.write("# Only notes\n\nNo date at all.\n", "in/notes.md")
    home.write("## 2020.01.01 hidden\nx\n", "in/.trash/old.md")
    home.write(b"\x89PNG\r\n\x1a\n\x00\x00", "in/image.png")
    done = home.invoke("import", home.path / "in")
    assert done.exit_code == 0
    assert "notes.md" in done.stderr
    assert dated(home) == {*DIARY, ("2021-06-01", "湖"), ("2021-07-01", "a walk")}


def test_a_bad_file_is_named_and_the_rest_is_imported(home: Home) -> None:
    home.write("---\ntitle: [open\ndate: 2023-01-01\n---\nx\n", "in/broken.md")
    home.write(NEWER, "in/diary.md")
    done = home.invoke("import", home.path / "in")
    assert done.exit_code == 3
    assert sum("broken.md:" in line for line in done.stderr.split("\n")) == 1
    assert dated(home) == DIARY


def test_the_journal_itself_is_passed_over(home: Home) -> None:
    home.write(NEWER)
    before = home.file.read_bytes()
    done = home.invoke("import", home.file)
    assert f"{home.file}: this is the journal itself" in done.stderr
    assert home.file.read_bytes() == before


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_exports_in_other_encodings_are_read(home: Home, encoding: str) -> None:
    home("import", home.write(NEWER.encode(encoding), "in.md"))
    assert dated(home) == DIARY
    assert NIGHT.split("\n")[0] in home.file.read_text("utf-8")


def test_everything_it_makes_is_private(home: Home, exports: tuple[Path, Path]) -> None:
    home("import", *exports)
    made = [home.file, *(home.path / ".journal").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}
    assert (home.path / ".journal").stat().st_mode & 0o777 == 0o700


VERSIONS = [
    [
        ("2023.04.02", "学骑车", BIKE.format(folder="/")),
        ("2022.04.02", "学骑车", BIKE.format(folder="")),
        ("2023.04.02", "学骑车", BIKE.format(folder="/") + "\n\n晚上脚很酸，但是心里高兴。"),
    ],
    [
        ("2023.04.05", "Garden", GARDEN),
        ("2022.04.05", "Garden", GARDEN),
        ("2023.04.05", "Garden", GARDEN.replace("two rows", "three long rows")),
        ("2023.04.05", "Garden", GARDEN.split("\n\n")[0]),
    ],
    [
        ("2023.04.09", "夜班", NIGHT),
        ("2023.04.09", "夜班", NIGHT.replace("护士长泡了一壶普洱", "老周泡了一壶龙井，还带了点心")),
        ("2023.09.04", "夜班", NIGHT),
    ],
    [("2023.05.20", "搬家", MOVE)],
    [("2023.04.05", "日常", "gym, read"), ("2023.04.06", "日常", "gym, read")],
    [("2023.04.05", "笔记", "第一条。"), ("2023.04.05", "笔记", "Something else entirely.")],
]
EXPORTS = st.lists(
    st.tuples(*(st.none() | st.integers(0, len(one) - 1) for one in VERSIONS)).filter(
        lambda chosen: any(one is not None for one in chosen)
    ),
    min_size=2,
    max_size=4,
)


def compose(chosen: tuple[int | None, ...]) -> str:
    entries = [
        VERSIONS[number][version] for number, version in enumerate(chosen) if version is not None
    ]
    entries.sort(reverse=True)
    return "# 日记\n\n" + "\n\n".join(f"## {day} {title}\n{body}" for day, title, body in entries)


def bring(folder: Path, groups: list[list[Path]]) -> Journal:
    folder.mkdir()
    journal = Journal(str(folder / "diary.md"), "diary")
    for group in groups:
        journal.apply(journal.plan(*group))
    return journal


def converged(journal: Journal) -> list[tuple[str, str, str]]:
    return sorted((str(one.date), one.title, letters(one.body)) for one in journal.entries())


@settings(max_examples=15)
@given(EXPORTS, st.randoms(use_true_random=False))
def test_any_order_and_grouping_converges_conserves_and_is_idempotent(
    chosen: list[tuple[int | None, ...]], random: Any
) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        paths = [home / f"{number}.md" for number in range(len(chosen))]
        for path, one in zip(paths, chosen, strict=True):
            path.write_text(compose(one), "utf-8")
        mixed = random.sample(paths, len(paths))
        cut_at = random.randrange(len(paths))
        one_by_one = bring(home / "a", [[path] for path in paths])
        grouped = bring(home / "b", [mixed[:cut_at], mixed[cut_at:]])
        assert converged(one_by_one) == converged(grouped)
        for journal in (one_by_one, grouped):
            file = Path(journal.path)
            kept = "\n".join(
                letters(path.read_text("utf-8"))
                for path in (file, *file.parent.glob(".journal/*.variants.md"))
            )
            for one in chosen:
                for part in compose(one).split("\n\n"):
                    if not part.startswith("#"):
                        assert letters(part) in kept
            before = file.read_bytes(), file.stat().st_mtime_ns
            for path in mixed:
                assert not journal.apply(journal.plan(path)).written
            assert before == (file.read_bytes(), file.stat().st_mtime_ns)


@pytest.mark.parametrize("order", [["bare.md", "post.md"], ["post.md", "bare.md"]])
def test_tags_and_header_keys_come_with_a_text_that_is_there(home: Home, order: list[str]) -> None:
    home.write("## 2023.04.02 湖\n绕湖走了一圈，雾很厚，对岸的塔只剩一个影子。\n", "bare.md")
    header = "title: 湖\ndate: 2023-04-02\ntags: [lake, 冬天]\nsummary: the day the ice held"
    home.write(f"---\n{header}\n---\n\n绕湖走了一圈，雾很厚，对岸的塔只剩一个影子。\n", "post.md")
    for name in order:
        home("import", name)
    (entry,) = home.entries()
    assert (set(entry["tags"]), entry["meta"]) == (
        {"lake", "冬天"},
        {"summary": "the day the ice held"},
    )
    before = home.file.stat().st_mtime_ns
    for name in order:
        home("import", name)
    assert home.file.stat().st_mtime_ns == before
    more = header.replace("冬天", "冬天, ice")
    home.write(f"---\n{more}\n---\n\n绕湖走了一圈，雾很厚，对岸的塔只剩一个影子。\n", "post.md")
    told = home("import", "post.md")
    assert "tags or header keys are added" in told
    assert set(home.entries()[0]["tags"]) == {"lake", "冬天", "ice"}


def test_a_tag_taken_away_by_hand_does_not_come_back_with_the_next_export(home: Home) -> None:
    text = "绕湖走了一圈，雾很厚，对岸的塔只剩一个影子。"
    home.write(f"---\ntitle: 湖\ndate: 2023-04-02\ntags: [lake]\n---\n\n{text}\n", "one.md")
    home("import", "one.md")
    home.write(f"## 2023.04.02 湖\n{text}\n")
    home.write(
        f"---\ntitle: 湖\ndate: 2023-04-02\ntags: [lake]\nmood: calm\n---\n\n{text}\n", "two.md"
    )
    home("import", "two.md")
    (entry,) = home.entries()
    assert (entry["tags"], entry["meta"]) == ([], {"mood": "calm"})


def test_a_shift_is_told_when_it_is_found_and_not_again(home: Home) -> None:
    texts = {
        "湖": "清早绕湖走了一圈，雾很厚，对岸的塔只剩一个影子，钓鱼的老人说他从不数自己钓了几条。"
        * 3,
        "月": "中秋前一晚停电，全楼的人都到院子里乘凉，孩子们第一次认真看见月亮上的影子。" * 3,
        "茶": "和小林坐绿皮车去了山里，车厢里全是去摘茶的人，山上下着小雨，茶园一层一层地绿上去。"
        * 3,
    }

    def diary(year: int, *, more: str = "") -> str:
        return (
            "\n".join(f"## {year}.04.0{n} {t}\n{x}\n" for n, (t, x) in enumerate(texts.items(), 1))
            + more
        )

    home.write(diary(2023, more="\n## 2023.06.01 夏\n蝉还没有叫。\n"), "right.md")
    home.write(diary(2022), "early.md")
    home.write(diary(2023, more="\n## 2023.07.01 雨\n下了一整天。\n"), "later.md")
    home("import", "right.md")
    assert "one year early" in home.invoke("import", "early.md").stderr
    assert "one year early" not in home.invoke("import", "later.md").stderr


def test_a_journal_that_is_imported_into_itself_is_told_what_to_do_instead(home: Home) -> None:
    home.write("## 2023.04.02 湖\n很冷。\n")
    done = home.invoke("import", home.file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"journal: {home.file}: this is the journal itself, passed over\n"
        "journal: there is nothing else to import; "
        "journal dedupe lets every entry of a journal stand once\n"
    )
