"""Moments told in UTC, as the clock on the wall showed them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class WallClock(NamedTuple):
    """What a clock showed; `sure` is False where its zone is not known and UTC was kept."""

    date: dt.date
    time: dt.time
    sure: bool


def wall_clock(stamp: str | float, zone: str) -> WallClock | None:
    """Return a moment, ISO 8601 or milliseconds since 1970, in a zone of the tz database.

    Returns None for what is no moment.
    """
    try:
        if isinstance(stamp, str):
            moment = dt.datetime.fromisoformat(stamp)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        else:
            moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=stamp)
        found = _zone(zone)
        local = moment.astimezone(found or dt.UTC)
    except (ValueError, OverflowError, TypeError):
        return None
    return WallClock(local.date(), local.time().replace(microsecond=0), found is not None)


def local_clock(stamp: str) -> WallClock | None:
    """Return a moment, ISO 8601 in UTC, as a clock of this machine's zone shows it."""
    try:
        moment = dt.datetime.fromisoformat(stamp)
        local = (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return WallClock(local.date(), local.time().replace(microsecond=0), True)


def _zone(name: str) -> dt.tzinfo | None:
    """Return a zone by its name in the tz database, or by its offset, `GMT+08:00`."""
    import re
    from zoneinfo import ZoneInfo

    offset = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        span = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(-span if offset[1] == "-" else span) if hours < 24 else None
    if name in ("UTC", "GMT", "Z"):
        return dt.UTC
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return None
