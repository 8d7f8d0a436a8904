"""Put a payload into a place, run its command, and look at what comes out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tests.conftest import Home
from tests.hostile.payloads import MARK
from tests.hostile.places import PLACES
from tests.hostile.runner import run
from tests.hostile.screen import unwanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.hostile.payloads import Payload
    from tests.hostile.places import Place
    from tests.hostile.runner import Outcome


class Shown(NamedTuple):
    """One run: whether the output shows the payload, and what is wrong with it."""

    payload: str
    place: str
    end: str
    shows: bool
    problems: tuple[str, ...]


def look_at_payload(
    payload: Payload, home: Home, places: Iterable[Place] = PLACES, ends: str = "pipe terminal"
) -> Iterator[Shown]:
    """Put a payload into places, run the commands on a pipe and on a terminal, and look."""
    for number, place in enumerate(places):
        for end in ends.split():
            if place.exact and end == "pipe":
                continue
            own = Home(home.path / f"{number} {end}")
            done = _show(payload, place, own, terminal=end == "terminal")
            shows = MARK.encode() in done.out + done.err
            yield Shown(payload.name, place.name, end, shows, tuple(_problems(done, place, end)))


def _show(payload: Payload, place: Place, home: Home, *, terminal: bool) -> Outcome:
    """Lay out the files of a place, run what comes before, and then its command."""
    home.path.mkdir()
    word = payload.text.replace("\0", "")
    for name, text in place.files:
        path = home.path / _filled(name, word.replace("/", "_"))
        _write(path, _filled(text, payload.text))
    environment = {name: _filled(value, word) for name, value in place.environment}

    def go(args: tuple[str, ...], *, terminal: bool) -> Outcome:
        stdin = _filled(place.stdin, payload.text).encode("utf-8", "surrogateescape")
        # Where the payload names a file of ours it has no slashes.
        slashes = any("{}" in name for name, _ in place.files)
        given = word.replace("/", "_") if slashes else word
        words = [_filled(one, given) for one in args]
        settings = {
            name: value.replace("/", "_") if slashes else value
            for name, value in environment.items()
        }
        return run(home, words, terminal=terminal, stdin=stdin, environment=settings)

    for args in place.before:
        go(args, terminal=False)
    return go(place.args, terminal=terminal)


def _filled(text: str, payload: str) -> str:
    """Put a payload where `{}` stands, and as JSON would write it where `{json}` does."""
    return text.replace("{}", payload).replace("{json}", json.dumps(payload)[1:-1])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def _problems(done: Outcome, place: Place, end: str) -> Iterator[str]:
    if done.code not in range(4):
        yield f"ended with {done.code}"
    if b"Traceback (most recent" in done.err + done.out:
        yield f"traceback: {(done.err or done.out)[-160:]!r}"
    data = end == "pipe" and not {"--json", "json", "jsonl"}.isdisjoint(place.args)
    for output in (done.out, done.err):
        for found in unwanted(output, terminal=end == "terminal", data=data)[:1]:
            yield f"let through {found}"
