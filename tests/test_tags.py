"""Which words are tags, and that renaming one touches nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.markdown.document import parse
from journal.markdown.inline import tags
from journal.markdown.retag import renamed, retagged

# What an entry may hold, and what it is after `old` became `新/a`.
TOKENS = {
    "#old": "#新/a",
    "#old/x-1": "#新/a/x-1",
    "(#old)": "(#新/a)",
    "，#old。": "，#新/a。",
    "**x** #old,": "**x** #新/a,",
    "- [ ] #old": "- [ ] #新/a",
    "#older": "#older",
    "#old-er": "#old-er",
    "#Old": "#Old",
    "old": "old",
    "a#old": "a#old",
    r"\#old": r"\#old",
    "`#old`": "`#old`",
    "``a ` #old``": "``a ` #old``",
    "[a #old b](x)": "[a #old b](x)",
    "[a](#old)": "[a](#old)",
    "![a](<x #old>)": "![a](<x #old>)",
    "[[#old]]": "[[#old]]",
    "<https://a.b/#old>": "<https://a.b/#old>",
    "https://a.b/(#old": "https://a.b/(#old",
    '<b style="a: #old">c</b>': '<b style="a: #old">c</b>',
    "<code>#old</code>": "<code>#old</code>",
    "<!-- #old -->": "<!-- #old -->",
    "\n\n```\n#old\n```\n\n": "\n\n```\n#old\n```\n\n",
    "\n\n<pre>\n#old\n</pre>\n\n": "\n\n<pre>\n#old\n</pre>\n\n",
    "\n[r]: #old\n": "\n[r]: #old\n",
    "\n### old\n": "\n### old\n",
    "\n### b #old\n": "\n### b #新/a\n",
    "\n": "\n",
    "　　缩进": "　　缩进",
}


@given(
    st.lists(st.sampled_from(list(TOKENS)), max_size=12),
    st.sampled_from(["", " #old", " #older"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_renaming_changes_tags_alone(body: list[str], title: str, newline: str) -> None:
    heading = f"## 2023.04.02 t{title}\n\n"
    text = heading + " ".join(body) + "\n\n## 2023.04.01 #old other\n"
    after = heading.replace(" #old\n", " #新/a\n") + " ".join(TOKENS[word] for word in body)
    (entry, _) = parse(text.replace("\n", newline)).entries
    expected = (after + "\n\n").replace("\n", newline)
    made = retagged(entry, "old", "新/a")
    assert made == expected
    (read,) = parse(made).entries
    assert read.tags == tuple(dict.fromkeys(renamed(tag, "old", "新/a") for tag in entry.tags))


@pytest.mark.parametrize(
    "text",
    [
        "# 2023\n\n## 4月2日 #old\n\na #old\n\n# 2022\n\nintro #old\n\n## 12月31日\n\nb #old\n",
        "Canal #old, 2023.04.02\n======\n\na #old\n",
        "## a #old 2023.02.30\n\na #old\n\n```\n#old\n",
        "\ufeff## 2023.04.02 #old\r\n\r\n\u2028 #old\x0c#old\r\n",
    ],
)
def test_headings_of_every_kind_keep_their_rest(text: str) -> None:
    document = parse(text, "d.md")
    made = document.preamble + "".join(retagged(one, "old", "新") for one in document.entries)
    kept = text.replace("intro #old", "intro #kept").replace("```\n#old", "```\n#kept")
    assert made == kept.replace("#old", "#新").replace("#kept", "#old")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#路上 今天#不是 #1 #2a ##b", ["路上", "2a"]),
        ("#a/b/c #a//b #a/ #-x", ["a/b/c", "a", "-x"]),
        ("（#一）「#二」，#三", ["一", "二", "三"]),
        ("[x][#no] [#no](y) [y](#no) #yes", ["yes"]),
        ("| #a | #b |", ["a", "b"]),
        ("a < b #c > d", ["c"]),
        ("<script>\n#no\n</script>\n#yes\n<style>#no", ["yes"]),
        ("`#no` `#no\n#yes`", ["yes"]),
    ],
)
def test_what_is_a_tag(text: str, expected: list[str]) -> None:
    assert list(tags(text)) == expected
