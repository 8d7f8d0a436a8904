"""The commands that write, each a row: what stands there before, and what is asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.faults.lab import Worker

_LAKE = (
    "清早绕湖走了一圈，雾很厚，对岸的塔只剩一个影子，钓鱼的老人说他从不数自己钓了几条。"
    "回来的路上买了热豆浆，坐在石阶上慢慢喝完，忽然觉得这个城市也没有那么陌生。"
)
_TRAIN = (
    "The night train was three hours late, so we shared oranges and a thermos of tea on the "
    "platform with a retired surveyor who drew the whole valley for us on the back of a ticket."
)
_BREAD = (
    "First loaf in the new oven: too dark on the left, hollow in the middle, and gone before "
    "noon all the same. Next time less water, a longer rest, and the stone on the lower shelf."
)
_MOON = (
    "中秋前一晚停电，全楼的人都到院子里乘凉，孩子们第一次认真看见月亮上的影子。"
    "楼上的爷爷讲了很久的星星，谁也没有看手机，直到灯忽然全亮了，大家反而叹了一口气。"
)
_DIARY = f"# 随手记\n\n## 2023.03.04 湖\n{_LAKE}\n\n## 2023.04.10 Bread\n{_BREAD}\n"
_EXPORT = (
    f"# 随手记\n\n## 2022.03.04 湖\n{_LAKE}\n\n"
    f"## 2023.04.10 Bread\n{_BREAD} 后来又烤了一次。 The second loaf was better.\n\n"
    f"## 2023.09.28 月\n{_MOON}\n"
)
_OLDER = (
    f"# 随手记\n\n写在前面的话。\n\n## 2022.03.04 湖\n{_LAKE}\n\n"
    f"## 2022.04.10 Bread\n{_BREAD.replace('too dark', 'very dark')}\n\n"
    f"## 2022.05.02 Train\n{_TRAIN}\n"
)
_POST = f"---\ntitle: Train\ndate: 2023-05-02\n---\n\n{_TRAIN}\n\n![](a.png)\n"
_TWICE = f"{_DIARY}\n{_EXPORT.removeprefix('# 随手记')[2:]}"


def _new_key() -> tuple[str, str]:
    """Return a private key and its public one, "" where the package pyrage is not installed."""
    if find_spec("pyrage") is None:
        return "", ""
    import pyrage

    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


IDENTITY = _new_key()[0]
"""The private key in the homes of commands on encrypted journals."""

NEXT = ("add", "-d", "2023-12-01", "Next day. 第二天，一切照常。")
"""The ordinary command that has to work after whatever happened."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command on a home of its own.

    `wanted` are texts that it brings into the journal, which nothing on stderr
    may repeat. `before` are commands that were run before. One that is
    `repeatable` gives the same journal when it is given again.
    """

    name: str
    args: tuple[str, ...]
    wanted: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    before: tuple[tuple[str, ...], ...] = ()
    diary: str = "diary.md"
    repeatable: bool = True
    gone: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()

    @property
    def is_sealed(self) -> bool:
        """Tell whether its journal is encrypted before or after it."""
        return bool(self.secret or self.goes)

    def lay_out(self, worker: Worker) -> None:
        """Put the files into the home; those of the journal have a mode and an attribute."""
        for name, text in {"letters.md": "## 2020.01.01 不相干\n", **self.files}.items():
            path = worker.home.write(text, name)
            path.chmod(0o640)
            try:
                os.setxattr(path, "user.mark", b"kept")
            except OSError:
                continue
        for name, target in self.links.items():
            (worker.home.path / name).symlink_to(target)
        for args in self.before:
            result = worker.run(args, environment=self.settings(worker))
            assert result.code == 0, (self.name, args, result)

    def settings(self, worker: Worker) -> dict[str, str]:
        """Return what this command has in its environment."""
        return {"JOURNAL": str(worker.home.path / self.diary), **self.environment}


_ADD = ("add", "-d", "2023-04-02", "Train. Oranges and tea on the platform 月台上的橘子。")
_ADDED = ("Oranges and tea on the platform 月台上的橘子。",)
_OTHERS = tuple(("add", "-d", f"2023-03-0{day}", "Rain again. 又下雨。") for day in (5, 6))
_EDITED = {"EDITOR": "sed -i s/hollow/empty/", "VISUAL": ""}

_PLAIN = (
    Command("add, new file", _ADD, _ADDED, diary="diaries/life.md"),
    Command("add, existing file", _ADD, _ADDED, {"diary.md": _DIARY}),
    Command("add, after others", _ADD, _ADDED, {"diary.md": _DIARY}, before=_OTHERS),
    Command("add, linked file", _ADD, _ADDED, {"真/life.md": _DIARY}, {"diary.md": "真/life.md"}),
    Command(
        "import, new journal",
        ("import", "older.md", "export.md"),
        (_LAKE, _TRAIN, _MOON),
        {"older.md": _OLDER, "export.md": _EXPORT},
    ),
    Command(
        "import, into a journal",
        ("import", "export.md"),
        (_MOON, "The second loaf was better."),
        {"diary.md": _DIARY, "older.md": _OLDER, "export.md": _EXPORT},
        before=(("import", "older.md"),),
    ),
    Command(
        "import, with a picture",
        ("import", "blog"),
        (_TRAIN,),
        {
            "diary.md": _DIARY,
            "blog/train/index.md": _POST,
            "blog/train/a.png": "no picture at all, but bytes",
        },
    ),
    Command(
        "tags rename",
        ("tags", "rename", "湖", "水边/湖"),
        (_LAKE, "#水边/湖 #bread"),
        {"diary.md": f"{_DIARY}#湖 #bread\n\n## 2023.04.11 又去\n#湖\n"},
        gone=("#湖",),
        repeatable=False,
    ),
    Command(
        "export, over a file",
        ("export", "--force", "-o", "out.md"),
        (_LAKE,),
        {"diary.md": _DIARY, "out.md": _OLDER},
        gone=(_TRAIN,),
    ),
    Command(
        "dedupe",
        ("dedupe", "--yes"),
        (_MOON, "The second loaf was better."),
        {"diary.md": _TWICE},
    ),
    Command(
        "variants --restore",
        ("variants", "2023-04-10", "--restore"),
        (_LAKE, "very dark"),
        {"diary.md": _DIARY, "older.md": _OLDER},
        before=(("import", "older.md"),),
        gone=("too dark",),
    ),
    Command(
        "rm",
        ("rm", "--yes", "2023-03-04"),
        (_BREAD,),
        {"diary.md": _DIARY},
        gone=(_LAKE,),
        repeatable=False,
    ),
    Command(
        "edit",
        ("edit", "2023-04-10"),
        (_LAKE, "empty in the middle"),
        {"diary.md": _DIARY},
        gone=("hollow",),
        environment=_EDITED,
    ),
    Command(
        "undo",
        ("undo",),
        (_LAKE, _BREAD),
        {"diary.md": _DIARY},
        before=(_ADD,),
        gone=_ADDED,
        repeatable=False,
    ),
    Command(
        "undo of an import",
        ("undo",),
        (_LAKE, _BREAD),
        {"diary.md": _DIARY, "export.md": _EXPORT},
        before=(("import", "export.md"),),
        gone=(_MOON,),
        repeatable=False,
    ),
    Command(
        "redo",
        ("redo",),
        (_LAKE, *_ADDED),
        {"diary.md": _DIARY},
        before=(_ADD, ("undo",)),
        repeatable=False,
    ),
)

_ENCRYPT = ("encrypt", "--yes")
_KEY = {"config/journal/identity.txt": f"{IDENTITY}\n"}
_ALBUM = {
    **{"diary.md": f"{_DIARY}\n![](diary.assets/a.png)\n", "older.md": _OLDER},
    **{"diary.assets/a.png": "no picture, 但是有字", "diary.assets/b/c.pdf": "nor a page"},
    **_KEY,
}
_SECRETS = (
    _LAKE[:20],
    _BREAD[:30],
    "very dark",
    "no picture, 但是有字",
    "nor a page",
    "Rohrdommel",
)
_TITLED = ("add", "-d", "2022-05-03", "--title", "Rohrdommel", "x")

_ENCRYPTED = (
    Command(
        "encrypt",
        _ENCRYPT,
        (_LAKE, "no picture, 但是有字"),
        _ALBUM,
        before=(("import", "older.md"), _TITLED, ("rm", "--yes", "2022-05-02")),
        repeatable=False,
        secret=_SECRETS,
        goes=("diary.assets/a.png", "diary.assets/b/c.pdf"),
    ),
    Command(
        "encrypt, a folder",
        _ENCRYPT,
        (_LAKE, _TRAIN),
        {"life/2022.md": _OLDER, "life/2023.md": _DIARY, **_KEY},
        diary="life",
        repeatable=False,
        secret=(_LAKE[:20], _TRAIN[:30]),
    ),
    Command(
        "encrypt, for another key too",
        _ENCRYPT,
        (_LAKE,),
        {**_KEY, "diary.md": _DIARY},
        before=(_ENCRYPT, _ADD, ("config", "set", "recipients", _new_key()[1])),
        repeatable=False,
        secret=(_LAKE[:20],),
    ),
    Command(
        "decrypt",
        ("decrypt", "--yes"),
        (_LAKE, "no picture, 但是有字"),
        _ALBUM,
        before=(("import", "older.md"), _ENCRYPT, _ADD),
        repeatable=False,
        goes=("diary.assets/a.png.age", "diary.assets/b/c.pdf.age"),
    ),
    Command(
        "add, encrypted",
        _ADD,
        _ADDED,
        {**_KEY, "diary.md": _DIARY},
        before=(_ENCRYPT,),
        secret=(*_ADDED, _LAKE[:20]),
    ),
    Command(
        "import, encrypted",
        ("import", "blog"),
        (_TRAIN, "but bytes"),
        {
            **{"diary.md": _DIARY, **_KEY, "blog/train/index.md": _POST},
            "blog/train/a.png": "no picture at all, but bytes",
        },
        before=(_ENCRYPT,),
        secret=(_LAKE[:20],),
    ),
    Command(
        "edit, encrypted",
        ("edit", "2023-04-10"),
        (_LAKE, "empty in the middle"),
        {**_KEY, "diary.md": _DIARY},
        before=(_ENCRYPT,),
        gone=("hollow",),
        environment=_EDITED,
        secret=("empty in the middle", _LAKE[:20]),
    ),
    Command(
        "undo, encrypted",
        ("undo",),
        (_LAKE,),
        {**_KEY, "diary.md": _DIARY},
        before=(_ENCRYPT, _ADD),
        gone=_ADDED,
        repeatable=False,
        secret=(*_ADDED, _LAKE[:20]),
    ),
)
COMMANDS = (*_PLAIN, *(_ENCRYPTED if IDENTITY else ()))
