"""The signs of LaTeX that pylatexenc has none for, and the kinds of its other names."""

from __future__ import annotations

import re

UP = dict(
    zip(
        "0123456789+-=()−abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ'′⊤*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ'′ᵀ*",
        strict=True,
    )
)
DOWN = dict(
    zip(
        "0123456789+-=()−aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
SCRIPTS = frozenset((*UP.values(), *DOWN.values()))
ACCENTS = {
    **{"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305"},
    **{"tilde": "\u0303", "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308"},
    **{"vec": "\u20d7", "underline": "\u0332"},
}
SIGNS = {
    **{"ne": "≠", "implies": "⟹", "iff": "⟺", "argmax": "argmax", "argmin": "argmin", "Pr": "Pr"},
    **{"lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "|": "‖", "colon": ":"},
    **{"{": "{", "}": "}", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_"},
    **{",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": "  ", "qquad": "    ", "\\": "; "},
    **{"displaystyle": "", "textstyle": "", "limits": "", "nolimits": "", "hline": ""},
}
SIZES = re.compile(r"left|right|middle|[bB]igg?[lr]?")
WORDS = re.compile(
    r"text(?:rm|bf|it)?|mbox|math(?:rm|bf|it|sf|tt|op)|boldsymbol|bm|operatorname\*?"
)
ALPHABETS = re.compile(r"math(?:bb|cal|scr|frak)")
FRACTIONS = re.compile(r"[dtc]?frac")
ROWS = re.compile(r"(?:align|aligned|split|gather|gathered|equation|eqnarray)\*?")
# Left side of one row; of the first, other, middle and last rows of several; right the same.
SIDES = {
    "cases": ("{⎧⎪⎨⎩", "     "),
    "dcases": ("{⎧⎪⎨⎩", "     "),
    "rcases": ("     ", "}⎫⎪⎬⎭"),
    "matrix": ("     ", "     "),
    "smallmatrix": ("     ", "     "),
    "array": ("     ", "     "),
    "pmatrix": ("(⎛⎜⎜⎝", ")⎞⎟⎟⎠"),
    "bmatrix": ("[⎡⎢⎢⎣", "]⎤⎥⎥⎦"),
    "Bmatrix": ("{⎧⎪⎨⎩", "}⎫⎪⎬⎭"),
    "vmatrix": ("│││││", "│││││"),
    "Vmatrix": ("‖‖‖‖‖", "‖‖‖‖‖"),
}
