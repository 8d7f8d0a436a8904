"""Recognising an entry seen before."""

from __future__ import annotations

from journal.dedupe.memory import Memory, loads
from journal.dedupe.model import Decision, Export, Plan, Variant, Verdict
from journal.dedupe.plan import plan_import

__all__ = ["Decision", "Export", "Memory", "Plan", "Variant", "Verdict", "loads", "plan_import"]
