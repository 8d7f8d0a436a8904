"""A diary of any size, the same for the same seed: a kilobyte an entry, half of it Chinese.

`python tests/benchmarks/corpus.py SIZE FOLDER` writes one, and the same for jrnl.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HAN = (
    "天气晴朗早晨走路河边看书写字朋友来信电话午饭面条米饭豆腐青菜茶水咖啡雨伞风雪云雾山海树林"
    "花草鸟鱼猫狗车站地铁飞机学校老师同学作业考试工作会议项目计划开始结束快乐难过安静热闹城市"
    "乡村街道房间窗户灯光音乐电影故事梦想记忆时间今年明年昨夜回家出门买菜做饭洗衣打扫休息睡觉"
)
ENGLISH = """
    the a and of to in walked river morning letter friend train late rain cold light window book
    page read wrote street market bread coffee garden dog slept dream call mother station north
    project meeting plan draft note paper evening quiet loud city hill lake bridge song film old
""".split()  # noqa: SIM905
RARE = ("翡翠鸬鹚", "quokka")
"""Words that are in ten entries of every diary, whatever its size."""
COMMON = "the"
"""A word that is in nearly every entry."""

_DAYS = 12_000
_FIRST = dt.date(1992, 1, 1)


class Piece(NamedTuple):
    """An entry: its day, its title and its text."""

    day: dt.date
    title: str
    body: str


def pieces(count: int, seed: int = 7, *, first: dt.date = _FIRST) -> Iterator[Piece]:
    """Yield entries, the oldest first; the oldest is of the day `first`."""
    source = random.Random(seed)  # noqa: S311 - no secret
    rare = set(range(count // 20, count, max(count // 10, 1)))
    for number in range(count):
        day = first + dt.timedelta(number * min(_DAYS, count) // count)
        body = "\n\n".join(_paragraph(source) for _ in range(4))
        if number in rare:
            body += f"\n\n看见{RARE[0]}。 A {RARE[1].title()}!"
        yield Piece(day, _title(source), body + _extra(source, number))


def long_piece(seed: int = 7) -> Piece:
    """Return an entry of some 5 KB, later than all others, as one is written by hand."""
    source = random.Random(seed)  # noqa: S311 - no secret
    texts = [_paragraph(source) for _ in range(14)]
    marks = [
        "### 晚上",
        "- bread\n- **tea**, well-made\n- 豆腐",
        "> To be *read* again. 再读一遍。\n>\n> [notes](notes/river.md)",
    ]
    for number, mark in enumerate(marks):
        texts.insert(4 * number + 4, mark)
    return Piece(_FIRST + dt.timedelta(_DAYS), "A long day", "\n\n".join(texts))


def _title(source: random.Random) -> str:
    if source.random() < 0.5:
        return "".join(source.choices(HAN, k=source.randint(2, 8)))
    return " ".join(source.choices(ENGLISH, k=source.randint(1, 4))).capitalize()


def _paragraph(source: random.Random) -> str:
    """Return some 250 bytes: two Chinese sentences, two English ones."""
    chinese = "，".join("".join(source.choices(HAN, k=source.randint(6, 12))) for _ in range(5))
    english = " ".join(source.choices(ENGLISH, k=source.randint(18, 26)))
    return f"{chinese}。{english.capitalize()}."


def _extra(source: random.Random, number: int) -> str:
    """Return what some entries have more: lists, headings, code, tags."""
    kind = source.randrange(200)
    if kind < 10:
        return "\n\n- bread\n- tea, well-made\n- 豆腐"
    if kind < 14:
        return f"\n\n### {number} 天\n\nMore."
    if kind == 14:
        return "\n\n```python\n## 1999.01.01 not an entry\n```"
    return "\n\n#walk #日记" if kind < 24 else ""


def section(piece: Piece) -> str:
    """Return an entry as it stands in a diary."""
    return f"## {piece.day:%Y.%m.%d} {piece.title}\n\n{piece.body}\n"


def write_one(found: Sequence[Piece], path: Path) -> None:
    """Write a diary in one file."""
    path.write_text("# Diary\n\n" + "\n".join(map(section, found)), "utf-8")


def write_years(found: Sequence[Piece], folder: Path) -> None:
    """Write a diary as a folder of files, one a year."""
    folder.mkdir()
    for year in sorted({piece.day.year for piece in found}):
        own = [piece for piece in found if piece.day.year == year]
        write_one(own, folder / f"{year}.md")


def write_posts(found: Sequence[Piece], folder: Path) -> None:
    """Write a diary as a folder of posts, one file an entry."""
    folder.mkdir()
    for number, piece in enumerate(found):
        header = f"---\ntitle: {piece.title}\ndate: {piece.day}\n---\n\n"
        name = f"{piece.day}-{number}.md"
        (folder / name).write_text(header + piece.body + "\n", "utf-8")


def write_jrnl(found: Sequence[Piece], path: Path) -> None:
    """Write a diary as jrnl keeps it."""
    rows = (f"[{piece.day} 09:00:00 AM] {piece.title}.\n{piece.body}\n" for piece in found)
    path.write_text("\n".join(rows), "utf-8")


def main() -> None:
    """Write a diary of a size, and the same for jrnl, into a folder."""
    size, folder = int(sys.argv[1]), Path(sys.argv[2])
    found = list(pieces(size))
    write_one(found, folder / f"{size}.md")
    write_jrnl(found, folder / f"{size}.txt")


if __name__ == "__main__":
    main()
