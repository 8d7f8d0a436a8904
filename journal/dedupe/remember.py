"""What is written down after a plan: the new memory, and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal import fingerprint
from journal.dedupe.choose import is_covered
from journal.dedupe.family import Family
from journal.dedupe.lines import write_family
from journal.dedupe.memory import Memory
from journal.dedupe.model import Variant
from journal.dedupe.outcome import Outcome
from journal.entry import Entry
from journal.values import replace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from journal.dedupe.family import Version
    from journal.dedupe.known import Known
    from journal.dedupe.pool import Pool


_TOLD = 60
"""Characters of a value that the reason of a variant tells; its section holds all of it."""


def leave_out(outcome: Outcome) -> list[Variant]:
    """Return the texts and dates that the journal does not show and no variant was written for."""
    kept, members = outcome.result, outcome.cluster.members
    if kept is None:
        return []
    variants = [_lost_values(outcome, kept, entry, values) for entry, values in outcome.lost]
    if len(members) == 1 and outcome.shown.version.date == kept.date:
        return variants
    told = {known.version.date for known in members if known.version.kept}
    written = [known for known in members if known.version.kept == "text"]
    texts = {_words(known) for known in written}
    titles = {_title_words(known.version.title) for known in written}
    for known in sorted(members, key=_key):
        version = known.version
        if known is outcome.shown and version.date == kept.date:
            continue
        body = known.body or ""
        lost = ""
        if version.face != outcome.shown.version.face:
            title = _title_words(version.title)
            if body and _words(known) not in texts and not is_covered(body, kept.body):
                lost = "text"
            elif title not in titles and _is_title_lost(version.title, kept):
                lost = "title"
        if lost:
            reason = f"another {lost} of the same entry"
            if version.date != kept.date:
                reason += f", dated {version.date}"
            known.version = replace(version, kept="text")
            texts.add(_words(known))
            titles.add(title)
        elif version.date != kept.date and version.date not in told:
            reason = f"another date of the same entry: {version.date} for {kept.date}"
            known.version = replace(version, kept=version.kept or "date")
            body = ""
        else:
            continue
        told.add(version.date)
        sources = _source(known), _source(outcome.shown)
        variants.append(Variant(_left_out(known, body), kept, reason, sources))
    return variants


def _lost_values(outcome: Outcome, kept: Entry, entry: Entry, values: dict[str, object]) -> Variant:
    """Return a variant of header keys alone, by the heading that the journal shows."""
    import json

    dumps = json.JSONEncoder(ensure_ascii=False, default=str).encode
    told = (f"{name}: {dumps(values[name])[:_TOLD]}" for name in sorted(values))
    variant = Entry(kept.date, kept.title, "", meta=values, source=entry.source)
    sources = str(entry.source), _source(outcome.shown)
    if entry is outcome.before:
        came = (each.entry for each in outcome.arrivals)
        newer = (each.source for each in came if values.keys() & each.meta.keys())
        sources = sources[1], str(next(newer, ""))
    return Variant(variant, kept, f"another value of {', '.join(told)}", sources)


def _left_out(known: Known, body: str) -> Entry:
    version = known.version
    entry = Entry(version.date, version.title, body, weekday=version.weekday)
    return replace(entry, source=known.incoming.source) if known.incoming else entry


def _words(known: Known) -> tuple[object, ...]:
    return known.text, *fingerprint.numbers(known.body or "")


def _title_words(title: str) -> tuple[str, ...]:
    return fingerprint.title_key(title), *fingerprint.numbers(title)


def _is_title_lost(title: str, kept: Entry) -> bool:
    """Tell whether the words of a title stand neither in the kept title nor in the text."""
    key, numbers = fingerprint.title_key(title), set(fingerprint.numbers(title))
    if key in fingerprint.title_key(kept.title) and numbers <= set(fingerprint.numbers(kept.title)):
        return False
    return key not in fingerprint.letters(kept.body) or not numbers <= set(
        fingerprint.numbers(kept.body)
    )


def remember(pool: Pool, settled: Iterable[Outcome | Known], forgotten: Iterable[Known]) -> Memory:
    """Return the new memory; `forgotten` are versions that the journal stays without."""
    days: dict[dt.date | None, list[Family | Known]] = {}
    for each in settled:
        family = _family(each) if isinstance(each, Outcome) else each
        if family and (isinstance(family, Family) or family.family >= 0 or family.exports):
            date = family.date if isinstance(family, Family) else family.version.date
            days.setdefault(date, []).append(family)
    ghosts: dict[int, list[Version]] = {}
    for known in forgotten:
        ghosts.setdefault(known.family, []).append(_version(known))
    for versions in ghosts.values():
        first = versions[0]
        family = Family(first.date, first.title, tuple(versions), time=first.time)
        days.setdefault(first.date, []).append(family)
    return Memory.of_lines(tuple(pool.exports), _lines(days, pool))


def _lines(days: dict[dt.date | None, list[Family | Known]], pool: Pool) -> Iterator[str]:
    """Yield the lines of families in their order; one that stays is made only to be written."""
    for date in sorted(days, key=str):
        families = [
            each if isinstance(each, Family) else _standing(each, pool) for each in days[date]
        ]
        families.sort(key=_rank)
        yield from map(write_family, families)


def _standing(known: Known, pool: Pool) -> Family:
    """Return the family of a version that stays as it is."""
    entry = known.entry
    assert entry is not None  # noqa: S101 - else it would not stay
    labels = tuple(sorted(pool.labels_of([known])))
    version = _with_body(_version(known), known, known)
    return Family(entry.date, entry.title, (version,), time=entry.time, labels=labels)


def _family(outcome: Outcome) -> Family | None:
    """Return the family of an entry; None where nothing must be remembered of it."""
    members = outcome.cluster.members
    alone = all(known.family < 0 and not known.exports for known in members)
    if alone and len(members) == 1 and not outcome.ruling.fixed:
        return None
    rest = [
        known
        for known in sorted(members, key=_key)
        if known is not outcome.shown and not known.by_hand
    ]
    versions = [
        _with_body(_version(known), known, outcome.shown) for known in (outcome.shown, *rest)
    ]
    entry = outcome.result
    date = entry.date if entry else outcome.ruling.date
    title = entry.title if entry else outcome.shown.version.title
    time = entry.time if entry else outcome.shown.version.time
    labels = tuple(sorted(outcome.labels))
    return Family(date, title, tuple(versions), outcome.ruling.fixed, time, labels)


def _version(known: Known) -> Version:
    """Return a version with the exports that it is in by now, and where it was first seen."""
    version = known.version
    if known.maker:
        version.source = known.source  # it is in no memory yet
    if len(version.exports) == len(known.exports) and known.exports.issuperset(version.exports):
        return version
    return replace(version, exports=tuple(sorted(known.exports)))


def _with_body(version: Version, known: Known, shown: Known) -> Version:
    """Let a version hold its text, unless the text can be had from the journal."""
    body = None if known is shown else known.body
    if body and fingerprint.face(version.title, shown.body or "") == version.face:
        body = None
    return version if body == version.body else replace(version, body=body)


def _source(known: Known) -> str:
    entry = known.incoming or known.entry
    return known.source or str(entry.source if entry else "")


def _rank(family: Family) -> tuple[str, str, int]:
    return str(family.time or ""), family.title, family.versions[0].face


def _key(known: Known) -> tuple[str, int, str]:
    return str(known.version.date), known.version.face, str(known.version.time or "")
