"""The body of an entry as HTML: the diary's Markdown, every word of it, and nothing that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.web.addresses import NOWHERE, Places
from journal.web.body import LARGEST, Context, body_html
from journal.web.clean import clean
from journal.web.words import ENGLISH

BESIDE = Places(
    lambda address: f"pictures/{address}" if address.endswith(".png") else "",
    lambda address: f"notes/{address}" if address.endswith(".md") else "",
)


def shown(body: str, places: Places = NOWHERE) -> str:
    return body_html(body, Context("abcd2345", ENGLISH, places))


class Reader(HTMLParser):
    """Reads HTML as a browser would see it: its tags, attributes and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("一行\n二行", "<p>一行<br>\n二行</p>\n"),
        ("\u3000\u3000缩进", "<p>\u3000\u3000缩进</p>\n"),
        ("**粗体。**后文", "<p><strong>粗体。</strong>后文</p>\n"),
        ("~~删去~~", "<p><s>删去</s></p>\n"),
        ("a List<String> b", "<p>a List&lt;String&gt; b</p>\n"),
        ("H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>\n"),
        ('<font color="#d00">红</font>', '<p><span class="c-red">红</span></p>\n'),
        ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
        ("3. 三\n5. 五", '<ol start="3">\n<li value="3">三</li>\n<li value="5">五</li>\n</ol>\n'),
        ("<!-- more -->", '<p class="quiet">&lt;!-- more --&gt;</p>\n'),
        ("[x]: /y", '<p class="quiet">[x]: /y</p>\n'),
        ("a\x1bb\u202ec\udc80", "<p>a\\x1bb\\u202ec\\udc80</p>\n"),
    ],
)
def test_the_dialect(body: str, wanted: str) -> None:
    assert shown(body) == wanted


@pytest.mark.parametrize("form", ["a{}b", "<b>a{}b</b>", "<div>a{}b</div>", "`a\u202eb`", "$a{}b$"])
def test_no_entity_hides_or_turns_a_text(form: str) -> None:
    assert "\u202e" not in Reader(shown(form.format("&#x202e;"))).text


def test_tasks_have_boxes_that_can_be_heard() -> None:
    page = shown("- [ ] 买菜\n- [x] 读书")
    assert re.findall(r'aria-label="(\w+)">(.)</span> (\w+)', page) == [
        ("open", "☐", "买菜"),
        ("done", "☑", "读书"),
    ]


def test_headings_stand_below_that_of_the_entry() -> None:
    assert re.findall(r"<(h\d[^>]*)>(\w)", shown("# a\n\n### b\n\n###### c\n\n# d")) == [
        ("h5", "a"),
        ("h6", "b"),
        ('h6 aria-level="7"', "c"),
        ("h5", "d"),
    ]


def test_footnotes_lead_there_and_back() -> None:
    page = shown("说[^注]，再说[^注]，没有[^无]\n\n[^注]: 解释")
    (own,) = re.findall(r'id="(fn-[^"]+)"', page)
    (back,) = re.findall(r'id="(ref-[^"]+)"', page)
    assert re.findall(r'href="#([^"]+)"', page) == [own, own, back]
    assert "没有[^无]" in page
    assert Reader(page).text == "说注，再说注，没有[^无]\n注 解释\n"


def test_tables_keep_their_sides() -> None:
    page = shown("| a | b |\n|--:|:-:|\n| 1 | 2 |")
    assert re.findall(r'<t[hd][^>]*class="(\w+)">(\w)', page) == [
        ("right", "a"),
        ("center", "b"),
        ("right", "1"),
        ("center", "2"),
    ]


def test_formulas_are_mathml() -> None:
    page = shown("$a<b$\n\n$$\n\\frac{a}{b}\n$$\n\n花了 $5 和 $6")
    assert [tag for tag in Reader(page).tags if tag.startswith("m")] == [
        *("math", "mrow", "mi", "mo", "mi"),
        *("math", "mrow", "mfrac", "mrow", "mi", "mrow", "mi"),
    ]
    assert 'display="block"' in page
    assert "花了 $5 和 $6" in page


@pytest.mark.parametrize(
    "source",
    [
        r"\frac{",
        r"\newcommand{\a}{\b\b}\a",
        r"\def\a{\a\a}\a",
        "{" * 900 + "}" * 900,
        "x" * 5000,
    ],
)
def test_a_formula_that_cannot_be_read_is_its_source(source: str) -> None:
    page = shown(f"$$\n{source}\n$$")
    assert source in Reader(page).text
    assert "math" not in Reader(page).tags


def test_tags_in_a_formula_are_words() -> None:
    page = shown(r"$\text{<img src=x onerror=alert(1)>} \href{javascript:alert(1)}{x}$")
    assert "img" not in Reader(page).tags
    assert "href" not in [name for _, name, _ in Reader(page).attributes]


def test_code_is_coloured_to_the_letter() -> None:
    code = '\n  def f(a):  # <b>\n    return "x"\n\n'
    page = shown(f"```python\n{code}```\n\n```nothing-known\n{code}```")
    assert '<span class="k">def</span>' in page
    assert Reader(page).text.count(code[:-1]) == 2


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("![甲](a.png)", '<img src="pictures/a.png" alt="甲" loading="lazy">'),
        ("<img src='a.png' onerror=x>", '<img src="pictures/a.png" alt="a.png" loading="lazy">'),
        ("[乙](b.md)", '<a href="notes/b.md" rel="noopener noreferrer">乙</a>'),
        ("[丙](c.txt)", '<span>丙</span> <span class="quiet">(c.txt)</span>'),
    ],
)
def test_files_are_where_the_caller_says(body: str, wanted: str) -> None:
    assert wanted in shown(body, BESIDE)


@pytest.mark.parametrize("address", ["https://e.org/a.png", "//e.org/a.png", r"\\e.org\a.png"])
@pytest.mark.parametrize("form", ["![字]({})", "<img alt=字 src='{}'>"])
def test_a_remote_picture_is_a_link(form: str, address: str) -> None:
    body = form.format(address.replace("\\", "\\\\") if form[0] == "!" else address)
    page = Reader(shown(body, BESIDE))
    assert "img" not in page.tags
    assert ("a", "href", "https://e.org/a.png") in page.attributes
    assert "https://e.org/a.png · 字" in page.text


def test_a_bare_address_leads_there_without_the_mark_after_it() -> None:
    page = shown("见 https://e.org/a?b=1&c，和 <a href='https://e.org'>https://e.org</a>。")
    links = [value for tag, name, value in Reader(page).attributes if (tag, name) == ("a", "href")]
    assert links == ["https://e.org/a?b=1&c", "https://e.org"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>*{display:none}</style>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<iframe src='data:text/html,x'></iframe>",
        "<base href='https://e.org/'><meta http-equiv=refresh content=0>",
        "</title></style></script></main></body>",
        "<form action='//e.org'><input name=q></form>",
    ],
)
def test_tags_that_could_do_something_are_words(hostile: str) -> None:
    for body in (hostile, f"文字 {hostile} 文字"):
        page = Reader(shown(body))
        assert set(page.tags) <= {"p"}
        assert hostile in page.text


PIECES = st.sampled_from(
    (
        *(
            "<",
            ">",
            '"',
            "'",
            "&",
            "#",
            ";",
            ":",
            "/",
            "\\",
            "(",
            ")",
            "[",
            "]",
            "!",
            "`",
            "$",
            "\n",
        ),
        *("<img src=", "<a href=", "<svg", "<math>", "<mtext>", "<style>", "<script>", "</script>"),
        *("javascript:alert(1)", "JaVa\tScRiPt:x", "data:text/html,x", " onerror=alert(1) ", "x"),
        *(
            "https://e.org/",
            "//e.org/",
            "&#106;avascript:",
            "&#x0;",
            "<!--",
            "-->",
            "<table>",
            "<p>",
        ),
        *(
            "![x](",
            "[x](",
            "\\href{",
            "\\text{",
            "\\class{",
            "```",
            " style=x ",
            " id=query ",
            "\x00",
        ),
    )
)


def check_harmless(page: Reader) -> None:
    """Check that no browser would run or fetch anything of it."""
    assert not {"script", "style", "svg", "iframe", "form", "object", "base"} & set(page.tags)
    for tag, name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in ("style", "srcset", "action", "formaction")
        if name == "src":
            assert tag == "img"
            assert not re.match(r"\s*(?:[a-z]+:|[/\\]{2})", value, re.IGNORECASE)
        if name == "href":
            assert not re.match(r"\W*(?:javascript|data|vbscript)\W*:", value, re.IGNORECASE)
        if name == "id":
            assert re.match(r"(?:fn|ref)-[a-z2-7]{0,8}-", value)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_runs_or_fetches(body: str) -> None:
    page = Reader(shown(body, BESIDE))
    check_harmless(page)
    for _, name, value in page.attributes:
        if name in ("src", "href"):
            assert re.match(r"(?:https?:|mailto:|ftp:|#fn-|#ref-|notes/|pictures/)", value)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_last_gate_would_be_enough(source: str) -> None:
    check_harmless(Reader(clean(source)))


@pytest.mark.parametrize("kind", ["svg+xml", "svg+xml;base64", "png"])
def test_only_plain_pictures_pass_as_data(kind: str) -> None:
    for body in (f"![x](data:image/{kind},AAAA)", f"<img src='data:image/{kind},AAAA'>"):
        assert "img" not in Reader(shown(body)).tags
    assert Reader(shown("![x](data:image/png;base64,AAAA)")).attributes[0] == (
        *("img", "src", "data:image/png;base64,AAAA"),
    )


MARKS = st.sampled_from(
    (
        *(
            " ",
            "\n",
            "\n\n",
            "**",
            "*",
            "~~",
            "`",
            "$",
            "$$",
            "> ",
            "- ",
            "1. ",
            "- [ ] ",
            "# ",
            "｜ ",
        ),
        *("\n---\n", "| a | b |\n|--|--|\n| ", " | ", "[", "](b.md)", "](", ")", "![", "](a.png)"),
        *(
            "<b>",
            "</b>",
            "<div>\n",
            "</td>",
            "<T>",
            "<",
            "&lt;",
            "[^1]",
            "\n[^1]: ",
            "[1]: ",
            "```\n",
        ),
        *("\n    ", "\\", "<!-- ", " -->", "https://", "\u3000", "\\frac{", "}", "<a href='", "'>"),
    )
)


@given(st.lists(MARKS, max_size=30))
def test_no_word_is_lost(marks: list[str]) -> None:
    words = [f"词{number}字" for number in range(len(marks))]
    body = "".join(mark + word for mark, word in zip(marks, words, strict=True))
    page = Reader(shown(body, BESIDE))
    seen = page.text + " ".join(value for _, _, value in page.attributes)
    assert [word for word in words if word not in seen] == []


@pytest.mark.parametrize(
    "body", ["> " * 60 + "深", "字" * (LARGEST + 1), "<b>" * 5001, "a\n" * 10_001]
)
def test_the_very_long_and_deep_is_as_it_was_written(body: str) -> None:
    page = Reader(shown(body))
    assert page.tags == ["p", "pre"]
    assert body in page.text
