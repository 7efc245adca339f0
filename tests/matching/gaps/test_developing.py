"""What is worth developing: what is forecast is what happens, and a planted gap is found first."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from matching.errors import InvalidProblem
from matching.gaps import GapParams, default_templates, find_gaps
from matching.gaps.developing import plan, prospects, stays_best
from matching.gaps.held import as_held
from matching.gaps.making import developments
from matching.gaps.question import MOST_WEEKS_LATE, Question, ask
from matching.geo.mesh import mesh_code
from matching.model import Draw, Need, Place, Pool, PoolSlot, Problem
from matching.model.development import Development, More, develop
from matching.pipeline import ProposeParams, propose
from matching.simulation.planted import without_mornings
from matching.vocabulary import DevelopmentKind, NeedDomain, PoolKind, SolveStatus, Weekday
from tests.matching.builders import (
    PLACE,
    host,
    menu,
    person,
    pool,
    pool_slot,
    problem,
    slot,
    window,
)
from tests.matching.gaps.conftest import Analysed

QUIET = ProposeParams(confirm=0)
NOON = 12


def placed(given: Problem) -> int:
    """Count the people the whole pipeline places."""
    return len(propose(given, QUIET).assignments)


@pytest.fixture(scope="session")
def question(analysed: Analysed) -> Question:
    """What to develop in the demo town."""
    templates = default_templates()
    possible = developments(analysed.problem, analysed.proposal, templates.templates)
    return ask(analysed.problem, analysed.proposal, possible, templates.budget_days, templates.worst_share)


def test_the_top_five_bring_what_was_forecast(analysed: Analysed) -> None:
    """Each of the first five, added for real and proposed again, places as many more as was said."""
    now = len(analysed.proposal.assignments)
    top = analysed.report.prospects[:5]
    assert len(top) == 5
    for prospect in top:
        gained = placed(develop(analysed.problem, [prospect.development])) - now
        assert gained == prospect.confirmed == prospect.forecast > 0


def test_the_best_set_brings_what_was_forecast(analysed: Analysed, question: Question) -> None:
    """All of the set together place as many more as was said, within the budget, proven best."""
    best = analysed.report.plan
    built = [each for each in question.developments if each.id in best.built]
    gained = placed(develop(analysed.problem, built)) - len(analysed.proposal.assignments)
    assert gained == best.confirmed == best.started
    assert sum(each.effort_days for each in built) == best.effort_days <= best.budget_days
    assert best.status == SolveStatus.OPTIMAL
    assert best.optimality_gap == 0


def test_the_best_set_is_at_least_as_good_as_the_greedy_list(analysed: Analysed) -> None:
    """Looking at all of it at once lets no fewer people start than choosing one by one."""
    assert analysed.report.plan.started >= sum(step.started for step in analysed.report.greedy)


def test_a_larger_budget_never_lets_fewer_start(analysed: Analysed, question: Question) -> None:
    """From nothing to everything the number of people who start only grows."""
    budgets = (0, 4, 12, 40, 10_000)
    asked = [dataclasses.replace(question.coverage, budget=budget) for budget in budgets]
    plans = [plan(dataclasses.replace(question, coverage=each)) for each in asked]
    assert [each.points for each in plans] == sorted(each.points for each in plans)
    assert (plans[0].points, plans[0].built) == (0, ())


def test_everybody_else_keeps_their_place(analysed: Analysed) -> None:
    """Once the proposal is carried out, nobody else can start but after somebody has left."""
    held = as_held(analysed.problem, analysed.proposal)
    again = propose(held, QUIET)
    soon = held.horizon.first_monday + dt.timedelta(weeks=MOST_WEEKS_LATE)
    assert [each.person_id for each in again.assignments if each.choice.first_day <= soon] == []
    without = {(left.person_id, left.domain) for left in analysed.proposal.unplaced}
    assert {(left.person_id, left.domain) for left in (*again.unplaced, *again.assignments)} == without


def test_all_kinds_of_development_are_made(question: Question) -> None:
    """New hosts, carved tasks, pick-ups, and half-days are among what could be built, each id once."""
    kinds = {each.kind for each in question.developments}
    assert kinds >= {
        DevelopmentKind.NEW_HOST,
        DevelopmentKind.CARVED_TASK,
        DevelopmentKind.PICK_UP,
        DevelopmentKind.COORDINATOR,
    }
    ids = [each.id for each in question.developments]
    assert len(set(ids)) == len(ids)


def test_nobody_starts_without_what_they_need(question: Question) -> None:
    """With nothing built nobody starts."""
    nothing = dataclasses.replace(question.coverage, budget=0)
    best = plan(dataclasses.replace(question, coverage=nothing))
    assert (best.started, best.built) == (0, ())


def test_draws_repeat_and_are_shares(question: Question) -> None:
    """The same seed gives the same draws; without draws nothing is said."""
    shares = stays_best(question, 2)
    assert shares == stays_best(question, 2)
    assert all(0 <= share <= 1 for share in shares.values())
    assert max(shares.values()) > 0
    assert stays_best(question, 0) == {}


def test_a_wish_to_stop_is_heard(analysed: Analysed) -> None:
    """Whoever stops gets what is known, unconfirmed."""
    report = find_gaps(analysed.problem, analysed.proposal, GapParams(should_stop=lambda: True))
    assert all(each.confirmed is None for each in report.prospects)
    assert report.plan.confirmed is None
    assert len(report.unmet) == len(analysed.proposal.unplaced)


def two_towns() -> Problem:
    """
    Make two districts 60 km apart, each with a shop with mornings and afternoons, and people of both kinds.

    In each, two people come on mornings and one on afternoons, and there are places for all.
    """
    people, hosts, menus, pools = [], [], [], []
    for name, km in (("north", 0.0), ("south", 60.0)):
        at = Place(PLACE.lat + km / 111, PLACE.lng)
        hosts.append(host(id=f"H-{name}", place=at, district=name))
        times = [
            slot(day, *hours)
            for day in (Weekday.MON, Weekday.WED, Weekday.FRI)
            for hours in (("09:30", "11:30"), ("13:30", "15:30"))
        ]
        stated = tuple(pool_slot(each) for each in times)
        pools.append(pool(id=f"{name}-places", host_id=f"H-{name}", slots=stated))
        draws = (Draw(f"{name}-places"),)
        menus.append(menu(id=f"M-{name}", host_id=f"H-{name}", slots=tuple(times), draws=draws))
        for n, hours in enumerate((("09:00", "12:00"), ("09:00", "12:00"), ("13:00", "16:00"))):
            people.append(
                person(
                    id=f"P-{name}-{n}",
                    needs=(Need(NeedDomain.BELONGING),),
                    district=name,
                    home_mesh=mesh_code(at.lat, at.lng),
                    availability=tuple(window(day, *hours) for day in range(1, 6)),
                )
            )
    return problem(people=people, hosts=hosts, menus=menus, pools=pools)


@pytest.mark.parametrize("district", ["north", "south"])
def test_a_planted_gap_is_ranked_first(district: str) -> None:
    """With all morning places of one district gone, mornings in that district come first, and help both."""
    planted = without_mornings(two_towns(), district)
    proposal = propose(planted, QUIET)
    assert {left.person_id for left in proposal.unplaced} == {f"P-{district}-0", f"P-{district}-1"}
    first = find_gaps(planted, proposal, GapParams(draws=0)).prospects[0]
    assert first.development.district == district
    assert {each.start.hour < NOON for each in first.development.slots} == {True}
    assert first.confirmed == first.forecast == 2


def test_without_the_planted_gap_there_is_nothing_to_develop() -> None:
    """The negative control: everybody has a place, so nothing is proposed."""
    given = two_towns()
    report = find_gaps(given, propose(given, QUIET), GapParams(draws=0))
    assert (report.unmet, report.prospects, report.plan.built) == ((), (), ())


def test_a_morning_gap_in_the_demo_town_is_answered_with_mornings(analysed: Analysed) -> None:
    """All morning places of the middle of the town gone: what helps most takes place on mornings."""
    planted = without_mornings(analysed.problem, "中央")
    proposal = propose(planted, QUIET)
    assert len(proposal.unplaced) > len(analysed.proposal.unplaced)
    question = ask(planted, proposal, developments(planted, proposal, default_templates().templates), 40)
    first = prospects(question)[0]
    assert first.forecast > 1
    assert {each.start.hour < NOON for each in first.development.slots} == {True}


def test_a_pick_up_shares_the_places_of_its_menu(question: Question) -> None:
    """A line brings seats, not places: the menu's own limits hold for who is fetched."""
    lines = [each for each in question.developments if each.kind == DevelopmentKind.PICK_UP]
    menus = {each.id: each for each in question.prepared.problem.menus}
    for line in lines:
        of_menu = {draw.pool_id for draw in menus[line.menu_id].draws if draw.unit == "person"}
        assert of_menu <= {draw.pool_id for draw in line.menus[0].draws}


def test_more_of_a_caseload_counts_only_what_is_added() -> None:
    """A coordinator who is full can carry one more with one more half-day, and nobody without."""
    full = Pool(id="K1", kind=PoolKind.CASELOAD, slots=(PoolSlot(None, amount=0),))
    given = problem(people=[person(caseload_pool_id="K1")], pools=[pool(), full])
    proposal = propose(given, QUIET)
    assert len(proposal.unplaced) == 1
    found = find_gaps(given, proposal, GapParams(draws=0)).prospects
    assert [each.development.kind for each in found] == [DevelopmentKind.COORDINATOR]
    assert found[0].confirmed == found[0].forecast == 1


def test_an_unknown_pool_is_refused() -> None:
    """More of a pool that is not there is no development of this town."""
    more = Development(
        id="x", kind=DevelopmentKind.COORDINATOR, template="", name="x", district="", domains=(), slots=(),
        places=1, effort_days=1, more=(More("nobody", 1),),
    )  # fmt: skip
    with pytest.raises(InvalidProblem):
        develop(problem(), [more])
