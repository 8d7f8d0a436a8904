"""Patterns that are compiled late do what compiled ones do."""

from __future__ import annotations

import re

import pytest

from journal.patterns import compile_later

SOURCE = r"(\d+)-(?P<word>[a-z河]+)"
TEXT = "12-walk, 3-河边? 4-RIVER"


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_each_method_is_that_of_a_compiled_pattern(flags: int) -> None:
    compiled = re.compile(SOURCE, flags)
    for _ in range(2):
        late = compile_later(SOURCE, flags)
        assert compiled.findall(TEXT) == late.findall(TEXT)
        assert [one.span() for one in compiled.finditer(TEXT)] == [
            one.span() for one in late.finditer(TEXT)
        ]
        assert compiled.sub(r"\2", TEXT) == late.sub(r"\2", TEXT)
        assert compiled.split(TEXT) == late.split(TEXT)
        for name in ("fullmatch", "match", "search"):
            for text in (TEXT, "1-a", "- 1-河"):
                assert str(getattr(compiled, name)(text)) == str(getattr(late, name)(text))


def test_a_pattern_is_compiled_when_it_is_used() -> None:
    late = compile_later("(")
    assert not hasattr(late, "patern")
    with pytest.raises(re.error):
        late.search("")
