"""Numeric dates, whose order of day and month is a habit of the writer."""

from __future__ import annotations

from journal.dates.reading import shape

_FORMS = ("9/9/9", "9-9-9", "9.9.9", "9/9", "9-9", "9.9")


def written_out(word: str, date_order: str) -> tuple[str, bool, bool]:
    """Return `2023年2月1日` for `1/2/2023`; is it ambiguous; is the year missing.

    Day and month stand in the order of `date_order`, unless only the other one is
    in the calendar. A year has four digits. Any other word comes back as it is.
    """
    form, runs = shape(word)
    if form not in _FORMS:
        return word, False, False
    if len(runs[0]) == 4:
        if any(len(run) > 2 for run in runs[1:]):
            return word, False, False
        return "".join(map("".join, zip(runs, "年月日", strict=False))), False, False
    if len(runs) == 2 and len(runs[1]) == 4 and len(runs[0]) <= 2:
        return f"{runs[1]}年{runs[0]}月", False, False
    year = runs.pop() + "年" if len(runs) == 3 else ""
    if len(year) not in (0, 5) or any(len(run) > 2 for run in runs):
        return word, False, False
    month, day = map(int, runs)
    ambiguous = month != day and max(month, day) <= 12
    if date_order.find("M") > date_order.find("D"):
        month, day = day, month
    if month > 12 >= day:
        month, day = day, month
    return f"{year}{month}月{day}日", ambiguous, not year
