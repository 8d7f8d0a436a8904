"""What comes in and what goes out: one module a format, behind two tables of names."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from importlib import import_module

from journal.errors import DataError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from journal.entry import Entry
    from journal.formats.reading import Reading

    Reader = Callable[[str, str], Reading]
    Texts = Callable[[Iterable[str]], Iterator[tuple[str, str]]]


class NoEntryError(DataError):
    """A file in which no entry can be found."""


MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".txt")
"""How the names of Markdown files end."""

ORG = ".org"
"""How the names of Org files end, which are not read."""

FROM_ORG = "pandoc -t gfm makes Markdown of it"
"""What to do about them."""

READERS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "sections": ("sections", "read", MARKDOWN, "Markdown with a dated heading above each entry"),
    "posts": ("posts", "read", MARKDOWN, "Hugo, Hexo, Jekyll: a file an entry"),
    "obsidian": ("obsidian", "read", (".md",), "a vault's daily notes"),
    "logseq": ("logseq", "read", (".md",), "a graph's journal pages"),
    "jrnl": ("jrnl", "read", (".txt", ".jrnl", ".json"), "jrnl's text file, or its JSON"),
    "dayone": ("dayone", "read", (".json",), "Day One: the zip, or its JSON"),
    "joplin": ("joplin", "read", (".md",), "Joplin: Markdown + front matter"),
    "notion": ("notion", "read", (".md", ".csv", ".html"), "Notion: the zip of Markdown or HTML"),
    "journey": ("journey", "read", (".json",), "Journey: the zip of JSON files"),
    "daylio": ("daylio", "read", (".csv",), "Daylio: the CSV"),
    "txt": ("plain", "read", (".txt",), "our own plain text"),
    "jsonl": ("record", "read_lines", (".jsonl", ".ndjson"), "our own JSON Lines"),
    "json": ("record", "read_array", (".json",), "our own JSON"),
    "csv": ("table", "read", (".csv",), "a table with the columns date, title, body"),
}
"""Importers by name: module, function, how names of their files end, and what they read."""

FILES: dict[str, str] = {
    "posts": "a folder of files, one an entry",
    "html": "a page for a browser",
    "sqlite": "a database that datasette opens",
}
"""Exporters to what is no text, or more than one, by name; they are not `write`'s."""

WRITERS: dict[str, tuple[str, str, str]] = {
    "markdown": ("sections", "write", "Markdown with dated headings"),
    "jsonl": ("record", "write_lines", "JSON Lines"),
    "json": ("record", "write_array", "JSON"),
    "csv": ("table", "write", "a table for spreadsheets"),
    "txt": ("plain", "write", "plain text"),
    "jrnl": ("jrnl", "write", "text that jrnl reads"),
}
"""Exporters to one text by name: module, function, and what they write."""

_DATA = (".json", ".jsonl", ".ndjson", ".csv", ".html")


def read(text: str, path: str, *, name: str = "") -> Reading:
    """Read an export in the named format, or in the one that its content shows.

    Raises UsageError for an unknown name, NoEntryError where there is nothing dated.
    """
    check_reader(name)
    return _checked(_reader(name or detect(text, path)), text, path)


def check_reader(name: str) -> None:
    """Raise UsageError for a name that is no import format."""
    if name and name not in READERS:
        raise UsageError(f"no import format {name!r}", todo=f"one of: {', '.join(READERS)}")


def reader_for(names: Sequence[str], texts: Texts, *, name: str = "") -> Reader:
    """Return the reader for files that came together, of which all the names are known.

    `texts` reads some of them. What is a vault, a graph or a Notion export
    shows in the names; the rest in each file.
    """
    markdown = [one for one in names if one.lower().endswith(MARKDOWN)]
    if name == "logseq" or (not name and _module("logseq").is_graph(names)):
        logseq = _module("logseq")
        known = logseq.blocks(text for _, text in texts(markdown))
        page = partial(logseq.read, known=known)
        return _or_diary(page, (lambda _: True) if name else logseq.is_journal)
    if name == "obsidian" or (not name and _module("obsidian").is_vault(names)):
        obsidian = _module("obsidian")
        settings = [one for one in names if one.endswith(".obsidian/daily-notes.json")]
        form = obsidian.form_of(next((text for _, text in texts(settings[:1])), ""))
        note = partial(obsidian.read, form=form)
        return _or_diary(note, (lambda _: True) if name else partial(obsidian.is_daily, form=form))
    if name == "notion" or (not name and _module("notion").is_export(names)):
        return partial(_checked, partial(_module("notion").read, names=names))
    return partial(read, name=name)


def may_hold_entries(names: Sequence[str], *, name: str = "") -> list[str]:
    """Return those of the files that came together in which entries are looked for."""
    if name:
        endings = READERS[name][2]
    else:
        # Pages of HTML are a site's, unless all of it is Notion's.
        is_notion = _module("notion").is_export(names)
        endings = (*MARKDOWN, ".jrnl", *(_DATA if is_notion else _DATA[:-1]))
    return [one for one in names if one.lower().endswith(endings) and "logseq/bak/" not in one]


def detect(text: str, path: str) -> str:
    """Return the name of the format that a text is in, by its content and then by its name.

    Raises NoEntryError for a table or JSON of some other kind.
    """
    start = text[:64].lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "[") and (found := _detect_json(text)):
        return found
    if start == "[" and _module("jrnl").looks_like(text):
        return "jrnl"
    if _module("plain").looks_like(text, path):
        return "txt"
    if start in ("1", "2") and _module("jrnl").looks_old(text, path):
        return "jrnl"
    for name in ("csv", "daylio"):
        if _module(READERS[name][0]).looks_like(text):
            return name
    if _module("joplin").looks_like(text):
        return "joplin"
    for name in ("notion", "logseq", "obsidian"):
        if _named(name, text, path):
            return name
    if path.lower().endswith(_DATA):
        raise _nothing(path)
    return "posts" if _module("posts").looks_like_post(text, path) else "sections"


def write(entries: Iterable[Entry], name: str, *, raw: bool = False) -> Iterator[str]:
    """Yield the text of an export piece by piece; raise UsageError for an unknown name.

    `raw` leaves the cells of a table as they are, formulas too.
    """
    if name not in WRITERS:
        known = ", ".join([*WRITERS, *FILES])
        raise UsageError(f"no export format {name!r}", todo=f"one of: {known}")
    module, function, _ = WRITERS[name]
    options = {"raw": True} if raw and name == "csv" else {}
    pieces: Iterator[str] = getattr(_module(module), function)(entries, **options)
    return pieces


def _or_diary(reader: Reader, is_day: Callable[[str], bool]) -> Reader:
    """Return the reader of a vault: its days, diaries of sections, and posts, but no other note."""

    def read(text: str, path: str) -> Reading:
        if is_day(path):
            return _checked(reader, text, path)
        name = detect(text, path)
        if name == "sections" or (name == "posts" and _says_date(text, path)):
            return _checked(_reader(name), text, path)
        raise _nothing(path)

    return read


def _says_date(text: str, path: str) -> bool:
    """Tell whether a note's name has a date, or its header: not only when it was `created`."""
    from journal.dates.stamp import find_date
    from journal.frontmatter import header as front

    if find_date(path.replace("\\", "/").rpartition("/")[2]):
        return True
    header = front.find(text)
    try:
        values = front.load(header) if header else {}
    except front.HeaderError:
        return False
    return front.fields({"date": values.get("date")}).date is not None


def _detect_json(text: str) -> str:
    """Return the format of a JSON text, or "" for what is none, or a header in front of a text."""
    import json

    record = _module("record")
    text = text.removeprefix("\ufeff").strip(" \t\r\n")
    with suppress(ValueError, RecursionError):
        if record.looks_like(json.loads(text.partition("\n")[0])):
            return "jsonl"
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    for name in ("json", "dayone", "journey"):
        if _module(READERS[name][0]).looks_like(values):
            return name
    return "jrnl" if _module("jrnl").looks_like_json(values) else ""


def _named(name: str, text: str, path: str) -> bool:
    module = _module(name)
    return bool(module.looks_like(path) if name == "notion" else module.looks_like(text, path))


def _checked(reader: Reader, text: str, path: str) -> Reading:
    if _module("joplin").is_internal(text, path):
        raise DataError(
            "this is Joplin's JEX or RAW",
            where=path.replace("\\", "/").rpartition("/")[0],
            todo="export it as Markdown + Front Matter",
        )
    reading = reader(text, path)
    if not reading.entries and not any(reading.counts.values()):
        raise _nothing(path)
    return reading


def _nothing(path: str) -> NoEntryError:
    needs = "an entry needs a heading with a full date, or a header with `date:`"
    if path.lower().endswith(".csv"):
        needs = "a table needs the columns date, title, body"
    elif path.lower().endswith(ORG):
        return NoEntryError("this is Org text, which is not read", where=path, todo=FROM_ORG)
    elif path.lower().endswith(".txt"):
        needs += ", or --from jrnl lines that begin with `YYYY-MM-DD HH:MM`"
    return NoEntryError("no entry found here", where=path, todo=needs)


def _reader(name: str) -> Reader:
    module, function, *_ = READERS[name]
    reader: Reader = getattr(_module(module), function)
    return reader


def _module(name: str) -> Any:
    return import_module(f"journal.formats.{name}")
