"""What makes git merge a journal by entries: git install, git uninstall."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from journal.cli.ask import DECLINED, has_terminal
from journal.cli.driver import merge_driver, one_line, run_git
from journal.cli.session import Session, emit, warn
from journal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journal.journal import Journal

YES = Annotated[bool, typer.Option("-y", "--yes", help="Do it; ask nothing.")]
DRY_RUN = Annotated[bool, typer.Option("-n", "--dry-run", help="Only show what would be done.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Let git merge this journal by entries instead of lines.",
        epilog="Example: journal git install",
        no_args_is_help=True,
    )
    group.command()(install)
    group.command()(uninstall)
    app.add_typer(group, name="git")
    app.command("merge-driver", hidden=True)(merge_driver)


def install(ctx: typer.Context, yes: YES = False, dry_run: DRY_RUN = False) -> None:
    """Let git merge this journal by entries, in the repository that holds it.

    Adds lines to .gitattributes, for the journal and what .journal beside it
    remembers, the same to .git/info/attributes, for branches that lack them, and
    sets merge.journal in the repository's own configuration; all is shown first.
    .gitattributes is to be committed; the rest is this clone's alone, so run this
    once in every clone. New entries of both sides are
    all kept, in date order; an entry that was changed on both sides stands
    twice where its lines clash, the second time marked "left out". Beside an
    encrypted journal git is told as well to leave its bytes alone (-text).

    Examples: journal git install -n · journal -j ~/diary/life.md git install --yes
    """
    session = Session(ctx)
    from shlex import quote

    from journal.merging.attributes import DRIVER, with_lines

    root = _root_of(session.journal)
    lines = _lines(session.journal, root)
    files = [(path, old, text, with_lines(text, lines)) for path, old, text in _attributes(root)]
    wanted = {
        f"merge.{DRIVER}.name": "entries of a journal, by journal merge-driver",
        f"merge.{DRIVER}.driver": f"{_own_command()} merge-driver %O %A %B %P",
    }
    settings = {key: value for key, value in wanted.items() if _setting(root, key) != value}
    steps = [
        f"{path}: add {line}"
        for path, _, text, new in files
        for line in new[len(text) :].split("\n")
        if line.strip("\r")
    ]
    steps += [f"git config {key} {quote(value)}" for key, value in settings.items()]
    if not _may_go_on(steps, session, yes=yes, dry_run=dry_run):
        return
    _write_attributes(files)
    for key, value in settings.items():
        _git(root, "config", "--local", key, value)
    session.tell("installed; commit .gitattributes, and run this in every other clone")
    lock = os.path.join(session.journal.folder, ".journal", "lock")
    if run_git(root, "check-ignore", "-q", lock).returncode:
        session.tell("add .journal/lock to .gitignore, if .journal is to be committed; it may be")


def uninstall(ctx: typer.Context, yes: YES = False, dry_run: DRY_RUN = False) -> None:
    """Let git merge by lines again: take back what journal git install did.

    Removes every line of .gitattributes, and of .git/info/attributes, that names
    this driver, and merge.journal from the repository's own configuration.

    Examples: journal git uninstall -n · journal git uninstall --yes
    """
    session = Session(ctx)
    from journal.merging.attributes import DRIVER, without_lines

    root = _root_of(session.journal)
    files = [(path, old, text, without_lines(text)) for path, old, text in _attributes(root)]
    steps = [
        f"{path}: remove {line}"
        for path, _, text, new in files
        for line in text.split("\n")
        if line not in new.split("\n")
    ]
    section = f"merge.{DRIVER}"
    is_set = bool(_setting(root, f"{section}.driver") or _setting(root, f"{section}.name"))
    steps += [f"git config --remove-section {section}"] if is_set else []
    if not _may_go_on(steps, session, yes=yes, dry_run=dry_run):
        return
    _write_attributes(files)
    if is_set:
        _git(root, "config", "--local", "--remove-section", section)
    session.tell("uninstalled; git merges by lines again")


def _may_go_on(steps: Sequence[str], session: Session, *, yes: bool, dry_run: bool) -> bool:
    """Show what is to be done, and tell whether to do it; ends the command where nobody says so."""
    from journal.visible import visible

    if not steps:
        session.tell("nothing is left to do")
        return False
    if not (yes and session.quiet):
        emit(visible(step, keep="") + "\n" for step in steps)
    if dry_run:
        session.tell("nothing was done")
        return False
    if yes:
        return True
    if not has_terminal():
        warn("nothing was done; --yes does it")
        raise typer.Exit(DECLINED)
    if not typer.confirm("Do this?", err=True):
        warn("nothing was done")
        raise typer.Exit(DECLINED)
    return True


def _lines(journal: Journal, root: str) -> list[str]:
    """Return the lines of .gitattributes for the files of a journal."""
    from journal.beside import Files
    from journal.folders import assets_folder
    from journal.merging.attributes import attribute_line

    files = Files.of(journal)
    is_encrypted = journal.is_encrypted
    diary, variants, memory, assets = (
        os.path.relpath(path, root).replace(os.sep, "/")
        for path in (files.diary, files.variants, files.memory, assets_folder(journal.model_path))
    )
    below = [(diary, ""), (variants, ""), (memory, "")]
    if journal.is_folder:
        home = "" if diary == os.curdir else diary
        below = [(home, "*.md"), (home, "*.markdown"), (memory, "")]
    if is_encrypted:
        below.append((assets, "*.age"))
    return [attribute_line(path, below=name, binary=is_encrypted) for path, name in below]


def _root_of(journal: Journal) -> str:
    """Return the top folder of the repository that holds a journal. Raises DataError for none."""
    from journal.storage import resolve

    folder = journal.path if journal.is_folder else os.path.dirname(resolve(journal.path))
    done = run_git(folder, "rev-parse", "--show-toplevel") if os.path.isdir(folder) else None
    if done and done.returncode and "not a git repository" not in done.stderr:
        raise DataError(f"git: {one_line(done.stderr)}", where=folder)
    if done is None or done.returncode:
        raise DataError(
            "is in no git repository",
            where=journal.path,
            todo="name another journal with -j, or make one of its folder with git init",
        )
    return os.path.realpath(done.stdout.removesuffix("\n"))


def _own_command() -> str:
    """Return how git can call this program: by its name if the shell finds it by that."""
    import shlex
    import shutil

    found = shutil.which("journal")
    if found and os.path.exists(sys.argv[0]) and os.path.samefile(found, sys.argv[0]):
        return "journal"
    # Git calls it inside the repository, and what lies there is not to be run.
    return f"{shlex.quote(sys.executable)} -P -m journal"


def _attributes(root: str) -> Iterator[tuple[str, bytes | None, str]]:
    """Yield the files that name drivers, with their bytes and their text.

    The second is this clone's own: git reads the first as it is on the branch that
    is merged into, which may be older than it. Raises DataError.
    """
    from journal.storage import decode, read

    own = _git(root, "rev-parse", "--git-path", "info/attributes").removesuffix("\n")
    for path in (os.path.join(root, ".gitattributes"), os.path.join(root, own)):
        data = read(path)
        yield path, data, decode(data or b"")


def _write_attributes(files: Iterable[tuple[str, bytes | None, str, str]]) -> None:
    """Write files, their new text the last of each, and remove them where nothing is left."""
    from journal.storage import encode, replace

    for path, old, text, new in files:
        if new == text:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        replace(path, old, encode(new))
        if not new:
            os.unlink(path)


def _setting(root: str, key: str) -> str:
    return run_git(root, "config", "--local", "--get", key).stdout.removesuffix("\n")


def _git(root: str, *words: str) -> str:
    """Run git in a folder, and return what it says. Raises DataError with that, if it fails."""
    done = run_git(root, *words)
    if done.returncode:
        raise DataError(f"git: {one_line(done.stderr)}", where=root)
    return done.stdout
