"""Characters that are wide, joined, hidden or turned; dates that are none; traps for regexes."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from tests.hostile.diary import HostileFile, diary, in_diary, in_title, of_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
_TEXTS = {
    "emoji": "😀🎉🏞 ",
    "joined emoji": _FAMILY,
    "joiners only": "\u200d",
    "joined without end": "😀\u200d",
    "flags": "🇨🇳🇫🇷",
    "half a flag": "🇨",
    "flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "tags": "\U000e0061",
    "keycaps": "1\ufe0f\u20e3",
    "skin": "👍🏽",
    "variation selectors": "湖\U000e0100",
    "Arabic": "بحيرة باردة ",
    "Hebrew": "אגם קר ",
    "Thai": "ทะเลสาบเย็น",
    "Devanagari": "क्षत्रिय ",
    "Tibetan": "\u0f40\u0f71\u0f74\u0f72",
    "Hangul letters": "\u1112\u1161\u11ab",
    "Hangul initials": "\u1112",
    "ligature of 18": "\ufdfa",
    "ligature fi": "ﬁ",
    "dotted capital I": "İ",
    "sharp s": "ẞß",
    "iota below": "\u0345\u1fb3",
    "ellipses": "…",
    "full width": "Ａ１　",
    "half width": "ｶﾞ",
    "mathematical": "𝒜𝔅",
    "private": "\ue000\U000f0000",
    "no characters": "\ufffe\U0010ffff",
    "replacement": "\ufffd",
    "overrides": "\u202eabc",
    "isolates": "\u2066\u2067\u2068",
    "embeddings never closed": "\u202a\u202b",
    "zero width": "\u200b\u2060\ufeff",
    "soft hyphens": "a\u00ad",
    "no-break blanks": "a\u00a0\u202f",
    "ideographic blanks": "\u3000",
    "fillers": "\u3164\u115f",
    "line separators": "a\u2028\u2029",
    "escapes": "\x1b[2J",
    "backspaces": "a\b",
    "bells": "\x07",
    "deletes": "\x7f",
    "C1": "\x9b2J\x9d0;t\x9c",
    "interlinear": "\ufff9a\ufffab\ufffb",
}
_MARKS = {
    "one mark": "\u0301",
    "two marks in turn": "\u0315\u0300",
    "many classes in turn": "".join(
        chr(code) for code in range(0x300, 0x36F) if unicodedata.combining(chr(code))
    )[::-1],
    "enclosing": "\u20dd",
    "voiced": "\u3099",
}
_DATES = (
    *("2023.02.30", "2023.13.01", "2023.00.00", "0000.00.00", "0000.01.01", "9999.12.31"),
    *("10000.01.01", "-2023.04.02", "2023.4.2.1", "2023-04-02-03", "2023.04.0200", "20230402"),
    *(
        "２０２３．０４．０２",
        "²⁰²³.⁰⁴.⁰²",
        "٢٠٢٣.٠٤.٠٢",
        "२०२३.०४.०२",
        "①②③④.⑤.⑥",
        "二〇二三年四月二日",
    ),
    *(
        "二千零二十三年十三月四十日",
        "2023年4月2",
        "2023年99月99日",
        "1900.02.29",
        "2023.04.02T99:99",
    ),
    *(
        "2023.04.02 24:00",
        "2023.04.02 25:61:61",
        "2023.04.02 1:2:3:4:5",
        "2023.04.02 (Sunday",
        "January 32, 2023",
    ),
    *(
        "2023.04.02 2022.03.01 2021.02.02",
        "(((2023.04.02",
        "**2023.04.02**",
        "2023.04.02\u202e",
        "2023\0.04.02",
    ),
)
_TRAPS = {
    "a": "a" * 50_000 + "!",
    "blanks": " " * 100_000 + "x",
    "tabs": "\t" * 100_000 + "x",
    "dashes": "-" * 100_000 + "x",
    "equals": "=" * 100_000 + "x",
    "dots": "." * 100_000 + "x",
    "digits": "1" * 100_000,
    "digits and dots": "2023.04." * 20_000,
    "digits and dashes": "1-" * 50_000,
    "digits and colons": "1:" * 50_000,
    "slashes": "/" * 100_000,
    "addresses": "http://a." + "a." * 50_000,
    "mails": "a@a." * 25_000,
    "mail names": "a" * 100_000 + "@",
    "quotes": '"' * 100_001,
    "quotes and blanks": '" ' * 50_000,
    "marks of sentences": "。！？" * 30_000,
    "sentences": "a. " * 30_000,
    "closers": ")]】》>」』*_~" * 10_000,
    "openers": "([【《<「『*_~" * 10_000,
    "weekdays": "(Sun) 星期日 " * 10_000,
    "months": "January " * 12_000,
    "Chinese numerals": "二〇二三年" * 20_000,
    "words and dashes": "a-" * 50_000,
    "percents": "%" * 100_000,
    "dollars and digits": "$1" * 50_000,
    "ampersands": "&a" * 50_000,
    "hashes": "#a#" * 30_000,
    "hash and slash": "#/" * 50_000,
    "brackets": "[]" * 50_000,
    "parentheses": "()" * 50_000,
    "bracket and exclamation": "![]" * 30_000,
    "smaller, larger": "<>" * 50_000,
    "tilde": "~" * 100_001,
}


def files() -> Iterator[HostileFile]:
    """Yield all of them."""
    for name, text in _TEXTS.items():
        yield in_diary("characters", name, partial(_lines, text))
        yield in_title("characters", f"{name}, title", f"a{text * 500}b #t{text}")
    for name, marks in _MARKS.items():
        count = 100_000 // len(marks)
        yield in_diary("combining", f"100,000: {name}", "a" + marks * count)
        yield in_title("combining", f"20,000: {name}", "a" + marks * (count // 5))
    yield in_diary("combining", "each letter with 30", lambda: ("z" + "\u0315\u0300" * 15) * 3_000)
    yield from _dates()
    for name, text in _TRAPS.items():
        yield in_diary("traps", name, text)
        yield in_title("traps", f"{name}, title", text)
        yield of_bytes("traps", f"{name}, heading", diary("a") + f"\n## {text}".encode())


def _lines(text: str) -> str:
    return (text * 40 + "\n") * 250


def _dates() -> Iterator[HostileFile]:
    for date in _DATES:
        text = f"## {date} a\n\nb 正文 {date}\n\n## c {date}\n\nd\n\n## {date}\n"
        yield of_bytes("dates", repr(date), text.encode())
    yield HostileFile(
        "dates", "all of them", lambda: "".join(f"## {d} a\n\nb\n\n" for d in _DATES).encode()
    )
    yield in_diary("dates", "in each line", lambda: "2023年4月2日 上周五 3 months ago " * 3_000)
    yield in_diary(
        "dates", "image names", lambda: "".join(f"![a](IMG_2023{n:04}.jpg)\n" for n in range(5_000))
    )
