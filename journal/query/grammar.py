"""The text of a query to a `Query`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.errors import UsageError
from journal.query.clauses import Dated, Having, Not, Query, Tagged
from journal.query.features import FEATURES
from journal.search.terms import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
KEYS = (*DATES, "tag", "title", "has", "is")
_KEY = re.compile(r"(-?)([A-Za-z]+)([:：])(.*)", re.DOTALL)
# No keys: `http://`, `C:\`, `std::sort`, and words that only end in a colon.
_NO_VALUE = re.compile(r"[/\\:：]|\Z")
_QUOTED = re.compile(r'((?:-?[A-Za-z]+[:：]|-)?)"')


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the query as it was written, and its parts. `key` is "" for text."""

    written: str
    negated: bool
    key: str
    value: str

    @property
    def is_or(self) -> bool:
        """Tell whether this is the operator, not a word in quotes."""
        return self.written == "OR"


def parse_query(
    words: Sequence[str],
    *,
    parse: Callable[[str], Period],
    case_sensitive: bool = False,
    whole_words: bool = False,
) -> Query:
    """Read the arguments of a search; `parse` reads a period or raises UsageError.

    Words AND; `OR` joins its two neighbours and binds tighter, so `a b OR c` is
    a and one of b and c. `-` negates a word, a `"phrase"` or a `key:value`. An
    argument with blanks, which a shell only gives where its user quoted it, is a
    phrase, and after `title:` or a date key it is that key's value; if it has
    marks of this grammar in it (quotes, `OR`, `key:`, `-word`), it is read as a
    query of its own. Raises UsageError, which names the word.
    """
    groups: list[tuple[Clause, ...]] = []
    joining = False
    for token in (token for word in words for token in _split(word, parse)):
        if token.is_or:
            if joining or not groups:
                raise UsageError("OR stands at an end", todo='put a word on each side, or "OR"')
            joining = True
            continue
        clause = _read(token, parse, case_sensitive=case_sensitive, whole_words=whole_words)
        groups[-1:] = [(*groups[-1], clause)] if joining else [*groups[-1:], (clause,)]
        joining = False
    if joining:
        raise UsageError("OR stands at an end", todo='put a word on each side, or "OR"')
    if not groups:
        raise UsageError("the query is empty", todo="give at least one word")
    return Query(tuple(groups))


def read_clause(key: str, value: str, parse: Parse, *, negated: bool = False) -> Clause:
    """Return the clause of `key:value`, the key being one of KEYS but `title`."""
    if key in DATES:
        return Dated(DATES[key], parse(value), outside=negated)
    clause: Tagged | Having
    if key == "tag":
        clause = Tagged(value.removeprefix("#").rstrip("/"))
    elif key == "is":
        clause = Tagged(_choose(key, value, ["starred"]))
    else:
        clause = Having(_choose(key, value, FEATURES))
    return Not(clause) if negated else clause


def _read(token: Token, parse: Parse, *, case_sensitive: bool, whole_words: bool) -> Clause:
    if token.key not in KEYS and token.key:
        raise _unknown(token)
    if not token.value.strip():
        raise UsageError("there is nothing to look for here", where=token.written or '""')
    if token.key and token.key != "title":
        return read_clause(token.key, token.value, parse, negated=token.negated)
    words = Words(token.value, case_sensitive, whole_words, title_only=token.key == "title")
    return Not(words) if token.negated else words


def _split(word: str, parse: Parse) -> Iterator[Token]:
    """Yield the tokens of one argument."""
    if not re.search(r"\s", word.strip()):
        yield from _tokens(word)
        return
    head, *rest = _bare(word)
    marked = [part for part in rest if _is_marked(part)]
    token = _token(head)
    if not marked and not _is_marked(head):
        yield Token(word, False, "", word)
    elif not marked and token.value and _takes_rest(token, word, parse):
        yield _token(word)
    else:
        yield from _tokens(word)
