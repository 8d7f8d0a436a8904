"""What holds of every text and every day."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.dates import Period, around, leading_moment, parse_moment, parse_period
from journal.errors import UsageError

WORDS = """
    last this next past week month year quarter day days ago in at on the of before after yesterday
    today tomorrow friday mon weekend april may 2 31 2023 1st 9pm 9:15 noon midnight night q2 w14
    上 上上 下 这 本 个 周 周末 星期 礼拜 月 季度 年 去年 前年 昨 今 天 前 后 半 五 十 廿 三十一
    二〇二三 日 号 点 半 刻 晚 早 下午 凌晨 最近 过去 的 第 - .. / . : ， ( 1/2/2023 2023-04-02 -30d
"""
CLOCKS = st.datetimes()
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from([" ", *WORDS.split()]), max_size=12).map(
    "".join
)
unhurried = settings(deadline=None)
GRAINS = st.sampled_from(["day", "week", "month", "quarter", "year"])


@unhurried
@given(TEXTS, CLOCKS, st.integers(0, 6), st.sampled_from(["YMD", "DMY", "MDY", "", "x"]))
def test_any_text_is_a_period_or_a_usage_error(
    text: str, now: dt.datetime, week_start: int, order: str
) -> None:
    try:
        period = parse_period(text, now, week_start=week_start, date_order=order)
    except UsageError:
        return
    assert period.start <= period.end
    assert period == parse_period(str(period), now) or period.grain == "week"


@unhurried
@given(TEXTS, CLOCKS)
def test_any_text_is_a_moment_or_a_usage_error(text: str, now: dt.datetime) -> None:
    try:
        moment = parse_moment(text, now)
    except UsageError:
        return
    assert ("in the future" in moment.note) == (
        moment.date > now.date()
        or (moment.date == now.date() and (moment.time or dt.time.min) > now.time())
    )


@unhurried
@given(TEXTS, TEXTS, CLOCKS)
def test_a_leading_date_leaves_the_rest_as_it_is(head: str, rest: str, now: dt.datetime) -> None:
    text = f"{head}: {rest}"
    found = leading_moment(text, now)
    if found:
        assert text.endswith(found[1])


@unhurried
@given(st.dates(), CLOCKS)
def test_a_day_comes_back_from_every_spelling(day: dt.date, now: dt.datetime) -> None:
    year, month, number = f"{day.year:04}", day.month, day.day
    spellings = [day.isoformat(), day.isoformat().replace("-", ""), f"{year}.{month}.{number}"]
    spellings += [f"{year}/{month}/{number}", f"{year}年{month}月{number}日"]
    assert {day} == {parse_moment(text, now).date for text in spellings}
    assert all(parse_moment(text, now).exact for text in spellings)


@unhurried
@given(st.dates(dt.date(1, 1, 8), dt.date(9999, 12, 24)), GRAINS, CLOCKS)
def test_periods_read_themselves_back(day: dt.date, grain: str, now: dt.datetime) -> None:
    period = around(day, grain)
    assert day in period
    assert period == parse_period(str(period), now)


@unhurried
@given(st.dates(), st.dates(), GRAINS, CLOCKS)
def test_ranges_are_ordered(first: dt.date, last: dt.date, grain: str, now: dt.datetime) -> None:
    if first <= last:
        expected = Period(first, last, "range")
        assert expected == parse_period(f"{first}..{last}", now)
    else:
        with pytest.raises(UsageError, match="ends before it begins"):
            parse_period(f"{first}..{last}", now)


@unhurried
@given(st.integers(1, 400), CLOCKS)
def test_days_ago_agree_in_both_languages_and_with_the_calendar(
    days: int, now: dt.datetime
) -> None:
    if (now.date() - dt.date.min).days < days:
        return
    expected = now.date() - dt.timedelta(days)
    texts = (f"{days} days ago", f"{days}天前", f"{days} 天以前")
    assert [expected] * 3 == [parse_moment(text, now).date for text in texts]


@pytest.mark.parametrize(
    "unit", ["(", "a", "9", "上", "一", "yesterday ", ":", "..", "\udc80", "　"]
)
def test_no_text_takes_long(unit: str) -> None:
    now = dt.datetime.fromisoformat("2023-05-17T10:30")
    before = time.process_time()
    for text in (unit * 10_000, unit * (100 // len(unit)), unit * 30):
        leading_moment(text, now)
        with pytest.raises(UsageError):
            parse_period(text, now, languages=["zh", "en", "fr"])
    assert time.process_time() - before < 5
