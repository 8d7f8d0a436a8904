"""One decision for each incoming entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.known import clock
from journal.dedupe.model import Decision
from journal.dedupe.outcome import Outcome
from journal.dedupe.reason import (
    clocks_differ,
    explain,
    explain_labels,
    explain_move,
    explain_repeat,
    explain_values,
    judge,
    keys_taken,
)
from journal.dedupe.slips import tell_shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from journal.dedupe.clusters import Cluster
    from journal.dedupe.known import Arrival, Known
    from journal.dedupe.match import Match
    from journal.dedupe.model import Action
    from journal.dedupe.pool import Pool
    from journal.dedupe.slips import Shift
    from journal.entry import Entry

SHORT_REPEAT = 100
"""Letters below which a text may well be written again on another day: `match.ENOUGH`."""


class _Desk:
    """What has been decided so far."""

    def __init__(self, pool: Pool, match: Match, off: Mapping[int, Shift]) -> None:
        self.match = match
        self.off = off
        self.seen: dict[Outcome, tuple[Entry, Known]] = {}
        self.done: set[tuple[Outcome, Action]] = set()
        self.texts: dict[int, Entry] = {}
        of = match.clusters.of
        self.dates = {one.entry.date for one in pool.arrivals if not of(one.known).entry}
        coming = {arrival.known.text for arrival in pool.arrivals}
        self.wanted = coming.union(match.overlap.get(text, -1) for text in coming)
        self.days: dict[tuple[object, str], list[tuple[Entry, Known]]] = {}

    def file(self, entry: Entry, known: Known) -> None:
        """Note an entry that later ones are compared with."""
        if known.text in self.wanted:
            self.texts.setdefault(known.text, entry)
        if entry.date in self.dates:
            heading = entry.date, fingerprint.title_key(entry.title)
            self.days.setdefault(heading, []).append((entry, known))


def decide(
    pool: Pool,
    match: Match,
    settled: Sequence[Outcome | Known],
    off: Mapping[int, Shift],
) -> Iterator[Decision]:
    """Yield the decision on each arrival, in order; `off` are the exports that are shifted."""
    desk = _Desk(pool, match, off)
    outcomes: dict[Cluster, Outcome] = {}
    for each in settled:
        if isinstance(each, Outcome):
            outcomes[each.cluster] = each
            members = each.cluster.members if each.before else []
        else:
            members = [each]
        for known in members:
            if known.entry:
                desk.file(known.entry, known)
                if isinstance(each, Outcome) and known.entry is each.before:
                    desk.seen[each] = known.entry, known
    for arrival in pool.arrivals:
        cluster = match.clusters.of(arrival.known)
        yield _decide(desk, arrival, outcomes[cluster])
        desk.file(arrival.entry, arrival.known)


def _decide(desk: _Desk, arrival: Arrival, outcome: Outcome) -> Decision:
    entry = arrival.entry
    result = outcome.result or entry
    if arrival.repeats:
        reason = f"stands twice in this export, first at {arrival.repeats.source}"
        return Decision("identical", "skip", entry, arrival.repeats, reason, 1.0, result)
    if outcome not in desk.seen:
        desk.seen[outcome] = entry, arrival.known
        return _decide_new(desk, arrival, outcome, result)
    other, known = desk.seen[outcome]
    likeness = desk.match.likeness
    verdict = judge(entry, other, (arrival.known, known), likeness)
    action = _action(desk, arrival, outcome, other, result)
    lost = [name for one, values in outcome.lost if one is entry for name in values]
    if verdict == "identical" and (action == "replace" or lost):
        reason = explain_labels(entry, other, result, lost)
        return Decision("reformatted", action, entry, other, reason, 1.0, result)
    score = likeness.similarity(arrival.known, known)
    reason = explain(verdict, entry, other, result, outcome.ruling, score)
    if told := explain_values(entry, other, result, lost):
        reason += f"; {told}"
    return Decision(verdict, action, entry, other, reason, score, result)


def _action(desk: _Desk, arrival: Arrival, outcome: Outcome, other: Entry, result: Entry) -> Action:
    """Tell what an arrival changes, once for each outcome: text, then date."""
    if outcome.before is result:
        return "skip"
    known, shown = arrival.known, outcome.shown
    face = fingerprint.face(other.title, other.body)
    more = bool(set(arrival.entry.tags).intersection(result.tags).difference(other.tags))
    more |= any(keys_taken(arrival.entry, other, result))
    action: Action = "skip"
    at = clock(arrival.entry.time)
    more |= at is not None and clock(other.time) != at == clock(result.time)
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
    for other, twin in desk.days.get((entry.date, fingerprint.title_key(entry.title)), ()):
        theirs = desk.match.clusters.part(twin)
        if theirs is cluster or not theirs.exports.isdisjoint(cluster.exports):
            continue
        if clocks_differ(entry, other) or known.text == twin.text:
            continue
        score = desk.match.likeness.similarity(known, twin)
        reason = f"same date and title but {score:.0%} of the text in common; both are kept"
        return Decision("conflict", "keep-both", entry, other, reason, score, result)
    reason = "not seen before"
    if any(member.family >= 0 for member in cluster.members):
        which = "" if known.family >= 0 else "another version of it was "
        reason = f"{which}imported before and no longer in the journal; added again"
    elif known.text in desk.texts:
        is_short = known.version.size < SHORT_REPEAT
        reason = explain_repeat(entry, desk.texts[known.text], is_short=is_short)
    elif (alike := desk.texts.get(desk.match.overlap.get(known.text, -1))) is not None:
        reason = f"new; overlap with {alike.source}"
    if entry.date and result.date and entry.date != result.date:
        reason += f"; {explain_move(entry.date, result.date, outcome.ruling)}"
    elif cluster.exports and cluster.exports <= desk.off.keys():
        shift = tell_shift(desk.off[min(cluster.exports)])
        reason += f"; its date is kept, but this export is {shift}"
    return Decision("new", "add", entry, None, reason, 0.0, result)
