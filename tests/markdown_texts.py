"""Strategies for Markdown texts and entries, ordinary and adversarial."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from journal.entry import Entry

LINES = st.sampled_from(
    [
        "## 2023.04.02 去了趟杭州",
        "## 2023-04-01",
        "## title 2023.03.31",
        "# 2023年4月2日",
        "### 2023/4/2 (Sun) deeper",
        "## 2023.02.30 impossible",
        "## no date",
        "# Title",
        " ## 2022.01.01 one blank",
        "  ## 2022.01.02 two blanks",
        "    ## 2022.01.03 code",
        "\t## 2022.01.04 code",
        "\\## 2022.01.05 escaped",
        "##2022.01.06 no blank",
        "##",
        "```",
        "```python",
        "````",
        "~~~",
        "~~~~ text",
        "  ```",
        "   ~~~",
        "- ```",
        "- item",
        "  in the item",
        "1. one",
        "   ```",
        "<!-- comment",
        "-->",
        "<!-- whole --> rest",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "> ```",
        "> ## 2022.01.07 quoted",
        "---",
        "title: x",
        "+++",
        "{",
        "}",
        "",
        "  ",
        "\u3000\u3000正文，缩进两格。",
        "plain words",
        "a `span` #tag ![i](2023-04-02.png)",
        "\u2028 \x0b \x0c \x85",
        "\udcff bytes",
    ]
)
ENDINGS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", ""])
TEXTS = st.builds(
    lambda mark, pairs: mark + "".join(line + end for line, end in pairs),
    st.sampled_from(["", "", "\ufeff"]),
    st.lists(st.tuples(LINES, ENDINGS), max_size=25),
)
BODIES = st.lists(LINES, max_size=8).map("\n".join)
TITLES = st.one_of(
    st.sampled_from(
        ["", "标题", "Sunday walk", "14:30 tea", "- dash", ": colon", "C #", "\\#", "#"]
    ),
    st.sampled_from(
        ["2024.01.01 resolutions", "周一 例会", "[x](y)", "| bar", "x 2023.01.01", "。"]
    ),
    st.text(max_size=20),
)
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
ENTRIES = st.builds(Entry, DATES, TITLES, BODIES)
