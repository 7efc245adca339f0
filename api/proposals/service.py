"""The demo town's proposal, made once when it is first asked for."""

from __future__ import annotations

from functools import cache

from api.proposals.view import ProposalView, proposal_view
from matching.bundled import data_path
from matching.pipeline import propose
from matching.serialize import load_problem
from matching.vocabulary import Lang


@cache
def demo_view(lang: Lang) -> ProposalView:
    """Give the proposal for the demo town in words."""
    problem = load_problem(data_path("demo/town.json"))
    return proposal_view(problem, propose(problem), lang)
