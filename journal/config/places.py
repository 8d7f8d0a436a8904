"""Where settings, state and journals are on this computer; the only user of platformdirs."""

from __future__ import annotations

import os
import sys

ALL = "all"
"""What names every registered journal, and so can name none."""


def looks_like_path(text: str) -> bool:
    """Tell whether a `-j` value can only be a path."""
    separators = {os.sep, os.altsep or os.sep, "/"}
    return any(separator in text for separator in separators) or text.lower().endswith(
        (".md", ".markdown")
    )


def is_path(text: str) -> bool:
    """Tell whether a `-j` value is a path, and not the name of a journal."""
    return looks_like_path(text) or os.path.exists(text)


def config_path(wanted: str = "") -> str:
    """Return the path of the settings file: the flag, `$JOURNAL_CONFIG`, or the system's place."""
    chosen = wanted or os.environ.get("JOURNAL_CONFIG", "")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    folder = _xdg_folder("XDG_CONFIG_HOME", ".config")
    if not folder:
        from platformdirs import user_config_path

        folder = str(user_config_path("journal"))
    return os.path.join(folder, "config.toml")


def identity_path(config: str) -> str:
    """Return the path of the key to encrypted journals, which is beside the settings file."""
    return os.path.join(os.path.dirname(config), "identity.txt")


def state_folder() -> str:
    """Return the private folder for undo and for texts that could not be saved."""
    folder = _xdg_folder("XDG_STATE_HOME", ".local/state")
    if folder:
        return folder
    from platformdirs import user_state_path

    return str(user_state_path("journal"))


def default_journal() -> str:
    """Return the path of the journal of somebody who has no settings."""
    from platformdirs import user_documents_path

    return os.path.join(user_documents_path(), "journal", "journal.md")


def _xdg_folder(variable: str, usual: str) -> str:
    """Return what platformdirs would say on Linux, where that is certain, else "".

    Its import costs more than a search in a thousand entries.
    """
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return ""
    folder, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
    if not folder and home.startswith("/"):
        folder = f"{home}/{usual}"
    certain = folder.startswith("/") and folder == os.path.normpath(folder) and folder.isprintable()
    return f"{folder}/journal" if certain and " " not in folder else ""
