"""The demo town with its proposal and gap analysis, made once for all tests of gaps."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

from matching.bundled import default_rules, default_travel, default_weights
from matching.gaps import GapParams, find_gaps
from matching.model import Problem, Proposal
from matching.model.gap import GapReport
from matching.pipeline import ProposeParams, propose
from matching.simulation.town import demo_town


class Analysed(NamedTuple):
    """A problem, its proposal, and what gaps were found."""

    problem: Problem
    proposal: Proposal
    report: GapReport


@cache
def analyse() -> Analysed:
    """Analyse the demo town once, with three draws of who arrives."""
    problem = demo_town(rules=default_rules(), weights=default_weights(), travel=default_travel())
    proposal = propose(problem, ProposeParams(confirm=0))
    return Analysed(problem, proposal, find_gaps(problem, proposal, GapParams(draws=3)))


@pytest.fixture(scope="session")
def analysed() -> Analysed:
    """The demo town and what gaps were found in it."""
    return analyse()
