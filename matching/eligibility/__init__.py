"""Hard rules: one file each, one implementation for a table of pairs; a single pair is a table of one row."""

from matching.eligibility.pairs import Pairs
from matching.eligibility.registry import RULES, Findings, evaluate, reasons

__all__ = ["RULES", "Findings", "Pairs", "evaluate", "reasons"]
