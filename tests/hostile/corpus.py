"""The hostile files, some hundreds in families; each is made when it is wanted."""

from __future__ import annotations

from tests.hostile import characters, encodings, headers, markup
from tests.hostile.diary import HostileFile

FILES: tuple[HostileFile, ...] = (
    *encodings.files(),
    *markup.files(),
    *headers.files(),
    *characters.files(),
)
