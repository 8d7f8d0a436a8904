"""What Chinese phrases say of a date, in the notation of `english.py`."""

from __future__ import annotations

SIMPLIFIED = str.maketrans("週這個後點時鐘禮號兩過現裡間淩兒", "周这个后点时钟礼号两过现里间凌儿")

_WEEKS = ("周", "星期", "礼拜", "个周", "个星期", "个礼拜")
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_DIRECTIONS = {
    "上上": -2, "上": -1, "上一": -1, "这": 0, "这一": 0, "本": 0, "下": 1, "下一": 1, "下下": 2,
}  # fmt: skip
_NEAR_DAYS = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}
_NEAR_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_PARTS = {
    1: "凌晨",
    2: "早上 早晨 清晨 上午 早 晨",
    3: "中午",
    4: "下午 午后",
    5: "傍晚",
    6: "晚上 晚间 夜晚 夜里 夜间 深夜 半夜 晚 夜",
}
_STEPS = {
    "9分钟": "minutes=#",
    "9小时": "minutes=60#",
    "9个小时": "minutes=60#",
    "9天": "days=#",
    "9周": "weeks=#",
    "9个星期": "weeks=#",
    "9星期": "weeks=#",
    "9个礼拜": "weeks=#",
    "9礼拜": "weeks=#",
    "9个月": "months=#",
    "9个季度": "months=3#",
    "9年": "years=#",
    "9年半": "years=# shift_months=6",
    "9个半月": "months=# shift_days=15",
    "半小时": "minutes=30",
    "半个小时": "minutes=30",
    "半个月": "days=15",
    "半年": "months=6",
}
_NUMERALS = "元零〇一二三四五六七八九十廿卅0123456789"


def complete(first: str, last: str) -> str:
    """Return the end of `first到last` with what it leaves unsaid: 去年3月到5月, 上周一到周三."""
    for week in ("周", "週", "星期", "礼拜", "禮拜"):
        if last.startswith(week) and week in first:
            return first.partition(week)[0] + last
    if last[:1] not in _NUMERALS or last[-1:] in "前后後":
        return last
    larger = "" if "年" in last else "年" if "月" in last else "年月"
    return first[: max((first.rfind(unit) for unit in larger), default=-1) + 1] + last


def chinese() -> dict[str, str]:
    """Return the meanings of the Chinese phrases, in simplified characters."""
    table = {
        **dict.fromkeys(("的", "在", "于"), ""),
        "现在": "now=0",
        "刚才": "now=0",
        "刚刚": "now=0",
        "大前天": "days=-3",
        "大大前天": "days=-4",
        "大后天": "days=3",
        "上半年": "half=1",
        "下半年": "half=2",
        "9季度": "quarter=#",
        "第9季度": "quarter=#",
        "第9周": "week=#",
        "元月": "month=1",
        "元月份": "month=1",
        "上旬": "third=1",
        "中旬": "third=2",
        "下旬": "third=3",
        "周末": "weekend=0",
        "正午": "hour=12",
        "午夜": "hour=0",
    }
    for char, days in _NEAR_DAYS.items():
        table |= {char + day: f"days={days}" for day in ("天", "日", "儿", "儿个")}
        for part, words in ((2, "早 晨 早上"), (6, "晚 夜 晚上")):
            table |= {char + word: f"days={days} part={part}" for word in words.split()}
    table |= {word: f"years={years}" for word, years in _NEAR_YEARS.items()}
    table |= {word: f"part={part}" for part, words in _PARTS.items() for word in words.split()}
    return table | numeric() | _weeks() | _distances()


def numeric() -> dict[str, str]:
    """Return the phrases of numbers with units, which every language shares."""
    table = {
        "9": "number=#",
        "9年": "year=#",
        "9月": "month=#",
        "9月份": "month=#",
        "9月9": "month=# day=#",
        "9:9": "hour=# minute=#",
        "9:9:9": "hour=# minute=# second=#",
        "-9d": "span_days=#",
        "-9w": "span_days=7#",
        "-9m": "span_months=#",
        "-9y": "span_months=12#",
    }
    for mark in "日号":
        table["9" + mark] = "day=#"
        table["9月9" + mark] = "month=# day=#"
    for mark in "点时":
        for whole in ("", "整", "钟"):
            table[f"9{mark}{whole}"] = "hour=#"
        table[f"9{mark}半"] = "hour=# minute=30"
        table[f"9{mark}9刻"] = "hour=# minute=15#"
        for minutes in ("", "分"):
            table[f"9{mark}9{minutes}"] = "hour=# minute=#"
        table[f"9{mark}9分9秒"] = "hour=# minute=# second=#"
    return table


def _weeks() -> dict[str, str]:
    table: dict[str, str] = {}
    for direction, step in _DIRECTIONS.items():
        for unit in ("月", "个月"):
            table[direction + unit] = f"months={step}"
        if step:
            table[direction + "年"] = f"years={step}"
        for unit in ("季度", "个季度"):
            table[direction + unit] = f"quarters={step}"
        for unit in _WEEKS:
            table[direction + unit] = f"weeks={step}"
            table[f"{direction}{unit}末"] = f"weeks={step} weekend=0"
            table |= _weekdays(direction + unit, f"weeks={step} ")
    for unit in _WEEKS[:3]:
        table |= _weekdays(unit, "")
    return table


def _weekdays(prefix: str, meaning: str) -> dict[str, str]:
    days = {prefix + char: f"{meaning}weekday={day}" for char, day in _WEEKDAYS.items()}
    return days | {prefix + "9": f"{meaning}weekday=#"}


def _distances() -> dict[str, str]:
    table: dict[str, str] = {}
    for unit, step in _STEPS.items():
        for word in ("前", "以前", "之前"):
            table[unit + word] = "shift_" + step.replace("=", "=-")
        for word in ("后", "以后", "之后"):
            table[unit + word] = "shift_" + step
        if "minutes" in step or " " in step:
            continue
        span = step.replace("weeks=", "days=7").replace("years=", "months=12")
        for word in ("最近", "过去", "近"):
            table[word + unit] = "span_" + span
    return table
