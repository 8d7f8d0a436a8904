"""Files that lie in a folder, or one by itself."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from journal import storage
from journal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SETTINGS = (".obsidian/daily-notes.json", ".obsidian/app.json")


@dataclass
class Folder:
    """The files below a folder; of a single file its neighbours can be read, too."""

    path: str
    names: Sequence[str]
    root: str
    problems: list[DataError] = field(default_factory=list)
    is_archive = False

    @classmethod
    def below(cls, path: str) -> Folder:
        """Return all files below a folder, in the order of their names; hidden ones are not."""
        return cls(path, [*_walk(path)], path)

    @classmethod
    def alone(cls, path: str) -> Folder:
        """Return one file."""
        root, name = os.path.split(path)
        return cls(path, [name], root)

    @property
    def is_alone(self) -> bool:
        """Tell whether it is a single file, the neighbours of which are not listed."""
        return self.path != self.root

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of these files."""
        for name in dict.fromkeys(names):
            try:
                data = storage.read(self.where(name))
                if data is None:
                    raise DataError("the file is gone", where=self.where(name))
            except DataError as error:
                self.problems.append(error)
            else:
                yield name, data

    def has(self, name: str) -> bool:
        """Tell whether there is such a file, and inside the folder, all links followed."""
        path, root = self.where(name), os.path.realpath(self.root or ".")
        inside = os.path.realpath(path).startswith(os.path.join(root, ""))
        return inside and os.path.isfile(path)

    def where(self, name: str) -> str:
        """Return the path of a file."""
        return os.path.join(self.root, *name.split("/")) if self.root else name


def _walk(path: str) -> Iterator[str]:
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = os.path.relpath(folder, path).replace(os.sep, "/")
        for name in sorted(files):
            if not name.startswith("."):
                yield name if base == "." else f"{base}/{name}"
    for name in _SETTINGS:
        if os.path.isfile(os.path.join(path, name)):
            yield name
