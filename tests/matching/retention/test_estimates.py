"""Predictions in a proposal: they compare hosts and patterns for one person, and never persons."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bundled import default_rules, default_travel, default_weights
from matching.model import Problem, Proposal
from matching.pipeline import ProposeParams, propose
from matching.retention.estimates import alternatives, known_at_start, with_estimates
from matching.retention.fairness import allocation_difference
from matching.retention.learn import learn
from matching.simulation.synthetic import synthetic_problem
from matching.vocabulary import Feature
from tests.matching.retention.worlds import learned, world
from tests.matching.retention.worlds import settings as settings_of

QUICK = ProposeParams(confirm=0, options=1)


@lru_cache(maxsize=1)
def town() -> Problem:
    """Give a problem in which places are scarce enough that points decide."""
    return synthetic_problem(30, 25, 4, default_rules(), default_weights(), default_travel())


@lru_cache(maxsize=1)
def predicted() -> Problem:
    """Give the town with predictions."""
    return with_estimates(town(), learned(), {town().hosts[0].id: 12})


def seats(proposal: Proposal) -> set[tuple[object, ...]]:
    """Give who goes where and when."""
    return {
        (each.person_id, each.domain, each.choice.menu_id, each.choice.slots, each.choice.first_day)
        for each in proposal.assignments
    }


def shifted(problem: Problem, constants: list[float]) -> Problem:
    """Add to all of each person's predictions one constant of their own, as far as shares go."""
    people = []
    for number, person in enumerate(problem.people):
        shares = [each.share for each in person.retention] or [0.5]
        constant = -min(shares) + constants[number % len(constants)] * (1 - max(shares) + min(shares))
        people.append(
            dataclasses.replace(
                person,
                retention=tuple(
                    dataclasses.replace(each, share=min(1.0, max(0.0, each.share + constant)))
                    for each in person.retention
                ),
            )
        )
    return dataclasses.replace(problem, people=tuple(people))


@settings(max_examples=5)
@given(constants=st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_a_constant_for_a_person_moves_nobody(constants: list[float]) -> None:
    """However likely somebody is to stay anywhere, only differences between their places count."""
    whole = propose(predicted(), QUICK)
    moved = propose(shifted(predicted(), constants), QUICK)
    assert seats(moved) == seats(whole)
    assert moved.objective == whole.objective


def test_predictions_do_move_somebody() -> None:
    """The negative control: with points they change what is proposed, so that a shift could have."""
    weights = dataclasses.replace(predicted().weights, retention=600)
    strong = dataclasses.replace(predicted(), weights=weights)
    assert seats(propose(strong, QUICK)) != seats(propose(town(), QUICK))


def test_they_differ_by_host_and_by_pattern() -> None:
    """Each near menu is predicted at each number of slots the person wants, all in 0 to 1."""
    people = {person.id: person for person in predicted().people}
    many = next(person for person in people.values() if person.most_slots > person.fewest_slots)
    by_menu: dict[str, set[int]] = {}
    for estimate in many.retention:
        by_menu.setdefault(estimate.menu_id, set()).add(estimate.slots_a_week)
    assert max(len(each) for each in by_menu.values()) > 1
    shares = [each.share for person in people.values() for each in person.retention]
    assert len(set(shares)) > 50
    assert all(0 <= share <= 1 for share in shares)
    assert predicted().weights.retention == settings_of().points


@pytest.mark.parametrize("why", ["turned off", "below the floor"])
def test_without_a_model_the_criterion_is_neutral(why: str) -> None:
    """Turned off, or below the data floor, the problem is the same problem."""
    model = learned()
    if why == "turned off":
        model = dataclasses.replace(model, settings=settings_of(in_scoring=False))
    else:
        model = learn(world().stays[:150], settings_of(in_scoring=True))
    assert with_estimates(town(), model, {}) is town()


def test_who_somebody_is_changes_no_prediction() -> None:
    """Age and district of a person are turned round; the predictions stay as they were."""
    other = tuple(
        dataclasses.replace(person, age_years=min(120, person.age_years + 5), waiting_since=town().date)
        for person in town().people
    )
    again = with_estimates(dataclasses.replace(town(), people=other), learned(), {town().hosts[0].id: 12})
    assert [person.retention for person in again.people] == [p.retention for p in predicted().people]


def test_the_difference_in_places_is_told_by_group() -> None:
    """Placed without and with, and how many moved; a small group is not shown."""
    without, with_model = propose(town(), QUICK), propose(predicted(), QUICK)
    groups = {person.id: "甲" if number % 3 else "乙" for number, person in enumerate(town().people)}
    lines = allocation_difference(without, with_model, {"組": groups}, least=15)
    assert [line.group for line in lines] == ["甲"]
    (line,) = lines
    placed = {each.person_id for each in without.assignments}
    assert line.without == len(placed & {person for person, group in groups.items() if group == "甲"})
    same = allocation_difference(without, without, {"組": groups}, least=1)
    assert [(each.moved, each.without - each.with_model) for each in same] == [(0, 0), (0, 0)]


def test_other_hosts_are_those_no_rule_is_against() -> None:
    """Every alternative fits the person's need by the rules; what is known of the pair goes with it."""
    problem = town()
    assigned = propose(problem, QUICK).assignments[0]
    found = alternatives(problem, assigned.person_id, assigned.domain, {assigned.choice.host_id: 7})
    menus = {menu.id: menu for menu in problem.menus}
    assert assigned.choice.menu_id in {other.menu_id for other in found}
    assert all(assigned.domain in menus[other.menu_id].domains for other in found)
    assert all(menus[other.menu_id].host_id == other.host_id for other in found)
    known = {other.host_id: other.at_start[Feature.HOST_EXPERIENCE] for other in found}
    assert known.pop(assigned.choice.host_id) == 7
    assert set(known.values()) <= {0.0}
    assert alternatives(problem, "nobody", assigned.domain, {}) == []


def test_what_is_known_at_the_start_is_known_of_people_in_the_problem() -> None:
    """Fit and way of a pair are in range; of somebody who is not in the problem nothing is known."""
    assigned = propose(town(), QUICK).assignments[0]
    known, nothing = known_at_start(
        town().in_order(),
        [(assigned.person_id, assigned.choice.menu_id), ("nobody", assigned.choice.menu_id)],
    )
    assert nothing == {}
    assert 0 <= known[Feature.WISH] <= 1
    if assigned.choice.travel_minutes is not None:
        assert known[Feature.TRAVEL_MINUTES] == pytest.approx(assigned.choice.travel_minutes, abs=1)
