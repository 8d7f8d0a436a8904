"""`--prefer` and the answers to `--ask`: whose text and date are to stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal.dedupe.match import Match
    from journal.dedupe.model import Preference
    from journal.dedupe.pool import Known, Pool


def prefer(
    pool: Pool, match: Match, default: Preference, answers: Mapping[int, Preference]
) -> None:
    """Mark the versions that were asked for, wherever an arrival differs from the journal."""
    if default == "newer" and not answers:
        return
    for place, arrival in enumerate(pool.arrivals):
        wish = answers.get(place, default)
        known = arrival.known
        entry = match.clusters.of[known].entry
        if wish == "newer" or entry is None or entry is known or arrival.repeats:
            continue
        if wish == "both":
            if known.family < 0:
                _split(match, known)
        else:
            _pin(match, known if wish == "incoming" else entry)


def _pin(match: Match, wanted: Known) -> None:
    for known in match.clusters.of[wanted].members:
        known.fixed = None
        if known.version.pin != (known is wanted):
            known.version = replace(known.version, pin=known is wanted)
    wanted.fixed = wanted.entry.date if wanted.entry else wanted.version.date


def _split(match: Match, known: Known) -> None:
    cluster = match.clusters.of[known]
    apart = [
        each
        for each in cluster.members
        if each.text == known.text
        and each.version.date == known.version.date
        and each.entry is None
    ]
    if len(apart) < len(cluster.members):
        for each in apart:
            each.version = replace(each.version, apart=True)
        match.clusters.split(cluster, apart)
