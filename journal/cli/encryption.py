"""The commands that keep a journal from other eyes: encrypt, decrypt."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from journal.age.keys import missing_key
from journal.cli.session import Session, warn
from journal.counting import count
from journal.errors import DataError

if TYPE_CHECKING:
    from journal.encrypting import Turned
    from journal.journal import Journal

_DECLINED = 1
_NAMED = 3
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
    else can. Each attachment in NAME.assets is encrypted too, a.png as a.png.age;
    links keep naming a.png. Names and sizes of files stay for all to see. What
    undo keeps in plain text is dropped; journal decrypt is the way back. Run it
    again to encrypt anew, for the recipients of now.

    Examples: journal encrypt · journal -j life encrypt --yes
    """
    session = Session(ctx)
    from journal.cli.decisions import progress_of
    from journal.encrypting import encrypt_journal

    journal = session.journal
    before = "what undo keeps of it is in plain text and will be dropped"
    if not _agrees(f"{journal.path}: encrypt it? {before}", yes=yes):
        raise typer.Exit(_DECLINED)
    _make_key(session)
    with progress_of(session) as progress:
        progress.tell("encrypting")
        done = encrypt_journal(journal)
    keys = count(session.keys.count(), "key")
    session.tell(f"{journal.path}: encrypted ({_turned(done)}, for {keys})")
    if done.forgotten:
        session.tell(f"{count(done.forgotten, 'command')} can no longer be taken back")
    _tell_left(done, session)
    session.tell("journal decrypt takes it back; backups and git may have older, plain versions")
    _tell_git(journal, session)


def decrypt(ctx: typer.Context, yes: YES = False) -> None:
    """Decrypt a journal: its files are plain Markdown again, its attachments as they were.

    What undo keeps stays encrypted: earlier commands can no longer be taken
    back, but journal undo --as FILE still gives the versions before.

    Examples: journal decrypt · journal -j life decrypt --yes
    """
    session = Session(ctx)
    from journal.cli.decisions import progress_of
    from journal.encrypting import decrypt_journal

    journal = session.journal
    if not journal.is_encrypted:
        session.tell(f"{journal.path}: is not encrypted")
        return
    if not _agrees(f"{journal.path}: decrypt it, for everybody to read?", yes=yes):
        raise typer.Exit(_DECLINED)
    with progress_of(session) as progress:
        progress.tell("decrypting")
        done = decrypt_journal(journal)
    session.tell(f"{journal.path}: decrypted ({_turned(done)})")
    if journal.history:
        session.tell("earlier commands can no longer be taken back")
    _tell_left(done, session)


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


def _tell_left(done: Turned, session: Session) -> None:
    """Say what stays as it is: what is not encrypted, and attachments that cannot be opened."""
    for path in done.left:
        session.tell(f"{path}: is not encrypted, and stays as it is")
    if done.outside:
        stay = "stays as it is" if len(done.outside) == 1 else "stay as they are"
        more = " …" if len(done.outside) > _NAMED else ""
        session.tell(
            f"{count(len(done.outside), 'file')} that entries link to, outside the folder of the "
            f"attachments, {stay}: {', '.join(done.outside[:_NAMED])}{more}"
        )
    for error in done.wrong:
        warn(f"{error.where}: stays as it is, for it {error.what}")


def _tell_git(journal: Journal, session: Session) -> None:
    """Say what is to be done where git takes the journal for text, whose line ends it may turn."""
    from journal.cli.driver import run_git
    from journal.storage import resolve

    if not os.path.isdir(journal.folder):
        return
    with suppress(DataError):
        done = run_git(journal.folder, "check-attr", "text", "--", resolve(journal.model_path))
        if not done.returncode and not done.stdout.endswith(": unset\n"):
            session.tell("it is in git: journal git install keeps git from changing its bytes")


def _turned(done: Turned) -> str:
    """Return how many files there are, as a sentence says it."""
    more = f" and {count(done.attachments, 'attachment')}" if done.attachments else ""
    return f"{count(done.files, 'file')}{more}"
