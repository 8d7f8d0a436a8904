"""Tags that exports of one post do not share: none is lost, and none of a text that went stays."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Home

BODY = "把仓库整理了一遍，删掉了三个没有用的分支，又写了一页说明，希望以后不会忘记这些命令。"


def post(home: Home, name: str, header: str, body: str = BODY) -> str:
    return str(home.write(f"---\ntitle: 笔记\ndate: 2021-11-03\n{header}\n---\n{body}\n", name))


def tags(home: Home) -> list[str]:
    (entry,) = home("list", "--json").splitlines()
    return sorted(json.loads(entry)["tags"])


def test_a_value_that_is_taken_takes_no_tag_away(home: Home) -> None:
    one = post(home, "one.md", "tags: [git, notes]\ncover: one.jpg")
    two = post(home, "two.md", "tags: [notes]\ncover: two.jpg")
    for order in permutations((one, two)):
        home("import", *order)
        assert tags(home) == ["git", "notes"]
        home("undo")


def test_a_tag_in_a_text_goes_with_that_text(home: Home) -> None:
    one = post(home, "one.md", "mood: calm", f"{BODY} #draft")
    two = post(home, "two.md", "tags: [notes]", f"{BODY}\n\n还有一段，写在最后，是第二天补上的。")
    for order in permutations((one, two)):
        for path in order:
            home("import", path)
        assert tags(home) == ["notes"]
        home("undo", "2")


def test_an_entry_that_comes_again_has_the_tags_of_all(home: Home) -> None:
    one = post(home, "one.md", "tags: [git, notes]")
    two = post(home, "two.md", "tags: [notes, shell]")
    home("import", one, two)
    home("rm", "last", "--yes")
    home("import", one, two)
    assert tags(home) == ["git", "notes", "shell"]
