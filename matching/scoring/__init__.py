"""Soft criteria as integer points, each by itself, and the value formula."""

from matching.scoring.fit import CRITERIA, pair_points, pattern_points
from matching.scoring.value import priority_points, values

__all__ = ["CRITERIA", "pair_points", "pattern_points", "priority_points", "values"]
