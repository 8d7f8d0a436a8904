"""Dates as people write them: periods, moments, and words in Chinese and English."""

from __future__ import annotations

from journal.dates.parse import leading_moment, parse_moment, parse_period
from journal.dates.period import Moment, Period
from journal.dates.spans import around

__all__ = [
    "Moment",
    "Period",
    "around",
    "leading_moment",
    "parse_moment",
    "parse_period",
]
