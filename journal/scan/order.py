"""Entries of a survey in the order in which they are shown, with their ids."""

from __future__ import annotations

from journal.ids import make_id
from journal.normal import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.scan.found import Found
    from journal.scan.survey import Survey

_FEW = 20


def newest(survey: Survey, found: Sequence[Found], *, newest_first: bool = False) -> list[Found]:
    """Return what was found, the newest first, as `arrange` does, with ids as `with_ids` gives.

    `newest_first` is for a file whose days do not say which way it runs.
    """
    by_day: dict[bytes, list[Found]] = {}
    for one in found:
        by_day.setdefault(survey.days[one.index], []).append(one)
    runs = _runs(survey, by_day)
    counted_back = newest_first if survey.newest_first is None else survey.newest_first
    keyed: list[tuple[str, str, int, Found]] = []
    for day, chosen in by_day.items():
        run = runs[day]
        known = {one.index: one for one in chosen}
        alike = [known.get(index) or survey.find(index) for index in run] if run[1:] else chosen
        _number(alike[::-1] if counted_back else alike)
        clock = ""
        for one in alike[::-1] if survey.newest_first else alike:
            clock = _clock(one) if run[1:] and one.clock else clock
            if one.index in known:
                place = -one.index if survey.newest_first else one.index
                keyed.append((one.day, clock, place, one))
    keyed.sort(key=lambda key: key[:3], reverse=True)
    return [one for *_, one in keyed]


def _runs(survey: Survey, days: Iterable[bytes]) -> dict[bytes, list[int]]:
    """Return all entries of some days, in the order of the file."""
    wanted = set(days)
    if len(wanted) <= _FEW:
        return {day: survey.of_day(day) for day in wanted}
    runs: dict[bytes, list[int]] = {day: [] for day in wanted}
    for index, day in enumerate(survey.days):
        if day in runs:
            runs[day].append(index)
    return runs


def _number(alike: Iterable[Found]) -> None:
    """Give the entries of a day, in the order in which equals are counted, their ids."""
    seen: dict[str, int] = {}
    for one in alike:
        title = normalize("NFKC", one.title)
        ordinal = seen.get(title, 0)
        seen[title] = ordinal + 1
        one.id = make_id(one.day, one.title, ordinal)


def _clock(one: Found) -> str:
    """Return the clock time of an entry; the comment under a heading may know its seconds."""
    time = one.entry.time if "<!--" in one.text else one.clock
    one.forget()
    return "" if time is None else time.isoformat()
