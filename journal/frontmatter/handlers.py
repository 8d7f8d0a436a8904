"""The handlers of python-frontmatter, made safe; imported only where a header is not plain.

YAML is read without aliases, merge keys, numbers and dates: a 500-byte header
of merge keys takes seconds and a long `1:10:10…` minutes, so such values stay
strings. TOML comes from the standard library, which python-frontmatter, wanting
an older package, does not use.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

DEEPEST = 50
"""The most levels that a value may have."""

# For each part of a dotted key `tomllib` keeps all parts before it.
_DOTTED = re.compile(
    rf"""(?:\.[ \t]*+(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+){{{DEEPEST}}}""", re.ASCII
)


class _Loader(yaml.SafeLoader):
    """SafeLoader without aliases, and with strings for all but true, false and null."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - as PyYAML wants it

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse an alias before it is followed."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=mark)
        return super().compose_node(parent, index)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)


class TOMLHandler(BaseHandler):
    """Read TOML between `+++` fences with the standard library."""

    FM_BOUNDARY = re.compile(r"^\+{3}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str) -> dict[str, Any]:
        """Parse the lines between the fences; raise ValueError where they are no TOML."""
        if found := _DOTTED.search(fm):
            line = fm.count("\n", 0, found.start()) + 1
            raise ValueError(f"a key of more than {DEEPEST} parts (at line {line})")
        return tomllib.loads(fm)


def read_mapping(fence: str, text: str) -> Any:
    """Return what the lines of a header say.

    Raises ValueError with two arguments, the reason and the line (1 is the
    first fence), where they do not parse.
    """
    try:
        if fence == "---":
            values = YAMLHandler().load(text, Loader=_Loader)
        else:
            values = (TOMLHandler() if fence == "+++" else JSONHandler()).load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise ValueError(f"the YAML header does not parse ({error.problem})", line) from None
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
        TypeError,
        OverflowError,
        AttributeError,
    ) as error:
        kind = {"---": "YAML", "+++": "TOML", "{": "JSON"}[fence]
        raise ValueError(f"the {kind} header does not parse", _line_of(error, fence)) from None
    if _is_deep(values):
        raise ValueError(f"the header nests more than {DEEPEST} levels", 1)
    return values


def _is_deep(values: object) -> bool:
    """Tell whether values nest so deep that it takes recursion too far to read them."""
    level = [values]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list | tuple | set)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


def _line_of(error: Exception, fence: str) -> int:
    """Return the line that an error of the TOML or JSON parser names, else 1."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) + (fence == "+++") if found else 1
