"""What entries say is to do: tasks, and goals, with how they ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from journal.markdown.inline import tag_spans, tags, without_code
from journal.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from journal.entry import Entry

GOALS = ("goal", "目标", "目標")
"""The tags that make a line a goal; `goal/health` is one, too."""

_ITEM = re.compile(
    r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[(?P<box>[ xX])\](?=\s|\Z))?(?P<text>.*)"
)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?=[ \t]|\Z)")
_BLANKS = " \t\u3000"


class Item(NamedTuple):
    """A task or a goal: its text without box and goal tag, whether it is done, and its entry."""

    text: str
    done: bool
    entry: Entry


def tasks(entries: Iterable[Entry], *, later: Iterable[Entry] = ()) -> list[Item]:
    """Return the tasks of some entries, in order, each once.

    A task said again is the same task, and its last state counts, also the one in
    `later` entries. All are given oldest first.
    """
    return _latest(_each(_tasks, entries), _each(_tasks, later))


def goals(entries: Iterable[Entry], *, later: Iterable[Entry] = ()) -> list[Item]:
    """Return the goals of some entries, as `tasks` does.

    A goal is a line with a goal tag. Where the tag stands in the title, in a
    heading, in the header or alone on a line, the items of the list below are the
    goals, or the title where there is no list. A goal without a box is open.
    """
    return _latest(_each(_goals, entries), _each(_goals, later))


def _each(read: Callable[[Entry], Iterator[Item]], entries: Iterable[Entry]) -> Iterator[Item]:
    return (item for entry in entries for item in read(entry))


def _latest(items: Iterable[Item], later: Iterable[Item]) -> list[Item]:
    """Return one item a text: where and how it was last said, in the order first said."""
    found = {fold(item.text): item for item in items}
    if found:
        found |= {key: item for item in later if (key := fold(item.text)) in found}
    return list(found.values())


def _tasks(entry: Entry) -> Iterator[Item]:
    if "[" not in entry.body:
        return
    for line, bare in _lines(entry):
        match = _ITEM.match(bare)
        text = plain(line[match.start("text") :]) if match and match["box"] else ""
        if match and text:
            yield Item(text, match["box"] != " ", entry)


def _goals(entry: Entry) -> Iterator[Item]:
    if not _is_goal(entry.tags):
        return
    body = [*_lines(entry)]
    named = _is_goal(tags(entry.title)) or any(_lone_tag(bare) for _, bare in body)
    named = named or _is_goal(set(entry.tags) - set(tags(f"{entry.title}\n{entry.body}")))
    here, any_item = named, False
    for line, bare in body:
        match = _ITEM.match(bare)
        if _HEADING.match(bare):
            here = named or _is_goal(tags(bare))
        elif _lone_tag(bare):
            continue
        elif (here and match) or _is_goal(tags(bare)):
            text = plain(line[match.start("text") :] if match else line)
            any_item = any_item or bool(text)
            if text:
                yield Item(text, bool(match and match["box"] in ("x", "X")), entry)
    if named and not any_item and plain(entry.title):
        yield Item(plain(entry.title), False, entry)


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the lines of a body, each as it is and with its code blanked out."""
    lines, bare = entry.body.split("\n"), without_code(entry.body).split("\n")
    return zip(lines, bare, strict=True)


def _is_goal(names: Iterable[str]) -> bool:
    return any(name.split("/")[0].lower() in GOALS for name in names)


def _lone_tag(line: str) -> bool:
    """Tell whether a line has nothing but tags, a goal among them."""
    return _is_goal(tags(line)) and all(
        tag_spans(word) and tag_spans(word)[0] == (1, len(word)) for word in line.split()
    )


def goal_tag(entry: Entry) -> str:
    """Return the tag by which an entry calls something a goal."""
    return next((tag for tag in entry.tags if _is_goal([tag])), GOALS[0])


def plain(line: str) -> str:
    """Return a line as one says it: without goal tags and the blanks around it."""
    for start, end in reversed(tag_spans(line)):
        if _is_goal([line[start:end]]):
            line = line[: start - 1] + line[end:]
    return line.strip(_BLANKS)
