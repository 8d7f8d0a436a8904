"""Completion: what a shell asks, and the answer in the form that it reads.

Typer installs the scripts (`--install-completion`); the answers are our own, for
hers load Rich, and break on quotes, colons and blanks. Nothing here may write to
stderr or raise: it would stand in the middle of somebody's prompt.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from journal.cli.candidates import Candidate, candidates
from journal.cli.cursor import Cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SPECIAL = re.compile(r"([^\w@%+=:,./~#-])")
# Bash cuts words at these, and replaces only what stands behind the last of them.
_BREAKS = (":", "=")


def answer(group: Any, shell: str) -> int:
    """Write the completions that a shell asks for to stdout, and return the exit code."""
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    found: list[Candidate] = []
    said = ""
    with suppress(BaseException):
        found, word = find(group, shell)
        said = _FORMATS.get(shell, _plain)(found, word)
    fish_asks = os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args"
    if fish_asks and shell == "fish":
        return 0 if found else 1
    with suppress(OSError):
        sys.stdout.buffer.write(said.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
    return 0


def find(group: Any, shell: str) -> tuple[list[Candidate], str]:
    """Return the candidates that begin as the word at the cursor does, and that word.

    The shell tells in the environment where the cursor is.
    """
    cursor = Cursor(group, *_asked(shell))
    return [one for one in candidates(cursor) if one.value.startswith(cursor.word)], cursor.word


def _asked(shell: str) -> tuple[list[str], str]:
    """Return the words before the cursor, and what is there of the one at it."""
    if shell == "bash":
        words = _split(os.environ["COMP_WORDS"])
        at = int(os.environ["COMP_CWORD"])
        return _joined(words[1:at], words[at] if at < len(words) else "")
    line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(line)[1:]
    if words and not line.endswith((" ", "\n")):
        return words[:-1], words[-1]
    return words, ""


def _split(line: str) -> list[str]:
    """Split a line as a shell does; its last word may lack an end."""
    import shlex

    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words


def _joined(args: list[str], word: str) -> tuple[list[str], str]:
    """Put together what bash has cut at `:`, as in `tag:walk`."""
    joined: list[str] = []
    glue = False
    for part in (*args, word):
        is_break = part in _BREAKS and bool(joined)
        if joined and (is_break or glue):
            joined[-1] += part
        else:
            joined.append(part)
        glue = is_break
    return joined[:-1], joined[-1]


def _bash(found: Sequence[Candidate], word: str) -> str:
    """Return one value a line, quoted, without what bash takes for other words."""
    ends = [word.rfind(mark) + 1 for mark in _BREAKS]
    return "\n".join(_quoted(one.value[max(ends) :]) for one in found)


def _zsh(found: Sequence[Candidate], word: str) -> str:
    """Return the command that adds the values with what they mean, in the order given."""
    if not found:
        return "_files"
    items = (_zsh_item(one) for one in found)
    return f"local -a journal_found; journal_found=({' '.join(items)}); " + (
        "_describe -V journal journal_found"
    )


def _zsh_item(one: Candidate) -> str:
    value = one.value.replace("\\", "\\\\").replace(":", "\\:")
    text = f"{value}:{_blank(one.help)}" if one.help else value
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(found: Sequence[Candidate], word: str) -> str:
    """Return value and meaning with a TAB between, one a line."""
    return "\n".join(f"{one.value}\t{_blank(one.help)}" for one in found)


def _plain(found: Sequence[Candidate], word: str) -> str:
    """Return what PowerShell's script reads: value and meaning with `:::` between."""
    return "\n".join(f"{one.value}:::{_blank(one.help) or ' '}" for one in found)


_FORMATS: dict[str, Callable[[Sequence[Candidate], str], str]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}


def _quoted(text: str) -> str:
    """Return a word as bash reads it back."""
    return _SPECIAL.sub(r"\\\1", text)


def _blank(text: str) -> str:
    """Return a meaning on one line, with nothing in it that drives a terminal."""
    from journal.visible import visible

    return visible(" ".join(text.split()), keep="")
