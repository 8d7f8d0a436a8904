"""A sample of the hostile files; `python -m tests.hostile.report files` looks at all of them."""

from __future__ import annotations

import pytest

from tests.conftest import Home
from tests.hostile.corpus import FILES
from tests.hostile.diary import HostileFile, diary
from tests.hostile.reading import COMMANDS, look_at
from tests.hostile.runner import run

_EVERY = 9
_SAMPLE = list(enumerate(FILES))[::_EVERY]
_NAMED = {f"{file.family}: {file.name}": file for file in FILES}


def test_there_are_hundreds_of_files_and_no_two_are_the_same() -> None:
    names = {(file.family, file.name) for file in FILES}
    assert len(FILES) == len(names) >= 300
    assert len({file.make() for _, file in _SAMPLE}) == len(_SAMPLE)


@pytest.mark.parametrize(
    ("number", "file"), _SAMPLE, ids=[f"{file.family}: {file.name}" for _, file in _SAMPLE]
)
def test_a_hostile_file_is_read_and_left_alone(place: Home, number: int, file: HostileFile) -> None:
    """What it costs is for the report: machines differ."""
    command = COMMANDS[number // _EVERY % len(COMMANDS)]
    (found,) = look_at(file, place, [command])
    assert [problem for problem in found.problems if not problem.endswith("of computing")] == []


def test_every_command_reads_an_ordinary_diary(place: Home) -> None:
    ordinary = HostileFile("none", "ordinary", lambda: diary("a b"))
    runs = list(look_at(ordinary, place))
    assert [command.name for command in COMMANDS] == [run.command for run in runs]
    assert [run for run in runs if run.problems] == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("YAML header: timestamps, post", 1),
        ("TOML header: dotted table of 20,000, post", 3),
        ("TOML header: dotted key of 20,000, post", 3),
        ("JSON header: deep objects, post", 1),
    ],
)
def test_a_header_that_trips_its_parser_is_told(place: Home, name: str, line: int) -> None:
    place.write(_NAMED[name].make(), "post.md")
    done = run(place, ("import", "--dry-run", "post.md"))
    assert (done.code, done.err.count(b"\n")) == (3, 1)
    assert done.err.startswith(f"journal: post.md:{line}: the ".encode())
