"""Markdown that is deep, wide, long, or never ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.diary import HostileFile, diary, in_diary, in_title, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

_NESTED = (
    *("> ", ">", "- ", "* ", "1. ", "> - ", "- > 1. "),
    *("[", "![", "(", "*", "**", "_", "*_", "~~", "`", "$", "==", "|", "\\"),
    *("<b>", "<div>", "<span a=b>", "<sub>", "</b>", "[^", "{", "{%", "$\\frac{", "&", "<"),
)
_UNCLOSED = (
    *("[a](", "![a](", "[a](<", "[a][", "[a]: ", "[a](b 'c", "](", "[[", "![[", "[^1]: "),
    *("<!-- ", "<!--->", "<?", "<![CDATA[", "<!X ", "<pre>", "<script>", "<style>", "<a href='"),
    *(
        "<img src=",
        "<a ",
        "</",
        "<http://",
        "<a@b",
        "```",
        "~~~",
        "``` a",
        "$$",
        "\\(",
        "\\[",
        "$a ",
    ),
    *("`a", "``a ", "**a ", "*a _b ", "__a ", "~~a ", "==a ", "{{", "&#", "&amp", "- [ ] ", "#t "),
)
_FENCES = {
    "three in four": "````\n```\n## 2023.03.01 a\n````\n",
    "never closed": "```\n## 2023.03.01 a\n",
    "tildes never closed": "~~~~\n## 2023.03.01 a\n~~~\n",
    "closed by another mark": "```\n## 2023.03.01 a\n~~~\n",
    "closed too short": "`````\n## 2023.03.01 a\n````\n",
    "in an item": "- ```\n  ## 2023.03.01 a\n",
    "in an item in a quote": "> - ~~~\n>   a\n",
    "indented three": "   ```\n   a\n    ```\n",
    "indented four": "    ```\na\n",
    "with backticks in its words": "``` a`b\nc\n```\n",
    "with a long word": "```" + "a" * 100_000 + "\nb\n```\n",
    "with an odd word": '```{.python #id key="v"} \x1b]0;t\x07\nb\n```\n',
    "with a name of a lexer": "```../../etc/passwd\nb\n```\n",
    "with a module as its word": "```os.system\nb\n```\n",
    "100,000 backticks": "`" * 100_000,
    "ten thousand": "```\na\n```\n" * 10_000,
    "ever longer": "\n".join("`" * (3 + number) for number in range(800)),
    "tabs before it": "\t```\na\n\t```\n",
    "python, long": "```python\n" + "x = 'a' + \"b\" # c\n" * 5_000 + "```\n",
    "python, one string": "```python\n" + "'" * 50_001 + "\n```\n",
    "json, deep": "```json\n" + "[" * 20_000 + "\n```\n",
    "html, unclosed": "```html\n" + "<a b='" * 10_000 + "\n```\n",
    "bash, here documents": "```bash\n" + "cat <<A\n$(\n" * 3_000 + "```\n",
}
_HTML = {
    "comment never closed": "<!-- a\n\nb\n",
    "empty comments": "<!-->\n<!--->\n<!---->\n" * 1_000,
    "comments in comments": "<!-- " * 5_000 + "-->" * 5_000,
    "a broken header in a comment": "<!--\n---\n[" + "[" * 1_000 + "\n---\n-->\n",
    "an alias bomb in a comment": "<!--\n---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n-->\na",
    "a deep header in a comment": '<!--\n{\n"a": ' + "[" * 50_000 + "\n}\n-->\na\n",
    "headings moved by nine": "<!-- headings +9 -->\n\n### a\n",
    "ten thousand metadata comments": "<!--\n---\na: b\n---\n-->\n" * 10_000,
    "a tag of 100,000 attributes": "<a " + "b=c " * 100_000 + ">",
    "a tag of quotes": "<a " + 'b="\'" ' * 20_000,
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>" * 500,
    "svg": "<svg onload=alert(1)><use href='data:,x'/></svg>" * 500,
    "raw blocks": "<pre>\n## 2023.03.01 a\n" * 2_000,
    "declarations": "<!A\n## 2023.03.01 a\n" * 2_000,
    "closing tags": "</pre></script></style></textarea>" * 5_000,
    "a tag over lines": "<a\n" * 20_000,
}


def files() -> Iterator[HostileFile]:
    """Yield all of them."""
    yield from repeated("nesting", _NESTED, 1_000, "a")
    yield from repeated("nesting", _NESTED, 20_000, "a")
    yield from repeated("unclosed", _UNCLOSED, 5_000)
    yield from repeated("unclosed", ("[a](b 'c", "![a](b 'c"), 20_000)
    yield from repeated("unclosed", tuple(f"{piece}\n" for piece in _UNCLOSED), 2_000)
    for family, bodies in (("fences", _FENCES), ("HTML", _HTML)):
        for name, body in bodies.items():
            yield in_diary(family, name, body)
    yield from _lists()
    yield from _headings()
    yield from _tables()
    yield from _links()
    yield from _notes()
    yield from _long()


def _lists() -> Iterator[HostileFile]:
    deep = range(600)
    yield in_diary("lists", "each item deeper", lambda: "\n".join("  " * n + "- a" for n in deep))
    yield in_diary("lists", "by tabs", lambda: "\n".join("\t" * n + "1. a" for n in deep))
    yield in_diary(
        "lists", "and back", lambda: "\n".join("  " * (n % 60) + "* a" for n in range(20_000))
    )
    yield in_diary(
        "lists", "large numbers", lambda: "\n".join(f"{10**9 - n}. a" for n in range(1, 5_000))
    )
    yield in_diary("lists", "too large numbers", lambda: f"{'9' * 5_000}. a\n")
    yield in_diary("lists", "empty items", lambda: "-\n" * 50_000)
    yield in_diary(
        "lists", "in deep quotes", lambda: "\n".join("> " * (n % 200) + "- a" for n in range(5_000))
    )
    yield in_diary("lists", "tasks", lambda: "- [ ] a\n- [x] b\n- [X]\n- [  ]\n" * 5_000)


def _headings() -> Iterator[HostileFile]:
    def many(text: str, count: int) -> bytes:
        return (text * count).encode()

    yield HostileFile(
        "headings", "10,000 of one day", lambda: many("## 2023.04.02 a\n\nb\n\n", 10_000)
    )
    yield HostileFile("headings", "10,000 without a text", lambda: many("## 2023.04.02\n", 10_000))
    yield HostileFile("headings", "20,000 impossible", lambda: many("## 2023.02.30 a\n", 20_000))
    yield HostileFile(
        "headings",
        "20,000 different",
        lambda: "".join(
            f"## {1900 + n % 120}.{1 + n % 12}.{1 + n % 28} a{n}\nb{n}\n" for n in range(20_000)
        ).encode(),
    )
    yield in_diary("headings", "50,000 inside", lambda: "# a\n" * 50_000)
    yield in_diary(
        "headings", "all levels", lambda: "".join(f"{'#' * (n % 9)} a\n" for n in range(20_000))
    )
    yield in_diary("headings", "setext", lambda: "a\n===\nb\n---\n" * 10_000)
    yield in_diary("headings", "escaped", lambda: "\\## 2023.03.01 a\n" * 10_000)
    yield in_diary("headings", "100,000 marks", lambda: "#" * 100_000)
    yield in_title("headings", "closed by 100,000 marks", lambda: "a " + "#" * 100_000)
    yield in_title("headings", "closed by escaped marks", lambda: "a " + "\\#" * 50_000)
    yield in_diary("headings", "rules", lambda: "---\n***\n___\n" * 10_000)
    yield in_title("headings", "title of 300 KB", lambda: "题目 a " * 40_000)
    yield in_title("headings", "title of blanks", lambda: " \u3000\t" * 50_000 + "a")
    yield in_title("headings", "title of markup", lambda: "*[`" * 30_000)


def _tables() -> Iterator[HostileFile]:
    def table(columns: int, rows: int, cell: str = "a") -> str:
        line = f"|{cell}" * columns + "|\n"
        return line + "|-" * columns + "|\n" + line * rows

    yield in_diary("tables", "2,000 columns", lambda: table(2_000, 5))
    yield in_diary("tables", "20,000 columns", lambda: table(20_000, 1))
    yield in_diary("tables", "10,000 rows", lambda: table(3, 10_000))
    yield in_diary("tables", "300 by 300", lambda: table(300, 300))
    yield in_diary("tables", "wide cells", lambda: table(5, 50, "很宽的格子" * 500))
    yield in_diary(
        "tables",
        "ragged",
        lambda: table(3, 1) + "".join("|a" * (n % 50) + "\n" for n in range(5_000)),
    )
    yield in_diary("tables", "pipes only", lambda: "|" * 100_000 + "\n" + "|-" * 50_000)
    yield in_diary("tables", "long rules", lambda: f"|a|\n|{'-' * 200_000}|\n|b|\n")
    yield in_diary("tables", "colons", lambda: f"|a|\n|{':-' * 100_000}|\n|b|\n")
    yield in_diary("tables", "code with pipes", lambda: table(3, 500, "`a\\|b` \\|"))
    yield in_diary("tables", "thousands of them", lambda: "|a|\n|-|\n\n" * 10_000)
    yield in_diary("tables", "empty cells", lambda: table(500, 20, ""))


def _links() -> Iterator[HostileFile]:
    yield in_diary("links", "20,000 links", lambda: "[a](https://example.com/b) " * 20_000)
    yield in_diary("links", "20,000 images", lambda: "![a](images/b.jpg)\n" * 20_000)
    yield in_diary(
        "links",
        "20,000 missing images",
        lambda: "".join(f"![a](i/{n}.jpg)\n" for n in range(20_000)),
    )
    yield in_diary(
        "links", "climbing images", lambda: "![a](../../../../etc/passwd)\n![b](/dev/zero)\n"
    )
    yield in_diary("links", "image of 1 MB in its name", lambda: f"![a]({'b' * 1_000_000}.jpg)")
    yield in_diary(
        "links", "image with a NUL in its name", lambda: "![a](b%00c.jpg) ![a](b\0c.jpg)"
    )
    yield in_diary("links", "data image", lambda: f"![a](data:image/png;base64,{'QUJD' * 250_000})")
    yield in_diary(
        "links", "script addresses", lambda: "[a](javascript:alert(1)) [b](vbscript:c) [d](data:,e)"
    )
    yield in_diary(
        "links", "address of 1 MB", lambda: f"[a](https://example.com/{'b' * 1_000_000})"
    )
    yield in_diary("links", "balanced brackets", lambda: "[" * 5_000 + "a" + "]" * 5_000 + "(b)")
    yield in_diary(
        "links", "balanced parentheses", lambda: "[a](" + "(" * 5_000 + ")" * 5_000 + ")"
    )
    yield in_diary(
        "links", "one label, 5,000 times defined", lambda: "[a]: b\n" * 5_000 + "[a] " * 5_000
    )
    yield in_diary(
        "links", "labels in a ring", lambda: "".join(f"[{n}]: {n + 1}\n[{n}]" for n in range(5_000))
    )
    yield in_diary("links", "nested images", lambda: "[![" * 3_000 + "a" + "](b)](c)" * 3_000)
    yield in_diary("links", "odd percents", lambda: "[a](%) [b](%zz%ff%00) ![c](%e4%bd) " * 1_000)
    yield in_diary(
        "links", "broken hosts", lambda: "<http://[::1> [a](http://[) http://[v1.a]:b/ " * 1_000
    )
    yield in_diary(
        "links",
        "file addresses",
        lambda: "![a](file:///etc/passwd) ![b](file://host/c) ![d](file:)",
    )


def _notes() -> Iterator[HostileFile]:
    yield in_diary(
        "notes", "20,000 footnotes", lambda: "".join(f"a[^{n}]\n[^{n}]: b\n" for n in range(20_000))
    )
    yield in_diary(
        "notes", "footnotes in a ring", lambda: "[^a]\n\n[^a]: b[^c]\n[^c]: d[^a]\n" * 500
    )
    yield in_diary("math", "braces", lambda: "$" + "{" * 20_000 + "a" + "}" * 20_000 + "$")
    yield in_diary(
        "math", "fractions in fractions", lambda: "$$" + "\\frac{a}{" * 3_000 + "}" * 3_000 + "$$"
    )
    yield in_diary(
        "math", "roots in roots", lambda: "$" + "\\sqrt{" * 3_000 + "a" + "}" * 3_000 + "$"
    )
    yield in_diary("math", "indices", lambda: "$a" + "^{b_{" * 3_000 + "}}" * 3_000 + "$")
    yield in_diary(
        "math", "definitions", lambda: "$$\\def\\a{\\a\\a}\\a \\newcommand{\\b}{\\b}\\b$$" * 500
    )
    yield in_diary("math", "20,000 formulas", lambda: "$\\alpha_1^2$ " * 20_000)
    yield in_diary(
        "math", "left and right", lambda: "$$" + "\\left(" * 5_000 + "\\right)" * 5_000 + "$$"
    )
    yield in_diary(
        "math", "matrix", lambda: "$$\\begin{matrix}" + "a & b \\\\ " * 5_000 + "\\end{matrix}$$"
    )
    yield in_diary("math", "environments", lambda: "$$" + "\\begin{aligned}" * 3_000 + "$$")
    yield in_diary("math", "dollars", lambda: "$ $$ $$$ " * 10_000)


def _long() -> Iterator[HostileFile]:
    yield in_diary("long", "10 MB in one line", lambda: "word " * 2_000_000)
    yield in_diary("long", "1 MB without a blank", lambda: "a" * 1_000_000)
    yield in_diary("long", "1 MB of Chinese", lambda: "湖" * 350_000)
    yield in_diary("long", "1 MB of emphasis", lambda: "**a** " * 170_000)
    yield in_diary("long", "1 MB of code spans", lambda: "`a` " * 250_000)
    yield in_diary("long", "1 MB of short lines", lambda: "a\n" * 500_000)
    yield in_diary("long", "1 MB of paragraphs", lambda: "a\n\n" * 333_000)
    yield in_diary("long", "1 MB of entities", lambda: "&nbsp;&#x1b;&#0;" * 62_500)
    yield in_diary("long", "1 MB of backslashes", lambda: "\\" * 1_000_000)
    yield in_diary("tags", "100,000 tags", lambda: " ".join(f"#t{n}" for n in range(100_000)))
    yield in_diary("tags", "one tag 100,000 times", lambda: "#湖 " * 100_000)
    yield in_diary("tags", "a tag of 300 KB", lambda: "#" + "a" * 300_000)
    yield in_diary("tags", "nested tags", lambda: "#" + "a/" * 50_000)
    yield in_title("tags", "in the title", lambda: "#t " * 20_000)
    yield HostileFile(
        "tags",
        "in a header",
        lambda: b"---\ndate: 2023-04-02\ntags: [" + b"a, " * 20_000 + b"b]\n---\n\nc\n",
    )
    yield HostileFile(
        "long", "preamble of 5 MB", lambda: b"word " * 1_000_000 + b"\n\n" + diary("a")
    )
