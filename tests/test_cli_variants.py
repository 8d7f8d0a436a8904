"""`variants`: what merges left out can be seen, and put back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Home

NIGHT = (
    "夜班的时候急诊室格外安静，护士长泡了一壶普洱，说这种日子一年里碰不上几回。\n\n"
    "凌晨四点送来一位摔伤的老人，他一直念叨家里的猫没有人喂，我们便托邻居去看了一眼。"
    "天亮交班，雾还没散，楼下早点铺的油条刚出锅，我站在路边吃了两根，又给老人带了一碗豆浆。"
)
GARDEN = (
    "Spent the whole morning turning the compost behind the shed; the robin waited on the "
    "handle of the fork for worms.\n\nPlanted two rows of broad beans, then rain came down the "
    "valley so quickly that the seed labels were washed into the neighbour's ditch."
)
GONE, CAME = "说这种日子一年里碰不上几回", "感叹说上一次这么清闲还是在三年前的中秋节"
OLD = f"# 随手记\n\n## 2023.04.09 夜班\n{NIGHT}\n\n## 2022.04.05 Garden\n{GARDEN}\n"
NEW = (
    f"# 随手记\n\n## 2023.05.20 搬家\n搬家公司九点才到。\n\n## 2023.04.09 夜班\n"
    f"{NIGHT.replace(GONE, CAME)}\n\n## 2023.04.05 Garden\n{GARDEN}\n"
)
FIELDS = {"schema", "id", "entry", "date", "title", "body", "reason", "from", "kept"}


def listed(home: Home, *args: str) -> list[dict[str, Any]]:
    lines = home("variants", "--json", *args).split("\n")
    return [json.loads(line) for line in lines if line]


def bodies(home: Home) -> dict[str, str]:
    return {entry["title"]: entry["body"] for entry in home.entries()}


def kept(home: Home) -> dict[str, bytes]:
    places = [home.file, *(home.path / ".journal").glob("diary.*")]
    return {path.name: path.read_bytes() for path in places}


@pytest.fixture
def exports(home: Home) -> tuple[Path, Path]:
    return home.write(OLD, "old.md"), home.write(NEW, "new.md")


@pytest.fixture
def merged(home: Home, exports: tuple[Path, Path]) -> Home:
    home("import", exports[0])
    home("import", exports[1])
    return home


def test_texts_and_dates_are_listed_newest_first_with_all_fields(
    merged: Home, exports: tuple[Path, Path]
) -> None:
    text, date = listed(merged)
    assert FIELDS == text.keys() == date.keys()
    assert tuple(text[name] for name in ("schema", "date", "title", "body")) == (
        1,
        "2023-04-09",
        "夜班",
        NIGHT,
    )
    assert (f"{exports[0]}:3", f"{exports[1]}:6") == (text["from"], text["kept"])
    assert (date["date"], date["title"], date["body"]) == ("2022-04-05", "Garden", "")
    ids = {entry["title"]: entry["id"] for entry in merged.entries()}
    assert {"id": ids["Garden"], "date": "2023-04-05", "title": "Garden"} == date["entry"]
    assert all(len(one["id"]) == 8 for one in (text, date))
    rows = [line.split("\t") for line in merged("variants").split("\n") if line]
    names = ("id", "date", "title", "reason", "from", "kept")
    assert [[*(one[name] for name in names), one["entry"]["id"]] for one in (text, date)] == rows


def test_no_other_command_knows_of_them(merged: Home) -> None:
    assert merged.invoke("search", GONE).exit_code == 1
    everything = (["list"], ["show", "2023-04-09"], ["export"], ["list", "--json"], ["search", "a"])
    assert all(GONE not in merged(*words) for words in everything)
    assert len(merged.entries()) == 3


def test_of_one_entry_only_its_own(merged: Home) -> None:
    assert [one["title"] for one in listed(merged, "2023-04-05")] == ["Garden"]
    assert merged.invoke("variants", "2023-05-20").exit_code == 1
    assert merged.invoke("variants", "2020-01-01").exit_code == 1


def test_where_nothing_was_left_out_nothing_is_listed(home: Home) -> None:
    done = home.invoke("variants")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no merge" in done.stderr
    assert not (home.path / ".journal").exists()


def test_preambles_are_listed_too(merged: Home) -> None:
    merged("import", merged.write("# 旧本子\n\n第一本。\n\n## 2020.01.01 元旦\n雪。\n", "b.md"))
    (one,) = (one for one in listed(merged) if one["entry"] is None)
    assert "第一本。" in one["body"]
    assert one["kept"] is None
    assert str(merged.path / "b.md") == one["from"]


def test_on_a_terminal_the_words_that_differ_are_shown(merged: Home) -> None:
    plain = merged("--color", "always", "variants", "2023-04-09")
    assert "碰不上几回" in plain
    assert "三年前" in plain
    assert "三年前" not in merged("--color", "always", "variants")


def test_restoring_swaps_the_texts_and_undo_swaps_them_back(merged: Home) -> None:
    before = kept(merged)
    merged("variants", "2023-04-09", "--restore")
    assert bodies(merged)["夜班"] == NIGHT
    (text,) = (one for one in listed(merged) if one["title"] == "夜班")
    assert NIGHT.replace(GONE, CAME) == text["body"]
    after = kept(merged)
    sections = [
        data["diary.md"].decode().replace(CAME, GONE).split("## ") for data in (before, after)
    ]
    assert sections[0] == sections[1]
    assert "restore" in merged("undo")
    assert before == kept(merged)
    merged("redo")
    assert after == kept(merged)


def test_imports_leave_what_was_restored(merged: Home, exports: tuple[Path, Path]) -> None:
    merged("variants", "2023-04-09", "--restore")
    merged("variants", "2023-04-05", "--restore")
    diary, found = merged.file.read_bytes(), listed(merged)
    for group in (exports, exports[::-1], exports[:1], exports[1:]):
        merged("import", *group)
        assert diary == merged.file.read_bytes()
        assert found == listed(merged)
    again = kept(merged)
    merged("import", *exports)
    assert again == kept(merged)
    longer = NEW.replace("油条刚出锅", "油条刚刚出锅").replace("2023.05.20", "2024.05.20")
    merged("import", merged.write(longer, "newest.md"))
    assert bodies(merged)["夜班"] == NIGHT
    assert {"2022-04-05"} == {e["date"] for e in merged.entries() if e["title"] == "Garden"}


def test_a_date_is_restored_and_the_entry_moves(merged: Home) -> None:
    merged("variants", "2023-04-05", "--restore")
    assert [(e["title"], e["date"]) for e in merged.entries() if e["title"] == "Garden"] == [
        ("Garden", "2022-04-05")
    ]
    assert [one["date"] for one in listed(merged, "2022-04-05")] == ["2023-04-05"]


def test_restoring_again_changes_nothing(merged: Home) -> None:
    (one,) = listed(merged, "2023-04-09")
    merged("variants", "2023-04-09", one["id"], "--restore")
    before = kept(merged)
    done = merged.invoke("variants", "2023-04-09", one["id"], "--restore")
    assert (done.exit_code, done.stdout) == (0, "")
    assert before == kept(merged)
    done = merged.invoke("variants", "2023-04-09", "--restore")
    assert done.exit_code == 2
    (other,) = listed(merged, "2023-04-09")
    assert other["id"] in done.stderr
    merged("variants", "2023-04-09", other["id"][:4], "--restore")
    assert NIGHT.replace(GONE, CAME) == bodies(merged)["夜班"]


def test_a_text_changed_by_hand_is_kept_when_it_is_replaced(
    merged: Home, exports: tuple[Path, Path]
) -> None:
    mine = "我自己后来又改过的一句，哪里也没有。"
    merged.write(merged.file.read_text("utf-8").replace("油条刚出锅，", mine))
    merged("variants", "2023-04-09", "--restore")
    (one,) = listed(merged, "2023-04-09")
    assert mine in one["body"]
    merged("import", *exports)
    assert bodies(merged)["夜班"] == NIGHT
    merged("variants", "2023-04-09", one["id"], "--restore")
    assert mine in bodies(merged)["夜班"]
    merged("import", *exports)
    assert mine in bodies(merged)["夜班"]


def test_without_the_memory_a_text_is_restored_all_the_same(
    merged: Home, exports: tuple[Path, Path]
) -> None:
    (merged.path / ".journal" / "diary.memory.jsonl").unlink()
    merged("variants", "2023-04-09", "--restore")
    assert bodies(merged)["夜班"] == NIGHT
    merged("import", *exports)
    assert bodies(merged)["夜班"] == NIGHT
    assert {NIGHT.replace(GONE, CAME)} == {one["body"] for one in listed(merged, "2023-04-09")}


def test_tags_go_the_way_of_their_text(home: Home) -> None:
    home("import", home.write(OLD, "old.md"))
    home("import", home.write(NEW.replace(CAME, f"{CAME} #夜 "), "new.md"))
    home("variants", "2023-04-09", "--restore")
    assert [entry["tags"] for entry in home.entries() if entry["title"] == "夜班"] == [[]]
    assert "<!--" not in home.file.read_text("utf-8")


def test_a_text_of_an_impossible_day_is_a_variant_of_its_own(home: Home) -> None:
    home("import", home.write(OLD.replace("2023.04.09", "2023.02.30"), "old.md"))
    home("import", home.write(NEW.replace("2023.04.09", "2023.02.30"), "new.md"))
    (text,) = (one for one in listed(home) if one["title"] == "夜班")
    assert (text["date"], text["body"]) == (None, NIGHT)


def test_a_damaged_line_or_an_unknown_variant_is_told(merged: Home) -> None:
    assert merged.invoke("variants", "2023-04-09", "zzzzzzzz", "--restore").exit_code == 1
    assert merged.invoke("variants", "2023-04-09", "zz", "--restore").exit_code == 2
    assert merged.invoke("variants", "--restore").exit_code == 2
