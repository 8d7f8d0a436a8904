"""A query: what an entry must be to be meant."""

from __future__ import annotations

from journal.search.folding import fold
from journal.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from typing import TypeAlias

    from journal.dates import Period
    from journal.entry import Entry
    from journal.search.terms import Pattern, Term
    from journal.search.words import Words

    Clause: TypeAlias = "Words | Pattern | Dated | Tagged | Having | Not"


@dataclass(frozen=True, slots=True)
class Dated:
    """The day is `on`, `before`, `after`, `from` or `to` a period.

    `before` and `after` leave the period out, `from` and `to` take it in. An
    entry without a day is never meant, not even by `outside`, the opposite.
    """

    relation: str
    period: Period
    outside: bool = False

    def matches(self, entry: Entry) -> bool:
        """Tell whether the day of `entry` is right."""
        return entry.date is not None and self.holds(entry.date)

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is right."""
        start, end = self.period.start, self.period.end
        inside = {
            "on": start <= day <= end,
            "before": day < start,
            "after": day > end,
            "from": day >= start,
            "to": day <= end,
        }[self.relation]
        return inside != self.outside


@dataclass(frozen=True, slots=True)
class Tagged:
    """The entry has a tag, or one nested in it: `a` is in `a/b` too."""

    tag: str

    def matches(self, entry: Entry) -> bool:
        """Tell whether `entry` has the tag, ignoring case and width."""
        wanted = fold(self.tag)
        tags = map(fold, entry.tags)
        return any(tag == wanted or tag.startswith(wanted + "/") for tag in tags)


@dataclass(frozen=True, slots=True)
class Having:
    """The body has an `image`, a `link`, `code`, a `task` or `math`."""

    feature: str

    def matches(self, entry: Entry) -> bool:
        """Tell whether the body of `entry` has the feature."""
        from journal.query.features import FEATURES

        return FEATURES[self.feature](entry.body)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a clause."""

    clause: Words | Pattern | Tagged | Having

    def matches(self, entry: Entry) -> bool:
        """Tell whether the clause does not hold for `entry`."""
        return not self.clause.matches(entry)


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries are meant: those for which in each group one clause holds."""

    groups: tuple[tuple[Clause, ...], ...] = ()

    def matches(self, entry: Entry) -> bool:
        """Tell whether `entry` is meant."""
        return all(any(clause.matches(entry) for clause in group) for group in self.groups)

    def may_mean(self, day: dt.date) -> bool:
        """Tell whether an entry of a day can be meant."""
        return all(
            any(not isinstance(clause, Dated) or clause.holds(day) for clause in group)
            for group in self.groups
        )

    @property
    def is_filter(self) -> bool:
        """Tell whether anything narrows the choice."""
        return bool(self.groups)

    @property
    def names_tags(self) -> bool:
        """Tell whether a tag is asked for."""
        return any(isinstance(clause, Tagged) for group in self.groups for clause in group)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return what is looked for in the text, exclusions left out, in its order."""
        clauses = (clause for group in self.groups for clause in group)
        return tuple(c for c in clauses if not isinstance(c, (Dated, Tagged, Having, Not)))
