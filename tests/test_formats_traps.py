"""Exports of other programs: what real ones were found to hold, told in invented ones."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from typing import TYPE_CHECKING

import pytest

from journal import formats
from journal.entry import Entry
from journal.formats import obsidian
from journal.formats.stamps import read_stamp
from tests.test_formats_archives import make_tar, make_zip
from tests.test_formats_importers import DAY, ID, comes_in_once, day_one, one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Home


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023년 1월 12일", "2023-01-12"),
        ("2023년 2월 13일 오후 6:43", "2023-02-13 18:43"),
        ("2023. 2. 3. 오전 9:05", "2023-02-03 09:05"),
        ("2023年5月6日 下午3:04", "2023-05-06 15:04"),
        ("2023年5月6日 上午12:04", "2023-05-06 00:04"),
        ("2023年5月6日 午後3:04", "2023-05-06 15:04"),
        ("March 12, 2021 3:00 PM (GMT+8)", "2021-03-12 15:00"),
        ("@March 12, 2021 3:00 PM (UTC)", "2021-03-12 15:00"),
        ("12 marzo 2021", "2021-03-12"),
        ("12 марта 2021 г.", "2021-03-12"),
        ("2023년 13월 1일", "None"),
        ("下午3:04", "None"),
        ("March 12, 2021 (a dinner)", "None"),
    ],
)
def test_stamps_of_many_languages(text: str, moment: str) -> None:
    found = read_stamp(text)
    told = f"{found[0]} {found[1]:%H:%M}" if found and found[1] else str(found and found[0])
    assert moment == told


# Notion


@pytest.mark.parametrize(
    ("title", "line", "moment"),
    [
        ("@April 2, 2023", "Full date: April 5, 2023 8:45 AM", "2023-04-02"),
        ("2023-04-02", "Created: April 5, 2023 8:45 AM", "2023-04-02"),
        ("2023年4月2日 晚上", "Created: April 5, 2023 8:45 AM", "2023-04-02"),
        ("计划 2023-05-01", "Created: April 5, 2023 8:45 AM", "2023-04-05 08:45"),
        ("2023-04-02", "Date: April 5, 2023", "2023-04-05"),
        ("@Today", "Full date: April 5, 2023 8:45 AM", "2023-04-05 08:45"),
        ("호텔", "날짜: 2023년 1월 11일 → 2023년 1월 15일", "2023-01-11"),
        ("회고", "생성 일시: 2023년 2월 13일 오후 6:43", "2023-02-13 18:43"),
    ],
)
def test_the_day_of_a_notion_page(title: str, line: str, moment: str) -> None:
    page = f"# {title}\n\n{line}\n状态: 好\n\ntext\n"
    entry = one(formats.read(page, f"p {ID}.md"))
    assert moment == f"{entry.date} {entry.time or ''}"[:16].strip()
    assert entry.title == title
    assert entry.meta["状态"] == "好"
    assert ("→" in line) == (entry.meta.get("날짜") == line.partition(": ")[2])


def test_a_notion_row_whose_page_has_another_title_comes_in_once(home: Home) -> None:
    rows = '\ufeffDate,Ran\n"@April 2, 2023 ",No\n"@April 3, 2023 ",Yes\n'
    members = {
        f"Habits {ID}_all.csv": rows,
        f"Habits {ID}.csv": rows,
        f"Habits {ID}/@Yesterday {ID[1:]}0.md": "# @Yesterday\n\nFull date: April 2, 2023\nRan: No",
        f"Habits {ID}/@April 3, 2023 {ID[2:]}00.md": "# @April 3, 2023\n\nRan: Yes",
    }
    done = comes_in_once(home, home.write(make_zip(members), "notion.zip"))
    assert [(found["date"], found["title"]) for found in home.entries()] == [
        ("2023-04-03", "@April 3, 2023"),
        ("2023-04-02", "@Yesterday"),
    ]
    assert "table whose rows are pages" in done.stderr
    assert "belong to no entry" not in done.stderr
    assert "without a dated entry" not in done.stderr


# Joplin


@pytest.fixture
def in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if sys.platform == "win32":
        pytest.skip("no tzset")
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_shanghai")
@pytest.mark.parametrize(
    ("title", "created", "moment"),
    [
        ("02/04/2023 21:30", "2023-04-02 13:29:10Z", "2023-04-02 21:30"),
        ("04/02/2023 9:30 PM", "2023-04-02 13:29:10Z", "2023-04-02 21:30"),
        ("02/04/2023 21:30", "2023-04-05 01:00:00Z", "2023-04-02 21:30"),
        ("2023-04-02", "2023-04-02 13:29:10Z", "2023-04-02 21:29"),
        ("2023-04-02", "2023-04-05 01:00:00Z", "2023-04-02"),
        ("2023-04-02", "2023-04-01 17:00:00Z", "2023-04-02 01:00"),
        ("河边", "2023-04-01 17:00:00Z", "2023-04-02 01:00"),
        ("2023-04-02 河边", "2023-04-05 17:00:00Z", "2023-04-02"),
        ("河边 2023-04-02", "2023-04-05 17:00:00Z", "2023-04-06 01:00"),
        ("'- 河边'", "2023-04-01 17:00Z", "2023-04-02 01:00"),
    ],
)
def test_the_day_of_a_joplin_note(title: str, created: str, moment: str) -> None:
    note = f"---\ntitle: {title}\nupdated: 2023-06-01 00:00:00Z\ncreated: {created}\n---\n\ntext\n"
    entry = one(formats.read(note, "note.md"))
    assert moment == f"{entry.date} {entry.time or ''}"[:16].strip()
    assert entry.title == title.strip("'")


# Logseq

BLOCK = "6333f1a0-0000-4000-8000-000000000001"


def test_logseq_pages_of_the_first_years() -> None:
    page = (
        "---\ntitle: Apr 2nd, 2023\ntags: [家, 走路]\nmood: 好\n---\n\n## 河边走走\n:PROPERTIES:\n"
        f":id: {BLOCK}\n:now: 1617955459968\n:author: [[罗贯中]]\n:END:\n### DONE 买菜\n"
        f"### 见 (({BLOCK}))\n"
    )
    reading = formats.read(page, "/g/journals/2023_04_02.md")
    entry = one(reading)
    assert (entry.date, entry.title) == (dt.date(2023, 4, 2), "")
    assert (entry.tags, entry.meta) == (("家", "走路"), {"mood": "好"})
    assert entry.body == "## 河边走走\nauthor:: [[罗贯中]]\n### DONE 买菜\n### 见 河边走走"
    assert reading.counts["clock or property drawer left out"] == 1


def test_logseq_titles_that_are_no_day_stay() -> None:
    for page in ("title:: 生日\n\n- a", "---\ntitle: 生日\n---\n- a", "title:: 2023-04-03\n- a"):
        entry = one(formats.read(page, "/g/journals/2023_04_02.md"))
        assert entry.title in ("生日", "2023-04-03")
        assert entry.body == "- a"


def test_logseq_tasks_and_numbered_lists() -> None:
    page = (
        "- LATER 买菜\n- NOW 跑步\n\t- DOING x\n- TODO y\n- CANCELED z\n- LATERAL\n- TODOS\n"
        "- first\n  logseq.order-list-type:: number\n\t- in it\n"
        "- 第二\n  logseq.order-list-type:: number\n  heading:: true\n"
    )
    entry = one(formats.read(page, "/g/journals/2023_04_02.md"))
    assert entry.body.split("\n") == [
        *("- [ ] LATER 买菜", "- [ ] NOW 跑步", "\t- [ ] DOING x", "- [ ] y", "- CANCELED z"),
        *("- LATERAL", "- TODOS", "1. first", "\t- in it", "1. 第二"),
    ]


def test_a_logseq_fence_is_left_alone() -> None:
    page = f"- a\n  ```\n  id:: {BLOCK}\n  :LOGBOOK:\n  - LATER x\n  ```\n"
    entry = one(formats.read(page, "/g/journals/2023_04_02.md"))
    assert f"id:: {BLOCK}" in entry.body
    assert ":LOGBOOK:" in entry.body
    assert "  - LATER x" in entry.body


# Obsidian


def test_a_vault_with_the_usual_settings_is_one(home: Home) -> None:
    home.write("{}", "vault/.obsidian/app.json")
    home.write("---\ncreated: 2023-05-09\n---\n很冷。\n", "vault/日记/2023-04-02.md")
    home.write("---\naliases: [x]\n---\nno day\n", "vault/notes/other note.md")
    home.write("---\ncreated: 2023-04-05\n---\ntea\n", "vault/2023-04-05 1200 With father.md")
    home.write("---\ndate: 2023-04-03\n---\ntext\n", "vault/notes/a trip.md")
    home.write("---\ncreated: 2023-04-04\n---\nclipped\n", "vault/notes/clip.md")
    home.write("---\ndate: {{date}}\n---\n", "vault/templates/daily.md")
    home.write("---\ndate: no day\n---\n", "vault/notes/no day.md")
    done = comes_in_once(home, home.path / "vault")
    assert [(found["date"], found["title"]) for found in home.entries()] == [
        ("2023-04-05", "With father"),
        ("2023-04-03", "a trip"),
        ("2023-04-02", ""),
    ]
    assert "4 files without a dated entry" in done.stderr


@pytest.mark.parametrize(
    ("form", "name", "date"),
    [
        ("YYYY-MM-DD dddd", "2023-04-02 星期日.md", "2023-04-02"),
        ("MMMM Do, YYYY", "四月 2日, 2023.md", "2023-04-02"),
        ("YYYY MMM Do", "2023 12月 31日.md", "2023-12-31"),
        ("YYYY/MMMM/D", "2023/十二月/31.md", "2023-12-31"),
        ("D. MMMM YYYY", "2. April 2023.md", "2023-04-02"),
        ("YYYY MMMM D", "2023 十三月 1.md", "None"),
    ],
)
def test_names_of_daily_notes_in_chinese(form: str, name: str, date: str) -> None:
    assert obsidian.is_daily(f"/vault/{name}", form) == (date != "None")
    if date != "None":
        assert str(one(obsidian.read("text", f"/vault/{name}", form=form)).date) == date


@pytest.mark.parametrize(
    ("body", "title", "rest"),
    [
        ("# 河边\n\n## 早上\na\n\n## 晚上\nb", "河边", "## 早上\na\n\n## 晚上\nb"),
        ("## 早上\na\n\n## 晚上\nb", "", "## 早上\na\n\n## 晚上\nb"),
        ("## 早上\na\n\n# 晚上\nb", "", "## 早上\na\n\n# 晚上\nb"),
        ("## 早上\na\n\n### 然后\nb", "早上", "a\n\n### 然后\nb"),
    ],
)
def test_only_a_heading_above_all_others_is_a_title(body: str, title: str, rest: str) -> None:
    entry = one(formats.read(f"{body}\n\n![[a.png]]\n", "/v/2023-04-02.md"))
    assert (entry.title, entry.body) == (title, f"{rest}\n\n![[a.png]]")


# Posts


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_keys_of_a_header_are_of_any_case(home: Home, fence: str) -> None:
    mark = ": " if fence == "---" else " = "
    header = f'{fence}\nDate{mark}2023-04-02\nTitle{mark}"河边"\nTags{mark}["家"]\n{fence}\n'
    comes_in_once(home, home.write(f"{header}\ntext\n", "in/walk.md"))
    (found,) = home.entries()
    assert (found["date"], found["title"], found["tags"]) == ("2023-04-02", "河边", ["家"])
    assert found["meta"] == {}
    home("export", "-f", "posts", "-o", "out")
    assert (home.path / "out/2023-04-02-河边.md").read_text("utf-8") == f"{header}\ntext\n"


def test_a_key_without_a_name_is_kept() -> None:
    values = {"date": "2023-04-02", "title": "a", "body": "b", "meta": {"": "c"}}
    read = one(formats.read(json.dumps(values), "x.jsonl", name="jsonl"))
    section = "".join(formats.write([read], "markdown"))
    assert one(formats.read(section, "x.md")).meta == {"": "c"}


# Daylio and other tables

DAYLIO = "full_date,date,weekday,time,mood,activities,note_title,note\n"


def test_daylio_cells_are_trimmed_and_none_is_lost() -> None:
    rows = (
        '2023-04-02,April 2,Sunday,10:00, good ,"| walk | tea |",,"很冷","more", ,"还有"\n'
        "2023-04-03, April 3 , Monday,10:00,rad,,,\n"
    )
    first, second = sorted(
        formats.read(DAYLIO + rows, "d.csv").entries, key=lambda entry: str(entry.date)
    )
    assert first.tags == ("walk", "tea")
    assert first.meta == {"mood": "good", "column 9": "more", "column 11": "还有"}
    assert (second.title, second.meta) == ("rad", {"mood": "rad"})


def test_a_daylio_row_with_scales_and_a_breaking_blank() -> None:
    head = "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
    row = '2023-04-02,April 2,Sunday,14:03,meh,"","Sleep:\u00a08/10 | Awake:\u00a01:00","",'
    entry = one(formats.read(f"{head}{row}Never mind<b>d</b>.\n", "d.csv"))
    assert entry.body == "Never mind**d**."
    assert entry.meta["scales"] == "Sleep:\u00a08/10 | Awake:\u00a01:00"


def test_columns_without_a_name_or_with_one_name_keep_their_cells(home: Home) -> None:
    table = ",date,title,body,place,place\n7,2023-04-02,湖,text,杭州,西湖,more\n"
    comes_in_once(home, home.write(table, "x.csv"))
    (found,) = home.entries()
    assert found["meta"] == {
        "column 1": "7",
        "place": "杭州",
        "column 6": "西湖",
        "column 7": "more",
    }


# Day One


def test_day_one_files_are_named_as_their_owner_named_them() -> None:
    values = {
        **{**DAY, "text": "早上\n\n![](dayone-moment:/pdfAttachment/P1)\n\nrest"},
        "audios": [{"identifier": "A1", "md5": "aa", "format": "m4a", "title": "鸟叫 [1].m4a"}],
        "pdfAttachments": [{"identifier": "P1", "md5": "bb", "pdfName": "票.pdf"}],
        "videos": [{"identifier": "V1", "md5": "cc", "type": "mp4", "filename": "IMG_1.mp4"}],
        "photos": [{"identifier": "F1", "md5": "dd", "type": "jpeg", "filename": "IMG_2.jpeg"}],
    }
    reading = formats.read(day_one(values), "J.json")
    assert one(reading).body.split("\n\n") == [
        *("[票.pdf](pdfs/bb.pdf)", "rest", "![IMG_2.jpeg](photos/dd.jpeg)"),
        *("[IMG_1.mp4](videos/cc.mp4)", "[鸟叫 (1).m4a](audios/aa.m4a)"),
    ]


def test_day_one_leaves_a_mark_where_a_picture_was() -> None:
    values = {**DAY, "text": "早上\n\n\ufffca cup\n\n\u200btea"}
    assert one(formats.read(day_one(values), "J.json")).body == "a cup\n\ntea"


def test_a_day_one_entry_of_a_whole_day_has_no_time() -> None:
    entry = one(formats.read(day_one({**DAY, "isAllDay": True, "text": "x"}), "J.json"))
    assert (entry.date, entry.time, "isAllDay" in entry.meta) == (dt.date(2023, 4, 3), None, False)


@pytest.mark.parametrize(
    ("header", "name", "moment"),
    [
        ("created: 2023-05-09 10:00", "2023-04-02 散步.md", "2023-04-02"),
        ("created: 2023-04-02 10:00", "2023-04-02 散步.md", "2023-04-02 10:00"),
        ("date: 2023-05-09 10:00", "2023-04-02 散步.md", "2023-05-09 10:00"),
        ("created: 2023-05-09 10:00", "散步.md", "2023-05-09 10:00"),
    ],
)
def test_a_dated_name_says_more_than_when_a_post_was_made(
    header: str, name: str, moment: str
) -> None:
    entry = one(formats.read(f"---\n{header}\n---\n\ntext\n", f"/x/{name}"))
    assert moment == f"{entry.date} {entry.time or ''}"[:16].strip()
    assert entry.title == "散步"


def test_a_post_without_a_title_has_no_second_date(home: Home) -> None:
    told = {"date": "2023-04-02", "time": "10:00:05", "title": "", "body": "b", "meta": {"a": "b"}}
    home("import", home.write(json.dumps(told), "x.jsonl"))
    before = home.entries()[0]
    home("export", "-f", "posts", "-o", "out")
    home("-j", "again.md", "import", "out")
    (again,) = json.loads(home("-j", "again.md", "export", "-f", "json"))
    assert {key: again[key] for key in ("date", "time", "title", "meta")} == {
        key: before[key] for key in ("date", "time", "title", "meta")
    }


@pytest.mark.parametrize("name", ["markdown", "jsonl", "json", "csv"])
@pytest.mark.parametrize(
    "key", ["created", "date", "title", "Date", "Tags", "tag", "created_at", ""]
)
def test_meta_named_like_a_field_of_a_post_comes_back(name: str, key: str) -> None:
    meta = {key: "2023-04-05", "mood": "好"}
    told = {"date": "2023-04-02", "title": "a", "body": "b", "tags": ["x"], "meta": meta}
    entries = formats.read(json.dumps(told), "x.jsonl", name="jsonl").entries
    section = "".join(formats.write(entries, "markdown"))
    (settled,) = formats.read(section, "x.md", name="sections").entries
    text = "".join(formats.write([settled], name))
    again = one(formats.read(text, "x", name={"markdown": "sections"}.get(name, name)))
    assert (again.meta, again.tags, again.title) == (meta, ("x",), "a")


# jrnl


def test_an_export_for_jrnl_is_utf_8_whatever_the_journal_holds() -> None:
    """One byte that is none, and jrnl would not open the file."""
    entry = Entry(dt.date(2023, 4, 2), "河边\udcff", "很冷\udce9。", tags=("a\udcffb",))
    text = "".join(formats.write([entry], "jrnl"))
    assert text.encode() == "[2023-04-02] 河边\ufffd\n很冷\ufffd。\n".encode()


# Sections and posts: every trap of the table, through the command, twice

DIARY = """\
# 2023 年的日记

开头。

## 1/12-13 雪

很冷。

```
## 2001.01.01 in a fence
```

<!--
## 2002.02.02 in a comment
-->

## 1/14 茶

早上。

## 4月3日 湖边

晚上。

## 2023.04.04 14:30 Walk

Up the hill.

2023.04.05 underlined
---------------------

Text.
"""


def test_a_diary_with_all_that_is_odd_in_sections(home: Home) -> None:
    comes_in_once(home, home.write(DIARY, "in/diary of 2023.md"))
    found = home.entries()
    assert [(one["date"], one["time"], one["title"]) for one in found] == [
        ("2023-04-05", None, "underlined"),
        ("2023-04-04", "14:30", "Walk"),
        ("2023-04-03", None, "湖边"),
        ("2023-01-14", None, "茶"),
        ("2023-01-12", None, "-13 雪"),
    ]
    assert "in a fence" in found[-1]["body"]
    assert "in a comment" in found[-1]["body"]
    assert "开头。" in home.file.read_text("utf-8")


def test_a_blog_with_all_that_is_odd_in_posts(home: Home) -> None:
    posts = {
        "_posts/2023-04-01-雪.md": "---\nlayout: post\ntitle: 雪\n---\n{{ page.x }} 很冷。\n",
        "source/_posts/a.md": (
            "---\ntitle: 湖\ndate: 2013/7/13 20:46:25\ncategories:\n- [日记, 湖]\n- [旅行]\n"
            "tags: [a b, 走]\n---\n摘要\n<!-- more -->\n正文\n"
        ),
        "content/b/index.md": (
            '{\n "title": "桥",\n "date": "2024-3-6",\n "lastmod": "2024-03-07",\n'
            ' "draft": true,\n "summary": "s",\n "slug": "bridge"\n}\n\n正文\n'
        ),
        "content/c.md": (
            "+++\ntitle = 'Zone'\ndate = 2023-04-02T23:30:00-07:00\n[params]\nmood = '好'\n+++\nx\n"
        ),
        "content/d.md": "title: 头\ndate: 2023-04-03\n---\n\n没有第一行\n",
        "content/_index.md": "---\ntitle: all\n---\n",
        "content/_index.zh-cn.md": "---\ntitle: 全部\n---\n",
        "content/2023-04-09-trip/index.zh.md": "京都\n",
    }
    for name, text in posts.items():
        home.write(text, f"site/{name}")
    comes_in_once(home, home.path / "site")
    found = {one["title"]: one for one in home.entries()}
    assert {title: (one["date"], one["time"]) for title, one in found.items()} == {
        "雪": ("2023-04-01", None),
        "湖": ("2013-07-13", "20:46:25"),
        "桥": ("2024-03-06", None),
        "Zone": ("2023-04-02", "23:30"),
        "头": ("2023-04-03", None),
        "trip": ("2023-04-09", None),
    }
    assert found["湖"]["meta"]["categories"] == [["日记", "湖"], ["旅行"]]
    assert found["湖"]["tags"] == ["a b", "走"]
    assert "<!-- more -->" in found["湖"]["body"]
    assert found["桥"]["draft"]
    assert found["桥"]["meta"]["slug"] == "bridge"
    assert found["Zone"]["meta"]["params"] == {"mood": "好"}
    home("export", "-f", "posts", "-o", "out")
    assert (home.path / "out/2023-04-02-Zone.md").read_text() == posts["content/c.md"].replace(
        "+++\nx", "+++\n\nx"
    )


@pytest.mark.parametrize("page", ["", "-", "## \n", "-\n\t-\n", "- \n  id:: x\n", "\ufeff- \n"])
def test_days_on_which_nothing_was_written_are_no_entries(home: Home, page: str) -> None:
    home.write("{}", "graph/logseq/config.edn")
    home.write(page, "graph/journals/2023_04_02.md")
    home.write("- words\n", "graph/journals/2023_04_03.md")
    home.write("{}", "vault/.obsidian/app.json")
    home.write("\n", "vault/2023-04-02.md")
    home.write("---\nmood: 好\n---\n", "vault/2023-04-04.md")
    for name in ("graph", "vault"):
        done = comes_in_once(home, home.path / name)
        assert "1 × day without a word" in done.stderr
    assert [found["date"] for found in home.entries()] == ["2023-04-04", "2023-04-03"]


def test_joplin_s_own_files_are_refused_and_the_way_out_is_told(home: Home) -> None:
    note = "周日\n\n很冷。\n\nid: {0}\ncreated_time: 2023-04-02T13:29:10.000Z\ntype_: 1"
    relation = "id: {0}\nnote_id: {1}\ncreated_time: 2023-04-02T13:29:10.000Z\ntype_: 6"
    members = {
        f"{ID}.md": note.format(ID).encode(),
        f"{ID[::-1]}.md": relation.format(ID[::-1], ID).encode(),
    }
    for name, data in (("notes.jex", make_tar(members)), ("raw.zip", make_zip(members))):
        done = home.invoke("import", home.write(data, name))
        assert done.exit_code == 3
        assert done.stderr.count("Front Matter") == 1
        assert f"{name}: " in done.stderr
    assert not home.file.exists()


def test_a_table_without_our_columns_says_which_it_needs(home: Home) -> None:
    done = home.invoke("import", home.write("Title,Content\na,b\n", "x.csv"))
    assert done.exit_code == 3
    assert "date, title, body" in done.stderr


def test_a_notion_property_of_several_lines(home: Home) -> None:
    page = (
        "# 河边\n\nSummary: first line\nsecond: line\n\tthird, 第三行\nDate: April 2, 2023\n"
        "Mood: 好\n\nNote: no property\n"
    )
    entry = one(formats.read(page, f"p {ID}.md"))
    assert str(entry.date) == "2023-04-02"
    assert entry.meta == {
        "Summary": "first line",
        "second": "line\n\tthird, 第三行",
        "Mood": "好",
    }
    assert entry.body == "Note: no property"
    words = "# 2023-04-02\n\nNote: we walked\nfor hours\n\nand came home\n"
    assert one(formats.read(words, f"p {ID}.md")).body == words.partition("\n\n")[2].strip()


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("notion", f"/x/a {'0' * 32}.md", "# 2023-04-02\n\nKey: value\n" + "words\n" * 200_000),
        ("logseq", "/x/2023_04_02.md", "x\n  logseq.order-list-type:: number\n" * 60_000),
        ("logseq", "/x/2023_04_02.md", "-\na:: b\n" * 60_000),
        ("logseq", "/x/2023_04_02.md", ":PROPERTIES:\n:a: b\n" * 60_000),
    ],
)
def test_odd_pages_of_any_length_are_read_in_a_moment(name: str, path: str, text: str) -> None:
    begun = time.process_time()
    formats.read(text, path, name=name)
    assert time.process_time() - begun < 4
