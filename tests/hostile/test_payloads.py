"""A sample of the escape payloads; `python -m tests.hostile.report payloads` tries them all."""

from __future__ import annotations

from itertools import cycle

import pytest

from tests.conftest import Home
from tests.hostile.payloads import MARK, PAYLOADS, Payload
from tests.hostile.places import PLACES, Place
from tests.hostile.runner import run
from tests.hostile.screen import unwanted
from tests.hostile.showing import look_at_payload

_SAMPLE = list(zip(PLACES, cycle(PAYLOADS), cycle(("pipe", "terminal"))))


def test_the_payloads_are_many_and_bare_they_are_told() -> None:
    assert len({payload.name for payload in PAYLOADS}) == len(PAYLOADS) >= 40
    bare = {
        payload.name
        for payload in PAYLOADS
        if not unwanted(payload.text.encode("utf-8", "surrogateescape"), terminal=True)
    }
    harmless_alone = {"Rich closing tag", "Rich style and link", "Rich unknown and emoji"}
    assert bare == harmless_alone | {"format strings", "entities", "percent escapes"}


@pytest.mark.parametrize(
    "own",
    [
        "\x1b[1;31ma\x1b[0m",
        "\x1b]8;id=7;https://a.b/%E6\x1b\\a\x1b]8;;\x1b\\",
        "\U0001f468\u200d\U0001f469",
    ],
)
def test_our_own_colours_and_links_are_no_escapes(own: str) -> None:
    assert unwanted(own.encode(), terminal=True) == []


@pytest.mark.parametrize(
    ("where", "payload", "end"), _SAMPLE, ids=[f"{place.name}, {end}" for place, _, end in _SAMPLE]
)
def test_no_payload_drives_a_terminal(
    place: Home, where: Place, payload: Payload, end: str
) -> None:
    assert [one for one in look_at_payload(payload, place, [where], end) if one.problems] == []


@pytest.mark.parametrize(("key", "args"), [("editor", ("edit", "last")), ("pager", ("show",))])
def test_a_program_with_a_nul_in_its_name_is_told(
    place: Home, key: str, args: tuple[str, ...]
) -> None:
    place.write("## 2023.04.02 a\n\nb\n" + "\nc\n" * 50)
    place.write(f'{key} = "a\\u0000b"\n', "config.toml")
    given = {"JOURNAL_CONFIG": "config.toml", "JOURNAL_PAGER": None}
    done = run(place, args, terminal=True, environment=given)
    assert (done.code in (0, 2), b"Traceback" in done.out) == (True, False)


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize(
    "args",
    [("list",), ("show", "-"), ("search", MARK), ("list", "--json"), ("search", "--lines", MARK)],
)
def test_each_payload_is_shown_and_drives_nothing(
    place: Home, args: tuple[str, ...], terminal: bool
) -> None:
    days = [f"2023-04-{number:02}" for number in range(1, 31)]
    days += [f"2023-05-{number:02}" for number in range(1, 1 + len(PAYLOADS) - len(days))]
    text = "".join(
        f"## {day} {payload.text}\n\nwords {payload.text} #t{payload.text}\n\n"
        for day, payload in zip(days, PAYLOADS, strict=True)
    )
    place.write(text.encode("utf-8", "surrogateescape"))
    given = {"COLUMNS": "200"}
    done = run(place, args, terminal=terminal, stdin="\n".join(days).encode(), environment=given)
    data = "--json" in args and not terminal
    assert (done.code, unwanted(done.out + done.err, terminal=terminal, data=data)) == (0, [])
    cut = sum("\r" in payload.text for payload in PAYLOADS)  # a lone CR ends the heading
    assert done.out.count(MARK.encode()) >= 2 * len(PAYLOADS) - cut
