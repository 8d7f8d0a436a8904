"""Exports of other programs, invented after their public documents, with what is odd in each."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from journal import formats
from journal.errors import DataError, UsageError
from journal.formats import NoEntryError, dayone, jrnl, logseq, obsidian
from tests.test_formats_archives import PNG, everything, make_zip

if TYPE_CHECKING:
    from pathlib import Path

    from journal.entry import Entry
    from journal.formats.reading import Reading
    from tests.conftest import Home


def one(reading: Reading) -> Entry:
    (entry,) = reading.entries
    return entry


def heads(reading: Reading) -> list[tuple[str, str, str]]:
    return [
        (str(entry.date), f"{entry.time:%H:%M}" if entry.time else "", entry.title)
        for entry in reading.entries
    ]


def comes_in_once(home: Home, export: Path) -> Any:
    """Import an export twice; the second time must change no byte. Return the first run."""
    done = home.invoke("import", export)
    assert done.exit_code == 0, done.output
    before = everything(home.path)
    again = home.invoke("import", export)
    assert "nothing written" in again.stderr
    assert everything(home.path) == before
    return done


# jrnl

JRNL = """\
[2023-08-21 09:01 AM] Arrived at work. Found a present on my desk.

[2023-08-21 11:30:15 PM] 河边散步。 *
很冷。 @walk 一个人
[x] done
[a footnote] is no entry
[2019-01-01] is a line of this text, too

[2023-08-22 12:05 PM] Best day of my life. *

[2023-08-23 12:05 PM] **Bold** day. With a text
"""


def test_jrnl_text() -> None:
    reading = formats.read(JRNL, "journal.txt")
    assert heads(reading) == [
        ("2023-08-21", "09:01", "Arrived at work."),
        ("2023-08-21", "23:30", "河边散步。"),
        ("2023-08-22", "12:05", "Best day of my life."),
        ("2023-08-23", "12:05", "**Bold** day."),
    ]
    first, second, third, fourth = reading.entries
    assert (third.starred, third.body) == (True, "")
    assert (fourth.starred, fourth.body) == (False, "With a text")
    assert first.body == "Found a present on my desk."
    assert second.starred
    assert second.tags == ("starred", "walk")
    assert second.body.split("\n")[1:] == [
        "[x] done",
        "[a footnote] is no entry",
        "[2019-01-01] is a line of this text, too",
    ]


@pytest.mark.parametrize(
    ("stamps", "dates", "notes"),
    [
        (["21/08/2023 09:01", "02/09/2023 10:00"], ["2023-08-21", "2023-09-02"], 0),
        (["08/21/2023 09:01", "09/02/2023 10:00"], ["2023-08-21", "2023-09-02"], 0),
        (["03/02/2023 09:01", "01/03/2023 10:00"], ["2023-02-03", "2023-03-01"], 0),
        (["02.03.2023 09:01"], ["2023-03-02"], 1),
        (["Aug 21, 2023 09:01"], ["2023-08-21"], 0),
    ],
)
def test_jrnl_stamps_with_the_day_first(stamps: list[str], dates: list[str], notes: int) -> None:
    text = "\n".join(f"[{stamp}] Title\nText\n" for stamp in stamps)
    reading = formats.read(text, "journal.txt")
    assert [str(entry.date) for entry in reading.entries] == dates
    assert len(reading.notes) == notes


def test_jrnl_json() -> None:
    values = {
        "tags": {"@walk": 1},
        "entries": [
            {
                **{"title": "河边", "body": "很冷。", "date": "2023-08-21", "time": "09:01"},
                **{"tags": ["@walk"], "starred": True, "uuid": "7"},
            }
        ],
    }
    entry = one(formats.read(json.dumps(values), "x.json"))
    assert (str(entry.date), entry.time, entry.title) == ("2023-08-21", dt.time(9, 1), "河边")
    assert entry.tags == ("starred", "walk")
    assert entry.meta == {"uuid": "7"}


def test_markdown_that_begins_with_a_bracket_is_not_jrnl() -> None:
    text = "[toc]\n\n## 2023.04.02 a\nx\n"
    assert formats.detect(text, "d.md") == "sections"
    assert not jrnl.looks_like("[2023-08-21](x) y")


# Day One


def day_one(*entries: dict[str, Any]) -> str:
    return json.dumps({"metadata": {"version": "1.0"}, "entries": [*entries]}, ensure_ascii=False)


DAY = {"creationDate": "2023-04-02T17:30:05Z", "timeZone": "Asia/Shanghai", "uuid": "A1"}


def test_day_one_keeps_the_clock_on_the_wall() -> None:
    reading = formats.read(day_one({**DAY, "text": "# 河边\n\n很冷\\. 是吧\\!"}), "Journal.json")
    entry = one(reading)
    assert (entry.date, entry.time) == (dt.date(2023, 4, 3), dt.time(1, 30, 5))
    assert (entry.title, entry.body) == ("河边", "很冷. 是吧!")
    assert entry.meta == {"timeZone": "Asia/Shanghai", "uuid": "A1"}


def test_day_one_of_an_unknown_zone_says_so() -> None:
    reading = formats.read(day_one({**DAY, "timeZone": "Mars/Base", "text": "x"}), "J.json")
    assert one(reading).time == dt.time(17, 30, 5)
    assert any("Mars/Base" in what for what in reading.counts)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("a\u200bb\\.\\-c\n\nd", "ab.-c\n\nd"),
        ("x\n\n1\\. no list\n\\- no item", "x\n\n1\\. no list\n\\- no item"),
        ("x\n\n`a\\.b` \\*kept\\*", "x\n\n`a\\.b` \\*kept\\*"),
        ("x\n\n```\na\\.b\n```\nc\\.d", "x\n\n```\na\\.b\n```\nc.d"),
    ],
)
def test_day_one_strays(text: str, body: str) -> None:
    entry = one(formats.read(day_one({**DAY, "text": text}), "J.json"))
    assert "\n\n".join(part for part in (entry.title, entry.body) if part) == body


def test_day_one_without_a_text() -> None:
    rich = json.dumps({"contents": [{"text": "rich "}, {"text": "words"}]})
    entries: list[dict[str, Any]] = [
        {**DAY},
        {**DAY, "richText": rich},
        {**DAY, "text": "", "starred": True},
    ]
    reading = formats.read(day_one(*entries), "J.json")
    assert sorted(entry.title for entry in reading.entries) == ["", "", "rich words"]
    assert sum(entry.starred for entry in reading.entries) == 1


def test_day_one_zip_with_a_photo_of_two_entries(home: Home) -> None:
    photo = {"identifier": "AB12", "md5": "f00d", "type": "jpeg", "cameraMake": "X"}
    entries: list[dict[str, Any]] = [
        {
            **DAY,
            "text": "早上\n\n![](dayone-moment://AB12)\n\n![](dayone-moment://GONE)",
            "photos": [photo],
            "tags": ["家 人", "walk"],
            "location": {"placeName": "西湖", "latitude": 30.2},
            "weather": {"temperatureCelsius": 9},
            "creationDevice": "phone",
        },
        {**DAY, "uuid": "B2", "text": "晚上\n\n![](dayone-moment:/photo/AB12/) 又来"},
        {
            **DAY,
            "uuid": "C3",
            "text": "声音",
            "audios": [{"identifier": "S", "md5": "beef", "format": "mp3"}],
        },
    ]
    members = {"日记.json": day_one(*entries), "photos/f00d.jpeg": PNG, "audios/beef.m4a": b"la"}
    done = comes_in_once(home, home.write(make_zip(members), "Export.zip"))
    assert "picture that is not in this export" in done.stderr
    assert "camera data left out" in done.stderr
    found = {entry["title"]: entry for entry in home.entries()}
    assert found["早上"]["images"][0] == found["晚上"]["images"][0]
    assert "dayone-moment://GONE" in found["早上"]["body"]
    assert found["早上"]["tags"] == ["家 人", "walk"]
    assert found["早上"]["meta"]["location"]["placeName"] == "西湖"
    assert found["声音"]["links"][0].endswith(".m4a")
    assert len([*(home.path / "diary.assets").iterdir()]) == 2


@pytest.mark.parametrize("spoilt", ['{"entries": [{"creationDate": "x"}]}', '{"entries": [{"cre'])
def test_spoilt_day_one_is_told(spoilt: str) -> None:
    with pytest.raises(DataError):
        formats.read(spoilt, "J.json", name="dayone")
    assert not dayone.looks_like({"entries": []})


# Obsidian


@pytest.mark.parametrize(
    ("form", "name", "date"),
    [
        ("YYYY-MM-DD", "2023-04-02.md", "2023-04-02"),
        ("YYYY/MM/YYYY-MM-DD", "2023/04/2023-04-02.md", "2023-04-02"),
        ("DD.MM.YY", "02.04.23.md", "2023-04-02"),
        ("dddd, MMMM Do YYYY", "Sunday, April 2nd 2023.md", "2023-04-02"),
        ("YYYY年M月D日", "2023年4月2日.md", "2023-04-02"),
        ("[Daily] YYYYMMDD", "Daily 20230402.md", "2023-04-02"),
        ("YYYY-MM-DD", "2023-02-30.md", "None"),
        ("YYYY-MM-DD", "a note.md", "None"),
    ],
)
def test_names_of_daily_notes(form: str, name: str, date: str) -> None:
    assert obsidian.is_daily(f"/vault/{name}", form) == (date != "None")
    if date != "None":
        assert str(one(obsidian.read("text", f"/vault/{name}", form=form)).date) == date


def test_an_obsidian_vault(home: Home) -> None:
    settings = json.dumps({"format": "YYYY/DD-MM", "folder": "daily"})
    settings = settings.replace("YYYY/DD-MM", "YYYY/DD.MM.YYYY")
    home.write(settings, "vault/.obsidian/daily-notes.json")
    home.write(
        "---\ntags: [家]\ncreated: 2023-05-09T10:00\n---\n去了 [[西湖|湖边]]。#走/路\n\n"
        "![[Pasted image 1.png|300]]\n\n![[other note]]\n\n%%私下说%%\n\n`%%code%%`\n",
        "vault/daily/2023/02.04.2023.md",
    )
    home.write("no day here", "vault/notes/other note.md")
    home.write("## 2022.01.01 old\n\nx\n", "vault/old diary.md")
    home.write(PNG, "vault/files/Pasted image 1.png")
    done = comes_in_once(home, home.path / "vault")
    assert "other note.md" in done.stderr
    entries = home.entries()
    assert [(one["date"], one["title"]) for one in entries] == [
        ("2023-04-02", ""),
        ("2022-01-01", "old"),
    ]
    body = entries[0]["body"]
    assert "[[西湖|湖边]]" in body
    assert "![Pasted image 1.png](diary.assets/" in body
    assert "<!--私下说-->" in body
    assert "`%%code%%`" in body
    assert "![[other note]]" in body
    assert entries[0]["tags"] == ["家", "走/路"]


def test_an_obsidian_comment_that_cannot_be_one_of_markdown_stays() -> None:
    entry = one(formats.read("a %%b --> c%% [[d]]", "/v/2023-04-02.md"))
    assert entry.body == "a %%b --> c%% [[d]]"


# Logseq

BLOCK = "6333f1a0-0000-4000-8000-000000000001"
LOGSEQ = f"""\
type:: 日记
tags:: [[家]], 走路

- 早上 #[[长 标签]]
  id:: {BLOCK}
  collapsed:: true
\t- TODO 买菜
\t  :LOGBOOK:
\t  CLOCK: [2022-09-27 Tue 10:00:00]
\t  :END:
\t- DONE 跑步
- ![图](../assets/image_1.png){{:height 300, :width 400}}
- 见 (({BLOCK})) 和 ((6333f1a0-0000-4000-8000-00000000ffff))
- 别的 (({BLOCK.replace("1", "2")}))
"""


def test_a_logseq_graph(home: Home) -> None:
    home.write("{:meta/version 1}", "graph/logseq/config.edn")
    home.write(LOGSEQ, "graph/journals/2022_09_27.md")
    other = f"- 那一块\n  id:: {BLOCK.replace('1', '2')}\n"
    home.write(other, "graph/pages/other.md")
    home.write(PNG, "graph/assets/image_1.png")
    done = comes_in_once(home, home.path / "graph")
    for what in ("drawer left out", "size of a picture", "block that is not in this export"):
        assert what in done.stderr
    assert "pages/other.md" in done.stderr
    (entry,) = home.entries()
    assert (entry["date"], entry["tags"]) == ("2022-09-27", ["家", "走路", "长-标签"])
    assert entry["meta"] == {"type": "日记"}
    assert entry["body"].split("\n") == [
        "- 早上 #长-标签",
        "\t- [ ] 买菜",
        "\t- [x] 跑步",
        f"- ![图]({entry['images'][0]})",
        "- 见 早上 #长-标签 和 ((6333f1a0-0000-4000-8000-00000000ffff))",
        "- 别的 那一块",
    ]
    assert entry["images"][0].startswith("diary.assets/")


def test_a_logseq_page_alone_is_known_by_its_bullets() -> None:
    assert formats.detect("- a\n\t- b\n", "/x/2022_09_27.md") == "logseq"
    assert formats.detect("text\n", "/x/2022_09_27.md") != "logseq"
    assert logseq.is_journal("journals/2022_09_27.md")


# Posts


def test_page_bundles_bring_their_images(home: Home) -> None:
    home.write(
        "+++\ntitle = '湖'\ndate = 2023-04-02T08:00:00+08:00\n+++\n![湖](a.png) "
        '![](/img/b.png) {{< figure src="a.png" >}} {% asset_img a.png 远 %} ![](https://x.org/c.png)\n',
        "site/content/posts/lake/index.md",
    )
    home.write("---\ndate: 2013/7/13 20:46:25\n---\n![](x.png)\n", "site/source/_posts/walk.md")
    home.write("text ![](x.png)", "site/content/2023-05-06-trip/index.md")
    home.write(PNG, "site/content/posts/lake/a.png")
    home.write(PNG + b"1", "site/static/img/b.png")
    home.write(PNG + b"2", "site/source/_posts/walk/x.png")
    home.write(PNG + b"3", "site/content/2023-05-06-trip/x.png")
    home.write(PNG + b"4", "site/content/posts/lake/cover.jpg")
    home.write(PNG + b"5", "site/static/logo.png")
    done = comes_in_once(home, home.path / "site")
    assert "cover.jpg" in done.stderr
    assert "logo.png" not in done.stderr
    found = {one["title"]: one for one in home.entries()}
    assert set(found) == {"湖", "walk", "trip"}
    assert (found["walk"]["date"], found["walk"]["time"]) == ("2013-07-13", "20:46:25")
    assert found["trip"]["date"] == "2023-05-06"
    assert sum("diary.assets/" in image for image in found["湖"]["images"]) == 2
    assert "https://x.org/c.png" in found["湖"]["images"]
    assert found["湖"]["body"].count("diary.assets/") == 4
    assert len([*(home.path / "diary.assets").iterdir()]) == 4


OLD_JRNL = """\
2016-05-01 09:00 去湖边。 很冷。
和 @小王 一起，看见了一只翠鸟。

2016-05-01 21:30 Evening *
Quiet.

2016-13-01 09:00 is no day
2016-05-03 07:15 Third.
"""


@pytest.mark.parametrize("name", ["journal.txt", "old/journal", "diary.jrnl"])
def test_jrnl_s_files_without_brackets_are_read(home: Home, name: str) -> None:
    text = OLD_JRNL.replace("no day\n", "no day\n\n")
    comes_in_once(home, home.write(text, name))
    found = [(one["date"], one["time"], one["title"], one["tags"]) for one in home.entries()]
    assert found == [
        ("2016-05-03", "07:15", "Third.", []),
        ("2016-05-01", "21:30", "Evening", ["starred"]),
        ("2016-05-01", "09:00", "去湖边。 很冷。", ["小王"]),
    ]
    assert home.entries("--title", "Evening")[0]["body"] == "Quiet.\n\n2016-13-01 09:00 is no day"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (OLD_JRNL, "journal.txt"),
        (OLD_JRNL.replace("no day\n", "no day\n\n"), "journal.md"),
        ("2016-05-01 09:00 saved\n\n## 2016.04.30 walk\nwords\n", "notes.txt"),
        ("2016-05-01 09:00  a title\n\nwords\n", "notes.txt"),
        ("2016-05-01 09:00:12 INFO begun\n", "notes.txt"),
    ],
)
def test_what_only_looks_like_an_old_file_of_jrnl_is_not_taken_for_one(
    text: str, name: str
) -> None:
    assert formats.detect(text, name) != "jrnl"


def test_what_may_be_a_log_is_read_as_jrnl_where_that_is_said(home: Home) -> None:
    home.write(OLD_JRNL, "log.txt")
    done = home.invoke("import", "log.txt")
    assert (done.exit_code, "--from jrnl" in done.stderr) == (3, True)
    assert "3 new" in home.invoke("import", "--from", "jrnl", "log.txt").stderr


# Org, which is not read


def test_org_files_are_told_and_their_way_in(home: Home) -> None:
    home.write("* Walked\n", "graph/journals/2022_09_27.org")
    home.write("{}", "graph/logseq/config.edn")
    for path, code in (("graph", 1), ("graph/journals/2022_09_27.org", 3)):
        done = home.invoke("import", path)
        assert (done.exit_code, "Org" in done.stderr, "pandoc" in done.stderr) == (code, True, True)
    home.write("- md\n", "graph/journals/2022_09_28.md")
    home.write("* old\n", "graph/logseq/bak/2022_09_27.org")
    done = home.invoke("import", "graph")
    assert "1 new" in done.stderr
    assert "1 file (journals/2022_09_27.org)" in done.stderr


# Joplin

JOPLIN = """\
---
title: 周日
updated: 2023-04-03 01:00:00Z
created: 2023-04-02 17:30:00Z
latitude: 30.2
tags:
  - 家
---

很冷。![a.png](../_resources/a.png) [别的](别的.md)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no tzset")
def test_joplin_tells_utc_by_the_clock_of_this_machine(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    try:
        home.write(JOPLIN, "export/日记/周日.md")
        home.write(JOPLIN.replace("周日", "2021-01-01"), "export/日记/day.md")
        home.write(PNG, "export/_resources/a.png")
        done = comes_in_once(home, home.path / "export")
        assert "time in UTC" in done.stderr
        found = {one["title"]: one for one in home.entries()}
        assert (found["周日"]["date"], found["周日"]["time"]) == ("2023-04-03", "01:30")
        assert found["2021-01-01"]["date"] == "2021-01-01"
        assert found["周日"]["meta"]["latitude"] == "30.2"
        assert found["周日"]["images"][0].startswith("diary.assets/")
        assert "[别的](别的.md)" in found["周日"]["body"]
    finally:
        monkeypatch.undo()
        time.tzset()


# Notion

ID = "0123456789abcdef0123456789abcdef"
NOTION = """\
# {title}

Created: April 2, 2023 9:01 AM
Tags: 家, walk
状态: 好
Last edited: May 1, 2023 8:00 AM

很冷。

![](%E6%B2%B3%E8%BE%B9%20{id}/a%20b.png)

[sub](%E6%B2%B3%E8%BE%B9%20{id}/Sub%20{id}.md)
"""


def test_a_notion_zip_of_zips(home: Home) -> None:
    day = "# 会议\n\n日期: 2023年5月6日\nTime: 开始\n\n记录\n"
    span = "# 旅行\n\nDate: 2023/07/01 → 2023/07/03\n\n出发\n"
    title = "和家里人一起沿着河走了很远的路然后在桥边坐下来看水鸟的那个下午"
    table = f"Name,Date,Mood\n{title},2023/04/02,好\n只有一行,2023/06/07,累\n没有日期,,\n"
    inner = make_zip(
        {
            f"Export/{title[:26]} {ID}.md": NOTION.format(id=ID, title=title),
            f"Export/河边 {ID}/a b.png": PNG,
            f"Export/会议 {ID[::-1]}.md": day,
            f"Export/旅行 {ID[1:]}0.md": span,
            f"Export/无日期 {ID[2:]}00.md": "# 无日期\n\ntext\n",
            f"Export/表 {ID[3:]}000.csv": table,
            f"Export/表 {ID[3:]}000_all.csv": table,
        }
    )
    done = comes_in_once(home, home.write(make_zip({"Part-1.zip": inner}), "notion.zip"))
    assert "无日期" in done.stderr
    assert "row of a database" in done.stderr
    found = {one["title"]: one for one in home.entries()}
    assert set(found) == {title, "会议", "旅行", "只有一行"}
    walk = found[title]
    assert (walk["date"], walk["time"], walk["tags"]) == ("2023-04-02", "09:01", ["家", "walk"])
    assert walk["meta"] == {"状态": "好", "Last edited": "May 1, 2023 8:00 AM"}
    assert walk["images"][0].startswith("diary.assets/")
    assert found["会议"]["date"] == "2023-05-06"
    assert found["旅行"]["meta"] == {"Date": "2023/07/01 → 2023/07/03"}
    assert found["只有一行"]["meta"] == {"Mood": "累"}


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Created time: June 27, 2023 9:32 PM", "2023-06-27 21:32"),
        ("#: 126\nCreated Time: Apr 02, 2021 8:07 AM", "2021-04-02 08:07"),
        ("Erstellt: 27. Juli 2023 11:52", "2023-07-27 11:52"),
        ("Fecha: 3 de marzo de 2023", "2023-03-03"),
        ("创建时间: 2023年5月6日 09:01", "2023-05-06 09:01"),
        ("Last edited: May 1, 2023\nDate: 2022/01/02 10:00", "2022-01-02 10:00"),
        ("@: x\nDay: 30/02/2023\nCreated: 2023-01-01", "2023-01-01"),
    ],
)
def test_notion_dates_and_keys_of_many_languages(line: str, moment: str) -> None:
    entry = one(formats.read(f"# 页\n\n{line}\n\ntext\n", f"页 {ID}.md"))
    assert f"{entry.date} {entry.time.strftime('%H:%M') if entry.time else ''}".strip() == moment
    assert (entry.title, entry.body) == ("页", "text")


def test_notion_as_html(home: Home) -> None:
    page = (
        '<html><body><article id="x" class="page sans"><header><h1 class="page-title">河 &amp; 边'
        '</h1><table class="properties"><tbody><tr class="property-row property-row-date"><th>'
        "<span>Date</span></th><td><time>@April 2, 2023</time></td></tr></tbody></table></header>"
        '<div class="page-body"><p><strong>很</strong>冷</p><ul><li>a</li></ul></div></article>'
        "<script>x()</script></body></html>"
    )
    comes_in_once(home, home.write(make_zip({f"河 {ID}.html": page}), "n.zip"))
    (entry,) = home.entries()
    assert (entry["date"], entry["title"]) == ("2023-04-02", "河 & 边")
    assert entry["body"] == "**很**冷\n\n- a"


# Journey

JOURNEY: dict[str, Any] = {
    "id": "1680427800000-3f",
    "date_journal": 1680427805000,
    "date_modified": 1680427900000,
    "timezone": "Asia/Shanghai",
    "text": "<p>河边</p><p>很<b>冷</b>&nbsp;<a href='https://x.org'>x</a></p><ul><li>a</li></ul>",
    "preview_text": "河边",
    "lat": 1.7976931348623157e308,
    "lon": 1.7976931348623157e308,
    "mood": 0,
    "weather": {"id": -1, "degree_c": 1.7976931348623157e308, "description": ""},
    "address": "",
    "favourite": True,
    "tags": ["家"],
    "photos": ["1680427800000-3f-aa.jpg", "1680427800000-3f-bb.mp4"],
    "type": "html",
}


def test_a_journey_zip(home: Home) -> None:
    placed = {**JOURNEY, "lat": 30.2, "lon": 120.1, "photos": [], "text": "plain & simple"}
    members = {
        "1680427800000-3f.json": json.dumps(JOURNEY),
        "1680427800000-3f-aa.jpg": PNG,
        "1680427800000-3f-bb.mp4": b"film",
        "1680427800000-4f.json": json.dumps({**placed, "date_journal": 1683000000000}),
    }
    done = comes_in_once(home, home.write(make_zip(members), "journey.zip"))
    assert "2 new" in done.stderr
    found = {one["title"]: one for one in home.entries()}
    walk = found["河边"]
    assert (walk["date"], walk["time"]) == ("2023-04-02", "17:30:05")
    assert walk["tags"] == ["starred", "家"]
    assert walk["body"].startswith("很**冷** [x](https://x.org)\n\n- a\n\n![](diary.assets/")
    assert walk["meta"].keys() == {"timezone", "id", "date_modified"}
    assert len([*(home.path / "diary.assets").iterdir()]) == 2
    assert found["plain & simple"]["meta"]["lat"] == 30.2


def test_html_without_its_converter_is_one_clear_line(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "markdownify", None)
    members = {f"{number}.json": json.dumps(JOURNEY) for number in range(5)}
    done = home.invoke("import", home.write(make_zip(members), "journey.zip"))
    assert done.exit_code == 3
    assert done.stderr.count("journal-md[import]") == 1


# Daylio

LAYOUTS = {
    "year": "year,date,weekday,time,mood,activities,note\n"
    '2023,2 April,Sunday,11:54 pm,good,"walk | movies / tv","很冷。<br>第二行"\n'
    "2023,1 April,Saturday,9:05 am,rad,,\n",
    "full": "full_date,date,weekday,time,mood,activities,note\n"
    '2023-04-02,April 2,Sunday,23:54,good,"walk | movies / tv","很冷。<br>第二行"\n'
    "2023-04-01,April 1,Saturday,9:05,rad,,\n",
    "titled": "\ufefffull_date,date,weekday,time,mood,activities,note_title,note\n"
    '2023-04-02,April 2,Sunday,11:54\u202fPM,good,"walk | movies / tv",,"很冷。<br>第二行"\n'
    "2023-04-01,April 1,Saturday,9:05\u202fAM,rad,,,\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_daylio(home: Home, layout: str) -> None:
    comes_in_once(home, home.write(LAYOUTS[layout], "daylio.csv"))
    second, first = home.entries()
    assert (second["date"], second["time"], second["title"]) == ("2023-04-02", "23:54", "")
    assert second["tags"] == ["walk", "movies / tv"]
    assert second["meta"] == {"mood": "good"}
    assert second["body"] == "很冷。\n第二行"
    assert (first["date"], first["time"], first["title"]) == ("2023-04-01", "09:05", "rad")


def test_daylio_markup_and_rows_of_a_mood_alone(home: Home) -> None:
    rows = (
        "2023-04-02,April 2,Sunday,10:00,good,,T &amp; x,"
        '"<p><b>a</b> &lt; b</p><ul><li>c</li></ul>"\n'
        "2023-04-02,April 2,Sunday,11:00,rad,walk,,\n"
        "2023-04-02,April 2,Sunday,12:00,rad,walk,,\n"
    )
    export = home.write(LAYOUTS["titled"].split("\n")[0] + "\n" + rows, "daylio.csv")
    comes_in_once(home, export)
    found = home.entries()
    assert len(found) == 3
    assert next(one["body"] for one in found if one["title"] == "T & x") == "**a** < b\n- c"


# Ours


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"date": "2023-04-02", "title": "a", "body": "b"}\n{oops\n', 2),
        ('{"date": "2023-04-02", "title": "a", "body": "b"}\n{"x": 1}\n', 2),
        ('{"date": "2023-99-02", "title": "a", "body": "b"}\n', 1),
        ('{"date": null, "title": "a", "body": "b"}\n', 1),
        ('{"date": "2023-04-02", "title": "a", "body": "b"}\n' + "[" * 100_000 + "\n", 2),
    ],
)
def test_a_line_that_is_no_entry_is_named(text: str, line: int) -> None:
    with pytest.raises(DataError) as caught:
        formats.read(text, "x.jsonl")
    assert caught.value.where == f"x.jsonl:{line}"


def test_an_impossible_day_comes_back(home: Home) -> None:
    home.write("## 2023.02.30 滑雪\n\n很好\n")
    home("export", "-o", "x.jsonl")
    home("export", "-o", "x.csv")
    home("export", "-o", "x.db")
    before = home.entries()
    for name in ("x.jsonl", "x.csv", "x.db"):
        home.file.unlink()
        home("import", home.path / name)
        assert home.entries()[0]["title"] == before[0]["title"]
        assert "2023.02.30" in home.file.read_text("utf-8")


def test_a_table_of_somebody_else_comes_in() -> None:
    text = 'title;date\n"x"\n'
    with pytest.raises(NoEntryError):
        formats.read(text, "x.csv")
    table = 'date,title,body,place\n2023-04-02,湖,"很冷,\n真的",杭州\n'
    entry = one(formats.read(table, "x.csv"))
    assert (entry.body, entry.meta) == ("很冷,\n真的", {"place": "杭州"})


def test_json_of_other_kinds_in_a_folder_is_passed_over(home: Home) -> None:
    home.write('{"name": "site"}', "in/package.json")
    home.write("a,b\n1,2\n", "in/data.csv")
    home.write("## 2023.04.02 a\n\nx\n", "in/d.md")
    done = home.invoke("import", home.path / "in")
    assert done.exit_code == 0
    assert "package.json" not in done.stderr


def test_every_format_is_listed_and_known(home: Home) -> None:
    listed = home("import", "--from", "help")
    for name in formats.READERS:
        assert f"\n{name} " in f"\n{listed}"
        formats.check_reader(name)
    with pytest.raises(UsageError):
        formats.check_reader("help me")
    assert home.invoke("import").exit_code == 2


@pytest.mark.parametrize("top", ["", "my notes/"])
def test_a_vault_and_a_graph_in_an_archive(home: Home, top: str) -> None:
    vault = {
        f"{top}.obsidian/daily-notes.json": '{"format": "DD-MM-YYYY"}',
        f"{top}daily/02-04-2023.md": "很冷 ![[a b.png]]",
        f"{top}files/a b.png": PNG,
        f"{top}clip.md": "---\ncreated: 2023-05-06\n---\nclipping\n",
        f"{top}template.md": "---\n{{broken\n---\n",
    }
    graph = {
        f"{top}logseq/config.edn": "{}",
        f"{top}journals/2023_04_03.md": "- 早上\n- ![](../assets/c.png)\n-",
        f"{top}assets/c.png": PNG + b"2",
        f"{top}logseq/bak/journals/2023_04_03/x.md": "- old",
    }
    comes_in_once(home, home.write(make_zip(vault), "vault.zip"))
    comes_in_once(home, home.write(make_zip(graph), "graph.zip"))
    assert [one["date"] for one in home.entries()] == ["2023-04-03", "2023-04-02"]
    assert all(one["images"][0].startswith("diary.assets/") for one in home.entries())
    assert home.entries()[0]["body"].split("\n")[0] == "- 早上"
    assert len([*(home.path / "diary.assets").iterdir()]) == 2
