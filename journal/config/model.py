"""The settings as the program uses them, and which journals they name."""

from __future__ import annotations

import os

from journal.config.places import ALL, default_journal, is_path
from journal.diary.layout import NEW
from journal.errors import UsageError
from journal.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """Where a journal is: a file, or a folder.

    `layout` is what a folder shall have, "" for what is found there.
    """

    path: str
    layout: str = ""

    @classmethod
    def of(cls, text: str, here: str, layout: str = "") -> Place:
        """Return the place that a text names, seen from the folder `here`.

        A final slash says that it is a folder, be it there or not.
        """
        path = os.path.abspath(os.path.join(here, os.path.expanduser(text)))
        is_new_folder = text.endswith(("/", os.sep)) and not os.path.exists(path)
        return cls(path, layout or (NEW if is_new_folder else ""))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of `config.toml`; paths are absolute, `week_start` is 0 for Monday.

    `path` is that file, "" where there is none, and `given` are the keys that it sets.
    """

    default: str = ""
    journals: Mapping[str, Place] = field(default_factory=dict)
    order: str = "oldest-first"
    heading: str = "auto"
    languages: tuple[str, ...] = ("zh", "en")
    date_order: str = "YMD"
    week_start: int = 0
    editor: str = ""
    pager: str = ""
    theme: str = "auto"
    tag_symbols: str = "#"
    recipients: tuple[str, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    path: str = field(default="", compare=False)
    given: frozenset[str] = field(default=frozenset(), compare=False)

    def find_journals(self, wanted: Sequence[str] = ()) -> dict[str, Place]:
        """Return the journals that these names and paths mean, by name, each place once.

        None are wanted: `$JOURNAL` tells, or the setting `default`. `all` are those
        registered, the default one first. Raises UsageError for a name that is
        not registered.
        """
        words = list(wanted) or [os.environ.get("JOURNAL", "")]
        found: dict[str, Place] = {}
        for word in words:
            pairs = self._every() if word == ALL and not is_path(word) else [self._find(word)]
            for name, place in pairs:
                if all(place.path != other.path for other in found.values()):
                    found[_free(name, place, found)] = place
        return found

    @property
    def default_place(self) -> dict[str, Place]:
        """Return the journal that the settings make the default, by its name.

        Raises UsageError where they name one that is not registered.
        """
        name, place = self._find("")
        return {self.default_name or name: place}

    @property
    def default_name(self) -> str:
        """Return the name of the registered journal that is the default one, or ""."""
        if self.default in self.journals:
            return self.default
        if self.default and not is_path(self.default):
            return ""
        _, place = self._find("")
        return next((key for key, one in self.journals.items() if one.path == place.path), "")

    def _every(self) -> Iterable[tuple[str, Place]]:
        if not self.journals:
            raise UsageError(
                "no journal is registered", todo="journal journals add NAME PATH registers one"
            )
        first = self.default_name
        return sorted(self.journals.items(), key=lambda pair: pair[0] != first)

    def _find(self, word: str) -> tuple[str, Place]:
        """Return name and place of a journal given by name or path, or of the default one."""
        name = word or self.default
        if not name:
            return "journal", Place(default_journal())
        if name in self.journals and not (word and is_path(word)):
            return name, self.journals[name]
        if is_path(name):
            place = Place.of(name, os.getcwd() if word else os.path.dirname(self.path))
            same = (one for one in self.journals.values() if one.path == place.path)
            return _stem(place.path), next(same, place)
        raise UsageError(
            f"no journal is called {name!r}",
            where="" if word else f"{self.path}: default",
            todo=suggest(name, self.journals, "none; name a path instead"),
        )


def _stem(path: str) -> str:
    """Return the name of a journal that has only a path."""
    name = os.path.basename(path)
    return os.path.splitext(name)[0] if name.lower().endswith((".md", ".markdown")) else name


def _free(name: str, place: Place, taken: Mapping[str, Place]) -> str:
    """Return a name that no other journal of the command has: two paths can end alike."""
    return name if name not in taken else place.path


def suggest(word: str, known: Iterable[str], otherwise: str = "none") -> str:
    """Return what to write instead of an unknown name."""
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(word, names, 1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names) or otherwise}"
