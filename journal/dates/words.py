"""Read dates in words, English and Chinese, by a table of phrases."""

from __future__ import annotations

from journal.dates.chinese import SIMPLIFIED, chinese, numeric
from journal.dates.english import NUMBERS, english
from journal.dates.iso import read_iso
from journal.dates.numerals import digits
from journal.dates.reading import Reading, refusal, shape
from journal.dates.resolve import resolve
from journal.dates.slashed import written_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journal.dates.reading import Context
    from journal.dates.resolve import Bag

# Years of two digits reach back so far: 98年 is 1998, 31年 more likely a number of years.
_LIFE = 70
_BLANKS = str.maketrans(",、()", "    ")


def read_words(text: str, context: Context) -> tuple[Reading | None, bool]:
    """Return what a folded text names, and whether all of its words are known.

    Raises UsageError for a day that the calendar does not have.
    """
    plain = digits(text.lower().translate(SIMPLIFIED).translate(_BLANKS))
    exact = read_iso(plain) if plain != text else None
    if exact:
        return exact, True
    words = [NUMBERS.get(word, word) for word in _unpunctuated(plain).split()]
    written = [written_out(word, context.date_order) for word in words]
    bag = _lex(_joined([word for word, _, _ in written]), context)
    if bag is None:
        return None, False
    try:
        reading = resolve(bag, context)
    except (ValueError, OverflowError):
        raise refusal(text, "is not in the calendar") from None
    ambiguous = any(either for _, either, _ in written)
    short = any(missing for _, _, missing in written)
    if reading is None or not (ambiguous or short):
        return reading, True
    note = f"{text} read as {reading.period} (date_order {context.date_order})" if ambiguous else ""
    return Reading(reading.period, reading.time, note=note, loose=short), True


def _unpunctuated(text: str) -> str:
    """Drop the full stops and hyphens of Latin words: `p.m.`, `Sept. 5`, `02-Apr-2023`."""
    out = ""
    for at, char in enumerate(text):
        letters = text[max(at - 1, 0) : at].isalpha(), text[at + 1 : at + 2].isalpha()
        if char == "." and letters[0]:
            continue
        out += " " if char == "-" and any(letters) and at else char
    return out


def _joined(words: list[str]) -> str:
    """Join words by blanks, except beside a Chinese character: `3 天前` is one phrase."""
    text = ""
    for word in words:
        if text and text[-1].isascii() and word[0].isascii():
            text += " "
        text += word
    return text


def _table(languages: tuple[str, ...]) -> dict[str, str]:
    table = numeric()
    if any(language.startswith("en") for language in languages):
        table |= english()
    if any(language.startswith("zh") for language in languages):
        table |= chinese()
    return table


def _lex(text: str, context: Context) -> Bag | None:
    """Return what the phrases of a text say together.

    None at an unknown one, at a contradiction, and for `march on`: a word that only
    joins others cannot be the last.
    """
    table = _table(context.languages)
    longest = max(map(len, table))
    form, runs = shape(text)
    numbers = iter(runs)
    bag: Bag = {}
    at, meaning = 0, ""
    while at < len(form):
        ends = range(min(len(form), at + longest), at, -1)
        end = next((end for end in ends if form[at:end] in table and _ends(form, end)), None)
        if end is None:
            return None
        meaning = table[form[at:end]]
        for part in meaning.split():
            key, _, value = part.partition("=")
            run = next(numbers) if "#" in value else ""
            said = _number(key, value, run, context) if run else (key, int(value))
            if said is None or said[0] in bag:
                return None
            bag[said[0]] = said[1]
        at = end + (form[end : end + 1] == " ")
    return bag if meaning else None


def _ends(form: str, end: int) -> bool:
    """Tell whether a phrase can end here: not inside a Latin word or a numeric date."""
    after = form[end : end + 1]
    return after in ("", " ") or not (after.isascii() and form[end - 1].isascii())


def _number(key: str, value: str, run: str, context: Context) -> tuple[str, int] | None:
    """Return the key and the value of a number in a phrase, by its number of digits."""
    number = int(run)
    if key in ("number", "year") and len(run) == 4:
        return "year", number
    if key == "year":
        back = (context.today.year - number) % 100
        return (key, context.today.year - back) if len(run) == 2 and back < _LIFE else None
    if len(run) > 2 and not key.startswith(("shift", "span")):
        return None
    factor = value[:-1]
    return key, number * int(factor + "1" if factor in ("", "-") else factor)
