"""Candidates (候補): unit × menu × weekly pattern that the rules allow, and the capacity rows they share."""

from matching.candidates.build import CandidateLimits, Forced, best_menus, build_candidates
from matching.candidates.rows import Rows, build_rows
from matching.candidates.supply import Supply, weeks_in_dates
from matching.candidates.table import Candidates, UnitPairs, unit_pairs
from matching.candidates.uses import ResourceKind, Resources, Uses, take_from_resources

__all__ = [
    "CandidateLimits",
    "Candidates",
    "Forced",
    "ResourceKind",
    "Resources",
    "Rows",
    "Supply",
    "UnitPairs",
    "Uses",
    "best_menus",
    "build_candidates",
    "build_rows",
    "take_from_resources",
    "unit_pairs",
    "weeks_in_dates",
]
