"""The page around the entries: its order, its policy, its words, and what ships with it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from journal.entry import Entry, Source
from journal.web.addresses import NOWHERE
from journal.web.page import write_page
from journal.web.words import CHINESE, ENGLISH, language_of

_LETTERS = str.maketrans("0123456789", "abcdefghij")
ROOT = Path(__file__).resolve().parent.parent


def entry(day: str, title: str = "一天", body: str = "下雨。", **more: Any) -> Entry:
    date = dt.date.fromisoformat(day) if day else None
    source = Source("/diary.md")
    return Entry(
        date,
        title,
        body,
        source=source,
        id=f"aa{day.replace('-', '').translate(_LETTERS)[2:]}",
        **more,
    )


def page_of(*entries: Entry, title: str = "日记") -> str:
    return "".join(write_page(entries, title=title, places=lambda _: NOWHERE))


def headings(page: str) -> list[tuple[str, str]]:
    found = re.findall(r"<(h[1-6])[^>]*>(?:<a[^>]*>)?([^<]*)", page)
    return [(str(tag), str(text)) for tag, text in found]


def test_entries_stand_by_year_and_month_in_the_order_given() -> None:
    page = page_of(
        entry("2023-05-02", "五月"),
        entry("2022-12-31", "除夕"),
        entry("", "没有日子"),
        entry("2023-04-01", "愚人"),
        entry("2023-05-01", "劳动"),
    )
    assert headings(page) == [
        *(("h1", "日记"), ("h2", "2023 年"), ("h3", "5 月"), ("h4", "五月"), ("h4", "劳动")),
        *(("h3", "4 月"), ("h4", "愚人"), ("h2", "2022 年"), ("h3", "12 月"), ("h4", "除夕")),
        *(("h2", "无日期"), ("h3", "无日期"), ("h4", "没有日子")),
    ]
    assert page.count("<section") == page.count("</section>")


def test_every_link_of_the_contents_leads_to_a_place_of_its_own() -> None:
    page = page_of(*(entry(f"{year}-{month:02}-03") for year in (2021, 2023) for month in (2, 11)))
    contents = page[page.index("<nav") : page.index("</nav>")]
    targets = re.findall(r'href="#([^"]+)"', contents)
    ids = re.findall(r' id="([^"]+)"', page)
    assert targets == [
        *("y2021", "m2021-02", "m2021-11"),
        *("y2023", "m2023-02", "m2023-11"),
    ]
    assert set(targets) <= set(ids)
    assert sorted(ids) == sorted(set(ids))


def test_entries_of_several_journals_with_one_id_have_places_of_their_own() -> None:
    twins = [entry("2023-04-02", "一天", f"说[^1]\n\n[^1]: 注{number}") for number in "12"]
    page = page_of(*twins)
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert len(re.findall(r'<article id="e-', page)) == 2
    assert len([one for one in ids if one.startswith(("fn-", "ref-"))]) == 4


def test_the_policy_names_the_style_and_the_script_that_stand_there() -> None:
    page = page_of(entry("2023-04-02"))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    for kind in ("style", "script"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*", policy)
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_what_entries_say_stays_in_its_place() -> None:
    hostile = "</title><script>alert(1)</script>\"'>\x1b[31m"
    page = page_of(
        entry("2023-04-02", hostile, tags=(hostile,), meta={"category": hostile}), title=hostile
    )
    assert len(re.findall("<script", page)) == len(re.findall("</script>", page)) == 1
    assert len(re.findall("</title>", page)) == 1
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)
    assert re.findall(r'data-tag="([^"]*)"', page) == [
        "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&gt;\\x1b[31m"
    ]


def test_the_page_speaks_the_language_of_its_entries() -> None:
    english = entry("2023-04-03", "Rain", "It rained all day.")
    chinese = page_of(entry("2023-04-01"), entry("2023-04-02"), english)
    assert '<html lang="zh">' in chinese
    assert re.findall(r'<article [^>]*lang="(\w+)"', chinese) == ["en"]
    assert "2023 年 4 月 1 日\u3000星期六" in chinese
    assert '<p class="when" lang="zh"><time datetime="2023-04-03">2023 年 4 月 3 日' in chinese
    assert "Monday, 3 April 2023" in page_of(english)
    assert '<html lang="en">' in page_of(english)
    assert CHINESE.keys() == ENGLISH.keys()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("今天用 TensorFlow 训练了 BERT 模型", "zh"),
        ("We met 小明 for tea in the afternoon", "en"),
        ("今日は雨が降った", "ja"),
        ("", "en"),
        ("12:30 🙂", "en"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_day_is_the_heading_of_an_entry_without_a_title() -> None:
    page = page_of(entry("2023-04-02", ""), entry("", ""))
    assert re.findall(r"<h4><a[^>]*>(?:<[^>]*>)*([^<]*)", page) == [
        "2023 年 4 月 2 日\u3000星期日",
        "无日期",
    ]
    assert 'class="when"' not in page


def test_tags_stars_and_drafts_are_shown() -> None:
    page = page_of(
        entry("2023-04-02", tags=("路上", "starred"), meta={"draft": True, "summary": "短"}),
        entry("2023-04-03", tags=("路上",), time=dt.time(14, 30)),
    )
    assert re.findall(r'data-tag="([^"]*)"', page) == ["路上", "路上"]
    assert '<option value="路上">#路上 (2)</option>' in page
    assert page.count("★") == 1
    assert "<em>草稿</em>" in page
    assert "短" in page
    assert '<time datetime="2023-04-03T14:30">' in page


def test_pieces_come_one_by_one() -> None:
    def places(path: str) -> Any:
        asked.append(path)
        return NOWHERE

    asked: list[str] = []
    entries = [entry(f"2023-04-{day:02}") for day in range(1, 21)]
    pieces = write_page(entries, title="日记", places=places)
    first = next(pieces)
    assert first.startswith("<!DOCTYPE html>")
    assert asked == []
    while "2023-04-01" not in next(pieces):
        pass
    assert len(asked) <= 2


def test_a_page_of_nothing_says_so() -> None:
    page = page_of()
    assert ENGLISH["empty"] in page
    assert headings(page) == [("h1", "日记")]


def test_the_same_entries_make_the_same_page() -> None:
    entries = [entry("2023-04-02", tags=("b", "a")), entry("2023-04-03", tags=("c",))]
    assert page_of(*entries) == page_of(*entries)


def test_every_colour_can_be_read_on_its_ground() -> None:
    style = (ROOT / "journal/web/page.css").read_text("utf-8")
    colors = re.findall(r"--(\w+): light-dark\(#(\w{6}), #(\w{6})\)", style)
    for light_or_dark in (1, 2):
        shades = {color[0]: luminance(color[light_or_dark]) for color in colors}
        for name, shade in shades.items():
            if name in ("paper", "raised", "line", "found"):
                continue
            for ground in ("paper", "raised", *(["found"] if name == "ink" else [])):
                low, high = sorted((shade, shades[ground]))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_style_and_script_are_in_the_wheel(tmp_path: Path) -> None:
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    (made,) = wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(made).namelist()
    assert {"journal/web/page.css", "journal/web/page.js"} <= set(names)
