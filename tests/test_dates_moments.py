"""The day and the clock time of an entry, and what is refused."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from journal.dates import (
    Moment,
    Period,
    around,
    leading_moment,
    parse_moment,
    parse_period,
)
from journal.dates.stamp import make_date
from journal.errors import UsageError

NOW = dt.datetime.fromisoformat("2023-05-17T10:30:40.5")  # a Wednesday


def moment(date: str, time: str = "", *, exact: bool = False, note: str = "") -> Moment:
    clock = dt.time.fromisoformat(time) if time else None
    return Moment(dt.date.fromisoformat(date), clock, exact, note)


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("2023-04-02", "2023-04-02", ""),
        ("2023.4.2", "2023-04-02", ""),
        ("2023/04/02", "2023-04-02", ""),
        ("20230402", "2023-04-02", ""),
        ("2023年4月2日", "2023-04-02", ""),
        ("2023年4月2號", "2023-04-02", ""),
        ("二〇二三年四月二日", "2023-04-02", ""),
        ("2023-04-02 14:30", "2023-04-02", "14:30"),
        ("2023-04-02 14:30:05", "2023-04-02", "14:30:05"),
        ("2023-04-02T14:30", "2023-04-02", "14:30"),
        ("2023-04-02t09:05:06.25Z", "2023-04-02", "09:05:06.25"),
        ("2023-04-02T23:59:59+08:00", "2023-04-02", "23:59:59"),
        ("2023-04-02 00:10:00 -0500", "2023-04-02", "00:10"),
        ("2023年4月2日14:30", "2023-04-02", "14:30"),
        ("２０２３．０４．０２　１４：３０", "2023-04-02", "14:30"),
    ],
)
def test_iso_like_spellings_are_exact_and_keep_the_wall_clock(
    text: str, date: str, time: str
) -> None:
    assert moment(date, time, exact=True) == parse_moment(text, NOW)


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("昨晚9点", "2023-05-16", "21:00"),
        ("昨晚十二点", "2023-05-17", "00:00"),
        ("昨晚两点", "2023-05-17", "02:00"),
        ("今早8点", "2023-05-17", "08:00"),
        ("下午3点半", "2023-05-16", "15:30"),
        ("昨天下午三点", "2023-05-16", "15:00"),
        ("晚上十点一刻", "2023-05-16", "22:15"),
        ("晚上十點零五分", "2023-05-16", "22:05"),
        ("凌晨两点", "2023-05-17", "02:00"),
        ("昨天中午", "2023-05-16", "12:00"),
        ("中午1点", "2023-05-16", "13:00"),
        ("星期三三点半", "2023-05-17", "03:30"),
        ("周三晚9点", "2023-05-10", "21:00"),
        ("3天前的晚上", "2023-05-14", ""),
        ("昨晚", "2023-05-16", ""),
        ("4月2日 21:05", "2023-04-02", "21:05"),
        ("2023-04-02 下午3点", "2023-04-02", "15:00"),
        ("半小时前", "2023-05-17", "10:00:40"),
        ("mon 9pm", "2023-05-15", "21:00"),
        ("wed 9pm", "2023-05-10", "21:00"),
        ("yesterday at 9:15", "2023-05-16", "09:15"),
        ("yesterday at 9 p.m.", "2023-05-16", "21:00"),
        ("12am", "2023-05-17", "00:00"),
        ("12:30pm", "2023-05-16", "12:30"),
        ("noon", "2023-05-16", "12:00"),
        ("midnight", "2023-05-17", "00:00"),
        ("half past nine", "2023-05-17", "09:30"),
        ("quarter past 9 pm", "2023-05-16", "21:15"),
        ("last night", "2023-05-16", ""),
        ("last night at 11", "2023-05-16", "23:00"),
        ("2023-04-02 9pm", "2023-04-02", "21:00"),
        ("April 2nd, 2023 at 9:15 am", "2023-04-02", "09:15"),
        ("2 hours ago", "2023-05-17", "08:30:40"),
        ("now", "2023-05-17", "10:30:40"),
    ],
)
def test_words_resolve_to_a_moment_that_is_past(text: str, date: str, time: str) -> None:
    assert moment(date, time) == parse_moment(text, NOW)


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("明天", "2023-05-18", ""),
        ("明天下午3点", "2023-05-18", "15:00"),
        ("今晚9点", "2023-05-17", "21:00"),
        ("下周五", "2023-05-26", ""),
        ("tomorrow", "2023-05-18", ""),
        ("today 9pm", "2023-05-17", "21:00"),
    ],
)
def test_an_explicit_future_is_taken_and_said(text: str, date: str, time: str) -> None:
    assert moment(date, time, note="in the future") == parse_moment(text, NOW)


@pytest.mark.parametrize(
    ("order", "text", "date", "note"),
    [
        ("YMD", "1/2/2023", "2023-01-02", "1/2/2023 read as 2023-01-02 (date_order YMD)"),
        ("DMY", "1/2/2023", "2023-02-01", "1/2/2023 read as 2023-02-01 (date_order DMY)"),
        ("mdy", "1.2.2023", "2023-01-02", "1.2.2023 read as 2023-01-02 (date_order MDY)"),
        ("DMY", "4/2", "2023-02-04", "4/2 read as 2023-02-04 (date_order DMY)"),
        ("DMY", "4/13", "2023-04-13", ""),
        ("MDY", "13/4/2023", "2023-04-13", ""),
        ("DMY", "3/3/2023", "2023-03-03", ""),
    ],
)
def test_the_order_of_day_and_month_is_a_setting_and_is_told(
    order: str, text: str, date: str, note: str
) -> None:
    assert moment(date, note=note) == parse_moment(text, NOW, date_order=order)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a", "ok", "10", "maybe", "not a date at all", "the", "march on", "sun set"),
        *("这", "的", "七", "几天前", "三四天前", "一百二天前", "2十天前", "正月初五", "月底"),
        *("最近", "万一", "3日前", "上午12点", "24点", "下午9点15秒", "上周五下周一", "4月31日"),
        *("1、2月", "1,2月", "周五六", "三月四五号", "3-4天前", "2.5 days ago", "31年", "2 apr 23"),
        *("..", "...", "2022..2021", "x..y", "last april", "2 or 3 days ago", "yesterday 14"),
        *("2023-02-30", "2023.13", "2023-Q5", "2023-W60", "0000", "2023-04-02 25:00", "13pm"),
        *("201211", "230402", "1/2/23", "99/99/2023", "2023-04 14:30", "上周 9pm", "mon tue"),
        *("yesterday tomorrow", "2023年前", "10000 years ago", "-0d", "9999999999 days ago"),
        *("9" * 90 + "天前", "9999-12-31..0001-01-01", "tonight 8am", "this evening at 2"),
    ],
)
def test_what_is_no_date_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_period(text, NOW)
    assert "\n" not in str(raised.value)
    assert raised.value.todo


def test_a_refusal_shows_the_text_cut_and_harmless() -> None:
    with pytest.raises(UsageError) as raised:
        parse_period("\x1b]52;c;\u202e\udc80" + "日记" * 30, NOW)
    shown = r"\x1b]52;c;\u202e\udc80日记日记日记日记日记日记日记日记日…"
    assert raised.value.what.startswith(f"“{shown}” ")


@pytest.mark.parametrize("text", ["2023", "上周", "last month", "weekend", "-30d", "2023-04"])
def test_a_moment_is_not_more_than_a_day(text: str) -> None:
    with pytest.raises(UsageError, match="is more than a day"):
        parse_moment(text, NOW)


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("yesterday: went out", moment("2023-05-16"), "went out"),
        ("昨天：去了杭州: 西湖", moment("2023-05-16"), "去了杭州: 西湖"),
        ("昨晚9点：散步", moment("2023-05-16", "21:00"), "散步"),
        ("yesterday 14:30: text", moment("2023-05-16", "14:30"), "text"),
        ("2023-04-02 14:30:05: text", moment("2023-04-02", "14:30:05", exact=True), "text"),
        ("march 5: a: b", moment("2023-03-05"), "a: b"),
        ("上周五:\n　　缩进", moment("2023-05-12"), "\n　　缩进"),
        ("tomorrow: plan", moment("2023-05-18", note="in the future"), "plan"),
    ],
)
def test_a_date_before_a_colon_is_taken(text: str, expected: Moment, rest: str) -> None:
    assert (expected, rest) == leading_moment(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        *("note: x", "3: x", "http://example.org", "12:30 lunch", "went out yesterday: fun"),
        *("2023: a good year", "last week: rain", "1st: buy milk", "5号：替补", "4/2: half"),
        *("3.5: release", "", ":", "：", "昨天\n: x", "x" * 500 + ":", "2023-02-30: x", "the: x"),
        *("hier: pluie", "昨天去了: x", "2023-04-02..2023-04-03: x", "10: x", "ok: x"),
    ],
)
def test_free_text_before_a_colon_stays_text(text: str) -> None:
    assert leading_moment(text, NOW, languages=("zh", "en", "fr")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last week", "2023-05-07..2023-05-13"),
        ("本周", "2023-05-14..2023-05-20"),
        ("上周日", "2023-05-07"),
        ("last friday", "2023-05-12"),
        ("last weekend", "2023-05-13..2023-05-14"),
        ("2023-W19", "2023-W19"),
    ],
)
def test_weeks_begin_when_the_setting_says(text: str, expected: str) -> None:
    assert expected == str(parse_period(text, NOW, week_start=6))


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        *(("2023", "year"), ("去年", "year"), ("2023-Q2", "quarter"), ("上季度", "quarter")),
        *(("2023-04", "month"), ("四月", "month"), ("2023-W14", "week"), ("上周", "week")),
        *(("昨天", "day"), ("friday", "day"), ("3 months ago", "day"), ("noon", "day")),
        *(("周末", "range"), ("上半年", "range"), ("-30d", "range"), ("2023..2023", "range")),
    ],
)
def test_periods_know_their_grain(text: str, grain: str) -> None:
    assert grain == parse_period(text, NOW).grain


def test_a_period_is_a_value_that_holds_its_days() -> None:
    april = parse_period("2023-04", NOW)
    assert Period(dt.date(2023, 4, 1), dt.date(2023, 4, 30), "month") == april
    assert {april} == {parse_period("2023年4月", NOW), copy.deepcopy(april)}
    assert dt.date(2023, 4, 30) in april
    assert dt.date(2023, 5, 1) not in april
    assert None not in april
    with pytest.raises(AttributeError):
        april.grain = "day"


def test_a_day_the_calendar_lacks_is_none() -> None:
    assert dt.date(2024, 2, 29) == make_date(2024, 2, 29)
    assert make_date(2023, 2, 29) is None
    assert make_date(10**30, 1, 1) is None


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("day", "2023-05-17"),
        ("week", "2023-W20"),
        ("month", "2023-05"),
        ("quarter", "2023-Q2"),
        ("year", "2023"),
    ],
)
def test_a_day_lies_in_a_period_of_each_grain(grain: str, expected: str) -> None:
    assert expected == str(around(NOW.date(), grain))
