"""Counting and looking back, without files: against what one would count by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.dates import Period
from journal.entry import Entry
from journal.looking.lists import goals, tasks
from journal.looking.review import grain_of, missed_weeks, period_of
from journal.looking.same_day import same_day
from journal.looking.tally import (
    WHOLE,
    Run,
    Tally,
    current,
    gaps,
    longest,
    streaks,
    tallies,
    tally_by,
)

START = dt.date(2023, 1, 30)
days = st.sets(st.integers(0, 40).map(lambda n: START + dt.timedelta(n)))
entries = st.lists(
    st.builds(
        Entry,
        st.none() | st.dates(dt.date(2019, 12, 25), dt.date(2024, 3, 5)),
        st.just("t"),
        st.sampled_from(["", "one two", "今天下雨"]),
        time=st.none() | st.times(),
        tags=st.lists(st.sampled_from(["a", "a/b", "c"]), unique=True).map(tuple),
    ),
    max_size=12,
)


def entry(day: str, body: str = "", *, title: str = "t", tags: str = "") -> Entry:
    return Entry(dt.date.fromisoformat(day), title, body, tags=tuple(tags.split()))


@given(days)
def test_streaks_and_gaps_tile_the_days(written: set[dt.date]) -> None:
    runs = streaks(written)
    pieces = sorted([*runs, *gaps(runs)], key=lambda run: run.first or START)
    listed = [
        piece.first + dt.timedelta(at)
        for piece in pieces
        if piece.first
        for at in range(piece.days)
    ]
    span = (max(written) - min(written)).days + 1 if written else 0
    assert listed == [min(written) + dt.timedelta(at) for at in range(span)]
    assert {day for run in runs for day in listed if run.first and run.last} >= written
    inside = {day for run in gaps(runs) for day in listed if day in Period(*ends(run), "range")}
    assert inside == set(listed) - written
    assert all(run.days == (last - first).days + 1 for run in pieces for first, last in [ends(run)])


def ends(run: Run) -> tuple[dt.date, dt.date]:
    assert run.first
    assert run.last
    return run.first, run.last


@given(days, st.integers(0, 45))
def test_the_streak_that_goes_on(written: set[dt.date], at: int) -> None:
    today = START + dt.timedelta(at)
    day = today if today in written else today - dt.timedelta(1)
    count = 0
    while day in written:
        count, day = count + 1, day - dt.timedelta(1)
    assert current(streaks(written), today).days == count


def test_of_equal_streaks_the_latest_is_the_longest() -> None:
    written = [dt.date(2023, 4, day) for day in (1, 2, 5, 6)]
    assert longest(streaks(written)) == Run(2, dt.date(2023, 4, 5), dt.date(2023, 4, 6))
    assert longest([]) == Run()


@given(entries, st.sampled_from(["day", "week", "month", "year", "weekday", "hour"]))
def test_nothing_is_lost_in_a_table(written: list[Entry], kind: str) -> None:
    rows, (whole,) = tallies(written, (kind, WHOLE)) if written else ([], (Tally(""),))
    assert sum(row.entries for row in rows) == whole.entries == len(written)
    assert sum(row.words for row in rows) == whole.words
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.name for row in rows[:-1])


@given(entries, st.integers(0, 6))
def test_weeks_begin_on_their_day(written: list[Entry], week_start: int) -> None:
    rows = tally_by(written, "week", week_start=week_start)
    for row in rows:
        if row.first and row.last:
            assert (row.last - row.first).days <= 6 - (row.first.weekday() - week_start) % 7


def test_weekdays_stand_in_the_order_of_the_week() -> None:
    written = [entry(f"2023-04-{day:02}") for day in range(1, 8)]
    names = [row.name for row in tally_by(written, "weekday", week_start=6)]
    assert (names[0], names[-1]) == ("Sunday", "Saturday")


def test_the_last_day_of_the_calendar_can_be_counted() -> None:
    written = [entry("9999-12-31")]
    assert [row.entries for row in tally_by(written, "week")] == [1]
    assert same_day(written, dt.date(9998, 12, 31)) == {9999: written}


@given(entries, st.dates(dt.date(2019, 1, 1), dt.date(2025, 12, 31)), st.integers(0, 40))
def test_the_same_day_of_other_years(written: list[Entry], day: dt.date, window: int) -> None:
    found = same_day(written, day, window=window)
    assert day.year not in found
    assert list(found) == sorted(found, reverse=True)
    for one in written:
        years = [year for year, some in found.items() if any(one is other for other in some)]
        near = []
        for year in range(2018, 2027):
            if one.date is None or year == day.year:
                continue
            month, number = (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
            same = dt.date(year, month, number)
            if abs((one.date - same).days) <= window - 1:
                near.append(year)
        assert set(years) >= set(near)
        assert len(years) <= 1


@pytest.mark.parametrize(
    ("day", "written", "found"),
    [
        ("2023-04-02", "2022-04-02", True),
        ("2023-04-02", "2023-04-02", False),
        ("2023-04-02", "2022-04-03", False),
        ("2024-02-29", "2020-02-29", True),
        ("2024-02-29", "2023-02-28", True),
        ("2024-02-29", "2020-02-28", False),
        ("2024-02-29", "2023-03-01", False),
        ("2023-02-28", "2024-02-29", True),
        ("2023-02-28", "2024-02-28", True),
        ("2024-02-28", "2020-02-29", False),
        ("2023-03-01", "2024-02-29", False),
    ],
)
def test_leap_days(day: str, written: str, found: bool) -> None:
    assert bool(same_day([entry(written)], dt.date.fromisoformat(day))) is found


def test_a_window_reaches_over_the_turn_of_the_year() -> None:
    eve, other = entry("2021-12-30"), entry("2022-12-30")
    found = same_day([eve, other], dt.date(2023, 1, 1), window=2)
    assert found == {2022: [eve]}


def test_tasks_are_those_that_one_sees() -> None:
    body = "- [ ] 买票 \n* [x] pack\n1. [ ] call\n`- [ ] no`\n```\n- [ ] no\n```\n"
    body += "- [ ]\n> - [ ] q\n- [ ]no"
    found = [(item.text, item.done) for item in tasks([entry("2023-04-02", body)])]
    assert found == [("买票", False), ("pack", True), ("call", False), ("q", False)]


def test_a_task_said_again_has_its_last_state() -> None:
    said, done = entry("2023-04-02", "- [ ] 买票"), entry("2023-04-20", "- [X] 买票\n- [ ] new")
    (item,) = tasks([said], later=[done])
    assert (item.text, item.done, item.entry) == ("买票", True, done)


@pytest.mark.parametrize(
    ("body", "title", "tags", "expected"),
    [
        ("- [ ] run twice a week #goal", "t", "goal", [("run twice a week", False)]),
        ("- [x] 跑完半马 #目标", "t", "目标", [("跑完半马", True)]),
        ("#goal/health sleep by eleven\nother", "t", "goal/health", [("sleep by eleven", False)]),
        ("今年要 #目标 读二十本书", "t", "目标", [("今年要  读二十本书", False)]),
        ("## 目标 #目标\n- a\n- [x] b\n\n### 其他\n- c", "t", "目标", [("a", False), ("b", True)]),
        ("- a\n- [x] b\n\n#goal #走", "t", "goal 走", [("a", False), ("b", True)]),
        ("#goal", "跑完半马", "goal", [("跑完半马", False)]),
        ("- one\n- two", "Plans #goal", "goal", [("one", False), ("two", False)]),
        ("text", "header goal", "goal", [("header goal", False)]),
        ("`#goal` and [x](#goal) #goalkeeper", "t", "goalkeeper", []),
    ],
)
def test_goals(body: str, title: str, tags: str, expected: list[tuple[str, bool]]) -> None:
    found = goals([entry("2023-04-02", body, title=title, tags=tags)])
    assert [(item.text, item.done) for item in found] == expected


@pytest.mark.parametrize(
    ("title", "grain"),
    [
        ("Review of 2023-W14", "week"),
        ("周记", "week"),
        ("2023-Q2 review", "quarter"),
        ("Review of 2023-04", "month"),
        ("Review of 2023", "year"),
        ("Review of 2023-04-02..2023-04-08", "week"),
        ("第一季度 2023-Q1", "quarter"),
    ],
)
def test_a_review_is_of_the_period_in_its_title(title: str, grain: str) -> None:
    assert grain_of(entry("2023-04-10", title=title)) == grain


@pytest.mark.parametrize(
    ("today", "grain", "named", "first", "last"),
    [
        ("2023-04-12", "week", "2023-W15", "2023-04-10", "2023-04-16"),
        ("2023-04-10", "week", "2023-W14", "2023-04-03", "2023-04-10"),
        ("2023-04-01", "quarter", "2023-Q1", "2023-01-01", "2023-04-01"),
        ("2023-04-02", "quarter", "2023-Q2", "2023-04-01", "2023-06-30"),
        ("2023-01-01", "year", "2022", "2022-01-01", "2023-01-01"),
        ("2023-01-31", "month", "2023-01", "2023-01-01", "2023-01-31"),
    ],
)
def test_the_period_that_one_means(
    today: str, grain: str, named: str, first: str, last: str
) -> None:
    period, read = period_of(grain, dt.date.fromisoformat(today))
    found = (str(period), read.start.isoformat(), read.end.isoformat())
    assert found == (named, first, last)


def test_missed_weeks_are_those_without_a_weekly_review_that_are_over() -> None:
    written = [
        entry("2023-03-14", tags="review"),
        entry("2023-03-27", tags="review/weekly"),
        entry("2023-04-03", title="Review of 2023-Q1", tags="review"),
        entry("2023-04-04", tags="walk"),
    ]
    missed = missed_weeks(written, dt.date(2023, 4, 12))
    assert missed is not None
    assert [day.isoformat() for day in missed.days] == ["2023-03-20", "2023-04-03"]
    assert (missed.weeks, missed.due) == (4, True)
    on_sundays = missed_weeks(written, dt.date(2023, 4, 8), week_start=6)
    assert on_sundays is not None
    assert [day.isoformat() for day in on_sundays.days] == ["2023-03-19"]
    assert missed_weeks(written[2:], dt.date(2023, 4, 12)) is None
