"""What a week's proposals can be made by. None of them knows more than the week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.baselines import deferred_acceptance, first_come_greedy
from matching.selection import select
from matching.selection.rounding import fill
from matching.simulation.week import Week

Ints = NDArray[np.int64]


def first_come(week: Week) -> Ints:
    """Serve who has waited longest first, each with the best of what is left."""
    question = week.question(week.value())
    people = np.unique(week.year.person[week.candidates])
    order = np.argsort(week.year.arrives[people], kind="stable")
    return week.candidates[first_come_greedy(question, order)]


def greedy(week: Week) -> Ints:
    """Take the greatest value first, as long as anything fits."""
    question = week.question(week.value())
    return week.candidates[fill(question, np.argsort(-question.value, kind="stable"))]


def deferred(week: Week) -> Ints:
    """Let people propose, and seats hold those whom they suit best."""
    question = week.question(week.value())
    return week.candidates[deferred_acceptance(question, -week.year.value[week.candidates])]


def weekly(week: Week) -> Ints:
    """Make the most of this week, without a thought of the next."""
    return week.candidates[select(week.question(week.value())).chosen]
