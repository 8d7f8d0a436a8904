"""`--prefer` and the answers to `--ask`: whose text and date are to stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal.dedupe.clusters import Cluster
    from journal.dedupe.known import Known
    from journal.dedupe.match import Match
    from journal.dedupe.model import Preference
    from journal.dedupe.pool import Pool


def prefer(
    pool: Pool, match: Match, default: Preference, answers: Mapping[int, Preference]
) -> None:
    """Mark the versions that were asked for, wherever an arrival differs from what stands.

    What stands is the entry of the journal, or the first arrival of one that it
    has not; then what an arrival before this one was wished to put in its place.
    """
    if default == "newer" and not answers:
        return
    standing: dict[Cluster, Known] = {}
    for place, arrival in enumerate(pool.arrivals):
        wish = answers.get(place, default)
        known = arrival.known
        cluster = match.clusters.of(known)
        stands = standing.setdefault(cluster, cluster.entry or known)
        if wish == "newer" or stands is known or arrival.repeats:
            continue
        if wish != "both":
            wanted = known if wish == "incoming" else stands
            _pin(match, wanted)
            standing[cluster] = wanted
        elif known.family < 0:
            _split(match, known, stands)
            standing[match.clusters.of(stands)] = stands


def _pin(match: Match, wanted: Known) -> None:
    for known in match.clusters.of(wanted).members:
        known.fixed = None
        if known.version.pin != (known is wanted):
            known.version = replace(known.version, pin=known is wanted)
    wanted.fixed = wanted.entry.date if wanted.entry else wanted.version.date


def _split(match: Match, known: Known, stands: Known) -> None:
    cluster = match.clusters.of(known)
    apart = [
        each
        for each in cluster.members
        if each.text == known.text
        and each.version.date == known.version.date
        and each.entry is None
        and each is not stands
    ]
    if apart:
        for each in apart:
            each.version = replace(each.version, apart=True)
        match.clusters.split(cluster, apart)
