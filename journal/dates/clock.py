"""From the clock words to a time, and to the day after where the night has turned."""

from __future__ import annotations

import datetime as dt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

CLOCK = frozenset({"hour", "minute", "second", "pm", "part"})
NOON = 3

_HOURS = {
    1: {12: 0, **{hour: hour for hour in range(7)}},
    2: {hour: hour for hour in range(1, 12)},
    NOON: {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    4: {12: 12, **{hour: hour % 12 + 12 for hour in (*range(1, 9), *range(13, 21))}},
    5: {hour: hour % 12 + 12 for hour in (*range(4, 12), *range(16, 24))},
    6: {
        **{hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))},
        **{hour: hour % 12 + 24 for hour in (0, 12, 1, 2, 3, 4)},
        24: 24,
    },
}


def clock_time(clock: Mapping[str, int]) -> tuple[int, dt.time] | None:
    """Return the days to add, and the time; None where the words contradict each other.

    A night begins on its day and turns: 昨晚12点 and "last night at 2" are today.
    The parts: 1 small hours, 2 morning, 3 midday, 4 afternoon, 5 evening, 6 night.
    Raises ValueError for a time that no clock shows.
    """
    part = clock.get("part")
    if part == NOON and clock.keys() == {"part"}:
        return 0, dt.time(12)
    hour = clock.get("hour")
    if hour is None:
        return None
    if "pm" in clock:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * clock["pm"]
    if part is not None:
        placed = _HOURS[part].get(hour)
        if placed is None or ("pm" in clock and placed % 24 != hour):
            return None
        hour = placed
    day, hour = divmod(hour, 24) if part is not None else (0, hour)
    return day, dt.time(hour, clock.get("minute", 0), clock.get("second", 0))
