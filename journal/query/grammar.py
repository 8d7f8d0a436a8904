"""The text of a query to a `Query`."""

from __future__ import annotations

import re

from journal.errors import UsageError
from journal.query.clauses import Dated, Having, Not, Query, Tagged
from journal.search.words import Words
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from journal.dates import Period
    from journal.query.clauses import Clause

    Parse = Callable[[str], Period]

DATES = {
    "on": "on",
    "before": "before",
    "after": "after",
    "from": "from",
    "since": "from",
    "to": "to",
    "until": "to",
}
KEYS = ("tag", "title", "has", "is", *DATES)
_TOKEN = re.compile(r'(-?(?:[A-Za-z]+[:：])?)"([^"]*)"|\S+')
_UNCLOSED = re.compile(r'-?(?:[A-Za-z]+[:：])?"')
_KEY = re.compile(r"([A-Za-z]+)[:：]")
# Not so `http://`, `C:\`, `std::sort`, and words before a colon that ends or a blank follows.
_UNKNOWN_KEY = re.compile(r"[A-Za-z]+:[^\s/\\:]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase of a query, as it was `written` and by its parts.

    `key` is "" for text. A `quoted` one is never an operator.
    """

    written: str
    negated: bool
    key: str
    value: str
    quoted: bool = False

    @property
    def is_or(self) -> bool:
        """Tell whether this is the operator."""
        return self.written == "OR"

    @property
    def is_marked(self) -> bool:
        """Tell whether this is more than a plain word."""
        return self.negated or self.key != "" or self.quoted or self.is_or


def parse_query(
    words: Sequence[str],
    *,
    parse: Parse,
    case_sensitive: bool = False,
    whole_words: bool = False,
) -> Query:
    """Read the arguments of a search; `parse` reads a period or raises UsageError.

    Words AND; `OR` joins its two neighbours and binds tighter, so `a b OR c` is
    a and one of b and c. `-` negates a word, a `"phrase"` or a `key:value`.
    Only an argument that was quoted in the shell has blanks. Without marks of
    this grammar (quotes, `OR`, `key:`, `-word`) it is a phrase. Where the shell
    took the quotes after a mark (`-"a b"`, `title:"a b"`, `on:"last week"`) the
    rest is the value of that mark. Any other is read as several words.
    Raises UsageError, which names the word.
    """
    groups: list[list[Clause]] = []
    joining = False
    for token in (token for word in words for token in _split(word, parse)):
        if token.is_or and (joining or not groups):
            raise _lonely_or()
        if token.is_or:
            joining = True
            continue
        if not joining:
            groups.append([])
        clause = read_token(token, parse, case_sensitive=case_sensitive, whole_words=whole_words)
        groups[-1].append(clause)
        joining = False
    if joining:
        raise _lonely_or()
    if not groups:
        raise UsageError("the query is empty", todo="give at least one word")
    return Query(tuple(map(tuple, groups)))


def read_token(
    token: Token,
    parse: Parse,
    *,
    case_sensitive: bool = False,
    whole_words: bool = False,
) -> Clause:
    """Return the clause that a token other than `OR` stands for. Raises UsageError."""
    key, value = token.key, token.value
    if key and key not in KEYS:
        raise _unknown_key(token)
    if not value.strip():
        where = key or token.written
        raise UsageError("there is nothing to look for", where=where, todo="add a word")
    if key in DATES:
        return Dated(DATES[key], parse(value), outside=token.negated)
    clause: Words | Tagged | Having
    if key == "tag":
        clause = Tagged(value.removeprefix("#"))
    elif key == "is":
        clause = Tagged(_choose(key, value, ["starred"]))
    elif key == "has":
        from journal.query.features import FEATURES

        clause = Having(_choose(key, value, FEATURES))
    else:
        clause = Words(value, case_sensitive, whole_words, title_only=key == "title")
    return Not(clause) if token.negated else clause


def _split(argument: str, parse: Parse) -> list[Token]:
    tokens = list(_tokens(argument))
    if len(tokens) < 2 or any(token.is_marked for token in tokens[1:]):
        return tokens
    first, whole = tokens[0], _bare(argument.strip())
    if first.quoted or first.is_or or first.key in ("tag", "has", "is"):
        return tokens
    if first.key not in DATES or _is_period(whole.value, parse):
        return [whole]
    return tokens if _is_period(first.value, parse) else [whole]


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        head, phrase = match.groups()
        if phrase is not None:
            key = head.removeprefix("-")[:-1].lower()
            yield Token(match[0], head.startswith("-"), key, phrase, quoted=True)
        elif _UNCLOSED.match(match[0]):
            raise UsageError("this quote is not closed", where=match[0], todo='add a "')
        else:
            yield _bare(match[0])


def _bare(text: str) -> Token:
    negated = text.startswith("-") and text != "-"
    rest = text[negated:]
    match = _KEY.match(rest)
    key = match[1].lower() if match else ""
    if match is None or (key not in KEYS and not _UNKNOWN_KEY.match(rest)):
        return Token(text, negated, "", rest)
    return Token(text, negated, key, rest[match.end() :].strip())


def _is_period(text: str, parse: Parse) -> bool:
    try:
        parse(text)
    except UsageError:
        return False
    return True


def _choose(key: str, value: str, known: Collection[str]) -> str:
    name = value.lower()
    if name in known:
        return name
    close = _closest(name, known)
    todo = f"did you mean {key}:{close}?" if close else f"known are {', '.join(known)}"
    raise UsageError(f"{key}: does not know {name}", where=f"{key}:{value}", todo=todo)


def _unknown_key(token: Token) -> UsageError:
    close = _closest(token.key, KEYS)
    keys = ", ".join(f"{key}:" for key in KEYS)
    todo = f"did you mean {close}:{token.value}?" if close else f"known are {keys};"
    todo += " in double quotes it is searched as it stands"
    return UsageError(f"there is no key {token.key}:", where=token.written, todo=todo)


def _closest(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, n=1)), "")


def _lonely_or() -> UsageError:
    return UsageError("it needs a word on each side", where="OR", todo='"OR" in quotes is a word')
