"""What is wrong with the encryption of a journal: files left plain, a key that others can read."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING

from journal import storage
from journal.age.folder import plain_files
from journal.age.header import LONGEST, is_encrypted
from journal.doctor.finding import Finding
from journal.folders import assets_folder
from journal.sealing import own_files
from journal.storage import memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journal.doctor.finding import Severity
    from journal.journal import Journal


def check_encryption(journal: Journal) -> Iterator[Finding]:
    """Look at the files of an encrypted journal, and at the key to it."""
    if not journal.is_encrypted:
        return
    for path in own_files(journal):
        if os.path.exists(path) and not is_encrypted(storage.head(path, LONGEST)):
            what = "it is not encrypted, as the journal is, so saving to it is refused"
            yield Finding("plain-file", "problem", path, 1, what, "journal encrypt encrypts it too")
    for path in plain_files(assets_folder(journal.model_path)):
        what = "this attachment is not encrypted, as the journal is"
        yield Finding("plain-file", "problem", path, 1, what, "journal encrypt encrypts it too")
    for path, is_untouched in memory.left(memory.memory_folder()):
        severity: Severity = "note" if is_untouched else "problem"
        todo = "the next journal edit removes it" if is_untouched else memory.TAKE_OUT
        yield Finding("left-text", severity, path, 1, memory.LEFT, todo)
    key = journal.keys.path if journal.keys else ""
    with suppress(OSError):
        if os.name == "posix" and os.stat(key).st_mode & 0o077:
            what = "the key to encrypted journals is open to more than its owner"
            todo = f"chmod go-rwx {shlex.quote(key)}"
            yield Finding("open-to-others", "problem", key, 1, what, todo)
