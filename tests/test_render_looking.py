"""Looking back on a screen: nothing wider than it, nothing that drives it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from journal.dates import Period
from journal.entry import Entry
from journal.looking.lists import Item
from journal.looking.review import Look, Missed, look
from journal.looking.same_day import same_day
from journal.render.brief import brief_lines
from journal.render.looking import missed_lines, review_lines, years_lines
from journal.render.theme import make_theme

TODAY = dt.date(2023, 4, 12)
UNICODE = make_theme("dark", unicode=True, links=False, styled=True, marked=False)
ASCII = make_theme("dark", unicode=False, links=False, styled=False, marked=True)
_SIGNS = ("杭", "州", "a", " ", "（", "。", "👨‍👩‍👧", "❤️", "e\u0301", "\x1b[2J", "🇨🇳", "\u202e")
words = st.lists(st.sampled_from(_SIGNS), max_size=60).map("".join)
lines = st.sampled_from(["- [ ] {} #goal", "- [x] {}", "{}", "![{}](a.png)", "# {}", "> {}", ""])
bodies = st.lists(st.builds(str.format, lines, words), max_size=6).map("\n".join)
entries = st.lists(
    st.builds(
        Entry,
        st.none() | st.dates(dt.date(2021, 4, 8), dt.date(2023, 4, 12)),
        words,
        bodies,
        tags=st.lists(words, max_size=2).map(lambda names: ("goal", *names)),
    ),
    max_size=5,
)
themes = st.sampled_from([UNICODE, ASCII])


def fits(shown: Any, width: int) -> bool:
    return all(0 <= wcswidth(line.plain) <= width for line in shown)


@given(entries, st.integers(40, 200), themes)
def test_no_line_is_wider_than_the_screen(written: list[Entry], width: int, theme: Any) -> None:
    years = same_day(written, TODAY, window=182)
    assert fits(years_lines(years, TODAY, theme, width), width)
    days = Period(dt.date(2022, 1, 1), TODAY, "range")
    found = look([one for one in written if one.date], "week", days)
    assert fits(review_lines(found, "2023-W14", "days", theme, width), width)


@given(entries, st.integers(40, 200))
def test_each_entry_is_short(written: list[Entry], width: int) -> None:
    for entry in written:
        assert len([*brief_lines(entry, UNICODE, width)]) <= 5


def test_tags_are_said_once_and_pictures_not_at_all() -> None:
    entry = Entry(TODAY, "Lake", "![x](a.png)\n\n冷。 #湖\n\n#湖 #walk", tags=("湖", "walk"))
    shown = [line.plain for line in brief_lines(entry, UNICODE, 80)]
    assert shown == ["2023-04-12 Wed  Lake  #湖 #walk", "  冷。 #湖"]


def test_tasks_and_goals_stand_below_the_entries() -> None:
    entry = Entry(TODAY, "t", "")
    found = Look([], [Item("买票", False, entry)], [Item("run", True, entry)])
    shown = [line.plain for line in review_lines(found, "2023-W15", "days", ASCII, 40)]
    assert shown == [
        "2023-W15 - days",
        "",
        "Open tasks - 1",
        "[ ] 买票  2023-04-12",
        "",
        "Goals kept - 1",
        "[x] run  2023-04-12",
    ]


def test_missed_weeks_stand_by_months() -> None:
    missed = Missed([dt.date(2023, 3, 6), dt.date(2023, 3, 20), dt.date(2023, 4, 3)], 9, True)
    shown = [line.plain for line in missed_lines(missed, "Monday", UNICODE, 40)]
    assert shown == ["3 Mondays missed in 9 weeks", "2023-03   6 · 20", "2023-04   3"]
