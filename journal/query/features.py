"""What the body of an entry may have: images, links, code, tasks, formulas."""

from __future__ import annotations

import re

from journal.markdown.inline import images, links, without_code

_CODE = re.compile(
    r"^[ \t>]*(?:`{3,}|~{3,})|(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)|<(?:pre|code)\b",
    re.MULTILINE | re.IGNORECASE,
)
_TASK = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?=\s|\Z)", re.MULTILINE)
# As in pandoc: a blank inside the dollars, or a digit after them, means money.
_MATH = re.compile(
    r"\$\$.+?\$\$|(?<![\\$])\$(?![\s$])[^$\n]*(?<![\s\\])\$(?![\d$])|\\\(.+?\\\)|\\\[.+?\\\]",
    re.DOTALL,
)


def has_image(body: str) -> bool:
    """Tell whether `body` has an image, in Markdown or HTML."""
    return bool(images(body))


def has_link(body: str) -> bool:
    """Tell whether `body` has a link or a bare address."""
    return bool(links(body))


def has_code(body: str) -> bool:
    """Tell whether `body` has a fence or a span of code."""
    return _CODE.search(body) is not None


def has_task(body: str) -> bool:
    """Tell whether `body` has a task, open or done."""
    return _TASK.search(without_code(body)) is not None


def has_math(body: str) -> bool:
    """Tell whether `body` has a formula between dollars or TeX brackets."""
    return _MATH.search(without_code(body)) is not None


FEATURES = {
    "image": has_image,
    "link": has_link,
    "code": has_code,
    "task": has_task,
    "math": has_math,
}
"""The features that `has:` and `--has` know."""
