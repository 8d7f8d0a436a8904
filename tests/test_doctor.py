"""The check-up of a text: every kind of finding, no false alarm, and no harm from any text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.doctor.checkup import check_document
from journal.doctor.copies import copy_maker, leaving
from journal.doctor.finding import Finding
from journal.markdown.document import parse
from tests.markdown_texts import LINES, TEXTS

TODAY = dt.date(2024, 6, 1)
LONG = "沿着河一直走到桥边，" * 12


def check(text: str, *there: str) -> list[Finding]:
    """Return what is found in a text, beside which these files are."""
    return list(check_document(parse(text, "d.md"), set(there).__contains__, TODAY))


def kinds(text: str, *there: str) -> list[tuple[str, int]]:
    """Return kind and line of what is found."""
    return [(one.kind, one.line) for one in check(text, *there)]


CLEAN = {
    "empty": "",
    "only a title": "# 日记\n",
    "bom and crlf": "\ufeff# 日记\r\n\r\n## 2023.04.02 河边\r\n沿着河走。\r\n",
    "header": "---\ntitle: 日记\n---\n\n## 2023.04.02 河边\n沿着河走。\n",
    "begins with a rule": "---\nsome: words, no [header\n\n## 2023.04.02 a\nb\n\n---\n",
    "newest first": "## 2023.04.02 b\n\nbb\n\n## 2022.12.30 a\n\naa\n",
    "sparse years": "".join(f"## {year}.03.05 生日\n\n{year}\n\n" for year in range(2010, 2024)),
    "no order": "".join(f"## {2020 + i % 2}.0{i % 9 + 1}.05 x\n\n{i}\n\n" for i in range(20)),
    "true weekday": "## 2023-04-02 (Sun) tea\n\nx\n",
    "right picture": "## 2023.04.19 杭州\n\n![](p/2023-04-22-10-34-28.png)\n",
    "picture of last December": "## 2023.01.03 a\n\n![](p/IMG_20221228_101112.jpg)\n",
    "old picture": "## 2023.04.02 a\n\n![](p/2019-08-01.png)\n",
    "old and new pictures": "## 2023.04.02 a\n\n![](p/2022-04-01.png) ![](p/2023-04-02.png)\n",
    "link to a later page": "## 2023.04.02 a\n\n[then](2024-01-05.md) <https://x.org/2024-02-02>\n",
    "picture in code": "## 2023.04.02 a\n\n`![](p/2024-04-02.png)`\n",
    "short repeats": "## 2023.04.02 gym\n\ngym, read\n\n## 2023.04.03 gym\n\ngym, read\n",
    "empty repeats": "## 2023.04.02\n\n## 2023.04.02\n",
    "sections": "## 2023.04.02 a\n\n### 1.2 Method\n\n## 1.2 b\n\n## 1-2 cups\n\n## Market 3\n",
    "days below weeks": "".join(
        f"## 2023.04.{day:02} week\n\n### 2023.04.{day:02}\n\n{day}\n\n### 2023.04.{day + 1:02}\n\n"
        for day in range(1, 20, 3)
    ),
    "escaped": "## 2023.04.02 a\n\n\\## 2023.04.03 no entry\n",
    "a hashtag": "## 2023.04.02 a\n\n#2023年4月2日 的天气\n",
    "closed fence": "## 2023.04.02 a\n\n```\n# 2023 was odd\n```\n",
    "emoji and right-to-left": "## 2023.04.02 👩‍👩‍👧 שלום\u200f\n\nx\n",
    "web and data images": "## 2023.04.02 a\n\n![](https://x.org/a.png)"
    " ![](data:image/png;base64,x) ![](//cdn.org/a.png) ![](cid:1)\n",
    "kept header": '## 2023.04.02 a\n<!--\n{\n "category": "review"\n}\n-->\n\nx\n',
}


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_found_where_nothing_is_wrong(name: str) -> None:
    there = ["p", "p/2023-04-22-10-34-28.png", "p/IMG_20221228_101112.jpg", "p/2019-08-01.png"]
    assert kinds(CLEAN[name], *there, "p/2022-04-01.png", "p/2023-04-02.png") == []


WRONG = {
    "impossible": ("## 2023.02.30 a\nx\n", [("impossible-date", 1)]),
    "future": ("## 2024.06.03 a\nx\n", [("future-date", 1)]),
    "tomorrow": ("## 2024.06.02 a\nx\n", []),
    "weekday": ("## 2023-04-03 (周日) 茶\nx\n", [("weekday-against-date", 1)]),
    "wrong year": (
        '# 日记\n\n## 2022.04.02 模型\nx\n<img src="p/2023-04-02-16-24-19.png">\n',
        [("date-against-images", 3)],
    ),
    "camera": ("## 2023.01.05 a\n![](p/20240105202659652.png)\n", [("date-against-images", 1)]),
    "recording": ("## 2023.01.05 a\n[x](p/2024-01-05.m4a)\n", [("date-against-images", 1)]),
    "a year before": ("## 2023.04.02 a\n![](p/2022-04-01.jpg)\n", [("date-against-images", 1)]),
    "new year": (
        "## 2022.12.30 a\nx\n## 2022.01.02 b\ny\n## 2023.01.05 c\nz\n",
        [("out-of-order", 3)],
    ),
    "repeat on one day": (
        "## 2023.04.02 a\nHi, you!\n## 2023.04.02 A\nhi you\n",
        [("repeated-entry", 3)],
    ),
    "repeat of signs": ("## 2023.04.02\n:)\n## 2023.04.02\n:)\n", [("repeated-entry", 3)]),
    "repeat on another day": (
        f"## 2022.04.02 a\n{LONG}\n## 2023.04.02 b\n{LONG}\n## 2023.04.03 c\n{LONG}\n",
        [("repeated-entry", 3)],
    ),
    "open fence": ("## 2023.04.02 a\n```\nx\n## 2023.04.03 b\n", [("unclosed-block", 2)]),
    "open comment": ("## 2023.04.02 a\nx\n<!-- y\n", [("unclosed-block", 3)]),
    "in a fence": ("## 2023.04.02 a\n```\n## 2023.04.03 b\n```\n", [("hidden-heading", 3)]),
    "no blank": ("## 2023.04.02 a\nx\n##2023.04.03 b\n", [("heading-without-blank", 3)]),
    "Chinese marks": ("## 2023.04.02 a\nx\n＃＃ 2023.04.03 b\n", [("heading-without-blank", 3)]),
    "Chinese blank": ("## 2023.04.02 a\nx\n##\u30002023.04.03 b\n", [("heading-without-blank", 3)]),
    "joined files": ("## 2023.04.02 a\nx\n\ufeff## 2023.04.03 b\n", [("heading-without-blank", 3)]),
    "no blank in code": ("## 2023.04.02 a\n```\n##2023.04.03 b\n```\n", []),
    "underlined": ("## 2023.04.02 a\nx\n\n2023.04.03 b\n-----\n", []),
    "deeper": ("## 2023.04.02 a\nx\n### 2023.04.03 b\ny\n", [("deeper-heading", 3)]),
    "no year": (
        "## 2023.04.02 a\nx\n## 4/3 b\n## 4月4日\n## April 5\n## 5 Apr x\n"
        "## 04-06\n## 23.04.07\n## 四月八日\n",
        [("heading-without-year", line) for line in range(3, 10)],
    ),
    "year last": ("## 2023.04.02 a\nx\n## 04/03/2023 b\n", [("heading-year-last", 3)]),
    "no entries": ("# Diary\n\n## Monday\n\nx\n", [("no-entries", 1)]),
    "header": ("---\ntitle: [x\n---\n## 2023.04.02 a\nx\n", [("bad-header", 2)]),
    "comment": (
        "## 2023.04.02 a\n<!--\n---\na: b\nc: [d\n---\n-->\n\nx\n",
        [("bad-metadata", 5)],
    ),
    "cut comment": ("## 2023.04.02 a\n<!--\n---\na: b\n-->\n\nx\n", [("bad-metadata", 2)]),
    "line endings": ("## 2023.04.02 a\nx\r\ny\nz\n", [("mixed-line-endings", 2)]),
    "lone return": ("## 2023.04.02 a\r\nx\ry\r\n", [("mixed-line-endings", 2)]),
    "NUL": ("## 2023.04.02 a\nx\n\0\n", [("nul-bytes", 3)]),
    "bytes": ("## 2023.04.02 a\nx \udcd6\udcd0\n", [("not-utf8", 2)]),
    "escape": ("## 2023.04.02 \x1b]0;x\x07\nx\n", [("control-in-heading", 1)]),
    "override": ("## 2023.04.02 \u202egnp.exe\nx\n", [("control-in-heading", 1)]),
    "image": ("## 2023.04.02 a\nx\n![](no.png)\n", [("missing-image", 3)]),
    "folder": ("## 2023.04.02 a\nx\n![](no/a.png)\n![](no/b.png)\n", [("missing-image", 3)]),
    "roots": ("## 2023.04.02 a\nx\n![](/no/a.png)\n![[b.png]]\n", [("unresolved-images", 3)]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found_at_its_line(name: str) -> None:
    text, expected = WRONG[name]
    there = ["p", "p/2023-04-02-16-24-19.png", "p/20240105202659652.png", "p/2022-04-01.jpg"]
    assert expected == kinds(text, *there)


def test_several_slips_after_new_year_leave_their_neighbours_alone() -> None:
    days = [f"2022.12.{day}" for day in range(10, 30)]
    days += ["2022.01.02", "2022.01.03", *(f"2023.01.{day:02}" for day in range(4, 20))]
    text = "".join(f"## {day}\n\n{day}\n\n" for day in days)
    assert kinds(text) == [("out-of-order", 81), ("out-of-order", 85)]
    turned = "".join(f"## {day}\n\n{day}\n\n" for day in reversed(days))
    assert kinds(turned) == [("out-of-order", 65), ("out-of-order", 69)]


def test_the_last_entry_may_be_a_year_off_too() -> None:
    days = [*(f"2022.12.{day}" for day in range(10, 30)), "2022.01.02"]
    assert kinds("".join(f"## {day}\nx\n" for day in days)) == [("out-of-order", 41)]


@pytest.mark.parametrize(
    "target", ["a b.png", "a%20b.png", "a b.png?w=3", "/a b.png", "./a b.png#x", "a\\b.png"]
)
def test_an_image_is_found_however_it_is_written(target: str) -> None:
    there = ("a b.png", "./a b.png", "a/b.png")
    assert kinds(f"## 2023.04.02 a\n\n![]({target})\n", *there) == []


def test_another_computer_is_never_asked() -> None:
    asked: list[str] = []

    def is_there(path: str) -> bool:
        asked.append(path)
        return False

    body = "![](//host/a.png) <img src='\\\\host\\b.png'> ![](file://host/c.png) ![](ftp://h/d.png)"
    document = parse(f"## 2023.04.02 a\n\n{body}\n")
    list(check_document(document, is_there, TODAY))
    assert asked == []


def test_what_is_found_often_is_told_once() -> None:
    found = check("## 2023.04.02 a\n\n" + "##2023.04.03 b\n" * 500)
    assert [(one.kind, one.line) for one in found] == [("heading-without-blank", 3)]
    assert "500 times" in found[0].what
    many = "".join(f"![]({number}.png)\n" for number in range(500))
    (one,) = check(f"## 2023.04.02 a\n\n{many}")
    assert one.what.startswith("500 images")


def test_no_sentence_holds_the_text_of_an_entry() -> None:
    text = "\n".join(text.replace(" a\n", " secret\n") for text, _ in WRONG.values())
    assert not [one for one in check(text) if "secret" in one.what + one.todo]


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("diary (Mei's conflicted copy 2023-04-02).md", "Dropbox"),
        ("diary (梅 的冲突副本 2023-04-02).md", "Dropbox"),
        ("diary (conflicted copy 2023-04-02 101112).md", "Dropbox"),
        ("diary.sync-conflict-20230402-101112-ABCDEFG.md", "Syncthing"),
        ("diary_conflict-20230402-101112.md", "Nextcloud"),
        ("diary 2.md", ""),
        ("diary (1).md", ""),
        ("diary.md", None),
        ("diary-2023.md", None),
        ("diary (old).md", None),
        ("other.sync-conflict-20230402-101112-ABCDEFG.md", None),
        ("diary.sync-conflict-20230402-101112-ABCDEFG.txt", None),
    ],
)
def test_conflict_copies_are_known_by_their_names(name: str, maker: str | None) -> None:
    assert maker == copy_maker(name, "diary.md")


def test_a_decomposed_name_is_the_same_name() -> None:
    assert copy_maker("Tagebu\u0308ch 2.md", "Tageb\u00fcch.md") == ""


def test_what_commands_leave_is_known_by_its_name() -> None:
    names = [".journal-0123456789abcdef.tmp", "journal-unsaved-0123abcd.md", "journal-unsaved.md"]
    assert [leaving(name) for name in names] == ["temporary", "unsaved", ""]


ODD_LINES = st.sampled_from(
    [*(text for text, _ in WRONG.values()), "2023.04.02", "＃＃2023.04.02", "\u200b# 9999.99.99"]
)
ODD_TEXTS = st.lists(st.one_of(LINES, ODD_LINES, st.text(max_size=30)), max_size=20).map("\n".join)


@given(st.one_of(TEXTS, ODD_TEXTS, st.text()))
def test_any_text_is_looked_over_and_left_alone(text: str) -> None:
    document = parse(text, "d.md")
    lines = 1 + text.count("\n") + text.count("\r")
    found = list(check_document(document, lambda _: False, TODAY))
    assert document.text == text
    assert all(1 <= one.line <= lines and one.what and one.todo for one in found)
    assert all(one.severity in ("problem", "note") for one in found)


@given(TEXTS)
def test_the_same_text_gives_the_same_findings(text: str) -> None:
    assert check(text) == check(text)
