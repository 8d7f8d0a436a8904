"""The commands that keep a journal from other eyes: encrypt, decrypt."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from journal.age.keys import missing_key
from journal.cli.session import Session, warn

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECLINED = 1
YES = Annotated[bool, typer.Option("-y", "--yes", help="Do not ask.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(encrypt)
    app.command()(decrypt)


def encrypt(ctx: typer.Context, yes: YES = False) -> None:
    """Encrypt a journal at rest with age; every command works on it as before.

    Its files keep their names, and `age -d -i IDENTITY FILE` reads them too.
    IDENTITY is identity.txt beside the settings, made at first use: without it
    nobody can read the journal, so back it up. The setting recipients says who
    else can. Pictures that entries link to stay as they are. What undo keeps in
    plain text is dropped; journal decrypt is the way back. Run it again to
    encrypt anew, for the recipients of now.

    Examples: journal encrypt · journal -j life encrypt --yes
    """
    session = Session(ctx)
    from journal.encrypting import encrypt_journal

    journal = session.journal
    before = "what undo keeps of it is in plain text and will be dropped"
    if not _agrees(f"{journal.path}: encrypt it? {before}", yes=yes):
        raise typer.Exit(_DECLINED)
    _make_key(session)
    done = encrypt_journal(journal)
    session.tell(
        f"{journal.path}: encrypted ({_count(done.files, 'file')}, {_for(session.keys.count())})"
    )
    if done.forgotten:
        session.tell(f"{_count(done.forgotten, 'command')} can no longer be taken back")
    _tell_left(done.left, session)
    session.tell("journal decrypt takes it back; backups and git may have older, plain versions")


def decrypt(ctx: typer.Context, yes: YES = False) -> None:
    """Decrypt a journal: its files are plain Markdown again.

    What undo keeps stays encrypted: earlier commands can no longer be taken
    back, but journal undo --as FILE still gives the versions before.

    Examples: journal decrypt · journal -j life decrypt --yes
    """
    session = Session(ctx)
    from journal.encrypting import decrypt_journal

    journal = session.journal
    if not journal.is_encrypted:
        session.tell(f"{journal.path}: is not encrypted")
        return
    if not _agrees(f"{journal.path}: decrypt it, for everybody to read?", yes=yes):
        raise typer.Exit(_DECLINED)
    done = decrypt_journal(journal)
    session.tell(f"{journal.path}: decrypted ({_count(done.files, 'file')})")


def _make_key(session: Session) -> None:
    """Make the identity file where there never was one, and say so.

    Raises DataError where a journal is encrypted already: a new key would not open
    it, and the old one, brought back, would take the place of the new.
    """
    from journal.journal import Journal

    keys = session.keys
    if os.path.lexists(keys.path):
        return
    registered = (Journal(one.path, layout=one.layout) for one in session.config.journals.values())
    for journal in (*session.journals, *registered):
        if journal.is_encrypted:
            raise missing_key(keys.path, journal.path)
    keys.make()
    session.tell(f"{keys.path}: this is the key to your journal, made just now")
    session.tell("back it up: without it nobody can read the journal, you neither")


def _agrees(question: str, *, yes: bool) -> bool:
    """Ask, where somebody can be asked; tell whether to go on."""
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        warn("nothing was changed; --yes carries this out")
        return False
    if typer.confirm(question, err=True):
        return True
    warn("nothing was changed")
    return False


def _tell_left(paths: Iterable[str], session: Session) -> None:
    """Say what beside the journal is not encrypted."""
    for path in paths:
        session.tell(f"{path}: is not encrypted, and stays as it is")


def _for(count: int) -> str:
    return f"for {_count(count, 'key')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
