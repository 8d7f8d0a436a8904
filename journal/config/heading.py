"""The setting `heading`: a form such as `## YYYY.MM.DD title`, read as the style it stands for."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journal.markdown.form import Style

_SAMPLE = dt.date(2023, 4, 2)
_PARTS = {"YYYY": "2023", "MMMM": "April", "MM": "04", "M": "4", "DD": "02", "D": "2"}
# A letter beside one of the same script belongs to a word: Monday is none of these.
_PART = re.compile(r"(?<![A-Za-z])(YYYY|MMMM|MM?|DD?)(?![A-Za-z])")
_TIGHT = "YYYYMMDD"


def heading_style(form: str) -> Style | None:
    """Return the style of a file whose headings have this form; None where it is no heading."""
    from journal.markdown.document import parse

    text = _PART.sub(lambda match: _PARTS[match[0]], form.replace(_TIGHT, "20230402"))
    document = parse(f"{text}\n\ntext\n")
    if len(document.entries) != 1 or document.preamble:
        return None
    (entry,) = document.entries
    good = entry.date == _SAMPLE and entry.time is None and entry.title in ("", "title")
    return document.style if good and entry.body == "text" else None
