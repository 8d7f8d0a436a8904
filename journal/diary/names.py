"""What the files of a diary are called."""

from __future__ import annotations

SUFFIXES = (".md", ".markdown")
