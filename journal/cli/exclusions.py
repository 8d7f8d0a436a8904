"""`-word` in a search: an exclusion, where a shell user might fear an option."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

# No argument of a process can hold a NUL.
_MARK = "\0"
_CLUSTER = 3


class SearchCommand(TyperCommand):
    """A command whose QUERY may hold `-word`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Hide exclusions from the option parser."""
        options = {
            name: bool(getattr(param, "is_flag", False))
            for param in self.params
            for name in param.opts
        }
        marked: list[str] = []
        for place, word in enumerate(args):
            if word == "--":
                marked += args[place:]
                break
            before = args[place - 1] if place else ""
            is_value = options.get(before) is False
            marked.append(word if is_value or not _excludes(word, options) else _MARK + word)
        rest = super().parse_args(ctx, marked)
        ctx.params["query"] = [word.removeprefix(_MARK) for word in ctx.params["query"]]
        return list(rest)


def _excludes(word: str, options: dict[str, bool]) -> bool:
    """Tell whether `-word` excludes, and is no option.

    `-c` is an option, so are `-sc` (two or three flags, each once) and `-n5`;
    `-draft`, `-tag:x` and `-杭州` exclude.
    """
    if not word.startswith("-") or word.startswith("--") or len(word) < 2 or word in options:
        return False
    letters = word[1:]
    if len(letters) == 1:
        return not (letters.isascii() and letters.isalpha())
    known = len(letters) <= _CLUSTER and all(options.get(f"-{letter}") for letter in letters)
    if known and len(set(letters)) == len(letters):
        return False
    return not (options.get(word[:2]) is False and letters[1:].isdecimal())
