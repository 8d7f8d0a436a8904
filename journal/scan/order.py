"""Entries of a survey in the order in which they are shown, with their ids."""

from __future__ import annotations

from journal.ids import make_id
from journal.normal import normalize
from journal.scan.form import UnsureError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journal.scan.found import Found
    from journal.scan.survey import Survey

_FEW = 20
_NONE = "00:00:00"


def newest(
    surveys: Sequence[Survey], found: Iterable[Found], *, newest_first: bool = False
) -> list[Found]:
    """Return what was found, the newest first, as `arrange` does, with ids as `with_ids` gives.

    The surveys are those of all files of a journal, by path. `newest_first` is for
    a single file whose days do not say which way it runs. Raises UnsureError where
    that matters and cannot be told, or not every day is in the calendar.
    """
    by_day: dict[str, list[Found]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(one)
    places: dict[str, list[tuple[Survey, Sequence[int]]]] = {}
    for survey in surveys:
        for day, own in _runs(survey, by_day).items():
            places.setdefault(day, []).append((survey, own))
    keyed: list[tuple[str, str, int, Found]] = []
    for day, chosen in by_day.items():
        known = {(one.survey, one.index): one for one in chosen}
        alike = [
            [known.get((survey, index)) or survey.find(index) for index in run]
            for survey, run in places[day]
        ]
        if _is_alone(chosen, alike):
            chosen[0].id = make_id(day, chosen[0].title, 0)
            keyed.append((day, "", len(keyed), chosen[0]))
            continue
        counted: list[Found] = []
        for (survey, _), run in zip(places[day], alike, strict=True):
            upwards = survey.newest_first if run[1:] else False
            if upwards is None and surveys[1:]:
                raise UnsureError
            counted += run[::-1] if (newest_first if upwards is None else upwards) else run
            clock = _NONE
            for one in run[::-1] if upwards else run:
                clock = _clock(one) if one.clock else clock
                if (survey, one.index) in known:
                    keyed.append((day, clock, len(keyed), one))
        _number(counted)
    keyed.sort(key=lambda key: key[:3], reverse=True)
    return [one for *_, one in keyed]


def _is_alone(chosen: Sequence[Found], alike: Sequence[Sequence[Found]]) -> bool:
    """Tell whether one entry is chosen of those of its day, and no other has its title."""
    if chosen[1:]:
        return False
    if sum(map(len, alike)) == 1:
        return True
    title = normalize("NFKC", chosen[0].title)
    return sum(normalize("NFKC", one.title) == title for run in alike for one in run) == 1


def _runs(survey: Survey, days: Iterable[str]) -> dict[str, list[int]]:
    """Return all entries of some days, in the order of the file."""
    mark = survey.day(0)[4:5].decode()
    wanted = {day.replace("-", mark).encode(): day for day in days}
    if len(wanted) <= _FEW:
        return {day: survey.of_day(key) for key, day in wanted.items()}
    runs: dict[str, list[int]] = {}
    for index, key in enumerate(survey.days):
        if key in wanted:
            runs.setdefault(wanted[key], []).append(index)
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
    return _NONE if time is None else time.isoformat()
