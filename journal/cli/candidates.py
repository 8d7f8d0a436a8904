"""What can stand at a place of the command line: commands, journals, tags, dates, REFs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from journal.cli.session import Session
from journal.counting import count
from journal.diary.layout import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from journal.cli.cursor import Cursor
    from journal.entry import Entry
    from journal.journal import Journal

_FILES = 500
_SIZE = 2_000_000
_WINDOW = 500_000
_SHOWN = 30
_WORDS = ("today", "yesterday", "昨天", "前天", "上周", "上个月", "去年")
_PHRASES = ("last week", "this week", "last month", "this month", "this year", "last year")
_CHOICES = {
    "color": ("auto", "always", "never"),
    "has": ("image", "link", "code", "task", "math"),
    "prefer": ("newer", "existing", "incoming", "both"),
    "by": ("day", "week", "month", "year", "weekday", "tag", "hour"),
    "grain": ("week", "month", "quarter", "year"),
    "layout": LAYOUTS,
    "sort": ("date", "title", "words", "rank"),
    "tags sort": ("count", "name", "last"),
}
_STAR = "is:starred"


class Candidate(NamedTuple):
    """One word that can stand there, and what it means."""

    value: str
    help: str = ""


def candidates(cursor: Cursor) -> Iterable[Candidate]:
    """Return what can stand at the cursor; not all of it need begin as the word there does.

    None are returned where the shell had better offer files.
    """
    if cursor.wanted is None:
        return _options(cursor) if cursor.word.startswith("-") else _commands(cursor)
    name = cursor.wanted.name
    choices = _CHOICES.get(f"{cursor.command.name} {name}") or _CHOICES.get(name)
    if choices:
        return map(Candidate, choices)
    find = _FINDERS.get(name)
    return () if find is None else find(_Asked(cursor), cursor.word)


class _Asked:
    """The journal, the settings and the command that are asked about.

    `whole` tells that all entries are known, and not those at the ends alone.
    """

    whole = True

    def __init__(self, cursor: Cursor) -> None:
        """Keep where the command line has come to; nothing is read."""
        self.cursor = cursor
        self.session = Session(cursor)

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the entries, the newest first: of a large journal those at its two ends."""
        from journal.diary.ids import with_ids
        from journal.query.order import arrange

        found: list[Entry] = []
        for journal in self.session.journals:
            contents, is_whole = _contents(journal)
            self.whole = self.whole and is_whole
            found += with_ids(journal.parse(contents))
        return arrange(found)


def _contents(journal: Journal) -> tuple[dict[str, bytes | None], bool]:
    """Return the files of a journal as far as there is time for them, and whether that is all."""
    from journal import storage
    from journal.folders import markdown_files

    paths = sorted(markdown_files(journal.path), reverse=True) if journal.is_folder else []
    contents = {path: storage.read(path) for path in paths[:_FILES]} or journal.read()
    is_whole = len(paths) <= _FILES and sum(len(data or b"") for data in contents.values()) <= _SIZE
    return contents if is_whole else dict(_window(contents)), is_whole


def _window(contents: dict[str, bytes | None]) -> Iterator[tuple[str, bytes]]:
    """Yield the first files, and of a file that is too long its beginning and its end."""
    room = _SIZE
    for path, whole in contents.items():
        data = whole or b""
        if len(data) > _SIZE:
            start = data.rfind(b"\n", 0, _WINDOW) + 1
            end = data.find(b"\n", len(data) - _WINDOW) + 1
            data = data[:start] + data[end:]
        room -= len(data)
        if room < 0:
            return
        yield path, data


def _commands(cursor: Cursor) -> Iterator[Candidate]:
    """Yield the commands of a group; those of the program itself with the aliases."""
    commands = getattr(cursor.command, "commands", {})
    for name in commands:
        # Only what begins as the word does is imported.
        if name.startswith(cursor.word) and not commands[name].hidden:
            yield Candidate(name, commands[name].get_short_help_str(60))
    if cursor.is_root:
        for name, text in Session(cursor).config.aliases.items():
            yield Candidate(name, text)


def _options(cursor: Cursor) -> Iterator[Candidate]:
    """Yield the options of a command, its own before those that every command takes."""
    for param in sorted(cursor.command.params, key=lambda param: bool(param.hidden)):
        for option in param.opts:
            if option.startswith("--"):
                yield Candidate(option, getattr(param, "help", "") or "")
    yield Candidate("--help", "Show this message and exit.")


def _journals(asked: _Asked, word: str) -> Iterator[Candidate]:
    journals = asked.session.config.journals
    for name, place in journals.items():
        yield Candidate(name, place.path)
    if len(journals) > 1:
        yield Candidate("all", "every registered journal")


def _names(asked: _Asked, word: str) -> Iterator[Candidate]:
    """Yield the journals where one that is there is meant: not a new one, nor all of them."""
    if asked.cursor.command.name != "add":
        yield from (one for one in _journals(asked, word) if one.value != "all")


def _tags(asked: _Asked, word: str) -> Iterator[Candidate]:
    """Yield tags, those used most first."""
    from collections import Counter

    counts = Counter(tag for entry in asked.entries for tag in entry.tags)
    for tag, number in counts.most_common():
        yield Candidate(tag, count(number, "entry", "entries"))


def _dates(asked: _Asked, word: str) -> Iterator[Candidate]:
    """Yield useful words, then the years there are; once one is typed its months, then days."""
    days = [entry.date.isoformat() for entry in asked.entries if entry.date]
    length = 4 if len(word) < 4 else 7 if len(word) < 7 else 10
    if not word[:1].isdigit():
        yield from map(Candidate, (*_WORDS, *_PHRASES))
    counts: dict[str, int] = {}
    for day in days:
        counts[day[:length]] = counts.get(day[:length], 0) + 1
    for period, number in counts.items():
        yield Candidate(period, count(number, "entry", "entries"))


def _refs(asked: _Asked, word: str) -> Iterator[Candidate]:
    """Yield `last`, then the days and ids of entries, the newest first."""
    entries = asked.entries
    if entries:
        yield Candidate("last", _about(entries[0]))
    days: dict[str, list[Entry]] = {}
    for entry in reversed(entries):
        if entry.date:
            days.setdefault(entry.date.isoformat(), []).append(entry)
    names = {
        id(entry): f"{day}#{number}" if len(group) > 1 else day
        for day, group in days.items()
        for number, entry in enumerate(group, 1)
    }
    shown = 0
    for entry in entries:
        # Of a journal read in part, nobody knows how many of a kind there are.
        ids = [entry.id] if asked.whole else []
        for name in (names.get(id(entry), ""), *ids):
            if name and name.startswith(word) and (word or name != entry.id):
                yield Candidate(name, _about(entry))
                shown += 1
        if shown >= _SHOWN:
            return


def _about(entry: Entry) -> str:
    title = entry.title if len(entry.title) <= 40 else f"{entry.title[:39]}…"
    return f"{entry.date or ''} {title}".strip(" ")


def _query(asked: _Asked, word: str) -> Iterator[Candidate]:
    """Yield what can stand behind the key of a search word: `tag:`, `on:`, `has:`."""
    key, colon, rest = word.partition(":")
    values: dict[str, Callable[[], Iterable[Candidate]]] = {
        "tag": lambda: _tags(asked, rest),
        "has": lambda: map(Candidate, _CHOICES["has"]),
        **dict.fromkeys(("on", "before", "after"), lambda: _single_words(_dates(asked, rest))),
    }
    if colon and key in values:
        for one in values[key]():
            yield Candidate(f"{key}:{one.value}", one.help)
    elif word and not colon:
        yield from (Candidate(f"tag:{tag.value}", tag.help) for tag in _near(asked, word))
    yield Candidate(_STAR)


def _near(asked: _Asked, word: str) -> Iterable[Candidate]:
    return _tags(asked, "") if "tag:".startswith(word) else ()


def _single_words(found: Iterable[Candidate]) -> Iterator[Candidate]:
    return (one for one in found if " " not in one.value)


def _keys(asked: _Asked, word: str) -> Iterator[Candidate]:
    from journal.config.settings import SETTINGS

    for setting in SETTINGS.values():
        if isinstance(setting.default, dict):
            for name in getattr(asked.session.config, setting.key):
                yield Candidate(f"{setting.key}.{name}", setting.help)
            yield Candidate(f"{setting.key}.", setting.help)
        else:
            yield Candidate(setting.key, setting.help)


def _values(asked: _Asked, word: str) -> Iterable[Candidate]:
    """Return what the setting can be whose key stands before."""
    from journal.config.settings import SETTINGS

    key = asked.cursor.params.get("key") or ""
    if key == "default":
        return _names(asked, word)
    setting = SETTINGS.get(key)
    return map(Candidate, setting.choices) if setting else ()


def _formats(asked: _Asked, word: str) -> Iterable[Candidate]:
    from journal import formats

    if asked.cursor.command.name == "import":
        return map(Candidate, formats.READERS)
    return map(Candidate, (*formats.WRITERS, *formats.FILES))


def _templates(asked: _Asked, word: str) -> Iterable[Candidate]:
    return [Candidate(name) for name in asked.session.config.templates]


_FINDERS: dict[str, Callable[[_Asked, str], Iterable[Candidate]]] = {
    "journal": _journals,
    "name": _names,
    **dict.fromkeys(("tag", "tags", "not_tags", "old", "new"), _tags),
    **dict.fromkeys(("date", "on", "since", "until", "when"), _dates),
    **dict.fromkeys(("ref", "refs"), _refs),
    "query": _query,
    "key": _keys,
    "value": _values,
    "format_name": _formats,
    "template": _templates,
}
"""What finds the candidates of a parameter, by its name."""
