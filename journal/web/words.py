"""What a page says by itself, in the language of its entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journal.markdown.form import write_time

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from journal.entry import Entry

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_KANA = re.compile("[\u3041-\u30ff]+")
_LETTER = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ENGLISH = {
    "skip": "Skip to the entries",
    "search": "Search",
    "year": "Year",
    "every year": "Every year",
    "tag": "Tag",
    "every tag": "Every tag",
    "dark": "Dark",
    "contents": "Years and months",
    "undated": "Undated",
    "draft": "draft",
    "starred": "starred",
    "picture": "picture",
    "footnote": "footnote",
    "open": "open",
    "done": "done",
    "one": "1 entry",
    "many": "{} entries",
    "found": "{} of {}",
    "nothing": "No entry has all of this.",
    "clear": "Show every entry",
    "plain": "shown as it was written, being very long or deep",
    "empty": "There are no entries here.",
}
CHINESE = {
    "skip": "跳到正文",
    "search": "搜索",
    "year": "年份",
    "every year": "所有年份",
    "tag": "标签",
    "every tag": "所有标签",
    "dark": "深色",
    "contents": "年份与月份",
    "undated": "无日期",
    "draft": "草稿",
    "starred": "已加星标",
    "picture": "图片",
    "footnote": "脚注",
    "open": "未完成",
    "done": "已完成",
    "one": "1 篇",
    "many": "{} 篇",
    "found": "{} / {}",
    "nothing": "没有符合条件的篇目。",
    "clear": "显示全部",
    "plain": "篇幅过长或嵌套过深，按原文显示",
    "empty": "这里还没有内容。",
}


def language_of(text: str) -> str:
    """Return `zh`, `ja` or `en`, as the first letters of a text are."""
    sample = text[:_SAMPLE]
    letters, kana, han = (len("".join(one.findall(sample))) for one in (_LETTER, _KANA, _HAN))
    if kana * 10 > letters:
        return "ja"
    return "zh" if han * 5 > letters else "en"


def common_language(entries: Iterable[Entry]) -> str:
    """Return the language that most entries are written in."""
    found = [language_of(f"{entry.title}\n{entry.body}") for entry in entries]
    return max(("en", "zh", "ja"), key=found.count)


def words_for(language: str) -> dict[str, str]:
    """Return what the page says, in Chinese or in English."""
    return CHINESE if language == "zh" else ENGLISH


def count_in_words(number: int, words: dict[str, str]) -> str:
    """Return a number of entries in words."""
    return words["one"] if number == 1 else words["many"].format(f"{number:,}")


def year_name(year: int, language: str) -> str:
    """Return the heading of a year."""
    return f"{year} 年" if language in ("zh", "ja") else str(year)


def month_name(month: int, language: str) -> str:
    """Return the heading of a month."""
    return f"{month} 月" if language in ("zh", "ja") else _MONTHS[month - 1]


def day_words(date: dt.date, time: dt.time | None, language: str) -> str:
    """Return a whole date as it is said, with its weekday and hour."""
    clock = "" if time is None else f" {write_time(time)}"
    day = date.weekday()
    if language == "zh":
        return f"{date.year} 年 {date.month} 月 {date.day} 日　星期{'一二三四五六日'[day]}{clock}"
    if language == "ja":
        name = "月火水木金土日"[day]
        return f"{date.year} 年 {date.month} 月 {date.day} 日（{name}）{clock}"
    return f"{_DAYS[day]}, {date.day} {_MONTHS[date.month - 1]} {date.year}{clock}"
