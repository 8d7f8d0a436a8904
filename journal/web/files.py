"""The files that a page shows: found beside the journal, linked from the page or put into it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from journal.age.folder import SUFFIX, find_sealed, is_sealed, read_unsealed
from journal.errors import DataError
from journal.web.addresses import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from journal.age.keys import Keys

LARGEST = 8_000_000
"""Bytes of the largest picture that is put into a page."""
MOST = 200_000_000
"""Bytes of all of them together."""

_FILE = re.compile(r"file://(?:localhost)?(?=/)", re.IGNORECASE)
# By their first bytes: a name proves nothing, and no other file may get into a page.
_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpeg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "avif"),
)


class Files:
    """Finds what the entries of a journal show and link to, as seen from the folder of a page."""

    def __init__(
        self,
        journals: Sequence[str],
        folder: str,
        *,
        embed: bool = False,
        keys: Keys | None = None,
    ) -> None:
        """Take the folders of the journals, and the folder that the page will be in.

        `keys` open what is encrypted, so that it can be put into the page.
        """
        self._journals = tuple(map(os.path.realpath, journals))
        self._folder = os.path.realpath(folder)
        self._embed = embed
        self._keys = keys
        self._room = MOST
        self._shown: dict[str, str] = {}
        self.left_out = 0
        """Pictures that were to be put into the page and are only linked."""
        self.sealed: set[str] = set()
        """Files that the page leads to, and that are encrypted."""

    def places(self, path: str) -> Places:
        """Return what a page asks for the addresses in a file of the journal."""
        folders = (os.path.dirname(path), os.path.dirname(os.path.realpath(path)), *self._journals)
        homes = tuple(dict.fromkeys(os.path.abspath(folder) for folder in folders))
        return Places(
            lambda address: self._picture(address, homes),
            lambda address: self._link(address, homes),
        )

    def _picture(self, address: str, homes: Sequence[str]) -> str:
        """Return what shows a picture: its path from the page, or all of it as data."""
        path = _find(address, homes, os.path.isfile)
        if path and path not in self._shown:
            self._shown[path] = self._data(path) if self._embed else self._from_page(path)
            if not self._shown[path]:
                self.left_out += self._embed
                self._shown[path] = self._from_page(path)
            if path.endswith(SUFFIX) and not self._shown[path].startswith("data:"):
                self.sealed.add(path)
        return path and self._shown[path]

    def _link(self, address: str, homes: Sequence[str]) -> str:
        """Return the path of a file or folder from the page, its `#part` with it."""
        path = _find(address, homes, os.path.exists)
        if path.endswith(SUFFIX) and is_sealed(path):
            self.sealed.add(path)
        part = address.partition("#")[2]
        return path and self._from_page(path) + (f"#{quote(part)}" if part else "")

    def _data(self, path: str) -> str:
        """Return a picture below a journal's folder as a `data:` address, or ""."""
        real = os.path.realpath(path)
        if not any(real.startswith(os.path.join(folder, "")) for folder in self._journals):
            return ""
        try:
            size = os.stat(real).st_size
            data = read_unsealed(real, self._keys) if size <= min(LARGEST, self._room) else None
        except (OSError, DataError):
            return ""
        kind = next((kind for start, kind in _KINDS if data and start.match(data)), "")
        if not data or not kind:
            return ""
        from base64 import b64encode

        self._room -= len(data)
        return f"data:image/{kind};base64,{b64encode(data).decode()}"

    def _from_page(self, path: str) -> str:
        try:
            relative = os.path.relpath(path, self._folder)
        except ValueError:  # another drive
            return ""
        return quote(relative.replace(os.sep, "/"), errors="surrogateescape")


def _find(address: str, homes: Sequence[str], is_there: Callable[[str], bool]) -> str:
    """Return the path of what an address names, seen from the first home that has it, or "".

    It may be there encrypted only.
    """
    for form in _forms(_FILE.sub("", address)):
        for home in homes:
            path = os.path.join(home, form)
            try:
                if found := path if is_there(path) else find_sealed(path):
                    return found
            except ValueError:  # a NUL
                return ""
    return ""


def _forms(address: str) -> Iterator[str]:
    """Yield an address as written, decoded, without its query; from a site's root, below home."""
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    for form in dict.fromkeys((address, unquote(address), bare, unquote(bare))):
        if form.strip("/"):
            if form.startswith("/"):
                yield form.lstrip("/")
            yield form
