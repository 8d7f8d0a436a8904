"""The body of an entry on the screen: every letter, in a good shape, inside the width."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from journal.render.body import LARGEST, body_lines
from journal.render.inline_html import safe_color
from journal.render.theme import make_theme

if TYPE_CHECKING:
    from rich.text import Text

PLAIN = make_theme("dark", unicode=True, links=False, styled=True, marked=False)
LINKED = make_theme("dark", unicode=True, links=True, styled=True, marked=False)
BARE = make_theme("dark", unicode=True, links=False, styled=False, marked=True)

_PIECES = (
    *("中文杭州", "word ", "incomprehensibilities", "，", "。", "（", "）", "”", "“", "……", "　"),
    *("x_i ^2", "{k}", "\\\\", "<sup>2</sup>"),
    *("**", "*", "_", "`", "```\n", "~~", "\n", "\n\n", "> ", "- ", "1. ", "12) ", "    ", "# "),
    *("|", "|a|b|\n|-|-|\n", "|表头甲乙丙|x|\n|:-:|--:|\n|", "$", "$$", "$$\n", "[", "](", "]"),
    *("![", "<b>", "</b>", "<br>", "<foo>", "<p>", "<!-- ", "-->", "[^1]", "[^1]: ", "[ ] ", "\\"),
    *("[q]: r", "---\n", "===\n", "｜ ", "👨‍👩‍👧", "🇨🇳", "❤️", "e\u0301", '"t"', "<http://e.org>"),
    *("\x1b[2J", "\u202e", "\udc80", "[/]", "[bold]", "Z", "한국어", ")", "\t"),
)
bodies = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
# Letters of tags and of escapes, which are shown in another way.
_TAGS = set("brpsu")


def show(body: str, width: int = 60) -> list[str]:
    """Return the lines of a body as the screen has them."""
    return [line.plain for line in body_lines(body, PLAIN, width)]


def letters(text: str) -> list[str]:
    """Return the letters of a text; those of a formula may be raised or lowered."""
    return [char for char in unicodedata.normalize("NFKD", text) if char.isalpha()]


def styles(body: str) -> dict[str, str]:
    """Return the styled pieces of the first line."""
    line: Text = next(iter(body_lines(body, PLAIN, 60)))
    return {line.plain[span.start : span.end]: str(span.style) for span in line.spans}


@given(bodies, st.integers(20, 200), st.sampled_from([PLAIN, LINKED, BARE]))
def test_no_line_is_wider_than_the_screen(body: str, width: int, theme: object) -> None:
    for line in body_lines(body, theme, width):  # type: ignore[arg-type]
        assert 0 <= wcswidth(line.plain) <= width


@given(bodies, st.integers(20, 200))
def test_no_letter_is_missing(body: str, width: int) -> None:
    written = Counter(c for c in letters(body) if c not in _TAGS)
    assert Counter() == written - Counter(letters("".join(show(body, width))))


@given(st.text(st.characters(codec=None, exclude_categories=(), exclude_characters="&<")))
def test_any_text_can_be_shown(body: str) -> None:
    lines = show(body, 40)
    assert all(0 <= wcswidth(line) <= 40 for line in lines)
    assert not set(letters(body)) - set(letters("".join(lines)))


def test_keeps_the_line_breaks_and_indents_of_a_diary() -> None:
    assert show("　　早上出门。\n下午回来。\n\n　　晚上") == [
        "　　早上出门。",
        "下午回来。",
        "",
        "　　晚上",
    ]


def test_shows_a_bar_line_as_a_quotation_that_hangs() -> None:
    lines = show("正文。\n｜ 一句很长的引文需要折到第二行去\n| another", 23)
    assert lines == ["正文。", "｜ 一句很长的引文需要折", "   到第二行去", "| another"]


def test_shows_a_picture_as_a_line_with_its_path_and_words() -> None:
    html = '前<img src="MyLife/screenshots/2023-04-02.png" style ="max-width: 300px">后'
    assert show(html) == ["前", "🖼 MyLife/screenshots/2023-04-02.png", "后"]
    assert show("![杜鹃花](图片.png)") == ["🖼 图片.png · 杜鹃花"]


def test_shows_a_picture_inside_the_text_by_its_size() -> None:
    address = "data:image/png;base64," + "A" * 5000
    assert show(f"![p]({address})") == ["🖼 data:image/png;base64 (5022 characters) · p"]


def test_keeps_the_words_of_html_and_their_style() -> None:
    body = '<font color="#dd0000">红</font><b>粗</b><u>线</u>x<sup>2</sup><kbd>C</kbd><foo>'
    assert show(body) == ["红粗线x²C<foo>"]
    assert show("1<sup>st</sup> H<sub>2</sub>O") == ["1^st H₂O"]
    assert {"红": "red", "粗": "bold", "线": "underline"}.items() <= styles(body).items()
    assert show("一<br>二") == ["一", "二"]
    assert show("<!-- 没有藏起来 -->") == ["<!-- 没有藏起来 -->"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("#dd0000", "red"), ("#06c", "blue"), ("Gold", "yellow"), ("#fff", None), ("url(x)", None)],
)
def test_takes_only_the_hue_of_a_colour(value: str, expected: str | None) -> None:
    assert expected == safe_color(value)


def test_sets_formulas_on_lines_of_their_own_and_leaves_prices() -> None:
    body = "于是\n$$\ndp[i]=\n\\begin{cases}1\\\\\\\\2\\end{cases}\n$$\n可得"
    lines = show(body)
    assert (lines[0], lines[-1]) == ("于是", "可得")
    assert "    dp[i]= ⎧ 1" in lines
    assert show("价格 $5 和 $10") == ["价格 $5 和 $10"]
    assert show("质能 $E=mc^2$ 公式") == ["质能 E=mc² 公式"]
    long = "a + b + c + d + e + f + g + h + i"
    assert ["前", f"    {long}", "后"] == show(f"前${long}$后")


def test_does_not_take_an_open_dollar_for_a_formula() -> None:
    assert show("$$\n一\n\n二") == ["$$", "一", "", "二"]


def test_shows_tasks_as_boxes() -> None:
    assert show("- [ ] 买菜\n- [x] 洗碗\n- [x]y") == ["☐ 买菜", "☑ 洗碗", "• [x]y"]


def test_shows_numbers_as_they_were_written() -> None:
    assert show("9. 九\n10. 十\n    - 子") == [" 9. 九", "10. 十", "    ◦ 子"]


def test_lines_up_a_table_by_cells() -> None:
    body = "| 日期 | 花费 |\n|---|--:|\n| 四月二日 | 15 |\n| May | 1,024 |"
    expected = ["日期     │  花费", "─────────┼──────", "四月二日 │    15", "May      │ 1,024"]
    assert expected == show(body)


def test_wraps_the_cells_of_a_wide_table_and_lists_one_that_cannot_fit() -> None:
    body = f"| 甲 | 乙 |\n|---|---|\n| x | {'很长' * 20} |"
    assert [line for line in show(body, 40)[:4] if "─" not in line] == [
        "甲 │ 乙",
        "x  │ " + "很长" * 8 + "很",
        "   │ " + "长很" * 8 + "长",
    ]
    many = "|" + "列|" * 12 + "\n|" + "-|" * 12 + "\n|" + "一二三四|" * 12
    assert show(many, 40) == ["列: 一二三四"] * 12


def test_keeps_the_cells_that_a_heading_has_no_column_for() -> None:
    assert "多出" in "".join(show("|a|b|\n|-|-|\n|c|d|多出|"))


def test_shows_an_address_unless_the_terminal_follows_links() -> None:
    body = '[我的](https://e.org/x "题") 和 [文](/a.md) 和 <https://e.org>'
    assert show(body, 80) == ['我的 (https://e.org/x "题") 和 文 (/a.md) 和 https://e.org']
    line = next(iter(body_lines(body, LINKED, 80)))
    assert line.plain == '我的 ("题") 和 文 (/a.md) 和 https://e.org'
    assert {"https://e.org/x", "https://e.org"} == {
        span.style.link
        for span in line.spans
        if not isinstance(span.style, str) and span.style.link
    }


def test_shows_footnotes_and_definitions_where_they_stand() -> None:
    body = "正文[^1] 与 [r]\n\n[^1]: 脚注\n\n[r]: https://e.org"
    assert show(body) == ["正文[1] 与 r (https://e.org)", "", "[1]: 脚注", "", "[r]: https://e.org"]


def test_marks_by_level_and_sets_headings_to_the_left() -> None:
    assert show("字\n# 一\n\n### 三\n字") == ["字", "", "# 一", "### 三", "字"]


def test_counts_levels_of_headings_from_the_highest_one() -> None:
    assert show("### 三\n\n##### 五\n\n#### 四") == ["# 三", "### 五", "## 四"]


def test_pairs_emphasis_around_chinese_punctuation() -> None:
    assert show("**粗体。**后文") == ["粗体。后文"]
    assert show("他说**“好”**了") == ["他说“好”了"]


def test_never_reads_rich_markup_in_data() -> None:
    assert show("[bold]x[/bold] [/] :smile:") == ["[bold]x[/bold] [/] :smile:"]


def test_shows_code_with_every_letter_and_its_colours() -> None:
    lines = list(body_lines("```python\ndef 算():\n\treturn '字'\n```", PLAIN, 40))
    assert [line.plain for line in lines] == ["│ python", "│ def 算():", "│     return '字'"]
    assert any("magenta" in str(span.style) for span in lines[1].spans)
    assert show("```nolang\nx\n```") == ["│ nolang", "│ x"]


def test_hangs_long_lines_of_code_below_their_beginning() -> None:
    assert show("```\n    call(first, second_argument)\nx\n```", 24) == [
        "│     call(first,",
        "│       second_argument)",
        "│ x",
    ]


def test_begins_a_long_path_beside_its_sign() -> None:
    lines = show("![](photos/2023-04-02/with-a-name-that-no-line-can-hold.png)", 40)
    assert lines[0].startswith("🖼 photos/2023-04-02")


def test_shows_marks_where_there_are_no_colours() -> None:
    line = next(iter(body_lines("`code` ~~旧~~", BARE, 40)))
    assert line.plain == "`code` ~~旧~~"


def test_entities_cannot_drive_the_terminal() -> None:
    assert show("a&#x202e;b") == [r"a\u202eb"]
    assert "\x9b" not in "".join(show("<p>&#155;</p>"))


@pytest.mark.parametrize(
    "body", [">" * 1000 + " 深", "".join(f"{'  ' * n}- 深" + "\n" * (n < 79) for n in range(80))]
)
def test_shows_deep_nesting_as_plain_text_and_says_so(body: str) -> None:
    lines = show(body, 40)
    assert " ".join(lines)[:41] == "(nested more than 50 deep: shown as plain"
    assert "深" in lines[-1]


def test_shows_fifty_levels() -> None:
    lines = show(">" * 50 + " 一句话" * 9 + "深", 40)
    assert max(map(wcswidth, lines)) <= 40
    assert len(lines) < 9
    assert lines[-1].endswith("深")


def test_shows_a_huge_body_as_plain_text_and_says_so() -> None:
    lines = show("**长** " * (LARGEST // 5), 80)
    assert "long entry" in lines[0]
    assert lines[1].startswith("**长**")


@pytest.mark.parametrize(
    "piece", ["[", "![", "[^", "*a ", "`a", "<!--", "$", "|a|b|\n|-|-|\n", "](x"]
)
def test_hostile_marks_are_shown_in_reasonable_time(piece: str) -> None:
    assert show(piece * (100_000 // len(piece)))[1]
