"""What a proposal must beat: what people do by hand, and the textbook mechanism. No solver is used here."""

from __future__ import annotations

from matching.baselines.deferred import deferred_acceptance
from matching.baselines.greedy import first_come_greedy

__all__ = ["deferred_acceptance", "first_come_greedy"]
