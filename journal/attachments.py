"""Files that come with an export: found by the links of its entries, kept beside the journal."""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote

from journal import storage
from journal.age.folder import SUFFIX, find_sealed, is_sealed
from journal.age.header import is_encrypted
from journal.archives.folders import Folder
from journal.archives.names import tidy
from journal.counting import count
from journal.errors import DataError
from journal.folders import assets_folder
from journal.formats import MARKDOWN, links, may_hold_entries
from journal.history import Change
from journal.sealing import own_files
from journal.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from journal.age.keys import Keys
    from journal.archives.names import Tree
    from journal.entry import Entry
    from journal.exports import Found
    from journal.history import Step
    from journal.journal import Journal

_NOTES = tuple(ending for ending in MARKDOWN if ending != ".txt")
_NAMED = 3
_DIGEST = 10
"""Bytes of the hash that a file is named by."""

_AT_ONCE = 256 << 20
"""Bytes that are held in memory, to be written with the entries and taken back with them.

What is beyond is written one by one before, and stays where the import is undone.
"""


def attach(
    entries: Sequence[tuple[str, Entry]],
    tree: Tree,
    journal: str,
    notes: list[str],
    keys: Keys | None = None,
) -> tuple[tuple[Entry, ...], dict[str, tuple[Tree, str]]]:
    """Turn the links of entries, each with its file's name, to where its attachments will be.

    Returns the entries and the attachments by their new names. Nothing is
    written; what is missing, and what no entry names, is told in the notes.
    `keys` open what is encrypted.
    """
    has = _finder(tree)
    targets: list[dict[str, str]] = []
    missing: Counter[str] = Counter()
    for name, entry in entries:
        found: dict[str, str] = {}
        for link in {link.target: link for link in links.find(entry.body)}.values():
            place = links.resolve(link.target, name, has)
            if place:
                found[link.target] = place
            elif links.is_embedded(link):
                missing[link.target] += 1
        targets.append(found)
    wanted = dict.fromkeys(place for found in targets for place in found.values())
    folder = os.path.basename(assets_folder(journal))
    fresh = {name: _name(*_opened(name, data, tree, keys)) for name, data in tree.read(wanted)}
    places = {name: f"{folder}/{new}" for name, new in fresh.items()}
    turned = tuple(
        _turn(entry, {target: places[place] for target, place in found.items() if place in fresh})
        for (_, entry), found in zip(entries, targets, strict=True)
    )
    notes += _told(tree, missing, set(wanted) | {name for name, _ in entries})
    return turned, {new: (tree, name) for name, new in fresh.items()}


def with_attachments(
    step: Step, texts: Iterable[Entry], exports: Sequence[Found], journal: Journal
) -> Step:
    """Return a step that first writes the attachments that these entries name.

    Those that are there are not written again; beside an encrypted journal each is
    encrypted. Raises DataError.
    """
    known = {new: place for found in exports for new, place in found.attachments.items()}
    if not known or not step.changes:
        return step
    folder = assets_folder(journal.model_path)
    base = links.quoted(os.path.basename(folder))
    pattern = re.compile(rf"{re.escape(base)}/([0-9a-f]{{{2 * _DIGEST}}}(?:\.\w+)?)")
    named = {name for entry in texts for name in pattern.findall(entry.body)}
    wanted: dict[str, tuple[Tree, dict[str, str]]] = {}
    for new, (tree, name) in known.items():
        path = os.path.join(folder, new)
        if new in named and not os.path.lexists(path) and not find_sealed(path):
            wanted.setdefault(tree.path, (tree, {}))[1][name] = path
    changes: list[Change] = []
    size = 0
    keys = journal.keys if journal.is_encrypted else None
    for path, data in _contents(wanted.values(), journal.keys):
        if keys:
            path, data = path + SUFFIX, keys.encrypt(data, path)
        path = storage.resolve(path)
        size += len(data)
        if size > _AT_ONCE:
            storage.replace(path, None, data)
        else:
            changes.append(Change(path, None, data))
    return replace(step, changes=(*changes, *step.changes))


def linked_outside(journal: Journal, assets: str) -> list[str]:
    """Return the plain files that entries of a journal link to, and that are none of its own.

    `assets` is the folder of its attachments. Raises DataError.
    """
    found: dict[str, None] = {}
    for entry in journal.diary().entries:
        path = entry.source.path
        homes = dict.fromkeys(map(os.path.dirname, (path, os.path.realpath(path))))
        for link in links.find(entry.body):
            bare = re.split(r"[?#]", link.target, maxsplit=1)[0]
            forms = dict.fromkeys(map(unquote, (link.target, bare)))
            named = (os.path.join(home, form) for home in homes for form in forms)
            found.update((os.path.realpath(one), None) for one in named if os.path.isfile(one))
    inside = os.path.join(os.path.realpath(assets), "")
    own = {*own_files(journal)}
    return [
        path
        for path in found
        if path not in own and not path.startswith(inside) and not is_sealed(path)
    ]


def _contents(
    wanted: Iterable[tuple[Tree, dict[str, str]]], keys: Keys | None
) -> Iterator[tuple[str, bytes]]:
    """Yield the new paths of attachments, and what is in each. Raises DataError."""
    for tree, paths in wanted:
        for name, data in tree.read([*paths]):
            plain, data = _opened(name, data, tree, keys)
            if os.path.basename(paths[name]) != _name(plain, data):
                break
            yield paths.pop(name), data
        if paths:
            raise DataError("changed while it was read", where=tree.path, todo="import it again")


def _opened(name: str, data: bytes, tree: Tree, keys: Keys | None) -> tuple[str, bytes]:
    """Return an attachment of an encrypted journal as it was: its name, what is in it."""
    if keys and name.endswith(SUFFIX) and is_encrypted(data):
        with suppress(DataError):  # one that is for others is taken as it is
            return name.removesuffix(SUFFIX), keys.decrypt(data, tree.where(name))
    return name, data


def _name(name: str, data: bytes) -> str:
    """Return the name of an attachment: a hash of what is in it, and its ending."""
    ending = os.path.splitext(name)[1].lower()
    plain = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 8 else ""
    return blake2b(data, digest_size=_DIGEST).hexdigest() + plain


def _turn(entry: Entry, places: dict[str, str]) -> Entry:
    return replace(entry, body=links.rewrite(entry.body, places)) if places else entry


def _finder(tree: Tree) -> Callable[[str], str]:
    """Return what tells the name of an attachment in a tree, "" where there is none.

    A name that leads nowhere may have been cut, or lack its folders: a file of
    that name which the tree has once is taken.
    """
    files = {tidy(name): name for name in tree.names if not name.lower().endswith(_NOTES)}
    by_base: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    for name in files:
        by_base.setdefault(name.rpartition("/")[2], []).append(name)
        by_stem.setdefault(os.path.splitext(name)[0], []).append(name)

    def has(name: str) -> str:
        # What stands beside a single file is not listed.
        beside = tree if isinstance(tree, Folder) and tree.is_alone else None
        for form in (tidy(name), tidy(name) + SUFFIX):
            if form in files:
                return files[form]
            if beside and not form.lower().endswith(_NOTES) and beside.has(form):
                return form
        return ""

    def anywhere(name: str) -> str:
        found = has(name)
        stem, ending = os.path.splitext(tidy(name))
        # Day One says mp3 of what it keeps as m4a; the name itself is a hash.
        for alike in (
            by_stem.get(stem, []) if ending else [],
            by_base.get(stem.rpartition("/")[2] + ending, []),
        ):
            if not found and len(alike) == 1:
                found = files[alike[0]]
        # A link in a folder may lead anywhere; what it leads to was not exported.
        return "" if isinstance(tree, Folder) and found and not tree.has(found) else found

    return anywhere


def _told(tree: Tree, missing: Counter[str], used: set[str]) -> list[str]:
    """Say which pictures an archive lacks, and which files of it or of a bundle no entry names."""
    told = []
    rest = [name for name in tree.names if name not in used and not _is_setting(name)]
    if tree.is_archive:
        # Those were read, or are told to hold no entry.
        texts = {*may_hold_entries(tree.names)}
        rest = [name for name in rest if name not in texts]
    if tree.is_archive and missing:
        told.append(f"{tree.path}: {_listed(missing)} named by an entry, but not in it")
    if not tree.is_archive:
        bundles = {name.rpartition("/")[0] for name in used if _is_bundle(name)}
        rest = [name for name in rest if bundles & {*_above(name)}]
    if rest:
        told.append(f"{tree.path}: {_listed(rest)} in it, named by no entry, left there")
    return told


def _is_bundle(name: str) -> bool:
    """Tell whether a post's name is that of a page bundle, to which all in its folder belongs."""
    return name.rpartition("/")[2].partition(".")[0] == "index" and "/" in name


def _above(name: str) -> Iterator[str]:
    """Yield the folders that a file is in, from its own up."""
    while name := name.rpartition("/")[0]:
        yield name


def _listed(names: Iterable[str]) -> str:
    listed = [*names]
    more = " …" if len(listed) > _NAMED else ""
    return f"{count(len(listed), 'file')} ({', '.join(listed[:_NAMED])}{more})"


def _is_setting(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/")) or name.lower().endswith(_NOTES)
