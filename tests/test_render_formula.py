"""Formulas read in Unicode as they are meant, and stay as written where they cannot."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.render.cells import cells
from journal.render.formula import formula_lines
from journal.render.theme import make_theme

THEME = make_theme("dark", unicode=True, links=False, styled=True, marked=False)

_LETTERS = st.sampled_from("abcnqxyzABQ杭州")
_PIECES = (
    *("\\", "{", "}", "^", "_", "&", "$", "%", "~", "[", "]", "(", ")", " ", "\n", "a", "2", "杭"),
    *("\\frac", "\\sqrt", "\\alpha", "\\left", "\\right.", "\\text{", "\\\\", "\\nothing", "\\hat"),
    *("\\begin{cases}", "\\end{cases}", "\\begin{tikz}", "\\mathbb", "\\verb", "\\char", "\\sum"),
)


def formulas() -> st.SearchStrategy[str]:
    """Return LaTeX whose letters all mean themselves."""

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds("{}{}".format, inner, inner),
            st.builds("{}+{}".format, inner, inner),
            st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
            st.builds(r"{{{}}}^{{{}}}".format, inner, inner),
            st.builds("{}_{{{}}}".format, inner, inner),
            st.builds(r"\sqrt[3]{{{}}}".format, inner),
            st.builds(r"\left({}\right)".format, inner),
            st.builds(r"\hat{{{}}}".format, inner),
            st.builds(r"\mathrm{{{}}}".format, inner),
            st.builds(r"\begin{{cases}}{}&{}\\{}\end{{cases}}".format, inner, inner, inner),
        )

    return st.recursive(_LETTERS, around, max_leaves=12)


def shown(source: str, room: int = 60) -> list[str]:
    """Return the lines of a formula."""
    return formula_lines(source, THEME, room)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("E=mc^2", "E=mc²"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\frac12x", "1/2 x"),
        (r"\frac{\partial f}{\partial x}", "∂f/∂x"),
        (r"\sqrt{x^2+1}", "√(x²+1)"),
        (r"\sqrt[3]{2}", "³√2"),
        (r"\alpha_i + \beta^{n+1}", "αᵢ + βⁿ⁺¹"),
        (r"\int_0^\infty e^{-x^2} dx", "∫₀^∞ e^(-x²) dx"),
        (r"x^{a^{b}} W_Q y", "x^(aᵇ) W_Q y"),
        (r"i\geq2, i \geq 2, i\geq j", "i≥2, i ≥ 2, i ≥ j"),
        (r"\log_2 n + n\log n", "log₂ n + n log n"),
        (r"\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\text{当 } x \le 1 \text{ 时}", "当 x ≤ 1 时"),
        (r"\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V", "softmax(QKᵀ/√dₖ)V"),
        (r"\mathbb{R}^n \to \mathcal{L}", "ℝⁿ → ℒ"),
        (r"\left. x \right|_0, \{1,2\}", "x |₀, {1,2}"),
        (r"\hat{x} \dot{y}", "x̂ ẏ"),
        (r"50\% a~b\,c", "50% a b c"),
        ("x'", "x'"),
    ],
)
def test_reads_as_it_is_meant(source: str, expected: str) -> None:
    assert [unicodedata.normalize("NFC", expected)] == [
        unicodedata.normalize("NFC", line) for line in shown(source)
    ]


@pytest.mark.parametrize(
    "source",
    [
        r"\unknown{abc} y",
        r"\color{red}{abc}",
        r"a % a remark",
        r"\label{eq:1} a",
        r"\begin{tikz}a\end{tikz}",
        r"\begin{cases}",
        "x}",
        r"\frac{" * 400,
        r"\char",
    ],
)
def test_leaves_what_it_does_not_know_as_it_was_written(source: str) -> None:
    assert [source] == shown(source)


def test_sets_cases_and_matrices_on_lines_beside_each_other() -> None:
    cases = r"f(x)=\begin{cases}x,&x>0\\0,&x=0\\-x,&x<0\end{cases}"
    assert shown(cases) == ["      ⎧ x,   x>0", "f(x)= ⎨ 0,   x=0", "      ⎩ -x,  x<0"]
    matrix = r"\begin{pmatrix}1&杭\\州州&4\end{pmatrix}x"
    assert shown(matrix) == ["⎛ 1     杭 ⎞x", "⎝ 州州  4  ⎠"]
    assert shown(r"\begin{aligned} a &= b \\ &= c \end{aligned}") == ["a = b", "  = c"]
    assert shown("a \\\\\n b") == ["a", "b"]


def test_knows_the_doubled_backslashes_of_blogs() -> None:
    source = "\\begin{cases}\n1\\\\\\\\\n2\n\\end{cases}"
    assert shown(source) == ["⎧ 1", "⎩ 2"]


def test_does_not_set_side_by_side_what_would_not_fit() -> None:
    source = r"f=\begin{cases}aaaaaaaa&bbbbbbbb\\c&d\end{cases}"
    assert len(shown(source, 24)) == 2
    assert [source] == shown(source, 20)


def test_leaves_formulas_alone_where_the_screen_has_only_ascii() -> None:
    bare = replace(THEME, unicode=False)
    assert formula_lines("E=mc^2", bare, 60) == ["E=mc^2"]


@given(formulas())
def test_no_letter_of_a_formula_is_missing(source: str) -> None:
    commands = ("frac", "sqrt", "left", "right", "hat", "mathrm", "begin", "end", "cases")
    bare = source
    for command in commands:
        bare = bare.replace(f"\\{command}", "").replace(f"{{{command}}}", "")
    written = Counter(char for char in bare if char.isalpha())
    text = unicodedata.normalize("NFKD", "".join(shown(source, 10_000)))
    assert written <= Counter(char for char in text if char.isalpha())


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_any_formula_can_be_shown(source: str) -> None:
    lines = shown(source)
    assert lines
    assert len(lines) == 1 or all(cells(line) <= 60 for line in lines) or "\n" in source
    assert not [char for line in lines for char in line if unicodedata.category(char) == "Cc"]
