"""The flags that every reading command has to a `Query`."""

from __future__ import annotations

from journal.errors import UsageError
from journal.query.clauses import Query
from journal.query.grammar import Token, parse_query, read_token
from journal.search.terms import Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from journal.dates import Period


def build_query(
    words: Sequence[str] | None = None,
    *,
    parse: Callable[[str], Period],
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    tags: Sequence[str] = (),
    not_tags: Sequence[str] = (),
    title: str | None = None,
    has: Sequence[str] = (),
    starred: bool = False,
    regex: bool = False,
    case_sensitive: bool = False,
    whole_words: bool = False,
) -> Query:
    """Return the query of a command line: all of its flags, and the words of a search.

    `words` is None for a command without QUERY. With `regex` each of them is one
    pattern, all of which must match, and nothing in them is grammar. `parse` reads
    a period. Raises UsageError, as `parse_query` does.
    """
    values = [("on", on), ("from", since), ("to", until), ("title", title)]
    values += [*(("tag", tag) for tag in tags), *(("has", feature) for feature in has)]
    tokens = [Token(value, False, key, value) for key, value in values if value is not None]
    tokens += [Token(tag, True, "tag", tag) for tag in not_tags]
    tokens += [Token("", False, "is", "starred")] if starred else []
    form = {"case_sensitive": case_sensitive, "whole_words": whole_words}
    flags = tuple((read_token(token, parse, **form),) for token in tokens)
    if words is None:
        return Query(flags)
    if not regex:
        return Query(flags + parse_query(words, parse=parse, **form).groups)
    if not words:
        raise UsageError("the query is empty", todo="give at least one pattern")
    return Query(flags + tuple((Pattern(word, **form),) for word in words))
