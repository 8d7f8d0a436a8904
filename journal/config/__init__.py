"""Settings: flags go before the environment, that before the file, and that before defaults."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.config.loading import load_config, parse_config
    from journal.config.model import Config, Place, suggest
    from journal.config.places import config_path, is_path, state_folder

__all__ = [
    "Config",
    "Place",
    "config_path",
    "is_path",
    "load_config",
    "parse_config",
    "state_folder",
    "suggest",
]

_LOADING = ("load_config", "parse_config")
_PLACES = ("config_path", "is_path", "state_folder")


def __getattr__(name: str) -> object:
    """Import what is asked for, and no more: a search needs only the places."""
    if name not in __all__:
        raise AttributeError(name)
    if name in _PLACES:
        from journal.config import places

        return getattr(places, name)
    if name in _LOADING:
        from journal.config import loading

        return getattr(loading, name)
    from journal.config import model

    return getattr(model, name)
