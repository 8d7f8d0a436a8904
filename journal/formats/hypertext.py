"""HTML as Markdown, by markdownify, which the extra `import` installs."""

from __future__ import annotations

import re

from journal.errors import DataError

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]+|#\d+);")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def is_hypertext(text: str) -> bool:
    """Tell whether a text has marks of HTML."""
    return bool(_TAG.search(text))


def to_markdown(text: str) -> str:
    """Return HTML as Markdown; raises DataError where the converter is not installed."""
    try:
        from markdownify import markdownify
    except ImportError:
        raise DataError(
            "these texts are HTML, and the converter is not installed",
            todo="pip install 'journal-md[import]', then import again",
        ) from None
    # Scripts and styles are no words of a diary.
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)", "", text)
    try:
        made = str(markdownify(text, heading_style="ATX", bullets="-", escape_misc=False))
    except RecursionError:
        raise DataError("its HTML is nested too deeply", todo="mend it, then try again") from None
    return _BLANK_LINES.sub("\n\n", made.replace("\u200b", "").replace("\xa0", " ")).strip("\n")
