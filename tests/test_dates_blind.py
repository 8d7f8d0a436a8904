"""Expressions written down before the reader of words existed, and never tuned to it."""

from __future__ import annotations

import datetime as dt

import pytest

from journal.dates import parse_period
from journal.errors import UsageError

WED = dt.datetime.fromisoformat("2023-05-17T10:30")
SUN = dt.datetime.fromisoformat("2023-04-02T23:59")
DST = dt.datetime.fromisoformat("2023-03-26T02:30")
NEW_YEAR = dt.datetime.fromisoformat("2024-01-01T00:10")
LEAP = dt.datetime.fromisoformat("2024-02-29T12:00")

BLIND = [
    ("昨日", WED, "2023-05-16"),
    ("上礼拜三", WED, "2023-05-10"),
    ("上个礼拜天", WED, "2023-05-14"),
    ("大前天晚上", WED, "2023-05-14"),
    ("五天前", WED, "2023-05-12"),
    ("10天以前", WED, "2023-05-07"),
    ("两个月前", WED, "2023-03-17"),
    ("一年前", WED, "2022-05-17"),
    ("去年十二月", WED, "2022-12"),
    ("去年12月25日", WED, "2022-12-25"),
    ("今年三月八号", WED, "2023-03-08"),
    ("前年", WED, "2021"),
    ("十二月", WED, "2022-12"),
    ("五月", WED, "2023-05"),
    ("5月17日", WED, "2023-05-17"),
    ("5月18日", WED, "2022-05-18"),
    ("十五号", WED, "2023-05-15"),
    ("20号", WED, "2023-04-20"),
    ("上上个月", WED, "2023-03"),
    ("上個週末", WED, "2023-05-13..2023-05-14"),
    ("這個月", WED, "2023-05"),
    ("二零一九年", WED, "2019"),
    ("二〇二〇年十月一日", WED, "2020-10-01"),
    ("2022年第四季度", WED, "2022-Q4"),
    ("上季度", WED, "2023-Q1"),
    ("过去三十天", WED, "2023-04-18..2023-05-17"),
    ("最近两周", WED, "2023-05-04..2023-05-17"),
    ("星期日", WED, "2023-05-14"),
    ("周三", WED, "2023-05-17"),
    ("前天下午四点", WED, "2023-05-15"),
    ("去年今天", LEAP, "2023-02-28"),
    ("三天前", NEW_YEAR, "2023-12-29"),
    ("本週五", WED, "2023-05-19"),
    ("禮拜一", WED, "2023-05-15"),
    ("去年上半年", WED, "2022-01-01..2022-06-30"),
    ("98年", WED, "1998"),
    ("下周二", WED, "2023-05-23"),
    ("几天前", WED, None),
    ("三四天前", WED, None),
    ("正月初五", WED, None),
    ("Yesterday", WED, "2023-05-16"),
    ("the day before yesterday", WED, "2023-05-15"),
    ("a week ago", WED, "2023-05-10"),
    ("6 months ago", WED, "2022-11-17"),
    ("last month", NEW_YEAR, "2023-12"),
    ("last Tuesday", WED, "2023-05-09"),
    ("tuesday", WED, "2023-05-16"),
    ("Thursday", WED, "2023-05-11"),
    ("Jan 2022", WED, "2022-01"),
    ("25 December", WED, "2022-12-25"),
    ("December 25th, 2021", WED, "2021-12-25"),
    ("march", WED, "2023-03"),
    ("the 3rd of May", WED, "2023-05-03"),
    ("last 14 days", WED, "2023-05-04..2023-05-17"),
    ("past year", WED, "2022-05-18..2023-05-17"),
    ("this quarter", WED, "2023-Q2"),
    ("Q4 2022", WED, "2022-Q4"),
    ("week 20", WED, "2023-W20"),
    ("yesterday at 9pm", WED, "2023-05-16"),
    ("last weekend", SUN, "2023-03-25..2023-03-26"),
    ("in two days", WED, "2023-05-19"),
    ("Sat, 13 May 2023", WED, "2023-05-13"),
    ("tomorrow", LEAP, "2024-03-01"),
    ("saturday last week", WED, "2023-05-13"),
    ("noon", WED, "2023-05-16"),
    ("a year ago", LEAP, "2023-02-28"),
    ("maybe tomorrow", WED, None),
    ("soon", WED, None),
    ("week 54", WED, None),
    ("last friday..yesterday", WED, "2023-05-12..2023-05-16"),
    ("last year", DST, "2022"),
    ("yesterday", DST, "2023-03-25"),
]


@pytest.mark.parametrize(("text", "now", "expected"), BLIND)
def test_blind_expressions_mean_what_their_writer_meant(
    text: str, now: dt.datetime, expected: str | None
) -> None:
    try:
        got: str | None = str(parse_period(text, now))
    except UsageError:
        got = None
    assert expected == got
