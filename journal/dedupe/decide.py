"""One decision for each incoming entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.alike import similarity
from journal.dedupe.model import Decision
from journal.dedupe.reason import explain, judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from journal.dedupe.clusters import Cluster
    from journal.dedupe.match import Match
    from journal.dedupe.model import Action
    from journal.dedupe.outcome import Outcome
    from journal.dedupe.pool import Arrival, Pool
    from journal.entry import Entry

SHORT_REPEAT = 100
"""Letters below which a text may well be written again on another day."""


class _Desk:
    """What has been decided so far."""

    def __init__(self, pool: Pool, match: Match, outcomes: Mapping[Cluster, Outcome]) -> None:
        self.pool = pool
        self.match = match
        self.outcomes = outcomes
        self.seen: dict[Outcome, Entry] = {}
        self.done: set[tuple[Outcome, Action]] = set()
        self.texts: dict[int, Entry] = {}
        self.days: dict[tuple[object, str], list[tuple[Entry, Cluster]]] = {}

    def file(self, entry: Entry, cluster: Cluster, text: int) -> None:
        """Note an entry that later ones are compared with."""
        self.texts.setdefault(text, entry)
        self.days.setdefault((entry.date, entry.title), []).append((entry, cluster))


def decide(
    pool: Pool, match: Match, outcomes: Mapping[Cluster, Outcome], existing: Sequence[Entry]
) -> Iterator[Decision]:
    """Yield the decision on each arrival, in order."""
    desk = _Desk(pool, match, outcomes)
    for outcome in outcomes.values():
        if outcome.before:
            desk.seen[outcome] = outcome.before
            for known in outcome.cluster.members:
                if known.entry:
                    desk.file(known.entry, outcome.cluster, known.text)
    for arrival in pool.arrivals:
        cluster = match.clusters.of[arrival.known]
        yield _decide(desk, arrival, outcomes[cluster])
        desk.file(arrival.entry, cluster, arrival.known.text)


def _decide(desk: _Desk, arrival: Arrival, outcome: Outcome) -> Decision:
    entry = arrival.entry
    result = outcome.result or entry
    if arrival.repeats:
        reason = f"stands twice in this export, first at {arrival.repeats.source}"
        return Decision("identical", "skip", entry, arrival.repeats, reason, 1.0, result)
    other = desk.seen.get(outcome)
    if other is None:
        desk.seen[outcome] = entry
        return _decide_new(desk, arrival, outcome, result)
    verdict = judge(entry, other)
    action = _action(desk, arrival, outcome, other, result)
    if verdict == "identical" and action == "replace":
        reason = "same date, title and text; tags or header keys are added"
        return Decision("reformatted", action, entry, other, reason, 1.0, result)
    score = 1.0 if verdict == "identical" else similarity(entry.body, other.body)
    reason = explain(verdict, entry, other, result, outcome.ruling, score)
    return Decision(verdict, action, entry, other, reason, score, result)


def _action(desk: _Desk, arrival: Arrival, outcome: Outcome, other: Entry, result: Entry) -> Action:
    """Tell what an arrival changes, once for each outcome: text, then date."""
    if outcome.before is result:
        return "skip"
    known, shown = arrival.known, outcome.shown
    face = fingerprint.face(other.title, other.body)
    tags = not set(other.tags).issuperset(arrival.entry.tags)
    more = known.family < 0 and (tags or not other.meta.keys() >= arrival.entry.meta.keys())
    action: Action = "skip"
    if (face != shown.version.face == known.version.face) or more:
        action = "replace"
    elif known.version.date == result.date != other.date:
        action = "move"
    if action == "skip" or (outcome, action) in desk.done:
        return "skip"
    desk.done.add((outcome, action))
    return action


def _decide_new(desk: _Desk, arrival: Arrival, outcome: Outcome, result: Entry) -> Decision:
    entry, known = arrival.entry, arrival.known
    cluster = outcome.cluster
    for other, theirs in desk.days.get((entry.date, entry.title), ()):
        if theirs is cluster or not theirs.exports.isdisjoint(cluster.exports):
            continue
        if entry.time and other.time and entry.time != other.time:
            continue
        score = similarity(entry.body, other.body)
        reason = f"same date and title but {score:.0%} of the text in common; both are kept"
        return Decision("conflict", "keep-both", entry, other, reason, score, result)
    reason = "not seen before"
    if known.family >= 0:
        reason = "imported before and no longer in the journal; added again"
    elif known.text in desk.texts:
        which = "short text" if known.version.size < SHORT_REPEAT else "text"
        reason = f"{which} repeated on another day, as at {desk.texts[known.text].source}"
    elif (twin := desk.texts.get(desk.match.overlap.get(known.text, -1))) is not None:
        reason = f"new; overlap with {twin.source}"
    return Decision("new", "add", entry, None, reason, 0.0, result)
