"""Pictures below their lines, on terminals that can show them: sixel, kitty, else half blocks."""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rich.style import Style

from journal.age.folder import find_sealed, is_sealed, read_unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.console import Console
    from rich.text import Text

    from journal.age.keys import Keys

    Wish = Literal["auto", "blocks", "never"]

_KEY = "picture"
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_LARGEST = 50_000_000
_WIDEST = 72


def mark_picture(address: str) -> Style:
    """Return the style by which a line says what picture belongs below it."""
    return Style(meta={_KEY: address})


def wished(environ: Mapping[str, str], default: str) -> Wish:
    """Return what `JOURNAL_PICTURES` says: `auto`, `blocks` for half blocks, else `never`."""
    wish = environ.get("JOURNAL_PICTURES") or default
    return "auto" if wish == "auto" else "blocks" if wish == "blocks" else "never"


class Picture(NamedTuple):
    """A picture of so many columns and rows."""

    image: Any
    columns: int
    rows: int


class Pictures:
    """What shows pictures on a console; without `textual-image` nothing does."""

    def __init__(
        self,
        console: Callable[[], Console],
        wish: Wish,
        *,
        height: int,
        links: bool = False,
        keys: Keys | None = None,
    ) -> None:
        """Show pictures on what `console` returns, none taller than two thirds of `height` lines.

        With `links` their lines lead to their files. `keys` open those that are encrypted.
        """
        self._console = console
        self._wish = wish
        self._height = max(1, height * 2 // 3)
        self._links = links
        self._keys = keys

    def below(self, lines: Iterable[Text], folder: str) -> Iterator[Text | Picture]:
        """Yield lines, and the pictures that they name below them."""
        waiting = path = ""
        for line in lines:
            address, start, end = _named(line)
            if address != waiting:
                yield from self._open(path)
                waiting, path = address, find_picture(address, folder)
            # No program that a terminal opens can show what is encrypted.
            if path and self._links and not is_sealed(path):
                line.stylize(Style(link=_address(path)), start, end)
            yield line
        yield from self._open(path)

    def draw(self, picture: Picture, *, paged: bool) -> str:
        """Return what draws a picture here; a pager shows half blocks at most."""
        maker = self._blocks if paged else self._maker
        if maker is None:
            return ""
        with warnings.catch_warnings():  # of what Pillow will not have any more some day
            warnings.simplefilter("ignore")
            image = maker(picture.image, width=picture.columns, height=picture.rows)
            with self._console().capture() as drawn, suppress(Exception):
                self._console().print(image)
        return drawn.get()

    def _open(self, path: str) -> Iterator[Picture]:
        """Yield the picture in a file, if it can be shown."""
        if not path or self._wish == "never" or self._maker is None:
            return
        try:
            cell = import_module("textual_image._terminal").get_cell_size()
            width = min(self._console().width, _WIDEST) * cell.width
            data = read_unsealed(path, self._keys)
            image = _read(data, width, self._height * cell.height)
        except Exception:  # a broken picture must not hide the text around it
            return
        scale = min(1, width / image.width, self._height * cell.height / image.height)
        columns, rows = (
            max(1, round(size * scale / of))
            for size, of in ((image.width, cell.width), (image.height, cell.height))
        )
        yield Picture(image, columns, rows)

    @cached_property
    def _maker(self) -> Any:
        """Return what the terminal shows best, asking it once; or None."""
        if self._wish == "blocks":
            return _blocks()
        try:
            # The question is asked and answered on the terminal itself.
            if not all(file and file.isatty() for file in (sys.__stdin__, sys.__stdout__)):
                return None
            module = import_module("textual_image.renderable")
        except Exception:  # not installed, or the terminal answers nonsense
            return None
        # The kitty protocol names a picture by an exact colour.
        exact = self._console().color_system == "truecolor"
        able = module.Image is module.SixelImage or (module.Image is module.TGPImage and exact)
        return module.Image if able else self._blocks

    @cached_property
    def _blocks(self) -> Any:
        """Return what draws half blocks, where they have the colours for it or are asked for."""
        able = self._wish == "blocks" or self._console().color_system == "truecolor"
        return _blocks() if able else None


def find_picture(address: str, folder: str) -> str:
    """Return the file that an address means, seen from `folder`; "" if there is none.

    It may be there encrypted only. A path from the root of a site is looked for
    below the folder as well.
    """
    address = re.sub(r"^file://(?:localhost)?(?=/)", "", address)
    if not address or _ELSEWHERE.match(address):
        return ""
    from urllib.parse import unquote

    bare = re.split(r"[?#]", address, maxsplit=1)[0].replace("\\", "/")
    for form in (address, unquote(bare), unquote(bare).lstrip("/")):
        path = os.path.join(folder, form)
        with suppress(OSError, ValueError):
            path = path if os.path.isfile(path) else find_sealed(path)
            if path and os.path.getsize(path) <= _LARGEST:
                return path
    return ""


def _read(data: bytes, width: int, height: int) -> Any:
    """Return the image in a file's bytes, upright, not much larger than needed."""
    opener, turner = import_module("PIL.Image"), import_module("PIL.ImageOps")
    with warnings.catch_warnings():
        warnings.simplefilter("error", opener.DecompressionBombWarning)
        with opener.open(io.BytesIO(data), formats=_FORMATS) as opened:
            opened.draft("RGB", (width, height))
            image = turner.exif_transpose(opened).convert("RGB")
    image.thumbnail((width, height))
    return image


def _blocks() -> Any:
    """Return what draws half blocks, without asking the terminal anything; or None."""
    try:
        return import_module("textual_image.renderable.halfcell").Image
    except Exception:
        return None


def _address(path: str) -> str:
    """Return the address by which a terminal opens a file."""
    from urllib.parse import quote

    return f"file://{quote(os.fsencode(os.path.abspath(path)))}"


def _named(line: Text) -> tuple[str, int, int]:
    """Return the address of the picture that a line names, and where in the line it stands."""
    for span in line.spans:
        if isinstance(span.style, Style) and _KEY in span.style.meta:
            return str(span.style.meta[_KEY]), span.start, span.end
    return "", 0, 0
