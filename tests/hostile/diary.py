"""A hostile file, and the diary that most of them are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Text: TypeAlias = str | Callable[[], str]


class HostileFile(NamedTuple):
    """A file by the family it belongs to; `make` gives its bytes, which may be many."""

    family: str
    name: str
    make: Callable[[], bytes]


def diary(body: str, title: str = "title 标题") -> bytes:
    """Return a diary whose newest entry is the hostile one, with an ordinary one below it."""
    text = f"# 随手记\n\n## 2023.04.02 {title}\n\n{body}\n\n## 2023.04.01 before\n\nordinary 普通\n"
    return text.encode("utf-8", "surrogateescape")


def of_bytes(family: str, name: str, data: bytes) -> HostileFile:
    """Return a small file."""
    return HostileFile(family, name, lambda: data)


def in_diary(family: str, name: str, body: Text) -> HostileFile:
    """Return a diary with a hostile body; a large one is made when it is wanted."""
    return HostileFile(family, name, lambda: diary(body if isinstance(body, str) else body()))


def in_title(family: str, name: str, title: Text) -> HostileFile:
    """Return a diary with a hostile title."""
    return HostileFile(
        family, name, lambda: diary("body 正文", title if isinstance(title, str) else title())
    )


def repeated(
    family: str, pieces: tuple[str, ...], count: int, end: str = ""
) -> Iterator[HostileFile]:
    """Yield a diary for each piece, which stands there many times."""
    for piece in pieces:
        yield in_diary(family, f"{count} times {piece!a}", partial(_repeat, piece, count, end))


def _repeat(piece: str, count: int, end: str) -> str:
    return piece * count + end
