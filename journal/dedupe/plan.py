"""The plan of an import: a function of the journal, what is remembered, and the exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.dedupe.dates import rule, shifted
from journal.dedupe.decide import decide
from journal.dedupe.match import Match
from journal.dedupe.model import Plan
from journal.dedupe.outcome import settle
from journal.dedupe.pool import gather
from journal.dedupe.prefer import prefer as apply_preference
from journal.dedupe.remember import leave_out, remember
from journal.dedupe.slips import tell_shift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.dedupe.clusters import Cluster
    from journal.dedupe.dates import Ruling
    from journal.dedupe.memory import Memory
    from journal.dedupe.model import Export, Preference
    from journal.dedupe.outcome import Outcome
    from journal.dedupe.pool import Arrival, Known, Pool
    from journal.entry import Entry


def plan_import(
    exports: Sequence[Export],
    existing: Sequence[Entry],
    memory: Memory,
    *,
    prefer: Preference | None = None,
    answers: Mapping[int, Preference] | None = None,
) -> Plan:
    """Plan an import: which entries are new, which are known, and what becomes of them.

    `existing` are the entries of the journal as they stand now, in the order of
    the file. `answers` overrides `prefer` for single decisions, by their place.
    Applied, then planned again with the new memory, nothing is left to do.
    """
    pool = gather(exports, existing, memory)
    match = Match(pool)
    apply_preference(pool, match, prefer or "newer", answers or {})
    rulings, reaches = rule(match.clusters.each(), pool.exports)
    outcomes, forgotten = _settle(pool, match, rulings, reaches, existing)
    told = _told(pool, outcomes)
    off = shifted(rulings, told | pool.coming)
    decisions = decide(pool, match, outcomes, off)
    variants = [variant for outcome in outcomes.values() for variant in leave_out(outcome)]
    settled = list(outcomes.values())
    pairs = [(each.before, each.result) for each in settled if each.changed]
    return Plan(
        tuple(decisions),
        tuple(each.result for each in settled if each.result and not each.before),
        tuple((before, result) for before, result in pairs if before and result),
        tuple(double for each in settled for double in each.doubles),
        tuple(variants),
        remember(pool, settled, forgotten),
        tuple(
            f"{seen.name}: this export is {tell_shift(off[place])}"
            for place, seen in sorted(enumerate(pool.exports), key=lambda each: each[1].name)
            if place in told and place in off
        ),
    )


def _settle(
    pool: Pool,
    match: Match,
    rulings: Mapping[Cluster, Ruling],
    reaches: Sequence[int],
    existing: Sequence[Entry],
) -> tuple[dict[Cluster, Outcome], list[Known]]:
    places = {id(entry): place for place, entry in enumerate(existing)}
    arrivals: dict[Cluster, list[Arrival]] = {}
    for arrival in pool.arrivals:
        arrivals.setdefault(match.clusters.of[arrival.known], []).append(arrival)
    outcomes = {}
    forgotten: list[Known] = []
    for cluster in rulings:
        outcome = settle(
            cluster,
            rulings[cluster],
            arrivals.get(cluster, ()),
            reaches=reaches,
            exports=pool.exports,
            places=places,
            likeness=match.likeness,
            labels=pool.labels_of(cluster.members),
            split=any(known.family in pool.shown for known in cluster.members),
        )
        if outcome is None or not (outcome.result or outcome.before):
            forgotten += cluster.members
        else:
            outcomes[cluster] = outcome
    return outcomes, forgotten


def _told(pool: Pool, outcomes: Mapping[Cluster, Outcome]) -> set[int]:
    """Return the exports of which it is told if they are shifted."""
    touched = {
        place
        for cluster, outcome in outcomes.items()
        if outcome.arrivals
        for place in cluster.exports
    }
    # What an earlier import brought was told then.
    moved = any(_is_moved(outcome) for outcome in outcomes.values())
    return touched if moved else touched & pool.coming


def _is_moved(outcome: Outcome) -> bool:
    before, after = outcome.before, outcome.result
    return before is not None and after is not None and before.date != after.date
