"""Commands come when they are asked for, and plain values without what checks the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from journal.cli import lazy, plain_values
from journal.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Home

GROUP: Any = get_command(app)


def parameters(command: Any) -> Iterator[Any]:
    """Yield all parameters of a command and of those below it."""
    yield from command.params
    for child in getattr(command, "commands", {}).values():
        yield from parameters(child)


@pytest.mark.parametrize("module", sorted(set(lazy.MODULES.values())))
def test_every_command_is_found_by_its_name(module: str) -> None:
    known = [name for name, other in lazy.MODULES.items() if other == module]
    assert known == list(lazy.load(module))


def test_what_is_no_command_is_none() -> None:
    commands = lazy.Commands(lambda command: None)
    assert "lst" not in commands
    assert commands.get("lst") is None
    with pytest.raises(KeyError):
        commands["lst"]
    assert list(commands) == [name for name, command in commands.items() if command]


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["tags"], "journal.cli.tags"),
        (["stats", "--on", "2023-04"], "journal.cli.stats"),
        (["config", "list"], "journal.cli.settings"),
        (["history", "-n", "3"], "journal.cli.history"),
        (["otd", "2023-04-02"], "journal.cli.looking"),
        (["journals"], "journal.cli.journals"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_command_loads_its_own_module_and_no_pydantic(
    home: Home, words: list[str], loaded: str
) -> None:
    home.write("## 2023.04.02 河边\n沿着河走。 #walk\n")
    watched = {"pydantic", "rich", *(f"journal.cli.{name}" for name in lazy.MODULES.values())}
    assert watched & home.imports(*words) == {loaded}


TEXTS = st.text(st.sampled_from("0123456789-+_ .x１杭\udcff\n"), max_size=10)
VALUES = st.none() | TEXTS | st.integers() | st.booleans() | st.lists(TEXTS, max_size=3)


@given(param=st.sampled_from(list(parameters(GROUP))), value=VALUES | st.just(()))
def test_plain_values_are_what_the_checks_make_of_them(param: Any, value: Any) -> None:
    seen: list[Any] = []
    for coerce in (plain_values._Plain.coerce, plain_values._checked(param).coerce):
        try:
            seen.append(coerce(value, param=param, ctx=None))
        except Exception as error:
            seen.append((type(error), str(error)))
    assert seen[0] == seen[1]
    assert type(seen[0]) is type(seen[1])
