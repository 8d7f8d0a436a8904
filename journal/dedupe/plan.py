"""The plan of an import: a function of the journal, what is remembered, and the exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.dedupe.clusters import Cluster
from journal.dedupe.dates import rule, shifted
from journal.dedupe.decide import decide
from journal.dedupe.match import Match
from journal.dedupe.model import Plan
from journal.dedupe.outcome import Outcome, settle
from journal.dedupe.pool import gather
from journal.dedupe.prefer import prefer as apply_preference
from journal.dedupe.remember import leave_out, remember
from journal.dedupe.slips import tell_shift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journal.dedupe.dates import Ruling
    from journal.dedupe.known import Arrival, Known
    from journal.dedupe.memory import Memory
    from journal.dedupe.model import Export, Preference
    from journal.dedupe.pool import Pool
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
    del memory
    match = Match(pool)
    apply_preference(pool, match, prefer or "newer", answers or {})
    parts = match.clusters.each()
    rulings, reaches = rule([one for one in parts if isinstance(one, Cluster)], pool.exports)
    settled, forgotten = _settle(pool, match, parts, rulings, reaches, existing)
    outcomes = [each for each in settled if isinstance(each, Outcome)]
    told = _told(pool, outcomes)
    off = shifted(rulings, told | pool.coming)
    decisions = decide(pool, match, settled, off)
    variants = [variant for outcome in outcomes for variant in leave_out(outcome)]
    pairs = [(each.before, each.result) for each in outcomes if each.changed]
    return Plan(
        tuple(decisions),
        tuple(each.result for each in outcomes if each.result and not each.before),
        tuple((before, result) for before, result in pairs if before and result),
        tuple(double for each in outcomes for double in each.doubles),
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
    parts: Sequence[Cluster | Known],
    rulings: Mapping[Cluster, Ruling],
    reaches: Sequence[int],
    existing: Sequence[Entry],
) -> tuple[list[Outcome | Known], list[Known]]:
    """Settle all clusters; return those of which something stays as well, and versions that go.

    A version that stays as it is needs no settling.
    """
    shown = {id(known.entry) for one in rulings for known in one.members if known.entry}
    places = {id(entry): place for place, entry in enumerate(existing) if id(entry) in shown}
    arrivals: dict[Cluster, list[Arrival]] = {}
    for arrival in pool.arrivals:
        arrivals.setdefault(match.clusters.of(arrival.known), []).append(arrival)
    settled: list[Outcome | Known] = []
    forgotten: list[Known] = []
    for cluster in parts:
        if not isinstance(cluster, Cluster):
            settled.append(cluster)
            continue
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
            settled.append(outcome)
    return settled, forgotten


def _told(pool: Pool, outcomes: Sequence[Outcome]) -> set[int]:
    """Return the exports of which it is told if they are shifted."""
    touched = {
        place for outcome in outcomes if outcome.arrivals for place in outcome.cluster.exports
    }
    # What an earlier import brought was told then.
    moved = any(map(_is_moved, outcomes))
    return touched if moved else touched & pool.coming


def _is_moved(outcome: Outcome) -> bool:
    before, after = outcome.before, outcome.result
    return before is not None and after is not None and before.date != after.date
