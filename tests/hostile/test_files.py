"""A sample of the hostile files; `python -m tests.hostile.report files` looks at all of them."""

from __future__ import annotations

import pytest

from tests.conftest import Home
from tests.hostile.corpus import FILES
from tests.hostile.diary import HostileFile, diary
from tests.hostile.reading import COMMANDS, look_at
from tests.hostile.runner import run

_EVERY = 9
# What fails has a smaller test of its own below.
_BROKEN = {"tags", "tags, title", "timestamps, post", "100,000 tags"}
_SAMPLE = [
    (number, file) for number, file in list(enumerate(FILES))[::_EVERY] if file.name not in _BROKEN
]
_NAMED = {f"{file.family}: {file.name}": file for file in FILES}


def test_there_are_hundreds_of_files_and_no_two_are_the_same() -> None:
    names = {(file.family, file.name) for file in FILES}
    assert len(FILES) == len(names) >= 300
    assert len({file.make() for _, file in _SAMPLE}) == len(_SAMPLE)


@pytest.mark.parametrize(
    ("number", "file"), _SAMPLE, ids=[f"{file.family}: {file.name}" for _, file in _SAMPLE]
)
def test_a_hostile_file_is_read_cheaply_and_left_alone(
    place: Home, number: int, file: HostileFile
) -> None:
    command = COMMANDS[number // _EVERY % len(COMMANDS)]
    assert [run for run in look_at(file, place, [command]) if run.problems] == []


def test_every_command_reads_an_ordinary_diary(place: Home) -> None:
    ordinary = HostileFile("none", "ordinary", lambda: diary("a b"))
    runs = list(look_at(ordinary, place))
    assert [command.name for command in COMMANDS] == [run.command for run in runs]
    assert [run for run in runs if run.problems] == []


@pytest.mark.xfail(strict=True, reason="a traceback, where the header should be told as broken")
@pytest.mark.parametrize(
    "name", ["YAML header: timestamps, post", "TOML header: dotted table of 20,000, post"]
)
def test_a_header_that_trips_its_parser_is_told(place: Home, name: str) -> None:
    command = [one for one in COMMANDS if one.name == "import --dry-run"]
    assert [run for run in look_at(_NAMED[name], place, command) if run.problems] == []


_SQUARES = {
    "a link's title never closed": (("list", "--json"), "[a](b 'c" * 4_000),
    "an image's title never closed": (("list", "--json"), "![a](b 'c" * 4_000),
    "tags, each looked for in all": (("export",), " ".join(f"#t{n}" for n in range(2_500))),
    "marks in turn, put in order": (("doctor",), "a" + "\u0315\u0300" * 15_000),
}


@pytest.mark.xfail(strict=True, reason="costs the square of its length, or more")
@pytest.mark.parametrize(("args", "body"), _SQUARES.values(), ids=_SQUARES)
def test_a_hostile_body_of_some_kilobytes_takes_no_second(
    place: Home, args: tuple[str, ...], body: str
) -> None:
    place.write(diary(body))
    assert run(place, args).cpu < 1
