"""Nothing in a text drives the terminal, and ordinary text stays as it is."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.visible import visible

TAGS = "\U000e0067\U000e0062\U000e0065\U000e006e"
SHOWN = r"\U000e0067\U000e0062\U000e0065\U000e006e"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[2Jtitle", r"\x1b[2Jtitle"),
        ("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07"),
        ("a\rb\x08c\x7f", r"a\x0db\x08c\x7f"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("caf\udce9", r"caf\udce9"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("line\u2028line\x0b\x0c\x85", r"line\u2028line\x0b\x0c\x85"),
        ("x\u200dy", r"x\u200dy"),
        ("a\u3164b", r"a\u3164b"),
        ("\uffa0", r"\uffa0"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("\U000e0041\U000e0042\U000e007f", r"\U000e0041\U000e0042\U000e007f"),
        (f"🏴{TAGS}a", f"🏴{SHOWN}a"),
        (f"🏴{TAGS * 2}\U000e007f", rf"🏴{SHOWN * 2}\U000e007f"),
        (f"🏴\u200d{TAGS}\U000e007f", rf"🏴\u200d{SHOWN}\U000e007f"),
    ],
)
def test_shows_what_would_drive_a_terminal(text: str, expected: str) -> None:
    assert expected == visible(text)


@pytest.mark.parametrize(
    "text",
    [
        "　　缩进的段落，“引号”……\n\t下一行",
        "👨‍👩‍👧 ❤️ 👍🏽 🇨🇳 1️⃣ 🏳️‍🌈 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می‌خواهم क्‍ष e\u0301 한국어 naïve",
        r"a backslash \x1b that was written",
    ],
)
def test_leaves_ordinary_text(text: str) -> None:
    assert text == visible(text)


def test_keeps_only_the_controls_that_are_asked_for() -> None:
    assert visible("a\nb\tc", keep="") == r"a\x0ab\x09c"
    assert visible("a\nb\tc", keep="\t") == r"a\x0ab" + "\tc"


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_leaves_no_control_character_and_no_half_surrogate(text: str) -> None:
    shown = visible(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert shown == visible(shown)
    shown.encode()


@given(st.text(st.sampled_from("🏴a\u200d\U000e0067\U000e0062\U000e0041\U000e007f")))
def test_leaves_tag_characters_in_flags_only(text: str) -> None:
    shown = re.sub("🏴[\U000e0061-\U000e007a]{3,6}\U000e007f", "", visible(text))
    assert [char for char in shown if 0xE0000 <= ord(char) <= 0xE007F] == []
    assert visible(text) == visible(visible(text))


def test_loads_neither_rich_nor_patterns() -> None:
    code = "import sys, journal.visible; print({'rich', 're'} & sys.modules.keys())"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path = {sys.path!r}; {code}"]
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"set()\n"
