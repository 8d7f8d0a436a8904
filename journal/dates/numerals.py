"""Chinese numerals to digits, where they can mean one number only."""

from __future__ import annotations

_DIGITS = dict(zip("零一二三四五六七八九〇○两", (*range(10), 0, 0, 2), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": "二十", "卅": "三十"}
_WEEK_ENDS = ("周", "期", "拜")
_ALL = _DIGITS.keys() | _UNITS.keys() | _TENS.keys()


def digits(text: str) -> str:
    """Return the text with its Chinese numerals as digits.

    A numeral after 周, 期 or 拜 is a weekday and stays, and so does the 一 of 上一周.
    So does a run that is no single number: 三四天 is "three or four days", 一百二
    may be 102 or 120, and a run that touches a digit (2十) is a slip.
    """
    out = ""
    at = 0
    while at < len(text):
        weekday = text[at] in _ALL and out[-1:] in _WEEK_ENDS
        if text[at] not in _ALL or weekday or _is_article(text, at):
            out += text[at]
            at += 1
            continue
        end = at
        while end < len(text) and text[end] in _ALL:
            end += 1
        beside = text[end : end + 1]
        touching = beside.isdecimal() or out[-1:].isdecimal()
        run = text[at:end]
        out += (not touching and _number(run, two_digit_year=beside == "年")) or run
        at = end
    return out


def _is_article(text: str, at: int) -> bool:
    """Tell whether a 一 only leads to the unit, as in 上一周 and 这一个月."""
    leads = text[max(at - 1, 0)] in "上这下"
    return text[at] == "一" and leads and text.startswith(tuple("周个星礼季年"), at + 1)


def _number(run: str, *, two_digit_year: bool) -> str | None:
    for char, spelled in _TENS.items():
        run = run.replace(char, spelled)
    if any(char in _UNITS for char in run):
        return _sum(run)
    spelled_out = len(run) in (1, 4) or (len(run) == 2 and (two_digit_year or run[0] in "零〇○"))
    return "".join(str(_DIGITS[char]) for char in run) if spelled_out else None


def _sum(run: str) -> str | None:
    total, digit, unit, gap = 0, 0, 10_000, False
    for char in run:
        if char in _UNITS:
            if _UNITS[char] >= unit or (digit == 0 and (char != "十" or total)):
                return None
            unit = _UNITS[char]
            total += (digit or 1) * unit
            digit, gap = 0, False
        elif digit or (gap and not _DIGITS[char]):
            return None
        else:
            digit = _DIGITS[char]
            gap = gap or not digit
    if digit and unit > 10 and not gap:
        return None
    return str(total + digit)
