"""What is remembered of the exports seen, so that their order does not matter.

The text form is JSON Lines. The first line names the format; then come the
exports, then the families: an entry of the journal with all its versions. It
holds whole texts only of versions that the journal does not show.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """An export that was imported: what it was called, how far it reaches, a hash of it."""

    name: str
    reach: dt.date | None
    key: int


# Not frozen, and never changed all the same: making one that is costs seven times as much.
@dataclass(slots=True)
class Version:
    """One form in which an entry was seen: a date, a clock time, a title and a text.

    `face` hashes title and text, `letters` the letters of the text, of which
    there are `size`. `exports` are places in `Memory.exports`. `fits` tells
    whether the date is in order with its neighbours in one of them.
    `body` is None where the journal shows it, under whatever title and date.
    `hand` tells what was written in the journal itself: "", "text" or the whole
    "entry". `pin` marks a text that was asked for, `apart` one that was asked to
    stay an entry of its own. `kept` tells what a variant was written for: "",
    "date" or "text". `after` is the face of what a text by hand took the place of.
    `source` is the `path:line` where it was first seen.
    """

    date: dt.date | None
    title: str
    face: int
    letters: int
    size: int
    exports: tuple[int, ...] = ()
    fits: bool = True
    weekday: int | None = None
    body: str | None = None
    hand: str = ""
    pin: bool = False
    apart: bool = False
    kept: str = ""
    source: str = ""
    time: dt.time | None = None
    after: int = 0


@dataclass(slots=True)
class Family:
    """An entry of the journal and its versions; the first has the text it shows.

    `fixed` tells that date or time were set by hand, or asked for. `labels` are
    the tags, each with `#`, the header keys that any version had, and a hash of
    each of their values, `=key=hash`: what was taken away by hand does not come
    back with the next export.
    """

    date: dt.date | None
    title: str
    versions: tuple[Version, ...]
    fixed: bool = False
    time: dt.time | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """All exports and families known; `damaged` are lines that could not be read."""

    exports: tuple[Seen, ...] = ()
    families: tuple[Family, ...] = ()
    damaged: tuple[int, ...] = field(default=(), compare=False)

    def dumps(self) -> str:
        """Return the text form: JSON Lines, ASCII, ordered, with a final newline."""
        return "".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the text form line by line."""
        import json

        encode = json.JSONEncoder(separators=(",", ":")).encode
        yield f'{{"journal-memory":{FORMAT}}}\n'
        for number, seen in enumerate(self.exports):
            reach = seen.reach.isoformat() if seen.reach else None
            line = {"export": number, "name": seen.name, "reach": reach, "key": f"{seen.key:x}"}
            yield encode(line) + "\n"
        for family in self.families:
            yield encode(_family_to_json(family)) + "\n"


def loads(text: str) -> Memory:
    """Read the text form; a line that cannot be read is skipped and its number kept in `damaged`.

    Raises ValueError where the first line says that a later program wrote it.
    """
    import json

    exports: dict[int, Seen] = {}
    families: list[Family] = []
    damaged = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line:
            continue
        try:
            value = json.loads(line)
            if "journal-memory" in value:
                version = value["journal-memory"]
            elif "export" in value:
                version = FORMAT
                reach = dt.date.fromisoformat(value["reach"]) if value["reach"] else None
                exports[int(value["export"])] = Seen(
                    str(value["name"]), reach, int(value["key"], 16)
                )
            else:
                version = FORMAT
                families.append(_family_from_json(value))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            damaged.append(number)
            continue
        if version != FORMAT:
            raise ValueError(f"memory format {version}")
    return _close_gaps(exports, families, tuple(damaged))


def _close_gaps(
    exports: dict[int, Seen], families: list[Family], damaged: tuple[int, ...]
) -> Memory:
    if list(exports) == list(range(len(exports))) and not damaged:
        return Memory(tuple(exports.values()), tuple(families))
    from dataclasses import replace

    place = {old: new for new, old in enumerate(exports)}
    mended = [
        replace(
            family,
            versions=tuple(
                replace(version, exports=tuple(place[x] for x in version.exports if x in place))
                for version in family.versions
            ),
        )
        for family in families
    ]
    return Memory(tuple(exports.values()), tuple(mended), damaged)


def _family_to_json(family: Family) -> dict[str, Any]:
    value: dict[str, Any] = {"date": family.date.isoformat() if family.date else None}
    if family.time:
        value["time"] = family.time.isoformat()
    value["title"] = family.title
    if family.fixed:
        value["fixed"] = True
    if family.labels:
        value["labels"] = family.labels
    value["versions"] = [_version_to_json(version, family) for version in family.versions]
    return value


def _version_to_json(version: Version, family: Family) -> dict[str, Any]:
    value: dict[str, Any] = {}
    if version.date != family.date:
        value["date"] = version.date.isoformat() if version.date else None
    if version.time != family.time:
        value["time"] = version.time.isoformat() if version.time else None
    if version.title != family.title:
        value["title"] = version.title
    value |= {
        "face": f"{version.face:x}",
        "letters": f"{version.letters:x}",
        "size": version.size,
        "from": version.exports,
    }
    if not version.fits:
        value["fits"] = False
    if version.weekday is not None:
        value["weekday"] = version.weekday
    if version.body is not None:
        value["body"] = version.body
    if version.after:
        value["after"] = f"{version.after:x}"
    for name in ("hand", "pin", "apart", "kept", "source"):
        if found := getattr(version, name):
            value[name] = found
    return value


def _family_from_json(value: dict[str, Any]) -> Family:
    date = dt.date.fromisoformat(value["date"]) if value["date"] else None
    time = dt.time.fromisoformat(value["time"]) if "time" in value else None
    labels = tuple(map(str, value.get("labels", ())))
    fixed = value.get("fixed", False) is True
    family = Family(date, str(value["title"]), (), fixed, time, labels)
    family.versions = tuple(_version_from_json(each, family) for each in value["versions"])
    if not family.versions:
        raise ValueError("a family without versions")
    return family


def _version_from_json(value: dict[str, Any], family: Family) -> Version:
    date, time = family.date, family.time
    if "date" in value:
        date = dt.date.fromisoformat(value["date"]) if value["date"] else None
    if "time" in value:
        time = dt.time.fromisoformat(value["time"]) if value["time"] else None
    body = value.get("body")
    weekday = value.get("weekday")
    return Version(
        date,
        str(value.get("title", family.title)),
        int(value["face"], 16),
        int(value["letters"], 16),
        int(value["size"]),
        tuple(map(int, value["from"])),
        fits=value.get("fits", True) is True,
        weekday=None if weekday is None else int(weekday),
        body=None if body is None else str(body),
        hand=str(value.get("hand", "")),
        pin=value.get("pin", False) is True,
        apart=value.get("apart", False) is True,
        kept=str(value.get("kept", "")),
        source=str(value.get("source", "")),
        time=time,
        after=int(value.get("after", "0"), 16),
    )
