"""A whole gap analysis of a problem and its proposal, in one call; what takes long can be stopped."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matching.candidates import CandidateLimits
from matching.gaps.care import HostHistory, hosts_to_look_after
from matching.gaps.combining import combinations
from matching.gaps.developing import confirm, greedy_list, plan, prospects, stays_best
from matching.gaps.history import Snapshot
from matching.gaps.making import developments
from matching.gaps.prices import confirm_prices, prices
from matching.gaps.question import ask
from matching.gaps.templates import Templates, default_templates
from matching.gaps.unmet import unmet_needs
from matching.gaps.unused import unused_places
from matching.model import Change, Problem, Proposal
from matching.model.development import Development, develop
from matching.model.gap import DevelopmentPlan, GapReport, Price, Prospect
from matching.pipeline import PROVEN, ProposeParams, placed_in, placed_people, placed_with, solve
from matching.prepare import prepare
from matching.selection import SelectParams
from matching.vocabulary import Lang


@dataclass(frozen=True)
class GapParams:
    """
    How a gap analysis is made.

    Parameters
    ----------
    templates
        What could be developed and the budget; ``None`` for the shipped ones.
    propose
        How re-solves are made; as the proposal was made.
    cover
        Time limit and gap of the choice of developments.
    confirm
        How many prices, developments and combinations a re-solve confirms each.
    draws
        Draws of who arrives; ``None`` as in the templates.
    history, snapshots
        What the service knows of hosts, and of the months before.
    lang
        Of the names of what could be developed.
    should_stop
        Asked between steps; what is left then stays empty or unconfirmed.
    on_stage
        Called with the name of each step as it starts.
    """

    templates: Templates | None = None
    propose: ProposeParams = field(default_factory=ProposeParams)
    cover: SelectParams = field(default_factory=SelectParams)
    confirm: int = 5
    draws: int | None = None
    history: HostHistory = field(default_factory=HostHistory)
    snapshots: tuple[Snapshot, ...] = ()
    lang: Lang = Lang.JA
    should_stop: Callable[[], bool] | None = None
    on_stage: Callable[[str], None] | None = None


def find_gaps(problem: Problem, proposal: Proposal, params: GapParams | None = None) -> GapReport:
    """
    Find unmet needs, unused places, what more is worth, what to develop and whom to look after.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    params
        Defaults when left out.
    """
    params = params or GapParams()
    templates = params.templates or default_templates()
    told = params.on_stage or (lambda stage: None)
    told("prices")
    placed_now, priced = _priced(problem, params)
    told("developments")
    possible = developments(problem, proposal, templates.templates, params.lang)
    question = ask(problem, proposal, possible, templates.budget_days, templates.worst_share)
    alone = _confirmed(problem, prospects(question), placed_now, params)
    told("plan")
    best = _plan_confirmed(problem, plan(question, params.cover), possible, placed_now, params)
    told("draws")
    draws = templates.draws if params.draws is None else params.draws
    shares = stays_best(question, draws, should_stop=params.should_stop)
    alone = tuple(dataclasses.replace(each, stays_best=shares.get(each.development.id)) for each in alone)
    told("combinations")
    together = _combined(problem, proposal, placed_now, params)
    told("finish")
    return GapReport(
        problem_hash=proposal.problem_hash,
        waiting=len(proposal.assignments) + len(proposal.unplaced),
        placed=len(proposal.assignments),
        unmet=unmet_needs(problem, proposal),
        unused=unused_places(problem, proposal),
        prices=priced,
        prospects=alone,
        plan=best,
        greedy=greedy_list(question),
        combinations=together,
        care=hosts_to_look_after(problem, proposal, params.history, params.snapshots),
    )


def _priced(problem: Problem, params: GapParams) -> tuple[int | None, tuple[Price, ...]]:
    """Solve once for the prices and the count of people placed; None where the solve did not end."""
    limits = params.propose.limits or CandidateLimits.for_size(len(problem.people))
    prepared = prepare(problem, limits, params.propose.replan)
    result = solve(prepared, dataclasses.replace(params.propose.select, on_progress=None))
    found = prices(prepared, result)
    if result.status not in PROVEN:
        return None, found
    placed_now = placed_people(prepared, result.chosen)

    def placed(change: Change) -> int | None:
        return placed_with(problem, change, params.propose)

    return placed_now, confirm_prices(found, params.confirm, placed, placed_now, params.should_stop)


def _confirmed(
    problem: Problem, found: tuple[Prospect, ...], placed_now: int | None, params: GapParams
) -> tuple[Prospect, ...]:
    if placed_now is None:
        return found

    def placed(prospect: Prospect) -> int | None:
        return placed_in(develop(problem, [prospect.development]), params.propose)

    return confirm(found, params.confirm, placed, placed_now, params.should_stop)


def _plan_confirmed(
    problem: Problem,
    best: DevelopmentPlan,
    possible: Sequence[Development],
    placed_now: int | None,
    params: GapParams,
) -> DevelopmentPlan:
    if placed_now is None or (params.should_stop and params.should_stop()):
        return best
    built = [each for each in possible if each.id in best.built]
    placed = placed_in(develop(problem, built), params.propose)
    return dataclasses.replace(best, confirmed=None if placed is None else placed - placed_now)


def _combined(
    problem: Problem, proposal: Proposal, placed_now: int | None, params: GapParams
) -> tuple[Prospect, ...]:
    """Give the combinations of the best set that needs the fewest partners for each person who starts."""
    possible = combinations(problem, proposal)
    if not possible or (params.should_stop and params.should_stop()):
        return ()
    partners = sum(sorted((len(each.pieces) for each in possible), reverse=True)[: len(proposal.unplaced)])
    question = ask(problem, proposal, possible, partners)
    best = plan(question, params.cover).built
    chosen = tuple(each for each in prospects(question) if each.development.id in best)
    return _confirmed(problem, chosen, placed_now, params)
