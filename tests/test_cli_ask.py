"""`--ask`: each difference is shown word by word, and the answers are carried out."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from journal.render.diff import diff_lines
from journal.render.theme import make_theme
from tests.test_cli_dedupe import FIRST, SECOND, typed
from tests.test_cli_variants import CAME, GARDEN, GONE, NEW, NIGHT, OLD

if TYPE_CHECKING:
    from tests.conftest import Home

PLAIN = make_theme("dark", unicode=True, links=False, styled=False, marked=True)
COLOURS = make_theme("dark", unicode=True, links=False, styled=True, marked=False)
SIGNS = ("杭", "州", "，", "walk", "river", " ", "\n", "\n\n", "1", "é", "\x1b", "\udc80")
texts = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)

terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")


def marked(old: str, new: str, width: int = 400) -> str:
    return "\n".join(line.plain for line in diff_lines(old, new, PLAIN, width))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("去杭州了", "去苏州了", "  去[-杭-]{+苏+}州了"),
        ("a long walk", "a short walk", "  a [-long-]{+short+} walk"),
        ("走了path 12里", "走了path 15里", "  走了path [-12-]{+15+}里"),
        ("一\n二\n三\n四", "一\n二\n三\n五", "  … 2 lines the same\n  三\n  [-四-]{+五+}"),
        ("雪。", "雪。\n\n冷。", "  雪。\n\n  {+冷。+}"),
        ("一\n二", "一\n二", "  … 2 lines the same"),
        ("a b", "v x", "  [-a b-]{+v x+}"),
    ],
)
def test_chinese_differs_by_character_and_latin_by_word(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@given(texts, texts)
def test_either_text_can_be_read_in_the_difference(old: str, new: str) -> None:
    shown = {"strike": "", "bold": ""}
    for line in diff_lines(old, new, COLOURS, 400):
        for style, other in (("strike", "bold"), ("bold", "strike")):
            gone = [s for s in line.spans if getattr(s.style, other, None)]
            shown[style] += "".join(
                sign
                for at, sign in enumerate(line.plain)
                if not any(span.start <= at < span.end for span in gone)
            )
    if "… " not in shown["bold"]:
        for text, style in ((old, "strike"), (new, "bold")):
            assert letters(shown[style]) == letters(text)


def letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text.replace("\x1b", "x1b").replace("\udc80", "udc80"))


@given(texts, texts, st.integers(20, 60))
def test_no_line_is_wider_than_the_screen(old: str, new: str, width: int) -> None:
    for theme in (PLAIN, COLOURS):
        for line in diff_lines(old, new, theme, width):
            assert 0 <= wcswidth(line.plain) <= width


def test_huge_texts_are_shown_without_comparing_every_word() -> None:
    old, new = ("".join(f"{word}{n} " for n in range(40_000)) for word in ("a", "b"))
    assert "[-a0 a1" in marked(old, new)


@pytest.mark.parametrize("words", [["import", "new.md", "--ask"], ["dedupe", "--ask"]])
def test_without_a_terminal_nobody_is_asked(home: Home, words: list[str]) -> None:
    home.write(FIRST + "\n" + SECOND)
    home.write(NEW, "new.md")
    before = home.file.read_bytes()
    done = home.invoke(*words)
    assert (done.exit_code, done.stdout, home.file.read_bytes()) == (2, "", before)
    assert re.fullmatch(r"journal: --ask needs a terminal.+; .+--yes.+\n", done.stderr)


def test_yes_answers_as_planned(home: Home) -> None:
    home("import", home.write(OLD, "old.md"))
    home("import", home.write(NEW, "new.md"), "--ask", "--yes")
    assert CAME in home.file.read_text("utf-8")


def night(home: Home) -> list[str]:
    return sorted(entry["body"] for entry in home.entries() if entry["title"] == "夜班")


NEWER = NIGHT.replace(GONE, CAME)
LAST = NEWER.replace("夜", "今夜")


def versions() -> list[tuple[int, str]]:
    return list(enumerate((NIGHT, NEWER, LAST)))


@terminal
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("\n", [NEWER]),
        ("x\nnewer\n", [NEWER]),
        ("e\n", [NIGHT]),
        ("incoming\n", [NEWER]),
        ("b\n", sorted([NIGHT, NEWER])),
    ],
)
def test_the_answer_is_what_stays(home: Home, answer: str, expected: list[str]) -> None:
    home.write(f"## 2023.04.09 夜班\n{NIGHT}\n")
    export = home.write(f"## 2023.04.09 夜班\n{NEWER}\n\n## 2023.04.10 Garden\n{GARDEN}\n", "in.md")
    code, shown = typed(home, answer, "import", "--ask", export)
    assert (code, expected) == (0, night(home))
    assert "[n]ewer (the incoming text)" in shown
    assert "1 of 1" in shown
    assert (answer[0] == "x") == ("'x' is none of these: newer, existing," in shown)
    everything = home.file.read_text("utf-8") + home("variants", "--json")
    assert GONE in everything
    assert CAME in everything
    before = home.file.read_bytes()
    home("import", export)
    assert before == home.file.read_bytes()
    assert "1 of" not in typed(home, "", "import", "--ask", export)[1]


@terminal
def test_to_quit_writes_nothing(home: Home) -> None:
    home.write(OLD)
    export = home.write(NEW, "new.md")
    code, shown = typed(home, "\nq\n", "import", "--ask", export)
    assert (code, home.file.read_text("utf-8")) == (1, OLD)
    assert "2 of 2" in shown
    assert "nothing was written" in shown
    assert not list(home.path.glob(".journal/*.md"))


@terminal
def test_the_rest_goes_as_planned(home: Home) -> None:
    home.write(OLD)
    code, shown = typed(home, "r\n", "import", "--ask", home.write(NEW, "new.md"))
    assert code == 0
    assert "2 of 2" not in shown
    assert night(home) == [NEWER]
    assert len(home.entries()) == 3


@terminal
@pytest.mark.parametrize(
    ("answers", "expected"),
    [("e\ne\n", [NIGHT]), ("i\nn\n", [NEWER]), ("i\ne\n", [NEWER]), ("e\ni\n", [LAST])],
)
def test_of_several_exports_each_is_asked_about(
    home: Home, answers: str, expected: list[str]
) -> None:
    exports = [home.write(f"## 2023.04.09 夜班\n{text}\n", f"{n}.md") for n, text in versions()]
    code, shown = typed(home, answers, "import", "--ask", *exports)
    assert (code, expected) == (0, night(home))
    assert "2 of 2" in shown
    before = home.file.read_bytes()
    home("import", *exports)
    assert before == home.file.read_bytes()


@terminal
def test_the_answers_proposed_are_what_is_done_unasked(home: Home) -> None:
    exports = [home.write(f"## 2023.04.09 夜班\n{text}\n", f"{n}.md") for n, text in versions()]
    home("import", *exports)
    unasked = home.file.read_bytes(), home("variants", "--json")
    home.file.unlink()
    for path in home.path.glob(".journal/*.*"):
        path.unlink()
    typed(home, "\n\n", "import", "--ask", *exports)
    assert unasked == (home.file.read_bytes(), home("variants", "--json"))


@terminal
def test_dedupe_asks_too(home: Home) -> None:
    home.write(FIRST + "\n" + SECOND)
    code, shown = typed(home, "i\n", "dedupe", "--ask")
    assert code == 0
    assert "1 of 1" in shown
    assert len(home.entries()) == 4


@terminal
def test_two_texts_of_one_day_are_shown_and_both_stay(home: Home) -> None:
    home.write(f"## 2023.04.09 日记\n{NIGHT}\n")
    export = home.write(f"## 2023.04.09 日记\n{GARDEN}\n", "in.md")
    code, shown = typed(home, "", "import", "--ask", export, width=40)
    assert (code, len(home.entries())) == (0, 2)
    assert "both stay" in shown


@terminal
def test_a_bar_shows_only_what_takes_its_time(
    home: Home, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import time

    from journal.render import progress
    from journal.render.console import Screen

    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    screen = Screen("always")
    with progress.Progress(screen) as bar:
        bar.tell("reading")
    assert capfd.readouterr().err == ""
    with progress.Progress(screen) as bar:
        bar.tell("reading")
        shown = ""
        for _ in range(400):
            time.sleep(0.05)
            shown += capfd.readouterr().err
            if "reading" in shown:
                break
    assert "reading" in shown
    capfd.readouterr()
    with progress.Progress(None) as bar:
        bar.tell("reading")
        time.sleep(0.1)
    assert capfd.readouterr().err == ""
