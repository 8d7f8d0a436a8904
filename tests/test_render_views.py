"""Entries, the list, search results and receipts, as the screen has them."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from journal.entry import Entry, Source
from journal.render.console import Screen
from journal.render.entry import show_entries
from journal.render.history import Line as CommandLine
from journal.render.history import show_commands
from journal.render.listing import show_list
from journal.render.matches import show_matches
from journal.render.receipt import Line, show_plan, show_receipt

TODAY = dt.date(2023, 4, 20)
HIKE = Entry(
    dt.date(2023, 4, 2),
    "爬大珠山",
    "杜鹃花开了。",
    tags=("山", "spring"),
    meta={"category": "diary", "draft": True, "summary": "一句话"},
    source=Source("/home/me/life.md", 42),
)
TRIP = Entry(dt.date(2023, 4, 19), "去了趟杭州", "西湖。", time=dt.time(9, 5))
LOST = Entry(None, "没有日期", "")

_SIGNS = ("杭", "州", "a", " ", "（", "。", "👨‍👩‍👧", "❤️", "e\u0301", "\x1b", "\n", "🇨🇳", "\udc80")
titles = st.lists(st.sampled_from(_SIGNS), max_size=60).map("".join)
dates = st.none() | st.dates(dt.date(2022, 12, 1), dt.date(2023, 4, 30))
entries = st.builds(
    Entry, dates, titles, titles, tags=st.lists(titles, max_size=3).map(tuple), id=st.just("abcd")
)
widths = st.integers(40, 200)


def screen(width: int = 80, *, lines: int = 24) -> tuple[Screen, io.StringIO]:
    """Return a screen without colours, and what it writes to."""
    out = io.StringIO()
    size = {"COLUMNS": str(width), "LINES": str(lines)}
    return Screen(environ=size, stdout=out, stderr=out), out


def shown(out: io.StringIO) -> list[str]:
    """Return the lines written, without the blanks at their ends."""
    return [line.rstrip(" ") for line in out.getvalue().removesuffix("\n").split("\n")]


def listed(*rows: Entry, width: int = 80, lines: int = 24) -> list[str]:
    """Return the list of some entries."""
    page, out = screen(width, lines=lines)
    show_list(rows, page, today=TODAY, words=lambda entry: len(entry.body) * 1000)
    return shown(out)


def test_entry_has_its_heading_first_then_a_quiet_line() -> None:
    page, out = screen()
    show_entries([HIKE, TRIP, LOST], page)
    rule = ["", "─" * 80, ""]
    head = ["2023-04-02 Sunday", "爬大珠山", "#山 · #spring · diary · draft · /home/me/life.md:42"]
    trip = ["2023-04-19 Wednesday 09:05", "去了趟杭州", "", "西湖。"]
    lost = ["undated", "没有日期"]
    assert shown(out) == [*head, "一句话", "", "杜鹃花开了。", *rule, *trip, *rule, *lost]


def test_list_has_day_title_tags_and_words_in_columns() -> None:
    assert listed(TRIP, HIKE, LOST) == [
        "2023-04-19 yesterday  去了趟杭州" + " " * 21 + "3,000".rjust(27),
        "2023-04-02 Sun        爬大珠山" + " " * 32 + "#山 #spring  6,000",
        "undated               没有日期" + " " * 45 + "    0".rjust(5),
    ]


def test_narrow_list_drops_tags_and_says_the_day_in_place_of_the_date() -> None:
    assert listed(TRIP, HIKE, width=40) == [
        "yesterday   去了趟杭州             3,000",
        "2023-04-02  爬大珠山               6,000",
    ]


def test_list_cuts_titles_by_cells() -> None:
    (line,) = listed(Entry(dt.date(2023, 4, 2), "很长" * 40, "", tags=("t",)), width=60)
    assert "很…  #t" in line or "长…  #t" in line
    assert wcswidth(line) == 60


def test_a_very_wide_list_keeps_its_columns_together() -> None:
    assert {100} == {wcswidth(line) for line in listed(TRIP, HIKE, LOST, width=200)}


def test_long_list_is_grouped_by_months() -> None:
    rows = [Entry(dt.date(2023, 4, day), "四", "") for day in (9, 8)]
    rows += [Entry(dt.date(2022, 12, 1), "十二", ""), LOST]
    lines = listed(*rows, lines=4)
    heads = ["2023-04 · 2 entries", "2022-12 · 1 entry", "undated · 1 entry"]
    assert [lines[0], lines[4], lines[7]] == heads
    assert (lines[3], lines[6]) == ("", "")
    assert lines[1].startswith("2023-04-09 Sun  四")


def test_matches_show_three_excerpts_around_the_match_and_the_counts() -> None:
    page, out = screen(40)
    text = "我们这边是三地办公的，所以入职之前有一次选择的机会，从北京/上海/杭州选一个城市入职"
    at = text.index("杭州")
    excerpts = [(9 + n, text, [(at, at + 2)]) for n in range(4)]
    show_matches([(HIKE, excerpts), (TRIP, [(3, "\t去了趟\x1b杭州", [(5, 7), (1, 2)])])], page)
    lines = shown(out)
    assert lines[0] == "2023-04-02 Sun  爬大珠山 · 4"
    assert [line[:5] for line in lines[1:4]] == ["   9 ", "  10 ", "  11 "]
    assert all("…" in line and "杭州" in line and wcswidth(line) <= 40 for line in lines[1:4])
    assert lines[4:] == [
        "",
        "2023-04-19 Wed  去了趟杭州 · 2",
        r"  3   去了趟\x1b杭州",
        "",
        "2 entries · 6 matches",
    ]


def test_matches_are_highlighted_and_counted_by_the_caller_if_he_knows_more() -> None:
    out = io.StringIO()
    page = Screen("always", False, environ={"TERM": "xterm"}, stdout=out, stderr=out)
    show_matches([(TRIP, [(3, "[b]西湖[/b]", [(3, 5)])])], page, counts=[7])
    assert "[b]\x1b[1;4;33m西湖\x1b[0m[/b]" in out.getvalue()
    assert "7 matches" in out.getvalue()


def test_context_lines_are_no_excerpts() -> None:
    page, out = screen()
    excerpts = [(n, f"line {n}", [(0, 4)] if n % 2 else []) for n in range(1, 9)]
    show_matches([(HIKE, excerpts)], page)
    assert [line.split()[-1] for line in shown(out)[1:7]] == ["1", "2", "3", "4", "5", "6"]


DECISIONS = [
    Line("re-dated", dt.date(2023, 4, 2), "爬大珠山", "image name says 2023", "b.md:3", "a.md:42"),
    Line("new", None, "新的一天", "not there yet", "b.md:9", ""),
    Line("identical", dt.date(2023, 4, 19), "去了趟杭州", "same text", "b.md:20", "a.md:60"),
]
COUNTS = {"identical": 1, "new": 1, "re-dated": 1, "conflict": 0}


def test_plan_shows_all_that_would_change_and_why() -> None:
    page, out = screen()
    show_plan(DECISIONS, COUNTS, page)
    assert shown(out) == [
        "re-dated     2023-04-02  爬大珠山",
        "             image name says 2023",
        "             b.md:3 → a.md:42",
        "",
        "new          undated  新的一天",
        "",
        "1 new · 1 re-dated · 1 identical · nothing written yet",
    ]


def test_receipt_counts_what_is_new_and_fits_a_narrow_screen() -> None:
    page, out = screen(40)
    show_receipt(
        [*DECISIONS[1:], DECISIONS[0]._replace(existing="/home/" * 8 + "a.md:42")], COUNTS, page
    )
    assert shown(out) == [
        "re-dated  2023-04-02  爬大珠山",
        "  image name says 2023",
        "  b.md:3",
        "  → …" + ("/home/" * 8 + "a.md:42")[-35:],
        "",
        "1 new · 1 re-dated · 1 identical",
        "written",
    ]


def test_receipt_names_a_file_once_where_both_texts_stand_in_it() -> None:
    page, out = screen()
    show_plan([DECISIONS[0]._replace(incoming="a.md:3")], COUNTS, page)
    assert shown(out)[2] == "             a.md:3 → line 42"


def test_receipt_says_when_there_was_nothing_to_write() -> None:
    page, out = screen()
    show_receipt(DECISIONS[2:], {"identical": 1}, page, written=False)
    assert shown(out) == ["1 identical · nothing to write"]


COMMANDS = [
    CommandLine(
        dt.datetime(2023, 4, 19, 9, 5, tzinfo=dt.UTC),
        "import",
        "2023-04-02",
        "爬大珠山 and 7 more",
        "",
    ),
    CommandLine(dt.datetime(2022, 12, 1, 23, 0, tzinfo=dt.UTC), "add", "", "life.md", "taken back"),
]


def test_history_says_when_which_what_and_whether_it_stands() -> None:
    page, out = screen()
    show_commands(COMMANDS, page, today=TODAY)
    assert shown(out) == [
        "2023-04-19 yesterday 09:05  import 2023-04-02 爬大珠山 and 7 more",
        "2022-12-01 Thu       23:00  add    life.md  taken back",
    ]


def test_narrow_history_leaves_out_days_and_the_clock_of_long_ago() -> None:
    page, out = screen(40)
    show_commands(COMMANDS, page, today=TODAY)
    assert shown(out) == [
        "04-19 09:05  import 爬大珠山 and 7 more",
        "2022-12-01   add    life.md  taken back",
    ]


@given(st.lists(entries, max_size=6), widths, st.integers(3, 9))
def test_no_view_is_wider_than_the_screen(rows: list[Entry], width: int, height: int) -> None:
    page, out = screen(width, lines=height)
    show_entries(rows, page)
    show_list(rows, page, today=TODAY, words=lambda entry: len(entry.body))
    show_matches([(row, [(7, row.body, [(0, 1), (2, 9)]), (8, "x", [])]) for row in rows], page)
    plan = [Line("revised", row.date, row.title, row.body, row.title, "a.md:1") for row in rows]
    show_plan(plan, {"revised": len(rows)}, page)
    now = dt.datetime(2023, 4, 19, 9, 5, tzinfo=dt.UTC)
    commands = [CommandLine(now, "dedupe", "2023-04-02", row.title, "taken back") for row in rows]
    show_commands(commands, page, today=TODAY)
    assert all(0 <= wcswidth(line) <= width for line in out.getvalue().split("\n"))


def test_plain_words_load_only_what_they_need() -> None:
    code = (
        "import sys; from journal.entry import Entry; from journal.render.console import Screen\n"
        "from journal.render.entry import show_entries\n"
        "show_entries([Entry(None, '春游', '去了**山里**。![](a.png)')], Screen('always'))\n"
        "heavy = {'rich.console', 'rich.markdown', 'pygments', 'pylatexenc', 'PIL'}\n"
        "print(*heavy & sys.modules.keys(), file=sys.stderr)"
    )
    command = [sys.executable, "-S", "-c", f"import sys; sys.path = {sys.path!r}\n{code}"]
    done = subprocess.run(command, check=True, capture_output=True)
    assert done.stderr.strip() == b""
    assert "山里".encode() in done.stdout
