"""Images that a journal shows and that are not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from journal.counting import count
from journal.doctor.finding import Finding
from journal.markdown.document import count_lines
from journal.markdown.inline import images

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journal.entry import Entry
    from journal.markdown.document import Document

# An address with a scheme (one letter is a Windows drive), another host, or a template's blank.
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\\\|#|\{[{%]", re.IGNORECASE)
_FILE = re.compile(r"file://(?:localhost)?(?=/)", re.IGNORECASE)
_WIKI = re.compile(r"!\[\[([^\]|\n]+)")
_SHOWN = 10


def check_images(document: Document, is_there: Callable[[str], bool]) -> Iterator[Finding]:
    """Find images without their file; `is_there` takes paths as the journal's folder sees them.

    A folder that is missing as a whole is told once. Where a site's root or an
    Obsidian vault would have to be known, all such images together are a note.
    """
    folders: dict[str, list[tuple[str, int]]] = {}
    unknown: list[int] = []
    seen: dict[str, bool] = {}
    for target, line, is_wiki in _targets(document):
        if target not in seen:
            seen[target] = _exists(target, is_there)
        if seen[target]:
            continue
        if is_wiki or (target.startswith("/") and not _FILE.match(target)):
            unknown.append(line)
        else:
            folder = target.replace("\\", "/").rpartition("/")[0]
            folders.setdefault(folder, []).append((target, line))
    for folder, missing in folders.items():
        yield from _tell(document.path, folder, missing, is_there)
    if unknown:
        yield Finding(
            "unresolved-images",
            "note",
            document.path,
            unknown[0],
            f"the folder that {count(len(unknown), 'image')} would be looked for in is not known; "
            "the first is on this line",
            "leave it, if your site or your editor shows them",
        )


def _targets(document: Document) -> Iterator[tuple[str, int, bool]]:
    """Yield local targets with their lines, and whether they are wiki links."""
    for entry in document.entries:
        if "![" not in entry.body and "<" not in entry.body:
            continue
        wiki = {match[1] for match in _WIKI.finditer(entry.body)}
        for target, line in _with_lines(entry):
            if _FILE.match(target) or not _ELSEWHERE.match(target):
                yield target, line, target in wiki


def _with_lines(entry: Entry) -> Iterator[tuple[str, int]]:
    """Yield the images of an entry, each with the line it first stands on."""
    line, position = entry.source.line, 0
    for target in images(entry.body):
        found = entry.raw.find(target, position)
        if found >= 0:
            line += count_lines(entry.raw, position, found)
            position = found
        yield target, line


def _exists(target: str, is_there: Callable[[str], bool]) -> bool:
    """Look for a target as it is written, decoded, without its query, and below the folder."""
    target = _FILE.sub("", target)
    bare = re.split(r"[?#]", target, maxsplit=1)[0]
    forms = {target, unquote(target), bare, unquote(bare)}
    forms |= {form.replace("\\", "/") for form in forms if "\\" in form}
    forms |= {form.lstrip("/") for form in forms if form.startswith("/")}
    return any(is_there(form) for form in sorted(forms) if form)


def _tell(
    path: str, folder: str, missing: list[tuple[str, int]], is_there: Callable[[str], bool]
) -> Iterator[Finding]:
    todo = "put it back, or correct the link"
    line = missing[0][1]
    if folder and len(missing) > 1 and not _exists(folder, is_there):
        what = f"the folder {folder} is not there, nor the {len(missing):,} images shown from it"
        yield Finding("missing-image", "problem", path, line, what, todo)
    elif len(missing) > _SHOWN:
        what = f"{len(missing):,} images of one folder are not there, the first is {missing[0][0]}"
        yield Finding(
            "missing-image", "problem", path, line, what, "put them back, or correct the links"
        )
    else:
        for target, line in missing:
            what = f"the image {target} is not there"
            yield Finding("missing-image", "problem", path, line, what, todo)
