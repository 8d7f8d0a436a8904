"""Invented diaries in three languages, what becomes of their entries, and what only looks alike.

Everything comes from a seeded generator; no word is anybody's.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from journal.entry import Entry, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_ONSETS = ("", *"bdfghklmnprstvwz", "sh", "tr", "gl", "br", "st")
_RIMES = (*"aeiou", "an", "er", "ol", "ing", "ent", "ar", "is")
_HAN = (
    "日月山水火木金土人口心手田目石竹米糸虫貝車雨門食馬魚鳥風花草空海川村町道店家学校友春夏秋冬朝夜光"
    "声色形名文字話読書見聞行来帰入出立休走歩買売作使思知生死長短高低大小多少新古白黒赤青明暗遠近早晩"
    "天地父母兄弟姉妹子男女王国京都市県乡你我他们好说去吃喝玩乐写画歌舞茶酒面菜肉汤糖盐油船路桥电灯报"
    "纸笔墨衣帽鞋袜床桌椅窗墙院"
)
_KANA = "かきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろ"


WORDS = 3000
"""Words of a language, the frequent ones as frequent as in a real one."""


class Tongue:
    """A language of invented words, some of them much more frequent than others."""

    def __init__(self, random: Random, kind: str) -> None:
        self.gap, self.comma, self.stop = (" ", ", ", ". ") if kind == "en" else ("", "，", "。")
        self._words = [self._word(random, kind) for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(WORDS)))
        self._random = random

    @staticmethod
    def _word(random: Random, kind: str) -> str:
        if kind == "en":
            syllables = random.randint(1, 3)
            return "".join(random.choice(_ONSETS) + random.choice(_RIMES) for _ in range(syllables))
        word = "".join(random.choices(_HAN, k=random.randint(1, 2)))
        return (
            word if kind == "zh" else word + "".join(random.choices(_KANA, k=random.randint(1, 2)))
        )

    def words(self, count: int) -> str:
        chosen = self._random.choices(self._words, cum_weights=self._weights, k=count)
        return self.gap.join(chosen)

    def sentence(self) -> str:
        parts = [self.words(self._random.randint(3, 6)) for _ in range(self._random.randint(1, 3))]
        if self._random.random() < 0.1:
            parts.append(
                f"**{self.words(2)}** [{self.words(1)}](notes/{self._random.randint(1, 99)})"
            )
        return self.comma.join(parts) + self.stop

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self._random.randint(2, 6))).strip()

    def body(self) -> str:
        return "\n\n".join(self.paragraph() for _ in range(self._random.randint(3, 6)))


KINDS = ("zh", "en", "ja")


def diary(random: Random, count: int, name: str = "a.md") -> list[Entry]:
    """Return a diary with an entry every few days, each with a body of its own."""
    tongues = [Tongue(random, kind) for kind in KINDS]
    date = dt.date(1990, 1, 1)
    entries = []
    for number in range(count):
        date += dt.timedelta(days=random.choice((1, 1, 2, 3)))
        tongue = random.choice(tongues)
        title = tongue.words(random.randint(1, 3)) if random.random() < 0.8 else ""
        source = Source(name, 1 + 4 * number)
        entries.append(Entry(date, title, tongue.body(), source=source))
    return entries


def _dated(entry: Entry, date: dt.date) -> list[Entry]:
    return [replace(entry, date=date)]


def _year(entry: Entry, _random: Random) -> list[Entry]:
    assert entry.date
    day = min(entry.date.day, 28)
    return _dated(entry, entry.date.replace(year=entry.date.year - 1, day=day))


def _swap(entry: Entry, random: Random) -> list[Entry]:
    assert entry.date
    if entry.date.day > 12 or entry.date.day == entry.date.month:
        return _year(entry, random)
    return _dated(entry, entry.date.replace(month=entry.date.day, day=entry.date.month))


def _day(entry: Entry, random: Random) -> list[Entry]:
    assert entry.date
    return _dated(entry, entry.date + dt.timedelta(days=random.choice((-1, 1))))


def _typos(entry: Entry, random: Random) -> list[Entry]:
    body = "".join(
        sign if sign == "\n" or random.random() > 0.02 else random.choice("xqあ的")
        for sign in entry.body
    )
    return [replace(entry, body=body)]


def _paragraphs(change: Callable[[list[str], int, Random], object]) -> Edit:
    def edit(entry: Entry, random: Random) -> list[Entry]:
        parts = entry.body.split("\n\n")
        change(parts, random.randrange(len(parts)), random)
        return [replace(entry, body="\n\n".join(parts))]

    return edit


def _fresh(random: Random) -> str:
    return Tongue(random, random.choice(KINDS)).paragraph()


def _put(parts: list[str], place: int, random: Random) -> None:
    parts[place] = _fresh(random)


def _cut(share: float) -> Edit:
    return lambda entry, _: [
        replace(entry, body=entry.body[: int(len(entry.body) * share)].rstrip())
    ]


def _split(entry: Entry, _random: Random) -> list[Entry]:
    parts = entry.body.split("\n\n")
    half = (len(parts) + 1) // 2
    rest = replace(entry, title=entry.title + " 2", body="\n\n".join(parts[half:]))
    return [replace(entry, body="\n\n".join(parts[:half])), rest]


def _reflow(entry: Entry, _random: Random) -> list[Entry]:
    body = entry.body.replace(". ", ".\n").replace("。", "。\n\n").rstrip()
    return [replace(entry, body=body)]


def _decompose(entry: Entry, _random: Random) -> list[Entry]:
    return [replace(entry, body=unicodedata.normalize("NFD", entry.body))]


def _picture(entry: Entry, random: Random) -> list[Entry]:
    name = f"{entry.date}-{random.randint(10, 23)}-30-00.png"
    return [replace(entry, body=f"{entry.body}\n\n![]({random.choice('ab')}/{name})")]


def _turn(entry: Entry, _random: Random) -> list[Entry]:
    return [replace(entry, title=f" {entry.title} ".strip() + " ")]


def _same(entry: Entry, _random: Random) -> list[Entry]:
    return [entry]


if TYPE_CHECKING:
    Edit = Callable[[Entry, Random], list[Entry]]

EDITS: dict[str, Edit] = {
    "year": _year,
    "swap": _swap,
    "day": _day,
    "2 % typos": _typos,
    "deleted": _paragraphs(lambda parts, place, _: parts.pop(place)),
    "replaced": _paragraphs(_put),
    "added": _paragraphs(lambda parts, place, random: parts.insert(place, _fresh(random))),
    "cut to 80 %": _cut(0.8),
    "cut to 50 %": _cut(0.5),
    "cut to 25 %": _cut(0.25),
    "split": _split,
    "merged": _same,
    "reflowed": _reflow,
    "NFD": _decompose,
    "picture": _picture,
    "turned": _turn,
}
"""What happens to an entry between two exports; `merged` needs its neighbour, see `versions`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of the second export, by its place, and the lines of the first it may be."""

    place: int
    edit: str
    lines: frozenset[int]
    wanted: bool


def versions(entries: Sequence[Entry], random: Random) -> tuple[list[Entry], list[Pair]]:
    """Return a second export of a diary, and which entries of the first its entries are."""
    after: list[Entry] = []
    pairs = []
    names = list(EDITS)
    skip = False
    for number, entry in enumerate(entries):
        if skip:
            skip = False
            continue
        edit = random.choice(names)
        lines = {entry.source.line}
        found = EDITS[edit](entry, random)
        if edit == "merged" and number + 1 < len(entries):
            other = entries[number + 1]
            found = [replace(entry, body=f"{entry.body}\n\n{other.body}")]
            lines.add(other.source.line)
            skip = True
        for half, each in enumerate(found):
            pairs.append(Pair(len(after), edit, frozenset(lines), half == 0))
            after.append(replace(each, source=Source("b.md", 1 + 4 * len(after))))
    return after, pairs


def lookalikes(random: Random) -> list[tuple[str, list[Entry], list[Entry]]]:
    """Return entries of two exports that look alike and are none of them the same."""
    tongue = Tongue(random, random.choice(KINDS))
    other = Tongue(random, random.choice(KINDS))
    day = dt.date(2001, 1, 1) + dt.timedelta(days=random.randint(0, 8000))
    form = "\n\n".join(f"### {tongue.words(2)}\n{tongue.sentence()}" for _ in range(6))
    week = tongue.words(2)

    def issue(number: int, text: str) -> Entry:
        filled = "\n\n".join(f"{part}{tongue.words(2)}" for part in text.split("\n\n"))
        return Entry(day + dt.timedelta(weeks=number), f"{week} {number}", filled)

    def note(offset: int, text: str, title: str = "") -> Entry:
        return Entry(day + dt.timedelta(days=offset), title, text)

    short = tongue.words(4)
    todo = [f"- [ ] {tongue.words(4)}" for _ in range(6)]
    filled = [f"{form}\n\n{tongue.sentence()}" for _ in range(8)]
    return [
        ("short repeat", [note(0, short), note(9, short)], [note(30, short), note(366, short)]),
        (
            "template",
            [note(i, filled[i]) for i in range(4)],
            [note(4 + i, filled[4 + i]) for i in range(4)],
        ),
        ("weekly", [issue(i, form) for i in range(4)], [issue(4 + i, form) for i in range(4)]),
        ("one weekly", [issue(1, form)], [issue(2, form)]),
        ("same day", [note(0, tongue.body())], [note(0, tongue.body())]),
        ("same day and title", [note(0, tongue.body(), week)], [note(0, tongue.body(), week)]),
        ("same day, template", [note(0, filled[0] + tongue.body())], [note(0, tongue.body())]),
        ("translation", [note(0, tongue.body(), week)], [note(0, other.body(), other.words(2))]),
        (
            "same day, both templates",
            [note(i, filled[i]) for i in range(4)],
            [note(i, filled[4 + i]) for i in range(4)],
        ),
        (
            "moved list",
            [note(0, "\n".join(todo))],
            [note(1, "\n".join([*todo, "- [ ] " + tongue.words(4)]))],
        ),
    ]
