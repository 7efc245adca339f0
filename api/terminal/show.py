"""Proposals, imports and faults as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from api.terminal.calendar import date_text
from matching.errors import InvalidProblem
from matching.explain.phrases import (
    Names,
    binding_text,
    preference_text,
    question_text,
    reason_text,
    slot_text,
    slots_text,
    status_text,
    travel_text,
    useful_change_text,
)
from matching.labels import label
from matching.model import Assignment, Option, Problem, Proposal, Unplaced
from matching.vocabulary import Lang, Verdict
from matching.verify import Fault

console = Console()

_MARKS = {Verdict.FITS: "○", Verdict.TO_CHECK: "△", Verdict.DOES_NOT_FIT: "×"}
_MOST_ROWS = 40


def note(text: str) -> None:
    """Say one thing."""
    console.print(text, style="bold")
