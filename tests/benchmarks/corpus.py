"""A diary of any size, the same for the same seed: a kilobyte an entry, half of it Chinese."""

from __future__ import annotations

import datetime as dt
import json
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

_DAYS = 12_000
_FIRST = dt.date(1992, 1, 1)


class Piece(NamedTuple):
    """An entry: its day, its title and its text."""

    day: dt.date
    title: str
    body: str


def pieces(count: int, seed: int = 7) -> Iterator[Piece]:
    """Yield entries, the oldest first."""
    source = random.Random(seed)  # noqa: S311 - no secret
    rare = set(range(count // 20, count, max(count // 10, 1)))
    for number in range(count):
        day = _FIRST + dt.timedelta(number * min(_DAYS, count) // count)
        body = "\n\n".join(_paragraph(source) for _ in range(4))
        if number in rare:
            body += f"\n\n看见{RARE[0]}。 A {RARE[1].title()}!"
        yield Piece(day, _title(source), body + _extra(source, number))


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


def rows(found: Sequence[Piece]) -> list[tuple[str, str]]:
    """Return day and title, the newest first."""
    return [(str(piece.day), piece.title) for piece in sorted(found, key=lambda one: one.day)][::-1]


def main() -> None:
    """Write a diary of a size, the same for jrnl, and what searches in it find, into a folder."""
    size, folder = int(sys.argv[1]), Path(sys.argv[2])
    found = list(pieces(size))
    write_one(found, folder / f"{size}.md")
    write_jrnl(found, folder / f"{size}.txt")
    answers = {
        word: rows([one for one in found if word in f"{one.title}\n{one.body}".lower()])
        for word in RARE
    }
    answers["list"] = rows(found)[:10]
    (folder / f"{size}.json").write_text(json.dumps(answers), "utf-8")


if __name__ == "__main__":
    main()
